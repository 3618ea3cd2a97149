"""The shapes of a study's file: which keys stand where, and what each value is."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from coverdict.language.scalars import read_yes_no, shorten
from coverdict.language.shapes import Identifier, Shape, Text, Tree, YesNo

NOT_STATED = "not stated"
LARGEST = 9
"""Digits of the largest size that is read: no study has a thousand million patients."""

_WHOLE = re.compile(rf"\d{{1,{LARGEST}}}", re.ASCII)
_LINES = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?", re.ASCII)
_YEARS = re.compile(r"([12]\d{3})(?:-([12]\d{3}))?", re.ASCII)


def read_whole(text: str) -> int:
    """The whole number that `text` is.

    Errors: ValueError with a message.
    """
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"a whole number is expected, as 180, not {shorten(text)}")
    return int(text)


def _whole(value: Any) -> Any:
    return read_whole(value) if isinstance(value, str) else value


def _size(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value.strip() == NOT_STATED:
        return None
    if not _WHOLE.fullmatch(value.strip()) or int(value) == 0:
        number = f"a whole number from 1 to {'9' * LARGEST}"
        raise ValueError(f"{number}, or `{NOT_STATED}`, is expected, not {shorten(value)}")
    return int(value)


def _perhaps(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return None if value.strip() == NOT_STATED else read_yes_no(value)


def read_lines(value: str | None) -> tuple[int, int]:
    """The first and last line that `111` or `111-113` names.

    Errors: ValueError with a message.
    """
    found = _LINES.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"write 111 or 111-113, not {_shown(value)}")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last:
        raise ValueError(f"write the first line first, as 111-113, not {_shown(value)}")
    return first, last


def _years(value: Any) -> Any:
    found = _YEARS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"years are written as 2003-2006, not {_shown(value)}")
    first, last = int(found[1]), int(found[2] or found[1])
    if first > last:
        raise ValueError(f"the first year comes first, not {_shown(value)}")
    return first, last


def _year(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[12]\d{3}", value.strip(), re.ASCII):
        raise ValueError(f"a year is written as 2015, not {_shown(value)}")
    return int(value)


def _pmid(value: Any) -> Any:
    if isinstance(value, str) and value.strip() == NOT_STATED:
        return ""
    if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d{0,8}", value.strip(), re.ASCII):
        raise ValueError(f"a number of PubMed or `{NOT_STATED}` is expected, not {_shown(value)}")
    return value.strip()


def _shown(value: Any) -> str:
    return shorten(value) if isinstance(value, str) else "a list or mapping"


Whole = Annotated[int, BeforeValidator(_whole)]
Size = Annotated[int | None, BeforeValidator(_size)]
Perhaps = Annotated[bool | None, BeforeValidator(_perhaps)]
Lines = Annotated[tuple[int, int], BeforeValidator(read_lines)]
Years = Annotated[tuple[int, int], BeforeValidator(_years)]
Year = Annotated[int, BeforeValidator(_year)]
Pmid = Annotated[str, BeforeValidator(_pmid)]

DesignWord = Literal[
    "randomised trial",
    "comparative study",
    "single arm",
    "systematic review",
    "narrative review",
    "report",
]
NatureWord = Literal["count", "time to event", "median", "mean", "ratio", "range", "words"]
UnitWord = Literal["patients", "lesions", "procedures", "studies"]
MeasureWord = Literal["hazard ratio", "odds ratio", "risk ratio", "risk difference", "mean difference"]
LevelWord = Literal["low", "some", "high", "critical", "not stated"]


class StudyShape(Shape):
    """A whole file."""

    study: Identifier
    label: Text
    pmid: Pmid
    year: Year | None = None
    title: Text
    design: DesignWord
    details: Text = ""
    prospective: Perhaps = None
    condition: Text
    population: Text
    n: Size
    in_several_arms: Whole = 0
    country: Text = ""
    center: Text = ""
    recruited: Years | None = None
    cited: Tree
    arms: Tree = None
    results: Tree = None
    risk_of_bias: Tree = None
    differences: Tree = None
    accepted_findings: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset(
        {"cited", "arms", "results", "risk of bias", "differences", "accepted findings"}
    )


class CitedShape(Shape):
    """A document that cites the study, under the short name by which the file speaks of it."""

    policy: Text
    version: Text
    lines: Lines
    reference: Text = ""


class ArmShape(Shape):
    """A group of patients who were treated alike."""

    label: Text
    treatment: Text
    n: Size
    derived: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"derived"})


class ResultShape(Shape):
    """One outcome, at one time or at several (then each cell is a list)."""

    id: Identifier
    outcome: Text
    nature: NatureWord
    counts: UnitWord = "patients"
    in_: Text = ""
    at: Tree = None
    group: Text = ""
    found: Tree = None
    derived: Tree = None
    effect: Tree = None
    p: Tree = None
    part_of: Identifier = ""
    says: Text = ""
    lines: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"at", "found", "derived", "effect", "p", "lines"})


class DerivedShape(Shape):
    """Numbers that no source prints, and how they were come by."""

    events: Whole | None = None
    total: Whole | None = None
    n: Whole | None = None
    how: Text
    others: list[Whole] = Field(default_factory=list)


class EffectShape(Shape):
    """A comparison of two arms as the source prints it."""

    measure: MeasureWord
    treated: Identifier
    control: Identifier
    value: Text
    level: Text = "95 %"
    adjusted: YesNo = False


class BiasShape(Shape):
    """The risk of bias in one domain, or `overall`."""

    domain: Text
    level: LevelWord
    because: Text
    lines: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"lines"})


class DifferenceShape(Shape):
    """What two documents print differently."""

    about: Text
    prints: Tree
    lines: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"prints", "lines"})


class AcceptedShape(Shape):
    """A finding that is the source's own slip."""

    finding: Identifier
    about: Identifier
    because: Text
