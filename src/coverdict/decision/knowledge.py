"""What the known facts leave of each dimension, and what each of them contributes to that."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from coverdict.language.model import Value
from coverdict.library.program import Program, raw_value
from coverdict.logic import Mask

Key: TypeAlias = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known, as far as a program can tell it apart.

    Arguments:
        masks: of each dimension the cells that the known facts and the settled readings leave.
        known: of each dimension the raw values of its known facts.
        key: equal for two states of knowledge that every finding is equal for.
    """

    masks: tuple[Mask, ...]
    known: tuple[Mapping[str, object], ...]
    key: Key


_NOTHING: Mapping[str, object] = {}


def knowledge_of(program: Program, values: Mapping[str, Value], settled: Mapping[str, str]) -> Knowledge:
    """What the values of facts, and the payer's settled readings, leave possible.

    Arguments:
        values: known values by fact; facts that the program does not speak of are left out.
        settled: for each settled reading, its option.
    """
    known: list[Mapping[str, object]] = []
    for dimension in program.dimensions:
        if dimension.reading:
            option = settled.get(dimension.reading)
            known.append(_NOTHING if option is None else {dimension.reading: option})
        else:
            known.append(
                {
                    fact.name: raw_value(fact, values[fact.name])
                    for fact in dimension.facts
                    if fact.name in values
                }
            )
    masks = [dimension.group.allowed(raw) for dimension, raw in zip(program.dimensions, known, strict=True)]
    return known_cells(program, masks, known)


def known_cells(program: Program, masks: Sequence[Mask], known: Sequence[Mapping[str, object]]) -> Knowledge:
    """The knowledge that leaves these cells of each dimension, by these known raw values."""
    # With one fact in a dimension, whether it is known and what it leaves is all there is to it.
    key: list[Hashable] = [
        mask + mask + 1 if raw else mask + mask for mask, raw in zip(masks, known, strict=True)
    ]
    for number in program.shared:
        key[number] = (masks[number], _frozen(known[number]))
    return Knowledge(tuple(masks), tuple(known), tuple(key))


def _frozen(value: object) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((name, _frozen(part)) for name, part in value.items())
    if isinstance(value, tuple):
        return tuple(_frozen(part) for part in value)
    assert isinstance(value, Hashable)
    return value


def subsets(raw: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Every part of the known facts of one dimension, smallest first."""
    for size in range(len(raw) + 1):
        for names in combinations(raw, size):
            yield {name: raw[name] for name in names}
