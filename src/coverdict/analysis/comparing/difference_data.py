"""A difference as plain data."""

from __future__ import annotations

from typing import Any

from coverdict.analysis.comparing.comparison_data import comparison_data
from coverdict.analysis.comparing.difference import Difference, Part, RedlinedSection
from coverdict.text import Redline

PlainData = dict[str, Any]


def difference_data(found: Difference) -> PlainData:
    """The whole difference; `comparison` has the old text as its first and the new one as its second."""
    return {
        "same_text": found.same_text,
        "position_change": found.position_change,
        "direction": found.direction,
        "history": None
        if found.history is None
        else {
            "action": found.history.action,
            "position_change": found.history.position_change,
            "agrees": found.history.agrees,
        },
        "comparison": comparison_data(found.comparison),
        "parts": [_part(part) for part in found.parts],
        "prose": [_section(section) for section in found.prose],
    }


def _part(part: Part) -> PlainData:
    return {
        "kind": part.called,
        "id": part.id,
        "what": part.what,
        "same_meaning": part.same_meaning,
        "redline": [_redline(line) for line in part.text],
    }


def _section(section: RedlinedSection) -> PlainData:
    return {
        "heading": section.heading,
        "what": section.what,
        "redline": [_redline(line) for line in section.paragraphs],
    }


def _redline(line: Redline) -> list[list[str]]:
    """Pairs of `same`, `removed` or `added`, and the words."""
    return [[piece.kind, piece.text] for piece in line]
