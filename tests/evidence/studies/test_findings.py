"""What the checks find, what they say of it, and where they are silent."""

from __future__ import annotations

import re

import pytest

from coverdict.evidence.studies.checks import findings
from coverdict.evidence.studies.findings import SEVERITIES, Severity
from tests.evidence.studies.held import ROOT, studies
from tests.evidence.studies.twins import SINGLE, TWINS, UNKNOWN
from tests.evidence.studies.written import HEAD, found_in, ids, rate, result

# The slips of the two documents that stand in studies' numbers, by their numbers in the list of defects.
SLIPS = {
    "N1": ("adam-2002", "jointly-infeasible", "local-recurrence-hcc"),
    "N2": ("chemotherapy-series", "arms-above-study", "study"),
    "N3": ("rong-2015", "percentage-fits-no-count", "recurrence"),
    "N4": ("rong-2015", "percentage-fits-no-count", "distant-recurrence"),
    "N5": ("rong-2015", "percentage-fits-no-count", "extrahepatic-recurrence"),
    "N6": ("rong-2015", "denominator-not-stated", "death"),
    "N8": ("xu-2008", "denominator-not-stated", "antigen-normal"),
    "N9": ("zhou-2009", "denominator-not-stated", "alpha-fetoprotein"),
    "N10": ("yang-2012", "parts-below-whole", "serious-complications"),
    "N11": ("kornprat-2007", "range-symmetric", "median-disease-free-survival"),
    "N13, two follow-ups": ("xu-2008", "follow-ups-differ", "follow-up-for-survival"),
    "N13, survival": ("xu-2008", "survival-beyond-follow-up", "median-overall-survival"),
    "N15": ("cha-2020", "p-not-reproduced", "local-progression"),
    "N16": ("joosten-2005", "p-not-reproduced", "complications"),
    "N17": ("wang-2015", "p-not-reproduced", "local-progression-3y"),
}


# Errors and queries in the shipped studies are exactly the known slips: every true negative stays silent.
def test_the_known_slips_and_no_others() -> None:
    found = {
        (study.id, finding.id, finding.about)
        for study in studies().values()
        for finding in findings(study)
        if finding.severity is not Severity.NOTE
    }
    assert found == set(SLIPS.values())


# Every one of them is accepted by the study's file, with a reason.
def test_the_slips_are_accepted() -> None:
    for study in studies().values():
        for finding in findings(study):
            assert bool(finding.accepted) == (finding.severity is not Severity.NOTE), (study.id, finding)


# Which test gives a p value, as it was worked out by hand.
@pytest.mark.parametrize(
    ("study", "about", "says"),
    [
        ("cha-2020", "vascular-thrombosis", "p = .493 is that of Yates"),
        ("cha-2020", "hepatic-infarction", "p = .137 is that of Fisher"),
        ("ko-2020", "biliary-complications", "p = .007 is that of Yates or Fisher"),
        ("wei-2020", "complications", "p = .006 is that of Pearson, likelihood ratio or mid-p"),
    ],
)
def test_tests_that_give_p(study: str, about: str, says: str) -> None:
    found = [one for one in findings(studies()[study]) if one.about == about]
    assert [(one.id, one.says) for one in found] == [("p-reproduced", says)]


# Wang's .776 is Pearson's .7776 but for a rounding on the way: near, and said to be so.
def test_p_that_is_nearly_given() -> None:
    (found,) = [one for one in findings(studies()["wang-2015"]) if one.about == "major-complications"]
    assert found.id == "p-reproduced" and found.says.startswith("p = .776 is nearly that of Pearson")


# The rates that go far beyond the follow-up are noted, and no others.
def test_rates_beyond_follow_up() -> None:
    far = {
        study.id
        for study in studies().values()
        for finding in findings(study)
        if finding.id == "rate-beyond-follow-up"
    }
    assert far == {"ng-2012", "niu-2007", "seifert-2005", "wang-2015"}


# There is a twin for every finding, so that none is untried.
def test_every_finding_has_a_twin() -> None:
    assert set(TWINS) == set(SEVERITIES)


