"""One self-contained text: the look-up tables of a query as its first part."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from coverdict.bulk.dialects import Dialect, Sql, column, integer, text
from coverdict.bulk.lookups import Cell, Lookup
from coverdict.bulk.query import Query


def inlined(query: Query, dialect: Dialect, notes: dict[str, str]) -> exp.Select:
    """A query that holds its own look-up tables.

    Arguments:
        notes: what each table is, by its name.
    """
    tree = query.tree.copy()
    for lookup in query.lookups:
        tree = tree.with_(lookup.name, as_=_table(lookup, dialect), append=True, copy=False)
        if lookup.name in notes:
            tree.ctes[-1].add_comments([notes[lookup.name]], prepend=True)
    return tree


def _table(lookup: Lookup, dialect: Dialect) -> exp.Select:
    """The rows of a look-up; where it has none, the columns alone."""
    names = [name for name, _ in lookup.columns]
    kinds = [kind for _, kind in lookup.columns]
    if dialect.name == "bigquery":
        return _structs(lookup, names)
    rows = [exp.Tuple(expressions=[_cell(cell) for cell in row]) for row in lookup.rows]
    nothing = not rows
    if nothing:
        rows = [exp.Tuple(expressions=[exp.null() for _ in names])]
    alias = exp.TableAlias(this=exp.to_identifier("one"), columns=[exp.to_identifier(name) for name in names])
    types = {"integer": "INT", "text": "TEXT"}
    chosen = [
        exp.alias_(exp.cast(column(name, "one"), types[kind]), name)
        for name, kind in zip(names, kinds, strict=True)
    ]
    table = exp.select(*chosen).from_(exp.Values(expressions=rows, alias=alias))
    return table.where(exp.false()) if nothing else table


def _structs(lookup: Lookup, names: Iterable[str]) -> exp.Select:
    structs = [
        exp.Struct(
            expressions=[
                exp.PropertyEQ(this=exp.to_identifier(name), expression=_cell(cell))
                for name, cell in zip(names, row, strict=True)
            ]
        )
        for row in lookup.rows
    ]
    return exp.select("*").from_(exp.Unnest(expressions=[exp.Array(expressions=structs)]))


def _cell(cell: Cell) -> Sql:
    if cell is None:
        return exp.null()
    return integer(cell) if isinstance(cell, int) else text(cell)
