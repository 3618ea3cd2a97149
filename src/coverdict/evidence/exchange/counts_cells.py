"""The cells of one row of a table of counts → the parts of a study, with messages that name the cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from coverdict.evidence.exchange.draft_results import ALL, cell_text
from coverdict.evidence.exchange.published import is_pmid
from coverdict.evidence.exchange.spreadsheets import TableRow, cell_problem
from coverdict.evidence.figures import figure
from coverdict.evidence.studies.cells import read_cell, read_p, read_time
from coverdict.evidence.studies.model import (
    Accepted,
    Arm,
    Cell,
    Cite,
    Derivation,
    Effect,
    Nature,
    PValue,
)
from coverdict.evidence.studies.shapes import NOT_STATED, read_lines, read_whole
from coverdict.language.scalars import read_yes_no
from coverdict.text import Place, Report, did_you_mean

MEASURES = ("hazard ratio", "odds ratio", "risk ratio", "risk difference", "mean difference")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_CITED = re.compile(
    r"(?P<name>[\w.-]+): (?P<policy>[^\s@]+)@(?P<version>\S+) (?P<lines>[\d-]+)"
    r"(?: \[(?P<reference>[^\]]+)\])?"
)
_ACCEPTED = re.compile(r"(?P<finding>[\w-]+) of (?P<about>[\w.-]+): (?P<because>.+)")
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_OF = ("events", "total")
_DERIVED = "fill in events; of what no source prints, say in derived how it was come by"

ReadT = TypeVar("ReadT")
WordT = TypeVar("WordT", bound=str)


class RowReader:
    """Reads the cells of one row; what is wrong with them goes to the report."""

    def __init__(self, row: TableRow, report: Report) -> None:
        self.row = row
        self.report = report

    def problem(self, column: str, what: str, right: str = "") -> None:
        """Note that the cell under `column` is wrong."""
        cell_problem(self.row, column, what, right, self.report)

    def read(self, column: str, how: Callable[[str], ReadT]) -> ReadT | None:
        """What `how` makes of the cell; None where it is empty, or wrong (the report says so)."""
        text = self.row[column]
        if not text:
            return None
        try:
            return how(text)
        except ValueError as error:
            self.problem(column, str(error))
            return None

    def whole(self, column: str) -> int | None:
        """A whole number; None also for `not stated`."""
        return None if self.row[column] == NOT_STATED else self.read(column, read_whole)

    def word(self, column: str, known: tuple[WordT, ...]) -> WordT | None:
        """One of the words that the column may hold."""
        text = self.row[column].lower()
        found = next((word for word in known if word == text), None)
        if found is None and text:
            self.problem(column, f"cannot be {text[:60]}", did_you_mean(text, known))
        return found

    def yes(self, column: str) -> bool:
        """Whether the cell says yes."""
        return self.read(column, read_yes_no) or False

    def id(self, column: str) -> str:
        """An id: letters of ASCII, digits, hyphens, points; so that a file can be called by it."""
        text = self.row[column]
        if text and not _ID.fullmatch(text):
            self.problem(column, "an id has letters, digits, - _ and . only, at most 100", "as wang-2015")
            return ""
        return text

    def pmid(self) -> str:
        """The number in PubMed; empty for `not stated`."""
        text = self.row["pmid"]
        if not text or text == NOT_STATED or is_pmid(text):
            return "" if text == NOT_STATED else text
        self.problem("pmid", "a number of PubMed has up to nine digits, the first of them not 0")
        return ""

    def year(self) -> int | None:
        """The year of publication."""
        text = self.row["year"]
        if text and not _YEAR.fullmatch(text):
            self.problem("year", "a year has four digits, as 2015")
            return None
        return int(text) if text else None

    # --- what stands in several cells -------------------------------------------------------------------

    def cited(self) -> tuple[Cite, ...]:
        """Where the study is cited."""
        found: list[Cite] = []
        for part in filter(None, (part.strip() for part in self.row["cited"].split(";"))):
            match = _CITED.fullmatch(part)
            if match is None:
                right = "as bsc: bsc/7.01.75@2021-11-01 111-113 [2]; further ones after a semicolon"
                self.problem("cited", f"this names no place: {part[:60]}", right)
                return ()
            try:
                first, last = read_lines(match["lines"])
            except ValueError as error:
                self.problem("cited", str(error))
                return ()
            name, policy, version = match["name"], match["policy"], match["version"]
            found.append(Cite(policy, first, last, match["reference"] or "", version, name))
        return tuple(found)

    def accepted(self) -> tuple[Accepted, ...]:
        """The findings about the study's numbers that are the source's own slips."""
        found: list[Accepted] = []
        place = Place(self.report.file, self.row.line)
        for part in filter(None, (part.strip() for part in self.row["accepted"].split("|"))):
            match = _ACCEPTED.fullmatch(part)
            if match is None:
                right = "as percentage-fits-no-count of recurrence: so printed; further ones after |"
                self.problem("accepted", f"this accepts no finding: {part[:60]}", right)
                return ()
            found.append(Accepted(match["finding"], match["about"], match["because"], place))
        return tuple(found)

    def lines(self, cites: tuple[Cite, ...]) -> tuple[Cite, ...]:
        """Where the result is cited: the study's own places where the cell is empty."""
        if not self.row["lines"]:
            return cites
        by_name = {cite.name: cite for cite in cites}
        found: list[Cite] = []
        for part in self.row["lines"].split(";"):
            name, _, lines = part.strip().partition(" ")
            try:
                first, last = read_lines(lines)
            except ValueError as error:
                self.problem("lines", str(error), "as bsc 111-113; bcbsm 72")
                return cites
            if name not in by_name:
                self.problem("lines", f"cited names no {name[:60]}", did_you_mean(name, by_name))
                return cites
            cite = by_name[name]
            found.append(Cite(cite.source, first, last, cite.reference, cite.version, name))
        return tuple(found)

    def time(self) -> tuple[str, Decimal | None]:
        """The time as printed, and in months."""
        return self.read("time", read_time) or ("", None)

    def p(self) -> PValue | None:
        """The p value."""
        return self.read("p", read_p)

    def arm(self) -> Arm | None:
        """The arm that the row is about, as far as the row says; None for all patients, or for none."""
        name = self.id("arm")
        if not name or name == ALL:
            return None
        n, how = self.whole("arm_n"), self.row["arm_n_derived"]
        if how and n is None:
            self.problem("arm_n_derived", "a derivation stands without its number", "fill in arm_n")
        derived = Derivation(how, self.numbers("arm_n_others"), ("n",)) if how else None
        return Arm(name, self.row["arm_label"], self.row["treatment"], n, derived)

    def numbers(self, column: str) -> tuple[int, ...]:
        """Whole numbers with blanks between them."""

        def several(text: str) -> tuple[int, ...]:
            return tuple(read_whole(part) for part in text.split())

        return self.read(column, several) or ()

    def cell(self, nature: Nature) -> Cell | None:
        """What the arm had, `not stated` where there is no number; None where the row is about no arm."""
        arm = self.row["arm"]
        if not arm or nature is Nature.WORDS:
            return None
        events, total = self.whole("events"), self.whole("total")
        printed, lower, upper = (self.read(column, figure) for column in ("figure", "lower", "upper"))
        if events is not None and total is not None and events > total:
            self.problem("events", f"{events} events stand above the {total} that they are of")
        how = self.row["derived"]
        of = tuple(part for part in self.row["derived_of"].split() if part in _OF)
        if how and not of:
            of = tuple(name for name, number in zip(_OF, (events, total), strict=True) if number is not None)
        derived = Derivation(how, self.numbers("others"), of) if how else None
        percent = self.yes("percent") or (events is not None and printed is not None)
        cell = Cell("" if arm == ALL else arm, events, total, printed, percent, lower, upper, derived)
        if (events is None and self.row["events"]) or (printed is None and self.row["figure"]):
            return None  # the cell is not readable, and the report says so
        try:
            read_cell(cell_text(cell), cell.arm, nature)
        except ValueError as error:
            at = next((name for name in ("figure", "total", "events", "lower") if self.row[name]), "arm")
            self.problem(at, str(error), _DERIVED if at == "total" else "")
        return cell

    def effect(self) -> Effect | None:
        """The comparison of the arm with the one under `against`; None where the row is none."""
        measure = self.word("measure", MEASURES)
        if measure is None:
            return None
        estimate, lower, upper = (self.read(column, figure) for column in ("figure", "lower", "upper"))
        if estimate is None or not self.row["against"]:
            column = "against" if estimate is not None else "figure"
            self.problem(column, "an effect has a figure and the arm that it is against")
            return None
        level = self.read("level", _level) or Decimal("0.95")
        arm, against = self.id("arm"), self.id("against")
        return Effect(measure, arm, against, estimate, lower, upper, level, self.yes("adjusted"))


def _level(text: str) -> Decimal:
    number = figure(text.strip().removesuffix("%"))
    if not 50 <= number.value < 100:
        raise ValueError("the level of an interval is written as 95 %")
    return number.value / 100
