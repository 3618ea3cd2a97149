"""What engines say differently: a few primitives for each, all else is generated from one tree (sqlglot).

Only what means the same everywhere is built elsewhere: comparisons, AND, OR, NOT, CASE, casts of a text to a
date. Dates are compared by parts that every engine gives alike, not by its own functions for spans, which
count differently (29 February, completed years). sqlglot's optimizer is never called: it changes answers
where values are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlglot import exp

from coverdict.bulk.kinds import Column, Kind
from coverdict.text import CoverdictError, did_you_mean

Sql = exp.Expr

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_RESERVED = frozenset(
    {
        "all",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "at",
        "between",
        "both",
        "by",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "create",
        "cross",
        "current_date",
        "date",
        "default",
        "desc",
        "distinct",
        "else",
        "end",
        "except",
        "exists",
        "false",
        "fetch",
        "for",
        "from",
        "full",
        "grant",
        "group",
        "having",
        "in",
        "inner",
        "interval",
        "into",
        "is",
        "join",
        "lateral",
        "leading",
        "left",
        "like",
        "limit",
        "natural",
        "not",
        "null",
        "of",
        "on",
        "or",
        "order",
        "outer",
        "partition",
        "position",
        "qualify",
        "range",
        "right",
        "rows",
        "select",
        "session_user",
        "some",
        "start",
        "state",
        "table",
        "then",
        "time",
        "to",
        "true",
        "union",
        "unique",
        "unnest",
        "user",
        "using",
        "value",
        "values",
        "when",
        "where",
        "window",
        "with",
    }
)


_PRINTABLE = "".join(map(chr, range(33, 127)))

MOST_COMPARED = 24
"""Texts that are compared one by one; beyond, they are looked up in a list of constants."""

MOST_LISTED = 200
"""Texts that DuckDB looks for one by one, once for each entry of a column's dictionary."""


