"""Agreement with R's metafor, number by number, over the whole reference file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.evidence.statistics.reference.everything import NOT_COMPARED, ONE_STEP_EARLY, everything
from tests.evidence.statistics.reference.ledger import TOLERANCES, Compared, loaded, numbers


# Every number of the reference agrees with ours within what is owed for its quantity, or is named as not
# compared, with the reason; and no name is idle.
def test_every_number_agrees_or_is_named(
    shared: Callable[[str], Path], record_property: Callable[[str, object], None]
) -> None:
    reference = loaded(shared("evidence/metafor_reference.json"))
    compared = list(everything(reference))

    assert [one for one in compared if not one.agrees and not _is_early(one)] == []
    assert {"/".join(one.path) for one in compared if not one.agrees} == set(ONE_STEP_EARLY)
    assert {one.quantity for one in compared} == set(TOLERANCES)

    paths = Counter(one.path for one in compared)
    left = [path for path, _ in numbers(reference) if path not in paths]
    assert [path for path in left if not any(each.names(path) for each in NOT_COMPARED)] == []
    assert [each.pattern for each in NOT_COMPARED if not any(each.names(path) for path in left)] == []
    assert max(paths.values()) == 1

    record_property("numbers compared with metafor", f"{len(compared):,}")
    quantities = Counter(one.quantity for one in compared)
    for quantity, count in sorted(quantities.items()):
        worst = max(one.off for one in compared if one.quantity == quantity)
        record_property(
            f"numbers compared with metafor: {quantity}",
            f"{count:,}, off by at most {worst:.1g} of {TOLERANCES[quantity]:g}",
        )
    reasons: Counter[str] = Counter()
    for path in left:
        reasons[next(each.because for each in NOT_COMPARED if each.names(path))] += 1
    for because, count in reasons.items():
        record_property("numbers of metafor not compared", f"{count:,}: {because}")


def _is_early(one: Compared) -> bool:
    return "/".join(one.path) in ONE_STEP_EARLY and one.off <= 1e-5


# The standard error that R reports of a logistic regression is that of one step before its end: iterated by
# hand with R's own rule for stopping, the reference's number comes out to the last digit.
def test_the_reference_takes_standard_errors_one_step_early(shared: Callable[[str], Path]) -> None:
    found = loaded(shared("evidence/metafor_reference.json"))["seed_D_periop_mortality_cryo"]
    events, total = (np.array(found["data"][key], dtype=float) for key in ("xi", "ni"))
    shares = events / total
    mean = (events + 0.5) / (total + 1)
    eta, before = np.log(mean / (1 - mean)), np.inf
    while True:
        weights = total * mean * (1 - mean)
        working = eta + (shares - mean) / (mean * (1 - mean))
        eta = np.full(4, (weights * working).sum() / weights.sum())
        mean = 1 / (1 + np.exp(-eta))
        deviance = (
            2 * (events * np.log(shares / mean) + (total - events) * np.log((1 - shares) / (1 - mean))).sum()
        )
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
        before = deviance
    assert weights.sum() ** -0.5 == pytest.approx(found["GLMM_EE"]["se"], rel=1e-13)
    final = (total * mean * (1 - mean)).sum() ** -0.5
    assert final == pytest.approx((1 / 26 + 1 / 1022) ** 0.5, rel=1e-8)  # the closed form: 26 of 1,048
