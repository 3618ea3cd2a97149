"""The plots of an outcome: its forest, its methods side by side, its years one by one, and its funnel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coverdict.evidence.appraisal import Appraisal
from coverdict.evidence.pooled import Contribution, Pooled, Span, Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome, Side
from coverdict.evidence.studies.model import Design
from coverdict.pages.evidence_group_words import between_words, group_words
from coverdict.pages.evidence_numbers import (
    Measure,
    counts,
    heterogeneity_words,
    marks,
    measure_of,
    method_words,
    percent_number,
    share_words,
    studies_words,
    tested,
    tested_heads,
)
from coverdict.pages.evidence_thresholds import threshold_note, thresholds
from coverdict.pages.evidence_words import SEVERAL
from coverdict.pictures.cumulative import Step as DrawnStep
from coverdict.pictures.cumulative import Steps, draw_steps
from coverdict.pictures.drawing import Picture
from coverdict.pictures.evidence_axis import Interval, Scale
from coverdict.pictures.forest import draw_forest
from coverdict.pictures.forest_data import Forest, ForestRow, Group, Level, Summary
from coverdict.pictures.funnel import Funnel, Point, draw_funnel
from coverdict.text import listed

SCALES: Mapping[str, Scale] = {
    "odds ratio": Scale.RATIO,
    "risk ratio": Scale.RATIO,
    "hazard ratio": Scale.RATIO,
    "risk difference": Scale.POINTS,
    "proportion": Scale.SHARE,
}
LEVELS: Mapping[str, Level] = {
    "low": "low",
    "some": "some",
    "high": "high",
    "critical": "critical",
}
MOST_NOTES = 8  # notes on single studies below a plot; more stand in the table of studies alone
FUNNEL_FROM = 3  # studies; fewer have no shape


@dataclass(frozen=True, slots=True)
class Plotted:
    """An outcome with all that its plots need.

    Arguments:
        outcome: as the review has it; None where it has no such outcome.
        designs: of the studies, by id.
        sides: the names of what is compared: the intervention and the comparator.
        name: the outcome's own on the page, with which the identifiers of its plots begin.
    """

    synthesis: Synthesis
    outcome: ReviewOutcome | None
    designs: Mapping[str, Design]
    sides: tuple[str, str]
    name: str

    @property
    def measure(self) -> Measure:
        return measure_of(self.synthesis.measure)

    @property
    def scale(self) -> Scale:
        return SCALES.get(self.synthesis.measure, Scale.PLAIN)


def plotted(appraisal: Appraisal, synthesis: Synthesis, name: str) -> Plotted:
    """An outcome of an appraisal."""
    question = appraisal.review.question
    designs = {study.id: study.design for study in appraisal.studies}
    comparators = question.comparators
    sides = (question.intervention, comparators[0] if len(comparators) == 1 else "the comparator")
    return Plotted(synthesis, appraisal.review.outcome(synthesis.outcome), designs, sides, name)


def forest_svg(given: Plotted) -> Markup:
    """The forest plot as an SVG element."""
    return _element(draw_forest(forest_of(given)), given)


def methods_svg(given: Plotted) -> Markup:
    """The panel of methods as an SVG element."""
    return _element(draw_steps(methods_of(given)), given)


def cumulative_svg(given: Plotted) -> Markup:
    """The cumulative forest plot as an SVG element."""
    return _element(draw_steps(cumulative_of(given)), given)


def funnel_svg(given: Plotted) -> Markup:
    """The funnel plot as an SVG element."""
    return _element(draw_funnel(funnel_of(given)), given)


def _element(picture: Picture, given: Plotted) -> Markup:
    """A picture with identifiers of its outcome's own: two reviews may have the same plot on one page."""
    own = picture.svg.partition(' id="')[2].partition('"')[0]
    return Markup(picture.svg.replace(own, f"{given.name}-{own}"))


# --- the forest -----------------------------------------------------------------------------------------


def forest_of(given: Plotted) -> Forest:
    """Every study that was pooled, by design, and what they come to."""
    synthesis, measure = given.synthesis, given.measure
    sides = _sides(given)
    return Forest(
        title=f"{synthesis.label}: forest plot of {studies_words(len(synthesis.contributions))}",
        first="Study",
        left=tuple(f"{name}: events of all" for name in sides),
        right=(measure.heading, "Weight"),
        levels=True,
        scale=given.scale,
        axis=measure.named,
        groups=_groups(given, sides),
        summaries=_summaries(given, sides),
        no_effect=synthesis.no_effect,
        centre=synthesis.main.span.estimate if synthesis.main is not None else None,
        thresholds=thresholds(synthesis, given.outcome),
        favours=_favours(given),
        notes=tuple(_notes(given)),
    )


