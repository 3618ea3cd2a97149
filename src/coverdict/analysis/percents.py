"""Shares as a person reads them."""

from __future__ import annotations

from fractions import Fraction

from coverdict.analysis.joint import Share


def share_words(share: Share) -> str:
    """`14 %`, `0.07 %`, `about 3 %` where it was drawn, `under 0.001 %` where the sample met none."""
    if share.exact:
        return percent(share.part)
    if not share.part:
        return f"under {percent(Fraction(1, max(share.of, 1)))}"
    return f"about {percent(share.part)}"


def percent(part: Fraction) -> str:
    """A share in percent, with two significant digits."""
    number = float(part) * 100
    if number == 0:
        return "0 %"
    if number >= 9.95 or number == round(number):
        return f"{number:.0f} %" if number < 99.5 or part == 1 else f"{number:.1f} %"
    return f"{float(f'{number:.2g}'):.10f}".rstrip("0").rstrip(".") + " %"


def counted_part(rows: int, of: int) -> str:
    """A counted share that never says none where there are some, nor all where some are missing."""
    if not rows or not of:
        return "0 %"
    part = Fraction(rows, of)
    if part == 1:
        return "100 %"
    if part > Fraction(9995, 10_000):
        return "over 99.9 %"
    if part < Fraction(1, 10_000):
        return "under 0.01 %"
    digits = 1 if part >= Fraction(1, 100) else 2
    return f"{float(part) * 100:.{digits}f} %"
