"""How many questions are asked until nothing can change the answer, beside the fewest possible."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench import program
from bench.generated import PAYER, wide_library
from bench.report import Line, Section
from coverdict.decision.asking import can_ask, questions_about
from coverdict.decision.findings import Analyst
from coverdict.decision.knowledge import Knowledge
from coverdict.language.model import Fact
from coverdict.language.syntax import condition_of
from coverdict.library.atoms import facts_of
from coverdict.logic import Mask

CASES = (
    ("bcn", "commercial_hmo", "bcbsm/cryosurgical-ablation-liver"),
    ("bcn", "bcn65", "bcbsm/cryosurgical-ablation-liver"),
    ("example", "example_ppo", "bcbsm/cryosurgical-ablation-liver"),
    ("bsc", "commercial_ppo", "bsc/7.01.75"),
    ("bsc", "fep", "bsc/7.01.75"),
)
DRAWN = 20


def questions() -> Section:
    """Walk every case's whole tree of questions and answers."""
    library = program.opened(None)
    lines: list[Line] = []
    for payer, product, policy in CASES:
        tree = Tree(Analyst(program.compiled(library, payer, policy)))
        lines += _lines(f"{policy}, {payer} {product}", (tree.numbers({"product": product}),))
    with tempfile.TemporaryDirectory() as name:
        wide_library(Path(name), DRAWN, facts_each=6, rules=4)
        drawn = program.opened(Path(name))
        trees = [
            Tree(Analyst(program.compiled(drawn, PAYER, policy)))
            for policy in drawn.library.contents.versions
        ]
        lines += _lines(f"{DRAWN} small policies drawn from a seed", [tree.numbers({}) for tree in trees])
    return Section(
        "Questions",
        "From nothing but the product: the expected number of questions until no answer can change the "
        "disposition, all cells of an answer being equally likely. The fewest possible is found by "
        "dynamic programming over all orders; the fixed list is every askable fact that a rule of the "
        "policy, the plans or the mandates mentions, in the vocabulary's order.",
        tuple(lines),
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """Expected numbers of questions under one policy, and how many states its questions can lead to."""

    asked: float
    fewest: float
    fixed: float
    form: int
    states: int


def _lines(case: str, found: Sequence[Numbers]) -> list[Line]:
    def mean(number: Callable[[Numbers], float]) -> float:
        return sum(number(one) for one in found) / len(found)

    return [
        Line(f"{case}: asked", f"{mean(lambda one: one.asked):.2f}"),
        Line("— fewest possible", f"{mean(lambda one: one.fewest):.2f}"),
        Line("— a fixed list, until settled", f"{mean(lambda one: one.fixed):.2f}"),
        Line("— a fixed list, all of it", f"{mean(lambda one: one.form):.2f}"),
        Line("— states of knowledge looked at", f"{mean(lambda one: one.states):,.0f}"),
    ]


class Tree:
    """The states of an interview under one program, and expected numbers over them."""

    def __init__(self, analyst: Analyst) -> None:
        self.analyst = analyst
        self._open: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._fewest: dict[tuple[object, ...], float] = {}

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {fact.name: fact for one in self.analyst.program.dimensions for fact in one.facts}

    def numbers(self, given: Mapping[str, object]) -> Numbers:
        """All of them, when only `given` is known."""
        start = self.start(given)
        asked, fewest = self.asked(start), self.fewest(start)
        states = len(self._fewest)
        return Numbers(asked, fewest, self.fixed(start), len(self.form(start)), states)

    def start(self, given: Mapping[str, object]) -> Knowledge:
        """What is known when only `given` is."""
        return self._knowledge(
            tuple(
                {fact.name: given[fact.name] for fact in dimension.facts if fact.name in given}
                for dimension in self.analyst.program.dimensions
            )
        )

    def _knowledge(self, known: tuple[Mapping[str, object], ...]) -> Knowledge:
        masks = tuple(
            dimension.group.allowed(raw)
            for dimension, raw in zip(self.analyst.program.dimensions, known, strict=True)
        )
        key = tuple((mask, frozenset(raw)) for mask, raw in zip(masks, known, strict=True))
        return Knowledge(masks, known, key)

    def open(self, knowledge: Knowledge) -> tuple[str, ...]:
        """The questions still worth asking, most decisive first."""
        if knowledge.key not in self._open:
            function = self.analyst.dispositions
            several = len(function.possible(knowledge.masks)) > 1
            found = questions_about(self.analyst.program, knowledge, function) if several else ()
            self._open[knowledge.key] = found
        return self._open[knowledge.key]

    def form(self, start: Knowledge) -> tuple[str, ...]:
        """What a fixed questionnaire asks: askable facts that rules mention, in the vocabulary's order."""
        known = {name for raw in start.known for name in raw}
        program = self.analyst.program
        mentioned = {
            fact
            for text in program.texts
            for rule in text.rules
            if rule.when is not None
            for fact in facts_of(condition_of(rule.when), program.names)
        }
        return tuple(
            name
            for name in self.analyst.order
            if name in mentioned and name not in known and name in self._facts and can_ask(self._facts[name])
        )

    # --- expected numbers -----------------------------------------------------------------------------

    def asked(self, start: Knowledge) -> float:
        """With the program's own order."""
        return self._expected(start, lambda knowledge: self.open(knowledge)[0], {})

    def fixed(self, start: Knowledge) -> float:
        """With the fixed list, stopping once nothing can change the answer."""
        form = self.form(start)

        def following(knowledge: Knowledge) -> str:
            known = {name for raw in knowledge.known for name in raw}
            return next(name for name in form if name not in known)

        return self._expected(start, following, {})

    def _expected(
        self,
        knowledge: Knowledge,
        choose: Callable[[Knowledge], str],
        memo: dict[tuple[object, ...], float],
    ) -> float:
        if knowledge.key not in memo:
            memo[knowledge.key] = (
                self._after(knowledge, choose(knowledge), lambda then: self._expected(then, choose, memo))
                if self.open(knowledge)
                else 0.0
            )
        return memo[knowledge.key]

    def fewest(self, knowledge: Knowledge) -> float:
        """With the best order there is."""
        if knowledge.key not in self._fewest:
            self._fewest[knowledge.key] = min(
                (self._after(knowledge, fact, self.fewest) for fact in self.open(knowledge)), default=0.0
            )
        return self._fewest[knowledge.key]

    def _after(self, knowledge: Knowledge, fact: str, rest: Callable[[Knowledge], float]) -> float:
        """One question, and the mean of what follows its answers, each weighted by its cells."""
        number = self.analyst.program.dimension_of[fact]
        group = self.analyst.program.dimensions[number].group
        total = 0.0
        weight = 0
        for answer in group.answers(fact, knowledge.known[number]):
            known = list(knowledge.known)
            known[number] = {**known[number], fact: answer.value}
            then = self._knowledge(tuple(known))
            if not self.analyst.program.outcome.possible(then.masks):
                continue  # no patient is like this
            cells = _count(answer.cells)
            total += cells * rest(then)
            weight += cells
        return 1 + (total / weight if weight else 0.0)


def _count(cells: Mask) -> int:
    return cells.bit_count()
