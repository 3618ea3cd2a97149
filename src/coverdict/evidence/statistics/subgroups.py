"""Subgroups: each pooled by itself, and whether their means differ."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from coverdict.evidence.statistics.arrays import divided
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.pooling import Interval, Means, means
from coverdict.evidence.statistics.sets import Sets


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Subgroups of one set.

    Arguments:
        names: of the g groups, in the order in which they first appear.
        sets: each group as a set, (g, k); `means` of each, (g,).
        q, freedom, p: of all means being the same; NaN where fewer than two groups have a mean.
    """

    names: tuple[Hashable, ...]
    sets: Sets
    means: Means
    q: float
    freedom: int
    p: float


def subgroups(
    one: Sets,
    groups: Sequence[Hashable],
    estimator: Estimator = Estimator.REML,
    interval: Interval = Interval.WALD,
    level: float = 0.95,
) -> Subgroups:
    """Each group of one set (1, k) pooled with a variance between studies of its own.

    Arguments:
        groups: each study's group, (k,).
    Errors:
        ValueError: there are not as many entries in `groups` as studies.
    Source: Borenstein and Higgins 2013, Prev Sci 14:134.
    """
    if len(groups) != one.yi.shape[1]:
        raise ValueError("each study has a group")
    names = tuple(dict.fromkeys(groups))
    mask = np.array([[group == name for group in groups] for name in names], dtype=bool) & one.mask[0]
    shape = mask.shape
    sets = Sets(np.broadcast_to(one.yi[0], shape), np.broadcast_to(one.vi[0], shape), mask)
    found = means(sets, between(sets, estimator), interval, level)
    known = np.isfinite(found.estimate) & np.isfinite(found.se)
    weights = divided(1.0, found.se[known] ** 2)
    freedom = int(known.sum()) - 1
    if freedom < 1 or not np.isfinite(weights).all():
        return Subgroups(names, sets, found, float("nan"), max(freedom, 0), float("nan"))
    centre = float((weights * found.estimate[known]).sum() / weights.sum())
    q = float((weights * (found.estimate[known] - centre) ** 2).sum())
    return Subgroups(names, sets, found, q, freedom, float(chdtrc(freedom, q)))
