"""Requests and determinations: what goes in, and what comes out for each service line."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from coverdict.language.model import DenialClass, Value, Who
from coverdict.language.syntax import Citation, Code
from coverdict.text import Place

# --- request -----------------------------------------------------------------------------------------

Stage: TypeAlias = Literal["prospective", "concurrent", "retrospective", "claim"]
Urgency: TypeAlias = Literal["standard", "expedited"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as a request gives it; `value` is in the vocabulary's own form.

    Arguments:
        source: where it comes from ("CT report"); empty where the request does not say.
        by, role: who stated it, in which role.
        on: the day on which it was stated or measured.
        documented: whether a document supports it; otherwise it is attested.
    """

    value: Value
    source: str = ""
    by: str = ""
    role: str = ""
    on: datetime.date | None = None
    documented: bool = False


@dataclass(frozen=True, slots=True)
class Indication:
    id: str
    facts: Mapping[str, Stated] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Service:
    """A service line; `indication` is the one that it is for, `companion_of` the line it goes with."""

    id: str
    code: Code
    date: datetime.date
    units: Decimal | None = None
    modifiers: tuple[str, ...] = ()
    place: str = ""
    indication: str = ""
    companion_of: str = ""
    end: datetime.date | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """Who, what, when and facts. Only payer, services and their dates are required."""

    payer: str
    services: tuple[Service, ...]
    product: str | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict)
    indications: tuple[Indication, ...] = ()
    as_of: datetime.date | None = None
    received: datetime.date | None = None
    stage: Stage | None = None
    urgency: Urgency | None = None


# --- determination -----------------------------------------------------------------------------------

Disposition: TypeAlias = Literal["favourable", "adverse", "unsettled"]
Action: TypeAlias = Literal["approve", "pend", "refer", "not_required"]
Target: TypeAlias = Literal["physician", "benefits", "intake"]
Shows: TypeAlias = Literal["clauses", "conclusion"]
Routing: TypeAlias = Literal[
    "addressed",
    "companion",
    "not_addressed",
    "no_version",
    "text_not_held",
    "no_window",
    "ambiguous",
]
State: TypeAlias = Literal["met", "not met", "unknown"]
DutyState: TypeAlias = Literal["not applicable", "met", "due", "missed", "open reading", "unknown"]


@dataclass(frozen=True, slots=True)
class PossibleOutcome:
    """An outcome that some completion of the unknown facts has.

    `layer` names the source that decided the benefit or, where nothing did, the status. The status is None
    where no version of a policy is at hand that could give one.
    """

    status: str | None
    benefit: str
    layer: str


@dataclass(frozen=True, slots=True)
class ReasonSets:
    """Inclusion-minimal sets of known facts that each force the conclusion; at most 5 are listed.

    `total` counts all of them; it is a lower bound where `exact` is false.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    total: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    fact: str
    ask: str
    who: Who | None
    answers: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A reading that nobody has settled, with the outcomes under each of its options.

    `decides`: the disposition depends on it. `matters`: some outcome depends on it.
    """

    id: str
    name: str
    options: tuple[tuple[str, tuple[PossibleOutcome, ...]], ...]
    decides: bool
    matters: bool
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class OpenJudgement:
    """A judgement that only a qualified person can make; `decides` as for readings."""

    fact: str
    ask: str
    who: Who | None
    decides: bool
    matters: bool


@dataclass(frozen=True, slots=True)
class Alteration:
    """A fact, its value now, and in words the values that it would need."""

    fact: str
    now: str
    instead: str


@dataclass(frozen=True, slots=True)
class Change:
    """The fewest known, changeable facts whose alteration leads to other outcomes, which it names."""

    alterations: tuple[Alteration, ...]
    outcomes: tuple[PossibleOutcome, ...]


@dataclass(frozen=True, slots=True)
class DutyFinding:
    """What somebody must do, in which days, and how it stands as of `as_of`.

    The days are None while the day around which the window lies is unknown. `by_reading` holds the state
    under each way to read the window, where they differ.
    """

    id: str
    actor: str
    action: str
    state: DutyState
    first_day: datetime.date | None
    last_day: datetime.date | None
    reminder: datetime.date | None
    done_on: datetime.date | None = None
    as_of: datetime.date | None = None
    by_reading: tuple[tuple[str, DutyState], ...] = ()
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact as the trace shows it; `value` is None where it is unknown."""

    fact: str
    value: str | None
    source: str = ""
    documented: bool | None = None


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One step of the trace: a document, a rule, a criterion, a reading, a note.

    `state` is exact under missing facts: unknown only when completions differ.
    """

    kind: str
    label: str
    state: State | None = None
    text: str = ""
    facts: tuple[FactShown, ...] = ()
    cites: Citation | None = None
    place: Place | None = None
    children: tuple[TraceNode, ...] = ()


@dataclass(frozen=True, slots=True)
class GuidelineFinding:
    """What a guideline beside the policy says of this patient. It never approves."""

    guideline: str
    title: str
    rule: str
    label: str
    position: str
    state: State
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """To whom a line goes, and what that person is shown before the decision is recorded.

    `why` is one sentence; `copy_to` names further recipients ("policy owner").
    """

    to: Target
    qualification: str
    why: str
    copy_to: tuple[str, ...] = ()
    shows: Shows = "clauses"
    individual_consideration: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approval authorises. It is an authorization, not a promise of payment."""

    units: Decimal | None
    first_day: datetime.date
    last_day: datetime.date
    criteria: str


@dataclass(frozen=True, slots=True)
class LineDetermination:
    """The answer for one service line and one indication.

    `disposition` is None while several are possible, and where the facts contradict each other.
    `would_change_exact` is false where the search was cut short: there may be more, or nearer, changes.
    """

    service: Service
    payer: str
    product: str | None
    routing: Routing
    action: Action
    possible: tuple[PossibleOutcome, ...]
    disposition: Disposition | None
    dispositions: tuple[Disposition, ...] = ()
    indication: str | None = None
    policy: str | None = None
    version: str | None = None
    policy_title: str = ""
    denial_class: DenialClass | None = None
    denial_classes: tuple[DenialClass, ...] = ()
    referral: Referral | None = None
    approval: Approval | None = None
    reasons: ReasonSets = field(default_factory=ReasonSets)
    status_reasons: ReasonSets = field(default_factory=ReasonSets)
    questions: tuple[Question, ...] = ()
    readings: tuple[OpenReading, ...] = ()
    judgements: tuple[OpenJudgement, ...] = ()
    would_change: tuple[Change, ...] = ()
    would_change_exact: bool = True
    duties: tuple[DutyFinding, ...] = ()
    guidelines: tuple[GuidelineFinding, ...] = ()
    conflict: tuple[str, ...] = ()
    conflict_says: str = ""
    split: bool = False
    notice_reason: str = ""
    appeal: str = ""
    trace: tuple[TraceNode, ...] = ()


NOTICE = "An authorization answer, not a promise of payment: benefits are settled when the claim is reviewed."
CLAIM_NOTICE = "An answer under policy and plan: the claim itself is settled by its review."


@dataclass(frozen=True, slots=True)
class Determination:
    """The answers for all lines of a request, with what is needed to replay them years later."""

    lines: tuple[LineDetermination, ...]
    library_digest: str
    program_version: str
    as_of: datetime.date | None
    request_digest: str
    notice: str = NOTICE
    received: datetime.date | None = None
    stage: Stage | None = None
    urgency: Urgency | None = None
