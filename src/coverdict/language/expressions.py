"""The text of an expression → a tree in which every name is still only a name.

The tree keeps positions (tokens know their offsets in the text); `checking` gives it types and meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from coverdict.language.expression_messages import Finding, misread, too_deep

MAX_LENGTH = 20_000
MAX_DEPTH = 60
"""How deep parentheses and `not` may stand in one another."""


class ExpressionError(Exception):
    """One or more findings in an expression, with offsets into its text."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("; ".join(finding.what for finding in findings))


# --- operands --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    token: Token


@dataclass(frozen=True, slots=True)
class Number:
    token: Token


@dataclass(frozen=True, slots=True)
class Quantity:
    """`token` holds the number, blanks and the unit."""

    token: Token


@dataclass(frozen=True, slots=True)
class Day:
    token: Token


@dataclass(frozen=True, slots=True)
class Aggregate:
    """count, largest or smallest of `path` where `where` holds."""

    token: Token
    path: Token
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Span:
    token: Token
    start: Token
    end: Token


Operand: TypeAlias = Name | Number | Quantity | Day | Aggregate | Span
Words: TypeAlias = tuple[Token, ...]

# --- expressions -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alone:
    operand: Operand


@dataclass(frozen=True, slots=True)
class Comparing:
    """`operands[0] ops[0] operands[1] ops[1] …`; more than one comparison is an error later on."""

    operands: tuple[Operand, ...]
    ops: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Betweenness:
    operand: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True)
class Being:
    """`operand is [not] values`; `listed`: written as `one of (…)`."""

    operand: Operand
    values: tuple[Words, ...]
    negated: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """`how` is `in`, `any in`, `none in` or `includes`; `negated`: `not in`."""

    operand: Operand
    how: str
    items: tuple[Words, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Negation:
    part: Expression


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Some:
    token: Token
    count: Token
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """An expression in parentheses: `(a or b) or c` keeps them apart for messages."""

    part: Expression


Expression: TypeAlias = (
    Alone | Comparing | Betweenness | Being | Membership | Negation | Both | Either | Some | Grouped
)


@lru_cache(maxsize=20_000)
def parse(text: str) -> Expression:
    """The tree of an expression.

    Errors: ExpressionError, with one finding, for text that is no expression.
    """
    if len(text) > MAX_LENGTH:
        right = "name parts of it as criteria"
        raise ExpressionError(Finding(0, 1, f"an expression of more than {MAX_LENGTH:,} characters", right))
    deep = too_deep(text, MAX_DEPTH)
    if deep:
        raise ExpressionError(deep)
    try:
        return _lark().parse(text)  # type: ignore[return-value]  # the transformer makes it an Expression
    except UnexpectedInput as error:
        raise ExpressionError(misread(text, *_where(error, text))) from None


def _where(error: Any, text: str) -> tuple[int, frozenset[str]]:
    """Where the text stops being an expression, and which terminals could stand there."""
    position = getattr(error, "pos_in_stream", None)
    if isinstance(error, UnexpectedToken):
        at_end = error.token.type == "$END"
        return len(text) if at_end else int(position or 0), frozenset(error.accepts or error.expected)
    if isinstance(error, UnexpectedCharacters):
        return int(position or 0), frozenset(error.allowed or ())
    return len(text), frozenset(getattr(error, "expected", ()))


@cache
def _lark() -> Lark:
    grammar = resources.files("coverdict.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", transformer=_Tree(), maybe_placeholders=False)


def _being(negated: bool, listed: bool) -> Callable[..., Being]:
    def make(_: object, operand: Operand, values: Any) -> Being:
        return Being(operand, values if listed else (values,), negated, listed)

    return make


def _membership(how: str, negated: bool) -> Callable[..., Membership]:
    def make(_: object, operand: Operand, items: tuple[Words, ...]) -> Membership:
        return Membership(operand, how, items, negated)

    return make


@v_args(inline=True)
class _Tree(Transformer[Token, Expression]):
    """One method for each alternative of the grammar."""

    def name(self, token: Token) -> Name:
        return Name(token)

    def number(self, token: Token) -> Number:
        return Number(token)

    def quantity(self, token: Token) -> Quantity:
        return Quantity(token)

    def day(self, token: Token) -> Day:
        return Day(token)

    def aggregate(self, token: Token, path: Token, where: Expression | None = None) -> Aggregate:
        return Aggregate(token, path, where)

    def span(self, token: Token, start: Token, end: Token) -> Span:
        return Span(token, start, end)

    def words(self, *tokens: Token) -> Words:
        return tokens

    def listed(self, *values: Words) -> tuple[Words, ...]:
        return values

    def codes(self, words: Words) -> tuple[Words, ...]:
        return (words,)

    def code_list(self, items: tuple[Words, ...]) -> tuple[Words, ...]:
        return items

    def alone(self, operand: Operand) -> Alone:
        return Alone(operand)

    def compare(self, *parts: Any) -> Comparing:
        return Comparing(parts[::2], parts[1::2])

    def between(self, operand: Operand, low: Operand, high: Operand) -> Betweenness:
        return Betweenness(operand, low, high)

    is_value = _being(negated=False, listed=False)
    is_not_value = _being(negated=True, listed=False)
    is_one_of = _being(negated=False, listed=True)
    is_none_of = _being(negated=True, listed=True)
    in_codes = _membership("in", negated=False)
    not_in_codes = _membership("in", negated=True)
    any_in_codes = _membership("any in", negated=False)
    none_in_codes = _membership("none in", negated=False)
    includes = _membership("includes", negated=False)

    def negation(self, part: Expression) -> Negation:
        return Negation(part)

    def grouped(self, part: Expression) -> Grouped:
        return Grouped(part)

    def at_least(self, token: Token, count: Token, parts: tuple[Expression, ...]) -> Some:
        return Some(token, count, parts)

    def alternatives(self, *parts: Expression) -> tuple[Expression, ...]:
        return parts

    def both(self, left: Expression, right: Expression) -> Both:
        return Both((*left.parts, right) if isinstance(left, Both) else (left, right))

    def either(self, left: Expression, right: Expression) -> Either:
        return Either((*left.parts, right) if isinstance(left, Either) else (left, right))
