"""Cells in words: the clauses by which a person reads a box of a space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from coverdict.analysis.space import Space
from coverdict.language.model import Fact, FactType
from coverdict.library.dimensions import Dimension
from coverdict.logic import Mask, cells
from coverdict.logic.boxes import Axes, single_axis
from coverdict.logic.cells.axis import Axis


@dataclass(frozen=True, slots=True)
class Clause:
    """What a box asks of one fact, of one reading, or of a span between two dates.

    Arguments:
        subject: the fact's or the reading's name, or the span as it is written.
        label: the same for a person.
        values: the values that are left, in short: `< 2`, `in {a, b}`.
        reading: whether the subject is a reading, which no patient answers.
        options: of a choice or yes/no fact, the options that are left; empty for others.
    """

    subject: str
    label: str
    values: str
    reading: bool = False
    options: tuple[str, ...] = ()


def axes_of(space: Space) -> tuple[Axes, ...]:
    """How each dimension of a space can be narrowed so that clauses say it."""
    return tuple(_axes(space, number) for number in range(len(space.dimensions)))


def clauses(space: Space, box: Sequence[Mask], beside: Sequence[Mask] | None = None) -> tuple[Clause, ...]:
    """The clauses of a box, in the order of the facts.

    Arguments:
        box: the allowed cells of each dimension, as the axes can say them.
        beside: the cells that are left anyhow: what the box does not narrow further is not said.
    """
    known = space.full if beside is None else beside
    return tuple(
        clause
        for number, (mask, before) in enumerate(zip(box, known, strict=True))
        if mask != before
        for clause in _clauses(space, number, mask, before)
    )


def _clauses(space: Space, number: int, mask: Mask, before: Mask) -> Iterator[Clause]:
    """What a mask narrows of one dimension; facts that it leaves as they were before are not said."""
    dimension = space.dimensions[number]
    if dimension.reading:
        values = dimension.group.describe(dimension.reading, mask)
        yield Clause(dimension.reading, dimension.reading.partition("#")[2], values, reading=True)
        return
    for fact in dimension.facts:
        if fact.type is FactType.LIST and _told_by_facts(dimension):
            continue
        values = dimension.group.describe(fact.name, mask)
        if values not in ("any", dimension.group.describe(fact.name, before)):
            options = _options(dimension, fact, mask)
            yield Clause(
                fact.name,
                fact.label or fact.name,
                _shorter(fact, options) or values or "none",
                False,
                options,
            )
    for term, atoms in _spans(space, number).items():
        unit, start, end = term
        axis = Axis(True, None, None, [Decimal(atom.number) for atom in atoms])
        text = _span_text(space, axis, atoms, number, mask)
        if text not in ("any", _span_text(space, axis, atoms, number, before)):
            words = f"{unit} from {start} to {end}"
            yield Clause(words, words, text)


def _closed(fact: Fact) -> tuple[str, ...]:
    """All options of a yes/no fact or a closed choice; none for others."""
    if fact.type is FactType.YES_NO:
        return ("yes", "no")
    return tuple(option.name for option in fact.options) if fact.type is FactType.CHOICE else ()


def _options(dimension: Dimension, fact: Fact, mask: Mask) -> tuple[str, ...]:
    """The options of a closed choice whose cells the mask has."""
    return tuple(name for name in _closed(fact) if dimension.group.allowed({fact.name: name}) & mask)


def _shorter(fact: Fact, options: tuple[str, ...]) -> str:
    """What is left out, where that is said in fewer words than what is left."""
    out = [name for name in _closed(fact) if name not in options]
    if not options or len(out) >= len(options):
        return ""
    return f"not {out[0]}" if len(out) == 1 else f"not in {{{', '.join(out)}}}"


# --- axes -----------------------------------------------------------------------------------------------


def _axes(space: Space, number: int) -> Axes:
    dimension = space.dimensions[number]
    size = dimension.group.size
    if len(dimension.facts) < 2:
        return single_axis(size)
    told = [fact.name for fact in dimension.facts if fact.type is not FactType.LIST]
    if not _told_by_facts(dimension):
        told = [fact.name for fact in dimension.facts]
    axes = [_classes([dimension.group.describe(name, 1 << cell) for cell in range(size)]) for name in told]
    for atoms in _spans(space, number).values():
        held = [space.literals[atom].cells for atom in atoms]
        axes.append(_classes([tuple(mask >> cell & 1 for mask in held) for cell in range(size)]))
    return tuple(axis for axis in axes if len(axis) > 1) or single_axis(size)


def _classes(labels: Sequence[object]) -> tuple[Mask, ...]:
    """The cells of each label."""
    masks: dict[object, Mask] = {}
    for cell, label in enumerate(labels):
        masks[label] = masks.get(label, 0) | 1 << cell
    return tuple(masks.values())


def _told_by_facts(dimension: Dimension) -> bool:
    """Whether the facts beside a list tell all its cells apart."""
    names = tuple(fact.name for fact in dimension.facts if fact.type is not FactType.LIST)
    return _tell_apart(_Same(dimension.group), names)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A group as itself, whatever it holds."""

    group: cells.Group

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.group is other.group

    def __hash__(self) -> int:
        return id(self.group)


@lru_cache(maxsize=128)
def _tell_apart(same: _Same, names: tuple[str, ...]) -> bool:
    group = same.group
    labels = {tuple(group.describe(name, 1 << cell) for name in names) for cell in range(group.size)}
    return len(labels) == group.size


# --- spans between dates ----------------------------------------------------------------------------------


def _spans(space: Space, number: int) -> dict[tuple[str, str, str], list[cells.Span]]:
    """The comparisons of each span between two dates of a dimension."""
    found: dict[tuple[str, str, str], list[cells.Span]] = {}
    for atom, literal in space.literals.items():
        if literal.dimension == number and isinstance(atom, cells.Span):
            found.setdefault((atom.unit, atom.start, atom.end), []).append(atom)
    return found


def _span_text(space: Space, axis: Axis, atoms: Sequence[cells.Span], number: int, mask: Mask) -> str:
    """The numbers of units that are left, as comparisons."""
    group = space.dimensions[number].group
    held = [space.literals[atom].cells for atom in atoms]
    left = {tuple(bool(each >> cell & 1) for each in held) for cell in cells.bits(mask)}
    every = {tuple(bool(each >> cell & 1) for each in held) for cell in range(group.size)}
    truths = [
        tuple(_compare(atom, sample) for atom in atoms) if sample is not None else None
        for sample in axis.samples
    ]
    marked = [truth in left for truth in truths]
    among = [truth in every for truth in truths]
    return axis.describe(atoms[0].start, marked, cells.plain_number, among)


def _compare(atom: cells.Span, value: Decimal) -> bool:
    limit = Decimal(atom.number)
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "!=": value != limit,
    }[atom.op]
