"""An interview of two questions, worked out by trying every completion: enough to talk to a person with.

Freezing is established for what cannot be resected and is up to 4 cm; the plan covers what is established.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

from cli.examples import NOT_MET

from coverdict.cli.interviews import Interview
from coverdict.decision.model import Disposition, PossibleOutcome, Question
from coverdict.text import CoverdictError, DocumentError, Place, Problem

COVERED = PossibleOutcome("established", "covered", "contract")
RESECTABLE = Question("tumor.resectable", "Can the tumor be resected?", "provider", ("yes", "no"))
LARGEST = Question("lesion.largest", "How large is the largest lesion?", "clinician", (), "cm")


@dataclass(frozen=True)
class ByHand:
    """What is known of the two facts; None is unknown. `contradiction` leaves nothing possible."""

    resectable: bool | None = None
    largest: Decimal | None = None
    contradiction: bool = False
    skipped: frozenset[str] = frozenset()
    policy: str = "by/hand"
    version: str = "2021-11-01"
    target: Literal["disposition", "status"] = "disposition"

    @property
    def possible(self) -> tuple[PossibleOutcome, ...]:
        if self.contradiction:
            return ()
        completions = [
            COVERED if not resectable and largest <= 4 else NOT_MET
            for resectable in ((True, False) if self.resectable is None else (self.resectable,))
            for largest in ((Decimal(1), Decimal(9)) if self.largest is None else (self.largest,))
        ]
        return tuple(dict.fromkeys(completions))

    @property
    def settled(self) -> bool:
        return len(self.possible) < 2

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(one for one in self.all_questions if one.fact not in self.skipped)

    @property
    def all_questions(self) -> tuple[Question, ...]:
        if self.settled:
            return ()
        known = (self.resectable, self.largest)
        return tuple(one for one, value in zip((RESECTABLE, LARGEST), known, strict=True) if value is None)

    @property
    def dispositions(self) -> tuple[Disposition, ...]:
        return tuple("favourable" if one == COVERED else "adverse" for one in self.possible)

    @property
    def conflict(self) -> tuple[str, ...]:
        return ("tumor.resectable",) if self.contradiction else ()

    def answer(self, fact: str, raw: str, /) -> Interview:
        if raw == "?":
            return replace(self, skipped=self.skipped | {fact})
        if fact == "tumor.resectable":
            if raw not in ("yes", "no"):
                where = Place("answer")
                raise DocumentError([Problem(where, f"{raw!r} is neither yes nor no", "write yes or no")])
            return replace(self, resectable=raw == "yes")
        size, _, unit = raw.partition(" ")
        try:
            number = Decimal(size)
        except InvalidOperation:
            raise CoverdictError(f"{raw!r} is no length") from None
        if unit != "cm":
            raise CoverdictError(f"{raw!r} has no unit: write {size} cm")
        return replace(self, largest=number, contradiction=number < 0)