def _sides(given: Plotted) -> tuple[str, ...]:
    """The groups of patients whose counts stand in columns."""
    known = given.synthesis.contributions
    found = []
    if any(one.treated is not None for one in known):
        found.append(given.sides[0] or "Treated")
    if any(one.control is not None for one in known):
        found.append(given.sides[1].removeprefix("the "))
    return tuple(name[:1].upper() + name[1:] for name in found)


def _groups(given: Plotted, sides: Sequence[str]) -> tuple[Group, ...]:
    by_design: dict[Design | None, list[Contribution]] = {}
    for one in given.synthesis.contributions:
        by_design.setdefault(given.designs.get(one.study), []).append(one)
    order: list[Design | None] = [*Design, None]
    return tuple(
        Group(
            SEVERAL[design] if design is not None else "Design not stated",
            tuple(_row(one, given.measure, sides) for one in by_design[design]),
            _subtotal(given, design, by_design[design], sides),
        )
        for design in order
        if design in by_design
    )


def _subtotal(
    given: Plotted, design: Design | None, members: Sequence[Contribution], sides: Sequence[str]
) -> Summary | None:
    """What the studies of one design come to; nothing for a single one, or where all are of one design."""
    by_design = next((one.groups for one in given.synthesis.subgroups if one.by == "design"), ())
    found = next((one for one in by_design if design is not None and one.name == design.value), None)
    if found is None or found.pooled is None or found.heterogeneity is None:
        return None
    span = found.pooled.span
    totals = tuple(counts(_total(pair)) for pair in _by_side(members)[: len(sides)])
    weight = share_words(sum(one.weight for one in members))
    label = f"{group_words(found.name)} alone (I² {percent_number(found.heterogeneity.i2)})"
    return Summary(label, (*totals, given.measure.span(span), weight), interval_of(span))


def _row(one: Contribution, measure: Measure, sides: Sequence[str]) -> ForestRow:
    mark = marks(one)
    pairs = (one.treated, one.control)[: len(sides)]
    cells = [f"{counts(pair)}{f' {mark}' if mark else ''}" if pair is not None else "" for pair in pairs]
    named = f"{one.label} {mark}" if mark and not any(cells) else one.label
    return ForestRow(
        named,
        (*cells, measure.span(one.effect), share_words(one.weight)),
        interval_of(one.effect),
        one.weight,
        LEVELS.get(one.bias, "not stated"),
    )


def interval_of(span: Span) -> Interval:
    return Interval(span.estimate, span.lower, span.upper)


def _summaries(given: Plotted, sides: Sequence[str]) -> tuple[Summary, ...]:
    synthesis, main = given.synthesis, given.synthesis.main
    if main is None:
        return ()
    totals = tuple(counts(_total(pair)) for pair in _by_side(synthesis.contributions)[: len(sides)])
    prediction = main.prediction
    return (
        Summary(
            _summary_label(synthesis, main),
            (*totals, given.measure.span(main.span), ""),
            interval_of(main.span),
            Interval(main.span.estimate, *prediction) if prediction is not None else None,
            "Where a further study is expected (prediction interval)",
            (*("" for _ in sides), given.measure.between(*prediction) if prediction else "", ""),
        ),
    )


def _summary_label(synthesis: Synthesis, main: Pooled) -> str:
    if len(synthesis.contributions) == 1:
        return method_words(main)
    return f"All studies ({method_words(main)})"


def _by_side(known: Iterable[Contribution]) -> tuple[list[tuple[int, int] | None], ...]:
    pairs = [(one.treated, one.control) for one in known]
    return [treated for treated, _ in pairs], [control for _, control in pairs]


