"""Groups of studies and the year, as a reader sees them: in words, in the forest, on the terminal."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from coverdict.cli.evidence_outcomes import outcome_rows
from coverdict.cli.evidence_synthesis_data import synthesis_data
from coverdict.cli.paper import UNICODE, Layout, plain_lines
from coverdict.evidence.pooled import Subgroups, Synthesis
from coverdict.evidence.studies.model import Design
from coverdict.evidence.synthesis import synthesise
from coverdict.pages.evidence_group_words import between_words, group_line, group_words, regression_words
from coverdict.pages.evidence_plots import Plotted, forest_of
from coverdict.pictures.evidence_axis import Interval
from coverdict.pictures.forest import draw_forest
from tests.evidence.synthesis.made import outcome, trials

COUNT = 12
DESIGNS = (Design.RANDOMISED, Design.COMPARATIVE, Design.COMPARATIVE)


def pooled(measure: str = "risk ratio", count: int = COUNT) -> Synthesis:
    """Studies of two designs, a year apart; the effect grows by the year."""
    studies = {
        name: replace(one, design=DESIGNS[at % 3])
        for at, (name, one) in enumerate(
            trials([(4 + 2 * at, 80, 9 + at % 4, 70 + at) for at in range(count)]).items()
        )
    }
    return synthesise(outcome(measure, list(studies)), studies)


def plotted(synthesis: Synthesis) -> Plotted:
    designs = {one.study: DESIGNS[at % 3] for at, one in enumerate(synthesis.contributions)}
    return Plotted(synthesis, None, designs, ("Cryoablation", "Ablation by heat"), "outcome-1")


# Each design of two or more studies has a diamond of its own below its studies, in numbers as pooled, and
# those who do not see it are told the same.
def test_each_design_has_a_diamond() -> None:
    synthesis = pooled()
    forest = forest_of(plotted(synthesis))
    (grouping,) = synthesis.subgroups
    for group, found in zip(forest.groups, grouping.groups, strict=True):
        assert group.summary is not None and found.pooled is not None
        assert group.summary.label.startswith(f"{group.heading} alone (I² ")
        span = found.pooled.span
        assert group.summary.interval == Interval(span.estimate, span.lower, span.upper)
        assert group.summary.label in draw_forest(forest).svg
    assert draw_forest(forest).svg.count('class="diamond"') == 3
    assert len(forest.diamonds) == 3
    shares = [float(one.summary.cells[-1].removesuffix(" %")) for one in forest.groups if one.summary]
    assert sum(shares) == pytest.approx(100, abs=0.11)


# A single study of its design is its own diamond already, and has no other.
def test_one_study_has_no_diamond_of_its_own() -> None:
    forest = forest_of(plotted(pooled(count=3)))
    assert [one.summary is None for one in forest.groups] == [True, False]


# The terminal says whether the groups differ, and shows each with its number of studies.
@pytest.mark.parametrize("width", [60, 100, 140])
def test_the_terminal_shows_groups_and_year(width: int) -> None:
    synthesis = pooled()
    layout = Layout(width, UNICODE)
    said = "\n".join(plain_lines(outcome_rows(synthesis, None, layout), layout))
    assert "subgroups" in said and "by design" in said
    assert "Randomised trials" in said and "Comparative studies" in said
    assert "each year" in " ".join(said.split())
    assert "nan" not in said.lower()


# As data, groups and the regression are whole.
def test_the_data() -> None:
    synthesis = pooled()
    data: Any = synthesis_data(synthesis)
    (grouping,) = synthesis.subgroups
    (found,) = data["subgroups"]
    assert (found["by"], found["q"], found["p"]) == ("design", grouping.q, grouping.p)
    assert [one["studies"] for one in found["groups"]] == [list(one.studies) for one in grouping.groups]
    assert data["regression"] is not None


# A difference between groups is named as one where it is more than chance would make it; else nothing is
# claimed, and with few studies it is said that a difference may have been missed.
def test_whether_groups_differ() -> None:
    synthesis, few = pooled(), pooled(count=4)

    def said(p: float | None, of: Synthesis = synthesis) -> str:
        return between_words(Subgroups("design", (), None if p is None else 9.21, 2, p), of)

    assert said(0.01) == "The groups differ more than by chance: Q 9.21 on 2 degrees of freedom, p 0.010."
    assert said(0.3).startswith("No difference between the groups is shown: Q 9.21")
    assert "missed" not in said(0.3) and "missed" in said(0.3, few)
    assert said(None) == "The groups cannot be compared."


# Groups have words of their own; a name that is not known stands as it is.
def test_what_groups_are_called() -> None:
    names = ("randomised trial", "high", "not stated", "elsewhere")
    called = ["Randomised trials", "High risk of bias", "Risk of bias not stated", "elsewhere"]
    assert [group_words(name) for name in names] == called


# A group of one study says so instead of a heterogeneity, and one that was not pooled has as many cells.
def test_lines_of_groups() -> None:
    synthesis = pooled(count=3)
    (grouping,) = synthesis.subgroups
    alone = grouping.groups[0]
    line = group_line(alone, synthesis)
    assert line[:2] == ("Randomised trials", "1") and "one study" in line
    assert len(group_line(replace(alone, pooled=None), synthesis)) == len(line)


# The slope is a factor for each year where the measure is a ratio, and a number on the scale of analysis
# else.
def test_the_year_in_words() -> None:
    ratio = pooled()
    assert ratio.regression is not None
    factor = f"{math.exp(ratio.regression.slope):.2f}"
    assert f"each year multiplies the risk ratio by {factor} (" in regression_words(ratio)
    assert "each year adds 0.0" in regression_words(pooled("risk difference"))
    assert regression_words(pooled(count=4)) == ""
