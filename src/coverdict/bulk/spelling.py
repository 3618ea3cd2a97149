"""Values that SQL does not read: each distinct one is read once, by the language's own reader, and looked up.

Two sorts need that. *Irregular* values are written in another form than the plain one of their fact: `32 mm`,
`ICD-10-CM C22.0`, or what is no value at all. And facts that are *held against each other* (two dates and the
time between them, a list and its count) are told by all of their values together.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from typing import TypeAlias

from coverdict.bulk.axes import Axis, Known
from coverdict.bulk.kinds import NUMBERS, Column, Kind
from coverdict.bulk.lookups import Cell, Lookup, Type
from coverdict.language.model import Fact, FactType, Value
from coverdict.language.scalars import split_quantity
from coverdict.language.values import UNKNOWN, read_value
from coverdict.library.dimensions import Dimension
from coverdict.library.program import raw_value
from coverdict.logic.cells import Group
from coverdict.text import CoverdictError, DocumentError, Place

MOST_SPELLED = 200_000
"""Distinct values of one column that are read one by one."""

Key: TypeAlias = tuple[str, tuple[str, ...], object]
"""The facts of an axis, the names of its columns, and what tells values apart there: symbols mean the same
only where all three are the same."""


class TooManySpellingsError(CoverdictError):
    """A column holds too many different values that are none of its fact."""


@dataclass(frozen=True)
class Together:
    """What tuples of values say of facts that are told together: for each symbol, and the look-up."""

    known: tuple[Known | None, ...]
    lookup: Lookup


@dataclass(frozen=True)
class Spelled:
    """What has been looked up.

    Arguments:
        irregular: the look-ups of irregular values.
        together_of: those of facts that are told together.
    """

    irregular: Mapping[Key, Lookup] = field(default_factory=dict)
    together_of: Mapping[Key, Together] = field(default_factory=dict)

    def applied(self, axis: Axis) -> Axis:
        """The axis with the look-up of its irregular values, if there is one."""
        if not self.irregular:
            return axis
        lookup = self.irregular.get(key_of(axis))
        return axis if lookup is None else axis.looked_up_in(lookup.name)

    def together(self, facts: Sequence[Fact], columns: Mapping[str, Column], dimension: Dimension) -> Axis:
        """The axis of facts that are told together; before they are looked up, all of them are irregular."""
        name = ", ".join(fact.name for fact in facts)
        held = tuple(columns[fact.name] for fact in facts)
        axis = Axis(name, held, (), 1, ({}, None), lambda _: 0, whole=True, told_by=dimension.group)
        found = self.together_of.get(key_of(axis))
        if found is None:
            return axis
        known = found.known
        return replace(axis, otherwise=len(known) - 1, known=known, spelled=found.lookup.name)

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        return (*self.irregular.values(), *(one.lookup for one in self.together_of.values()))


NOTHING_SPELLED = Spelled()


def key_of(axis: Axis) -> Key:
    if axis.shared is not None:
        return key_of(axis.shared)
    told_by = axis.told_by if axis.whole else replace(axis, spelled="", cell="").expression()
    return axis.fact, tuple(column.name for column in axis.columns), told_by


def looked_up_irregular(axis: Axis, fact: Fact, texts: Iterable[tuple[str | None, ...]], name: str) -> Lookup:
    """The look-up of a column's irregular values.

    Errors:
        TooManySpellingsError: there are more than `MOST_SPELLED`.
    """
    (column,) = axis.columns
    rows: list[tuple[Cell, ...]] = []
    for (written,) in texts:
        assert written is not None
        if len(rows) >= MOST_SPELLED:
            raise TooManySpellingsError(
                f"column {column.name} holds more than {MOST_SPELLED:,} different values that are no "
                f"{axis.fact} as it is written, such as {written!r}; is it the right column?"
            )
        try:
            value = read(fact, column, written)
        except DocumentError as error:
            rows.append((written, None, reason(column, error)))
            continue
        rows.append((written, 0 if value is None else axis.symbol_of(raw_value(fact, value)), None))
    return Lookup(name, _columns(1), rows)


def looked_up_together(
    axis: Axis,
    facts: Sequence[Fact],
    dimension: Dimension,
    texts: Iterable[tuple[str | None, ...]],
    name: str,
) -> Together:
    """The look-up of tuples of values of facts that are told together.

    Errors:
        TooManySpellingsError: there are more than `MOST_SPELLED`.
    """
    rows: list[tuple[Cell, ...]] = []
    told: list[tuple[tuple[str | None, ...], dict[str, object]]] = []
    for written in texts:
        if len(rows) + len(told) >= MOST_SPELLED:
            names = ", ".join(column.name for column in axis.columns)
            raise TooManySpellingsError(
                f"columns {names} hold more than {MOST_SPELLED:,} different combinations of {axis.fact}, "
                "which have to be looked at together"
            )
        said: dict[str, object] = {}
        why: str | None = None
        for fact, column, one in zip(facts, axis.columns, written, strict=True):
            try:
                value = read(fact, column, one or "")
            except DocumentError as error:
                why = reason(column, error)
                break
            if value is not None:
                said[fact.name] = raw_value(fact, value)
        if why is not None:
            rows.append((*written, None, why))
        else:
            told.append((written, said))
    known: list[Known | None] = [{}]
    numbers: dict[Hashable, int] = {_signature(dimension, {}): 0}
    # Of tuples that are alike, the same one stands for all, in whatever order an engine gives them.
    for written, said in sorted(told, key=lambda one: repr(sorted(one[1].items()))):
        signature = _signature(dimension, said)
        if signature not in numbers:
            numbers[signature] = len(known)
            known.append(said)
        rows.append((*written, numbers[signature], None))
    return Together((*known, None), Lookup(name, _columns(len(axis.columns)), rows))


def _columns(count: int) -> tuple[tuple[str, Type], ...]:
    names: list[tuple[str, Type]] = [(f"raw_{at}", "text") for at in range(1, count + 1)]
    return (*names, ("symbol", "integer"), ("reason", "text"))


def _signature(dimension: Dimension, said: Mapping[str, object]) -> Hashable:
    """What matters of known values: the cells they leave, and what answers to the others would.

    Of values that contradict each other, which of them do.
    """
    group = dimension.group
    allowed = group.allowed(said)
    if not allowed:
        return allowed, frozenset(said), _clashes(group, said)
    answers = tuple(
        frozenset(answer.cells for answer in group.answers(fact.name, said)) for fact in dimension.facts
    )
    return allowed, frozenset(said), answers


def _clashes(group: Group, said: Mapping[str, object]) -> frozenset[frozenset[str]]:
    """The smallest sets of facts whose values contradict each other."""
    found: set[frozenset[str]] = set()
    for size in range(1, len(said) + 1):
        for names in map(frozenset, combinations(sorted(said), size)):
            if not any(one <= names for one in found) and not group.allowed(
                {name: said[name] for name in names}
            ):
                found.add(names)
    return frozenset(found)


def reason(column: Column, error: DocumentError) -> str:
    """Why a value cannot be read, in the words of the language's reader."""
    return f"column {column.name}: {error.problems[0].what}"


