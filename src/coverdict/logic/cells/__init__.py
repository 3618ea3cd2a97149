"""Cells: what the comparisons of rules cut the facts into.

Declare the facts, collect the atoms, and `groups` makes a group of all facts that belong together. A
group is one dimension: its cells are the joint truth values of its atoms that raw values can have.
"""

from coverdict.logic.cells.atoms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Atom,
    Count,
    DateIs,
    Extreme,
    FieldAtom,
    Hits,
    InSet,
    Not,
    OneOf,
    Op,
    Span,
    SpanUnit,
    Threshold,
    Truth,
    Where,
    Which,
)
from coverdict.logic.cells.axis import Axis, plain_number
from coverdict.logic.cells.codes import ELSEWHERE, Elsewhere, Member, Members, Sets
from coverdict.logic.cells.dates import Dates
from coverdict.logic.cells.declare import (
    AnyFact,
    ChoiceFact,
    CodeFact,
    CodesFact,
    CountFact,
    DateFact,
    DerivedFact,
    ExtremeFact,
    FieldFact,
    ListFact,
    NumberFact,
)
from coverdict.logic.cells.fields import field_groups, yes_no
from coverdict.logic.cells.group import (
    CELL_BUDGET,
    Answer,
    Group,
    Raw,
    Show,
    TooManyCellsError,
    bits,
    mask_of,
)
from coverdict.logic.cells.groups import facts_asked, groups
from coverdict.logic.cells.list_terms import ListAtom
from coverdict.logic.cells.lists import Lists
from coverdict.logic.cells.scalars import Finite, Ordered
from coverdict.logic.cells.spans import FIRST, LAST, span

__all__ = [
    "CELL_BUDGET",
    "ELSEWHERE",
    "FIRST",
    "LAST",
    "AllOf",
    "Answer",
    "AnyFact",
    "AnyOf",
    "AtLeastOf",
    "Atom",
    "Axis",
    "ChoiceFact",
    "CodeFact",
    "CodesFact",
    "Count",
    "CountFact",
    "DateFact",
    "DateIs",
    "Dates",
    "DerivedFact",
    "Elsewhere",
    "Extreme",
    "ExtremeFact",
    "FieldAtom",
    "FieldFact",
    "Finite",
    "Group",
    "Hits",
    "InSet",
    "ListAtom",
    "ListFact",
    "Lists",
    "Member",
    "Members",
    "Not",
    "NumberFact",
    "OneOf",
    "Op",
    "Ordered",
    "Raw",
    "Sets",
    "Show",
    "Span",
    "SpanUnit",
    "Threshold",
    "TooManyCellsError",
    "Truth",
    "Where",
    "Which",
    "bits",
    "facts_asked",
    "field_groups",
    "groups",
    "mask_of",
    "plain_number",
    "span",
    "yes_no",
]
