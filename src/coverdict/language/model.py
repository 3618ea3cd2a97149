"""What a document says, after reading: rules, value sets, duties, settings and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from coverdict.language.syntax import Citation, Code, Criterion
from coverdict.language.vocabulary_model import (
    CodeSet,
    Constraint,
    Element,
    Elements,
    Fact,
    FactType,
    Option,
    Scope,
    Value,
    ValueSet,
    Vocabulary,
    Who,
)
from coverdict.text import Place

__all__ = [
    "BENEFITS",
    "POSITIONS",
    "STATUSES",
    "AcceptedFinding",
    "AutomaticApproval",
    "Case",
    "CodeEntry",
    "CodeSet",
    "Constraint",
    "DenialClass",
    "Document",
    "Duty",
    "Element",
    "Elements",
    "Expectation",
    "Fact",
    "FactType",
    "HistoryRow",
    "Hole",
    "Kind",
    "Layer",
    "Meaning",
    "NamedCriterion",
    "Note",
    "Option",
    "PolicyWindow",
    "Product",
    "ReadingDeclaration",
    "ReferralSettings",
    "Rule",
    "Scope",
    "SettledReading",
    "Slot",
    "Value",
    "ValueSet",
    "Vocabulary",
    "Who",
    "Window",
]

# --- rules -------------------------------------------------------------------------------------------

STATUSES = (
    "established",
    "medically_necessary",
    "investigational",
    "not_medically_necessary",
    "criteria_not_met",
    "delegated",
    "not_addressed",
)
BENEFITS = ("covered", "not_covered", "coinsurance_only", "undetermined")
POSITIONS = ("supports", "supports_with_conditions", "other_therapy", "does_not_support")

Slot: TypeAlias = Literal["status", "benefit", "position"]
Layer: TypeAlias = Literal["law", "contract", "product", "policy", "guideline"]
DenialClass: TypeAlias = Literal["clinical", "administrative", "unsettled"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a payer's word can stand for where it does not say: a reading without effect on the status."""

    reading: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When `when` holds (always, when it is None), the slot gets `then`; else `otherwise`, if given.

    Arguments:
        label: the payer's own word for the position ("Not covered", "Established codes").
        denial_class: the class of an adverse or unsettled outcome that this rule decides.
        individual_consideration: what narrowly fails goes to a physician's individual consideration.
        meaning: an open meaning of `otherwise`.
    """

    id: str
    slot: Slot
    layer: Layer
    then: str
    place: Place
    when: Criterion | None = None
    otherwise: str | None = None
    label: str = ""
    denial_class: DenialClass | None = None
    individual_consideration: bool = False
    meaning: Meaning | None = None
    cites: Citation | None = None
    note: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class NamedCriterion:
    """A criterion that others refer to by `id` (document id, `#`, criterion id)."""

    id: str
    criterion: Criterion
    place: Place
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReadingDeclaration:
    """A reading and its options' labels; `id` is the document's id, `#`, the reading's name."""

    id: str
    options: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code that the policy governs, or a companion that follows a governed code of the session."""

    code: Code
    role: Literal["governed", "companion"]
    place: Place
    approach: str = ""
    label: str = ""
    first: date | None = None
    last: date | None = None
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end` days relative to an anchor date, both included; negative is before."""

    start: int
    end: int
    business: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """What `actor` must do in a window around the date fact `anchor`; done on the date fact `event`.

    `windows` holds each way to read the window, by label; the first is the one that reminders use.
    """

    id: str
    actor: str
    action: str
    event: str
    anchor: str
    windows: tuple[tuple[str, Window], ...]
    place: Place
    when: Criterion | None = None
    reading: str = ""
    cites: Citation | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a document holds that is no rule: contacts, history, related policies, precedence …

    `data` is a mapping or a list as written, every scalar a string. `in_trace`: the determination's
    trace shows `says`.
    """

    kind: str
    id: str
    place: Place
    says: str = ""
    data: Any = None
    in_trace: bool = False
    cites: Citation | None = None
    heading: str = ""


# --- documents ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Product:
    """A product of a payer, with what follows from it about the member's coverage."""

    name: str
    label: str
    place: Place
    line_of_business: str = ""
    funding: str = ""
    appeal: str = ""
    authorization: Literal["required", "not_required", "not_stated"] = "not_stated"
    example: bool = False


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a policy's history; `position_change` is None where the row does not say."""

    effective: date
    action: str
    place: Place
    position_change: bool | None = None
    statement_change: bool | None = None
    literature: bool = False
    upstream: str = ""


