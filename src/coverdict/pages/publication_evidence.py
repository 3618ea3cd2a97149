"""The evidence behind a policy in its published document: a summary of each review, with its plots."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

from coverdict.documents.publishing.publication import (
    Content,
    Figure,
    Item,
    Items,
    Pairs,
    Paragraph,
    Run,
    Section,
    Style,
    Table,
    Tone,
    Words,
    plain,
)
from coverdict.evidence.appraisal import Appraisal
from coverdict.evidence.studies.model import Study
from coverdict.pages.evidence_numbers import sentence, studies_words
from coverdict.pages.evidence_outcome_words import answer_words
from coverdict.pages.evidence_plots import forest_svg, plotted
from coverdict.pages.evidence_views import left_out_views, rating_views, study_views
from coverdict.pages.evidence_words import (
    NOT_A_DETERMINATION,
    as_of_words,
    concluded_words,
    published,
    question_lines,
    search_words,
    verdict_word,
)
from coverdict.pages.wording import capital

SVG = "{http://www.w3.org/2000/svg}"


def evidence_content(appraisals: Sequence[Appraisal], mark: str = "") -> Iterator[Content]:
    """Each review in short: question, verdict, certainty of each outcome, plots, studies.

    Arguments:
        mark: what the identifiers within pictures begin with, where several policies share a page.
    """
    if appraisals:
        yield Paragraph(plain(NOT_A_DETERMINATION), Tone.QUIET)
    for number, appraisal in enumerate(appraisals, start=1):
        content = tuple(_review(appraisal, f"{mark}review-{number}"))
        yield Section(f"review-{number}", f"Summary of evidence: {appraisal.review.title}", content)


def _review(appraisal: Appraisal, mark: str) -> Iterator[Content]:
    review, verdict = appraisal.review, appraisal.verdict
    yield Paragraph(
        plain(f"The evidence is {verdict_word(appraisal)}. {sentence(capital(verdict.says))}"), Tone.LEAD
    )
    for words in verdict.contradicts:
        yield Paragraph((Run("Contradiction: ", Style.STRONG), Run(words)), Tone.CAUTION)
    kept, left = study_views(appraisal), left_out_views(appraisal)
    rows = [
        *question_lines(review),
        ("Search", search_words(review)),
        ("Known", as_of_words(review)),
        ("Studies", f"{studies_words(len(kept))} kept, {len(left)} left out"),
    ]
    if concluded := concluded_words(review):
        rows.append(("The document’s own conclusion", concluded))
    yield Pairs(tuple((label, plain(value)) for label, value in rows))
    yield from _outcomes(appraisal)
    yield from _plots(appraisal, mark)
    if kept:
        columns = ("Study", "Design", "Patients", "Risk of bias", "Population")
        kept_rows = (
            tuple(map(plain, (one.label, one.design, one.size, one.level, one.population))) for one in kept
        )
        yield Table("Studies that were kept", columns, tuple(kept_rows))
    if left:
        out = (tuple(map(plain, (one.label, one.design, one.because))) for one in left)
        yield Table("Studies that were left out", ("Study", "Design", "Because"), tuple(out))
    if verdict.would_change:
        yield Paragraph((Run("What would change the conclusion:", Style.JOIN),))
        yield Items(tuple(Item(plain(words)) for words in verdict.would_change))


def _outcomes(appraisal: Appraisal) -> Iterator[Content]:
    """What each outcome comes to, and how sure one may be of it."""
    sure = {rating.outcome: rating for rating in rating_views(appraisal)}
    rows = []
    for synthesis in appraisal.syntheses:
        rating = sure.get(synthesis.outcome)
        critical = "Critical" if rating is not None and rating.critical else "Not critical"
        words = capital(rating.words) if rating is not None else "Not rated"
        rows.append(tuple(map(plain, (synthesis.label, answer_words(synthesis), words, critical))))
    if rows:
        columns = ("Outcome", "Result", "Certainty", "Weight")
        yield Table("What the outcomes come to, and the certainty of each (GRADE)", columns, tuple(rows))


def _plots(appraisal: Appraisal, mark: str) -> Iterator[Content]:
    """The forest plot of each outcome that was pooled."""
    for number, synthesis in enumerate(appraisal.syntheses, start=1):
        if synthesis.contributions:
            svg = str(forest_svg(plotted(appraisal, synthesis, f"{mark}-plot-{number}")))
            root = ET.fromstring(svg)
            title, description = (root.findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))
            yield Paragraph((Run(capital(title), Style.STRONG),))
            yield Figure(svg, title, description)


def study_references(appraisals: Sequence[Appraisal]) -> Iterator[Words]:
    """The studies of the reviews, each once, by label; titles are in the library's own words."""
    studies: dict[str, Study] = {}
    for appraisal in appraisals:
        for selected in appraisal.selection:
            studies.setdefault(selected.study.id, selected.study)
    for study in sorted(studies.values(), key=lambda one: (one.label.lower(), one.id)):
        title = f" {study.title.rstrip('.')}." if study.title else ""
        yield plain(f"{study.label}.{title} {capital(published(study))}.")
