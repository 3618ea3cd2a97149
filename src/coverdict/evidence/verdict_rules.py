"""R1 to R7: each a function of a review's case (the criteria of TEC, as published by Blue plans)."""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.evidence.appraisal import Holds
from coverdict.evidence.certainty import words
from coverdict.evidence.reviews.model import Fact, Side
from coverdict.evidence.verdict_ground import Case, Held, Judged
from coverdict.text import counted, listed


def approval(case: Case) -> Held:
    """R1: approval or clearance."""
    return _fact(case.review.regulatory)


def attainable(case: Case) -> Held:
    """R7: use outside of investigational settings."""
    return _fact(case.review.attainable)


def _fact(fact: Fact) -> Held:
    holds = {True: Holds.YES, False: Holds.NO, None: Holds.UNKNOWN}[fact.holds]
    return Held(holds, fact.because.rstrip("."), (("stated by the review", holds.value),))


def selection(case: Case) -> Held:
    """R2: studies selected, with a log of those left out."""
    kept = [one for one in case.selection if one.kept]
    left = len(case.selection) - len(kept)
    inputs = (("kept", str(len(kept))), ("left out", str(left)))
    said = f"{_studies(len(kept))} kept and {left} left out, each with a reason"
    return Held(Holds.YES if kept else Holds.NO, said, inputs)


def _studies(count: int) -> str:
    return "1 study" if count == 1 else f"{count} studies"


def pooling(case: Case) -> Held:
    """R3: each critical outcome pooled, its certainty rated."""
    if not case.critical:
        return Held(Holds.NO, "the review names no critical outcome")
    inputs = tuple((one.label, one.written()) for one in case.critical)
    empty = [one.label for one in case.critical if one.synthesis.main is None]
    if not empty:
        count = counted(len(case.critical), "critical outcome")
        return Held(Holds.YES, f"{count} pooled and rated", inputs)
    because = f"no study gives a number that could be pooled on {listed(empty)}"
    return Held(Holds.NO if len(empty) == len(case.critical) else Holds.UNKNOWN, because, inputs)


def permitting(case: Case) -> Held:
    """R4: a critical health outcome whose certainty permits conclusions."""
    health = [one for one in case.critical if one.outcome.health]
    inputs = tuple((one.label, f"{words(one.rating.certainty)} certainty") for one in health)
    if case.conclusive:
        labels = listed(one.label for one in case.conclusive)
        return Held(Holds.YES, f"the certainty of {labels} permits conclusions", inputs)
    if not health:
        return Held(Holds.NO, "the review names no critical health outcome", inputs)
    best = max(one.rating.certainty for one in health)
    bar = case.method.verdict.permitting.at_least
    because = f"no critical health outcome reaches {words(bar)} certainty; the best has {words(best)}"
    return Held(Holds.NO, because, inputs)


def net_benefit(case: Case) -> Held:
    """R5: a critical health outcome better by its threshold, and no critical outcome worse by as much.

    A benefit counts where its certainty permits conclusions and every method finds it. Harm counts at any
    certainty; where its interval leaves it open, or no harm is among the critical outcomes, nothing is known
    of it.
    """
    inputs = _effects(case.critical)
    worse = [one.label for one in case.critical if one.worse]
    if worse:
        return Held(Holds.NO, f"worse by at least the threshold of importance: {listed(worse)}", inputs)
    found = [one for one in case.conclusive if one.better]
    better = [one.label for one in found if one.agreed]
    if not better:
        return Held(Holds.UNKNOWN, _alone(found), inputs) if found else Held(*_no_benefit(case), inputs)
    if not any(one.outcome.side is Side.HARM for one in case.critical):
        because = f"better: {listed(better)}; but no harm is among the critical outcomes"
        return Held(Holds.UNKNOWN, because, inputs)
    open_ = [one.label for one in case.critical if one.effect is None or one.effect.may_be_worse]
    if open_:
        because = f"better: {listed(better)}; but that {listed(open_)} is not worse cannot be told"
        return Held(Holds.UNKNOWN, because, inputs)
    return Held(Holds.YES, f"better by at least the threshold of importance: {listed(better)}", inputs)


def _no_benefit(case: Case) -> tuple[Holds, str]:
    if not case.conclusive:
        return Holds.UNKNOWN, "no critical health outcome is certain enough to show a benefit"
    possible = [one.label for one in case.conclusive if one.effect is None or one.effect.may_be_better]
    if possible:
        return Holds.UNKNOWN, f"whether {listed(possible)} is better by its threshold cannot be told"
    labels = listed(one.label for one in case.conclusive)
    return Holds.NO, f"not better by the threshold of importance: {labels}"


def _alone(found: Sequence[Judged]) -> str:
    """That no conclusion rests on one method alone."""
    said = listed(
        f"{sum(not other.superior for other in one.panel)} of {len(one.panel)} other methods do not find "
        f"{one.label} better"
        for one in found
    )
    return f"{said}, and no conclusion rests on one method alone"


def as_good(case: Case) -> Held:
    """R6: superior to the alternatives, or not inferior by a margin declared beforehand."""
    inputs = _effects(case.critical)
    worse = [one.label for one in case.critical if one.worse]
    if worse:
        return Held(Holds.NO, f"worse than the alternatives: {listed(worse)}", inputs)
    good = [one for one in case.conclusive if one.direct and one.effect is not None]
    if not good:
        because = "no critical health outcome that is certain enough is compared with the alternatives"
        return Held(Holds.UNKNOWN, because, inputs)
    superior = [one.label for one in good if one.superior and one.agreed]
    if superior:
        return Held(Holds.YES, f"superior to the alternatives: {listed(superior)}", inputs)
    inferior = [one.label for one in good if one.margin and one.margin[0].inferior]
    if inferior:
        return Held(Holds.NO, f"inferior by more than the declared margin: {listed(inferior)}", inputs)
    not_inferior = [one.label for one in good if _not_inferior(one)]
    if not_inferior:
        because = f"not inferior to the alternatives, by a margin declared beforehand: {listed(not_inferior)}"
        return Held(Holds.YES, because, inputs)
    return Held(Holds.UNKNOWN, _undecided(good), inputs)


def _not_inferior(one: Judged) -> bool:
    return bool(one.margin) and all(effect.not_inferior for effect in one.margin)


def _undecided(good: Sequence[Judged]) -> str:
    superior = [one for one in good if one.superior]
    if superior:
        return _alone(superior)
    return "neither superior nor, by a margin declared beforehand, not inferior; no difference is no proof"


def _effects(critical: Sequence[Judged]) -> tuple[tuple[str, str], ...]:
    return tuple((one.label, _beside(one)) for one in critical)


def _beside(one: Judged) -> str:
    if one.effect is None:
        return one.written()
    margin = one.outcome.margin
    declared = f", margin {100 * float(margin.difference):.1f} points" if margin is not None else ""
    return f"{one.written()}, thresholds {one.effect.thresholds()}{declared}"
