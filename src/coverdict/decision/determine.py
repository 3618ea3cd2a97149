"""A request in, a determination out: every line routed, decided for each of its indications, and combined."""

from __future__ import annotations

from dataclasses import replace

from coverdict.decision.actions import QUALIFICATIONS
from coverdict.decision.lines import decide_line
from coverdict.decision.model import (
    Determination,
    Indication,
    LineDetermination,
    PossibleOutcome,
    Referral,
    Request,
    Routing,
    Service,
    Shows,
    TraceNode,
)
from coverdict.decision.programs import Programs
from coverdict.decision.requests import request_digest
from coverdict.library.routing import Routed, Unrouted, route


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
        request_digest=request_digest(request),
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
    """The governed services of the same session: the line it names, else all of the same day."""
    found = []
    for other in request.services:
        if service.companion_of and other.id != service.companion_of:
            continue
        if not service.companion_of and other.date != service.date:
            continue
        way = route(programs.library, request.payer, other.code, other.date)
        if isinstance(way, Unrouted) or way.entry.role != "governed":
            continue
        if way.version == routed.version:
            found.append((other, way))
    return found


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
    statuses = {frozenset(outcome.status for outcome in line.possible) for line in lines}
    split = len(statuses) > 1
    if any(line.action == "pend" for line in lines):
        return [replace(line, split=split) for line in lines]
    actions = {line.action for line in lines}
    if not split and len(actions) == 1:
        return lines
    why = (
        "a split evaluation: the service is for several indications whose statuses differ"
        if split
        else "the service is for several indications, and a code is never approved in part"
    )
    shows: Shows = next((line.referral.shows for line in lines if line.referral), "clauses")
    return [
        replace(
            line,
            split=split,
            action="refer",
            approval=None,
            referral=Referral(
                to="physician",
                qualification=QUALIFICATIONS["physician"],
                why=why,
                copy_to=line.referral.copy_to if line.referral else (),
                shows=shows,
                individual_consideration=any(
                    one.referral is not None and one.referral.individual_consideration for one in lines
                ),
            ),
        )
        for line in lines
    ]


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
        return [
            replace(line, service=service, routing="companion", trace=(note, *line.trace))
            for line in followed
        ]
    return [_union(service, followed, note)]


def _union(service: Service, followed: list[LineDetermination], note: TraceNode) -> LineDetermination:
    """One line for several followed ones: approved only when all are, pended while any has a question."""
    by_action = {line.action: line for line in reversed(followed)}
    lead = by_action.get("pend") or by_action.get("refer") or followed[0]
    possible = tuple(sorted({outcome for line in followed for outcome in line.possible}, key=_by_words))
    dispositions = tuple(dict.fromkeys(one for line in followed for one in line.dispositions))
    questions = {question.fact: question for line in followed for question in line.questions}
    return replace(
        lead,
        service=service,
        routing="companion",
        indication=None,
        possible=possible,
        dispositions=dispositions,
        disposition=dispositions[0] if len(dispositions) == 1 else None,
        denial_classes=tuple(dict.fromkeys(one for line in followed for one in line.denial_classes)),
        questions=tuple(questions.values()),
        trace=(note, *(node for line in followed for node in line.trace)),
    )


def _by_words(outcome: PossibleOutcome) -> tuple[str, str, str]:
    return outcome.status or "", outcome.benefit, outcome.layer


_ROUTINGS: dict[str, Routing] = {
    "not_addressed": "not_addressed",
    "no_version": "no_version",
    "text_not_held": "text_not_held",
    "no_window": "no_window",
    "ambiguous": "ambiguous",
}


def unrouted_line(payer: str, product: str | None, service: Service, way: Unrouted) -> LineDetermination:
    """No policy decides: the line goes to intake, which finds out what does. It is never "not covered"."""
    status = "not_addressed" if way.missing == "not_addressed" else None
    return LineDetermination(
        service=service,
        payer=payer,
        product=product,
        routing=_ROUTINGS[way.missing],
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
