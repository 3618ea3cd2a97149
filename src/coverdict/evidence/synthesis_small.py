"""Tests for effects of small studies, in sentences; and the influence of single studies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverdict.evidence.inputs import PROPORTION
from coverdict.evidence.pooled import Influence, Test
from coverdict.evidence.statistics.influence import influences
from coverdict.evidence.statistics.sets import Sets
from coverdict.evidence.statistics.small_studies import begg, egger, egger_mixed
from coverdict.evidence.statistics.trim_and_fill import trim_and_fill
from coverdict.evidence.synthesis_answers import finite
from coverdict.evidence.synthesis_effects import Included
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_scales import Natural


def small_study_tests(
    one: Sets, parameters: Parameters, scale: Natural
) -> tuple[tuple[Test, ...], tuple[str, ...]]:
    """Egger's test, without and with a variance between studies, Begg's, trim and fill; or why not."""
    k = one.yi.shape[1]
    if scale.measure == PROPORTION:
        return (), ("Tests for effects of small studies compare arms, and a proportion has one.",)
    if k < parameters.small_studies_from:
        return (), (
            f"{k} {'study' if k == 1 else 'studies'}, fewer than {parameters.small_studies_from}: "
            "effects of small studies are not tested, for the tests would find too little.",
        )
    try:
        return tuple(_tests(one, parameters, scale)), ()
    except ValueError as reason:
        return (), (f"Effects of small studies could not be tested: {reason}.",)


def _tests(one: Sets, parameters: Parameters, scale: Natural) -> Iterator[Test]:
    classical = egger(one)
    yield Test("Egger's test", finite(classical.statistic), finite(classical.p), _asymmetric(classical.p))
    mixed = egger_mixed(one)
    name = "Egger's test, with a variance between studies"
    yield Test(name, finite(mixed.statistic), finite(mixed.p), _asymmetric(mixed.p))
    ranks = begg(one)
    yield Test("Begg's test", finite(ranks.tau), finite(ranks.p), _asymmetric(ranks.p))
    filled = trim_and_fill(one, parameters.estimator)
    estimate = scale.of(float(filled.pooled.estimate[0]))
    says = "No study seems to be missing."
    if filled.missing:
        count = "1 study seems" if filled.missing == 1 else f"{filled.missing} studies seem"
        value = "" if estimate is None else f"; filled in, the mean is {estimate:.3g}"
        says = f"{count} to be missing on the {filled.side}{value}."
    if not filled.settled:
        says += " The count did not settle."
    yield Test("Trim and fill (L0)", float(filled.missing), None, says)


def _asymmetric(p: float) -> str:
    if finite(p) is None:
        return "It has no answer here: effects or their variances do not differ."
    return (
        "Small studies show other effects than large ones."
        if p < 0.1
        else "Small studies do not show other effects than large ones."
    )


def influence(effects_: Sequence[Included], one: Sets, parameters: Parameters) -> tuple[Influence, ...]:
    """How much each study moves the whole, by the main estimator; none for one study."""
    if len(effects_) < 2:
        return ()
    found = influences(one, parameters.estimator)
    several = len(effects_) > 2
    return tuple(
        Influence(
            each.input.study.id,
            each.input.study.label,
            float(found.hat[place]),
            finite(found.studentised[place]),
            finite(found.dffits[place]),
            finite(found.cook[place]),
            finite(found.tau2_without[place]) if several else None,
        )
        for place, each in enumerate(effects_)
    )