# Each finding is found where it is, and in a study that differs in nothing else, it is not.
@pytest.mark.parametrize("name", TWINS)
def test_twins(name: str) -> None:
    twin = TWINS[name]
    assert set(ids(twin.wrong, twin.wrong_head)) == {name}
    assert name not in ids(twin.right, twin.right_head)
    assert Severity.ERROR not in {SEVERITIES[one] for one in ids(twin.right, twin.right_head)}


# Rates over time are no fractions: whatever they are, no count is asked of them.
@pytest.mark.parametrize(
    ("percentage", "n"), [("61 %", 40), ("79 %", 15), ("68 %", 64), ("8.7 %", 61), ("26.1 %", 50)]
)
def test_rates_over_time_are_no_fractions(percentage: str, n: int) -> None:
    head = SINGLE.replace("n: 60", f"n: {n}")
    assert ids(rate(f"cold: {percentage}", "5 y", "survival"), head) == []
    assert ids(rate(f"cold: {percentage}", "5 y", "recurrence"), head) == []
    assert ids(result(f"cold: {percentage}"), head) != []


# Where arms are of unknown size, every way to divide the patients is tried, and one that fits is enough.
def test_every_division_is_tried() -> None:
    head = UNKNOWN.replace("n: 100", "n: 420")
    shares = "all: 17 %, cold: 11 %, hot: 23 %"
    assert "p-reproduced" in ids(result(shares, more="p: .001"), head)
    (query,) = [one for one in found_in(result(shares, more="p: .2"), head) if one.id == "p-not-reproduced"]
    assert query.severity is Severity.QUERY


# The arms that are known cannot have more than the study, though others are unknown; one arm alone neither.
def test_arms_above_the_study() -> None:
    one_unknown = HEAD.replace("n: 40}", "n: not stated}")
    assert "arms-above-study" in ids(result("all: 5"), one_unknown.replace("n: 100", "n: 59"))
    assert "arms-above-study" not in ids(result("all: 5"), one_unknown.replace("n: 100", "n: 60"))
    assert "arms-below-study" not in ids(result("all: 5"), one_unknown)
    assert ids(result("all: 5"), SINGLE.replace("n: 60\n", "n: 59\n")) == ["arms-above-study"]


# Lesions may be more than the patients; a group's total may not be more than the arm.
def test_totals_that_are_not_printed() -> None:
    assert ids(result("cold: 90 (75 %)", more="counts: lesions")) == ["denominator-not-stated"]
    assert ids(result("cold: 50 (50 %)", more="group: few")) == ["percentage-fits-no-count"]
    derived = "derived: {cold: {total: 14, how: by hand}}"
    assert "derived-does-not-fit" in ids(result("cold: 7 (70 %)", more=derived))


# A p smaller or greater than a bound is held to the bound.
@pytest.mark.parametrize(
    ("p", "found"),
    [("< .05", "p-reproduced"), ("< .001", "p-not-reproduced"), ('"> .05"', "p-not-reproduced")],
)
def test_bounds_of_p(p: str, found: str) -> None:
    assert ids(result("cold: 30 of 60, hot: 10 of 40", more=f"p: {p}")) == [found]


# Two arms without an event, or with nothing but events, have no test and raise no question.
@pytest.mark.parametrize("cells", ["cold: 0 of 60, hot: 0 of 40", "cold: 60 of 60, hot: 40 of 40"])
def test_no_test_without_events(cells: str) -> None:
    assert ids(result(cells, more="p: .5")) == []


# A hazard ratio whose rounded interval admits the printed p raises no question (0.3, 0.1 to 0.9, p .02).
def test_rounded_intervals_are_wide() -> None:
    effect = "{measure: hazard ratio, treated: cold, control: hot, value: 0.3 (0.1 to 0.9)}"
    assert ids(f"- {{id: a, outcome: a, nature: ratio, p: .02, effect: {effect}}}") == []


# The page on studies' files has every finding with its severity, and no other.
def test_every_finding_is_documented() -> None:
    page = (ROOT / "docs" / "evidence-studies.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `([a-z-]+)` \| (error|query|note) \|", page, re.MULTILINE))
    assert documented == {name: severity.value for name, severity in SEVERITIES.items()}
