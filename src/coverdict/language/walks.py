"""Walking the tree of a condition."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.language.syntax import And, AtLeast, Condition, Not, Or


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
