"""How clauses are said: in English where that is safe, quoted with the answer where it is not."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.patients import Patient
from coverdict.analysis.words import Clause
from coverdict.language.model import Fact, FactType, Option
from coverdict.pages.sentences import MOST_CLAUSES, for_whom
from coverdict.pages.typical import meets, typical
from coverdict.pages.wording import answered, phrase, yes_no
from coverdict.text import Place
from tests.analysis.invented_pairs import InventedPair, invented_pairs
from tests.analysis.test_pairs_by_solver import rulings

HERE = Place("words.yaml", 1, 1)


def fact(kind: FactType, label: str, **more: object) -> Fact:
    return Fact(name="f", type=kind, place=HERE, label=label, **more)  # type: ignore[arg-type]


# A sentence about one thing is negated at its verb; whatever could be misread is left alone.
@pytest.mark.parametrize(
    ("label", "yes", "no"),
    [
        ("The tumor is a cancer", "the tumor is a cancer", "the tumor is not a cancer"),
        ("The tumor can be resected", "the tumor can be resected", "the tumor cannot be resected"),
        ("There is evidence of disease", "there is evidence of disease", "there is no evidence of disease"),
        ("There is a clot", "there is a clot", "there is no clot"),
        ("The skin has been treated", "the skin has been treated", "the skin has not been treated"),
        ("The arm is red and hot", "the arm is red and hot", ""),
        ("The arm is always red", "the arm is always red", ""),
        ("The arm is not red", "the arm is not red", ""),
        ("The tumor that is largest is a cancer", "the tumor that is largest is a cancer", ""),
        ("Every tumor can be reached", "", ""),
        ("A tumor lies near a vessel", "", ""),
        ("Established as safe", "", ""),
        ("The patient has cirrhosis", "", ""),
        ("Is it red?", "", ""),
        ("", "", ""),
    ],
)
def test_yes_and_no(label: str, yes: str, no: str) -> None:
    assert (yes_no(label, True), yes_no(label, False)) == (yes, no)


OPTIONS = tuple(Option(name, label) for name, label in (("a", "First"), ("b", "Second"), ("c", "Third")))


@pytest.mark.parametrize(
    ("given", "values", "options", "words"),
    [
        (fact(FactType.YES_NO, "Safe"), "no", ("no",), "“Safe” is answered no"),
        (fact(FactType.YES_NO, "The arm is red"), "no", ("no",), "the arm is not red"),
        (fact(FactType.CHOICE, "Cause of it", options=OPTIONS), "a", ("a",), "the cause of it is “First”"),
        (fact(FactType.CHOICE, "Stage", options=OPTIONS), "not a", ("b", "c"), "“Stage” is not “First”"),
        (
            fact(FactType.CHOICE, "Where it is", options=OPTIONS),
            "in {a, b}",
            ("a", "b"),
            "the answer to “Where it is” is not “Third”",
        ),
        (
            fact(FactType.QUANTITY, "Size of it"),
            "> 3 cm and <= 5 cm",
            (),
            "the size of it is more than 3 cm and at most 5 cm",
        ),
        (fact(FactType.NUMBER, "Age"), "0 or >= 2", (), "“Age” is 0 or at least 2"),
        (fact(FactType.NUMBER, "Age"), "none", (), "“Age” has no value"),
        (fact(FactType.DATE, "Day of birth"), "< 2020-01-01", (), "the day of birth is before 2020-01-01"),
        (fact(FactType.NAME, "State"), "not in {CA, MI}", (), "“State”: none of (CA, MI)"),
    ],
)
def test_clauses(given: Fact, values: str, options: tuple[str, ...], words: str) -> None:
    assert phrase(Clause("f", given.label, values, False, options), {"f": given}) == words


def test_readings_and_spans() -> None:
    assert phrase(Clause("d#x", "x", "up to 4 cm", reading=True), {}) == "“x” is read as “up to 4 cm”"
    assert phrase(Clause("d#x", "x", "in {a, b}", reading=True), {}) == "“x” is read as one of (a, b)"
    facts = {"f": fact(FactType.DATE, "First visit")}
    clause = Clause("weeks from f to g", "weeks from f to g", ">= 4")
    assert phrase(clause, facts) == "the weeks from “First visit” to “g” are at least 4"


# A long condition names its first clauses and counts the others; answers of one kind are put together.
def test_long_conditions() -> None:
    facts = {f"f{number}": fact(FactType.YES_NO, f"Item {number}") for number in range(12)}
    clauses = [Clause(name, one.label, "yes", False, ("yes",)) for name, one in facts.items()]
    assert all(answered(clause, facts) == "yes" for clause in clauses)
    assert for_whom(clauses[:2], (), facts) == "For example when “Item 0” and “Item 1” are answered yes."
    assert for_whom(clauses, (), facts).endswith(
        f"are answered yes, and {12 - MOST_CLAUSES} more conditions hold."
    )
    same = for_whom([*clauses[:3], Clause("f3", "Item 3", "no", False, ("no",))], clauses[:4], facts)
    assert same == "For example, all else being the same, when “Item 3” is answered no."


# A number meets exactly the comparisons that hold of it.
def test_meeting_numbers() -> None:
    for value, (text, holds) in product(
        map(Decimal, ("0", "1", "2", "2.5", "3", "4")),
        {
            "< 2 cm": lambda x: x < 2,
            "<= 2 cm": lambda x: x <= 2,
            "> 2": lambda x: x > 2,
            ">= 2": lambda x: x >= 2,
            "2 cm": lambda x: x == 2,
            "1 to 3": lambda x: 1 <= x <= 3,
            "> 1 cm and <= 3 cm": lambda x: 1 < x <= 3,
            "0 or >= 3": lambda x: x == 0 or x >= 3,
        }.items(),
    ):
        assert meets(Patient({"f": value}, {}), Clause("f", "", text)) is holds(value), (value, text)
    for text in ("none", "any", "soon", "< soon"):
        assert not meets(Patient({"f": Decimal(1)}, {}), Clause("f", "", text))


# Whoever meets the condition that a sentence gives has both answers, and somebody meets it: by Z3's word.
def test_examples_are_true(tmp_path: Path) -> None:
    held = 0
    for seed in range(3):
        for pair in invented_pairs(6_000 + seed, tmp_path / str(seed)):
            found = (
                diff(pair.desk, pair.first, pair.second).comparison
                if pair.versions
                else compare(pair.desk, pair.first, pair.second)
            )
            for region in found.regions:
                held += suffices(pair, typical(region, found.facts), region.patient, rulings(region.pair))
    assert held > 60


def suffices(pair: InventedPair, clauses: tuple[Clause, ...], patient: Patient, both: object) -> int:
    """Hold the clauses against the judge, option by option; how many patients were looked at.

    Of facts that are no choices the patient's value is taken; clauses on facts of which the patient states
    nothing cannot be put to the judge.
    """
    known = {name: [value] for name, value in patient.facts.items()}
    readings = dict(patient.readings)
    for clause in clauses:
        if clause.reading and clause.values.startswith(("in {", "not in {")):
            return 0
        if clause.reading:
            readings[clause.subject] = clause.values
        elif clause.options:
            values = [option == "yes" if option in ("yes", "no") else option for option in clause.options]
            before = known.get(clause.subject)
            known[clause.subject] = (
                values if before is None or len(before) == 1 else [v for v in before if v in values]
            )
        elif clause.subject not in known:
            return 0
    said = {clause.subject for clause in clauses}
    readings = {name: option for name, option in readings.items() if name in said}
    names = [name for name in known if name in said]
    looked = 0
    for values in product(*(known[name] for name in names)):
        met = set(pair.judge.found(dict(zip(names, values, strict=True)), readings))
        assert met <= {both}, f"{clauses}\n{pair.about()}"
        looked += bool(met)
    assert looked, f"nobody meets {clauses}\n{pair.about()}"
    return looked
