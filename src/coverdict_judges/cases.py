"""Cases: a library as texts and a partial request, with everything that the judges say of it.

A test of the program takes `case.library.files` (a folder of texts) and `case.request` (the data of a request
file), and holds the program's answer against `judge(case)` and the functions of `definitions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random

from coverdict.language.model import Document, Value, Vocabulary
from coverdict.language.syntax import Code
from coverdict_judges.definitions import (
    Change,
    Disposition,
    changes,
    disposition,
    dispositions,
    questions,
    reasons,
)
from coverdict_judges.inventing.documents import PAYER, Invented, invent_library
from coverdict_judges.inventing.requests import DAYS, choices_of, invent_facts
from coverdict_judges.inventing.sizes import SMALL, Size
from coverdict_judges.inventing.writing import files
from coverdict_judges.reference import Outcome
from coverdict_judges.solver import Solver
from coverdict_judges.texts import Texts, gather
from coverdict_judges.worlds import BruteForce, Known


@dataclass(frozen=True, eq=False)
class Shelf:
    """A whole invented library.

    Arguments:
        files: path in the library's folder → text.
        vocabulary, documents: the same as trees, made without reading the texts; documents in the order of
            their files. `texts` and every judge use these, unless `read_as` gives others.
    """

    files: Mapping[str, str]
    vocabulary: Vocabulary
    documents: tuple[Document, ...]

    @property
    def policies(self) -> tuple[str, ...]:
        return tuple(document.id for document in self.documents if document.kind == "policy")

    def texts(self, policy: str) -> Texts:
        """What decides requests under the policy."""
        return gather([self.vocabulary], self.documents, policy, PAYER)

    def read_as(self, vocabulary: Vocabulary, documents: Iterable[Document]) -> Shelf:
        """The same library with the trees that a reader made of its texts."""
        return Shelf(self.files, vocabulary, tuple(documents))


@dataclass(frozen=True, eq=False)
class Bench:
    """The judges of one policy of a shelf; they remember what they have seen."""

    shelf: Shelf
    policy: str

    @cached_property
    def texts(self) -> Texts:
        return self.shelf.texts(self.policy)

    @cached_property
    def brute(self) -> BruteForce:
        return BruteForce(self.texts)

    @cached_property
    def solver(self) -> Solver:
        return Solver(self.texts)

    @cached_property
    def choices(self) -> Mapping[str, tuple[Value, ...]]:
        """The values that invented requests choose among."""
        return choices_of(self.texts)


@dataclass(frozen=True, eq=False)
class Case:
    """One partial request under one policy.

    Arguments:
        request: the data of a request file (design §7), with raw values.
        known: all that it says of facts of the vocabulary, typed; what it says outside `facts` included.
    """

    bench: Bench
    request: Mapping[str, object]
    known: Known

    @property
    def library(self) -> Shelf:
        return self.bench.shelf

    def possible(self) -> frozenset[Outcome]:
        """The possible outcomes, by brute force. Errors: TooManyWorldsError."""
        return self.bench.brute.possible(self.known)

    def possible_by_solver(self) -> frozenset[Outcome]:
        """The possible outcomes, by Z3. Errors: UndecidedError."""
        return self.bench.solver.possible(self.known)

    def questions(self) -> frozenset[str]:
        return questions(self.bench.texts, self.known, self.bench.brute.possible)

    def reasons(self) -> frozenset[frozenset[str]]:
        """The minimal sets of known facts that force the disposition (or the contradiction)."""
        return reasons(self.known, self.bench.brute.possible, disposition)

    def status_reasons(self) -> frozenset[frozenset[str]]:
        """The minimal sets of known facts that force the status (or the contradiction)."""
        return reasons(self.known, self.bench.brute.possible, lambda result: result[0])

    def changes(self) -> tuple[Change, ...]:
        return changes(self.bench.texts, self.known, self.bench.brute.possible)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a case."""

    possible: frozenset[Outcome]

    @property
    def dispositions(self) -> frozenset[Disposition]:
        return dispositions(self.possible)


def judge(case: Case) -> Verdict:
    """The possible outcomes of a case, by brute force where the case is small, else by Z3.

    Errors: UndecidedError.
    """
    small = case.bench.brute.size(case.known) <= SMALL.worlds
    return Verdict(case.possible() if small else case.possible_by_solver())


# --- invention --------------------------------------------------------------------------------


def invent_shelf(random: Random, size: Size) -> Shelf:
    """A library of the size; where it limits worlds, one that keeps the limit."""
    while True:
        invented = invent_library(random, size)
        shelf = _written(invented)
        if not size.worlds or _worlds(shelf) <= size.worlds:
            return shelf


def _written(invented: Invented) -> Shelf:
    return Shelf(files(invented.scene, invented.documents), invented.scene.vocabulary, invented.documents)


def _worlds(shelf: Shelf) -> int:
    """How many worlds a request that says nothing but the date of service has, at most."""
    known = _elsewhere(shelf, None, DAYS[0], None)
    return max(BruteForce(shelf.texts(policy)).size(known) for policy in shelf.policies)


def invent_case(random: Random, bench: Bench, worlds: int = 0) -> Case:
    """A request under the bench's policy.

    Arguments:
        worlds: how many worlds it may leave open; 0 for any number.
    """
    while True:
        case = _any_case(random, bench)
        if not worlds or bench.brute.size(case.known) <= worlds:
            return case


def _any_case(random: Random, bench: Bench) -> Case:
    product = random.choice(("hmo", "ppo", None, None))
    day = random.choice(DAYS)
    governed = next(
        document.codes[0].code
        for document in bench.shelf.documents
        if document.kind == "policy" and document.id == bench.policy
    )
    elsewhere = _elsewhere(bench.shelf, product, day, governed)
    stated = invent_facts(random, bench.texts, bench.choices, elsewhere)
    facts = {name: raw for name, raw in stated.raw.items() if name != "product"}
    known = {name: value for name, value in stated.known.items() if name != "product"}
    request: dict[str, object] = {
        "payer": PAYER,
        "service_date": day.isoformat(),
        "services": [{"system": governed.system, "code": governed.code}],
        "facts": facts,
    }
    if product is not None:
        request["product"] = product
    return Case(bench, request, {**elsewhere, **known})


def _elsewhere(shelf: Shelf, product: str | None, day: date, code: Code | None) -> dict[str, Value]:
    """Facts that a request states in fields of its own, as far as the vocabulary has them."""
    fields: dict[str, Value | None] = {"service.date": day, "service.code": code, "product": product}
    facts = {fact.name for fact in shelf.vocabulary.facts}
    return {name: value for name, value in fields.items() if value is not None and name in facts}
