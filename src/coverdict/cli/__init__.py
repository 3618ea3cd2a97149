"""The commands: what a person types, and what is printed. Nothing below this room prints."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line and leave the process with its exit status.

    0: done. 1: the thing asked about falls short. 2: bad input, with one message on standard error.
    """
    # Until somebody is there to take it, an interrupt ends the process without a word.
    is_pythons = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_pythons:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from coverdict.cli.app import run
    from coverdict.cli.guard import guarded

    if is_pythons:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(guarded(lambda: run(sys.argv[1:])))
