"""Walking the trees of conditions and of criteria."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.language.syntax import And, AtLeast, Condition, Criterion, Group, Not, Or, Reading


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """`condition` and all its parts, parts after the whole, in order; not what stands in `where`."""
    todo = [condition]
    while todo:
        found = todo.pop()
        yield found
        match found:
            case Not(part=part):
                todo.append(part)
            case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
                todo.extend(reversed(parts))


def criteria_in(criterion: Criterion) -> Iterator[Criterion]:
    """`criterion` and all its parts, parts after the whole, in order; of a reading every option."""
    yield criterion
    match criterion.body:
        case Group(parts=parts):
            for part in parts:
                yield from criteria_in(part)
        case Reading(options=options):
            for _, option in options:
                yield from criteria_in(option)
