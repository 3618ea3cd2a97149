"""One service line for one indication: facts to findings, findings to what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coverdict.decision.actions import Case, disposition_of, possible_outcomes, refer
from coverdict.decision.context import Context, context_of
from coverdict.decision.duties import duty_finding
from coverdict.decision.findings import Analyst, Findings, truth_of
from coverdict.decision.knowledge import Knowledge, knowledge_of
from coverdict.decision.model import (
    Action,
    Alteration,
    Approval,
    Change,
    DutyFinding,
    Indication,
    LineDetermination,
    OpenJudgement,
    OpenReading,
    Question,
    Referral,
    Request,
    Service,
    Stated,
    TraceNode,
)
from coverdict.decision.notices import notice_reason
from coverdict.decision.programs import Programs
from coverdict.decision.trace import Tracer, routing_node, shown
from coverdict.language.model import Document, Fact, FactType
from coverdict.library.layers import Outcome
from coverdict.library.program import Program
from coverdict.library.routing import Routed


def decide_line(
    programs: Programs,
    request: Request,
    service: Service,
    indication: Indication | None,
    routed: Routed,
) -> LineDetermination:
    """The determination of a service that a policy version governs, for one indication (None: the only)."""
    analyst = programs.analyst(request.payer, routed.version)
    settings = programs.settings(request.payer)
    program = analyst.program
    context = context_of(programs.library, program.names.facts, request, service, indication)
    settled = {one.reading: one.option for one in settings.settled}
    values = {name: stated.value for name, stated in context.facts.items()}
    knowledge = knowledge_of(program, values, settled)
    findings = analyst.findings(knowledge)
    tracer = Tracer(analyst, findings, context.facts)
    conflict = context.clash or findings.conflict
    says = _conflict_says(program, conflict)
    action, referral = _action(settings, analyst, knowledge, context, findings)
    return LineDetermination(
        service=service,
        payer=request.payer,
        product=request.product,
        routing="addressed",
        action=action,
        possible=() if conflict else findings.possible,
        disposition=findings.dispositions[0] if len(findings.dispositions) == 1 and not conflict else None,
        dispositions=() if conflict else findings.dispositions,
        indication=indication.id if indication else None,
        policy=program.policy.id,
        version=routed.version.name,
        policy_title=program.policy.title,
        denial_class=findings.classes[0] if len(findings.classes) == 1 and not conflict else None,
        denial_classes=() if conflict else findings.classes,
        referral=referral,
        approval=_approval(service, routed) if action == "approve" else None,
        reasons=findings.reasons,
        status_reasons=findings.status_reasons,
        questions=_questions(program, findings, conflict, says),
        readings=_readings(program, findings, settled),
        judgements=tuple(
            OpenJudgement(one.fact.name, one.fact.ask, one.fact.who, one.decides, one.matters)
            for one in findings.judgements
        ),
        would_change=() if conflict else _changes(program, findings, context.facts, knowledge),
        duties=_duties(program, knowledge, service, context, request, settled),
        guidelines=() if conflict else tracer.guidelines(),
        conflict=conflict,
        conflict_says=says,
        notice_reason="" if conflict else notice_reason(program, findings),
        appeal=context.product.appeal if context.product else "",
        trace=(routing_node(routed, program.policy), *_settings_nodes(program, settings), *tracer.rules()),
    )


# --- what happens next ---------------------------------------------------------------------------------


def _action(
    settings: Document, analyst: Analyst, knowledge: Knowledge, context: Context, findings: Findings
) -> tuple[Action, Referral | None]:
    if context.product is not None and context.product.authorization == "not_required":
        return "not_required", None
    if context.clash or findings.conflict:
        return "pend", None
    if findings.dispositions == ("favourable",) and _automatic(settings, context, findings):
        return "approve", None
    if findings.questions:
        return "pend", None
    case = Case(
        dispositions=findings.dispositions,
        classes=findings.classes,
        reading_decides=any(reading.decides for reading in findings.readings),
        judgement_matters=any(judgement.matters for judgement in findings.judgements),
        individual_consideration=_individual(analyst.program, knowledge, findings),
    )
    return "refer", refer(case, settings.referrals.shows if settings.referrals else "clauses")


def _automatic(settings: Document, context: Context, findings: Findings) -> bool:
    """Whether the payer lets this product's favourable lines through, on facts that are good enough."""
    for approval in settings.approvals:
        if context.product is not None and approval.product == context.product.name and approval.on:
            return approval.accept == "attested" or any(
                all(context.facts[name].documented for name in names) for names in findings.reasons.sets
            )
    return False


