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
