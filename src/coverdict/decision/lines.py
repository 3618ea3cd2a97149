"""One service line for one indication: facts to knowledge, knowledge to the determination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coverdict.decision.context import Context, context_of
from coverdict.decision.drafts import Draft
from coverdict.decision.duties import duty_finding
from coverdict.decision.findings import truth_of
from coverdict.decision.knowledge import Knowledge, knowledge_of
from coverdict.decision.model import (
    Alteration,
    Approval,
    Change,
    DutyFinding,
    FactShown,
    Indication,
    LineDetermination,
    Request,
    Service,
    Stated,
)
from coverdict.decision.programs import Practice, Programs
from coverdict.decision.trace import Tracer, fact_shown
from coverdict.language.model import Fact
from coverdict.library.program import implied
from coverdict.library.routing import Routed


def decide_line(
    programs: Programs,
    request: Request,
    service: Service,
    indication: Indication | None,
    routed: Routed,
) -> LineDetermination:
    """The determination of a service that a policy version governs, for one indication (None: the only)."""
    practice = programs.practice(request.payer, routed.version)
    known = practice.program.names.facts
    context = context_of(programs.library, known, request, service, indication)
    values = {name: stated.value for name, stated in context.facts.items()}
    knowledge = knowledge_of(practice.program, values, practice.settled)
    return line_of(
        practice,
        practice.tracer,
        practice.draft(knowledge, context.product, context.clash),
        Line(
            payer=request.payer,
            product=request.product,
            service=service,
            indication=indication.id if indication else None,
            routed=routed,
            as_of=request.as_of,
            facts=context.facts,
            shown=_shown(context, known),
            knowledge=knowledge,
        ),
    )


def _shown(context: Context, facts: Mapping[str, Fact]) -> dict[str, FactShown]:
    """The known facts as the trace shows them, and beside them what follows from the product."""
    follows = implied(context.product) if context.product else {}
    return {
        **{
            name: FactShown(name, value, f"follows from product {context.product.name}", True)
            for name, value in follows.items()
            if context.product and name in facts
        },
        **{name: fact_shown(facts[name], stated) for name, stated in context.facts.items()},
    }


@dataclass(frozen=True, slots=True)
class Line:
    """What is one line's own.

    Arguments:
        facts: all that is known, by name.
        shown: the same as the trace shows it.
    """

    payer: str
    product: str | None
    service: Service
    indication: str | None
    routed: Routed
    as_of: date | None
    facts: Mapping[str, Stated]
    shown: Mapping[str, FactShown]
    knowledge: Knowledge


def line_of(practice: Practice, tracer: Tracer, draft: Draft, line: Line) -> LineDetermination:
    """The determination of a line: what it shares with others, and what is its own."""
    program = practice.program
    findings = draft.findings
    approved = draft.automatic is not None and _documented(draft, line.facts)
    return LineDetermination(
        service=line.service,
        payer=line.payer,
        product=line.product,
        routing="addressed",
        action="approve" if approved else draft.action,
        possible=() if draft.conflict else findings.possible,
        disposition=draft.disposition,
        dispositions=draft.dispositions,
        indication=line.indication,
        policy=program.policy.id,
        version=line.routed.version.name,
        policy_title=program.policy.title,
        denial_class=draft.denial_class,
        denial_classes=draft.denial_classes,
        referral=None if approved else draft.referral,
        approval=_approval(line.service, line.routed) if approved else None,
        reasons=findings.reasons,
        status_reasons=findings.status_reasons,
        questions=draft.questions,
        readings=draft.readings,
        judgements=draft.judgements,
        would_change=_changes(draft, line) if draft.changes else (),
        duties=_duties(practice, line) if program.policy.duties else (),
        guidelines=draft.guidelines,
        conflict=draft.conflict,
        conflict_says=draft.conflict_says,
        notice_reason=draft.notice_reason,
        appeal=draft.appeal,
        trace=tracer.trace(line.routed, findings, line.shown),
    )


def _documented(draft: Draft, facts: Mapping[str, Stated]) -> bool:
    """Whether facts that suffice for the approval are documented, or the payer accepts attested ones."""
    assert draft.automatic is not None
    return draft.automatic.accept == "attested" or any(
        all(facts[name].documented for name in names) for names in draft.findings.reasons.sets
    )


def _approval(service: Service, routed: Routed) -> Approval:
    version = routed.version
    return Approval(
        units=service.units,
        first_day=service.date,
        last_day=service.end or service.date,
        criteria=f"{version.policy}, version {version.name}",
    )


def _changes(draft: Draft, line: Line) -> tuple[Change, ...]:
    return tuple(
        Change(
            tuple(
                Alteration(name, line.shown[name].value or "", instead) for name, instead in change.instead
            ),
            change.outcomes,
        )
        for change in draft.changes
    )


def _duties(practice: Practice, line: Line) -> tuple[DutyFinding, ...]:
    program, settled = practice.program, practice.settled
    found = []
    for duty, function in zip(program.policy.duties, program.duties, strict=True):
        anchor = _day(line.facts, duty.anchor) or line.service.date
        applies = True if function is None else truth_of(function, line.knowledge.masks)
        done_on = _day(line.facts, duty.event)
        found.append(duty_finding(duty, anchor, applies, done_on, line.as_of, settled.get(duty.reading)))
    return tuple(found)


def _day(facts: Mapping[str, Stated], name: str) -> date | None:
    stated = facts.get(name)
    return stated.value if stated is not None and isinstance(stated.value, date) else None
