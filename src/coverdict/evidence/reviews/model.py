"""What a review's file holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from coverdict.evidence.studies.model import Cite
from coverdict.text import Place

NOWHERE = Place("")
"""The place of what was not read from a file."""


@dataclass(frozen=True, slots=True)
class Question:
    """Population, intervention, comparators, outcomes (PICO), in the names that studies use.

    Arguments:
        conditions, treatments, comparators: the names by which studies say whom they treated and how.
        patients: the population as an expression in the policy's vocabulary, by which the policy's own
            statement on it is found; empty for everybody whom the policy addresses.
        place: where that expression stands; where the question does, without it.
    """

    population: str
    conditions: tuple[str, ...]
    intervention: str
    treatments: tuple[str, ...]
    comparators: tuple[str, ...]
    outcomes: tuple[str, ...]
    patients: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Search:
    """Where and until when studies were looked for; None or empty where the source does not say."""

    database: str
    through: date | None
    says: str
    cites: tuple[Cite, ...]


class Role(StrEnum):
    """What an included study is used for."""

    EFFICACY = "efficacy"
    HARMS = "harms"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A study that the review takes in, for what, and how directly it answers the question.

    Arguments:
        indirect: each serious mismatch with the question: `population`, `intervention`, `comparator` or
            `outcome`, with the reason.
    """

    study: str
    role: Role
    because: str
    indirect: tuple[tuple[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A study that the review leaves out, and why."""

    study: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cohort:
    """Studies whose patients may be the same people; one is kept, the rest are logged (R2).

    Arguments:
        keep: the study that the review keeps; empty where the rule decides (the largest, then the latest).
    """

    studies: tuple[str, ...]
    keep: str
    because: str
    place: Place


class Side(StrEnum):
    """Whether more of an outcome is good or bad for the patient."""

    BENEFIT = "benefit"
    HARM = "harm"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The smallest difference that matters, as an absolute difference of risk; its source in words."""

    difference: Decimal
    because: str


@dataclass(frozen=True, slots=True)
class Row:
    """One study's contribution to an outcome: a result, and which of its arms are compared.

    Arguments:
        treated, control: the arms; `control` is empty for a proportion of one arm.
        printed_effect: whether the effect that the source prints is used, not the counts.
    """

    study: str
    result: str
    treated: str
    control: str
    printed_effect: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """An outcome that decides, and what is known of it.

    Arguments:
        critical: whether the verdict rests on it.
        health: whether it is a health outcome, not an intermediate one.
        side: whether the event is a benefit or a harm to the patient.
        measure: `odds ratio`, `risk ratio`, `risk difference`, `hazard ratio` or `proportion`.
        threshold: of importance; None where nobody has stated one.
        margin: of non-inferiority, declared beforehand; None where there is none.
        rows: the studies' contributions, in the order of years.
    """

    id: str
    label: str
    critical: bool
    health: bool
    side: Side
    measure: str
    threshold: Threshold | None
    margin: Threshold | None
    publication_bias: str
    dose_response: str
    opposing_confounding: str
    rows: tuple[Row, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Override:
    """A person's own judgement in the place of a rule's; never without a name, a day and a reason.

    Arguments:
        step: which step, as `imprecision` or `R5`.
        outcome: the outcome's id; empty for a step of the verdict.
        value: what the person sets.
    """

    step: str
    outcome: str
    value: str
    by: str
    on: date
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the payer's document itself concludes: `sufficient` or `insufficient`, where it says so."""

    verdict: str
    says: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the verdict rests on and no study shows: approval, or use outside of trials.

    Arguments:
        holds: None where nothing at hand says.
    """

    holds: bool | None
    because: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One question of one policy, and what its evidence comes to.

    Arguments:
        id: its name in the library, as `bsc-hcc-2021`.
        policy: whose policy it stands behind, as `bsc/7.01.75`.
        version: the policy's version, by the name of its file without the suffix.
        as_of: what was known that day; studies published later are left out and logged.
        principles: by which studies were selected, in own words, in order.
        regulatory: approval or clearance (R1).
        attainable: use outside of investigational settings (R7).
        method: the id of the method document whose rules and numbers hold.
    """

    id: str
    title: str
    policy: str
    version: str
    as_of: date | None
    question: Question
    search: Search
    principles: tuple[str, ...]
    included: tuple[Inclusion, ...]
    excluded: tuple[Exclusion, ...]
    cohorts: tuple[Cohort, ...]
    outcomes: tuple[ReviewOutcome, ...]
    regulatory: Fact
    attainable: Fact
    conclusion: Conclusion | None
    overrides: tuple[Override, ...]
    method: str
    cites: tuple[Cite, ...]
    note: str
    place: Place

    def outcome(self, name: str) -> ReviewOutcome | None:
        """The outcome of that id; None where there is none."""
        return next((outcome for outcome in self.outcomes if outcome.id == name), None)
