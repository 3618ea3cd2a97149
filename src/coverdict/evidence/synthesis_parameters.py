"""The numbers that pooling is done with; a method document fills them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.pooling import Interval

if TYPE_CHECKING:
    from coverdict.evidence.methods_model import Method


@dataclass(frozen=True, slots=True)
class Parameters:
    """How outcomes are pooled.

    Arguments:
        level: of every interval.
        estimator: of the variance between studies in the main answer.
        interval: of the main answer's mean.
        continuity: added to all cells of a study that has a cell without anybody.
        prediction_from: the fewest studies for a prediction interval, 3 or more.
        small_studies_from: the fewest studies for tests of effects of small studies, 3 or more.
        regression_from: the fewest studies for a regression of effects on the year, 3 or more.
        alpha, power: of the required information size, α two-sided.
        reduction: the relative reduction of risk that it is to find where no threshold is stated.
    The defaults are REML with Hartung-Knapp's interval and the floor, as Cochrane's since January 2025.
    """

    level: float = 0.95
    estimator: Estimator = Estimator.REML
    interval: Interval = Interval.FLOORED
    continuity: float = 0.5
    prediction_from: int = 3
    small_studies_from: int = 10
    regression_from: int = 10
    alpha: float = 0.05
    power: float = 0.8
    reduction: float = 0.25


def parameters_of(method: Method) -> Parameters:
    """The parameters that a method document sets."""
    pooling, information = method.pooling, method.information
    knapp = Interval.FLOORED if pooling.floored else Interval.HKSJ
    return Parameters(
        level=float(pooling.level),
        estimator=Estimator(pooling.estimator),
        interval=Interval.WALD if pooling.interval == "Wald" else knapp,
        continuity=float(pooling.continuity),
        prediction_from=pooling.prediction_from,
        small_studies_from=pooling.small_studies_from,
        regression_from=pooling.regression_from,
        alpha=float(information.alpha),
        power=float(information.power),
        reduction=float(information.reduction),
    )
