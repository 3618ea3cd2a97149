"""The four documents, field by field: what each holds, as a person reads it, and what the importer finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.importing.held import DOCUMENTS, Held, compared
from coverdict.documents.importing import Base, findings_of, import_manuscript, load
from coverdict.documents.importing.model import Findings
from coverdict.documents.reading import read_manuscript
from coverdict.library import open_library

Find = Callable[[str], Path]


def found_in(held: Held, shared: Find) -> Findings:
    base = Base("core", frozenset(open_library().contents.facts("core")))
    return findings_of(read_manuscript(shared(f"documents/{held.file}")), base)


# Every field that the documents hold is found, but for the misses that are named.
@pytest.mark.parametrize("held", DOCUMENTS, ids=lambda held: held.name)
def test_field_by_field(held: Held, shared: Find) -> None:
    rows = compared(held, found_in(held, shared))
    assert [row.field for row in rows if not row.found] == list(held.misses)


# Nothing is found that the documents do not hold.
@pytest.mark.parametrize("held", DOCUMENTS, ids=lambda held: held.name)
def test_nothing_is_invented(held: Held, shared: Find) -> None:
    found = found_in(held, shared)
    assert {f"{one.system} {one.code}" for one in found.codes} == set(held.codes)
    assert Counter(one.status.value for one in found.statements) == Counter(dict(held.positions))
    assert {one.day.isoformat() for one in found.history} == set(held.history)


# Each draft loads and has holes; a favourable position has conditions or a hole.
@pytest.mark.parametrize("held", DOCUMENTS, ids=lambda held: held.name)
def test_drafts_load(held: Held, shared: Find) -> None:
    path = shared(f"documents/{held.file}")
    document = load(import_manuscript(read_manuscript(path), Base()).texts)
    assert document.holes
    assert all(rule.when for rule in document.rules if rule.then in ("established", "medically_necessary"))
