"""The numbers of pooled evidence as people read them: on the terminal, on pages and in pictures alike.

Whatever is None, or no number at all, is said to be unknown; no page ever shows a number that is none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from coverdict.evidence.pooled import Contribution, Heterogeneity, Pooled, Span, Test
from coverdict.text import grouped

UNKNOWN = "unknown"
_WORD = re.compile(r"[a-z]{2}|a ")  # that takes a capital: `p` and `τ²` are names, and keep theirs
INTERVAL = "95 % interval"


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure of effect is named and written.

    Arguments:
        name: with a capital, as `Odds ratio`.
        unit: what its numbers are in, said once where several stand together; may be empty.
        hundredfold: whether its numbers are written in percent or percentage points.
        ratio: whether it is a ratio.
    """

    name: str
    unit: str
    hundredfold: bool
    ratio: bool

    def number(self, value: float | None) -> str:
        """One number, without its unit."""
        if value is None or not math.isfinite(value):
            return UNKNOWN
        if self.hundredfold:
            return minus(f"{value * 100:.1f}")
        return ratio_number(value) if self.ratio else minus(f"{value:.3g}")

    def span(self, span: Span) -> str:
        """`0.62 (0.30 to 1.29)`."""
        return f"{self.number(span.estimate)} ({self.between(span.lower, span.upper)})"

    def between(self, lower: float | None, upper: float | None) -> str:
        """`0.30 to 1.29`."""
        return f"{self.number(lower)} to {self.number(upper)}"

    @property
    def heading(self) -> str:
        """`Odds ratio (95 % interval)`, with the unit where there is one."""
        return f"{self.name} ({INTERVAL}){f', {self.unit}' if self.unit else ''}"

    @property
    def named(self) -> str:
        """The name with its unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


def measure_of(name: str) -> Measure:
    """A measure by its name in a review."""
    written = name[:1].upper() + name[1:]
    if name == "risk difference":
        return Measure(written, "percentage points", True, False)
    if name == "proportion":
        return Measure(written, "%", True, False)
    return Measure(written, "", False, name.endswith("ratio"))


# --- numbers --------------------------------------------------------------------------------------------


def minus(text: str) -> str:
    """A number with a minus sign as wide as a plus sign, and none before a zero."""
    if not text.startswith("-"):
        return text
    return f"−{text[1:]}" if any(digit in text for digit in "123456789") else text[1:]


def ratio_number(value: float) -> str:
    """A ratio with as many digits as say something: `0.62`, `12.4`, `3,100`, `under 0.0001`."""
    if value < 1e-4:
        return "0" if value == 0 else "under 0.0001"
    if value < 0.01:
        return f"{value:.2g}"
    if value < 9.995:
        return f"{value:.2f}"
    if value < 99.95:
        return f"{value:.1f}"
    return f"{value:,.0f}" if value < 1e6 else "over 1,000,000"


def p_number(p: float | None) -> str:
    """`0.043`, `0.62`, `under 0.001`."""
    if p is None or not math.isfinite(p):
        return UNKNOWN
    if p < 0.001:
        return "under 0.001"
    return f"{p:.2f}" if p >= 0.0995 else f"{p:.3f}"


def plain_number(value: float | None, digits: int = 3) -> str:
    """A number with a few significant digits and no exponent."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if value and abs(value) < 1e-6:
        return "under 0.000001 in size"
    text = f"{Decimal(f'{value:.{digits}g}'):f}"
    return minus(text.rstrip("0").rstrip(".") if "." in text else text)


def percent_number(value: float | None) -> str:
    """A percentage that is given as 0 to 100, with one digit after the point."""
    return UNKNOWN if value is None or not math.isfinite(value) else f"{minus(f'{value:.1f}')} %"


def share_words(share: float) -> str:
    """A share of 0 to 1 in percent."""
    return percent_number(share * 100)


# --- what stands in tables ------------------------------------------------------------------------------


def counts(pair: tuple[int, int] | None) -> str:
    """`13 of 180`; nothing where there are no counts."""
    return f"{grouped(pair[0])} of {grouped(pair[1])}" if pair is not None else ""


def marks(one: Contribution) -> str:
    """`†` for counts that no source prints, `‡` for cells without events that were dealt with."""
    return ("†" if one.derived else "") + ("‡" if one.zeros else "")


def method_words(pooled: Pooled) -> str:
    """`REML; Hartung-Knapp, floored`."""
    return "; ".join(part for part in (pooled.method, pooled.interval) if part)


def tested_heads(no_effect: float | None) -> tuple[str, ...]:
    """The heads of what `tested` says; none where nothing is no effect, as of a proportion."""
    return ("p", "Interval") if no_effect is not None else ()


def tested(pooled: Pooled, no_effect: float | None) -> tuple[str, ...]:
    """The p value, and whether the interval holds the value of no effect: `0.21`, `holds 1`."""
    if no_effect is None:
        return ()
    if pooled.significant is None:
        return p_number(pooled.p), UNKNOWN
    return p_number(pooled.p), f"{'leaves out' if pooled.significant else 'holds'} {plain_number(no_effect)}"


def heterogeneity_words(found: Heterogeneity) -> str:
    """τ², I² and Q on one line."""
    tau = (
        f" ({plain_number(found.tau2_interval[0])} to {plain_number(found.tau2_interval[1])})"
        if (found.tau2_interval)
        else ""
    )
    share = (
        f" ({percent_number(found.i2_interval[0])} to {percent_number(found.i2_interval[1])})"
        if (found.i2_interval)
        else ""
    )
    freedom = f"{grouped(found.df)} {'degree' if found.df == 1 else 'degrees'} of freedom"
    return (
        f"τ² {plain_number(found.tau2)}{tau}; I² {percent_number(found.i2)}{share}; "
        f"Q {plain_number(found.q)} on {freedom}, p {p_number(found.p)}."
    )


def test_words(test: Test) -> str:
    """`statistic 1.20, p 0.23`."""
    parts = []
    if test.statistic is not None:
        parts.append(f"statistic {plain_number(test.statistic)}")
    if test.p is not None:
        parts.append(f"p {p_number(test.p)}")
    return ", ".join(parts) or "not made"


def counted_patients(number: int) -> str:
    """`1 patient`, `2,400 patients`."""
    return f"{grouped(number)} {'patient' if number == 1 else 'patients'}"


def signed(number: int) -> str:
    """`+1`, `−2`, `0`."""
    return f"+{number}" if number > 0 else minus(str(number))


def studies_words(number: int) -> str:
    """`1 study`, `12 studies`."""
    return f"{grouped(number)} {'study' if number == 1 else 'studies'}"


def sentence(text: str) -> str:
    """A clause with a capital letter at its beginning and a full stop at its end."""
    words = text.strip()
    if _WORD.match(words):
        words = words[0].upper() + words[1:]
    return words if not words or words[-1] in ".?!" else f"{words}."
