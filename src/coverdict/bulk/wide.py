"""Many policies at once: what is read of a row is found by the row's way, in tables instead of branches.

A branch for each of a thousand ways would be looked at for every row. Here the symbols of all columns are
packed into a few numbers, the same for every way; a table says for each way which of them it reads (its
*slots*), and one list of constants says what each symbol adds to the way's key. So the work for a row does
not grow with the number of policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlglot import exp

from coverdict.bulk.axes import Axis
from coverdict.bulk.decided import Decided
from coverdict.bulk.dialects import Sql, added, column, integer
from coverdict.bulk.lookups import Cell, Lookup, Type
from coverdict.logic import Block

WORD = 60
"""Bits of a number that symbols are packed into."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a way finds a symbol, and what it adds.

    Arguments:
        word: number of the packed number, from 1.
        shift, mask: where in it the symbol lies.
        start: where in the list of constants the symbol's additions begin.
    """

    word: int
    shift: int
    mask: int
    start: int


SlotMaker: TypeAlias = Callable[[Axis, int], Slot]
"""The slot of an axis, given what one step of its symbol adds."""

NOTHING = Slot(1, 0, 0, 0)
"""Adds nothing: the first constant is 0."""


@dataclass(frozen=True)
class Wide:
    """The slots of all ways.

    Arguments:
        cells: the shared axes, in the order in which they are packed.
        places: of each, its word and shift.
        slots: by way, by level.
        added: the list of constants.
    """

    cells: tuple[Axis, ...]
    places: tuple[tuple[int, int], ...]
    slots: dict[int, tuple[tuple[Slot, ...], ...]]
    added: tuple[int, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """The most slots of a way, by level."""
        levels = max((len(one) for one in self.slots.values()), default=0)
        return tuple(
            max((len(one[level]) for one in self.slots.values() if level < len(one)), default=0)
            for level in range(levels)
        )

    def words(self) -> list[Sql]:
        """The packed numbers of a row."""
        count = max((word for word, _ in self.places), default=1)
        parts: list[list[Sql]] = [[] for _ in range(count)]
        for axis, (word, shift) in zip(self.cells, self.places, strict=True):
            parts[word - 1].append(axis.expression(1 << shift))
        return [exp.cast(added(part), "BIGINT") for part in parts]

    def key(self, level: int, first: Sql | None) -> Sql:
        """What a row's slots of a level add up to."""
        parts = [first] if first is not None else []
        for slot in range(self.widths[level]):
            name = f"{level + 1}_{slot + 1}"
            word = exp.Bracket(
                this=column("cv_words", "t"), expressions=[column(f"word_{name}", "cv_slots")], offset=1
            )
            shifted = exp.BitwiseRightShift(this=word, expression=column(f"shift_{name}", "cv_slots"))
            symbol = exp.BitwiseAnd(this=exp.paren(shifted), expression=column(f"mask_{name}", "cv_slots"))
            at = exp.Add(this=column(f"start_{name}", "cv_slots"), expression=exp.paren(symbol))
            parts.append(exp.Bracket(this=column("cv_list", "cv_added"), expressions=[at], offset=1))
        return added(parts) if parts else integer(0)

    def lookups(self, first: Sequence[int]) -> tuple[Lookup, ...]:
        """The slots of every way, and the constants as a list.

        Arguments:
            first: by way, where its keys begin; ways without slots add nothing.
        """
        names = [
            f"{part}_{level + 1}_{slot + 1}"
            for level, width in enumerate(self.widths)
            for slot in range(width)
            for part in ("word", "shift", "mask", "start")
        ]
        rows: list[tuple[Cell, ...]] = []
        for way, start in enumerate(first):
            row: list[Cell] = [way, start]
            own = self.slots.get(way, ())
            for level, width in enumerate(self.widths):
                here = own[level] if level < len(own) else ()
                for slot in (*here, *(NOTHING for _ in range(width - len(here)))):
                    row += [slot.word, slot.shift, slot.mask, slot.start + 1]
            rows.append(tuple(row))
        columns: list[tuple[str, Type]] = [(name, "integer") for name in ("cv_way", "cv_first", *names)]
        numbers: list[tuple[str, Type]] = [("cv_at", "integer"), ("cv_value", "integer")]
        return (
            Lookup("cv_slots", tuple(columns), rows),
            Lookup("cv_constants", tuple(numbers), list(enumerate(self.added))),
        )


def wide_of(decided: Mapping[int, Decided]) -> Wide | None:
    """The slots of the ways; None where some axis is not shared."""
    shared: dict[int, Axis] = {}
    for one in decided.values():
        for axis in one.axes:
            if axis.shared is None:
                return None
            shared.setdefault(id(axis.shared), axis.shared)
    cells = tuple(shared.values())
    places, bits = _packed(cells)
    at = {key: (place, bit) for key, place, bit in zip(shared, places, bits, strict=True)}
    constants = [0]
    starts: dict[tuple[int, tuple[int, ...]], int] = {}

    def slot(axis: Axis, weight: int) -> Slot:
        assert axis.shared is not None
        (word, shift), bit = at[id(axis.shared)]
        adds = tuple(own * weight for own in axis.classes)
        key = (id(axis.shared), adds)
        if key not in starts:
            starts[key] = len(constants)
            constants.extend(adds)
        return Slot(word, shift, (1 << bit) - 1, starts[key])

    slots = {
        way: tuple(tuple(_slots_of(one, block, slot)) for block in one.blocks.blocks)
        for way, one in decided.items()
    }
    return Wide(cells, places, slots, tuple(constants))


def _slots_of(one: Decided, block: Block, slot: SlotMaker) -> Iterable[Slot]:
    for at, weight in zip(block.digits, block.weights, strict=True):
        dimension = one.digits[at].dimension
        axes = one.readings[dimension].axes if dimension >= 0 else (one.checks[-1 - dimension],)
        inner = weight
        found = []
        for axis in reversed(axes):
            found.append(slot(axis, inner) if dimension >= 0 else _check(axis, inner, slot))
            inner *= len(axis.known)
        yield from reversed(found)


def _check(axis: Axis, weight: int, slot: SlotMaker) -> Slot:
    """Adds where a column that decides nothing cannot be read."""
    assert axis.irregular is not None
    bad = tuple(int(own == axis.irregular) for own in axis.classes)
    return slot(replace(axis, classes=bad), weight)


def _packed(cells: Sequence[Axis]) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """Word and shift of each axis, and its bits."""
    places, bits = [], []
    word, used = 1, 0
    for axis in cells:
        own = max(1, (len(axis.known) - 1).bit_length())
        if used + own > WORD:
            word, used = word + 1, 0
        places.append((word, used))
        bits.append(own)
        used += own
    return tuple(places), tuple(bits)
