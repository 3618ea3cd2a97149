"""How long pooling takes."""

from __future__ import annotations

import statistics
from dataclasses import replace

import numpy as np

from bench.evidence.metafor_peer import RECORDED, Peer, fitted_by_metafor
from bench.evidence.outcomes import drawn_outcome
from bench.measure import middle
from bench.report import Line, Section, at_least, below, shown
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.pooling import Interval, differences, means
from coverdict.evidence.statistics.sets import Sets, stacked, without_each
from coverdict.evidence.synthesis import synthesise

RUNS = 9
SEED = 20_110_201


def pooling() -> Section:
    """Pool one review, ten thousand at once, one of a thousand studies, and one with all that is shown."""
    rng = np.random.default_rng(SEED)
    one = _drawn(rng, (1, 10))
    single, peer = _beside_metafor(one)
    beside = f"metafor {peer.version}, run here" if peer.version else "metafor 3.8-1, as recorded"
    lines = [
        Line("one review of 10 studies: REML, floored interval, Q, I², H²", shown(single)),
        Line(f"the same by {beside}", shown(peer.seconds)),
        at_least("beside metafor", peer.seconds / single, 20),
    ]
    if peer.tau2 is not None:
        ours = float(between(one, Estimator.REML)[0])
        agrees = abs(ours - peer.tau2) <= 1e-5 * max(1.0, ours)  # metafor's own default stops there
        lines.append(Line("both find the same", "yes" if agrees else "no", "yes", agrees))
    many, large = _drawn(rng, (10_000, 10)), _drawn(rng, (1, 1_000))
    left_out = without_each(large)
    lines += [
        below("10,000 reviews of 10 studies, the same", middle(lambda: _pooled(many), RUNS), 1),
        Line("one review of 1,000 studies, the same", shown(middle(lambda: _pooled(large), RUNS))),
        below("leave-one-out of 1,000 studies, the same", middle(lambda: _pooled(left_out), RUNS), 2),
    ]
    outcome, studies = drawn_outcome(rng, 10)
    whole = middle(lambda: synthesise(outcome, studies), RUNS)
    lines.append(Line("one outcome of 10 studies with its panel, influence and tests", shown(whole)))
    return Section(
        "Pooling evidence",
        "Effects drawn from a seed, variances a hundred times apart, some variance between studies. What is "
        "measured is the whole answer: the variance between studies by REML, the mean with Hartung-Knapp's "
        "interval and the floor, p, Q, I² and H². metafor's is its default REML fit in one R session, in "
        "turn with ours, where R is at hand; else the time that was recorded for it once. Leave-one-out of a "
        "thousand studies takes metafor over half an hour.",
        tuple(lines),
    )


def _beside_metafor(one: Sets) -> tuple[float, Peer]:
    """Seconds of one review, and metafor's: medians of rounds that take turns."""
    ours, theirs, times = [], [], 300
    peer = Peer(RECORDED, None, "")
    for _ in range(5):
        ours.append(middle(lambda: [_pooled(one) for _ in range(times)], 3) / times)
        peer = fitted_by_metafor(one.yi[0].tolist(), one.vi[0].tolist())
        theirs.append(peer.seconds)
        if not peer.version:
            break
    return statistics.median(ours), replace(peer, seconds=statistics.median(theirs))


def _drawn(rng: np.random.Generator, shape: tuple[int, int]) -> Sets:
    vi = 10 ** rng.uniform(-2, 0, shape)
    return stacked(rng.normal(-0.3, np.sqrt(0.1 + vi)), vi)


def _pooled(sets: Sets) -> None:
    tau2 = between(sets, Estimator.REML)
    means(sets, tau2, Interval.FLOORED)
    differences(sets, tau2)
