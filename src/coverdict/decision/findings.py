"""What can be said of a state of knowledge: outcomes, reasons, questions, changes, open readings.

Everything here depends on which cells are allowed and which facts are known, not on the facts' exact
values; so it is worked out once for each such state.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from coverdict.decision.actions import (
    classes_in_order,
    denial_class_of,
    disposition_of,
    in_order,
    possible_outcomes,
)
from coverdict.decision.altering import changes_from
from coverdict.decision.asking import questions_about
from coverdict.decision.knowledge import Knowledge, subsets
from coverdict.decision.model import Disposition, PossibleOutcome, ReasonSets
from coverdict.language.model import DenialClass, Fact
from coverdict.library.layers import Outcome
from coverdict.library.program import Program, Truth
from coverdict.logic import Changes, DimensionParts, Function, Mask, Reasons, minimal_reasons
from coverdict.logic.dependence import depends

Pair = tuple[str, str]


def status_and_benefit(outcome: Hashable) -> Pair:
    assert isinstance(outcome, Outcome)
    return outcome.status.value, outcome.benefit.value


def _disposition(outcome: Hashable) -> Disposition:
    assert isinstance(outcome, Outcome)
    return disposition_of(outcome)


def _status(outcome: Hashable) -> str:
    assert isinstance(outcome, Outcome)
    return outcome.status.value


@dataclass(frozen=True, slots=True)
class ReadingFinding:
    """An open reading: what is possible under each option, and what depends on it."""

    reading: str
    options: tuple[tuple[str, tuple[PossibleOutcome, ...]], ...]
    decides: bool
    matters: bool


@dataclass(frozen=True, slots=True)
class JudgementFinding:
    fact: Fact
    decides: bool
    matters: bool


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that follows from a state of knowledge.

    Arguments:
        outcomes: the possible outcomes with the rules that gave them.
        conflict: the facts that contradict each other; then nothing else is found.
        deciding: the names of the rules that decide some possible outcome.
        questions: facts, most decisive first.
    """

    outcomes: frozenset[Outcome]
    possible: tuple[PossibleOutcome, ...]
    dispositions: tuple[Disposition, ...]
    classes: tuple[DenialClass, ...]
    reasons: ReasonSets
    status_reasons: ReasonSets
    questions: tuple[str, ...]
    readings: tuple[ReadingFinding, ...]
    judgements: tuple[JudgementFinding, ...]
    changes: Changes
    conflict: tuple[str, ...]
    deciding: frozenset[str]
    truths: tuple[bool | None, ...]


