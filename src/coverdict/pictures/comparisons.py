"""The comparisons of a policy's rules in words, and sets of cells as combinations of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverdict.library.atoms import Names
from coverdict.logic import Mask
from coverdict.logic import cells as c
from coverdict.text import with_unit

SIGNS: Mapping[c.Op, str] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}
OR_ELSE = "; or "
_OPPOSITE: Mapping[c.Op, c.Op] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison in words: where it holds, what is said then, and what is said where it does not."""

    cells: Mask
    holds: str
    fails: str


def combined(wanted: Mask, free: Mask, full: Mask, comparisons: tuple[Comparison, ...]) -> str:
    """A combination of comparisons that holds in all cells of `wanted` and in none outside it but `free`.

    Arguments:
        comparisons: together they tell all cells of the dimension apart.
    """
    literals = [
        literal for one in comparisons for literal in ((one.cells, one.holds), (full & ~one.cells, one.fails))
    ]
    terms = []
    left = wanted
    while left:
        cell = left & -left
        kept = [literal for literal in literals if literal[0] & cell]
        for literal in list(kept):
            others = [other for other in kept if other is not literal]
            if not _all(others, full) & ~(wanted | free):
                kept = others
        terms.append(" and ".join(dict.fromkeys(words for _, words in kept)))
        left &= ~(_all(kept, full) | cell)
    return OR_ELSE.join(term or "any" for term in terms)


def _all(literals: list[tuple[Mask, str]], full: Mask) -> Mask:
    mask = full
    for cells, _ in literals:
        mask &= cells
    return mask


def atom_words(atom: c.Atom, names: Names) -> tuple[str, str]:
    """What an atom says where it holds, and what is to be said where it does not."""
    match atom:
        case c.OneOf(fact=fact, names=some):
            words = " or ".join(sorted(some))
            return f"{fact} is {words}", f"{fact} is not {words}"
        case c.InSet(fact=fact, set=name):
            return f"{fact} in {_short(name)}", f"{fact} not in {_short(name)}"
        case c.Hits(fact=fact, set=name):
            return f"{fact} any in {_short(name)}", f"{fact} none in {_short(name)}"
        case c.Extreme(op=op):
            term, value = _term(atom, names)
            return f"{term} {SIGNS[op]} {value}", f"not {term} {SIGNS[op]} {value}"
        case _:
            term, value = _term(atom, names)
            return f"{term} {SIGNS[atom.op]} {value}", f"{term} {SIGNS[_OPPOSITE[atom.op]]} {value}"


def _term(atom: c.Threshold | c.DateIs | c.Span | c.Count | c.Extreme, names: Names) -> tuple[str, str]:
    match atom:
        case c.Threshold(fact=fact, value=value):
            return fact, with_unit(value, _unit(fact, names))
        case c.DateIs(fact=fact, day=day):
            return fact, day.isoformat()
        case c.Span(unit=unit, start=start, end=end, number=number):
            return f"{unit} from {start} to {end}", str(number)
        case c.Count(list=listed, where=where, number=number):
            return f"count({listed}{_where(where, listed, names)})", str(number)
        case c.Extreme(which=which, list=listed, field=field, where=where, value=value):
            shown = with_unit(value, _unit(f"{listed}.{field}", names))
            return f"{which}({listed}.{field}{_where(where, listed, names)})", shown


def _where(where: c.Where | None, listed: str, names: Names) -> str:
    return f" where {_predicate(where, listed, names)}" if where is not None else ""


def _predicate(where: c.Where, listed: str, names: Names) -> str:
    def parts(some: tuple[c.Where, ...]) -> Iterator[str]:
        return (_predicate(part, listed, names) for part in some)

    match where:
        case c.Truth(value=value):
            return "always" if value else "never"
        case c.Not(part=part):
            return f"not ({_predicate(part, listed, names)})"
        case c.AllOf(parts=some):
            return f"({' and '.join(parts(some))})"
        case c.AnyOf(parts=some):
            return f"({' or '.join(parts(some))})"
        case c.AtLeastOf(count=count, parts=some):
            return f"at least {count} of ({', '.join(parts(some))})"
        case c.Threshold(fact=field, op=op, value=value):
            return f"{field} {SIGNS[op]} {with_unit(value, _unit(f'{listed}.{field}', names))}"
        case _:
            return atom_words(where, names)[0]


def _unit(fact: str, names: Names) -> str:
    """The unit of a fact, or of a field of a list (`list.field`)."""
    if fact in names.facts:
        return names.facts[fact].unit
    listed, _, field = fact.rpartition(".")
    items = names.facts[listed].item if listed in names.facts else ()
    return next((one.unit for one in items if one.name == field), "")


def _short(name: str) -> str:
    """A value set's name without the document that it stands in."""
    return name.rpartition("#")[2]


def number_signs(words: str) -> str:
    """`<= 4 cm` with the sign that people write."""
    return words.replace("<=", "≤").replace(">=", "≥")
