"""Every row answered under two plans, in one pass over the table, and what comes out counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from sqlglot import exp

from coverdict.bulk.amounts import Amounts
from coverdict.bulk.compiling import Compiled
from coverdict.bulk.dialects import Sql, case, column, equals_any, integer
from coverdict.bulk.kinds import Column
from coverdict.bulk.lookups import Lookup
from coverdict.bulk.mapping import MADE_UP
from coverdict.bulk.plan import End, Steps
from coverdict.bulk.query import Query, ended, every_column, keyed, lookups_of, steps_with
from coverdict.bulk.routes import Practised
from coverdict.bulk.ways import ROW, code_of

Tree = TypeVar("Tree", bound=Sql)

STAKE = "cv_stake"


@dataclass(frozen=True)
class Half:
    """One of two plans, with everything that its query looks up."""

    made: Compiled

    @cached_property
    def _steps(self) -> tuple[Steps, tuple[Lookup, ...]]:
        return steps_with(self.made.plan, self.made.asked)

    @property
    def ends(self) -> tuple[End, ...]:
        """How rows end, by the number of the end."""
        return self._steps[0].ends

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        steps, asked = self._steps
        return (*lookups_of(self.made.plan), *self.made.lookups, *steps.lookups(), *asked)

    def ended(self, query: exp.Select) -> tuple[exp.Select, Sql]:
        """The look-ups from keys to the number of the end."""
        return ended(self.made.plan, query, bool(self._steps[1]))


@dataclass(frozen=True)
class Twice:
    """Two plans over the same columns, for the rows of the same payers.

    Arguments:
        product: the column by which rows are counted apart; None where there is none.
        amounts: what is added up; None where the table has no amounts.
    """

    before: Half
    after: Half
    product: Column | None
    amounts: Amounts | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that one of the two policies decides on some day."""
        found = {
            code
            for half in (self.before, self.after)
            for (_, code), spans in half.made.plan.routes.spans.items()
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
        query, after = self.after.ended(query)
        walked, before = self.before.ended(exp.select())
        for join in walked.args["joins"]:
            query.append("joins", _beside(join))
        keys = [_beside(before), after, column(STAKE, ROW), self._product(), self._odd()]
        query = query.select(*keys, exp.Count(this=exp.Star()), *self._sums(), copy=False)
        query = query.group_by(*(integer(at) for at in range(1, len(keys) + 1)), copy=False)
        return Query(query, (*map(_lookup_beside, self.before.lookups), *self.after.lookups))

    def _rows(self, source: Sql) -> exp.Select:
        """Every row with its way and keys under both plans, and whether it is at stake."""
        before = _beside(keyed(self.before.made.plan, source))
        both = keyed(self.after.made.plan, before.subquery(copy=False))
        chosen = exp.select(every_column(), exp.alias_(self._at_stake(), STAKE))
        return chosen.from_(both.subquery(ROW, copy=False), copy=False)

    def _at_stake(self) -> Sql:
        """Whether a row has one of the payers and one of the codes."""
        plan = self.after.made.plan
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


def _beside(tree: Tree) -> Tree:
    """A part of the query of the plan before; the names that it makes up are not those of the plan after."""
    for identifier in tree.find_all(exp.Identifier):
        identifier.set("this", _name_beside(identifier.name))
    return tree


def _name_beside(name: str) -> str:
    return f"{MADE_UP}before_{name.removeprefix(MADE_UP)}" if name.startswith(MADE_UP) else name


def _lookup_beside(lookup: Lookup) -> Lookup:
    columns = tuple((_name_beside(name), kind) for name, kind in lookup.columns)
    return replace(lookup, name=_name_beside(lookup.name), columns=columns)
