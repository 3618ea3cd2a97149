"""`coverdict import --reader`: a command that proposes what stands in the holes, and what became of that."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from coverdict.cli.usage import UsageError

if TYPE_CHECKING:
    from coverdict.cli.paper import Layout, Row
    from coverdict.documents.proposing import CommandReader, Proposed

COMMAND = "coverdict import"


def reader_of(command: str | None, seconds: str | None) -> CommandReader | None:
    """The reader that the user names; None where none is named.

    Arguments:
        command: a program with its arguments, as a shell would divide them; no shell runs it.
        seconds: how long it may take.

    Errors:
        UsageError: it is no command, or no time.
    """
    if command is None:
        if seconds is not None:
            raise UsageError("--reader-seconds goes with --reader COMMAND", COMMAND)
        return None
    from coverdict.documents.proposing import CommandReader
    from coverdict.documents.proposing.commands import SECONDS

    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"--reader {command}: {str(error).lower()}", COMMAND) from error
    if not words or not words[0] or any("\0" in word for word in words):
        raise UsageError(f"--reader {command!r} names no command", COMMAND)
    return CommandReader(words, SECONDS if seconds is None else _seconds(seconds))


def _seconds(text: str) -> float:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 86_400):
        raise UsageError(f"--reader-seconds is a whole number from 1 to 86400, not {text!r}", COMMAND)
    return float(text)


def proposed_data(proposed: Proposed) -> dict[str, Any]:
    """What a reader proposed, as data."""
    return {
        "reader": proposed.reader,
        "accepted": [
            {
                "id": one.id,
                "hole": one.hole,
                "kind": one.kind.value,
                "value": one.value,
                "quotes": [sentence.text for sentence in one.quoted],
            }
            for one in proposed.accepted
        ],
        "rejected": [
            {"hole": one.hole, "value": one.value, "because": one.because} for one in proposed.rejected
        ],
    }


def proposed_rows(proposed: Proposed, layout: Layout) -> list[Row]:
    """What a reader proposed, on a page."""
    from coverdict.cli.paper import row, section

    if not proposed.reader:
        return section(
            "proposals", [row("the reader was not asked: no hole is one that it could fill")], layout
        )
    kept = [
        row((one.id, "bold"), f"  {one.hole}: {one.kind.value} ", (one.value, "yellow"), "  [unsigned]")
        for one in proposed.accepted
    ]
    rows = section("proposals", kept or [row(f"none of {proposed.reader} is kept")], layout)
    if proposed.rejected:
        told = [
            row(
                (one.hole or "-", "bold"),
                f"  {one.value}: {one.because}" if one.value else f"  {one.because}",
            )
            for one in proposed.rejected
        ]
        rows += section("rejected", told, layout)
    return rows
