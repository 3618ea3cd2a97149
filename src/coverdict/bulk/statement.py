"""A policy as one SQL text to paste into a warehouse: to be read, with the clause beside each branch."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import SqlglotError

from coverdict.bulk.answers import ANSWER, COLUMNS
from coverdict.bulk.asked import Asked
from coverdict.bulk.branches import TooManyBranchesError, branches
from coverdict.bulk.cells import with_cells
from coverdict.bulk.compiling import facts_of
from coverdict.bulk.decided import Decided
from coverdict.bulk.dialects import Dialect, Sql, UnsayableError, case, column, integer, text
from coverdict.bulk.inline import inlined
from coverdict.bulk.kinds import Column, Kind, natural_column
from coverdict.bulk.mapping import Held, held
from coverdict.bulk.plan import End, Plan, end_of, ending_of, plan_of
from coverdict.bulk.query import Query, answered, ends_lookup, every_column, routed
from coverdict.bulk.routes import routes_of
from coverdict.bulk.ways import ROW, sentences
from coverdict.decision.desk import Desk, program_version
from coverdict.language.model import Fact, FactType
from coverdict.language.syntax import Citation
from coverdict.library.index import PolicyVersion

SAID = tuple(name for name in COLUMNS if name != "questions")
"""The columns of the answer: questions are worked out by the program alone."""

ENTRIES = 1_024
"""About how large a table of constants may be: smaller ones make a shorter text."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A policy as SQL.

    Arguments:
        text: the statement, with what a reader has to know at its head.
        form: `branches` for one nested CASE, `tables` for tables of states.
        columns: the columns that it reads, by fact.
        run: whether the project's tests run this dialect.
    """

    text: str
    form: str
    columns: dict[str, Column]
    run: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which policy is wanted as SQL.

    Arguments:
        version: the policy, in one version.
        every: all versions of it, each on its days; else this one alone.
        payers: whose members are decided; they adopt the policy.
        table: the table's name.
        keep: columns that go on into the answer, before those that are read.
    """

    version: PolicyVersion
    every: bool
    payers: tuple[str, ...]
    table: str
    keep: tuple[str, ...] = ()


def statement(desk: Desk, wanted: Wanted, dialect: Dialect) -> Statement:
    """The SQL of a policy.

    Errors:
        UnsayableError: the policy asks what cannot be said in SQL without looking at the table.
    """
    version, table = wanted.version, wanted.table
    system = version.codes[0].code.system if version.codes else "CPT"
    routes = routes_of(desk.programs, wanted.payers, system, _Chosen(version, wanted.every))
    facts = facts_of(routes)
    columns = _columns(facts)
    owner = routes.payers[0] if len(routes.payers) == 1 else None
    places = held(list(columns.values()), facts, {}, owner)
    plan = plan_of(routes, places, dialect, sentences(places.payer, places.code, places.day), entries=ENTRIES)
    if plan.vectors:
        raise UnsayableError(
            f"{version.policy} has too many states under missing facts for tables of constants; "
            "`coverdict screen` works its rows out"
        )
    axes = [axis for decided in plan.decided.values() for axis in decided.axes]
    if together := sorted({axis.fact for axis in axes if axis.whole}):
        raise UnsayableError(
            f"{version.policy} asks of {'; of '.join(together)} what SQL alone cannot tell; "
            "`coverdict screen` looks such values up"
        )
    source = _named(table, dialect)
    kept = tuple(dict.fromkeys((*wanted.keep, *(one.name for _, one in _read(plan, places)))))
    try:
        tree, form = _with_branches(plan, source, kept), "branches"
    except TooManyBranchesError:
        tree, form = _with_tables(plan, source, kept), "tables"
    head = _head(desk, version, plan, places, dialect, table)
    body = _in_rows(dialect.text(tree))
    return Statement(f"{head}{body};\n", form, dict(_read(plan, places)), dialect.run)


_PART = r"(?:[\w$-]+|\"[^\"\r\n]+\"|`[^`\r\n]+`)"
_TABLE = re.compile(rf"{_PART}(?:\.{_PART})*")


def _named(table: str, dialect: Dialect) -> exp.Table:
    """Errors: UnsayableError: this is no name of a table."""
    if _TABLE.fullmatch(table):
        with contextlib.suppress(SqlglotError):
            return exp.to_table(table, dialect=dialect.sqlglot)
    raise UnsayableError(f"--table {table!r} is no name of a table; write it as claims or schema.claims")


@dataclass(frozen=True, slots=True)
class _Chosen:
    version: PolicyVersion
    every: bool

    def __call__(self, one: PolicyVersion) -> bool:
        return one == self.version or (self.every and one.policy == self.version.policy)


def _columns(facts: dict[str, Fact]) -> dict[str, Column]:
    """The columns as the vocabulary names them; lists have none."""
    found = {
        name: natural_column(fact, fact.column or name)
        for name, fact in facts.items()
        if fact.type is not FactType.LIST
    }
    for name in ("payer", "service.code", "service.date", "product"):
        found.setdefault(name, Column(name, Kind.DATE if name == "service.date" else Kind.TEXT))
    return found


# --- the two forms ---------------------------------------------------------------------------------------


