"""Subgroups and the regression on the year, in words and lines of tables."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from coverdict.evidence.pooled import Subgroup, Subgroups, Synthesis
from coverdict.pages.evidence_numbers import (
    measure_of,
    p_number,
    percent_number,
    plain_number,
    ratio_number,
    studies_words,
    tested,
)
from coverdict.pages.evidence_words import SEVERAL
from coverdict.text import grouped

DESIGNS: Mapping[str, str] = {design.value: words for design, words in SEVERAL.items()}
LEVELS: Mapping[str, str] = {
    "low": "Low risk of bias",
    "some": "Some concerns",
    "high": "High risk of bias",
    "critical": "Critical risk of bias",
    "not stated": "Risk of bias not stated",
}
FEW = "With so few studies, a difference can be missed as easily as found."
DIFFER_BELOW_P = 0.05
FEW_STUDIES = 10


def group_words(name: str) -> str:
    """What the studies of a group are called: `Randomised trials`, `High risk of bias`."""
    return DESIGNS.get(name) or LEVELS.get(name) or name


def group_line(group: Subgroup, synthesis: Synthesis) -> tuple[str, ...]:
    """A group's cells: name, studies, effect, I², and how it lies to no effect."""
    measure, found = measure_of(synthesis.measure), group.pooled
    differ = "one study" if group.heterogeneity is None else percent_number(group.heterogeneity.i2)
    cells = (group_words(group.name), grouped(len(group.studies)))
    if found is None:
        return (
            *cells,
            "not pooled",
            differ,
            *("" for _ in ("p", "Interval") if synthesis.no_effect is not None),
        )
    return (*cells, measure.span(found.span), differ, *tested(found, synthesis.no_effect))


def between_words(given: Subgroups, synthesis: Synthesis) -> str:
    """Whether the groups' means differ, by a test among them."""
    if given.q is None or given.p is None:
        return "The groups cannot be compared."
    freedom = f"{given.freedom} {'degree' if given.freedom == 1 else 'degrees'} of freedom"
    found = f"Q {plain_number(given.q)} on {freedom}, p {p_number(given.p)}"
    if given.p < DIFFER_BELOW_P:
        return f"The groups differ more than by chance: {found}."
    few = f" {FEW}" if len(synthesis.contributions) < FEW_STUDIES else ""
    return f"No difference between the groups is shown: {found}.{few}"


def regression_words(synthesis: Synthesis) -> str:
    """How the effect changes with the year; nothing where that is not worked out."""
    found = synthesis.regression
    if found is None:
        return ""
    ends = (found.slope, found.lower, found.upper)
    if measure_of(synthesis.measure).ratio and max(map(abs, ends)) < 100:
        slope, lower, upper = (ratio_number(exp(end)) for end in ends)
        change = f"each year multiplies the {synthesis.measure} by {slope} ({lower} to {upper})"
    else:
        slope, lower, upper = (plain_number(end) for end in ends)
        change = f"each year adds {slope} ({lower} to {upper}) on the scale of analysis"
    explained = ""
    if found.explained is not None:
        explained = f"; it explains {percent_number(found.explained)} of the variance between studies"
    return f"In {studies_words(found.studies)}, {change}, p {p_number(found.p)}{explained}."