class UnsayableError(CoverdictError):
    """What a policy asks cannot be said in a dialect's SQL."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A dialect of SQL.

    Arguments:
        name: as users write it.
        sqlglot: as sqlglot calls it.
        run: whether the tests run it; others are emitted only.
        full: how a pattern is made to match the whole of a text.
    """

    name: str
    sqlglot: str
    run: bool
    full: str

    def text(self, tree: Sql) -> str:
        """The tree as this dialect's text, laid out to be read."""
        return tree.sql(dialect=self.sqlglot, pretty=True, comments=True)

    # --- texts ---

    def matches(self, value: Sql, pattern: str) -> Sql:
        """Whether the whole of a text matches a regular expression; NULL for NULL."""
        whole = exp.Literal.string(self.full.format(pattern))
        name = {"duckdb": "regexp_full_match", "snowflake": "REGEXP_LIKE", "bigquery": "REGEXP_CONTAINS"}
        if self.name in name:
            return exp.Anonymous(this=name[self.name], expressions=[value.copy(), whole])
        return exp.RegexpLike(this=value.copy(), expression=whole)

    def is_word(self, value: Sql, longest: int, without: str = "") -> Sql:
        """Whether a text is one word of printable ASCII characters; NULL for NULL.

        Arguments:
            longest: the most characters.
            without: characters that it may not hold either.
        """
        if self.name != "duckdb":
            letters = "".join(_in_class(one) for one in _PRINTABLE if one not in without)
            return self.matches(value, f"[{letters}]{{1,{longest}}}" if without else f"[!-~]{{1,{longest}}}")
        # DuckDB works this out once for each entry of a column's dictionary, as it does not for patterns.
        allowed = text("".join(one for one in _PRINTABLE if one not in without))
        length = _call("length", value)
        return exp.and_(
            exp.EQ(this=_call("ltrim", value, allowed), expression=text("")),
            exp.GT(this=length, expression=integer(0)),
            exp.LTE(this=length.copy(), expression=integer(longest)),
        )

    def is_one_of(self, value: Sql, texts: Sequence[str]) -> Sql:
        """Whether a text is one of some; NULL for NULL."""
        if self.name == "duckdb" and 1 < len(texts) <= MOST_LISTED:
            listed = exp.Array(expressions=[text(one) for one in texts])
            return exp.Anonymous(this="list_contains", expressions=[listed, value.copy()])
        if len(texts) <= MOST_COMPARED:
            return equals_any(value, texts)
        return exp.In(this=value.copy(), expressions=[text(one) for one in texts])

    def as_text(self, value: Sql) -> Sql:
        return exp.cast(value.copy(), "TEXT")

    def written(self, value: Sql, held: Column) -> Sql:
        """A column's value as a text that the language's reader can read."""
        if held.kind is Kind.TEXT:
            return value.copy()
        if held.kind in (Kind.OTHER, Kind.TEXTS):
            name = {"postgres": "to_jsonb", "snowflake": "TO_JSON", "bigquery": "TO_JSON_STRING"}
            return self.as_text(_call(name.get(self.name, "to_json"), value))
        if held.kind is Kind.TIMESTAMP:
            return self.as_text(exp.cast(value.copy(), "DATE"))
        return self.as_text(value)

    # --- lists of codes ---

    def members(self, value: Sql, separators: str) -> Sql:
        """The parts of a text between separators, which may have blanks around them."""
        pattern = exp.Literal.string(rf"\s*[{separators}]\s*")
        match self.name:
            case "duckdb":
                return _call("string_split_regex", value, pattern)
            case "postgres":
                return _call("regexp_split_to_array", value, pattern)
            case "spark":
                return _call("split", value, pattern)
            case "snowflake":
                first = exp.Literal.string(separators[0])
                return _call("SPLIT", _call("REGEXP_REPLACE", value, pattern, first), first)
            case _:
                first = exp.Literal.string(separators[0])
                return _call("SPLIT", _call("REGEXP_REPLACE", value, pattern, first), first)

    def has_any(self, members: Sql, codes: Iterable[str]) -> Sql:
        """Whether a list of texts holds at least one of the codes."""
        listed = [exp.Literal.string(code) for code in codes]
        match self.name:
            case "duckdb":
                return _call("list_has_any", members, exp.Array(expressions=listed))
            case "postgres":
                return exp.ArrayOverlaps(
                    this=exp.cast(members.copy(), "TEXT[]"),
                    expression=exp.cast(exp.Array(expressions=listed), "TEXT[]"),
                )
            case "spark":
                return _call("arrays_overlap", members, exp.Array(expressions=listed))
            case "snowflake":
                return _call("ARRAYS_OVERLAP", members, _call("ARRAY_CONSTRUCT", *listed))
            case _:
                one = exp.column("one")
                query = exp.select("1").from_(
                    exp.Unnest(
                        expressions=[members.copy()], alias=exp.TableAlias(columns=[exp.to_identifier("one")])
                    )
                )
                return exp.Exists(this=query.where(exp.In(this=one, expressions=listed)))

    def all_match(self, members: Sql, pattern: str) -> Sql:
        """Whether every member of a list of texts matches; no member is NULL then."""
        whole = exp.Literal.string(self.full.format(pattern))
        match self.name:
            case "duckdb":
                # Glued, and matched once as one text: far faster than a function for each member. There is
                # one break less than members only where no member holds a break, and none is missing.
                line = exp.Literal.string("\n")
                glued = exp.Coalesce(this=_call("array_to_string", members, line), expressions=[text("")])
                lines = exp.Literal.string(rf"({pattern})(\n({pattern}))*")
                unbroken = _call("length", _call("replace", glued, line, text("")))
                breaks = exp.Sub(this=_call("length", glued), expression=unbroken)
                count = _call("len", members)
                return exp.or_(
                    exp.EQ(this=count, expression=integer(0)),
                    exp.and_(
                        _call("regexp_full_match", glued, lines),
                        exp.EQ(this=count.copy(), expression=_sum(breaks, integer(1))),
                    ),
                )
            case "postgres":
                one = exp.column("one")
                bad = exp.or_(exp.Is(this=one, expression=exp.null()), exp.not_(self.matches(one, pattern)))
                query = exp.select("1").from_(
                    exp.Unnest(
                        expressions=[members.copy()],
                        alias=exp.TableAlias(this=exp.to_identifier("m"), columns=[exp.to_identifier("one")]),
                    )
                )
                return exp.not_(exp.Exists(this=query.where(bad)))
            case "spark":
                test = exp.Lambda(
                    this=exp.and_(
                        exp.not_(exp.Is(this=exp.column("one"), expression=exp.null())),
                        exp.RegexpLike(this=exp.column("one"), expression=whole),
                    ),
                    expressions=[exp.to_identifier("one")],
                )
                return _call("forall", members, test)
            case _:
                # Emitted only: members are taken as they are.
                return exp.true()

    # --- numbers ---

    def number(self, value: Decimal) -> Sql:
        """A decimal literal, exactly."""
        if value < 0:
            return exp.Neg(this=self.number(value.copy_abs()))
        written = format(value.copy_abs(), "f")
        if self.name == "bigquery":
            return exp.cast(exp.Literal.string(written), "BIGNUMERIC")
        return exp.Literal.number(written)

    def double(self, value: float) -> Sql:
        """The double that is nearest to nothing else: its shortest text, with an exponent."""
        if value < 0:
            return exp.Neg(this=self.double(-value))
        written = repr(abs(value))
        if "e" not in written:
            written += "e0"
        if self.name in ("postgres", "spark"):
            return exp.cast(exp.Literal.string(written), "DOUBLE")
        return exp.Literal.number(written)

    # --- dates ---

    def day(self, value: Sql) -> Sql:
        """Year, month and day of a date as one number: 20240131."""
        year, month, day = (
            exp.cast(exp.Extract(this=exp.var(part), expression=value.copy()), "INT")
            for part in ("YEAR", "MONTH", "DAY")
        )
        return _sum(_sum(_times(year, 10_000), _times(month, 100)), day)

    def days(self, start: Sql, end: Sql) -> Sql:
        """Calendar days from one date to another."""
        match self.name:
            case "duckdb" | "postgres":
                return exp.Sub(this=end.copy(), expression=start.copy())
            case "spark":
                return _call("datediff", end, start)
            case "snowflake":
                return _call("DATEDIFF", exp.var("day"), start, end)
            case _:
                return _call("DATE_DIFF", end, start, exp.var("DAY"))

    def months(self, start: Sql, end: Sql) -> Sql:
        """Completed months from one date to another, negative when the end comes first."""
        forward, backward = self._months(start, end), exp.Neg(this=exp.paren(self._months(end, start)))
        return exp.Case().when(exp.GTE(this=end.copy(), expression=start.copy()), forward).else_(backward)

    def _months(self, start: Sql, end: Sql) -> Sql:
        def part(name: str, value: Sql) -> Sql:
            return exp.cast(exp.Extract(this=exp.var(name), expression=value.copy()), "INT")

        years = exp.Sub(this=part("YEAR", end), expression=part("YEAR", start))
        whole = _sum(
            _times(exp.paren(years), 12),
            exp.paren(exp.Sub(this=part("MONTH", end), expression=part("MONTH", start))),
        )
        short = exp.LT(this=part("DAY", end), expression=part("DAY", start))
        less = exp.Case().when(short, exp.Literal.number(1)).else_(exp.Literal.number(0))
        return exp.Sub(this=whole, expression=less)


