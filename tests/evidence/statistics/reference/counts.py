"""What the reference pools from counts themselves, beside ours: Mantel-Haenszel, Peto, mixed models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy.special import chdtrc, expit, ndtr, ndtri

from coverdict.evidence.statistics.effects import Effects, Measure, Tables, corrected, effects
from coverdict.evidence.statistics.generalised_q import q_at
from coverdict.evidence.statistics.glmm import (
    Mixed,
    mixed_odds_ratio,
    mixed_odds_ratio_conditional,
    mixed_proportion,
)
from coverdict.evidence.statistics.mantel_haenszel import (
    Fixed,
    breslow_day,
    cochran_mantel_haenszel,
    mantel_haenszel,
    misfit,
    peto,
)
from coverdict.evidence.statistics.pooling import typical_variance
from coverdict.evidence.statistics.proportions import Scale, proportions
from coverdict.evidence.statistics.sets import stacked
from tests.evidence.statistics.reference.ledger import Compared, Path_, several

Z = float(ndtri(0.975))
MODELS = {"UM.FS": mixed_odds_ratio, "CM.AL": mixed_odds_ratio_conditional}


def compared_counts(counts: Tables, found: Mapping[str, Any], path: Path_) -> Iterator[Compared]:
    """Every pool of one set of tables."""
    for key, theirs in found.items():
        where = (*path, key)
        if key.startswith("MH_"):
            _, measure, how = key.split("_", 2)
            yield from _mantel_haenszel(counts, Measure(measure), how, theirs, where)
        elif key == "PETO_fit":
            whole = peto(counts)
            yield from several("Peto", where, theirs, _common(whole, float(whole.q), float(whole.freedom)))
            yield from several(
                "counts and degrees of freedom", where, theirs, {"k_pos": (~counts.says_nothing).sum()}
            )
        elif key.startswith("GLMM_"):
            name, _, how = key.removeprefix("GLMM_").partition("_")
            if name in MODELS:
                yield from _mixed_ratio(counts, name, how == "ML", theirs, where)


def _common(whole: Fixed, q: float, freedom: float) -> dict[str, float]:
    estimate, se = float(whole.estimate), float(whole.se)
    return {
        "b": estimate,
        "se": se,
        "zval": estimate / se,
        "pval": 2 * float(ndtr(-abs(estimate / se))),
        "ci_lb": estimate - Z * se,
        "ci_ub": estimate + Z * se,
        "QE": q,
        "QEp": float(chdtrc(freedom, q)),
        "I2": max(0.0, 100 * (q - freedom) / q),
        "H2": q / freedom,
    }


def _mantel_haenszel(
    counts: Tables, measure: Measure, how: str, theirs: Mapping[str, Any], path: Path_
) -> Iterator[Compared]:
    used = corrected(counts) if how.startswith("add") else counts
    whole = mantel_haenszel(used, measure)
    q, freedom = misfit(counts, measure, whole.estimate)
    yield from several("Mantel-Haenszel", path, theirs, _common(whole, float(q), float(freedom)))
    if measure is not Measure.OR:
        return
    chi2 = cochran_mantel_haenszel(used, 0.0 if how == "nocorrect" else 0.5)
    plain, tarone = breslow_day(used, float(whole.estimate))
    ours = {
        "MH": chi2.statistic,
        "MHp": chi2.p,
        "BD": plain.statistic,
        "BDp": plain.p,
        "TA": tarone.statistic,
        "TAp": tarone.p,
    }
    yield from several("Mantel-Haenszel", path, theirs, ours)
    yield from several("counts and degrees of freedom", path, theirs, {"k_pos": plain.freedom + 1})


def _mixed_ratio(
    counts: Tables, name: str, random: bool, theirs: Mapping[str, Any], path: Path_
) -> Iterator[Compared]:
    fit = MODELS[name](counts, random)
    assert fit is not None
    whole = effects(counts, Measure.OR)
    if name == "UM.FS":
        own = effects(counts, Measure.OR, 0.0)
    else:
        a, c = counts.events, counts.control_events
        with np.errstate(divide="ignore"):
            shift = np.log(counts.total / counts.control_total)
            own = Effects(np.log(a) - np.log(np.where(c > 0, c, np.nan)) - shift, 1 / a + 1 / c)
    yield from _mixed(fit, whole, own, random, theirs, path)


def compared_mixed_proportions(
    events: list[int], total: list[int], found: Mapping[str, Any], path: Path_
) -> Iterator[Compared]:
    """Both fits of one set of proportions."""
    x, n = np.array(events, dtype=float), np.array(total, dtype=float)
    for how in ("EE", "ML"):
        fit = mixed_proportion(x, n, how == "ML")
        assert fit is not None
        theirs, where = found[f"GLMM_{how}"], (*path, f"GLMM_{how}")
        own = proportions(x, n, Scale.LOGIT, 0.0)
        yield from _mixed(fit, proportions(x, n, Scale.LOGIT), own, how == "ML", theirs, where)
        half = Z * fit.se
        back = [float(expit(each)) for each in (fit.estimate, fit.estimate - half, fit.estimate + half)]
        quantity = "GLMM by maximum likelihood" if how == "ML" else "GLMM without heterogeneity"
        yield from several(quantity, where, theirs, {"back": back})


def _mixed(
    fit: Mixed, whole: Effects, own: Effects, random: bool, theirs: Mapping[str, Any], path: Path_
) -> Iterator[Compared]:
    quantity = "GLMM by maximum likelihood" if random else "GLMM without heterogeneity"
    known = np.isfinite(own.yi) & np.isfinite(own.vi)
    part = stacked(own.yi[known], own.vi[known])
    wald = float(q_at(part, np.zeros(1))[0][0])
    typical = float(typical_variance(stacked(whole.yi, whole.vi))[0])
    ours = {
        "b": fit.estimate,
        "se": fit.se,
        "zval": fit.estimate / fit.se,
        "pval": 2 * float(ndtr(-abs(fit.estimate / fit.se))),
        "ci_lb": fit.estimate - Z * fit.se,
        "ci_ub": fit.estimate + Z * fit.se,
        "tau2": fit.tau2,
        "I2": 100 * fit.tau2 / (typical + fit.tau2),
        "H2": fit.tau2 / typical + 1,
        "QE_Wld": wald,
        "QEp_Wld": float(chdtrc(fit.freedom, wald)),
        "QE_LRT": fit.deviance,
        "QEp_LRT": float(chdtrc(fit.freedom, fit.deviance)),
    }
    yield from several(quantity, path, theirs, ours)
