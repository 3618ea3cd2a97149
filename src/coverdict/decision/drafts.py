"""What all lines with the same findings, product and settings share: worked out once, not line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coverdict.decision.actions import ADVERSE_STATUSES, Case, disposition_of, possible_outcomes, refer
from coverdict.decision.findings import Analyst, Findings, truth_of
from coverdict.decision.knowledge import Knowledge
from coverdict.decision.model import (
    Action,
    Disposition,
    GuidelineFinding,
    OpenJudgement,
    OpenReading,
    PossibleOutcome,
    Question,
    Referral,
)
from coverdict.decision.notices import notice_reason
from coverdict.decision.trace import Tracer
from coverdict.language.model import (
    AutomaticApproval,
    DenialClass,
    Document,
    Fact,
    FactType,
    Product,
)
from coverdict.library.layers import Outcome, Ruling
from coverdict.library.program import Program


@dataclass(frozen=True, slots=True)
class DraftChange:
    """Facts with the values that they would need, in words, and the outcomes that are possible then."""

    instead: tuple[tuple[str, str], ...]
    outcomes: tuple[PossibleOutcome, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A determination but for what hangs on the single line: its facts' values, its dates, its approval.

    Arguments:
        action: what happens unless the line is approved automatically.
        automatic: the payer's switch, where it is on and every possible outcome is favourable.
    """

    findings: Findings
    action: Action
    referral: Referral | None
    automatic: AutomaticApproval | None
    disposition: Disposition | None
    dispositions: tuple[Disposition, ...]
    denial_class: DenialClass | None
    denial_classes: tuple[DenialClass, ...]
    questions: tuple[Question, ...]
    readings: tuple[OpenReading, ...]
    judgements: tuple[OpenJudgement, ...]
    conflict: tuple[str, ...]
    conflict_says: str
    guidelines: tuple[GuidelineFinding, ...]
    changes: tuple[DraftChange, ...]
    notice_reason: str
    appeal: str


def draft_of(
    analyst: Analyst,
    tracer: Tracer,
    settings: Document,
    product: Product | None,
    knowledge: Knowledge,
    clash: tuple[str, ...] = (),
) -> Draft:
    """The draft for a state of knowledge.

    Arguments:
        settings: the payer's.
        product: the member's, if the payer's plans name it.
        clash: facts that the request states otherwise than its own fields or its product do.
    """
    program = analyst.program
    findings = analyst.contradiction(clash) if clash else analyst.findings(knowledge)
    conflict = findings.conflict
    says = _conflict_says(program, knowledge, conflict)
    automatic = _automatic(settings, product) if findings.dispositions == ("favourable",) else None
    action, referral = _action(settings, analyst, product, knowledge, findings, conflict)
    # Where no authorization is needed, nobody is asked, and nothing is explained as if it were refused.
    needed = action != "not_required"
    classes = findings.classes if needed else ()
    return Draft(
        findings=findings,
        action=action,
        referral=referral,
        automatic=automatic if action == "refer" else None,
        disposition=findings.dispositions[0] if len(findings.dispositions) == 1 else None,
        dispositions=findings.dispositions,
        denial_class=classes[0] if len(classes) == 1 else None,
        denial_classes=classes,
        questions=_questions(program, findings, conflict, says) if needed else (),
        readings=_readings(program, findings, {one.reading: one.option for one in settings.settled}),
        judgements=tuple(
            OpenJudgement(one.fact.name, one.fact.ask, one.fact.who, one.decides, one.matters)
            for one in findings.judgements
        ),
        conflict=conflict,
        conflict_says=says,
        guidelines=() if conflict else tracer.guidelines(findings),
        changes=() if conflict else _changes(program, findings, knowledge),
        notice_reason=notice_reason(program, findings) if needed else "",
        appeal=product.appeal if product else "",
    )


# --- what happens next ---------------------------------------------------------------------------------


