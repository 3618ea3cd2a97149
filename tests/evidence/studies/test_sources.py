"""Every number of the shipped studies stands where the study's file says, in the document itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import permutations

import pytest

from coverdict.evidence.studies.model import Nature, Study
from coverdict.text import normalise, sentences
from tests.evidence.studies.held import (
    FILES,
    Number,
    Shared,
    curves,
    numbers,
    printed_at,
    source_file,
    studies,
)

STUDIES = tuple(studies().values())
LIST = "-list"  # the name of a source that is an entry of the list of references, and has no numbers

# Numbers that a document prints in another way, or not at all, with the reason.
OTHERWISE = {
    ("bala-2013 randomised-trials all events", "bsc"): "`Only the … RCT` counts without a number",
    ("niu-2007 n", "bcbsm"): "the number of patients stands in the newer document only",
    ("rong-2015 extrahepatic-recurrence cryo", "bsc"): "in brackets, without the sign of a percentage",
}


# Each number is found in the lines of every document that is said to print it; how many were, is printed.
def test_every_number_stands_in_its_lines(
    shared: Shared, record_property: Callable[[str, object], None]
) -> None:
    found: Counter[str] = Counter()
    missing: set[tuple[str, str]] = set()
    for study in STUDIES:
        for number in numbers(study):
            for cite in number.cites:
                if cite.name.endswith(LIST) and len(number.cites) > 1:
                    continue
                if number.stands_in(printed_at(cite, shared)):
                    found[number.kind.split()[0]] += 1
                else:
                    missing.add((number.about, cite.name))
    for kind, count in sorted(found.items()):
        record_property("numbers of studies found in the documents' lines", f"{kind}: {count:,}")
    record_property("numbers of studies found in the documents' lines", f"altogether: {found.total():,}")
    assert missing == set(OTHERWISE)
    assert found.total() > 700


# A number that no line prints is missed: the search does not find whatever it is asked for.
@pytest.mark.parametrize("off", [1, 2, 3])
def test_another_number_is_not_found(shared: Shared, off: int) -> None:
    asked = caught = 0
    for study in STUDIES:
        for number in numbers(study):
            if number.kind != "plain":
                wrong = Number(number.value + number.value.scaleb(-1) * off, number.kind, "", number.cites)
                asked += 1
                caught += not any(wrong.stands_in(printed_at(cite, shared)) for cite in wrong.cites)
    assert caught > 0.97 * asked


# The rates of a curve stand one after another in the document, in the order of their times.
def test_curves_run_as_in_the_document(shared: Shared) -> None:
    checked = 0
    for study in STUDIES:
        for about, figures, cites in curves(study):
            printed = [printed_at(cite, shared) for cite in cites]
            assert all(one.runs(figures) for one in printed), about
            checked += 1
    assert checked == 20


# The percentages of two arms stand side by side in the document, in one order or the other.
def test_arms_stand_side_by_side(shared: Shared) -> None:
    checked = 0
    for study in STUDIES:
        for result in study.results:
            figures = [
                cell.figure.value for cell in result.cells if cell.arm and cell.figure and cell.percent
            ]
            if result.curve or len(figures) != 2 or result.nature is Nature.RANGE:
                continue
            checked += 1
            for cite in result.cites:
                printed = printed_at(cite, shared)
                sides = any(printed.runs(order) for order in permutations(figures))
                assert sides or (study.id, result.id) in APART, (study.id, result.id)
    assert checked > 15


APART = {
    ("seifert-2005", "extrahepatic-disease"): "one percentage for both groups",
}


# A study's PMID stands in the list of references under the number by which the document cites it.
def test_pmids_stand_in_the_list_of_references(shared: Shared) -> None:
    checked = 0
    for study in STUDIES:
        for cite in study.cites:
            text = shared(f"documents/{source_file(cite.source, cite.version)}").read_text("utf-8")
            entries = [line for line in text.split("\n") if line.startswith(f"{cite.reference}. ")]
            with_pmid = [line for line in entries if "PMID" in line]
            if not with_pmid or not cite.reference:
                continue
            (entry,) = with_pmid
            assert entry.rstrip().endswith(f"PMID {study.pmid}"), (study.id, entry)
            assert f". {study.label.split()[0]} " in entry, (study.id, entry)
            assert study.year is None or str(study.year) in entry, (study.id, entry)
            checked += 1
    assert checked >= 30


# No sentence of the documents, of eight words or more, stands in a study's file.
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sentence_is_copied(path: object, shared: Shared) -> None:
    study = studies()[getattr(path, "stem", "")]
    here = normalise(" ".join(_prose(study).split()))
    for name in {source_file(cite.source, cite.version) for cite in study.cites}:
        for sentence in sentences(shared(f"documents/{name}").read_text("utf-8")):
            plain = normalise(sentence)
            assert len(plain.split()) < 8 or plain not in here, plain
            for start in range(len(words := plain.split()) - 8):
                assert " ".join(words[start : start + 9]) not in here, (study.id, words[start : start + 9])


def _prose(study: Study) -> str:
    said = [result.says for result in study.results] + [one.because for one in study.bias]
    said += [one.because for one in study.accepted]
    return " / ".join([study.title, study.details, study.population, study.note, *said])
