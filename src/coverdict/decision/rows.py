"""Rows of a table, each a service line of its own: the same determination as a request, much faster.

A row maps columns to raw values. What a raw value means is worked out when it first comes up and then looked
up, and so is what follows from the cells that a row's values leave. Every row still gets its own trace.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from coverdict.decision.columns import (
    Bounded,
    Column,
    DutyColumn,
    Entry,
    OwnColumn,
    key_of,
    product_name,
    says_of_service,
)
from coverdict.decision.determine import unrouted_line
from coverdict.decision.eligibility import ENDED
from coverdict.decision.knowledge import knowledge_of, known_cells
from coverdict.decision.lines import Line, follows_shown, line_of
from coverdict.decision.model import LineDetermination, PossibleOutcome, Service, Stated
from coverdict.decision.programs import Practice, Programs
from coverdict.decision.row_machines import Decide, Deciders, machine_of
from coverdict.decision.trace import RememberingTracer
from coverdict.language.scalars import read_day
from coverdict.language.syntax import Code
from coverdict.language.values import UNKNOWN
from coverdict.library.routing import Routed, Unrouted, route
from coverdict.text import DocumentError, Place, Problem, did_you_mean

V = TypeVar("V")


class PracticeRows:
    """Reads rows for one practice."""

    def __init__(self, practice: Practice, payer: str, keys: Mapping[str, str]) -> None:
        self.practice = practice
        self.payer = payer
        program = practice.program
        names = program.names.facts
        columns = {
            name: Column(practice, names[name], key_of(names, keys, name))
            for name in program.dimension_of
            if name in names and name != "payer"
        }
        self._code, self._day = columns.pop("service.code", None), columns.pop("service.date", None)
        self.columns = tuple(columns.values())
        self._reads = tuple((column.key, column.entry) for column in self.columns)
        duties = (name for duty in program.policy.duties for name in (duty.event, duty.anchor))
        days = dict.fromkeys((*duties, ENDED))
        self._duty_columns = tuple(
            DutyColumn(names[name], key_of(names, keys, name))
            for name in days
            if name not in columns and name != "service.date" and name in names
        )
        self._tracer = RememberingTracer(practice.analyst, practice.settings)
        # Without any row: the payer and the settled readings are known.
        self._empty = knowledge_of(program, {"payer": payer}, practice.settled)
        self._product_key = key_of(names, keys, "product")
        self._follows = {name: follows_shown(product, names) for name, product in practice.products.items()}

    def machine(self, code: OwnColumn, day: OwnColumn) -> Decide | None:
        """What finds a row's possible outcomes alone; None where no diagram holds the policy.

        Arguments:
            code, day: the columns of the service line itself.
        """
        columns = {column.fact.name: (column.key, column.says) for column in self.columns}
        for column, own in ((self._code, code), (self._day, day)):
            if column is not None:
                columns[column.fact.name] = (own.key, partial(says_of_service, column, own.read))
        return machine_of(self.practice.program, columns, self._empty.masks)

    def line(self, row: Mapping[str, Any], service: Service, routed: Routed) -> LineDetermination:
        """The determination of a row under this practice."""
        entries: list[Entry] = []
        for key, read in self._reads:
            raw = row.get(key)
            if raw is not None:
                entry = read(raw)
                if entry is not None:
                    entries.append(entry)
        if self._code is not None:
            entries.append(self._code.given(service.code))
        if self._day is not None:
            entries.append(self._day.given(service.date))
        given = product_name(row.get(self._product_key))
        product = self.practice.products.get(given) if given is not None else None
        masks, known = list(self._empty.masks), list(self._empty.known)
        for entry in entries:
            if entry.mask is not None:
                masks[entry.dimension] = entry.mask
                known[entry.dimension] = entry.known
            else:
                known[entry.dimension] = {**known[entry.dimension], **entry.known}
        for number in self.practice.program.shared:
            masks[number] = self.practice.program.dimensions[number].group.allowed(known[number])
        knowledge = known_cells(self.practice.program, masks, known)
        facts = {entry.fact: entry.stated for entry in entries}
        if self._duty_columns:
            facts |= self._days(row)
        shown = {entry.fact: entry.shown for entry in entries}
        if product is not None:
            shown = self._follows[product.name] | shown
        return line_of(
            self.practice,
            self._tracer,
            self.practice.draft(knowledge, product),
            Line(
                payer=self.payer,
                product=given,
                service=service,
                indication=None,
                routed=routed,
                as_of=None,
                facts=facts,
                shown=shown,
                knowledge=knowledge,
            ),
        )

    def _days(self, row: Mapping[str, Any]) -> dict[str, Stated]:
        """The days that only duties ask for."""
        stated = {
            column.fact.name: column.stated(row[column.key])
            for column in self._duty_columns
            if row.get(column.key) is not None
        }
        return {name: one for name, one in stated.items() if one is not None}


def companion_alone(code: Code) -> Unrouted:
    """What becomes of a companion's code in a row, which is a session of its own."""
    return Unrouted("not_addressed", f"{code} is addressed only beside a governed service")


