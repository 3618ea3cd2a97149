"""The one place where an error becomes a message and an exit status; nobody sees a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from coverdict.cli.cleaning import clean
from coverdict.text import CoverdictError

DONE, FALLS_SHORT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def guarded(work: Callable[[], int]) -> int:
    """The exit status of `work`, with everything that a user can put right told in one message.

    A reader that stops reading (`coverdict decide … | head`) has what it wanted: that is no error.
    """
    try:
        status = work()
        sys.stdout.flush()
        return status
    except CoverdictError as error:
        return _tell(str(error))
    except BrokenPipeError:
        _close_quietly()
        return DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _tell(f"{where}{error.strerror or error}")
    except RecursionError:
        return _tell("the input is nested too deeply to be read")
    except MemoryError:
        return _tell("the input is too large for this machine's memory")
    except KeyboardInterrupt:
        _write_error("\n")
        return INTERRUPTED


def _tell(message: str) -> int:
    lines = [clean(line) for line in message.splitlines()] or ["something is wrong with the input"]
    _write_error("\n".join(lines) + "\n")
    return BAD_INPUT


def _write_error(text: str) -> None:
    try:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):  # standard error is closed: the status still tells
        return


def _close_quietly() -> None:
    """Send what is left in the buffer nowhere, so that the interpreter's last flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
    finally:
        os.close(nowhere)
