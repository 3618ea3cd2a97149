"""A review on the terminal: the verdict first, then the steps to it, the outcomes, and the studies."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from coverdict.cli.evidence_outcomes import outcome_rows
from coverdict.cli.evidence_tables import table
from coverdict.cli.paper import LABEL, Layout, Piece, Row, blank, bulleted, hung, line_across, row, section
from coverdict.evidence.appraisal import Appraisal, Holds, Rating, RatingStep, VerdictStep
from coverdict.pages.evidence_numbers import sentence
from coverdict.pages.evidence_views import left_out_views, study_views
from coverdict.pages.evidence_words import (
    CERTAINTIES,
    NOT_A_DETERMINATION,
    as_of_words,
    because_words,
    change_words,
    concluded_words,
    holds_word,
    override_words,
    question_lines,
    ruled_words,
    search_words,
    verdict_word,
)

STYLES: dict[Holds, str] = {Holds.YES: "green", Holds.NO: "red", Holds.UNKNOWN: "yellow"}
STUDY_HEADS = ("study", "design", "patients", "risk of bias")


def evidence_rows(appraisals: Sequence[Appraisal], layout: Layout) -> list[Row]:
    """Reviews one after the other, and what they are not."""
    rows: list[Row] = []
    for number, appraisal in enumerate(appraisals):
        rows += [blank(), line_across(layout), blank()] if number else []
        rows += review_rows(appraisal, layout)
    return [*rows, blank(), *section("note", [row((NOT_A_DETERMINATION, "dim"))], layout)]


def review_rows(appraisal: Appraisal, layout: Layout) -> list[Row]:
    """One review."""
    rows = [*_head(appraisal, layout), blank(), *_verdict(appraisal, layout)]
    parts = [
        section("verdict", _steps(appraisal.verdict.steps, layout), layout),
        section("would change", _items(appraisal.verdict.would_change, layout), layout),
    ]
    for part in parts:
        rows += [blank(), *part] if part else []
    ratings = {rating.outcome: rating for rating in appraisal.ratings}
    for synthesis in appraisal.syntheses:
        outcome = appraisal.review.outcome(synthesis.outcome)
        rows += [blank(), *outcome_rows(synthesis, outcome, layout)]
        if rating := ratings.get(synthesis.outcome):
            rows += section("certainty", _rating(rating, layout), layout)
    if not appraisal.syntheses:
        rows += [blank(), *section("outcomes", [row("this review has no outcome to pool")], layout)]
    for part in (_studies(appraisal, layout), _left_out(appraisal, layout)):
        rows += [blank(), *part]
    return rows


def _head(appraisal: Appraisal, layout: Layout) -> list[Row]:
    review = appraisal.review
    version = f", version {review.version}" if review.version else ""
    concluded = concluded_words(review)
    rows = [
        *section("review", [row((review.id, "bold")), row(review.title)], layout),
        *section("policy", [row((review.policy, "bold"), version)], layout),
        *section("as of", [row(as_of_words(review))], layout),
        *section("search", [row(search_words(review))], layout),
    ]
    for label, words in question_lines(review):
        rows += section(label.lower(), [row(words)], layout)
    return rows + section("it concludes", [row(concluded)] if concluded else [], layout)


def _verdict(appraisal: Appraisal, layout: Layout) -> list[Row]:
    verdict = appraisal.verdict
    style = "bold green" if verdict.sufficient else "bold yellow"
    rows = [row((f"THE EVIDENCE IS {verdict_word(appraisal).upper()}", style))]
    rows += [row(sentence(verdict.says))] if verdict.says else []
    for words in verdict.contradicts:
        rows += bulleted([row(("contradiction: ", "bold red"), sentence(words))], layout)
    return rows


def _items(items: Sequence[str], layout: Layout) -> list[Row]:
    return [each for words in items for each in bulleted([row(sentence(words))], layout)]


def _steps(steps: Sequence[VerdictStep], layout: Layout) -> list[Row]:
    marks = {Holds.YES: layout.marks.met, Holds.NO: layout.marks.not_met, Holds.UNKNOWN: layout.marks.unknown}
    rows = []
    for step in steps:
        mark = (f"{marks[step.holds]} ", STYLES[step.holds])
        head = row((f"{step.rule} ", "bold"), mark, (step.title, "bold"), f": {holds_word(step.holds)}")
        below = _why(step, override_words(step.override, holds_word(step.ruled)))
        rows += hung([head, *below], Text(), "   ")
    return rows


def _why(step: VerdictStep | RatingStep, override: str) -> list[Row]:
    because = because_words(step)
    rows = [row((because, "dim"))] if because else []
    return [*rows, *([row((override, "bold magenta"))] if override else [])]


def _rating(rating: Rating, layout: Layout) -> list[Row]:
    """The level, and every step to it."""
    rows = [row((CERTAINTIES[rating.certainty], "bold"), f", {int(rating.certainty)} of 4")]
    for step in rating.steps:
        change: Piece = (change_words(step), "bold")
        head = row(change, f" {step.domain}")
        below = _why(step, override_words(step.override, ruled_words(step)))
        rows += bulleted([head, *below], layout)
    return rows


def _studies(appraisal: Appraisal, layout: Layout) -> list[Row]:
    """The studies that were kept, the oldest first."""
    kept = study_views(appraisal)
    lines = [(one.label, one.design, one.patients, one.level) for one in kept]
    rows = table(STUDY_HEADS, lines, layout, LABEL if layout.wide else 2) or [row("none was kept")]
    return section("studies", rows, layout)


def _left_out(appraisal: Appraisal, layout: Layout) -> list[Row]:
    """The studies that were left out, each with the reason."""
    out = left_out_views(appraisal)
    rows: list[Row] = []
    for one in out:
        rows += bulleted([row((one.label, "bold"), f": {one.because}")], layout)
    return section("left out", rows or [row("no study")], layout)
