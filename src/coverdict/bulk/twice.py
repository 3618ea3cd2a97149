"""Every row answered under two plans, in one pass over the table, and what comes out counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlglot import exp

from coverdict.bulk.amounts import Amounts
from coverdict.bulk.axes import reason_column, symbol_column
from coverdict.bulk.compiling import Compiled
from coverdict.bulk.dialects import Sql, case, column, equals_any, integer
from coverdict.bulk.kinds import Column
from coverdict.bulk.lookups import Lookup
from coverdict.bulk.query import Query, keyed, stepped
from coverdict.bulk.routes import Practised
from coverdict.bulk.ways import ROW, code_of

Tree = TypeVar("Tree", bound=Sql)

STAKE = "cv_stake"


@dataclass(frozen=True)
class Twice:
    """Two plans over the same columns, for the rows of the same payers.

    Arguments:
        product: the column by which rows are counted apart; None where there is none.
        amounts: what is added up; None where the table has no amounts.
    """

    before: Compiled
    after: Compiled
    product: Column | None
    amounts: Amounts | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that one of the two policies decides on some day."""
        routes = (self.before.plan.routes, self.after.plan.routes)
        found = {
            code
            for one in routes
            for (_, code), spans in one.spans.items()
            if any(isinstance(way, Practised) for _, way in spans)
        }
        return tuple(sorted(found))

    def counts(self, source: Sql) -> Query:
        """The rows of a table, counted by their ends under both plans.

        Its columns: the numbers of the ends before and after; whether the rows have one of the payers and of
        the codes; of those that do, the product and the text of an odd amount; the number of rows; and what
        `Amounts.sums` says of their amounts.
        """
        query = exp.select().from_(self._rows(source).subquery(ROW, copy=False), copy=False)
        query, after = stepped(query, len(self.after.plan.steps.tables))
        names = _made_up(self.before)
        steps, before = stepped(exp.select(), len(self.before.plan.steps.tables))
        for join in steps.args["joins"]:
            query.append("joins", _renamed(join, names))
        keys = [_renamed(before, names), after, column(STAKE, ROW), self._product(), self._odd()]
        query = query.select(*keys, exp.Count(this=exp.Star()), *self._sums(), copy=False)
        query = query.group_by(*(integer(at) for at in range(1, len(keys) + 1)), copy=False)
        lookups = [replace(one, name=names[one.name]) for one in _lookups(self.before)]
        return Query(query, (*lookups, *_lookups(self.after)))

    def _rows(self, source: Sql) -> exp.Select:
        """Every row with its way and keys under both plans, and whether it is at stake."""
        before = _renamed(keyed(self.before.plan, source), _made_up(self.before))
        both = keyed(self.after.plan, before.subquery(copy=False))
        every = exp.Column(this=exp.Star(), table=exp.to_identifier(ROW))
        chosen = exp.select(every, exp.alias_(self._at_stake(), STAKE))
        return chosen.from_(both.subquery(ROW, copy=False), copy=False)

    def _at_stake(self) -> Sql:
        """Whether a row has one of the payers and one of the codes."""
        plan = self.after.plan
        mine = plan.dialect.is_one_of(code_of(plan.held.code), self.codes)
        if plan.held.payer is not None:
            payer = equals_any(column(plan.held.payer.name, ROW), plan.routes.payers)
            mine = exp.and_(payer, mine)
        return exp.Coalesce(this=mine, expressions=[exp.false()])

    def _product(self) -> Sql:
        return exp.null() if self.product is None else _if_at_stake(column(self.product.name, ROW))

    def _odd(self) -> Sql:
        return exp.null() if self.amounts is None else _if_at_stake(self.amounts.odd())

    def _sums(self) -> Sequence[Sql]:
        return [exp.null()] * 4 if self.amounts is None else self.amounts.sums()


def _if_at_stake(value: Sql) -> Sql:
    return case([(column(STAKE, ROW), value)], None)


# --- the names that a plan makes up ----------------------------------------------------------------------


def _lookups(made: Compiled) -> tuple[Lookup, ...]:
    return (*made.plan.steps.lookups(), *made.lookups)


def _made_up(made: Compiled) -> dict[str, str]:
    """The names that the query of a plan makes up, each with the one that it has beside another plan."""
    levels = range(1, len(made.plan.steps.tables) + 1)
    names = ["cv_way", *(f"cv_key_{level}" for level in levels)]
    for lookup in _lookups(made):
        names += [lookup.name, symbol_column(lookup.name), reason_column(lookup.name)]
    return {name: name.replace("cv_", "cv_before_", 1) for name in names}


def _renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    for identifier in tree.find_all(exp.Identifier):
        identifier.set("this", names.get(identifier.name, identifier.name))
    return tree