def _in_class(letter: str) -> str:
    """A character inside the brackets of a pattern."""
    return f"\\{letter}" if letter in "[]^-\\" else letter


def _call(name: str, *arguments: Sql) -> Sql:
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def _times(value: Sql, factor: int) -> Sql:
    return exp.Mul(this=value, expression=exp.Literal.number(factor))


def _sum(first: Sql, second: Sql) -> Sql:
    return exp.Add(this=first, expression=second)


DIALECTS: dict[str, Dialect] = {
    one.name: one
    for one in (
        Dialect("duckdb", "duckdb", True, "{}"),
        Dialect("postgres", "postgres", True, "^({})$"),
        Dialect("spark", "spark", True, r"^({})\z"),
        Dialect("snowflake", "snowflake", False, "{}"),
        Dialect("bigquery", "bigquery", False, "^({})$"),
    )
}


def dialect_of(name: str) -> Dialect:
    """The dialect of a name.

    Errors:
        UnsayableError: there is none of that name.
    """
    if name not in DIALECTS:
        raise UnsayableError(
            f"no dialect {name!r}; {did_you_mean(name, DIALECTS) or 'there are ' + ', '.join(DIALECTS)}"
        )
    return DIALECTS[name]


# --- trees that mean the same everywhere -----------------------------------------------------------------


def column(name: str, table: str = "") -> Sql:
    """A column; quoted where its name needs it."""
    quoted = not _PLAIN.fullmatch(name) or name in _RESERVED
    return exp.column(
        exp.to_identifier(name, quoted=quoted), table=exp.to_identifier(table) if table else None
    )


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def integer(value: int) -> Sql:
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def is_null(value: Sql) -> Sql:
    return exp.Is(this=value.copy(), expression=exp.null())


def equals_any(value: Sql, texts: Sequence[str]) -> Sql:
    """Whether a text is one of a few."""
    return exp.or_(*(exp.EQ(this=value.copy(), expression=text(one)) for one in texts))


def added(parts: Sequence[Sql]) -> Sql:
    """The sum of the parts; 0 of none."""
    if not parts:
        return integer(0)
    total = parts[0]
    for part in parts[1:]:
        total = _sum(total, part)
    return total


def case(arms: Iterable[tuple[Sql, Sql]], otherwise: Sql | None) -> Sql:
    """CASE over arms in order; what is left where there are none."""
    whole = exp.Case()
    for when, then in arms:
        whole = whole.when(when, then, copy=False)
    if not whole.args.get("ifs"):
        return exp.null() if otherwise is None else otherwise
    return whole if otherwise is None else whole.else_(otherwise, copy=False)
