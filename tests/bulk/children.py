"""The command as a user's shell runs it: killed, interrupted, without room, and what it leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.cli.terminal import environment

COMMAND = [sys.executable, "-m", "coverdict.cli", "screen"]

_TOUCHES = """
import os, signal, sys
folder, count = os.path.realpath(sys.argv[1]), int(sys.argv[2])
seen = 0

def touches(event, arguments):
    # Each time a name in the folder is about to be opened, removed or renamed.
    global seen
    if event in ("open", "os.remove", "os.rename") and isinstance(arguments[0], str | os.PathLike):
        if os.path.realpath(os.path.dirname(os.fspath(arguments[0]))) == folder or arguments[0] == folder:
            seen += 1
            if seen == count:
                os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(touches)
sys.argv = ["coverdict", "screen", *sys.argv[3:]]
from coverdict.cli import main
try:
    main()
finally:
    print(seen)
"""

_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.argv = ["coverdict", "screen", *sys.argv[2:]]
from coverdict.cli import main
main()
"""


def started(command: Sequence[str], folder: Path) -> subprocess.Popen[str]:
    """A child in a folder; its cache of libraries lies beside it."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment(XDG_CACHE_HOME=str(folder.parent / "cache")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(command: Sequence[str], folder: Path) -> tuple[int, str, str]:
    """The status of a child, its standard output and its standard error."""
    child = started(command, folder)
    out, err = child.communicate(timeout=120)
    return child.returncode, out, err


def killed_before(touch: int, folder: Path, *arguments: str) -> list[str]:
    """The command, killed just before the n-th time that it touches a name in a folder; 0 for never.

    Without being killed, it prints at the end how often it has touched one.
    """
    return [sys.executable, "-c", _TOUCHES, str(folder), str(touch), *arguments]


def limited(size: int, *arguments: str) -> list[str]:
    """The command where no file may have more bytes."""
    return [sys.executable, "-c", _LIMITED, str(size), *arguments]


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files included."""
    return sorted(os.listdir(folder))
