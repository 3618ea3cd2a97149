"""What a node of the diagram asks, and what its edges are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverdict.language.model import Fact, FactType
from coverdict.language.syntax import condition_of
from coverdict.library.dimensions import literals_of
from coverdict.library.program import Program
from coverdict.library.template import Step
from coverdict.logic import Mask
from coverdict.logic.cells import Group
from coverdict.logic.diagram import partition
from coverdict.pictures.comparisons import OR_ELSE, Comparison, atom_words, combined, number_signs
from coverdict.pictures.measuring import shown

LONGEST = 48  # letters; the longest of a node's edges, when above, is what is left over
LEFT_OVER = "anything else"


@dataclass(frozen=True, slots=True)
class Asked:
    """A node in words: what it asks, the names behind it, and each edge in the order of the masks."""

    label: str
    names: str
    edges: tuple[str, ...]
    reading: bool = False


class Wording:
    """The words for the dimensions of one program, and what its rules compare."""

    def __init__(self, program: Program) -> None:
        self._dimensions = program.dimensions
        conditions = tuple(
            condition_of(rule.when) for rule in program.rules.values() if rule.when is not None
        )
        compared: list[list[Comparison]] = [[] for _ in program.dimensions]
        for atom, literal in literals_of(
            conditions, program.names, program.dimensions, program.dimension_of
        ).items():
            compared[literal.dimension].append(Comparison(literal.cells, *atom_words(atom, program.names)))
        self._compared = tuple(map(tuple, compared))
        self._readings = program.names.readings
        self._labels = dict(reversed(list(_reading_labels(truth.step for truth in program.truths))))

    @property
    def blocks(self) -> tuple[tuple[Mask, ...], ...]:
        """Of each dimension, the cells that no rule tells apart."""
        return tuple(
            tuple(partition((1 << dimension.group.size) - 1, (one.cells for one in compared)))
            for dimension, compared in zip(self._dimensions, self._compared, strict=True)
        )

    def asked(self, number: int, masks: tuple[Mask, ...]) -> Asked:
        """The node of a dimension, whose edges have these masks."""
        dimension = self._dimensions[number]
        if dimension.reading:
            options = self._readings[dimension.reading]
            words = tuple(_options(dimension.group, dimension.reading, options, mask) for mask in masks)
            name = shown(dimension.reading.rpartition("#")[2])
            label = shown(self._labels.get(dimension.reading, "")) or name
            return Asked(label, name if label != name else "", words, reading=True)
        facts, words = self._edges(number, masks)
        label = shown("; ".join(fact.label or fact.name for fact in facts))
        name = shown(", ".join(fact.name for fact in facts))
        return Asked(label, name if name != label else "", _with_rest(tuple(map(shown, words))))

    def _edges(self, number: int, masks: tuple[Mask, ...]) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
        """The facts that the words speak of, and the words."""
        dimension = self._dimensions[number]
        group, first = dimension.group, dimension.facts[0]
        if len(dimension.facts) == 1 and first.type is not FactType.LIST:
            return dimension.facts, tuple(_values(group, first, mask) for mask in masks)
        full = (1 << group.size) - 1
        free = full & ~union(masks)
        plain = tuple(fact for fact in dimension.facts if fact.type is not FactType.LIST)
        words = tuple(
            _box(group, plain, mask, free) or combined(mask, free, full, self._compared[number])
            for mask in masks
        )
        named = tuple(fact for fact in plain if any(fact.name in text for text in words))
        return named or dimension.facts, words


def _reading_labels(steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    """What the readings are called where they stand, in order."""
    for step in steps:
        if step.reading:
            yield step.reading, step.label
        yield from _reading_labels(step.children)


def _values(group: Group, fact: Fact, mask: Mask) -> str:
    """The values of the only fact of a group."""
    if fact.type not in (FactType.CHOICE, FactType.NAME):
        return number_signs(group.describe(fact.name, mask))
    inside: list[str] = []
    outside: list[str] = []
    for option in fact.options:
        chosen = inside if group.allowed({fact.name: option.name}) & mask else outside
        chosen.append(option.label or option.name)
    if fact.type is FactType.NAME and group.allowed({fact.name: _stranger(fact)}) & mask:
        return f"none of {', '.join(outside)}" if len(outside) > 1 else f"not {''.join(outside)}"
    return " or ".join(inside)


def _options(group: Group, reading: str, options: tuple[str, ...], mask: Mask) -> str:
    """The options of a reading, or several."""
    return shown(" or ".join(one for one in options if group.allowed({reading: one}) & mask))


def _stranger(fact: Fact) -> str:
    """A name that is none of a fact's options."""
    return "other" + "".join(option.name for option in fact.options)


def _box(group: Group, facts: tuple[Fact, ...], mask: Mask, free: Mask) -> str:
    """The values of each fact, where together they say exactly which cells are meant; else nothing."""
    box = full = (1 << group.size) - 1
    words: list[str] = []
    for fact in facts:
        answers = tuple(answer.cells for answer in group.answers(fact.name, {}))
        none = full & ~union(answers)
        met = tuple(cells for cells in answers if cells & mask)
        if len(met) == len(answers) and not none & ~mask:
            continue
        values = number_signs(group.describe(fact.name, mask)) if met else ""
        without = ("none",) if none & mask else ()
        words.append(f"{fact.name} {' or '.join((*filter(None, (values,)), *without))}")
        box &= union(met) | (none if none & mask else 0)
    return " and ".join(words) if words and not box & ~(mask | free) else ""


def union(masks: Iterable[Mask]) -> Mask:
    """The cells of any of the masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def _with_rest(words: tuple[str, ...]) -> tuple[str, ...]:
    """The edges' words; the one that is hardest to read is what is left over, where it is hard."""
    hardest = max(words, key=lambda text: (text.count(OR_ELSE), len(text)), default="")
    if len(words) < 2 or (len(hardest) <= LONGEST and OR_ELSE not in hardest):
        return words
    return tuple(LEFT_OVER if text is hardest else text for text in words)
