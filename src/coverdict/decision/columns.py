"""The columns of a table: what their raw values say, worked out once and then looked up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from coverdict.decision.model import FactShown, Stated
from coverdict.decision.programs import Practice
from coverdict.decision.requests import CORE_KEYS
from coverdict.decision.trace import fact_shown
from coverdict.language.model import Fact, Value
from coverdict.language.syntax import Code
from coverdict.language.values import UNKNOWN, read_value
from coverdict.library.program import raw_value
from coverdict.logic import Mask
from coverdict.text import Place

OWN_FACTS = frozenset(("product", *CORE_KEYS.values(), "stage", "urgency", "service.units", "service.place"))
"""Facts that a request states of itself; see `coverdict.decision.context`."""

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

    def says(self, raw: Any) -> Mapping[str, object]:
        """The fact in the form that cells take; empty where a raw value says that it is unknown."""
        entry = self.entry(raw)
        return {} if entry is None else entry.known

    def _read(self, raw: Any) -> Entry | None:
        # A bare number in a column is in the fact's own unit.
        written = f"{raw} {self.fact.unit}" if self.fact.unit and not isinstance(raw, str) else raw
        value = read_value(self.fact, written, Place(f"column {self.key}"))
        if value is None:
            return None
        # As in a request: what it says of itself needs no other document.
        return self._made(Stated(value, source=f"column {self.key}", documented=self.fact.name in OWN_FACTS))

    def given(self, value: Value) -> Entry:
        """What a value says that the service line itself holds: its code, its date."""
        key = (Stated, value)
        found = self._entries.get(key)
        if found is None:
            found = self._made(Stated(value, "request", documented=True))
            self._entries.keep(key, found)
        return found

    def _made(self, stated: Stated) -> Entry:
        known = {self.fact.name: raw_value(self.fact, stated.value)}
        alone = len(self._dimension.facts) == 1
        mask = self._dimension.group.allowed(known) if alone else None
        shown = fact_shown(self.fact, stated)
        return Entry(self.fact.name, self.dimension, stated, shown, known, mask)


class DutyColumn:
    """A column that no rule asks for, only a duty: the day on which it was done, or around which it lies."""

    def __init__(self, fact: Fact, key: str) -> None:
        self.fact = fact
        self.key = key
        self._read: Bounded[Hashable, Stated | None] = Bounded()

    def stated(self, raw: Any) -> Stated | None:
        """What a raw value says; None when it says that the day is unknown.

        Errors:
            DocumentError: the value is none of the fact.
        """
        key = (raw.__class__, raw) if isinstance(raw, Hashable) else None
        if key is not None and key in self._read:
            return self._read[key]
        value = read_value(self.fact, raw, Place(f"column {self.key}"))
        stated = None if value is None else Stated(value, source=f"column {self.key}")
        return stated if key is None else self._read.keep(key, stated)


def product_name(raw: Any) -> str | None:
    """The product that a row names; None when it names none."""
    given = raw.strip() if isinstance(raw, str) else ""
    return None if given in UNKNOWN else given


def key_of(facts: Mapping[str, Fact], keys: Mapping[str, str], name: str) -> str:
    """The column that holds a fact: the user's own, else the vocabulary's, else the fact's name."""
    return keys.get(name) or (facts[name].column if name in facts else "") or name


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of the service line itself, its code or its date: the key, and how raw values are read."""

    key: str
    read: Callable[[Any], Code | date]


def says_of_service(column: Column, read: Callable[[Any], Value], raw: Any) -> Mapping[str, object]:
    return column.given(read(raw)).known