def read(fact: Fact, column: Column, written: str) -> Value | None:
    """The value that a column's text gives to a fact.

    Errors:
        DocumentError: it gives none.
    """
    place = Place(f"column {column.name}")
    if written.strip() in UNKNOWN:
        return None
    if fact.type is FactType.QUANTITY and (column.kind in NUMBERS or _is_bare(written)):
        return read_value(fact, f"{written} {fact.unit}", place)
    if column.kind in NUMBERS:
        return read_value(fact, int(written) if column.kind is Kind.INTEGER else Decimal(written), place)
    if fact.type is FactType.CODES:
        return read_value(fact, _codes(column, written), place)
    if fact.type is FactType.LIST:
        return read_value(fact, _json(written), place)
    return read_value(fact, written, place)


def _is_bare(written: str) -> bool:
    """Whether a text is a number without a unit, which is in the fact's own: a text file has no numbers."""
    try:
        return not split_quantity(written)[1]
    except ValueError:
        return False


def _codes(column: Column, written: str) -> object:
    """The codes of a list, or of a text: between separators, or in brackets as lists are written."""
    listed = written.strip()
    if column.kind is Kind.TEXTS or listed[:1] == "[":
        found = _json(listed)
        if column.kind is Kind.TEXTS or isinstance(found, list):
            return found
    if listed[:1] + listed[-1:] in ("[]", "{}"):
        inside = listed[1:-1].strip()
        return [None if part == "NULL" else part for part in _parts(inside)] if inside else []
    return _parts(written)


def _parts(written: str) -> list[str]:
    for separator in ",|":
        written = written.replace(separator, ";")
    return [part.strip() for part in written.split(";")]


def _json(written: str) -> object:
    """A list as JSON; a text that is none stays a text, which the reader then refuses."""
    try:
        return json.loads(written, parse_float=Decimal)
    except ValueError:
        return written
