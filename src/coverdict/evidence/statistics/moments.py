"""Estimates of the variance between studies in closed form: DL, HE, HS, HSk, SJ. Each (B,), never below 0."""

from __future__ import annotations

import numpy as np

from coverdict.evidence.statistics.arrays import Array, divided
from coverdict.evidence.statistics.generalised_q import q_at
from coverdict.evidence.statistics.sets import Sets


def dersimonian_laird(sets: Sets) -> Array:
    """From Q with the weights of equal effects.

    Source: DerSimonian and Laird 1986, Control Clin Trials 7:177.
    """
    q, whole, second = _weighed(sets)
    return _at_least_0(divided(q - (sets.sizes - 1), whole - divided(second, whole)))


def hedges(sets: Sets) -> Array:
    """From the plain variance of the effects (also Cochran's ANOVA).

    Source: Hedges 1983, Psychol Bull 93:388.
    """
    sizes = sets.sizes
    within = divided(np.where(sets.mask, sets.vi, 0.0).sum(axis=1), sizes)
    return _at_least_0(divided(_squares(sets), sizes - 1) - within)


def hunter_schmidt(sets: Sets) -> Array:
    """From Q and the sum of the weights. Source: Hunter and Schmidt 1990, Methods of meta-analysis."""
    q, whole, _ = _weighed(sets)
    return _at_least_0(divided(q - sets.sizes, whole))


def hunter_schmidt_small(sets: Sets) -> Array:
    """The same with Q enlarged by k/(k-1), which takes away most of its bias in few studies."""
    q, whole, _ = _weighed(sets)
    sizes = sets.sizes
    return _at_least_0(divided(divided(sizes, sizes - 1) * q - sizes, whole))


def sidik_jonkman(sets: Sets) -> Array:
    """From a crude start, one weighted step. Source: Sidik and Jonkman 2005, Appl Stat 54:367.

    The start is the mean of squares about the plain mean. Where all effects are the same it is 0, and so is
    the result.
    """
    crude = start_of_sidik_jonkman(sets)
    q, _ = q_at(sets, crude)
    return _at_least_0(divided(crude * q, sets.sizes - 1))


def start_of_sidik_jonkman(sets: Sets) -> Array:
    """The crude start, (B,): the mean of squares about the plain mean."""
    return np.nan_to_num(divided(_squares(sets), sets.sizes))


def _weighed(sets: Sets) -> tuple[Array, Array, Array]:
    """Q, the sum of the weights and that of their squares."""
    weights = sets.mask / sets.vi
    q, _ = q_at(sets, np.zeros(sets.yi.shape[0]))
    return q, weights.sum(axis=1), (weights * weights).sum(axis=1)


def _squares(sets: Sets) -> Array:
    mean = divided(np.where(sets.mask, sets.yi, 0.0).sum(axis=1), sets.sizes)
    found: Array = (np.where(sets.mask, sets.yi - np.nan_to_num(mean)[:, None], 0.0) ** 2).sum(axis=1)
    return found


def _at_least_0(values: Array) -> Array:
    """Truncated at 0; sets too small for the estimate have none, which is 0 here too."""
    return np.maximum(np.nan_to_num(values), 0.0)