@dataclass(frozen=True, slots=True)
class PolicyWindow:
    """When an undated policy is in force for a payer; `end` is the last day."""

    policy: str
    start: date
    place: Place
    end: date | None = None
    example: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SettledReading:
    """A payer's own decision on an open reading, signed and dated."""

    reading: str
    option: str
    signed_by: str
    role: str
    on: date
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class AutomaticApproval:
    """Whether favourable determinations of a product are approved without a person."""

    product: str
    on: bool
    place: Place
    accept: Literal["documented", "attested"] = "documented"


@dataclass(frozen=True, slots=True)
class ReferralSettings:
    """What a referral shows the person who decides: facts and clauses, or the conclusion as well."""

    shows: Literal["clauses", "conclusion"] = "clauses"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of the answer to a case; nothing where it is empty or None.

    Arguments:
        status, benefit: the possible ones, which are exactly these.
        decided_by: ids of rules, with ` otherwise` behind the id where the rule's `otherwise` decides.
        questions: the facts that are asked for; empty where none is.
    """

    status: tuple[str, ...] = ()
    benefit: tuple[str, ...] = ()
    action: Literal["approve", "pend", "refer", "not_required"] | None = None
    refer_to: Literal["physician", "benefits", "intake"] | None = None
    decided_by: tuple[str, ...] = ()
    questions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """What nobody has written yet, or nobody could read in the source.

    A document with a hole decides nothing. In a condition, a hole is also an open reading that either holds
    or does not, which no patient can answer.

    Arguments:
        id: its id or, in a condition, its name.
        says: what is missing.
        proposed: what a reader that is no person proposes for it; empty where nothing is proposed.
    """

    id: str
    place: Place
    says: str = ""
    cites: Citation | None = None
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An example patient beside the sentence that it shows, and what is expected of the answer.

    Arguments:
        facts: what is known, by the fact's name.
        readings: the option that the case takes of a reading, by the reading's full id.
    """

    id: str
    place: Place
    says: str
    payer: str
    product: str
    date: date | None
    code: Code | None
    facts: tuple[tuple[str, Value], ...]
    readings: tuple[tuple[str, str], ...]
    expect: Expectation
    heading: str = ""


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding of the check that stays, with the reason.

    Arguments:
        finding: its id, such as `rules-overlap`.
        about: the rule, criterion, reading, code or case; empty for the document as a whole.
    """

    finding: str
    about: str
    because: str
    place: Place
    by: str = ""
    on: date | None = None


Kind: TypeAlias = Literal["policy", "plan", "payer", "mandate", "guideline", "definitions"]


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown document of the library, read and checked.

    Arguments:
        kind: what it is; the front matter's first key says so.
        id: `bsc/7.01.75`, `bcn`, `fep-fda-approved`.
        front: the rest of the front matter, as written.
        effective: first day in force of this version; None where the source does not say.
        until: last day in force, where the document says so.
        payer: of a plan, whose products it holds.
        applies_to: of a plan, mandate or guideline: the policies it belongs to; empty means all.
        adopts: of a payer, the policies it works under.
        example: a fictional document, marked so.
        text: the Markdown itself.
    """

    kind: Kind
    id: str
    title: str
    place: Place
    vocabulary: str
    text: str
    front: Mapping[str, Any] = field(default_factory=dict)
    uses: tuple[str, ...] = ()
    effective: date | None = None
    until: date | None = None
    payer: str = ""
    applies_to: tuple[str, ...] = ()
    adopts: tuple[str, ...] = ()
    example: bool = False
    rules: tuple[Rule, ...] = ()
    criteria: tuple[NamedCriterion, ...] = ()
    readings: tuple[ReadingDeclaration, ...] = ()
    value_sets: tuple[ValueSet, ...] = ()
    codes: tuple[CodeEntry, ...] = ()
    duties: tuple[Duty, ...] = ()
    products: tuple[Product, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    windows: tuple[PolicyWindow, ...] = ()
    settled: tuple[SettledReading, ...] = ()
    approvals: tuple[AutomaticApproval, ...] = ()
    referrals: ReferralSettings | None = None
    notes: tuple[Note, ...] = ()
    cases: tuple[Case, ...] = ()
    accepted: tuple[AcceptedFinding, ...] = ()
    holes: tuple[Hole, ...] = ()
