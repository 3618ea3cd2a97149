"""What a request says of a list and of the facts that derive from it, in terms of the list's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from coverdict.logic.cells.axis import is_whole
from coverdict.logic.cells.elements import Elements
from coverdict.logic.cells.group import Raw
from coverdict.logic.cells.list_terms import ListTerms


@dataclass(frozen=True, slots=True)
class Stated:
    """Known of a list: its elements (None: nothing), whether there are no others, and derived values.

    `counts` and `extremes` are by position among the counts, and among the extremes.
    """

    elements: tuple[Raw, ...] | None = None
    complete: bool = False
    counts: Mapping[int, int] = field(default_factory=dict)
    extremes: Mapping[int, Decimal] = field(default_factory=dict)


def stated(fact: str, known: Raw, terms: ListTerms, base: Elements) -> Stated | None:
    """What `known` says of the list `fact`, or None when a derived value cannot be one at all."""
    counts: dict[int, int] = {}
    extremes: dict[int, Decimal] = {}
    width = len(terms.counts)
    for derived, position in terms.derived.items():
        value = known.get(derived)
        if value is None:
            continue
        if not isinstance(value, Decimal | int):
            raise TypeError(f"{derived}: a number is a Decimal, not {value!r}")
        if not terms.tested[position].within(value):
            return None
        if position < width:
            if not is_whole(value) or value < 0:
                return None
            # Two facts may equal one term; then they have to agree.
            if counts.setdefault(position, int(value)) != value:
                return None
        else:
            number = value if isinstance(value, Decimal) else Decimal(value)
            if not base.field_cells(terms.extremes[position - width][1], number):
                return None
            if extremes.setdefault(position - width, number) != number:
                return None
    elements, complete = _list_value(fact, known.get(fact))
    return Stated(elements, complete, counts, extremes)


def _list_value(fact: str, value: object) -> tuple[tuple[Raw, ...] | None, bool]:
    match value:
        case None:
            return None, False
        case (tuple() as elements, bool(complete)) if all(isinstance(e, Mapping) for e in elements):
            return elements, complete
    raise TypeError(f"{fact}: a list is (tuple of mappings, complete), not {value!r}")


def field_values(stated_: Stated, name: str) -> frozenset[Decimal]:
    """The values that are known of a number field of the elements."""
    values: Sequence[object] = [element.get(name) for element in stated_.elements or ()]
    return frozenset(Decimal(value) for value in values if isinstance(value, Decimal | int))
