"""Rows of a table, each a service line of its own: the same determination as a request, much faster.

A row maps columns to raw values. What a raw value means is worked out when it first comes up and then looked
up, and so is what follows from the cells that a row's values leave. Every row still gets its own trace.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from coverdict.decision.determine import unrouted_line
from coverdict.decision.knowledge import knowledge_of, known_cells
from coverdict.decision.lines import Line, line_of
from coverdict.decision.model import FactShown, LineDetermination, Service, Stated
from coverdict.decision.programs import Practice, Programs
from coverdict.decision.trace import RememberingTracer, fact_shown
from coverdict.language.model import Fact, Product
from coverdict.language.syntax import Code
from coverdict.language.values import read_value
from coverdict.library.program import raw_value
from coverdict.library.routing import Routed, Unrouted, route
from coverdict.logic import Mask
from coverdict.text import DocumentError, Place, Problem, did_you_mean

ENTRIES = 20_000
"""Raw values of one column to remember before all are forgotten."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Bounded(dict[K, V], Generic[K, V]):
    """A memory of at most `ENTRIES` things, emptied when it is full."""

    def keep(self, key: K, value: V) -> V:
        if len(self) >= ENTRIES:
            self.clear()
        self[key] = value
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What a raw value of one column says: the fact, as stated and as shown, and the cells it leaves.

    `mask` is None where the fact shares its dimension with others.
    """

    fact: str
    dimension: int
    stated: Stated
    shown: FactShown
    known: Mapping[str, object]
    mask: Mask | None


class Column:
    """One column of the rows of one practice: the fact that it holds."""

    def __init__(self, practice: Practice, fact: Fact, key: str) -> None:
        self.fact = fact
        self.key = key
        self.dimension = practice.program.dimension_of[fact.name]
        self._dimension = practice.program.dimensions[self.dimension]
        self._entries: Bounded[Hashable, Entry | None] = Bounded()

    def entry(self, raw: Any) -> Entry | None:
        """What a raw value says; None when it says that the fact is unknown.

        Errors:
            DocumentError: the value is none of the fact.
        """
        key = (raw.__class__, raw)  # True and 1 are equal, and mean different things
        try:
            return self._entries[key]
        except KeyError:
            return self._entries.keep(key, self._read(raw))
        except TypeError:  # a list cannot be looked up
            return self._read(raw)

    def _read(self, raw: Any) -> Entry | None:
        # A bare number in a column is in the fact's own unit.
        written = f"{raw} {self.fact.unit}" if self.fact.unit and not isinstance(raw, str) else raw
        value = read_value(self.fact, written, Place(f"column {self.key}"))
        return None if value is None else self.made(Stated(value, source=f"column {self.key}"))

    def made(self, stated: Stated) -> Entry:
        known = {self.fact.name: raw_value(self.fact, stated.value)}
        alone = len(self._dimension.facts) == 1
        mask = self._dimension.group.allowed(known) if alone else None
        shown = fact_shown(self.fact, stated)
        return Entry(self.fact.name, self.dimension, stated, shown, known, mask)


def key_of(facts: Mapping[str, Fact], keys: Mapping[str, str], name: str) -> str:
    """The column that holds a fact: the user's own, else the vocabulary's, else the fact's name."""
    return keys.get(name) or (facts[name].column if name in facts else "") or name


class PracticeRows:
    """Reads rows for one practice."""

    def __init__(self, practice: Practice, payer: str, keys: Mapping[str, str]) -> None:
        self.practice = practice
        self.payer = payer
        program = practice.program
        names = program.names.facts
        self.columns = tuple(
            Column(practice, names[name], key_of(names, keys, name))
            for name in program.dimension_of
            if name in names and name != "payer"
        )
        self._tracer = RememberingTracer(practice.analyst, practice.settings)
        # Without any row: the payer and the settled readings are known.
        self._empty = knowledge_of(program, {"payer": payer}, practice.settled)
        self._product_key = key_of(names, keys, "product")
        self._products = {product.name: product for text in program.texts for product in text.products}

    def product(self, name: str) -> Product | None:
        return self._products.get(name)

    def line(self, row: Mapping[str, Any], service: Service, routed: Routed) -> LineDetermination:
        """The determination of a row under this practice."""
        entries: list[Entry] = []
        for column in self.columns:
            raw = row.get(column.key)
            if raw is not None:
                entry = column.entry(raw)
                if entry is not None:
                    entries.append(entry)
        given = row.get(self._product_key)
        product = self.product(given) if isinstance(given, str) else None
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
        return line_of(
            self.practice,
            self._tracer,
            self.practice.draft(knowledge, product),
            Line(
                payer=self.payer,
                product=given if isinstance(given, str) else None,
                service=service,
                indication=None,
                routed=routed,
                as_of=None,
                facts={entry.fact: entry.stated for entry in entries},
                shown={entry.fact: entry.shown for entry in entries},
                knowledge=knowledge,
            ),
        )


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
        self._routes: Bounded[tuple[Any, Any], tuple[Service, Routed | Unrouted]] = Bounded()
        self._practices: dict[str, PracticeRows] = {}

    def determine(self, row: Mapping[str, Any]) -> LineDetermination:
        """The determination of one row; None and missing keys are unknown.

        Errors:
            DocumentError: no code or date of service, or a value that is none of its fact.
        """
        raw_code, raw_day = row.get(self._code_key), row.get(self._day_key)
        found = self._routes.get((raw_code, raw_day))
        service, way = found or self._route(raw_code, raw_day)
        if isinstance(way, Unrouted):
            product = row.get(self._product_key)
            return unrouted_line(self.payer, product if isinstance(product, str) else None, service, way)
        file = way.version.file
        if file not in self._practices:
            practice = self.programs.practice(self.payer, way.version)
            self._practices[file] = PracticeRows(practice, self.payer, self.keys)
        return self._practices[file].line(row, service, way)

    def _route(self, raw_code: Any, raw_day: Any) -> tuple[Service, Routed | Unrouted]:
        code = Code(self.system, str(self._given(raw_code, self._code_key)))
        day = raw_day if isinstance(raw_day, date) else self._day(self._given(raw_day, self._day_key))
        service = Service("1", code, day)
        way = route(self.programs.library, self.payer, code, day)
        if isinstance(way, Routed) and way.entry.role == "companion":
            # A row is a session of its own.
            way = Unrouted("not_addressed", f"{code} is addressed only beside a governed service")
        return self._routes.keep((raw_code, raw_day), (service, way))

    def _given(self, raw: Any, key: str) -> Any:
        if raw is None:
            raise DocumentError([Problem(Place("row"), f"the row has no {key!r}")])
        return raw

    def _day(self, raw: Any) -> date:
        try:
            return date.fromisoformat(raw)
        except (TypeError, ValueError):
            problem = Problem(Place(f"column {self._day_key}"), f"{raw!r} is not a date", "write 2021-12-01")
            raise DocumentError([problem]) from None
