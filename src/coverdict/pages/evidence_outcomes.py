"""What the template of a review shows of an outcome: its numbers in words and tables, and its plots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from coverdict.evidence.appraisal import Appraisal
from coverdict.evidence.pooled import Influence, Step, Subgroups, Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome
from coverdict.pages.evidence_group_words import between_words, group_line, regression_words
from coverdict.pages.evidence_numbers import (
    heterogeneity_words,
    measure_of,
    percent_number,
    plain_number,
    sentence,
    test_words,
    tested,
    tested_heads,
)
from coverdict.pages.evidence_outcome_words import (
    absolute_words,
    answer_words,
    information_words,
    kind_words,
    margin_words,
    panel_words,
    threshold_words,
)
from coverdict.pages.evidence_plots import (
    FUNNEL_FROM,
    cumulative_svg,
    forest_svg,
    funnel_svg,
    methods_svg,
    plotted,
)

INFLUENCE = ("Study", "Weight on itself", "Residual", "DFFITS", "Cook’s distance", "τ² without it")
NO_FUNNEL = f"A funnel plot has no shape with fewer than {FUNNEL_FROM} studies; none is drawn."


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: its caption, the heads of its columns, and its rows, whose first cell names them."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlotView:
    """A plot under its title."""

    title: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome: its answer in a sentence, facts about it, plots, tables and notes."""

    id: str
    label: str
    kind: str
    answer: str
    facts: tuple[tuple[str, str], ...]
    plots: tuple[PlotView, ...]
    tables: tuple[TableView, ...]
    notes: tuple[str, ...]


def outcome_views(appraisal: Appraisal, mark: str) -> tuple[OutcomeView, ...]:
    """Every outcome that was pooled, or says why it could not be.

    Arguments:
        mark: what the identifiers of the review's parts begin with.
    """
    return tuple(
        _outcome(appraisal, synthesis, f"{mark}-outcome-{number}")
        for number, synthesis in enumerate(appraisal.syntheses, start=1)
    )


def _outcome(appraisal: Appraisal, synthesis: Synthesis, name: str) -> OutcomeView:
    outcome = appraisal.review.outcome(synthesis.outcome)
    notes = list(synthesis.notes)
    if 0 < len(synthesis.contributions) < FUNNEL_FROM:
        notes.append(NO_FUNNEL)
    return OutcomeView(
        name,
        synthesis.label,
        kind_words(outcome),
        answer_words(synthesis),
        tuple(_facts(synthesis, outcome)),
        tuple(_plots(appraisal, synthesis, name)),
        tuple(_tables(synthesis)),
        tuple(notes),
    )


def _facts(synthesis: Synthesis, outcome: ReviewOutcome | None) -> Iterator[tuple[str, str]]:
    measure, main = measure_of(synthesis.measure), synthesis.main
    if absolute := absolute_words(synthesis):
        yield "In patients", absolute
    if main is not None and main.prediction is not None:
        unit = f" {measure.unit}" if measure.unit else ""
        yield "A further study is expected at", f"{measure.between(*main.prediction)}{unit}"
    if agreement := panel_words(synthesis):
        yield "Panel of methods", agreement
    if synthesis.heterogeneity is not None:
        yield "Heterogeneity", heterogeneity_words(synthesis.heterogeneity)
    for one in synthesis.subgroups:
        yield f"By {one.by}", between_words(one, synthesis)
    if regression := regression_words(synthesis):
        yield "By year", regression
    if information := information_words(synthesis):
        yield "Information size", information
    if outcome is not None:
        yield "Threshold of importance", threshold_words(outcome)
        if outcome.margin is not None:
            yield "Margin of non-inferiority", margin_words(outcome.margin)


def _plots(appraisal: Appraisal, synthesis: Synthesis, name: str) -> Iterator[PlotView]:
    if not synthesis.contributions:
        return
    given = plotted(appraisal, synthesis, name)
    yield PlotView("Forest plot", forest_svg(given))
    if len(synthesis.panel) > 1 and len(synthesis.contributions) > 1:
        yield PlotView("The same studies by every method", methods_svg(given))
    if len(synthesis.cumulative) > 1:
        yield PlotView("Cumulative forest plot", cumulative_svg(given))
    if len(synthesis.contributions) >= FUNNEL_FROM:
        yield PlotView("Funnel plot", funnel_svg(given))


# --- tables ---------------------------------------------------------------------------------------------


def _tables(synthesis: Synthesis) -> Iterator[TableView]:
    derived = tuple((one.label, sentence(one.derived)) for one in synthesis.contributions if one.derived)
    if derived:
        yield TableView("† Counts that no source prints", ("Study", "How they were come by"), derived)
    zeros = tuple((one.label, sentence(one.zeros)) for one in synthesis.contributions if one.zeros)
    if zeros:
        yield TableView("‡ Cells without events", ("Study", "What was done"), zeros)
    if synthesis.left_out:
        rows = tuple((one.label, sentence(one.because)) for one in synthesis.left_out)
        yield TableView("Studies that could not be pooled", ("Study", "Because"), rows)
    if synthesis.panel:
        yield _panel(synthesis)
    yield from (_groups(one, synthesis) for one in synthesis.subgroups)
    if len(synthesis.leave_one_out) > 1:
        yield _steps(synthesis, synthesis.leave_one_out, "Leaving out one study at a time", "Without")
    if synthesis.influence:
        moved = tuple(_influence(one) for one in synthesis.influence)
        yield TableView("How much each study moves the whole", INFLUENCE, moved)
    if synthesis.small_studies:
        tests = tuple((one.name, test_words(one), one.says) for one in synthesis.small_studies)
        yield TableView("Tests for effects of small studies", ("Test", "Result", "Says"), tests)


def _panel(synthesis: Synthesis) -> TableView:
    measure = measure_of(synthesis.measure)
    rows = tuple(
        (
            one.method,
            one.interval,
            measure.span(one.span),
            plain_number(one.tau2) if one.tau2 is not None else "not assumed",
            *tested(one, synthesis.no_effect),
        )
        for one in synthesis.panel
    )
    heads = ("Method", "Interval by", measure.heading, "τ²", *tested_heads(synthesis.no_effect))
    return TableView("Panel of methods", heads, rows)


def _groups(given: Subgroups, synthesis: Synthesis) -> TableView:
    measure = measure_of(synthesis.measure)
    heads = ("Group", "Studies", measure.heading, "I²", *tested_heads(synthesis.no_effect))
    return TableView(
        f"Groups by {given.by}", heads, tuple(group_line(one, synthesis) for one in given.groups)
    )


def _steps(synthesis: Synthesis, steps: tuple[Step, ...], caption: str, first: str) -> TableView:
    measure = measure_of(synthesis.measure)
    rows = tuple(
        (
            step.label,
            measure.span(step.pooled.span),
            *tested(step.pooled, synthesis.no_effect),
        )
        for step in steps
    )
    return TableView(caption, (first, measure.heading, *tested_heads(synthesis.no_effect)), rows)


def _influence(one: Influence) -> tuple[str, ...]:
    numbers = (one.studentised, one.dffits, one.cook, one.tau2_without)
    told = tuple("undefined" if number is None else plain_number(number) for number in numbers)
    return (one.label, percent_number(one.hat * 100), *told)
