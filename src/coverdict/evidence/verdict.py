"""The verdict: R1 to R8 over a review's pools and ratings, every step with its inputs, rule and version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from coverdict.evidence.appraisal import Holds, Verdict, VerdictStep
from coverdict.evidence.methods_model import Method, VerdictRule
from coverdict.evidence.reviews.model import Override
from coverdict.evidence.verdict_ground import Case, Held
from coverdict.evidence.verdict_rules import (
    approval,
    as_good,
    attainable,
    net_benefit,
    permitting,
    pooling,
    selection,
)
from coverdict.evidence.would_change import would_change

_FUNCTIONS: Mapping[str, Callable[[Case], Held]] = {
    "R1": approval,
    "R2": selection,
    "R3": pooling,
    "R4": permitting,
    "R5": net_benefit,
    "R6": as_good,
    "R7": attainable,
}


def conclude(case: Case) -> Verdict:
    """What the evidence of a review permits to conclude."""
    method = case.method
    overrides = {one.step: one for one in case.review.overrides if not one.outcome}
    steps = [
        _step(method.verdict.rule(name), find(case), method, overrides) for name, find in _FUNCTIONS.items()
    ]
    held = _concluded(steps, method)
    steps.append(_step(method.verdict.rule("R8"), held, method, overrides))
    sufficient = steps[-1].holds is Holds.YES
    says = _says(case, sufficient)
    return Verdict(
        sufficient, tuple(steps), says, _against_document(case, sufficient), would_change(case, steps)
    )


def _step(rule: VerdictRule, held: Held, method: Method, overrides: Mapping[str, Override]) -> VerdictStep:
    override = overrides.get(rule.id)
    holds = held.holds if override is None else Holds(override.value)
    because = (
        held.because if override is None else f"set by {override.by} on {override.on}: {override.because}"
    )
    return VerdictStep(rule.id, rule.title, holds, because, held.inputs, method.version, override, held.holds)


def _concluded(steps: Sequence[VerdictStep], method: Method) -> Held:
    """R8: enough of the method's criteria hold."""
    rule = method.verdict.concluding
    holds = {step.rule: step.holds for step in steps}
    met = {clause: any(holds[name] is Holds.YES for name in clause) for clause in rule.must_hold}
    count = sum(met.values())
    inputs = tuple(
        (" or ".join(clause), "holds" if held else "does not hold") for clause, held in met.items()
    )
    missing = [" or ".join(clause) for clause, held in met.items() if not held]
    because = f"{count} of {len(met)} criteria hold, and {rule.at_least} must"
    if missing:
        because += f"; missing: {'; '.join(missing)}"
    return Held(Holds.YES if count >= rule.at_least else Holds.NO, because, inputs)


def _says(case: Case, sufficient: bool) -> str:
    rule, question = case.method.verdict.concluding, case.review.question
    term, permits = (rule.sufficient, "permits") if sufficient else (rule.insufficient, "does not permit")
    return (
        f"{term}: the evidence {permits} the conclusion that {question.intervention} improves the net health "
        f"outcome, or is as good as its alternatives, for {question.population}"
    )


def _against_document(case: Case, sufficient: bool) -> tuple[str, ...]:
    stated = case.review.conclusion
    if stated is None or (stated.verdict == "sufficient") is sufficient:
        return ()
    verdict = "sufficient" if sufficient else "insufficient"
    return (
        f"the document itself concludes that the evidence is {stated.verdict}; by the rules it is {verdict}",
    )


def denied(sufficient: bool, statuses: Iterable[str], method: Method) -> tuple[str, ...]:
    """Those of a policy's statuses that a verdict contradicts, in the method's terms.

    Arguments:
        statuses: what the policy says of the population's patients, as `established`.
    """
    rule = method.verdict.concluding
    against = rule.denied_by_sufficient if sufficient else rule.denied_by_insufficient
    return tuple(dict.fromkeys(status for status in statuses if status in against))


def against_statement(verdict: Verdict, statuses: Iterable[str], method: Method) -> Verdict:
    """The verdict, with what it contradicts in the policy's own statement added.

    Arguments:
        statuses: what the policy says of the population's patients; none where it says nothing of them.
    """
    found = denied(verdict.sufficient, statuses, method)
    word = "sufficient" if verdict.sufficient else "insufficient"
    said = tuple(f"the policy's statement says {status}; the evidence is {word}" for status in found)
    return replace(verdict, contradicts=(*verdict.contradicts, *said))
