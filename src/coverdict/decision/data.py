"""A determination as plain data: mappings, lists, texts, booleans and None, in the keys of design §7."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from coverdict.decision.model import (
    Approval,
    Change,
    Determination,
    DutyFinding,
    FactShown,
    GuidelineFinding,
    LineDetermination,
    OpenJudgement,
    OpenReading,
    PossibleOutcome,
    Question,
    ReasonSets,
    Referral,
    Service,
    TraceNode,
)
from coverdict.language.syntax import Citation

PlainData = dict[str, Any]


def as_data(determination: Determination) -> PlainData:
    """The whole determination; numbers are texts, dates are ISO dates, absent things are None."""
    return {
        "library": {"digest": determination.library_digest},
        "program": {"version": determination.program_version},
        "request": {
            "digest": determination.request_digest,
            "as_of": _day(determination.as_of),
            "received": _day(determination.received),
            "stage": determination.stage,
            "urgency": determination.urgency,
        },
        "lines": [line_data(line) for line in determination.lines],
        "notice": determination.notice,
    }


def line_data(line: LineDetermination) -> PlainData:
    return {
        "service": _service(line.service),
        "indication": line.indication,
        "payer": line.payer,
        "product": line.product,
        "policy": line.policy,
        "version": line.version,
        "title": line.policy_title,
        "routing": line.routing,
        "possible": outcomes_data(line.possible),
        "disposition": line.disposition,
        "dispositions": list(line.dispositions),
        "denial_class": line.denial_class,
        "denial_classes": list(line.denial_classes),
        "action": line.action,
        "refer_to": line.referral.to if line.referral else None,
        "referral": _referral(line.referral),
        "approval": _approval(line.approval),
        "split": line.split,
        "reasons": _sets(line.reasons),
        "reasons_total": line.reasons.total,
        "reasons_exact": line.reasons.exact,
        "status_reasons": _sets(line.status_reasons),
        "status_reasons_total": line.status_reasons.total,
        "status_reasons_exact": line.status_reasons.exact,
        "questions": [question_data(question) for question in line.questions],
        "readings": [_reading(reading) for reading in line.readings],
        "judgements": [_judgement(judgement) for judgement in line.judgements],
        "would_change": [_change(change) for change in line.would_change],
        "would_change_exact": line.would_change_exact,
        "duties": [_duty(duty) for duty in line.duties],
        "guidelines": [_guideline(finding) for finding in line.guidelines],
        "conflict": {"facts": list(line.conflict), "says": line.conflict_says} if line.conflict else None,
        "notice_reason": line.notice_reason,
        "appeal": line.appeal,
        "trace": [trace_data(node) for node in line.trace],
    }


def outcomes_data(outcomes: Iterable[PossibleOutcome]) -> list[PlainData]:
    return [{"status": one.status, "benefit": one.benefit, "layer": one.layer} for one in outcomes]


def question_data(question: Question) -> PlainData:
    return {
        "fact": question.fact,
        "ask": question.ask,
        "who": question.who,
        "answers": list(question.answers),
        "unit": question.unit or None,
    }


def trace_data(node: TraceNode) -> PlainData:
    return {
        "kind": node.kind,
        "label": node.label,
        "state": node.state,
        "text": node.text or None,
        "facts": [_fact(fact) for fact in node.facts],
        "cites": _citation(node.cites),
        "place": str(node.place) if node.place else None,
        "children": [trace_data(child) for child in node.children],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sets(reasons: ReasonSets) -> list[list[str]]:
    return [list(names) for names in reasons.sets]


def _service(service: Service) -> PlainData:
    return {
        "id": service.id,
        "system": service.code.system,
        "code": service.code.code,
        "date": _day(service.date),
        "end": _day(service.end),
        "units": str(service.units) if service.units is not None else None,
        "modifiers": list(service.modifiers),
        "place": service.place or None,
        "for": service.indication or None,
        "with": service.companion_of or None,
    }


def _referral(referral: Referral | None) -> PlainData | None:
    if referral is None:
        return None
    return {
        "to": referral.to,
        "qualification": referral.qualification,
        "why": referral.why,
        "copy_to": list(referral.copy_to),
        "shows": referral.shows,
        "individual_consideration": referral.individual_consideration,
    }


def _approval(approval: Approval | None) -> PlainData | None:
    if approval is None:
        return None
    return {
        "units": str(approval.units) if approval.units is not None else None,
        "from": _day(approval.first_day),
        "until": _day(approval.last_day),
        "criteria": approval.criteria,
    }


def _reading(reading: OpenReading) -> PlainData:
    return {
        "id": reading.id,
        "name": reading.name,
        "decides": reading.decides,
        "matters": reading.matters,
        "options": [
            {"option": label, "possible": outcomes_data(outcomes)} for label, outcomes in reading.options
        ],
        "cites": _citation(reading.cites),
    }


def _judgement(judgement: OpenJudgement) -> PlainData:
    return {
        "fact": judgement.fact,
        "ask": judgement.ask,
        "who": judgement.who,
        "decides": judgement.decides,
        "matters": judgement.matters,
    }


def _change(change: Change) -> PlainData:
    return {
        "facts": [{"fact": one.fact, "now": one.now, "instead": one.instead} for one in change.alterations],
        "possible": outcomes_data(change.outcomes),
    }


def _duty(duty: DutyFinding) -> PlainData:
    return {
        "id": duty.id,
        "actor": duty.actor,
        "action": duty.action,
        "state": duty.state,
        "from": _day(duty.first_day),
        "until": _day(duty.last_day),
        "reminder": _day(duty.reminder),
        "done_on": _day(duty.done_on),
        "as_of": _day(duty.as_of),
        "by_reading": [{"reading": label, "state": state} for label, state in duty.by_reading],
        "cites": _citation(duty.cites),
    }


def _guideline(finding: GuidelineFinding) -> PlainData:
    return {
        "guideline": finding.guideline,
        "title": finding.title,
        "rule": finding.rule,
        "label": finding.label,
        "position": finding.position,
        "state": finding.state,
        "cites": _citation(finding.cites),
    }


def _fact(fact: FactShown) -> PlainData:
    return {
        "fact": fact.fact,
        "value": fact.value,
        "source": fact.source or None,
        "documented": fact.documented,
    }


def _citation(cites: Citation | None) -> PlainData | None:
    if cites is None:
        return None
    return {
        "section": cites.section or None,
        "item": cites.item or None,
        "fingerprint": cites.fingerprint or None,
        "from_source": cites.from_source,
    }
