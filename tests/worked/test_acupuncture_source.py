"""Medicare's determination on acupuncture against its source, a page of HTML with its faults as published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.analysis.findings.checking import check
from coverdict.analysis.findings.sources import Source, source_of
from coverdict.decision import open_library
from coverdict.documents.reading import read_manuscript
from coverdict.language.walks import criteria_in
from coverdict.text import fingerprint, sentences

FILE = "policies/cms/30.3.3/2020-01-21.md"
MANDATE = "mandates/medicare-national-coverage.md"
NAME = "cms-ncd-30.3.3.html"


def held_against(source: Source) -> set[tuple[str, str]]:
    """What is found in the two documents that were written from it: finding, and what it is about."""
    files = {FILE: source, MANDATE: source}
    found = check(open_library(), frozenset(files), files).findings
    return {(one.id, one.about) for one in found if one.id.startswith("source")}


def edition(path: Path) -> Source:
    return source_of(path, read_manuscript(path).text, path.read_bytes())


# Every citation stands on a sentence of the source, under the heading that it names.
def test_the_source_as_it_was_published(shared: Callable[[str], Path]) -> None:
    assert held_against(edition(shared(f"documents/{NAME}"))) == set()


# A sentence that a later edition says otherwise is told at what stands on it, and at nothing else.
@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        ("Lasting 12 weeks or longer", "Lasting 10 weeks or longer", {"for 12 weeks"}),
        ("No more than 20 acupuncture", "No more than 24 acupuncture", {"yearly-limit", "20 in a year"}),
        ("Up to 12 visits in 90 days", "Up to 12 visits in 60 days", None),
        ("not improving or is regressing", "regressing", {"goes-on"}),
    ],
)
def test_a_sentence_that_changed(
    old: str, new: str, about: set[str] | None, shared: Callable[[str], Path], tmp_path: Path
) -> None:
    page = shared(f"documents/{NAME}").read_text("utf-8")
    later = tmp_path / NAME
    later.write_text(page.replace(old, new), encoding="utf-8")
    found = held_against(edition(later))
    changed = {name for finding, name in found if finding == "source-changed"}
    if about is None:
        assert {"first-visits", "within-90-days"} <= changed
    else:
        assert changed == about


# Nothing that the determination says between its first part and its history is left out.
def test_every_sentence_of_the_determination_is_held(shared: Callable[[str], Path]) -> None:
    said = read_manuscript(shared(f"documents/{NAME}"))
    parts = [section for section in said.sections if section.title[:3] in ("A. ", "B. ", "C. ", "D. ")]
    assert len(parts) == 4
    stated = {
        fingerprint(sentence)
        for part in parts
        for block in part.blocks
        for sentence in sentences(said.said(block.span))
    }
    document = open_library().documents["policy", "cms/30.3.3"]
    conditions = [
        *(rule.when for rule in document.rules if rule.when is not None),
        *(named.criterion for named in document.criteria),
    ]
    cited = {
        cites.fingerprint
        for cites in (
            *(rule.cites for rule in document.rules),
            *(note.cites for note in document.notes),
            *(part.cites for condition in conditions for part in criteria_in(condition)),
        )
        if cites is not None
    }
    assert stated - cited == set()
