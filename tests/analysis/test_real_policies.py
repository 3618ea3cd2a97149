"""The two real policies side by side, by hand: read off their statements, inclusions, codes and products."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.standing import standings
from coverdict.analysis.texts import AnalysisError, find_text
from coverdict.decision import Desk, UnknownPolicyError, open_library

MICHIGAN = "bcbsm/cryosurgical-ablation-liver"
CALIFORNIA = "bsc/7.01.75"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


@pytest.fixture(scope="module")
def found(desk: Desk) -> Comparison:
    return compare(desk, find_text(desk, MICHIGAN), find_text(desk, CALIFORNIA), 20)


def said(found: Comparison, pairs: tuple) -> set[tuple[str, str]]:
    return {tuple(standing.says for standing in standings(pair)) for pair in pairs}


# AB1: the same procedure, opposite positions. The first payer's is established where its criteria are met,
# the second's investigational for everybody but members of the federal program, whose position is judged.
def test_the_positions_are_opposite(found: Comparison) -> None:
    assert said(found, found.opposed) == {
        ("established", "investigational"),
        ("established", "not_medically_necessary"),
        ("criteria_not_met", "medically_necessary"),
    }
    assert found.agreed == () and found.silent == ()
    assert found.verdict == "incomparable" and not found.same_words
    assert found.share(tuple(found.pairs)) == Fraction(1)


# Outside the federal program the second is nowhere more permissive; within it, each is for somebody.
def test_lines_of_business(found: Comparison) -> None:
    assert {line.name: line.position for line in found.lines} == {
        "commercial": "first more permissive",
        "medicare": "first more permissive",
        "medicare_advantage": "first more permissive",
        "medicare_complementary": "first more permissive",
        "medicaid": "first more permissive",
        "federal_employee": "incomparable",
        "other": "first more permissive",
    }


# A30 to A35: "established" is not "covered". The HMO's table says not covered (or sets itself aside), the
# second payer's plans say nothing: where the first calls it established, its plan is the stricter.
def test_benefits_go_the_other_way(found: Comparison) -> None:
    (commercial,) = (line for line in found.lines if line.name == "commercial")
    plans = {each.payers: each for each in commercial.plans}
    hmo = plans["bcn", "bsc"]
    assert hmo.benefits == (("undetermined", "not_covered"), ("undetermined",))
    assert hmo.verdict == "second more permissive"
    assert plans["bcbsm", "bsc"].benefits == (("undetermined",), ("undetermined",))
    assert plans["bcbsm", "bsc"].verdict == "equivalent"
    (complementary,) = (line for line in found.lines if line.name == "medicare_complementary")
    (bcn,) = (each for each in complementary.plans if each.payers[0] == "bcn")
    assert bcn.benefits == (("coinsurance_only", "not_covered"), ()) and bcn.verdict is None


# What flips the first payer's answer never matters to the second, and the other way round; origin and
# disease outside the liver matter to the first by its open reading.
def test_what_only_one_asks(found: Comparison) -> None:
    first, second, both = found.asked
    assert set(first) == {
        "tumor.malignant",
        "tumor.resectable",
        "tumor.origin",
        "disease.extrahepatic",
        "lesion.count",
        "lesion.largest",
        "tumor.metabolically_active",
        "treatment.intent",
    }
    assert {"line_of_business", "device.pathway"} < set(second)
    assert {name for name in second if name.startswith("necessity.")} == set(second) - {
        "line_of_business",
        "device.pathway",
    }
    assert both == ()


# A21, A22, B20 to B23: two codes are common; the percutaneous one and its guidance are the second's alone.
def test_codes(found: Comparison) -> None:
    assert [str(entry.code) for entry in found.codes.both] == ["CPT 47371", "CPT 47381"]
    assert found.codes.first == ()
    assert [str(entry.code) for entry in found.codes.second] == ["CPT 47383", "CPT 76940"]


# The largest opposite region begins with what the statement and the first inclusion say in words.
def test_the_first_region_reads_like_the_statement(found: Comparison) -> None:
    region = found.regions[0]
    first, second = region.where
    assert [(clause.subject, clause.values) for clause in first.common] == [("tumor.malignant", "yes")]
    assert [(clause.subject, clause.values) for clause in first.ways[0]] == [
        ("tumor.resectable", "no"),
        ("disease.extrahepatic", "no"),
        ("lesion.count", "1"),
        ("lesion.largest", "< 4 cm"),
    ]
    assert second.complete
    assert [(clause.subject, clause.values) for clause in second.ways[0]] == [
        ("line_of_business", "not federal_employee")
    ]
    assert region.patient.readings == {}


# A region's patient, put to the desk, has the answers that are claimed for it.
def test_patients_are_decided_as_claimed(desk: Desk, found: Comparison) -> None:
    region = found.regions[0]
    facts = {name: value for name, value in region.patient.facts.items() if name != "line_of_business"}
    plain = {name: f"{value} cm" if name == "lesion.largest" else value for name, value in facts.items()}
    for payer, product, day, status in (
        ("bcn", "commercial_hmo", "2012-06-01", "established"),
        ("bsc", "commercial_ppo", "2021-12-01", "investigational"),
    ):
        request = {
            "payer": payer,
            "product": product,
            "service_date": day,
            "services": [{"system": "CPT", "code": "47381"}],
            "facts": plain,
        }
        (line,) = desk.decide(request).lines
        assert {outcome.status for outcome in line.possible} == {status}


# B96 beside A15: the guideline supports two to four metastases under 3 cm, which the inclusion leaves out.
def test_a_policy_and_a_guideline(desk: Desk) -> None:
    found = compare(desk, find_text(desk, MICHIGAN), find_text(desk, "nccn-neuroendocrine-2.2021"), 20)
    assert found.verdict == "second more permissive"
    assert ("criteria_not_met", "supports") in said(found, found.opposed)
    few = [
        region
        for region in found.regions
        if standings(region.pair)[1].says == "supports" and not standings(region.pair)[0].otherwise
    ]
    (region,) = few
    clauses = {clause.subject: clause.values for clause in region.where[0].common}
    assert clauses["lesion.count"] == "2 to 4" and clauses["lesion.largest"] == "< 3 cm"
    # Of most patients the guideline has no word: they are counted, and held against nobody.
    assert found.share(found.silent) > Fraction(1, 2)
    # The investigational policy is nowhere more permissive than the guideline.
    other = compare(desk, find_text(desk, CALIFORNIA), find_text(desk, "nccn-neuroendocrine-2.2021"))
    assert ("investigational", "supports") in said(other, other.opposed)


def test_a_policy_is_equivalent_to_itself(desk: Desk) -> None:
    """Held against itself, a policy says the very same of everybody."""
    for name in (MICHIGAN, CALIFORNIA):
        found = compare(desk, find_text(desk, name), find_text(desk, name))
        assert found.verdict == "equivalent" and found.same_words
        assert found.regions == () and found.differing == ()
        assert found.share(found.agreed) == 1


def test_what_cannot_be_compared_is_said(desk: Desk) -> None:
    """Two guidelines, and names that nobody has, get one sentence that helps."""
    guidelines = [find_text(desk, name) for name in ("nccn-colon-2.2021", "nccn-hepatobiliary-3.2021")]
    with pytest.raises(AnalysisError, match="are guidelines; a policy is compared"):
        compare(desk, *guidelines)
    with pytest.raises(UnknownPolicyError, match=r"did you mean bsc/7\.01\.75"):
        find_text(desk, "bsc/7.01.57")
    with pytest.raises(UnknownPolicyError, match=r"no version of bsc/7\.01\.75"):
        find_text(desk, "bsc/7.01.75@2001-01-01")
    with pytest.raises(UnknownPolicyError, match=r"drafts/next.md: no such file"):
        find_text(desk, "drafts/next.md")
