"""What one arm had, as a paper writes it: `7 of 180 (3.9 %)`, `25 (8 to 64)`, `97 %`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from coverdict.evidence.figures import Figure, figure
from coverdict.evidence.studies.model import Cell, Nature, PValue
from coverdict.evidence.studies.shapes import LARGEST, NOT_STATED
from coverdict.language.scalars import shorten

_NUMBER = r"[+-]?[\d.]+"
_COUNT = rf"\d{{1,{LARGEST}}}"
_OF = re.compile(
    rf"(?P<events>{_COUNT})(?: of (?P<total>{_COUNT}))?(?: \((?P<figure>{_NUMBER}) ?%\))?", re.ASCII
)
_SHARE = re.compile(rf"(?P<figure>{_NUMBER}) ?% of (?P<total>{_COUNT})", re.ASCII)
_FIGURE = re.compile(
    rf"(?P<figure>{_NUMBER})(?P<percent> ?%)?(?: \((?P<lower>{_NUMBER}) to (?P<upper>{_NUMBER})(?: ?%)?\))?",
    re.ASCII,
)
_RANGE = re.compile(rf"(?P<lower>{_NUMBER}) to (?P<upper>{_NUMBER})(?P<percent> ?%)?", re.ASCII)
_P = re.compile(rf"(?P<sign>[<>=])? ?(?P<figure>{_NUMBER})", re.ASCII)
_TIME = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,2})?) ?(?P<unit>d|wk|mo|y)", re.ASCII)

_DAYS = {"d": 1, "wk": 7}
_HUNDRED = Decimal(100)

_AS = {
    Nature.COUNT: "7 of 180 (3.9 %), 7 (3.9 %), 3.9 % of 180, 7 of 180, 7 or 3.9 %",
    Nature.TIME_TO_EVENT: "97 %",
    Nature.MEDIAN: "25 or 25 (8 to 64)",
    Nature.MEAN: "5.6 or 42 (24 to 70)",
    Nature.RATIO: "0.3 or 0.3 (0.1 to 0.9)",
    Nature.RANGE: "12 to 39 % or 84 % (46 to 92)",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval, where it has one."""

    figure: Figure
    lower: Figure | None
    upper: Figure | None


def read_cell(text: str, arm: str, nature: Nature) -> Cell:
    """The cell that `text` writes.

    Arguments:
        arm: the arm's id; empty for all patients.
        nature: of the result, which says what a bare number is: of a count the events, else a figure.
    Errors: ValueError with a message.
    """
    written = " ".join(text.split())
    if nature is Nature.WORDS:
        raise ValueError("a result in words has no numbers; write them under another nature")
    if written == NOT_STATED:
        return Cell(arm)
    cell = _count(written, arm) if nature is Nature.COUNT else None
    cell = cell or _figure(written, arm, nature) or _range(written, arm, nature)
    if cell is None:
        raise ValueError(f"write {_AS[nature]}, not {shorten(text)}")
    return cell


def _count(text: str, arm: str) -> Cell | None:
    share = _SHARE.fullmatch(text)
    if share is not None:
        percentage = figure(share["figure"])
        _reject_percentage(percentage)
        _reject_nobody(share["total"])
        return Cell(arm, None, int(share["total"]), percentage, True)
    found = _OF.fullmatch(text)
    if found is None:
        return None
    events, total = int(found["events"]), found["total"]
    _reject_nobody(total)
    printed = figure(found["figure"]) if found["figure"] else None
    _reject_percentage(printed)
    return Cell(arm, events, int(total) if total else None, printed, printed is not None)


def _figure(text: str, arm: str, nature: Nature) -> Cell | None:
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    percent, interval = found["percent"] is not None, found["lower"] is not None
    allowed = {
        Nature.COUNT: percent and not interval,
        Nature.TIME_TO_EVENT: percent,
        Nature.RANGE: interval,
    }
    if not allowed.get(nature, True):
        return None
    estimate = _estimate(found["figure"], found["lower"], found["upper"])
    if percent:
        _reject_percentage(estimate.figure, estimate.lower, estimate.upper)
    return Cell(arm, None, None, estimate.figure, percent, estimate.lower, estimate.upper)


def _range(text: str, arm: str, nature: Nature) -> Cell | None:
    found = _RANGE.fullmatch(text) if nature is Nature.RANGE else None
    if found is None:
        return None
    lower, upper = figure(found["lower"]), figure(found["upper"])
    if lower.value > upper.value:
        raise ValueError(f"a range begins with its lower end, not {shorten(text)}")
    percent = found["percent"] is not None
    if percent:
        _reject_percentage(lower, upper)
    return Cell(arm, lower=lower, upper=upper, percent=percent)


def _estimate(written: str, lower: str | None, upper: str | None) -> Estimate:
    ends = (figure(lower), figure(upper)) if lower and upper else (None, None)
    return Estimate(figure(written), *ends)


def _reject_nobody(total: str | None) -> None:
    if total is not None and int(total) == 0:
        raise ValueError("a count is of one at least, not of 0; where nobody was there, write not stated")


def _reject_percentage(*figures: Figure | None) -> None:
    for one in figures:
        if one is not None and not 0 <= one.value <= _HUNDRED:
            raise ValueError(f"a percentage lies between 0 and 100, {one.text} does not")


def read_estimate(text: str) -> Estimate:
    """The estimate of an effect, as `0.3 (0.1 to 0.9)`.

    Errors: ValueError with a message.
    """
    found = _FIGURE.fullmatch(" ".join(text.split()))
    if found is None or found["percent"]:
        raise ValueError(f"write {_AS[Nature.RATIO]}, not {shorten(text)}")
    return _estimate(found["figure"], found["lower"], found["upper"])


def read_p(text: str) -> PValue:
    """The p value as printed: `.767`, `< .001`.

    Errors: ValueError with a message.
    """
    found = _P.fullmatch(" ".join(text.split()))
    if found is None:
        raise ValueError(f"write a p value as .767 or < .001, not {shorten(text)}")
    value = figure(found["figure"])
    if not 0 <= value.value <= 1:
        raise ValueError(f"a p value lies between 0 and 1, {value.text} does not")
    return PValue(found["sign"] or "=", value)


def read_time(text: str) -> tuple[str, Decimal]:
    """A time as printed and in months: `3 y` is 36, a day is the 365.25th part of 12 months.

    Errors: ValueError with a message.
    """
    written = " ".join(text.split())
    found = _TIME.fullmatch(written)
    if found is None:
        raise ValueError(f"write a time as 30 d, 6 wk, 14 mo or 5 y, not {shorten(text)}")
    number, unit = Decimal(found["number"]), found["unit"]
    if unit in _DAYS:
        months = (number * _DAYS[unit] * 12 / Decimal("365.25")).quantize(Decimal("0.01"))
    else:
        months = number * 12 if unit == "y" else number
    return f"{found['number']} {unit}", months
