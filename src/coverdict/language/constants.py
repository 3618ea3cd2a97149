"""Constants in comparisons: of the right type, in the fact's unit, within its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from lark import Token

from coverdict.language import expressions as tree
from coverdict.language.names import fault
from coverdict.language.scalars import read_day, split_quantity
from coverdict.language.units import UnitError, in_unit


@dataclass(frozen=True, slots=True)
class Comparand:
    """What the constants that something is compared with must be.

    Arguments:
        name: what is compared, for messages.
        minimum, maximum: inclusive bounds, in `unit`.
        factors: from each unit of the same dimension to `unit`.
    """

    name: str
    type: Literal["number", "quantity", "date"]
    whole: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    factors: Mapping[str, Fraction] = field(default_factory=dict)

    def named(self, name: str) -> Comparand:
        return replace(self, name=name)


def constant_for(comparand: Comparand, operand: tree.Operand, op: Token | None) -> Decimal | date:
    """The value of a constant, in the unit of what it is compared with.

    Arguments:
        op: the comparison, to tell whether it can hold; None for a bound of `between`.
    Errors: ExpressionError.
    """
    token = operand.token
    if isinstance(operand, tree.Name | tree.Aggregate | tree.Span):
        right = "a fact is compared with a constant; the days between two dates: days from a to b <= 5"
        raise fault(token, "a constant is expected here", right)
    if isinstance(operand, tree.Day):
        if comparand.type != "date":
            raise fault(token, f"{token} is a date, and {comparand.name} is none", _example(comparand))
        try:
            return read_day(str(token))
        except ValueError as error:
            raise fault(token, str(error), "write a day as 2024-01-31") from None
    if comparand.type == "date":
        raise fault(token, f"{comparand.name} is a date, and {token} is none", "write a day as 2024-01-31")
    return _number(comparand, token, op)


def _example(comparand: Comparand) -> str:
    unit = f" {comparand.unit}" if comparand.unit else ""
    return f"write a number{' with a unit, as 4' + unit if unit else ''}"


def _number(comparand: Comparand, token: Token, op: Token | None) -> Decimal:
    try:
        value, unit = split_quantity(str(token))
    except ValueError as error:
        raise fault(token, str(error)) from None
    if comparand.type == "quantity":
        try:
            value = in_unit(value, unit, comparand.unit, comparand.factors)
        except UnitError as error:
            raise fault(token, f"{comparand.name} {error.what}", error.right) from None
    elif unit:
        what = f"{comparand.name} is a plain number and has no unit, {unit} is given"
        raise fault(token, what, f"write {value}")
    if comparand.whole and value != value.to_integral_value():
        what = f"{comparand.name} is a whole number and never {value}"
        raise fault(
            token, what, f"write {value.to_integral_value(rounding='ROUND_FLOOR')} or {_ceiling(value)}"
        )
    _check_bounds(comparand, value, token, op)
    return value


def _ceiling(value: Decimal) -> Decimal:
    return value.to_integral_value(rounding="ROUND_CEILING")


def _check_bounds(comparand: Comparand, value: Decimal, token: Token, op: Token | None) -> None:
    below = comparand.minimum is not None and value < comparand.minimum
    above = comparand.maximum is not None and value > comparand.maximum
    if not below and not above:
        return
    bound = comparand.minimum if below else comparand.maximum
    unit = f" {comparand.unit}" if comparand.unit else ""
    least = "at least" if below else "at most"
    sense = ""
    if op is not None:
        holds = str(op) in (">", ">=", "!=") if below else str(op) in ("<", "<=", "!=")
        sense = f": this {'always' if holds else 'never'} holds"
    raise fault(
        token, f"{comparand.name} is {least} {bound}{unit}{sense}", "compare with a number from its range"
    )
