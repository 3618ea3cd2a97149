"""What would change the answer: known facts with other values, put to the logic's search."""

from __future__ import annotations

from collections.abc import Hashable

from coverdict.decision.knowledge import Knowledge, subsets
from coverdict.library.program import Program
from coverdict.logic import Changes, Function, Mask, nearest_changes


def changes_from(
    program: Program,
    knowledge: Knowledge,
    function: Function,
    current: frozenset[Hashable],
    order: tuple[str, ...],
) -> Changes:
    """The fewest known, changeable facts whose alteration leads to other statuses or benefits."""
    alternatives = []
    for number, dimension in enumerate(program.dimensions):
        raw = knowledge.known[number]
        options: dict[tuple[frozenset[str], Mask], None] = {(frozenset(), knowledge.masks[number]): None}
        changeable = {fact.name for fact in dimension.facts if fact.changeable and fact.name in raw}
        for altered in subsets({name: raw[name] for name in raw if name in changeable}):
            rest = {name: value for name, value in raw.items() if name not in altered}
            for mask in _altered(program, number, tuple(altered), rest):
                options[frozenset(altered), mask] = None
        alternatives.append(tuple(options))
    return nearest_changes(function, knowledge.masks, tuple(alternatives), current, order=order)


def _altered(
    program: Program, number: int, altered: tuple[str, ...], rest: dict[str, object]
) -> tuple[Mask, ...]:
    """What other values of the altered facts, beside the rest, leave of a dimension."""
    group = program.dimensions[number].group
    if not altered:
        return ()
    found: dict[Mask, None] = {}

    def extend(raw: dict[str, object], left: tuple[str, ...]) -> None:
        if not left:
            found[group.allowed(raw)] = None
            return
        for answer in group.answers(left[0], raw):
            extend({**raw, left[0]: answer.value}, left[1:])

    extend(rest, altered)
    return tuple(found)