def _action(
    settings: Document,
    analyst: Analyst,
    product: Product | None,
    knowledge: Knowledge,
    findings: Findings,
    conflict: tuple[str, ...],
) -> tuple[Action, Referral | None]:
    if conflict:
        return "pend", None
    if product is not None and product.authorization == "not_required":
        return "not_required", None
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


def _automatic(settings: Document, product: Product | None) -> AutomaticApproval | None:
    """The payer's switch for the product, where it is on."""
    for approval in settings.approvals:
        if product is not None and approval.product == product.name and approval.on:
            return approval
    return None


def _individual(program: Program, knowledge: Knowledge, findings: Findings) -> bool:
    """Whether the line fails criteria that a physician may set aside, in a plan that may cover it."""
    if not any(_considered(program, outcome.status) for outcome in findings.outcomes):
        return False
    masks = tuple(
        free if dimension.reading or all(fact.scope == "indication" for fact in dimension.facts) else mask
        for dimension, mask, free in zip(program.dimensions, knowledge.masks, program.free, strict=True)
    )
    return any(
        isinstance(outcome, Outcome) and disposition_of(outcome) == "favourable"
        for outcome in program.outcome.possible(masks)
    )


def _considered(program: Program, ruling: Ruling) -> bool:
    """Whether a status comes from what a rule leaves to individual consideration.

    That is what the rule gives when its condition holds or, where that is favourable, its `otherwise`.
    """
    rule = program.rules.get(ruling.rule)
    return (
        rule is not None
        and rule.individual_consideration
        and ruling.value in ADVERSE_STATUSES
        and (not ruling.otherwise or rule.then not in ADVERSE_STATUSES)
    )


# --- what is shown ---------------------------------------------------------------------------------------


def _questions(
    program: Program, findings: Findings, conflict: tuple[str, ...], says: str
) -> tuple[Question, ...]:
    if conflict:
        return (Question(" and ".join(conflict), says, "provider"),)
    return tuple(question_in(program, name) for name in findings.questions)


def question_in(program: Program, name: str) -> Question:
    """How a fact is asked for under a program: a product, by the names of the payer's own."""
    question = question_of(program.names.facts[name])
    if name != "product" or question.answers:
        return question
    products = tuple(product.name for text in program.texts for product in text.products)
    return replace(question, answers=products)


def question_of(fact: Fact) -> Question:
    """How a fact is asked for."""
    answers = ("yes", "no") if fact.type is FactType.YES_NO else tuple(one.name for one in fact.options)
    return Question(fact.name, fact.ask, fact.who, answers, fact.unit)


def _conflict_says(program: Program, knowledge: Knowledge, conflict: tuple[str, ...]) -> str:
    """What the facts in conflict break: a constraint of the vocabulary, or each other."""
    if not conflict:
        return ""
    involved = {program.dimension_of[name] for name in conflict if name in program.dimension_of}
    masks = tuple(
        mask if number in involved else free
        for number, (mask, free) in enumerate(zip(knowledge.masks, program.free, strict=True))
    )
    told = [says for says, broken in program.constraints if truth_of(broken, masks) is True]
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
        if rule is None or rule.meaning is None or rule.meaning.reading in settled:
            continue
        if ruling.value != rule.otherwise:
            continue
        options = tuple((option, findings.possible) for option in rule.meaning.options)
        name = rule.meaning.reading.partition("#")[2]
        found.append(OpenReading(rule.meaning.reading, name, options, False, False, rule.cites))
    return tuple(found)


def _changes(program: Program, findings: Findings, knowledge: Knowledge) -> tuple[DraftChange, ...]:
    found = []
    for change in findings.changes.changes:
        masks = list(knowledge.masks)
        for number, mask in change.cells.items():
            masks[number] = mask
        instead = tuple(
            (name, program.dimensions[number].group.describe(name, masks[number]))
            for name in change.facts
            for number in (program.dimension_of[name],)
        )
        outcomes = (one for one in program.outcome.possible(masks) if isinstance(one, Outcome))
        found.append(DraftChange(instead, possible_outcomes(outcomes)))
    return tuple(found)
