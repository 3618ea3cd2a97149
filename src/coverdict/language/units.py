"""UCUM units: exact factors from a table that `scripts/make_units.py` generates.

Only units of a ratio scale are converted. A unit that is in no table can still be a fact's own unit
where nothing has to be converted, if the extra `units` is installed to say what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from importlib import resources

from coverdict.language.unit_names import nearest_unit

_DIGITS = 60  # far more than any clinical quantity has


class InexactError(ValueError):
    """A quantity that no finite decimal of the wanted unit is equal to."""


@cache
def _table() -> Mapping[str, tuple[str, Fraction]]:
    text = resources.files("coverdict.language").joinpath("units.json").read_text(encoding="utf-8")
    return {unit: (dimension, Fraction(factor)) for unit, (dimension, factor) in json.loads(text).items()}


def known_units() -> tuple[str, ...]:
    """All units of the table."""
    return tuple(_table())


@cache
def factors_to(unit: str) -> Mapping[str, Fraction]:
    """The exact factor from each UCUM unit of the same dimension to `unit`; itself has 1.

    An empty mapping says that `unit` is not known.
    """
    table = _table()
    if unit not in table:
        return {unit: Fraction(1)} if _known_to_ucumvert(unit) else {}
    dimension, base = table[unit]
    return {name: factor / base for name, (other, factor) in table.items() if other == dimension}


def dimension_of(unit: str) -> str | None:
    """A name of what `unit` measures, equal for units that convert; None for an unknown unit."""
    entry = _table().get(unit)
    return entry[0] if entry else None


def convert(number: Decimal, factor: Fraction) -> Decimal:
    """`number * factor` as an exact decimal.

    Errors: InexactError where no finite decimal is equal to it.
    """
    if factor == 1:
        return number
    exact = Fraction(number) * factor
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        raise InexactError
    with localcontext() as context:
        context.prec = _DIGITS
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
    if Fraction(value) != exact:
        raise InexactError
    # In plain digits: 40 mm are 4 cm, 4 m are 400 cm (not 4E+2).
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class UnitError(ValueError):
    """A quantity that cannot be given in the wanted unit: `what` is wrong, what would be `right`."""

    def __init__(self, what: str, right: str) -> None:
        self.what = what
        self.right = right
        super().__init__(f"{what}; {right}")


def in_unit(value: Decimal, unit: str, wanted: str, factors: Mapping[str, Fraction]) -> Decimal:
    """`value` in the unit `wanted`, exactly.

    Arguments:
        unit: the unit that `value` is in; empty where none is given.
        factors: from each unit of the dimension to `wanted`.
    Errors: UnitError.
    """
    if not unit:
        raise UnitError("is a quantity, and a unit is missing", f"write {value} {wanted}")
    factor = factors.get(unit)
    if factor is not None:
        try:
            return convert(value, factor)
        except InexactError:
            raise UnitError(f"in {unit} is no exact number of {wanted}", f"give it in {wanted}") from None
    if dimension_of(unit) is None:
        raise UnitError(f"is in {wanted}, and {unit} is no known unit", nearest_unit(unit, factors))
    raise UnitError(f"is in {wanted}, and {unit} measures something else", f"write it in {wanted}")


def _known_to_ucumvert(unit: str) -> bool:
    try:
        from ucumvert import parse_ucum
    except ImportError:
        return False
    try:
        parse_ucum(unit)
    except Exception:  # noqa: BLE001  its parser raises what it likes on text that is no unit
        return False
    return True
