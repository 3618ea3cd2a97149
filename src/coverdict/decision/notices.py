"""The reason that a notice to member and provider has to give: of the benefit, or of the clinical position.

A benefit that a product excludes is never explained as a lack of medical necessity, nor the reverse.
"""

from __future__ import annotations

from coverdict.decision.actions import ADVERSE_STATUSES, disposition_of
from coverdict.decision.findings import Findings
from coverdict.language.model import Rule
from coverdict.language.syntax import condition_of
from coverdict.library.atoms import slots_of
from coverdict.library.layers import Outcome
from coverdict.library.program import Program


def notice_reason(program: Program, findings: Findings) -> str:
    """The reasons of all possible adverse or unsettled outcomes; empty when all are favourable."""
    reasons = dict.fromkeys(
        _reason(program, outcome)
        for outcome in sorted(findings.outcomes, key=_order)
        if disposition_of(outcome) != "favourable"
    )
    return "; or ".join(reasons)


def _order(outcome: Outcome) -> tuple[str, str, str, str]:
    return outcome.benefit.value, outcome.benefit.rule, outcome.status.value, outcome.status.rule


def _reason(program: Program, outcome: Outcome) -> str:
    """What decided the outcome: the benefit rule or, where that follows the status or is none, the status."""
    rule = program.rules.get(outcome.benefit.rule)
    if rule is not None and not _follows_status(program, rule):
        label = rule.label or outcome.benefit.value.replace("_", " ")
        return f"benefit: {label} under {outcome.benefit.rule}"
    if outcome.status.value in ADVERSE_STATUSES:
        status = outcome.status.value.replace("_", " ")
        by = f" ({outcome.status.rule})" if outcome.status.rule else ""
        return f"clinical: the policy's position on the service is {status}{by}"
    if rule is not None:
        return f"benefit: {rule.label or outcome.benefit.value} under {outcome.benefit.rule}"
    return "benefit: no document at hand says what the plan does with the service"


def _follows_status(program: Program, rule: Rule) -> bool:
    """Whether a benefit rule speaks of the status below it."""
    return rule.when is not None and any(
        one.slot == "status" for one in slots_of(condition_of(rule.when), program.names)
    )
