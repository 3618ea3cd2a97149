"""What certainty and verdict come to: every step with its inputs, and who set it where a person did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import Override, Review
from coverdict.evidence.studies.model import Study


class Certainty(IntEnum):
    """How sure one may be that the effect lies where the estimate says (GRADE)."""

    VERY_LOW = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4


class Holds(StrEnum):
    """Whether a step of the verdict holds; `unknown` where nothing at hand says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RatingStep:
    """One step of rating certainty.

    Arguments:
        domain: `start`, `risk of bias`, `inconsistency`, `indirectness`, `imprecision`, `publication bias`,
            `large effect`, `dose-response` or `opposing confounding`.
        change: the levels it moves; for `start` the level itself.
        because: why, in a sentence with its numbers.
        inputs: the numbers and facts that the rule read, by name.
        rule: the rule's id in the method document; `version` is that document's.
        override: the person's judgement that stands in the rule's place; None where the rule stands.
        ruled: what the rule alone would have set.
    """

    domain: str
    change: int
    because: str
    inputs: tuple[tuple[str, str], ...]
    rule: str
    version: str
    override: Override | None
    ruled: int


@dataclass(frozen=True, slots=True)
class Rating:
    """The certainty of one outcome's evidence."""

    outcome: str
    label: str
    certainty: Certainty
    steps: tuple[RatingStep, ...]


@dataclass(frozen=True, slots=True)
class VerdictStep:
    """One of R1 to R8, with the same parts as a rating's step."""

    rule: str
    title: str
    holds: Holds
    because: str
    inputs: tuple[tuple[str, str], ...]
    version: str
    override: Override | None
    ruled: Holds


@dataclass(frozen=True, slots=True)
class Selected:
    """A study on its way through R2: kept, or left out with the reason; logged either way."""

    study: Study
    kept: bool
    because: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence permits to conclude.

    Arguments:
        sufficient: whether the evidence permits the conclusion that the technology improves the net health
            outcome, or is as good as its alternatives.
        steps: R1 to R8 in order.
        says: the conclusion in the payer's terms.
        contradicts: what it contradicts: the document's own conclusion, or the policy's statement; in words.
        would_change: what new evidence would change it, in sentences with numbers of patients.
    """

    sufficient: bool
    steps: tuple[VerdictStep, ...]
    says: str
    contradicts: tuple[str, ...]
    would_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A whole review, worked out: what `coverdict evidence` shows."""

    review: Review
    studies: tuple[Study, ...]
    selection: tuple[Selected, ...]
    syntheses: tuple[Synthesis, ...]
    ratings: tuple[Rating, ...]
    verdict: Verdict
