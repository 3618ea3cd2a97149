"""What the studies of an outcome differ in: each group pooled by itself, and the effect year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coverdict.evidence.pooled import Regression, Subgroup, Subgroups
from coverdict.evidence.statistics.pooling import Interval
from coverdict.evidence.statistics.regression import regression
from coverdict.evidence.statistics.sets import Sets, stacked
from coverdict.evidence.statistics.subgroups import subgroups
from coverdict.evidence.studies.model import Design
from coverdict.evidence.synthesis_answers import answers, finite
from coverdict.evidence.synthesis_effects import NOT_STATED, Included, level_of_bias
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_scales import Natural
from coverdict.evidence.synthesis_spread import heterogeneity

LEVELS = ("low", "some", "high", "critical", NOT_STATED)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What studies are grouped by, the group of one study, and the order of groups."""

    by: str
    of: Callable[[Included], str]
    order: Callable[[str], int]


def _design(one: Included) -> str:
    return one.input.study.design.value


def _bias(one: Included) -> str:
    return level_of_bias(one.input.study)


def _ordered(names: Sequence[str]) -> Callable[[str], int]:
    return lambda name: names.index(name) if name in names else len(names)


def groups(
    effects_: Sequence[Included], one: Sets, parameters: Parameters, scale: Natural
) -> tuple[Subgroups, ...]:
    """The studies by design and by risk of bias; nothing by what they all have in common.

    Arguments:
        effects_: the studies, at least one; `one` the same as a set, (1, k).
    Source: Borenstein and Higgins 2013, Prev Sci 14:134: each group has a variance between studies of its
        own, and means are compared by a test of heterogeneity among them.
    """
    kinds = (
        _Kind("design", _design, _ordered([design.value for design in Design])),
        _Kind("risk of bias", _bias, _ordered(LEVELS)),
    )
    return tuple(
        _grouped(effects_, one, kind, parameters, scale)
        for kind in kinds
        if len({kind.of(each) for each in effects_}) > 1
    )


def _grouped(
    effects_: Sequence[Included], one: Sets, kind: _Kind, parameters: Parameters, scale: Natural
) -> Subgroups:
    own = [kind.of(each) for each in effects_]
    # Means are compared by their plain standard errors: those of Hartung and Knapp follow laws of t, with
    # other degrees of freedom in each group.
    found = subgroups(one, own, parameters.estimator, Interval.WALD, parameters.level)
    pooled = answers(found.sets, parameters.estimator, parameters.interval, parameters, scale)
    several: list[Subgroup] = []
    for place, name in enumerate(found.names):
        members = [at for at, group in enumerate(own) if group == name]
        part = stacked(one.yi[0][members], one.vi[0][members])
        several.append(
            Subgroup(
                str(name),
                tuple(effects_[at].input.study.id for at in members),
                pooled[place],
                heterogeneity(part, parameters),
            )
        )
    several.sort(key=lambda group: kind.order(group.name))
    return Subgroups(kind.by, tuple(several), finite(found.q), found.freedom, finite(found.p))


def by_year(
    effects_: Sequence[Included], one: Sets, parameters: Parameters, scale: Natural
) -> Regression | str:
    """Whether effects change with the year of the study; or why that is not worked out.

    Source: Cochrane Handbook, chapter 10.11.4, which asks for ten studies or more for each column.
    """
    known = [at for at, each in enumerate(effects_) if each.input.study.year is not None]
    count = len(known)
    if count < parameters.regression_from:
        of_year = "" if count == len(effects_) else " whose year is known"
        return (
            f"{count} {'study' if count == 1 else 'studies'}{of_year}, fewer than "
            f"{parameters.regression_from}: whether the effect changes with the year is not worked out."
        )
    years = np.array([effects_[at].input.study.year for at in known], dtype=float)
    if len(set(years)) == 1:
        return "All studies are of one year, so that the effect cannot be regressed on it."
    centre = float(np.round(years.mean()))
    columns = np.column_stack([np.ones(count), years - centre])
    yi, vi = one.yi[0][known], one.vi[0][known]
    try:
        found = regression(yi, vi, columns, parameters.estimator, parameters.interval, parameters.level)
    except (ValueError, np.linalg.LinAlgError):
        return "The effect could not be regressed on the year: the studies' weights differ too much."
    numbers = [float(each[1]) for each in (found.coefficients, found.se, found.lower, found.upper, found.p)]
    if not np.isfinite(numbers).all() or not numbers[1] > 0:
        return "The effect could not be regressed on the year: the studies leave no spread to judge it by."
    slope, se, lower, upper, p = numbers
    return Regression(
        *("year", count, slope, se, lower, upper, p),
        scale.of(float(found.coefficients[0])),
        int(centre),
        finite(found.tau2) or 0.0,
        finite(found.r2),
    )
