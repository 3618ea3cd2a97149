"""Where R and its metafor are at hand: data that no reference holds, drawn, pooled by both.

An ordinary run draws the same few reviews each time; the long mode draws many, and others every time.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
from collections.abc import Callable

import numpy as np
import pytest

from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.effects import Measure, Tables, effects, tables
from coverdict.evidence.statistics.likelihood import log_likelihood
from coverdict.evidence.statistics.mantel_haenszel import mantel_haenszel, peto
from coverdict.evidence.statistics.pooling import Interval, differences, means
from coverdict.evidence.statistics.sets import stacked

LONG = bool(os.environ.get("COVERDICT_LONG"))
DRAWN, SEED = (60, None) if LONG else (3, 2021)
INTERVALS = {"z": Interval.WALD, "t": Interval.T, "knha": Interval.HKSJ, "adhoc": Interval.FLOORED}
SCRIPT = """
suppressMessages(library(metafor)); options(digits = 17, warn = -1)
say <- function(...) cat(..., "\\n")
pooled <- function(id, ai, n1i, ci, n2i) {
  for (m in c("OR", "RR", "RD", "PETO", "AS")) {
    e <- escalc(m, ai = ai, n1i = n1i, ci = ci, n2i = n2i)
    for (t in c("DL", "HE", "HS", "SJ", "ML", "REML", "PM", "EB")) for (te in c("z", "t", "knha", "adhoc")) {
      tight <- if (t %in% c("ML", "REML", "PM", "EB")) list(threshold = 1e-14, tol = 1e-14, maxiter = 10000)
      r <- try(rma(yi, vi, data = e, method = t, test = te, control = as.list(tight)), silent = TRUE)
      if (!inherits(r, "try-error"))
        say(id, m, t, te, r$tau2, r$b, r$se, r$pval, r$ci.lb, r$ci.ub, r$QE, r$I2, r$H2)
    }
  }
  for (m in c("OR", "RR", "RD")) {
    r <- rma.mh(ai = ai, n1i = n1i, ci = ci, n2i = n2i, measure = m)
    say(id, m, "MH", "z", r$b, r$se)
  }
  r <- rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i)
  say(id, "PETO", "Peto", "z", r$b, r$se)
}
"""


def drawn() -> list[Tables]:
    """Reviews of 2 to 14 studies: common and rare events, much and no variance between studies."""
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(DRAWN):
        k = int(rng.integers(2, 15))
        n, m = rng.integers(5, 300, (2, k))
        logit = rng.choice([-4.5, -3, -1.5, 0]) + rng.normal(0, 0.3, k)
        control = 1 / (1 + np.exp(-logit))
        treated = 1 / (1 + np.exp(-logit + 0.3 - rng.normal(0, rng.choice([0, 0.3, 1.0]), k)))
        found.append(tables(rng.binomial(n, treated), n, rng.binomial(m, control), m))
    return found


@pytest.fixture
def by_metafor() -> Callable[[list[Tables]], list[list[str]]]:
    """metafor's numbers, a row for each fit; skips by name without it."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not at hand")

    def run(reviews: list[Tables]) -> list[list[str]]:
        script = SCRIPT
        for place, one in enumerate(reviews):
            counts = (one.events, one.total, one.control_events, one.control_total)
            written = ", ".join(f"c({', '.join(f'{count:g}' for count in each)})" for each in counts)
            script += f"pooled({place}, {written})\n"
        done = subprocess.run(
            [rscript, "--vanilla", "-"], input=script, capture_output=True, text=True, check=False
        )
        if "there is no package called" in done.stderr:
            pytest.skip("R is at hand, its metafor is not")
        assert done.returncode == 0, done.stderr
        return [line.split() for line in done.stdout.splitlines()]

    return run


# Drawn data are pooled as metafor pools them, by every estimator, interval and measure. Where the two find
# other peaks of a likelihood, ours is at least as high.
def test_drawn_data_agree(
    by_metafor: Callable[[list[Tables]], list[list[str]]], record_property: Callable[[str, object], None]
) -> None:
    reviews = drawn()
    compared = 0
    for place, measure, method, test, *written in by_metafor(reviews):
        counts = reviews[int(place)]
        theirs = [math.nan if each in ("NA", "NaN") else float(each) for each in written]
        ours = (
            _common(counts, measure, method)
            if len(theirs) == 2
            else _ours(counts, measure, method, test, theirs)
        )
        for own, other in zip(ours, theirs, strict=True):
            if math.isfinite(other):
                assert own == pytest.approx(other, rel=1e-7, abs=1e-8), (measure, method, test, counts)
                compared += 1
    record_property("numbers compared with metafor on drawn data", f"{compared:,}")


def _common(counts: Tables, measure: str, method: str) -> list[float]:
    found = peto(counts) if method == "Peto" else mantel_haenszel(counts, Measure(measure))
    return [float(found.estimate), float(found.se)]


def _ours(counts: Tables, measure: str, method: str, test: str, theirs: list[float]) -> list[float]:
    own = effects(counts, Measure(measure))
    one, estimator = stacked(own.yi, own.vi), Estimator(method)
    tau2 = between(one, estimator)
    if estimator in (Estimator.ML, Estimator.REML) and abs(tau2[0] - theirs[0]) > 1e-8 * max(1.0, theirs[0]):
        restricted = float(estimator is Estimator.REML)
        height, other = (log_likelihood(one, at, restricted)[0] for at in (tau2, np.array(theirs[:1])))
        assert height >= other - 1e-12
        return theirs
    mean, spread = means(one, tau2, INTERVALS[test]), differences(one, tau2)
    return [
        float(each[0])
        for each in (
            tau2,
            mean.estimate,
            mean.se,
            mean.p,
            mean.lower,
            mean.upper,
            spread.q,
            spread.i2,
            spread.h2,
        )
    ]