def _individual(program: Program, knowledge: Knowledge, findings: Findings) -> bool:
    """Whether the line fails criteria that a physician may set aside, in a plan that may cover it."""
    fails = any(
        outcome.status.otherwise
        and outcome.status.rule in program.rules
        and program.rules[outcome.status.rule].individual_consideration
        for outcome in findings.outcomes
    )
    if not fails:
        return False
    masks = tuple(
        free if dimension.reading or all(fact.scope == "indication" for fact in dimension.facts) else mask
        for dimension, mask, free in zip(program.dimensions, knowledge.masks, program.free, strict=True)
    )
    return any(
        isinstance(outcome, Outcome) and disposition_of(outcome) == "favourable"
        for outcome in program.outcome.possible(masks)
    )


def _approval(service: Service, routed: Routed) -> Approval:
    version = routed.version
    return Approval(
        units=service.units,
        first_day=service.date,
        last_day=service.end or service.date,
        criteria=f"{version.policy}, version {version.name}",
    )


# --- what is shown ---------------------------------------------------------------------------------------


def _questions(
    program: Program, findings: Findings, conflict: tuple[str, ...], says: str
) -> tuple[Question, ...]:
    if conflict:
        return (Question(" and ".join(conflict), says, "provider"),)
    return tuple(question_of(program.names.facts[name]) for name in findings.questions)


def question_of(fact: Fact) -> Question:
    """How a fact is asked for."""
    answers = ("yes", "no") if fact.type is FactType.YES_NO else tuple(one.name for one in fact.options)
    return Question(fact.name, fact.ask, fact.who, answers, fact.unit)


def _conflict_says(program: Program, conflict: tuple[str, ...]) -> str:
    if not conflict:
        return ""
    told = [says for facts, says in program.constraints if facts and set(facts) <= set(conflict)]
    listed = ", ".join(conflict)
    return f"{told[0]} Please check: {listed}." if told else f"These facts cannot all be true: {listed}."


def _readings(program: Program, findings: Findings, settled: Mapping[str, str]) -> tuple[OpenReading, ...]:
    """The readings that decide something, and the open meanings of a word, which decide nothing."""
    found = [
        OpenReading(
            id=one.reading,
            name=one.reading.partition("#")[2],
            options=one.options,
            decides=one.decides,
            matters=one.matters,
            cites=program.reading_citations.get(one.reading),
        )
        for one in findings.readings
    ]
    rulings = dict.fromkeys(one.status for one in sorted(findings.outcomes, key=lambda one: one.status.rule))
    for ruling in rulings:
        rule = program.rules.get(ruling.rule)
        if rule is None or rule.meaning is None or not ruling.otherwise or rule.meaning.reading in settled:
            continue
        options = tuple((option, findings.possible) for option in rule.meaning.options)
        name = rule.meaning.reading.partition("#")[2]
        found.append(OpenReading(rule.meaning.reading, name, options, False, False, rule.cites))
    return tuple(found)


def _changes(
    program: Program, findings: Findings, stated: Mapping[str, Stated], knowledge: Knowledge
) -> tuple[Change, ...]:
    facts = program.names.facts
    found = []
    for change in findings.changes:
        masks = list(knowledge.masks)
        for number, mask in change.cells.items():
            masks[number] = mask
        alterations = tuple(
            Alteration(
                fact=name,
                now=shown(facts[name], stated[name].value),
                instead=program.dimensions[program.dimension_of[name]].group.describe(
                    name, masks[program.dimension_of[name]]
                ),
            )
            for name in change.facts
        )
        outcomes = possible_outcomes(
            outcome for outcome in program.outcome.possible(masks) if isinstance(outcome, Outcome)
        )
        found.append(Change(alterations, outcomes))
    return tuple(found)


def _duties(
    program: Program,
    knowledge: Knowledge,
    service: Service,
    context: Context,
    request: Request,
    settled: Mapping[str, str],
) -> tuple[DutyFinding, ...]:
    found = []
    for duty, function in zip(program.policy.duties, program.duties, strict=True):
        anchor = _day(context, duty.anchor) or service.date
        applies = True if function is None else truth_of(function, knowledge.masks)
        option = settled.get(duty.reading)
        found.append(duty_finding(duty, anchor, applies, _day(context, duty.event), request.as_of, option))
    return tuple(found)


def _day(context: Context, name: str) -> date | None:
    stated = context.facts.get(name)
    return stated.value if stated is not None and isinstance(stated.value, date) else None


def _settings_nodes(program: Program, settings: Document) -> tuple[TraceNode, ...]:
    """The payer's decisions on readings that this policy has."""
    meanings = {rule.meaning.reading for rule in program.rules.values() if rule.meaning is not None}
    windows = {duty.reading for duty in program.policy.duties}
    known = {*program.names.readings, *meanings, *windows}
    return tuple(
        TraceNode(
            "settled reading",
            f"{one.reading.partition('#')[2]}: {one.option}",
            text=f"settled by {one.signed_by}, {one.role}, on {one.on}",
            place=one.place,
        )
        for one in settings.settled
        if one.reading in known
    )
