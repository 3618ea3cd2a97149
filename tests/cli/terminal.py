"""A program on a real pseudo-terminal: what it shows, and what a person types."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

TESTS = Path(__file__).resolve().parents[1]
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
PATIENCE = 30.0  # seconds


def environment(**changes: str) -> dict[str, str]:
    """The environment of a child that finds the tests' modules and nobody's preferences for colours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM")
    }
    path = os.pathsep.join(part for part in (str(TESTS), os.environ.get("PYTHONPATH", "")) if part)
    return {**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", **changes}


def _take_the_terminal() -> None:
    """Make standard input the child's own terminal, so that Ctrl-C typed there reaches it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A child process whose standard streams are a terminal of `columns` columns."""

    def __init__(self, *arguments: str, columns: int = 80, changes: Mapping[str, str] | None = None) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self._child = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(**{"TERM": "xterm-256color", **(changes or {})}),
            start_new_session=True,
            preexec_fn=_take_the_terminal,
        )
        os.close(theirs)
        self.raw = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()
        os.close(self._ours)

    @property
    def text(self) -> str:
        """What was shown so far, without colours."""
        return ANSI.sub("", self.raw).replace("\r\n", "\n")

    def wait_for(self, words: str, after: int = 0) -> int:
        """Read until `words` are shown after position `after` of the text; the position after them."""
        end = time.monotonic() + PATIENCE
        while (found := self.text.find(words, after)) < 0:
            if time.monotonic() > end or not self._read(end - time.monotonic()):
                raise AssertionError(f"{words!r} was not shown; what was:\n{self.text}")
        return found + len(words)

    def type(self, line: str) -> None:
        os.write(self._ours, line.encode())

    def interrupt(self) -> int:
        """Press Ctrl-C until the child ends, as a person does; its exit status.

        A signal that comes just before the line editor waits for a key is noticed at the next key only.
        """
        end = time.monotonic() + PATIENCE
        while self._child.poll() is None and time.monotonic() < end:
            self.type("\x03")
            while self._read(0.5):
                pass
        return self._child.wait(PATIENCE)

    def end(self) -> int:
        """Read until the child ends; its exit status."""
        while self._read(PATIENCE):
            pass
        return self._child.wait(PATIENCE)

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(0.0, patience))
        if not ready:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the child has closed its end
            return False
        self.raw += data.decode("utf-8", "replace")
        return bool(data)
