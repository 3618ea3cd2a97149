"""The diagnostics of the reference beside ours: leave-one-out, cumulative, influence, small studies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.influence import influences, own_effects
from coverdict.evidence.statistics.pooling import differences, means
from coverdict.evidence.statistics.sets import Sets, stacked, up_to_each, without_each
from coverdict.evidence.statistics.small_studies import begg, egger, egger_mixed
from coverdict.evidence.statistics.trim_and_fill import Count, trim_and_fill
from tests.evidence.statistics.reference.ledger import Compared, Path_, several

Diagnostics = Mapping[str, Any]


def compared_diagnostics(
    yi: list[float], vi: list[float], found: Diagnostics, path: Path_
) -> Iterator[Compared]:
    """Everything but the methods that are not ours."""
    one = stacked(yi, vi)
    for key, sets, estimator, quantity in (
        ("leave1out", without_each(one), Estimator.REML, "leave-one-out"),
        ("leave1out_DL", without_each(one), Estimator.DL, "leave-one-out"),
        ("cumul", up_to_each(one), Estimator.REML, "cumulative"),
    ):
        yield from _steps(sets, estimator, quantity, found[key], (*path, key))
    yield from _influence(one, found, path)
    yield from _small_studies(one, found, path)


def _steps(
    sets: Sets, estimator: Estimator, quantity: str, theirs: Diagnostics, path: Path_
) -> Iterator[Compared]:
    tau2 = between(sets, estimator)
    mean, spread = means(sets, tau2), differences(sets, tau2)
    first = 1 if sets.sizes[0] == 1 else 0  # I² and H² of a single study are not defined
    ours = {
        "estimate": mean.estimate,
        "se": mean.se,
        "zval": mean.statistic,
        "pval": mean.p,
        "pvals": mean.p,
        "ci.lb": mean.lower,
        "ci.ub": mean.upper,
        "Q": spread.q,
        "Qp": spread.p,
        "tau2": tau2,
    }
    yield from several(quantity, path, theirs, ours)
    for key, own in (("I2", spread.i2), ("H2", spread.h2)):
        for place in range(first, len(own)):
            yield from several(
                quantity,
                (*path, key),
                {str(place): theirs[key][place]} if key in theirs else {},
                {str(place): own[place]},
            )


def _influence(one: Sets, found: Diagnostics, path: Path_) -> Iterator[Compared]:
    tau2 = between(one, Estimator.REML)
    ours = influences(one, Estimator.REML)
    keys = {
        "rstudent": ours.studentised,
        "dffits": ours.dffits,
        "cook.d": ours.cook,
        "cov.r": ours.covariance_ratio,
        "tau2.del": ours.tau2_without,
        "QE.del": ours.q_without,
        "hat": ours.hat,
        "weight": 100 * ours.hat,
        "dfbs": ours.dfbetas,
    }
    yield from several("influence", (*path, "influence"), found["influence"], keys)
    yield from several("influence", path, found, {"weights": 100 * ours.hat})
    drawn = own_effects(one, tau2)
    yield from several(
        "influence",
        (*path, "blup"),
        found["blup"],
        {"pred": drawn.estimate, "se": drawn.se, "pi_lb": drawn.lower, "pi_ub": drawn.upper},
    )


def _small_studies(one: Sets, found: Diagnostics, path: Path_) -> Iterator[Compared]:
    for key, quantity, line in (
        ("egger_lm", "Egger", egger(one)),
        ("egger_rma", "Egger with REML", egger_mixed(one)),
    ):
        ours = {
            "zval": line.statistic,
            "pval": line.p,
            "dfs": line.freedom,
            "est": line.limit,
            "ci_lb": line.lower,
            "ci_ub": line.upper,
            "b": line.coefficients,
            "se": line.se,
        }
        yield from several(quantity, (*path, key), found[key], ours)
    ranks = begg(one)
    yield from several("Begg", (*path, "begg"), found["begg"], {"tau": ranks.tau, "pval": ranks.p})
    for key, theirs in found.items():
        if not key.startswith("trimfill") or "error" in theirs:
            continue
        _, estimator, count = key.split("_")
        filled = trim_and_fill(one, Estimator(estimator), Count(count))
        assert filled.side == theirs["side"], (*path, key)
        assert filled.settled
        yield from several("counts and degrees of freedom", (*path, key), theirs, {"k0": filled.missing})
        pooled = filled.pooled
        ours = {
            "se_k0": filled.missing_se,
            "p_k0": filled.p,
            "b": pooled.estimate[0],
            "se": pooled.se[0],
            "ci_lb": pooled.lower[0],
            "ci_ub": pooled.upper[0],
            "tau2": pooled.tau2[0],
        }
        yield from several("trim and fill", (*path, key), theirs, ours)
