"""Studies in groups, each pooled by itself; and the effect year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from coverdict.evidence.studies.model import Bias, Design, Study
from coverdict.evidence.synthesis import synthesise
from coverdict.evidence.synthesis_parameters import Parameters
from tests.evidence.exchange.pooled_data import BCG
from tests.evidence.synthesis.made import floats, no_number_is_none, outcome, trial, trials

YEARS = {f"trial-{at}": year for at, (year, *_) in enumerate(BCG)}


def bcg() -> dict[str, Study]:
    """The thirteen trials of BCG; those before 1960 stand for randomised ones, the others do not."""
    found = {}
    for name, (year, *table) in zip(YEARS, BCG, strict=True):
        design = Design.RANDOMISED if year < 1960 else Design.COMPARATIVE
        made = trial(name, (table[0], table[1], table[2], table[3]), year)
        found[name] = replace(made, design=design, bias=(Bias("overall", "high", "made"),))
    return found


def some(studies: Mapping[str, Study], names: tuple[str, ...]) -> Mapping[str, Study]:
    return {name: studies[name] for name in names}


# The test between groups is metafor's: each group by REML, their means compared (metafor 3.8-1).
def test_groups_are_compared_as_metafor_compares_them() -> None:
    (found,) = synthesise(outcome("risk ratio", list(YEARS)), bcg()).subgroups
    assert [(one.name, len(one.studies)) for one in found.groups] == [
        ("randomised trial", 3),
        ("comparative study", 10),
    ]
    first, second = (one.pooled for one in found.groups)
    assert first is not None and second is not None
    assert first.estimate == pytest.approx(-0.972079931813351, abs=1e-9)
    assert second.estimate == pytest.approx(-0.626325082674621, abs=1e-9)
    assert found.by == "design"
    assert (found.q, found.freedom, found.p) == (
        pytest.approx(1.117112123125594, abs=1e-8),
        1,
        pytest.approx(0.290541139358382, abs=1e-8),
    )


# A group's answer is what its studies alone come to.
def test_a_group_is_a_pool_of_its_own() -> None:
    studies = bcg()
    (found,) = synthesise(outcome("odds ratio", list(YEARS)), studies).subgroups
    for group in found.groups:
        alone = synthesise(outcome("odds ratio", list(group.studies)), some(studies, group.studies))
        assert list(floats(group.pooled)) == pytest.approx(list(floats(alone.main)), rel=1e-9)
        assert list(floats(group.heterogeneity)) == pytest.approx(list(floats(alone.heterogeneity)), rel=1e-9)


# By risk of bias as well; a study without a level is in a group that says so. Groups stand from low to high.
def test_groups_by_risk_of_bias() -> None:
    levels = ["critical", "low", "", "low"]
    studies = {
        name: replace(one, bias=(Bias("overall", level, "made"),) if level else ())
        for level, (name, one) in zip(levels, trials([(3, 40, 6, 41)] * 4).items(), strict=True)
    }
    (found,) = synthesise(outcome("odds ratio", list(studies)), studies).subgroups
    assert found.by == "risk of bias"
    assert [(one.name, one.studies) for one in found.groups] == [
        ("low", ("study-1", "study-3")),
        ("critical", ("study-0",)),
        ("not stated", ("study-2",)),
    ]
    assert [one.heterogeneity is None for one in found.groups] == [False, True, True]
    assert (found.q, found.p) == (pytest.approx(0, abs=1e-12), pytest.approx(1))


# Studies that are all alike are not divided; one study is not, nor is an outcome without any.
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_nothing_to_divide(count: int) -> None:
    studies = trials([(3, 40, 6, 41)] * count)
    assert synthesise(outcome("risk ratio", list(studies)), studies).subgroups == ()


# The slope on the year, its interval and what it explains are metafor's (3.8-1, test "adhoc").
def test_the_year_is_regressed_on_as_metafor_does() -> None:
    found = synthesise(outcome("risk ratio", list(YEARS)), bcg()).regression
    assert found is not None
    assert (found.on, found.studies, found.at) == ("year", 13, 1966)
    assert (found.slope, found.se, found.lower, found.upper) == (
        pytest.approx(0.02666264780210997, abs=1e-9),
        pytest.approx(0.01626913000965943, abs=1e-9),
        pytest.approx(-0.00914546591675199, abs=1e-9),
        pytest.approx(0.06247076152097192, abs=1e-9),
    )
    assert found.p == pytest.approx(0.12950295786648286, abs=1e-9)
    assert found.tau2 == pytest.approx(0.26655577238053074, abs=1e-9)
    assert found.explained == pytest.approx(14.90454608143817, abs=1e-6)
    assert found.centre == pytest.approx(2.718281828459045**-0.75235221694135168, rel=1e-9)


# Where the year cannot be regressed on, a note says why.
@pytest.mark.parametrize(
    ("years", "says"),
    [
        ([2001] * 9, "9 studies, fewer than 10: whether the effect changes with the year is not worked out."),
        ([2001] * 12, "All studies are of one year, so that the effect cannot be regressed on it."),
        (
            [*range(2000, 2009), None, None],
            "9 studies whose year is known, fewer than 10: whether the effect changes with the year is not "
            "worked out.",
        ),
    ],
)
def test_why_the_year_is_not_regressed_on(years: list[int | None], says: str) -> None:
    studies = {f"s{at}": trial(f"s{at}", (3 + at, 50, 9, 51), year) for at, year in enumerate(years)}
    found = synthesise(outcome("odds ratio", list(studies)), studies)
    assert found.regression is None
    assert says in found.notes


# How many studies it takes is the method's to say.
def test_the_fewest_studies_are_the_methods() -> None:
    studies = trials([(3, 40, 6, 41), (5, 60, 4, 58), (2, 33, 6, 30), (9, 80, 10, 82)])
    few = Parameters(regression_from=3)
    found = synthesise(outcome("odds ratio", list(studies)), studies, few).regression
    assert found is not None
    assert found.studies == 4


# Effects that do not differ at all, and those of a proportion, give numbers or reasons, and no number that is
# none.
@pytest.mark.parametrize("measure", ["odds ratio", "risk ratio", "risk difference", "proportion"])
@pytest.mark.parametrize("table", [(3, 40, 3, 40), (0, 40, 5, 40), (40, 40, 39, 40)])
def test_no_number_is_none(measure: str, table: tuple[int, int, int, int]) -> None:
    studies = {
        name: replace(one, design=Design.SERIES if at % 2 else Design.RANDOMISED)
        for at, (name, one) in enumerate(trials([table] * 12).items())
    }
    found = synthesise(outcome(measure, list(studies)), studies)
    assert no_number_is_none(found)
    assert [len(one.groups) for one in found.subgroups] == [2]
