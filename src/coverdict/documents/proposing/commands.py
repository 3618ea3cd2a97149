"""A reader that is a command of the user's: a request on standard input, an answer on standard output.

Whatever stands behind the command, it is run within bounds: so much time, so many bytes; and nothing that it
started in its own session outlives it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from coverdict.documents.proposing.answers import AnswerError, read_answer, written_request
from coverdict.documents.proposing.model import Answer, Request
from coverdict.text import CoverdictError, harmless

SECONDS = 300.0
"""How long a command may take, usually."""

MOST_BYTES = 8 * 2**20
"""Bytes that a command may write, to either of its streams."""

_PAUSE = 0.02  # seconds between two looks
_TOLD = 200  # characters of what a command says of its failure


class ReaderError(CoverdictError):
    """A command that gave no answer."""


@dataclass(frozen=True, slots=True)
class CommandReader:
    """A command that reads one JSON request and writes one JSON answer.

    Arguments:
        words: the program and its arguments; no shell reads them.
        seconds: how long it may take.
        most_bytes: how much it may write.
    """

    words: tuple[str, ...]
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES

    def read(self, request: Request) -> Answer:
        """The command's answer.

        Errors:
            ReaderError: it cannot be started, takes too long, writes too much, fails, or writes no answer.
        """
        # Files instead of pipes: neither side can block the other, and a process that the command leaves
        # behind holds nothing open that is waited for.
        with (
            tempfile.TemporaryFile() as asked,
            tempfile.TemporaryFile() as said,
            tempfile.TemporaryFile() as complained,
        ):
            asked.write(written_request(request))
            asked.seek(0)
            status = self._run(asked, said, complained)
            if status != 0:
                raise self._error(f"failed with {_status(status)}{_last_words(complained)}")
            said.seek(0)
            data = said.read()
        if not data.strip():
            raise self._error("wrote no answer")
        try:
            return read_answer(data)
        except AnswerError as error:
            raise self._error(f"wrote no answer that can be read: {error}") from error

    def _run(self, asked: IO[bytes], said: IO[bytes], complained: IO[bytes]) -> int:
        """Run the command to its end; its exit status."""
        try:
            process = subprocess.Popen(
                self.words, stdin=asked, stdout=said, stderr=complained, start_new_session=True
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise self._error(f"cannot be started: {reason}") from error
        deadline = time.monotonic() + self.seconds
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    status = process.wait(_PAUSE)
                    self._must_be_short(said, complained)
                    return status
                self._must_be_short(said, complained)
                if time.monotonic() > deadline:
                    raise self._error(f"has not answered within {self.seconds:g} seconds")
        finally:
            _end(process)

    def _must_be_short(self, *streams: IO[bytes]) -> None:
        if any(os.fstat(stream.fileno()).st_size > self.most_bytes for stream in streams):
            raise self._error(f"wrote more than {self.most_bytes:,} bytes")

    def _error(self, what: str) -> ReaderError:
        name = harmless(self.words[0] if self.words else "")
        return ReaderError(f"the reader {name} {what}; without --reader, the draft is made by rules alone")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the command and what it started in its session."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _status(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    with suppress(ValueError):
        return f"signal {signal.Signals(-status).name}"
    return f"signal {-status}"


def _last_words(complained: IO[bytes]) -> str:
    """The last line that a command wrote to standard error; empty where there is none."""
    complained.seek(0)
    lines = complained.read().decode("utf-8", "replace").strip().splitlines()
    return f": {harmless(lines[-1][-_TOLD:]).strip()}" if lines else ""
