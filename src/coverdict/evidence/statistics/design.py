"""A design of meta-regression, and the weighted fit to it at one variance between studies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr, solve_triangular

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.sets import stacked


@dataclass(frozen=True, slots=True)
class Fit:
    """The weighted fit. With P the matrix that takes a fit's residuals, weighted:

    Arguments:
        coefficients, covariance: of the columns as they were given, (p,) and (p, p).
        q: the weighted sum of squared residuals.
        squares: the same with the weights squared, y'PPy.
        trace: of P; `squared_trace` of PP.
        weights: (k,).
        determinant: the logarithm of the determinant of X'WX, X the orthonormal columns.
    """

    coefficients: Array
    covariance: Array
    q: float
    squares: float
    trace: float
    squared_trace: float
    weights: Array
    determinant: float


@dataclass(frozen=True, slots=True)
class Design:
    """Effects and columns: `basis` is orthonormal, and columns × back are the basis."""

    yi: Array
    vi: Array
    basis: Array
    back: Array

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return int(self.basis.shape[1])

    @property
    def freedom(self) -> int:
        """How many studies more than columns."""
        return len(self.yi) - self.columns

    def at(self, tau2: float) -> Fit:
        """The fit with the weights of `tau2`."""
        weights = 1 / (self.vi + tau2)
        weighted = self.basis * weights[:, None]
        information = self.basis.T @ weighted
        inverse = np.linalg.inv(information)
        inner = inverse @ (weighted.T @ self.yi)
        rest = self.yi - self.basis @ inner
        again = inverse @ (weighted.T @ rest)  # once more, for the last digits
        inner, rest = inner + again, rest - self.basis @ again
        pulled = weights * rest
        spread = inverse @ (weighted.T @ weighted)
        cubed = inverse @ (weighted.T @ (weighted * weights[:, None]))
        return Fit(
            self.back @ inner,
            self.back @ inverse @ self.back.T,
            float(pulled @ rest),
            float(pulled @ pulled),
            float(weights.sum() - np.trace(spread)),
            float((weights**2).sum() - 2 * np.trace(cubed) + np.trace(spread @ spread)),
            weights,
            float(np.linalg.slogdet(information)[1]),
        )

    def log_likelihood(self, tau2: float, restricted: bool) -> float:
        """The logarithm of the likelihood; with `restricted` of the one that is free of the coefficients."""
        fit = self.at(tau2)
        found = -0.5 * (float(np.log(self.vi + tau2).sum()) + fit.q)
        if restricted:
            return found - 0.5 * fit.determinant - 0.5 * self.freedom * float(np.log(2 * np.pi))
        return found - 0.5 * len(self.yi) * float(np.log(2 * np.pi))

    def plain(self) -> tuple[float, Array]:
        """Unweighted: the sum of squared residuals, and each study's share of P's diagonal, (k,)."""
        rest = self.yi - self.basis @ (self.basis.T @ self.yi)
        return float(rest @ rest), 1 - (self.basis**2).sum(axis=1)


def designed(yi: npt.ArrayLike, vi: npt.ArrayLike, columns: npt.ArrayLike) -> Design:
    """A design, looked over.

    Errors:
        ValueError: as `regression` says.
    """
    one = stacked(yi, vi)
    matrix = np.asarray(columns, dtype=float)
    k = one.yi.shape[1]
    if one.yi.shape[0] != 1 or matrix.ndim != 2 or matrix.shape[0] != k or not np.isfinite(matrix).all():
        raise ValueError("a design has a row of finite numbers for each of the k effects")
    if k <= matrix.shape[1]:
        raise ValueError(
            f"{k} studies cannot tell {matrix.shape[1]} coefficients; there have to be more studies"
        )
    basis, factor = qr(matrix, mode="economic")
    sizes = np.abs(np.diag(factor))
    if (sizes <= 1e-12 * np.sqrt((matrix**2).sum(axis=0))).any():
        raise ValueError("a column of the design is a combination of the others")
    return Design(one.yi[0], one.vi[0], basis, solve_triangular(factor, np.eye(len(factor))))