class Rows:
    """Determines the rows of a table for one payer.

    Arguments:
        programs: the library at work.
        payer: a payer of the library.
        system: the code system of the column of service codes.
        keys: columns by fact, where they are not those of the vocabulary.

    Errors:
        DocumentError: the library has no such payer.
    """

    def __init__(
        self, programs: Programs, payer: str, system: str = "CPT", keys: Mapping[str, str] | None = None
    ) -> None:
        contents = programs.library.contents
        if payer not in contents.payers:
            what = f"payer {payer!r} has no settings in the library"
            raise DocumentError([Problem(Place("rows"), what, did_you_mean(payer, contents.payers))])
        self.programs = programs
        self.payer = payer
        self.system = system
        self.keys = dict(keys or {})
        facts = {
            name: fact
            for policy in contents.payers[payer].adopts
            for version in contents.versions[policy]
            for name, fact in contents.facts(version.vocabulary).items()
        }
        self._code_key = key_of(facts, self.keys, "service.code")
        self._day_key = key_of(facts, self.keys, "service.date")
        self._product_key = key_of(facts, self.keys, "product")
        self._routes: Bounded[Hashable, tuple[Service, Routed | Unrouted]] = Bounded()
        self._practices: dict[Practice, PracticeRows] = {}
        self._machines: dict[PracticeRows, Decide] = {}
        self._deciders = Deciders(self._decider)

    def determine(self, row: Mapping[str, Any]) -> LineDetermination:
        """The determination of one row; None and missing keys are unknown.

        Errors:
            DocumentError: no code or date of service, or a value that is none of its fact.
        """
        raw_code, raw_day = row.get(self._code_key), row.get(self._day_key)
        key = (raw_code.__class__, raw_code, raw_day.__class__, raw_day)
        try:
            found = self._routes.get(key)
        except TypeError:  # a list cannot be looked up, and is no code and no date
            found = self._route(raw_code, raw_day)
        service, way = found or self._routes.keep(key, self._route(raw_code, raw_day))
        if isinstance(way, Unrouted):
            return unrouted_line(self.payer, product_name(row.get(self._product_key)), service, way)
        return self._practice(way, service.date).line(row, service, way)

    def possible(self, row: Mapping[str, Any]) -> tuple[PossibleOutcome, ...]:
        """The possible outcomes of one row, as `determine` has them, and nothing else: faster by far.

        Columns that cannot matter any more are not read, so that what is wrong there is not found. A column
        holds values of one kind: 1 is taken for what `True` was read as, if that came first.

        Errors:
            DocumentError: no code or date of service, or a value that was read and is none of its fact.
        """
        raw_code, raw_day = row.get(self._code_key), row.get(self._day_key)
        try:
            decide = self._deciders[raw_code][raw_day]
        except TypeError:  # a list cannot be looked up, and is no code and no date
            decide = self._decider(raw_code, raw_day)
        return decide(row)

    def _decider(self, raw_code: Any, raw_day: Any) -> Decide:
        service, way = self._route(raw_code, raw_day)
        if isinstance(way, Unrouted):
            found = unrouted_line(self.payer, None, service, way).possible
            return lambda _: found
        rows = self._practice(way, service.date)
        if rows not in self._machines:
            code = OwnColumn(self._code_key, self._read_code)
            day = OwnColumn(self._day_key, self._read_day)
            machine = rows.machine(code, day)
            self._machines[rows] = machine or (lambda row: self.determine(row).possible)
        return self._machines[rows]

    def _practice(self, way: Routed, day: date) -> PracticeRows:
        practice = self.programs.practice(self.payer, way.version, day)
        if practice not in self._practices:
            self._practices[practice] = PracticeRows(practice, self.payer, self.keys)
        return self._practices[practice]

    def _route(self, raw_code: Any, raw_day: Any) -> tuple[Service, Routed | Unrouted]:
        code = self._read_code(raw_code)
        service = Service("1", code, self._read_day(raw_day))
        way = route(self.programs.library, self.payer, code, service.date)
        if isinstance(way, Routed) and way.entry.role == "companion":
            way = companion_alone(code)
        return service, way

    def _read_code(self, raw: Any) -> Code:
        return Code(self.system, self._given(raw, self._code_key, self._as_code))

    def _read_day(self, raw: Any) -> date:
        return self._given(raw, self._day_key, self._as_day)

    def _given(self, raw: Any, key: str, read: Callable[[Any], V]) -> V:
        if raw is None or (isinstance(raw, str) and raw.strip() in UNKNOWN):
            raise DocumentError([Problem(Place("row"), f"the row has no {key!r}")])
        try:
            return read(raw)
        except (TypeError, ValueError) as error:
            raise DocumentError([Problem(Place(f"column {key}"), str(error))]) from None

    @staticmethod
    def _as_code(raw: Any) -> str:
        whole = isinstance(raw, int) and not isinstance(raw, bool)
        text = str(raw).strip() if whole or isinstance(raw, str) else ""
        if not text or len(text) > 60 or any(char.isspace() for char in text) or not text.isprintable():
            raise ValueError(f"{raw!r} is no code")
        return text

    @staticmethod
    def _as_day(raw: Any) -> date:
        if isinstance(raw, datetime):
            return raw.date()
        return raw if isinstance(raw, date) else read_day(str(raw).strip())
