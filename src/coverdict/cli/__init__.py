"""The commands: what a person types, and what is printed. Nothing below this room prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave the process with its exit status.

    0: done. 1: the thing asked about falls short. 2: bad input, with one message on standard error.
    """
    from coverdict.cli.app import run
    from coverdict.cli.guard import guarded

    sys.exit(guarded(lambda: run(sys.argv[1:])))
