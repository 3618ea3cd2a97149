"""The reason that a notice to member and provider has to give: of the benefit, or of the clinical position.

A benefit that a product excludes is never explained as a lack of medical necessity, nor the reverse.
"""

from __future__ import annotations

from coverdict.decision.actions import denial_class_of, disposition_of
from coverdict.decision.findings import Findings
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
    status = outcome.status.value.replace("_", " ")
    if denial_class_of(outcome, dict(program.rules)) == "clinical":
        by = f" ({outcome.status.rule})" if outcome.status.rule else ""
        return f"clinical: the policy's position on the service is {status}{by}"
    rule = program.rules.get(outcome.benefit.rule)
    if rule is None:
        return "benefit: no document at hand says what the plan does with the service"
    label = rule.label or outcome.benefit.value.replace("_", " ")
    return f"benefit: {label} under {outcome.benefit.rule}"
