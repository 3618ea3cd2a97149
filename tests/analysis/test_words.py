"""Conditions in words, for each kind of fact, on a small made-up library."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.patients import request_value
from coverdict.analysis.texts import AnalysisError, find_text
from coverdict.decision import open_library

VOCABULARY = """\
vocabulary: swelling
title: Swelling
facts:
  product: {type: name, options: {gold: Gold, silver: Silver}, label: Product}
  payer: {type: name, label: Payer}
  service.code: {type: code, systems: [HCPCS], label: Code}
  service.date: {type: date, label: Date of service}
  therapy.began: {type: date, label: First day of bandaging}
  cause: {type: choice, options: {surgery: Surgery, radiation: Radiation, inborn: Inborn}, label: Cause}
  site: {type: name, options: {arm: Arm}, label: Site}
  difference: {type: quantity, unit: cm, min: 0, label: Difference in girth}
  visits: {type: number, whole: yes, min: 0, label: Visits}
  diagnoses: {type: codes, systems: [ICD-10-CM], label: Diagnoses}
  infected: {type: yes/no, label: Infected}
  ulcers:
    type: list
    label: Ulcers
    item:
      width: {type: quantity, unit: cm, min: 0, label: Width}
value sets:
  lymphedema: {title: Lymphedema, system: ICD-10-CM, codes: [I89.0, I97.2]}
"""


def policy(name: str, when: str, front: str = "", blocks: str = "") -> str:
    return (
        f"---\npolicy: {name}\ntitle: A policy\nin force: {{from: 2024-01-01}}\n"
        f"vocabulary: swelling\n{front}---\n\n{blocks}"
        f"```yaml rule\nid: pump\nwhen:\n{when}status: medically_necessary\n"
        "otherwise: not_medically_necessary\n```\n"
    )


def compared(folder: Path, first: str, second: str, **more: str) -> Comparison:
    files = {
        "vocabulary/swelling.yaml": VOCABULARY,
        "policies/one.md": first,
        "policies/two.md": second,
        **more,
    }
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    desk = open_library(folder)
    return compare(desk, find_text(desk, "a/one"), find_text(desk, "b/two"))


@pytest.mark.parametrize(
    ("first", "second", "clauses"),
    [
        (
            "weeks from therapy.began to service.date >= 4",
            "weeks from therapy.began to service.date >= 6",
            {"weeks from therapy.began to service.date": "4 to 5"},
        ),
        ("difference >= 2 cm", "difference > 2 cm", {"difference": "2 cm"}),
        ("difference >= 20 mm", "difference >= 3 cm", {"difference": ">= 2 cm and < 3 cm"}),
        ("visits >= 2", "visits > 4", {"visits": "2 to 4"}),
        ("cause is surgery", "not cause is surgery", {}),
        ("cause is not inborn", "cause is surgery", {"cause": "radiation"}),
        ("infected", "infected and cause is surgery", {"infected": "yes", "cause": "not surgery"}),
        ("site is arm", "site is arm and visits > 0", {"site": "arm", "visits": "0"}),
        ("diagnoses any in lymphedema", "infected and not infected", {"diagnoses": "any in lymphedema"}),
        (
            "service.date < 2024-06-01",
            "service.date < 2024-03-01",
            {"service.date": "2024-03-01 to 2024-05-31"},
        ),
        (
            "count(ulcers where width > 1 cm) <= 2",
            "count(ulcers where width > 1 cm) = 0",
            {"ulcers": "count(ulcers where width > 1 cm) 1 to 2"},
        ),
        ("largest(ulcers.width) < 3 cm", "largest(ulcers.width) < 2 cm", None),
    ],
)
def test_each_kind_of_fact_has_words(
    first: str, second: str, clauses: dict[str, str] | None, tmp_path: Path
) -> None:
    """What the first asks and the second does not is said in the terms of the policy."""
    found = compared(tmp_path, policy("a/one", f"  - {first}\n"), policy("b/two", f"  - {second}\n"))
    opposed = [
        region
        for region in found.regions
        if (region.pair.first.says, region.pair.second.says)
        == ("medically_necessary", "not_medically_necessary")
    ]
    (region,) = opposed
    if clauses is None:
        (clause,) = region.where[0].common
        assert clause.subject == "ulcers" and "largest(ulcers.width)" in clause.values
        return
    said = {clause.subject: clause.values for where in region.where for clause in where.common}
    assert {name: values for name, values in said.items() if name in clauses or not clauses} == (
        clauses or {"cause": "surgery"}
    )


def test_a_patient_has_a_product_with_each_payer(tmp_path: Path) -> None:
    """Of two payers' policies each speaks of its own product: both can be gold at once, or one alone."""
    found = compared(
        tmp_path, policy("a/one", "  - product is gold\n"), policy("b/two", "  - product is gold\n")
    )
    assert found.verdict == "incomparable"
    assert len(found.pairs) == 4
    names = {clause.subject for region in found.regions for where in region.where for clause in where.common}
    assert names == {"product (a/one)", "product (b/two)"}


def test_codes_in_common_are_what_is_compared(tmp_path: Path) -> None:
    """Rules on the code itself are compared for the codes that both list."""

    def listed(*codes: str) -> str:
        rows = "\n".join(f"  - {{code: {code}, system: HCPCS, role: governed}}" for code in codes)
        return f"```yaml codes\ncodes:\n{rows}\n```\n\n"

    one = policy("a/one", "  - service.code in (HCPCS E0651)\n", blocks=listed("E0650", "E0651"))
    two = policy("b/two", "  - infected\n", blocks=listed("E0651"))
    found = compared(tmp_path, one, two)
    # Only E0651 is common, and for it the first's rule always holds.
    assert {pair.first.says for pair in found.pairs} == {"medically_necessary"}
    assert [str(entry.code) for entry in found.codes.first] == ["HCPCS E0650"]


def test_value_sets_of_one_name_keep_their_own_codes(tmp_path: Path) -> None:
    """Two documents may each have a set of a name: neither borrows the other's codes."""

    def own(*codes: str) -> str:
        return f"```yaml value set\nid: mine\nsystem: ICD-10-CM\ncodes: [{', '.join(codes)}]\n```\n\n"

    when = "  - diagnoses any in mine\n"
    found = compared(
        tmp_path,
        policy("a/one", when, blocks=own("I89.0")),
        policy("b/two", when, blocks=own("I97.2")),
    )
    assert found.verdict == "incomparable"
    patient = found.regions[0].patient
    (codes,) = patient.facts.values()
    assert request_value(found.facts["diagnoses"], codes) in (["ICD-10-CM I89.0"], ["ICD-10-CM I97.2"])


def test_a_fact_with_two_meanings_cannot_be_compared(tmp_path: Path) -> None:
    """Policies are compared by the facts of one vocabulary; a name that two of them define is refused."""
    other = (
        VOCABULARY.replace("vocabulary: swelling", "vocabulary: other")
        .replace(
            "visits: {type: number, whole: yes, min: 0, label: Visits}",
            "visits: {type: number, min: 0, label: Visits, a week}",
        )
        .replace("label: Visits, a week", "label: Visits a week")
    )
    second = policy("b/two", "  - visits > 4\n").replace("vocabulary: swelling", "vocabulary: other")
    with pytest.raises(AnalysisError, match=r"means one thing at \S*swelling\.yaml\S* and another"):
        compared(tmp_path, policy("a/one", "  - visits > 2\n"), second, **{"vocabulary/other.yaml": other})
