"""The questions that are still worth asking, one after the other, until nothing can change the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from coverdict.decision.asking import questions_about
from coverdict.decision.drafts import question_in
from coverdict.decision.findings import Analyst, Findings
from coverdict.decision.knowledge import Knowledge, knowledge_of
from coverdict.decision.model import Disposition, PossibleOutcome, Question, Stated
from coverdict.decision.trace import shown
from coverdict.language.values import read_value
from coverdict.text import DocumentError, Place, Problem, did_you_mean

Target: TypeAlias = Literal["disposition", "status"]


@dataclass(frozen=True)
class Interview:
    """One state of an interview; an answer gives the next one.

    Arguments:
        target: what the questions are to settle: the disposition or, where no plan is at hand, the status.
        facts: what is known so far.
        settled_readings: the payer's decisions on readings.
        skipped: facts whose answer the person does not know; they are not asked again.
        clash: facts that are known otherwise from the request's own keys.
    """

    policy: str
    version: str
    analyst: Analyst
    target: Target
    facts: Mapping[str, Stated]
    settled_readings: Mapping[str, str]
    skipped: frozenset[str] = frozenset()
    clash: tuple[str, ...] = ()

    @cached_property
    def _knowledge(self) -> Knowledge:
        values = {name: stated.value for name, stated in self.facts.items()}
        return knowledge_of(self.analyst.program, values, self.settled_readings)

    @cached_property
    def findings(self) -> Findings:
        if self.clash:
            return self.analyst.contradiction(self.clash)
        return self.analyst.findings(self._knowledge)

    @property
    def possible(self) -> tuple[PossibleOutcome, ...]:
        return self.findings.possible

    @property
    def dispositions(self) -> tuple[Disposition, ...]:
        return self.findings.dispositions

    @property
    def conflict(self) -> tuple[str, ...]:
        """Facts that contradict each other; empty when they do not."""
        return self.findings.conflict

    @cached_property
    def all_questions(self) -> tuple[Question, ...]:
        """The questions that can still settle the target, most decisive first."""
        if self.conflict:
            return ()
        if self.target == "disposition":
            names = self.findings.questions
        elif len({outcome.status for outcome in self.possible}) > 1:
            names = questions_about(self.analyst.program, self._knowledge, self.analyst.statuses)
        else:
            names = ()
        return tuple(question_in(self.analyst.program, name) for name in names)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that have not been skipped."""
        return tuple(one for one in self.all_questions if one.fact not in self.skipped)

    @property
    def settled(self) -> bool:
        """Whether only one disposition (or status) is possible."""
        if self.target == "disposition":
            return len(self.dispositions) == 1
        return len({outcome.status for outcome in self.possible}) == 1

    def answer(self, fact: str, text: str) -> Interview:
        """The interview after an answer; an empty answer, `?` or `unknown` skips the question.

        Errors:
            DocumentError: no such fact, or a text that is no value of it.
        """
        facts = self.analyst.program.names.facts
        if fact not in facts:
            raise DocumentError(
                [Problem(Place("answer"), f"unknown fact {fact!r}", did_you_mean(fact, facts))]
            )
        if text.strip() in ("", "?", "unknown"):
            return replace(self, skipped=self.skipped | {fact})
        value = read_value(facts[fact], text.strip(), Place("answer"))
        if value is None:
            return replace(self, skipped=self.skipped | {fact})
        facts_now = {**self.facts, fact: Stated(value, source="answered")}
        clash = tuple(name for name in self.clash if name != fact)
        return replace(self, facts=facts_now, skipped=self.skipped - {fact}, clash=clash)

    def shown(self, fact: str) -> str:
        """The value of a known fact as people write it."""
        return shown(self.analyst.program.names.facts[fact], self.facts[fact].value)