def _with_branches(plan: Plan, source: Sql, kept: Sequence[str]) -> exp.Select:
    """The end of each row as a nested CASE."""
    ends: dict[End, int] = {}

    def number(end: End) -> Sql:
        found = integer(ends.setdefault(end, len(ends)))
        found.add_comments([_clause(plan, end)])
        return found

    def written(decided: Decided) -> Sql:
        return branches(decided, lambda ending: number(ending_of(decided, ending)))

    arms: list[tuple[Sql, Sql]] = []
    for way in range(len(plan.ways) + len(plan.apart)):
        decided = plan.decided.get(way)
        then = number(end_of(plan, way)) if decided is None else written(decided)
        arms.append((exp.EQ(this=column("cv_way", ROW), expression=integer(way)), then))
    ended = exp.select(every_column(), exp.alias_(case(arms, None), "cv_end"))
    ended = ended.from_(routed(plan, source).subquery(ROW))
    query = exp.select(*(column(name, ROW) for name in kept)).from_(ended.subquery(ROW))
    on = exp.EQ(this=column("cv_end", "cv_ends"), expression=column("cv_end", ROW))
    query = query.join(exp.to_table("cv_ends"), on=on)
    for name in SAID:
        query = query.select(exp.alias_(_said(name), name), copy=False)
    lookup = ends_lookup(tuple(ends))
    return inlined(Query(query, (lookup,)), plan.dialect, {"cv_ends": "how rows end"})


def _said(name: str) -> Sql:
    if name == "answer":
        return text(ANSWER)
    return column("says" if name == "set_apart" else name, "cv_ends")


def _with_tables(plan: Plan, source: Sql, kept: Sequence[str]) -> exp.Select:
    """Cells as numbers, blocks of them as keys, and tables that lead from state to state."""
    query = answered(with_cells(plan), source, kept, SAID, Asked(), True)
    notes = {"cv_ends": "how rows end"} | {
        f"cv_steps_{level}": f"step {level}: from key to state"
        for level in range(1, len(plan.steps.tables) + 1)
    }
    tree = inlined(query, plan.dialect, notes)
    _with_clauses(plan, tree)
    return tree


def _with_clauses(plan: Plan, tree: exp.Select) -> None:
    """The clause beside each end."""
    (table,) = (cte.this for cte in tree.ctes if cte.alias == "cv_ends")
    for row, end in zip(table.find_all(exp.Tuple), plan.steps.ends, strict=False):
        row.add_comments([_clause(plan, end)])


WIDTH = 100
_PAIR = re.compile(r" *\(\d+, \d+\),")
_PAIRS = re.compile(r" *(\(\d+, \d+\), ?)+")


def _in_rows(statement: str) -> str:
    """The text with each row of constants on a line of its own, and pairs of numbers side by side."""
    lines: list[str] = []
    opened: list[str] = []
    for line in statement.split("\n"):
        if opened:
            opened.append(line.strip())
            if line.startswith(f"{' ' * (len(opened[0]) - 1)})"):
                lines.append(opened[0] + " ".join(opened[1:-1]) + opened[-1])
                opened = []
        elif line.strip() == "(" and line.startswith("    "):
            opened = [line]
        elif _PAIR.fullmatch(line) and lines and _fits(lines[-1], line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return "\n".join((*lines, *opened))


def _fits(line: str, pair: str) -> bool:
    return _PAIRS.fullmatch(line) is not None and len(line) + len(pair.strip()) < WIDTH


# --- words -----------------------------------------------------------------------------------------------


def _clause(plan: Plan, end: End) -> str:
    """What decides where a branch ends, with the place in the source."""
    if end.result is None:
        return end.says
    if not end.result.decided_by:
        return end.result.routing
    rules = {
        name: rule.cites for decided in plan.decided.values() for name, rule in decided.program.rules.items()
    }
    named = [
        f"{one}{_cited(rules.get(one.removesuffix(' otherwise')))}"
        for one in end.result.decided_by.split(", ")
    ]
    return f"{end.result.possible}: {'; '.join(named)}".replace("*/", "* /")


def _cited(cites: Citation | None) -> str:
    found = ", ".join(part for part in (cites.section, cites.item) if part) if cites else ""
    return f" [{found}]" if found else ""


def _read(plan: Plan, places: Held) -> Iterable[tuple[str, Column]]:
    """The columns that the statement reads, by fact."""
    own = {"payer": places.payer, "service.code": places.code, "service.date": places.day}
    yield from ((name, one) for name, one in own.items() if one is not None)
    seen = set(own)
    for decided in plan.decided.values():
        for axis in decided.axes:
            if axis.fact not in seen:
                seen.add(axis.fact)
                yield axis.fact, axis.columns[0]


def _head(desk: Desk, version: PolicyVersion, plan: Plan, places: Held, dialect: Dialect, table: str) -> str:
    lines = [
        f"{version.title} ({version.policy})",
        f"for {', '.join(plan.routes.payers)}; codes are {plan.routes.system} codes",
        f"library {desk.digest}, coverdict {program_version()}",
        "",
        f"{ANSWER.capitalize()}. Rows whose facts contradict each other, or cannot be read, say so in",
        "set_apart. Questions are left out: `coverdict screen` works them out.",
        "",
        f"Reads from {table}:",
        *(f"  {one.name}: {one.kind}, {fact}" for fact, one in _read(plan, places)),
    ]
    if not dialect.run:
        lines += ["", f"This dialect ({dialect.name}) is emitted; the project's tests do not run it."]
    return "".join(f"-- {line}".rstrip() + "\n" for line in lines)
