"""What was measured, as tables: on the terminal, and in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured.

    Arguments:
        what: in words.
        value: with its unit.
        goal: what is asked of it; empty where nothing is.
        met: whether it is met; None where nothing is asked.
    """

    what: str
    value: str
    goal: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Measurements that belong together, under a title, with what a reader has to know."""

    title: str
    about: str
    lines: tuple[Line, ...]

    @property
    def falls_short(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.met is False)


def at_least(what: str, value: float, goal: float) -> Line:
    """A ratio that is to be `goal` or more."""
    return Line(what, f"{value:,.1f} times", f"at least {goal:g} times", value >= goal)


def below(what: str, seconds: float, goal: float) -> Line:
    """A time that is to be below `goal` seconds."""
    return Line(what, shown(seconds), f"below {shown(goal)}", seconds < goal)


def shown(seconds: float) -> str:
    """A time in the unit that reads best."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    if seconds >= 0.001:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds * 1_000_000:.3g} µs"


def per_second(rate: float) -> str:
    """A rate, to three digits."""
    digits = max(0, len(str(int(rate))) - 3)
    return f"{round(rate, -digits):,.0f} a second"


def machine() -> str:
    """The machine in words."""
    cores = os.cpu_count() or 1
    return (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} "
        f"on {platform.machine()}, {cores} core{'s' if cores > 1 else ''}"
    )


def as_text(section: Section) -> str:
    """A section for a terminal."""
    rows = [(line.what, line.value, _verdict(line)) for line in section.lines]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    body = (
        f"  {what:<{widths[0]}}  {value:>{widths[1]}}  {verdict}".rstrip() for what, value, verdict in rows
    )
    return "\n".join([section.title, *body, ""])


def as_markdown(sections: Iterable[Section], measured: date) -> str:
    """The whole document."""
    parts = [
        "# The measurements\n",
        _wrapped(
            f"Written by `make bench` on {measured.isoformat()}; {machine()}. Rates are medians of runs "
            "that take turns, so that a slow minute falls on all sides alike. What is compared ran in the "
            "same process, on the same rows, and its answers were checked. *Cold* is right after the "
            "library was opened, *warm* after every row has been seen once."
        ),
    ]
    for section in sections:
        parts += [f"## {section.title}\n", _wrapped(section.about), _table(section.lines)]
    return "\n".join(parts)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 110) + "\n"


def _table(lines: Sequence[Line]) -> str:
    rows = ["| | measured | asked for |", "|---|--:|---|"]
    rows += [f"| {line.what} | {line.value} | {_verdict(line)} |" for line in lines]
    return "\n".join(rows) + "\n"


def _verdict(line: Line) -> str:
    if line.met is None:
        return line.goal
    return f"{line.goal}: {'met' if line.met else 'NOT MET'}"
