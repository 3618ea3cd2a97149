"""What new evidence would change a verdict: how many more patients, at what effect."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from coverdict.evidence.appraisal import Certainty, Holds, VerdictStep
from coverdict.evidence.certainty import words
from coverdict.evidence.certainty_effects import PROPORTION, Effect, number
from coverdict.evidence.reviews.model import Side
from coverdict.evidence.statistics.information import required_size
from coverdict.evidence.verdict_ground import Case, Judged
from coverdict.text import grouped, listed

_MOST = 1_000_000
"""Patients beyond which a number says only that no trial will do."""


def would_change(case: Case, steps: Sequence[VerdictStep]) -> tuple[str, ...]:
    """What would change the verdict, in sentences with numbers of patients.

    Arguments:
        steps: R1 to R8, as they hold; what holds already needs nothing.
    """
    holds = {step.rule: step.holds for step in steps}
    if holds["R8"] is Holds.YES:
        return tuple(_against(case))
    found: list[str] = []
    for one in case.critical:
        found += _for_outcome(one, case)
    if holds["R1"] is not Holds.YES:
        found.append("R1 would hold once approval or clearance of the technology is shown.")
    if holds["R7"] is not Holds.YES:
        found.append("R7 would hold once a second independent center or a registry reports the effect.")
    return tuple(found)


def _against(case: Case) -> Iterator[str]:
    """Where the verdict is sufficient: how far its outcomes are from failing."""
    for one in case.conclusive:
        if one.effect is not None and one.effect.better:
            edge = number(_edge(one.effect), one.effect.absolute)
            yield (
                f"{_head(one)}: the verdict rests on {one.effect.written()}; it would no longer hold if "
                f"further patients brought the interval back across {edge}."
            )


def _for_outcome(one: Judged, case: Case) -> Iterator[str]:
    if one.synthesis.main is None or one.outcome.measure == PROPORTION:
        yield f"{_head(one)}: {_first_trial(one, case)}"
        return
    yield from _certainty(one, case)
    yield from _information(one)
    if one.effect is not None and not one.effect.better:
        yield f"{_head(one)}: {_more_patients(one, one.effect)}"


def _head(one: Judged) -> str:
    """The outcome at the head of a sentence."""
    return one.outcome.label


def _certainty(one: Judged, case: Case) -> Iterator[str]:
    bar = case.method.verdict.permitting.at_least
    if one.certain or not one.outcome.health:
        return
    lowered = [f"{step.domain} ({step.change})" for step in one.rating.steps[1:] if step.change < 0]
    start = Certainty(one.rating.steps[0].change)
    why = f", lowered for {listed(lowered)}" if lowered else ""
    better = "" if start is Certainty.HIGH else "; randomised trials would start at high"
    yield (
        f"{_head(one)}: certainty is {words(one.rating.certainty)} (it starts {words(start)}{why}) and "
        f"conclusions need {words(bar)}{better}."
    )


def _information(one: Judged) -> Iterator[str]:
    information = one.synthesis.information
    if information is None or information.available >= information.adjusted:
        return
    more = information.adjusted - information.available
    yield (
        f"{_head(one)}: {grouped(more)} more patients would reach the required information size of "
        f"{grouped(information.adjusted)} ({information.assumptions})."
    )


# --- bringing an interval beyond its threshold ------------------------------------------------------------


def _more_patients(one: Judged, effect: Effect) -> str:
    available = _available(one)
    ends = _on_line(effect)
    if available is None or ends is None:
        return "how many more patients would settle it cannot be told, since the interval is open."
    estimate, half, edge = ends
    same = estimate > edge
    further = estimate if same else 2 * edge
    more = patients_needed(available, estimate, half, further, edge)
    shown = number(_off_line(further, effect), effect.absolute)
    where = number(_edge(effect), effect.absolute)
    doubled = "twice the threshold" if effect.absolute else "the square of the threshold"
    seen = f"the effect seen so far ({shown})" if same else f"an effect of {shown}, {doubled}"
    if more > _MOST:
        return f"even {seen} would need more than {grouped(_MOST)} patients to lie beyond {where}."
    return (
        f"if further patients showed {seen}, about {grouped(more)} more of them would bring the whole "
        f"interval beyond {where} (there are {grouped(available)})."
    )


def patients_needed(available: int, estimate: float, half: float, further: float, edge: float) -> int:
    """How many more patients bring the near bound of an interval to `edge`.

    The pool's variance is taken to fall with its patients, and further patients to have the effect
    `further`: with n patients so far and m more, the estimate is their mean (n·estimate + m·further)/(n + m)
    and the half-width half·√(n/(n + m)); the least m with estimate - half-width at `edge` solves a quadratic
    in √(n + m).

    Arguments:
        available: patients so far, at least 1.
        estimate, half: the pool and half the width of its interval, on a line on which more is better.
        further: what further patients show; above `edge`.
        edge: the threshold.
    """
    if estimate - half >= edge:
        return 0
    a, b = further - edge, half * math.sqrt(available)
    d = available * (further - estimate)
    root = (b + math.sqrt(max(0.0, b * b + 4 * a * d))) / (2 * a)
    return max(0, math.ceil(root * root - available - 1e-6))


def _available(one: Judged) -> int | None:
    information = one.synthesis.information
    if information is not None:
        return information.available or None
    totals = [
        arm[1] for row in one.synthesis.contributions for arm in (row.treated, row.control) if arm is not None
    ]
    complete = all(row.treated is not None and row.control is not None for row in one.synthesis.contributions)
    return (sum(totals) or None) if complete else None


def _on_line(effect: Effect) -> tuple[float, float, float] | None:
    """Estimate, half-width and threshold on a line on which more is better and no effect is 0."""
    span = effect.span
    if span.lower is None or span.upper is None:
        return None
    if effect.absolute:
        sign = 1.0 if effect.more_is_better else -1.0
        return sign * span.estimate, (span.upper - span.lower) / 2, sign * _edge(effect)
    if span.lower <= 0 or span.estimate <= 0:
        return None
    sign = 1.0 if effect.more_is_better else -1.0
    half = (math.log(span.upper) - math.log(span.lower)) / 2
    return sign * math.log(span.estimate), half, sign * math.log(_edge(effect))


def _off_line(value: float, effect: Effect) -> float:
    signed = value if effect.more_is_better else -value
    return signed if effect.absolute else math.exp(signed)


def _edge(effect: Effect) -> float:
    """The threshold on the good side."""
    return effect.high if effect.more_is_better else effect.low


# --- where there is nothing yet ---------------------------------------------------------------------------


def _first_trial(one: Judged, case: Case) -> str:
    information, threshold = case.method.information, one.outcome.threshold
    reduction = float(information.reduction)
    sizes = []
    for risk, why in _risks(one, case):
        treated = _aim(risk, one, reduction)
        if 0 < treated < 1:
            size = required_size(risk, treated, float(information.alpha), float(information.power))
            sizes.append(
                f"{grouped(size)} patients to tell {_percent(treated)} from {_percent(risk)} under the "
                f"alternative{why}"
            )
    needs = listed(sizes, "or") or "more patients than can be told without a risk under the alternative"
    single = one.synthesis.main is not None
    why = "one arm compares nothing" if single else "no study gives a number that could be pooled"
    aim = (
        "the threshold of importance"
        if threshold is not None
        else f"a relative change of {100 * reduction:.0f} %"
    )
    return (
        f"{why}; a trial needs {needs} ({aim}, two-sided α {information.alpha}, power {information.power})."
    )


def _percent(risk: float) -> str:
    return f"{100 * risk:.1f} %" if risk < 0.1 else f"{100 * risk:.0f} %"


def _aim(risk: float, one: Judged, reduction: float) -> float:
    """The risk under treatment that would matter: better by the threshold, or by the relative reduction.

    Where what is good is so frequent that it cannot grow by that, those without it become fewer.
    """
    sign = -1 if one.outcome.side is Side.HARM else 1
    if one.outcome.threshold is not None:
        return risk + sign * float(one.outcome.threshold.difference)
    aimed = risk * (1 + sign * reduction)
    return aimed if aimed < 1 else 1 - (1 - risk) * (1 - reduction)


def _risks(one: Judged, case: Case) -> tuple[tuple[float, str], ...]:
    """Risks under the alternative: those that studies print, else two that are assumed.

    Where one arm alone was pooled, its own risk is taken.
    """
    main = one.synthesis.main
    if main is not None and 0 < main.span.estimate < 1:
        return ((main.span.estimate, ", if that is as under treatment"),)
    found = []
    apart = {
        each.study for each in case.review.included if any(part == "comparator" for part, _ in each.indirect)
    }
    for row in one.outcome.rows:
        study = case.studies.get(row.study) if row.study not in apart else None
        result = study.result(row.result) if study is not None else None
        cell = result.cell(row.control) if result is not None else None
        if study is not None and cell is not None and cell.percent and cell.figure is not None:
            risk = float(cell.figure.value) / 100
            if 0 < risk < 1:
                found.append((risk, f" (as {study.label} prints it)"))
    return tuple(found) or ((0.1, ""), (0.5, ""))
