"""A request in, a determination out: every line routed, decided for each of its indications, and combined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from coverdict.decision.actions import QUALIFICATIONS, classes_in_order, in_order
from coverdict.decision.digests import request_digest
from coverdict.decision.lines import approval_of, decide_line
from coverdict.decision.model import (
    CLAIM_NOTICE,
    NOTICE,
    Action,
    Determination,
    Indication,
    LineDetermination,
    OpenJudgement,
    OpenReading,
    PossibleOutcome,
    ReasonSets,
    Referral,
    Request,
    Routing,
    Service,
    Target,
    TraceNode,
)
from coverdict.decision.programs import Programs
from coverdict.library.routing import Routed, Unrouted, route

_Open = TypeVar("_Open", OpenReading, OpenJudgement)


def determine(programs: Programs, request: Request, program_version: str) -> Determination:
    """The determination of every service line of a request.

    Arguments:
        programs: the compiled policies of a library.
        program_version: recorded with the library's digest, so that the answer can be replayed.
    """
    library = programs.library
    lines: list[LineDetermination] = []
    for service in request.services:
        lines += _service_lines(programs, request, service)
    return Determination(
        lines=tuple(lines),
        library_digest=library.digest,
        program_version=program_version,
        as_of=request.as_of,
        received=request.received,
        stage=request.stage,
        urgency=request.urgency,
        request_digest=request_digest(request),
        notice=CLAIM_NOTICE if request.stage == "claim" else NOTICE,
    )


def _service_lines(programs: Programs, request: Request, service: Service) -> list[LineDetermination]:
    routed = route(programs.library, request.payer, service.code, service.date)
    if isinstance(routed, Unrouted):
        return [unrouted_line(request.payer, request.product, service, routed)]
    if routed.entry.role == "governed":
        return _governed_lines(programs, request, service, routed)
    partners = _partners(programs, request, service, routed)
    if not partners:
        alone = Unrouted(
            "not_addressed",
            f"{service.code} is addressed only beside a governed service of the same session",
            (routed.version.policy,),
        )
        return [unrouted_line(request.payer, request.product, service, alone)]
    return _companion_lines(programs, request, service, partners)


def _partners(
    programs: Programs, request: Request, service: Service, routed: Routed
) -> list[tuple[Service, Routed]]:
    """The governed services of the same session: the line it names, else all of its indication."""
    found = []
    for other in request.services:
        named = service.companion_of == other.id
        if (service.companion_of and not named) or not _same_session(service, other):
            continue
        if not named and service.indication and other.indication not in ("", service.indication):
            continue
        way = route(programs.library, request.payer, other.code, other.date)
        if isinstance(way, Unrouted) or way.entry.role != "governed":
            continue
        if way.version == routed.version:
            found.append((other, way))
    return found


def _same_session(one: Service, other: Service) -> bool:
    """Whether two services share a day."""
    return one.date <= (other.end or other.date) and other.date <= (one.end or one.date)


def _governed_lines(
    programs: Programs, request: Request, service: Service, routed: Routed
) -> list[LineDetermination]:
    lines = [
        decide_line(programs, request, service, indication, routed)
        for indication in _indications(request, service)
    ]
    return _combined(lines)


def _indications(request: Request, service: Service) -> tuple[Indication | None, ...]:
    chosen = tuple(one for one in request.indications if service.indication in ("", one.id))
    return chosen or (None,)


def _combined(lines: list[LineDetermination]) -> list[LineDetermination]:
    """One service for several indications: never approved in part, and a split evaluation is referred."""
    if len(lines) < 2:
        return lines
    split = _split(lines)
    lines = [replace(line, split=split) for line in lines]
    actions = {line.action for line in lines}
    if "pend" in actions:
        return [line if line.action == "pend" else _waiting(line, lines) for line in lines]
    if actions == {"not_required"} or (len(actions) == 1 and not split):
        return lines
    referral = _referral_of_all(lines, split)
    return [replace(line, action="refer", approval=None, referral=referral) for line in lines]


def _split(lines: list[LineDetermination]) -> bool:
    """Whether the indications' statuses differ, whatever is still unknown."""
    statuses = [{outcome.status for outcome in line.possible} for line in lines if not line.conflict]
    return bool(statuses) and not set.intersection(*statuses)


def _waiting(line: LineDetermination, lines: list[LineDetermination]) -> LineDetermination:
    """A line that could be approved or referred, held back while the service waits for an answer."""
    questions = {question.fact: question for other in lines for question in other.questions}
    return replace(line, action="pend", approval=None, referral=None, questions=tuple(questions.values()))


_TARGETS: tuple[Target, ...] = ("physician", "benefits", "intake")


def _referral_of_all(lines: list[LineDetermination], split: bool) -> Referral:
    """The referral of a whole service: of a split evaluation to a physician, else to the first in rank."""
    given = [line.referral for line in lines if line.referral]
    to: Target = "physician"
    if not split:
        to = min((referral.to for referral in given), key=_TARGETS.index, default=to)
    return Referral(
        to=to,
        qualification=QUALIFICATIONS[to],
        why=(
            "a split evaluation: the service is for several indications whose statuses differ"
            if split
            else "the service is for several indications, and a code is never approved in part"
        ),
        copy_to=tuple(dict.fromkeys(name for referral in given for name in referral.copy_to)),
        shows=next((referral.shows for referral in given), "clauses"),
        individual_consideration=any(referral.individual_consideration for referral in given),
    )


