"""How many patients a conclusion needs: the required information size."""

from __future__ import annotations

from math import ceil, isfinite

from scipy.special import ndtri


def required_size(control: float, treated: float, alpha: float = 0.05, power: float = 0.9) -> int:
    """How many patients in both arms together tell two risks apart.

    Arguments:
        control, treated: the risks, 0 to 1, not the same.
        alpha: two-sided; `power`: the chance to find the difference.
    Result:
        4 (z₁₋α/₂ + z₁₋β)² p̄ (1 - p̄) / (p_C - p_E)², with p̄ the mean of both risks, rounded up.
    Errors:
        ValueError: a risk outside of 0 and 1, both the same, or α or power outside of 0 and 1.
    Source: Wetterslev et al. 2008, J Clin Epidemiol 61:64.
    """
    if not (0 <= control <= 1 and 0 <= treated <= 1 and control != treated):
        raise ValueError("two different risks between 0 and 1 are needed")
    if not (0 < alpha < 1 and 0 < power < 1):
        raise ValueError("α and power lie between 0 and 1")
    return _rounded_up(_size(control, treated, alpha, power))


def adjusted_size(
    control: float, treated: float, diversity: float, alpha: float = 0.05, power: float = 0.9
) -> int:
    """The same under heterogeneity: divided by 1 - D².

    Arguments:
        diversity: D², 0 to below 1.
    Errors:
        ValueError: as `required_size`, or D² is not in its range.
    Source: Wetterslev et al. 2009, BMC Med Res Methodol 9:86.
    """
    if not 0 <= diversity < 1:
        raise ValueError("D² lies between 0 and 1")
    required_size(control, treated, alpha, power)
    return _rounded_up(_size(control, treated, alpha, power) / (1 - diversity))


def diversity(equal_se: float, random_se: float) -> float:
    """D²: by how much the variance of the mean grows from equal effects to random ones, 0 to below 1.

    Arguments:
        equal_se, random_se: WALD standard errors of both means.
    Source: Wetterslev et al. 2009.
    """
    if not (isfinite(equal_se) and isfinite(random_se)) or random_se <= 0:
        raise ValueError("both means have a standard error above 0")
    return min(max(0.0, 1 - (equal_se / random_se) ** 2), 1 - 1e-12)


def _size(control: float, treated: float, alpha: float, power: float) -> float:
    middle = (control + treated) / 2
    reach = float(ndtri(1 - alpha / 2) + ndtri(power))
    return 4 * reach**2 * middle * (1 - middle) / (control - treated) ** 2


def _rounded_up(size: float) -> int:
    return ceil(size - 1e-9 * size)
