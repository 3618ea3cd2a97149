"""One service line for one indication: facts to knowledge, knowledge to the determination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coverdict.decision.actions import disposition_of
from coverdict.decision.context import Context, context_of
from coverdict.decision.drafts import Draft
from coverdict.decision.duties import duty_finding
from coverdict.decision.eligibility import ended_before, uncovered
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
    TraceNode,
)
from coverdict.decision.programs import Practice, Programs
from coverdict.decision.trace import Tracer, fact_shown
from coverdict.language.model import AutomaticApproval, Fact, Product
from coverdict.library.layers import Outcome
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
    practice = programs.practice(request.payer, routed.version, service.date)
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
            product=context.named,
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
    return {
        **(follows_shown(context.product, facts) if context.product else {}),
        **{name: fact_shown(facts[name], stated) for name, stated in context.facts.items()},
    }


def follows_shown(product: Product, facts: Mapping[str, Fact]) -> dict[str, FactShown]:
    """What follows from a product, as the trace shows it."""
    return {
        name: FactShown(name, value, f"follows from product {product.name}", True)
        for name, value in implied(product).items()
        if name in facts
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
    approved = (
        draft.automatic is not None
        and in_force_to_the_end(line.service, line.routed)
        and _documented(practice, draft.automatic, line.facts)
    )
    determination = LineDetermination(
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
        approval=approval_of(line.service, line.routed) if approved else None,
        reasons=findings.reasons,
        status_reasons=findings.status_reasons,
        questions=draft.questions,
        readings=draft.readings,
        judgements=draft.judgements,
        would_change=_changes(draft, line) if draft.changes else (),
        would_change_exact=findings.changes.exact,
        duties=_duties(practice, line) if program.policy.duties else (),
        guidelines=draft.guidelines,
        conflict=draft.conflict,
        conflict_says=draft.conflict_says,
        notice_reason=draft.notice_reason,
        appeal=draft.appeal,
        trace=(*tracer.trace(line.routed, findings, line.shown), *_unnamed(practice, line)),
    )
    ended = ended_before(line.facts, line.service.end or line.service.date)
    if ended is None:
        return determination
    referrals = practice.settings.referrals
    return uncovered(determination, ended, referrals.shows if referrals else "clauses")


def _unnamed(practice: Practice, line: Line) -> tuple[TraceNode, ...]:
    """That no plan at hand names the member's product: nothing is inherited by silence."""
    if line.product is None or line.product in practice.products:
        return ()
    names = ", ".join(practice.products) or "none"
    label = f"no plan document of {line.payer} names the product {line.product}; named are: {names}"
    return (TraceNode("product", label),)


def _documented(practice: Practice, automatic: AutomaticApproval, facts: Mapping[str, Stated]) -> bool:
    """Whether the documented facts alone suffice for the approval, or the payer accepts attested ones."""
    if automatic.accept == "attested":
        return True
    values = {name: stated.value for name, stated in facts.items() if stated.documented}
    masks = knowledge_of(practice.program, values, practice.settled).masks
    outcomes = practice.program.outcome.possible(masks)
    return all(isinstance(one, Outcome) and disposition_of(one) == "favourable" for one in outcomes)


def in_force_to_the_end(service: Service, routed: Routed) -> bool:
    """Whether the version is in force on the service's last day as well: nothing is approved beyond it."""
    last = routed.window.end if routed.window else routed.version.last
    return service.end is None or last is None or service.end <= last


def approval_of(service: Service, routed: Routed) -> Approval:
    """What an approval of a service authorises: the units and the days that were asked for."""
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
        anchor = line.service.date if duty.anchor == "service.date" else _day(line.facts, duty.anchor)
        applies = True if function is None else truth_of(function, line.knowledge.masks)
        done_on = _day(line.facts, duty.event)
        found.append(duty_finding(duty, anchor, applies, done_on, line.as_of, settled.get(duty.reading)))
    return tuple(found)


def _day(facts: Mapping[str, Stated], name: str) -> date | None:
    stated = facts.get(name)
    return stated.value if stated is not None and isinstance(stated.value, date) else None
