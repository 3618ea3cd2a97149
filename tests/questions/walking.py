"""Every state that an interview can come to, by every question that it offers and every answer to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from coverdict.decision import Interview
from coverdict.decision.asking import can_ask
from coverdict.decision.knowledge import knowledge_of
from coverdict.language.syntax import Code
from coverdict.logic import Diagram
from coverdict.logic.restriction import Restricted

State: TypeAlias = frozenset[tuple[str, object]]
"""What is known: facts and their values, in whatever order they were answered."""


def state_of(interview: Interview) -> State:
    return frozenset((name, stated.value) for name, stated in interview.facts.items())


def results(interview: Interview) -> frozenset[str | None]:
    """What the interview is to settle, as far as it is open; nothing where facts contradict each other."""
    if interview.target == "disposition":
        return frozenset(interview.dispositions)
    return frozenset(outcome.status for outcome in interview.possible)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in a person's words, how many cells of the fact it stands for, and what it leads to."""

    text: str
    cells: int
    then: Interview


def answers(interview: Interview, fact: str) -> Iterator[Said]:
    """One answer for each block of values that the program tells apart."""
    program = interview.analyst.program
    dimension = program.dimensions[program.dimension_of[fact]]
    names = {each.name for each in dimension.facts}
    known = {name: _raw(stated.value) for name, stated in interview.facts.items() if name in names}
    for answer in dimension.group.answers(fact, known):
        text = _text(interview, fact, answer.value)
        yield Said(text, answer.cells.bit_count(), interview.answer(fact, text))


def _raw(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _text(interview: Interview, fact: str, value: object) -> str:
    if isinstance(value, Code):
        return value.code
    unit = interview.analyst.program.names.facts[fact].unit
    return f"{value} {unit}".rstrip()


class Walk:
    """All states of an interview, from its start on.

    Arguments:
        offered: how many of the questions of a state are asked, from the first on: 1, or None for whichever.
    """

    def __init__(self, start: Interview, offered: int | None = None) -> None:
        self.start = state_of(start)
        self.states: dict[State, Interview] = {}
        self.after: dict[State, Mapping[str, tuple[tuple[int, State], ...]]] = {}
        stack = [start]
        while stack:
            interview = stack.pop()
            here = state_of(interview)
            if here in self.states:
                continue
            self.states[here] = interview
            led: dict[str, tuple[tuple[int, State], ...]] = {}
            for question in interview.questions[:offered]:
                said = tuple(answers(interview, question.fact))
                led[question.fact] = tuple((one.cells, state_of(one.then)) for one in said)
                stack += [one.then for one in said]
            self.after[here] = led
        self._fewest: dict[State, float] = {}

    @cached_property
    def leaves(self) -> tuple[Interview, ...]:
        return tuple(interview for state, interview in self.states.items() if not self.after[state])

    def asked(self, state: State) -> float:
        """The expected number of questions when the first one is asked each time."""
        led = self.after[state]
        return self._mean(next(iter(led.values())), self.asked) if led else 0.0

    def fewest(self, state: State) -> float:
        """The expected number of questions when always the best one is asked."""
        if state not in self._fewest:
            led = self.after[state].values()
            self._fewest[state] = min((self._mean(each, self.fewest) for each in led), default=0.0)
        return self._fewest[state]

    def _mean(self, led: tuple[tuple[int, State], ...], number: Callable[[State], float]) -> float:
        """One question, and the mean of what follows its answers, each as likely as it has cells."""
        feasible = [(cells, then) for cells, then in led if not self.states[then].conflict]
        weight = sum(cells for cells, _ in feasible)
        return 1 + sum(cells * number(then) for cells, then in feasible) / weight


# --- what the design says of a question, tried out --------------------------------------------------------


def witness(interview: Interview, fact: str) -> Mapping[str, str] | None:
    """Answers to other questions that leave the result open, and one to the fact that settles it.

    Found by trying: every step is an answer, and whether it settles is seen from what is possible then.
    None where no such answers to facts that are questions now or then were found.
    """
    seen: set[State] = set()
    stack: list[tuple[Interview, dict[str, str]]] = [(interview, {})]
    while stack:
        here, told = stack.pop()
        state = state_of(here)
        if state in seen or len(results(here)) < 2:
            continue
        seen.add(state)
        for said in answers(here, fact):
            if len(results(said.then)) == 1:
                return {**told, fact: said.text}
        for other in here.questions:
            if other.fact != fact:
                stack += [(said.then, {**told, other.fact: said.text}) for said in answers(here, other.fact)]
    return None


def settled_somehow(interview: Interview) -> Mapping[str, str] | None:
    """Answers to all that can be asked and still matters which settle the result; None: there are none.

    When all such answers leave it open, it hangs on readings and judgements alone.
    """
    seen: set[Hashable] = set()
    analyst = interview.analyst
    function = analyst.dispositions if interview.target == "disposition" else analyst.statuses
    assert isinstance(function, Diagram)
    stack: list[tuple[Interview, dict[str, str]]] = [(interview, {})]
    while stack:
        here, told = stack.pop()
        found = results(here)
        if len(found) < 2:
            if found:
                return told
            continue
        values = {name: stated.value for name, stated in here.facts.items()}
        left = Restricted(function, knowledge_of(analyst.program, values, here.settled_readings).masks)
        key = (left.root, tuple(left.dimensions), tuple(left.edges))
        if key in seen:
            continue
        seen.add(key)
        for number in left.tested:
            for fact in analyst.program.dimensions[number].facts:
                if can_ask(fact) and fact.name not in here.facts:
                    stack += [
                        (said.then, {**told, fact.name: said.text}) for said in answers(here, fact.name)
                    ]
    return None


def told(interview: Interview) -> str:
    """What is known, for a message."""
    return ", ".join(f"{name} {interview.shown(name)}" for name in interview.facts) or "nothing known"
