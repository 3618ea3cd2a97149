"""What a policy's own rules say of the population of a review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from coverdict.analysis.findings.finding import Touched
from coverdict.analysis.findings.ground import Ground, TooLargeError
from coverdict.analysis.space import Side, Space, side_of, space_of
from coverdict.evidence.reviews.model import Review
from coverdict.language import environment, parse_expression
from coverdict.language.model import Document, Rule
from coverdict.language.syntax import Condition, condition_of
from coverdict.library import Library
from coverdict.logic import Node
from coverdict.logic.cells import TooManyCellsError

if TYPE_CHECKING:
    from coverdict.evidence.appraisal import Appraisal
    from coverdict.evidence.opening import Evidence


@dataclass(frozen=True, slots=True)
class Stated:
    """A status that a rule gives to some patients of a review's population.

    Arguments:
        otherwise: whether it is what the rule says where its condition fails.
        patients: those who get it; None where the rules are too large together to tell.
    """

    review: Review
    rule: Rule
    status: str
    otherwise: bool
    patients: Node | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of the populations of its reviews."""

    stated: tuple[Stated, ...]
    ground: Ground | None

    def of(self, review: Review) -> tuple[str, ...]:
        """The statuses that patients of the review's population can get, each once, in the rules' order."""
        return tuple(dict.fromkeys(one.status for one in self.stated if one.review.id == review.id))

    def touched(self, stated: Sequence[Stated]) -> Touched:
        """The patients who get one of these, with one of them."""
        if self.ground is None:
            return Touched(no_patient="the rules are too large together to name one")
        nodes = [one.patients for one in stated if one.patients is not None]
        return self.ground.touched(self.ground.either(nodes))


def document_of(library: Library, review: Review) -> Document | None:
    """The policy's version that a review stands behind; None where the library does not hold it."""
    for version in library.contents.versions.get(review.policy, ()):
        if PurePosixPath(version.file).stem == review.version:
            return library.text(version.file)
    return None


def population_of(library: Library, document: Document, review: Review) -> Condition | None:
    """The population of a review as a condition; None where it is everybody.

    Errors:
        DocumentError: its expression is wrong, with the place in the review's file.
    """
    asked = review.question
    if not asked.patients:
        return None
    contents = library.contents
    used = [contents.definitions[name] for name in document.uses]
    names = environment(contents.family(document.vocabulary), used)
    return parse_expression(asked.patients, names, asked.place)


def statement_of(library: Library, document: Document, reviews: Iterable[Review]) -> Statement:
    """What the rules of a policy's version say of the populations of its reviews.

    Arguments:
        document: the policy's version.
        reviews: those that stand behind it.
    Result: where the rules are too large together, every status that some rule gives to anybody.
    Errors:
        DocumentError: a population's expression is wrong.
    """
    known = tuple(reviews)
    side = side_of(library, (document,))
    populations = [population_of(library, document, review) for review in known]
    conditions = [side.condition(one) if one is not None else None for one in populations]
    try:
        space = space_of(library, (side,), tuple(one for one in conditions if one is not None))
        ground = Ground(space, space.status(side))
        stated = tuple(
            one
            for review, condition in zip(known, conditions, strict=True)
            for one in _of_population(review, condition, document, _Sets(space, side, ground))
        )
    except (TooLargeError, TooManyCellsError):
        return Statement(tuple(one for review in known for one in _of_anybody(review, document)), None)
    return Statement(stated, ground)


def appraisal_of(library: Library, evidence: Evidence, review: Review, day: date | None = None) -> Appraisal:
    """A review worked out, its verdict held against what the policy itself says of the population.

    Arguments:
        evidence: the one that holds the review.
        day: what was known that day; what the review knew on its own when None.
    Errors:
        DocumentError: the population's expression is wrong.
    """
    from coverdict.evidence.appraising import appraise
    from coverdict.evidence.selection import as_of
    from coverdict.evidence.verdict import against_statement

    method = evidence.methods[review.method]
    asked = review if day is None else as_of(review, evidence.studies, day)
    found = appraise(asked, evidence.studies, method)
    document = document_of(library, review)
    if document is None:
        return found
    statuses = statement_of(library, document, (review,)).of(review)
    return replace(found, verdict=against_statement(found.verdict, statuses, method))


@dataclass(frozen=True, slots=True)
class _Sets:
    """Sets of patients."""

    space: Space
    side: Side
    ground: Ground


def _of_population(
    review: Review, population: Condition | None, document: Document, sets: _Sets
) -> Iterator[Stated]:
    ground = sets.ground
    left = ground.everyone
    if population is not None:
        left = ground.both(ground.node(sets.space.formula(population)), left)
    for rule in _rules(document):
        holds = ground.everyone
        if rule.when is not None:
            holds = ground.node(sets.space.of(sets.side, condition_of(rule.when)))
        then = ground.both(holds, left)
        left = ground.without(left, holds)
        if then != ground.nobody:
            yield Stated(review, rule, rule.then, False, then)
        if rule.otherwise is not None:
            if left != ground.nobody:
                yield Stated(review, rule, rule.otherwise, True, left)
            left = ground.nobody


def _of_anybody(review: Review, document: Document) -> Iterator[Stated]:
    for rule in _rules(document):
        yield Stated(review, rule, rule.then, False, None)
        if rule.otherwise is not None:
            yield Stated(review, rule, rule.otherwise, True, None)


def _rules(document: Document) -> Iterator[Rule]:
    return (rule for rule in document.rules if rule.slot == "status" and rule.layer == "policy")
