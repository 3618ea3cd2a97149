"""An outcome on the terminal: the answer, the studies in a table, and how far the answer can be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverdict.cli.evidence_tables import table
from coverdict.cli.paper import LABEL, Layout, Row, bulleted, row, section
from coverdict.evidence.pooled import Contribution, Step, Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome
from coverdict.pages.evidence_group_words import between_words, group_line, regression_words
from coverdict.pages.evidence_numbers import (
    Measure,
    counts,
    heterogeneity_words,
    marks,
    measure_of,
    method_words,
    sentence,
    share_words,
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

MOST_STUDIES = 30  # of which each has a row; the page and the data have all
MOST_STEPS = 10


def outcome_rows(synthesis: Synthesis, outcome: ReviewOutcome | None, layout: Layout) -> list[Row]:
    """The outcome with everything that pooling says of it."""
    measure = measure_of(synthesis.measure)
    kind = kind_words(outcome)
    rows = [row((synthesis.label.upper(), "bold"))]
    rows += [row((kind, "dim"))] if kind else []
    rows.append(row((answer_words(synthesis), "bold")))
    rows += _contributions(synthesis, measure, layout)
    for label, words in _facts(synthesis, outcome):
        rows += section(label, [row(words)], layout)
    rows += _methods(synthesis, measure, layout)
    rows += section("subgroups", _subgroups(synthesis, measure, layout), layout)
    rows += section("without one", _steps(synthesis, synthesis.leave_one_out, measure, layout), layout)
    rows += section("year by year", _steps(synthesis, synthesis.cumulative, measure, layout), layout)
    rows += section("small studies", list(_tests(synthesis)), layout)
    rows += section("marks", list(_marks(synthesis)), layout)
    rows += section("not pooled", _left_out(synthesis, layout), layout)
    return rows + section("notes", [each for note in synthesis.notes for each in _item(note, layout)], layout)


def _item(words: str, layout: Layout) -> list[Row]:
    return bulleted([row(words)], layout)


def _contributions(synthesis: Synthesis, measure: Measure, layout: Layout) -> list[Row]:
    """Each study with its counts, its effect, its weight and its risk of bias."""
    known = synthesis.contributions
    paired = any(one.control is not None for one in known)
    sides = ("treated", "control") if paired else ("events",)
    heads = ("study", *sides, measure.named.lower(), "weight", "bias")
    lines = [_line(one, measure, paired) for one in known[:MOST_STUDIES]]
    rows = table(heads, lines, layout)
    if len(known) > MOST_STUDIES:
        rows.append(row((f"and {len(known) - MOST_STUDIES} further studies", "dim")))
    return rows


def _line(one: Contribution, measure: Measure, paired: bool) -> tuple[str, ...]:
    pairs = (one.treated, one.control) if paired else (one.treated,)
    cells = (counts(pair).replace(" of ", "/") for pair in pairs)
    return f"{one.label}{marks(one)}", *cells, measure.span(one.effect), share_words(one.weight), one.bias


def _facts(synthesis: Synthesis, outcome: ReviewOutcome | None) -> Iterator[tuple[str, str]]:
    measure, main = measure_of(synthesis.measure), synthesis.main
    if absolute := absolute_words(synthesis):
        yield "in patients", absolute
    if main is not None and main.prediction is not None:
        yield "a further study", f"is expected at {measure.between(*main.prediction)} {measure.unit}".rstrip()
    if synthesis.heterogeneity is not None:
        yield "heterogeneity", heterogeneity_words(synthesis.heterogeneity)
    if regression := regression_words(synthesis):
        yield "by year", regression
    if information := information_words(synthesis):
        yield "information", information
    if outcome is not None:
        yield "threshold", threshold_words(outcome)
        if outcome.margin is not None:
            yield "margin", margin_words(outcome.margin)


def _methods(synthesis: Synthesis, measure: Measure, layout: Layout) -> list[Row]:
    """Whether the methods of the panel agree, and below that each of them on the whole width."""
    if len(synthesis.panel) < 2:
        return []
    lines = [
        (
            method_words(one),
            measure.span(one.span),
            *tested(one, synthesis.no_effect),
        )
        for one in synthesis.panel
    ]
    agreement = panel_words(synthesis)
    rows = section("methods", [row((agreement, "bold"))] if agreement else [], layout)
    return rows + table(("method", measure.named.lower(), *_tested_heads(synthesis)), lines, layout)


def _subgroups(synthesis: Synthesis, measure: Measure, layout: Layout) -> list[Row]:
    """Each grouping with its test, and below it the groups."""
    heads = ("group", "studies", measure.named.lower(), "I²", *_tested_heads(synthesis))
    rows: list[Row] = []
    for one in synthesis.subgroups:
        rows.append(row((f"by {one.by}", "bold"), f": {between_words(one, synthesis)}"))
        lines = [group_line(group, synthesis) for group in one.groups]
        rows += table(heads, lines, layout, LABEL if layout.wide else 2)
    return rows


def _steps(synthesis: Synthesis, steps: Sequence[Step], measure: Measure, layout: Layout) -> list[Row]:
    """The pools without each study, or up to each; where there are many, those that differ from the whole."""
    if len(steps) < 2:
        return []
    main = synthesis.main
    shown = list(steps)
    if len(steps) > MOST_STEPS:
        shown = [one for one in steps if main is None or one.pooled.significant != main.significant]
    lines = [
        (one.label, measure.span(one.pooled.span), *tested(one.pooled, synthesis.no_effect))
        for one in shown[:MOST_STEPS]
    ]
    rows = table(
        ("study", measure.named.lower(), *_tested_heads(synthesis)),
        lines,
        layout,
        LABEL if layout.wide else 2,
    )
    if len(steps) > MOST_STEPS:
        differ = f"{len(shown)} of {len(steps)} differ from the whole in what their interval holds"
        rows = [row(differ), *rows]
    return rows


def _tested_heads(synthesis: Synthesis) -> tuple[str, ...]:
    return tuple(head.lower() for head in tested_heads(synthesis.no_effect))


def _tests(synthesis: Synthesis) -> Iterator[Row]:
    for one in synthesis.small_studies:
        yield row((one.name, "bold"), f": {test_words(one)}. {one.says}")


def _marks(synthesis: Synthesis) -> Iterator[Row]:
    """How counts that no source prints were come by, and what was done about cells without events."""
    for one in synthesis.contributions[:MOST_STUDIES]:
        if one.derived:
            yield row((f"{one.label}†", "bold"), f" derived: {sentence(one.derived)}")
        if one.zeros:
            yield row((f"{one.label}‡", "bold"), f" cells without events: {sentence(one.zeros)}")


def _left_out(synthesis: Synthesis, layout: Layout) -> list[Row]:
    return [
        each
        for one in synthesis.left_out
        for each in bulleted([row((one.label, "bold"), f": {sentence(one.because)}")], layout)
    ]
