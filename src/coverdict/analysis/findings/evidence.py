"""A policy's statement against the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from coverdict.analysis.findings.finding import Finding, found
from coverdict.analysis.findings.wording import plain
from coverdict.analysis.statements import Stated, Statement, document_of, population_of, statement_of
from coverdict.evidence.opening import Evidence, open_evidence
from coverdict.evidence.reviews.checks import check_policies
from coverdict.evidence.reviews.model import Review
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.library.files import text_of
from coverdict.text import DocumentError, Problem, listed, split_lines


def evidence_of(library: Library) -> Evidence | None:
    """The evidence beside a library; None where its folder is not there."""
    folder = Path(library.path)
    return open_evidence(folder) if folder.is_dir() else None


def evidence_problems(library: Library, evidence: Evidence) -> tuple[Problem, ...]:
    """What is wrong with the evidence, by itself and as it stands to the library's policies."""
    versions = {
        policy: [PurePosixPath(version.file).stem for version in known]
        for policy, known in library.contents.versions.items()
    }
    problems = [*evidence.problems, *check_policies(evidence.reviews.values(), versions)]
    for review in evidence.reviews.values():
        document = document_of(library, review)
        try:
            if document is not None:
                population_of(library, document, review)
        except DocumentError as error:
            problems += error.problems
    shown = (problem if problem.line else _with_line(library, problem) for problem in problems)
    return tuple(sorted(shown, key=lambda problem: problem.place))


def _with_line(library: Library, problem: Problem) -> Problem:
    place = problem.place
    try:
        lines = split_lines(text_of(Path(library.path) / place.file, place.file))
    except DocumentError:
        return problem
    return replace(problem, line=lines[place.line - 1]) if place.line <= len(lines) else problem


def contradicted(
    library: Library, evidence: Evidence, documents: Mapping[str, Document]
) -> Iterator[Finding]:
    """Rules whose status the verdict on their patients' evidence contradicts.

    Arguments:
        evidence: without problems.
        documents: those that findings are wanted of, by file.
    """
    by_file: dict[str, list[Review]] = {}
    for review in evidence.reviews.values():
        document = document_of(library, review)
        if document is not None and document.place.file in documents:
            by_file.setdefault(document.place.file, []).append(review)
    for file, reviews in by_file.items():
        yield from _of_document(library, evidence, documents[file], reviews)


def _of_document(
    library: Library, evidence: Evidence, document: Document, reviews: list[Review]
) -> Iterator[Finding]:
    from coverdict.evidence.appraising import appraise
    from coverdict.evidence.verdict import denied

    statement = statement_of(library, document, reviews)
    against: dict[tuple[str, bool], list[Stated]] = {}
    for review in reviews:
        method = evidence.methods[review.method]
        verdict = appraise(review, evidence.studies, method).verdict
        statuses = denied(verdict.sufficient, statement.of(review), method)
        for one in statement.stated:
            if one.review is review and one.status in statuses:
                against.setdefault((one.rule.id, verdict.sufficient), []).append(one)
    for (_, sufficient), stated in against.items():
        yield _finding(document, statement, stated, sufficient)


def _finding(document: Document, statement: Statement, stated: list[Stated], sufficient: bool) -> Finding:
    rule = stated[0].rule
    statuses = listed(dict.fromkeys(plain(one.status) for one in stated))
    reviews = list(dict.fromkeys(one.review.id for one in stated))
    verdict = "sufficient" if sufficient else "insufficient"
    named = f"{'review' if len(reviews) == 1 else 'reviews'} {listed(reviews)}"
    what = f"the rule {rule.id} says {statuses}, and the evidence is {verdict} ({named})"
    right = (
        f"read coverdict evidence {reviews[0]}; correct the rule or the review, or accept this finding with "
        "the reason"
    )
    touched = statement.touched(stated)
    return found("evidence-contradicts", document, rule.place, what, right, rule.id, touched)