def _total(pairs: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    """The sum of all counts; None where a study has none, so that no sum is short of patients."""
    known = [pair for pair in pairs if pair is not None]
    if not known or len(known) < len(pairs):
        return None
    return sum(events for events, _ in known), sum(total for _, total in known)


def _favours(given: Plotted) -> tuple[str, str]:
    """Whom it favours to lie on the left and on the right; nothing for a proportion."""
    if given.synthesis.no_effect is None or given.outcome is None or not all(given.sides):
        return "", ""
    sides = tuple(f"Favours {name}" for name in given.sides)
    treated, control = sides
    return (treated, control) if given.outcome.side is Side.HARM else (control, treated)


def _notes(given: Plotted) -> Iterator[str]:
    synthesis = given.synthesis
    if synthesis.heterogeneity is not None:
        yield f"Heterogeneity: {heterogeneity_words(synthesis.heterogeneity)}"
    for one in synthesis.subgroups:
        yield f"By {one.by}: {between_words(one, synthesis)}"
    if note := threshold_note(synthesis, given.outcome):
        yield note
    for sign, about, told in (
        ("†", "counts that no source prints", [(one.label, one.derived) for one in synthesis.contributions]),
        ("‡", "cells without events", [(one.label, one.zeros) for one in synthesis.contributions]),
    ):
        known = [(label, words.strip().rstrip(".")) for label, words in told if words]
        if len(known) > MOST_NOTES:
            yield f"{sign} {about[:1].upper()}{about[1:]}; what was done stands in the table of this outcome."
        else:
            yield from (f"{sign} {label}, {about}: {words}." for label, words in known)
    if synthesis.left_out:
        names = [one.label for one in synthesis.left_out]
        named = (
            names if len(names) <= MOST_NOTES else [*names[:MOST_NOTES], f"{len(names) - MOST_NOTES} more"]
        )
        yield f"Not pooled: {listed(named)}."


# --- methods and years ----------------------------------------------------------------------------------


def methods_of(given: Plotted) -> Steps:
    """Every method's answer, one below the other."""
    main = given.synthesis.main
    steps = tuple(
        _pooled_step(f"{method_words(one)}{' (as above)' if one == main else ''}", one, given)
        for one in given.synthesis.panel
    )
    return _steps(given, "the same studies by other methods", "Method", steps)


def cumulative_of(given: Plotted) -> Steps:
    """What was known after each study."""
    steps = tuple(
        _pooled_step(f"{number}. {step.label}", step.pooled, given)
        for number, step in enumerate(given.synthesis.cumulative, start=1)
    )
    return _steps(given, "what was known after each study", "Studies up to", steps)


def _pooled_step(label: str, pooled: Pooled, given: Plotted) -> DrawnStep:
    cells = (given.measure.span(pooled.span), *tested(pooled, given.synthesis.no_effect))
    return DrawnStep(label, cells, interval_of(pooled.span))


def _steps(given: Plotted, what: str, first: str, steps: tuple[DrawnStep, ...]) -> Steps:
    synthesis = given.synthesis
    return Steps(
        title=f"{synthesis.label}: {what}",
        first=first,
        columns=(given.measure.heading, *tested_heads(synthesis.no_effect)),
        scale=given.scale,
        axis=given.measure.named,
        steps=steps,
        no_effect=synthesis.no_effect,
        centre=synthesis.main.span.estimate if synthesis.main is not None else None,
        thresholds=thresholds(synthesis, given.outcome),
        favours=_favours(given),
        notes=tuple(filter(None, (threshold_note(synthesis, given.outcome),))),
    )


# --- the funnel -----------------------------------------------------------------------------------------


def funnel_of(given: Plotted) -> Funnel:
    """Effects against their standard errors; a proportion stands on the scale of analysis."""
    synthesis, measure, main = given.synthesis, given.measure, given.synthesis.main
    plain = given.scale not in (Scale.RATIO, Scale.POINTS)
    points = tuple(
        Point(one.label, one.yi if plain else one.effect.estimate, se, measure.span(one.effect))
        for one in synthesis.contributions
        if (se := one.vi**0.5 if one.vi > 0 else 0.0)
    )
    centre = None
    if main is not None:
        centre = main.estimate if plain else main.span.estimate
    name = measure.name.lower()
    compared = synthesis.no_effect is not None
    return Funnel(
        title=f"{synthesis.label}: funnel plot of {studies_words(len(points))}",
        scale=Scale.PLAIN if plain else given.scale,
        axis=f"{measure.name}, on the scale of analysis" if plain else measure.named,
        error=f"Standard error of the {'log ' if measure.ratio else ''}{name}",
        points=points,
        apex=synthesis.no_effect if compared and not plain else centre,
        contours="no effect" if compared and not plain else "the pooled estimate",
        centre=centre,
        notes=("The dashed line is the pooled estimate.",) if centre is not None else (),
    )
