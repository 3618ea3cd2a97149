"""Records of fields, each field with a tag at the beginning of its line: what RIS and MEDLINE share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coverdict.evidence.exchange.decoding import plain_line


@dataclass(slots=True)
class Field:
    """A field that is being read: its tag, the lines of its text, and the number of its first line."""

    tag: str
    lines: list[str]
    number: int

    @property
    def text(self) -> str:
        """The whole text as one line."""
        return plain_line(" ".join(self.lines))


@dataclass(slots=True)
class Fields:
    """The fields of one record that is being read, in order; `number` is the line it begins in."""

    number: int
    fields: list[Field]

    def all(self, *tags: str) -> tuple[str, ...]:
        """The texts under these tags, empty ones left out, in the order of the record."""
        return tuple(text for field in self.fields if field.tag in tags and (text := field.text))

    def first(self, *tags: str) -> str:
        """The text under the first of these tags that the record has; empty where it has none."""
        return next((texts[0] for tag in tags if (texts := self.all(tag))), "")

    def field(self, tag: str) -> Field | None:
        """The first field with this tag."""
        return next((field for field in self.fields if field.tag == tag), None)


def unknown_tags(records: Iterable[Fields], known: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """The tags that are not `known`, each with how often it stands in the records, in order of the tags."""
    found: dict[str, int] = {}
    for record in records:
        for field in record.fields:
            if field.tag not in known:
                found[field.tag] = found.get(field.tag, 0) + 1
    return tuple(sorted(found.items()))
