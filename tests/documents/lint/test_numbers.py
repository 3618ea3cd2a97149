"""The numeric rules against what can be worked out another way: by trying every count, and by SciPy."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import erfc, exp, sqrt
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from tests.documents.lint.reading import found

_ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)


def printed(count: int, total: int, decimals: int, way: str) -> str:
    """A percentage as decimal arithmetic rounds it, at 40 digits."""
    exact = Decimal(100 * count) / Decimal(total)
    return format(exact.quantize(Decimal(1).scaleb(-decimals), way), "f")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("numbers")


# A percentage of its count and total, rounded in any of the three ways, is never marked as wrong.
@given(st.integers(1, 900), st.data(), st.integers(0, 2), st.sampled_from(_ROUNDINGS))
def test_right_percentages(folder: Path, total: int, data: st.DataObject, decimals: int, way: str) -> None:
    count = data.draw(st.integers(0, total))
    text = f"Relief was seen in {count} of {total} patients ({printed(count, total, decimals, way)}%)."
    assert not found(text, folder, "percentage-of-count")


# Any other percentage with as many decimals is marked.
@given(st.integers(3, 900), st.data(), st.integers(0, 2))
def test_wrong_percentages(folder: Path, total: int, data: st.DataObject, decimals: int) -> None:
    count = data.draw(st.integers(0, total))
    shown = data.draw(st.integers(0, 100 * 10**decimals).map(lambda n: Decimal(n).scaleb(-decimals)))
    assume(all(Decimal(printed(count, total, decimals, way)) != shown for way in _ROUNDINGS))
    text = f"Relief was seen in {count} of {total} patients ({shown:f}%)."
    assert found(text, folder, "percentage-of-count")


# A whole percentage of a few people is marked exactly when no count of them rounds or cuts to it.
@given(st.integers(5, 60), st.integers(1, 99))
def test_percentages_of_a_few(folder: Path, total: int, shown: int) -> None:
    possible = any(
        Decimal(printed(count, total, 0, way)) == shown for count in range(total + 1) for way in _ROUNDINGS
    )
    marked = found(f"Relief was seen in {shown}% of {total} patients.", folder, "percentage-without-count")
    assert bool(marked) is not possible


# Rates over time and modelled rates of a few people are never marked, whatever they are.
@pytest.mark.parametrize(
    "form",
    [
        "The 5-year survival was {p}% of 15 patients.",
        "The actuarial rate was {p}% of 15 patients.",
        "Kaplan-Meier estimates gave {p}% of 15 patients.",
        "The cumulative incidence was {p}% of 15 patients.",
        "At 3 years, {p}% of 15 patients were free of disease.",
        "About {p}% of 15 patients had relief.",
    ],
)
def test_rates_over_time_are_left_alone(form: str, folder: Path) -> None:
    for shown in range(1, 100):
        assert not found(form.format(p=shown), folder, "percentage-without-count", "percentage-of-count")


def two_arms(n: int, m: int, a: int, c: int, p: str) -> str:
    """A sentence about `a` of `n` and `c` of `m`, in percentages, with a p value."""
    first, second = printed(a, n, 1, ROUND_HALF_UP), printed(c, m, 1, ROUND_HALF_UP)
    return (
        f"Alder et al (2019) randomized {n + m} patients to treatment (n={n}) or control (n={m}). "
        f"Relief was seen in {first}% and {second}%, respectively (p={p})."
    )


# The p value that SciPy works out (with or without correction, or exactly) is never marked.
@given(st.integers(8, 90), st.integers(8, 90), st.data(), st.sampled_from(["Pearson", "Yates", "Fisher"]))
def test_p_values_of_known_tests(folder: Path, n: int, m: int, data: st.DataObject, test: str) -> None:
    a, c = data.draw(st.integers(1, n - 1)), data.draw(st.integers(1, m - 1))
    table = [[a, n - a], [c, m - c]]
    if test == "Fisher":
        value = float(fisher_exact(table)[1])
    else:
        value = float(chi2_contingency(table, correction=test == "Yates")[1])
    assume(value >= 0.0005)
    assert not found(two_arms(n, m, a, c, f"{value:.3f}"), folder, "p-not-reproduced")


# A p value far from all of them is marked.
@given(st.integers(30, 90), st.data())
def test_p_values_of_no_test(folder: Path, n: int, data: st.DataObject) -> None:
    a, c = data.draw(st.integers(5, n // 3)), data.draw(st.integers(2 * n // 3, n - 5))
    assert found(two_arms(n, n, a, c, ".431"), folder, "p-not-reproduced")


# An interval made by Wald's formula around a ratio, at any level of rounding to 2 decimals, is never marked.
@given(st.floats(-1.5, 1.5), st.floats(0.1, 0.6))
def test_wald_intervals(folder: Path, log: float, error: float) -> None:
    estimate, low, high = (exp(log + sign * 1.959964 * error) for sign in (0, -1, 1))
    p = erfc(abs(log) / error / sqrt(2))
    assume(low > 0.05)
    shown = f"p={p:.3f}" if p >= 0.001 else "p<.001"
    text = f"The hazard ratio was {estimate:.2f} (95% CI, {low:.2f} to {high:.2f}; {shown})."
    assert not found(text, folder)


# Units are converted exactly: what comes to the same is no slip, another factor is.
@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [
        ("12 g/dL", "120 g/L", False),
        ("5 ng/mL", "5 ug/L", False),
        ("5 ng/mL", "100 ng/dL", True),
        ("4 ng/mL", "4 ng/dL", True),
        ("126 mg/dL", "7 mmol/L", False),
        ("5 ng/mL", "200 ng/mL", False),
    ],
)
def test_units(first: str, second: str, slips: bool, folder: Path) -> None:
    text = f"The marker level is at most {first}. Patients with a marker level above {second} were treated."
    assert bool(found(text, folder, "unit-slip")) is slips
