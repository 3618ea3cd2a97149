"""What an export comes to: files with names that any system takes."""

from __future__ import annotations

from dataclasses import dataclass

from coverdict.evidence.exchange.naming import slug


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export, to be written as UTF-8.

    Arguments:
        name: its name, without a folder.
        holds: what is in it, in a few words.
    """

    name: str
    text: str
    holds: str


def file_name(*parts: str) -> str:
    """A file's name made of `parts`: letters of ASCII, digits and hyphens, never empty, without a suffix."""
    return slug("-".join(parts)) or "unnamed"
