"""The table of defects that a careful reader found in the two source documents, read from the sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCUMENTS = {"S0": "documents/000_114209c1697b0ec8.txt", "S1": "documents/001_5e3094ee69330f43.txt"}
_ROW = re.compile(
    r"^\| (?P<id>[NRP]\d+) \| (?P<severity>[ABC]) \| (?P<kind>[^|]+) \| (?P<quotes>.*?) \| ", re.MULTILINE
)
_PLACE = re.compile(r"(?P<document>S[01]) L(?P<first>\d+)(?:-(?P<last>\d+))?: ")


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a document, the last one included."""

    document: str
    lines: range


@dataclass(frozen=True, slots=True)
class Defect:
    """One row of the table."""

    id: str
    severity: str
    kind: str
    places: tuple[Place, ...]


def defects(table: Path) -> dict[str, Defect]:
    """The defects of the classes N, R and P by their ids."""
    found = {}
    for row in _ROW.finditer(table.read_text(encoding="utf-8")):
        places = tuple(
            Place(one["document"], range(int(one["first"]), int(one["last"] or one["first"]) + 1))
            for one in _PLACE.finditer(row["quotes"])
        )
        found[row["id"]] = Defect(row["id"], row["severity"], row["kind"].strip(), places)
    return found
