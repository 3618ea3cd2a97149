"""The whole reference: every number that is compared, and the names of those that are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from coverdict.evidence.statistics.effects import Measure, Tables, effects, tables
from coverdict.evidence.statistics.proportions import Scale, clopper_pearson, proportions, wilson
from coverdict.evidence.statistics.regression import predicted, regression
from coverdict.evidence.statistics.sets import stacked
from coverdict.evidence.statistics.subgroups import subgroups
from tests.evidence.statistics.reference.counts import compared_counts, compared_mixed_proportions
from tests.evidence.statistics.reference.diagnostics import compared_diagnostics
from tests.evidence.statistics.reference.fits import compared_back, compared_fits, compared_regression
from tests.evidence.statistics.reference.ledger import Compared, NotCompared, Path_, beside, several

Z = float(ndtri(0.975))
SEED_ROWS = (  # the counts of single comparisons of the two documents, in the order of the reference
    (7, 180, 6, 180),
    (7, 25, 21, 31),
    (6, 61, 8, 50),
    (2, 61, 6, 50),
    (53, 60, 32, 48),
    (26, 31, 24, 33),
)

NOT_COMPARED = (
    NotCompared("meta/*", "settings of the program that made the reference"),
    NotCompared("*/data/*", "what is computed from"),
    NotCompared("dat.bcg/metareg_*/X/*", "what is computed from"),
    NotCompared("dat.bcg/metareg_ablat_predict/at/*", "what is computed from"),
    NotCompared("*_default_control/*", "the same fits, stopped early: those with tight control are compared"),
    NotCompared("*/cumul/I2/0", "of a single study, which has no I²; there they are set to 0"),
    NotCompared("*/cumul/H2/0", "of a single study, which has no H²; there they are set to 1"),
    NotCompared("*/confint/ub/?", "where the search for the bound was ended at τ² = 100"),
    NotCompared("*/back/?b", "beyond 0 and 1, where we keep proportions"),
    NotCompared("*/back/pi_?b", "beyond 0 and 1, where we keep proportions"),
    NotCompared(
        "*/fsn_*/*", "fail-safe numbers, which the method does not ask for: reviews are advised against them"
    ),
    NotCompared("*/henmi_copas/*", "an interval of another kind, which the method does not ask for"),
    NotCompared(
        "*/GLMM_UM.RS_*/*", "a model with random study effects, which no panel shows; approximate there too"
    ),
)

ONE_STEP_EARLY = (  # paths below GLMM_…_EE of the numbers that lie farther off than 1e-6, and at most 1e-5
    "dat.bcg/GLMM_UM.FS_EE/zval",
    "seed_A_local_recurrence_HCConly_noAdam/GLMM_CM.AL_EE/QE_Wld",
    "seed_B_complications/GLMM_UM.FS_EE/QE_Wld",
    "seed_B_complications_vsRFA_HCC/GLMM_UM.FS_EE/QE_Wld",
    "seed_B_complications_vsRFA_HCC/GLMM_CM.AL_EE/zval",
    "seed_B_complications_vsRFA_HCC/GLMM_CM.AL_EE/ci_lb",
    "seed_B_complications_vsRFA_HCC/GLMM_CM.AL_EE/ci_ub",
    "seed_D_periop_mortality_cryo/GLMM_EE/se",
    "seed_D_periop_mortality_cryo/GLMM_EE/ci_lb",
    "seed_D_periop_mortality_cryo/GLMM_EE/ci_ub",
)
"""R takes the standard errors of a logistic regression from the weights one step before its last (a test of
its own shows it), so that they are those of no maximum. Ours are, and these numbers differ by that step."""


def everything(reference: Mapping[str, Any]) -> Iterator[Compared]:
    """Every number of the reference that ours are held to."""
    for name, found in reference.items():
        if name == "meta":
            continue
        if name == "seed_rows":
            yield from _single(found, (name,))
            continue
        data = found["data"]
        if "ai" in data:
            yield from _two_arms(found, (name,))
        elif "xi" in data:
            yield from _one_arm(found, (name,))
        else:
            yield from compared_fits(data["yi"], data["vi"], found["fits"], (name, "fits"))
            if "diag" in found:
                yield from compared_diagnostics(data["yi"], data["vi"], found["diag"], (name, "diag"))
    yield from _regressions(reference)


def _two_arms(found: Mapping[str, Any], path: Path_) -> Iterator[Compared]:
    data = found["data"]
    counts = tables(data["ai"], data["n1i"], data["ci"], data["n2i"])
    for measure in Measure:
        theirs, where = found[measure], (*path, str(measure))
        ours = effects(counts, measure)
        yield from several("effects and variances", where, theirs, {"yi": ours.yi, "vi": ours.vi})
        yield from compared_fits(theirs["yi"], theirs["vi"], theirs["fits"], (*where, "fits"))
        if "diag" in theirs:
            yield from compared_diagnostics(theirs["yi"], theirs["vi"], theirs["diag"], (*where, "diag"))
    yield from compared_counts(counts, found, path)


def _one_arm(found: Mapping[str, Any], path: Path_) -> Iterator[Compared]:
    events, total = found["data"]["xi"], found["data"]["ni"]
    for scale in Scale:
        theirs, where = found[scale], (*path, str(scale))
        ours = proportions(events, total, scale)
        yield from several("effects and variances", where, theirs, {"yi": ours.yi, "vi": ours.vi})
        yield from compared_fits(theirs["yi"], theirs["vi"], theirs["fits"], (*where, "fits"))
        yield from compared_back(scale, total, theirs["fits"], (*where, "fits"))
    x, n = np.array(events, dtype=float), np.array(total, dtype=float)
    for key, how in (("clopper_pearson", clopper_pearson), ("wilson", wilson)):
        pairs = list(zip(*how(x, n), strict=True))
        yield from beside("proportions and their intervals", (*path, key), found[key], pairs)
    yield from compared_mixed_proportions(events, total, found, path)


def _single(found: Mapping[str, Any], path: Path_) -> Iterator[Compared]:
    counts: Tables = tables(*np.array(SEED_ROWS).T)
    for name, theirs in found.items():
        rows = effects(counts, Measure(name))
        se = np.sqrt(rows.vi)
        ours = {
            "yi": rows.yi,
            "vi": rows.vi,
            "sei": se,
            "zi": rows.yi / se,
            "pval": 2 * ndtr(-np.abs(rows.yi / se)),
            "ci.lb": rows.yi - Z * se,
            "ci.ub": rows.yi + Z * se,
        }
        yield from several("effects and variances", (*path, name), theirs, ours)


def _regressions(reference: Mapping[str, Any]) -> Iterator[Compared]:
    bcg = reference["dat.bcg"]
    yi, vi = bcg["RR"]["yi"], bcg["RR"]["vi"]
    ones = np.ones(len(yi))
    latitude = np.column_stack([ones, np.array(bcg["metareg_ablat"]["X"], dtype=float)])
    both = np.column_stack([ones, np.array(bcg["metareg_ablat_year"]["X"], dtype=float)])
    allocation = np.array(bcg["metareg_alloc"]["alloc"])
    kinds = np.column_stack([ones, allocation == "random", allocation == "systematic"])
    for key, columns in (
        ("metareg_ablat", latitude),
        ("metareg_ablat_year", both),
        ("metareg_alloc", kinds),
    ):
        yield from compared_regression(yi, vi, columns, bcg[key]["fits"], ("dat.bcg", key, "fits"))
    theirs = bcg["metareg_ablat_predict"]
    rows = np.column_stack([np.ones(2), np.array(theirs["at"], dtype=float)])
    line = regression(yi, vi, latitude)
    estimate, se, lower, upper = predicted(line, rows)
    reach = Z * np.sqrt(se**2 + line.tau2)
    ours = {
        "pred": estimate,
        "se": se,
        "ci_lb": lower,
        "ci_ub": upper,
        "pi_lb": estimate - reach,
        "pi_ub": estimate + reach,
    }
    yield from several("meta-regression", ("dat.bcg", "metareg_ablat_predict"), theirs, ours)
    weeks = reference["dat.raudenbush1985"]
    columns = np.column_stack([np.ones(19), np.array(weeks["data"]["weeks"], dtype=float)])
    yield from compared_regression(
        weeks["data"]["yi"],
        weeks["data"]["vi"],
        columns,
        weeks["metareg_weeks"],
        ("dat.raudenbush1985", "metareg_weeks"),
    )
    yield from _groups(yi, vi, bcg)


def _groups(yi: list[float], vi: list[float], bcg: Mapping[str, Any]) -> Iterator[Compared]:
    key = "subgroup_alloc_REML_separate_tau2"
    theirs, where = bcg[key], ("dat.bcg", key)
    allocation = bcg["metareg_alloc"]["alloc"]
    ours = subgroups(stacked(yi, vi), allocation)
    yield from several("subgroups", where, theirs, {"Q_between": ours.q, "df": ours.freedom, "p": ours.p})
    for name, fit in theirs["groups"].items():
        chosen = [place for place, kind in enumerate(allocation) if kind == name]
        yield from compared_fits(
            [yi[place] for place in chosen],
            [vi[place] for place in chosen],
            {name: fit},
            (*where, "groups"),
        )