def _companion_lines(
    programs: Programs, request: Request, service: Service, partners: list[tuple[Service, Routed]]
) -> list[LineDetermination]:
    """A companion takes the outcome of the governed services of its session; of several, the union."""
    followed: list[LineDetermination] = []
    for partner, way in partners:
        followed += _governed_lines(programs, request, partner, way)
    note = TraceNode(
        "companion",
        f"{service.code} follows "
        + ", ".join(dict.fromkeys(f"line {partner.id} ({partner.code})" for partner, _ in partners)),
    )
    if len(partners) == 1:
        lines = [replace(line, service=service, trace=(note, *line.trace)) for line in followed]
    else:
        lines = [_union(service, followed, note)]
    granted = approval_of(service, partners[0][1])
    return [
        replace(line, routing="companion", approval=granted if line.action == "approve" else None)
        for line in lines
    ]


def _union(service: Service, followed: list[LineDetermination], note: TraceNode) -> LineDetermination:
    """One line for several followed ones: approved only when all are, pended while any has a question.

    What explains one of the lines (reasons, changes) is kept only where it explains them all.
    """
    lead = min(followed, key=_rank)
    trace = (note, *(node for line in followed for node in line.trace))
    if lead.conflict:
        return replace(lead, service=service, indication=None, trace=trace)
    dispositions = in_order(one for line in followed for one in line.dispositions)
    classes = classes_in_order(one for line in followed for one in line.denial_classes)
    copies = dict.fromkeys(name for line in followed if line.referral for name in line.referral.copy_to)
    reasons = {line.reasons for line in followed} if len(dispositions) == 1 else set()
    status_reasons = {line.status_reasons for line in followed} if len(_statuses(followed)) == 1 else set()
    changes = {line.would_change for line in followed}
    return replace(
        lead,
        service=service,
        indication=None,
        possible=_merged(followed),
        dispositions=dispositions,
        disposition=dispositions[0] if len(dispositions) == 1 else None,
        denial_class=classes[0] if len(classes) == 1 else None,
        denial_classes=classes,
        referral=replace(lead.referral, copy_to=tuple(copies)) if lead.referral else None,
        reasons=lead.reasons if len(reasons) == 1 else ReasonSets(),
        status_reasons=lead.status_reasons if len(status_reasons) == 1 else ReasonSets(),
        would_change=lead.would_change if len(changes) == 1 else (),
        questions=tuple({one.fact: one for line in followed for one in line.questions}.values()),
        readings=_weightiest({one.id: one for one in line.readings} for line in followed),
        judgements=_weightiest({one.fact: one for one in line.judgements} for line in followed),
        guidelines=tuple(dict.fromkeys(one for line in followed for one in line.guidelines)),
        split=any(line.split for line in followed),
        notice_reason="; or ".join(
            dict.fromkeys(line.notice_reason for line in followed if line.notice_reason)
        ),
        trace=trace,
    )


def _rank(line: LineDetermination) -> tuple[int, int]:
    """Which of several lines leads: one in conflict, one that waits, then the referrals."""
    action = -1 if line.conflict else _ACTIONS.index(line.action)
    return action, _TARGETS.index(line.referral.to) if line.referral else 0


_ACTIONS: tuple[Action, ...] = ("pend", "refer", "approve", "not_required")


def _statuses(lines: list[LineDetermination]) -> set[str | None]:
    return {outcome.status for line in lines for outcome in line.possible}


def _merged(lines: list[LineDetermination]) -> tuple[PossibleOutcome, ...]:
    """The possible outcomes of all lines; two that differ in layer alone are one."""
    merged: dict[tuple[str, str], PossibleOutcome] = {}
    for outcome in (one for line in lines for one in line.possible):
        merged.setdefault((outcome.status or "", outcome.benefit), outcome)
    return tuple(merged[key] for key in sorted(merged))


def _weightiest(given: Iterable[Mapping[str, _Open]]) -> tuple[_Open, ...]:
    """Of what is open in several lines under one name, that on which the most hangs."""
    found: dict[str, _Open] = {}
    for named in given:
        for name, one in named.items():
            other = found.setdefault(name, one)
            if (one.decides, one.matters) > (other.decides, other.matters):
                found[name] = one
    return tuple(found.values())


_ROUTINGS: dict[str, Routing] = {
    "not_addressed": "not_addressed",
    "no_version": "no_version",
    "text_not_held": "text_not_held",
    "no_window": "no_window",
    "ambiguous": "ambiguous",
}


def routing_of(way: Unrouted) -> Routing:
    """How answers call the reason for which no version decides."""
    return _ROUTINGS[way.missing]


def unrouted_line(payer: str, product: str | None, service: Service, way: Unrouted) -> LineDetermination:
    """No policy decides: the line goes to intake, which finds out what does. It is never "not covered"."""
    status = "not_addressed" if way.missing == "not_addressed" else None
    return LineDetermination(
        service=service,
        payer=payer,
        product=product,
        routing=routing_of(way),
        action="refer",
        possible=(PossibleOutcome(status, "undetermined", "none"),),
        disposition="unsettled",
        dispositions=("unsettled",),
        policy=way.policies[0] if len(way.policies) == 1 and way.missing != "not_addressed" else None,
        denial_class="unsettled",
        denial_classes=("unsettled",),
        referral=Referral("intake", QUALIFICATIONS["intake"], way.why),
        notice_reason=way.why,
        trace=(TraceNode("routing", way.why),),
    )