class Analyst:
    """Works out findings for one program, and remembers them by the state of knowledge."""

    def __init__(self, program: Program, remember: int = 50_000) -> None:
        self.program = program
        self._remember = remember
        self._known: dict[tuple[Hashable, ...], Findings] = {}

    @cached_property
    def pairs(self) -> Function:
        """Status and benefit of each world."""
        return self.program.outcome.relabel(status_and_benefit)

    @cached_property
    def dispositions(self) -> Function:
        return self.program.outcome.relabel(_disposition)

    @cached_property
    def statuses(self) -> Function:
        return self.program.outcome.relabel(_status)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The facts in the vocabulary's order, which ties are broken by."""
        places = {name: place for place, name in enumerate(self.program.names.facts)}
        return tuple(sorted(self.program.dimension_of, key=lambda name: places.get(name, len(places))))

    def findings(self, knowledge: Knowledge) -> Findings:
        found = self._known.get(knowledge.key)
        if found is None:
            found = self._work_out(knowledge)
            if len(self._known) >= self._remember:
                self._known.clear()
            self._known[knowledge.key] = found
        return found

    # --- one state of knowledge --------------------------------------------------------------------

    def _work_out(self, knowledge: Knowledge) -> Findings:
        if not all(knowledge.masks):
            return self.contradiction(self._in_one_dimension(knowledge))
        outcomes = frozenset(
            outcome
            for outcome in self.program.outcome.possible(knowledge.masks)
            if isinstance(outcome, Outcome)
        )
        if not outcomes:
            return self.contradiction(self._between_dimensions(knowledge))
        dispositions = in_order(disposition_of(outcome) for outcome in outcomes)
        statuses = frozenset(outcome.status.value for outcome in outcomes)
        parts = self._parts(knowledge)
        return Findings(
            outcomes=outcomes,
            possible=possible_outcomes(outcomes),
            dispositions=dispositions,
            classes=classes_in_order(denial_class_of(one, self.program.rules) for one in outcomes),
            reasons=self._reasons(self.dispositions, parts, knowledge, frozenset(dispositions)),
            status_reasons=self._reasons(self.statuses, parts, knowledge, statuses),
            questions=(
                questions_about(self.program, knowledge, self.dispositions) if len(dispositions) > 1 else ()
            ),
            readings=self._readings(knowledge),
            judgements=self._judgements(knowledge),
            changes=changes_from(
                self.program,
                knowledge,
                self.pairs,
                frozenset(status_and_benefit(one) for one in outcomes),
                self.order,
            ),
            conflict=(),
            deciding=frozenset(one.rule for found in outcomes for one in (found.status, found.benefit)),
            truths=self._truths(knowledge),
        )

    def contradiction(self, conflict: tuple[str, ...]) -> Findings:
        """Nothing but the facts that contradict each other."""
        return Findings(
            outcomes=frozenset(),
            possible=(),
            dispositions=(),
            classes=(),
            reasons=ReasonSets(),
            status_reasons=ReasonSets(),
            questions=(),
            readings=(),
            judgements=(),
            changes=Changes((), 0, True),
            conflict=conflict,
            deciding=frozenset(),
            truths=(None,) * len(self._functions),
        )

    def _in_one_dimension(self, knowledge: Knowledge) -> tuple[str, ...]:
        """The fewest facts of one dimension that contradict each other: a list and its count, say."""
        found = (
            tuple(part)
            for dimension, mask, raw in zip(
                self.program.dimensions, knowledge.masks, knowledge.known, strict=True
            )
            if not mask
            for part in subsets(raw)
            if not dimension.group.allowed(part)
        )
        return next(found)

    def _between_dimensions(self, knowledge: Knowledge) -> tuple[str, ...]:
        """The fewest facts that together break a constraint."""
        found = minimal_reasons(
            self.program.outcome, self._free(knowledge), self._parts(knowledge), frozenset(), order=self.order
        )
        return found.sets[0] if found.sets else ()

    def _free(self, knowledge: Knowledge) -> tuple[Mask, ...]:
        """What is left of each dimension with no fact known; the payer's settled readings stay."""
        return tuple(
            mask if dimension.reading else free
            for mask, free, dimension in zip(
                knowledge.masks, self.program.free, self.program.dimensions, strict=True
            )
        )

    def _parts(self, knowledge: Knowledge) -> tuple[DimensionParts, ...]:
        parts = []
        for number, dimension in enumerate(self.program.dimensions):
            raw = knowledge.known[number]
            if not raw or dimension.reading:
                continue
            options = tuple((frozenset(part), dimension.group.allowed(part)) for part in subsets(raw))
            parts.append(DimensionParts(number, options))
        return tuple(parts)

    def _reasons(
        self,
        function: Function,
        parts: tuple[DimensionParts, ...],
        knowledge: Knowledge,
        target: frozenset[Hashable],
    ) -> ReasonSets:
        """The minimal sets of known facts that force a settled conclusion; none while it is open."""
        if len(target) != 1:
            return ReasonSets()
        found: Reasons = minimal_reasons(function, self._free(knowledge), parts, target, order=self.order)
        return ReasonSets(found.sets, found.total, found.exact)

    # --- readings and judgements -----------------------------------------------------------------------

    def _readings(self, knowledge: Knowledge) -> tuple[ReadingFinding, ...]:
        found = []
        for number, dimension in enumerate(self.program.dimensions):
            if not dimension.reading or knowledge.known[number] or self._beside(dimension.reading):
                continue
            options = tuple(
                (label, self._under(knowledge, number, {dimension.reading: label}))
                for label in self.program.names.readings[dimension.reading]
            )
            found.append(
                ReadingFinding(
                    reading=dimension.reading,
                    options=options,
                    decides=depends(self.dispositions, knowledge.masks, number),
                    matters=depends(self.pairs, knowledge.masks, number),
                )
            )
        return tuple(found)

    def _beside(self, reading: str) -> bool:
        """Whether a reading is a guideline's, which decides nothing here."""
        return any(reading.startswith(f"{text.id}#") for text in self.program.guidelines)

    def _under(
        self, knowledge: Knowledge, number: int, raw: dict[str, object]
    ) -> tuple[PossibleOutcome, ...]:
        masks = list(knowledge.masks)
        masks[number] &= self.program.dimensions[number].group.allowed(raw)
        return possible_outcomes(
            outcome for outcome in self.program.outcome.possible(masks) if isinstance(outcome, Outcome)
        )

    def _judgements(self, knowledge: Knowledge) -> tuple[JudgementFinding, ...]:
        found = []
        for number, dimension in enumerate(self.program.dimensions):
            for fact in dimension.facts:
                if not fact.judgement or fact.name in knowledge.known[number]:
                    continue
                matters = depends(self.pairs, knowledge.masks, number)
                decides = matters and depends(self.dispositions, knowledge.masks, number)
                found.append(JudgementFinding(fact, decides, matters))
        return tuple(found)

    # --- truths of the trace's steps -----------------------------------------------------------------

    @cached_property
    def _functions(self) -> tuple[Function, ...]:
        found: list[Function] = []

        def collect(truth: Truth) -> None:
            if truth.function is not None:
                found.append(truth.function)
            for child in truth.children:
                collect(child)

        for truth in self.program.truths:
            collect(truth)
        for rules in self.program.beside.values():
            for _, truth in rules:
                collect(truth)
        return tuple({id(function): function for function in found}.values())

    @cached_property
    def function_number(self) -> dict[int, int]:
        """The position in `Findings.truths` of each step's function, by its identity."""
        return {id(function): number for number, function in enumerate(self._functions)}

    def _truths(self, knowledge: Knowledge) -> tuple[bool | None, ...]:
        return tuple(truth_of(function, knowledge.masks) for function in self._functions)


def truth_of(function: Function, masks: tuple[Mask, ...]) -> bool | None:
    """Whether a true-or-false function holds in every feasible world; None where worlds differ."""
    values = function.possible(masks)
    return next(iter(values)) is True if len(values) == 1 else None
