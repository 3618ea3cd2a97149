"""A column of amounts, added up exactly: whatever it is held as, no digit is rounded away.

Plain amounts are added up by the engine. Texts and floating-point numbers count as the decimals that they
show, so they are read as texts: the few that the engine's decimals could not hold (`1e-7`, forty digits) are
counted by their text and added up afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from sqlglot import exp

from coverdict.bulk.dialects import Sql, case, column, integer, text
from coverdict.bulk.impact_data import DIGITS
from coverdict.bulk.kinds import NUMBERS, Column, Kind
from coverdict.bulk.mapping import TableError
from coverdict.bulk.ways import ROW
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS
from coverdict.text import did_you_mean

USUAL = "amount"
"""The column of amounts where the user names none."""

_WHOLE, _PLACES = 18, 20
_PLAIN = rf"[+-]?[0-9]{{1,{_WHOLE}}}(\.[0-9]{{1,{_PLACES}}})?"
_DECIMAL = f"DECIMAL({_WHOLE + _PLACES}, {_PLACES})"
_NUMBER = r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?"
_BLANKS = " \t\r\n"
_ADDABLE = 30  # digits of decimals whose sum over any number of rows is one of the engine's decimals


@dataclass(frozen=True, slots=True)
class Sum:
    """What the engine adds up of some rows.

    Arguments:
        rows: how many.
        odd: the text that their amounts have, where the engine cannot add it up; else None.
        whole, part: the sums before and behind the point; None where no amount is stated.
        places: the most digits behind the point.
    """

    rows: int
    odd: str | None
    whole: Decimal | int | None
    part: Decimal | None
    places: int | None

    def amount(self) -> Decimal | None:
        """The sum; None where no amount is stated."""
        with localcontext(prec=DIGITS):
            if self.odd is not None:
                return Decimal(self.odd) * self.rows
            return None if self.whole is None else self.whole + (self.part or Decimal(0))

    @property
    def scale(self) -> int:
        """Digits behind the point that are written."""
        if self.odd is None:
            return self.places or 0
        exponent = Decimal(self.odd).as_tuple().exponent
        assert isinstance(exponent, int)
        return max(0, -exponent)


@dataclass(frozen=True, slots=True)
class Amounts:
    """The column of amounts.

    Arguments:
        asked: the user named it.
    """

    held: Column
    asked: bool

    def odd(self) -> Sql:
        """The text of an amount that the engine does not add up; NULL of all others."""
        if self._added:
            return exp.cast(exp.null(), "TEXT")
        wanted = exp.and_(self._matches(_NUMBER), exp.not_(self._matches(_PLAIN)))
        return case([(wanted, self._text())], exp.cast(exp.null(), "TEXT"))

    def sums(self) -> list[Sql]:
        """The sums before and behind the point, the most places, and an amount that is none."""
        if self._added:
            value = column(self.held.name, ROW)
            places = integer(max(self.held.scale, 0))
            return [exp.Sum(this=value), exp.null(), places, exp.cast(exp.null(), "TEXT")]
        number = case([(self._matches(_PLAIN), exp.TryCast(this=self._text(), to=_type(_DECIMAL)))], None)
        whole = exp.Anonymous(this="trunc", expressions=[number])
        part = exp.Sub(this=number.copy(), expression=whole.copy())
        places = exp.Anonymous(this="length", expressions=[_behind_point(self._text())])
        return [
            exp.Sum(this=exp.cast(whole, "HUGEINT")),
            exp.Sum(this=part),
            exp.Max(this=case([(self._matches(_PLAIN), places)], None)),
            exp.Min(this=case([(self._is_none(), self._text())], None)),
        ]

    @property
    def _added(self) -> bool:
        """Whether the engine adds up the values as they are."""
        small = self.held.kind is Kind.DECIMAL and self.held.digits <= _ADDABLE
        return small or self.held.kind is Kind.INTEGER

    def _text(self) -> Sql:
        """The amount as a text without blanks around it; of floating-point numbers its shortest decimal."""
        value = column(self.held.name, ROW)
        if self.held.kind is Kind.TEXT:
            return exp.Anonymous(this="trim", expressions=[value, text(_BLANKS)])
        written = exp.cast(value, "TEXT")
        if self.held.kind in (Kind.DOUBLE, Kind.FLOAT):
            return exp.Anonymous(this="regexp_replace", expressions=[written, text(r"\.0$"), text("")])
        return written

    def _matches(self, pattern: str) -> Sql:
        return exp.Anonymous(this="regexp_full_match", expressions=[self._text(), text(pattern)])

    def _is_none(self) -> Sql:
        """Whether something is stated that is no number."""
        unknown = exp.In(this=self._text(), expressions=[text(word) for word in UNKNOWN_WORDS])
        return exp.and_(exp.not_(unknown), exp.not_(self._matches(_NUMBER)))

    def refuse(self, given: str) -> None:
        """Errors: TableError, always: what is stated is no amount."""
        other = "" if self.asked else "; name the column of amounts: --amount COLUMN"
        raise TableError(f"column {self.held.name} holds {given[:60]!r}, which is no amount{other}")


def _type(name: str) -> exp.DataType:
    return exp.DataType.build(name)


def _behind_point(written: Sql) -> Sql:
    return exp.Anonymous(this="split_part", expressions=[written, text("."), integer(2)])


def amounts_of(table: Sequence[Column], chosen: str | None) -> Amounts | None:
    """The column of amounts: the user's, else the usual one; None where the table has none.

    Errors:
        TableError: the user's is not there, or cannot hold amounts.
    """
    by_name = {one.name: one for one in table}
    held = by_name.get(USUAL if chosen is None else chosen)
    if held is None:
        if chosen is None:
            return None
        near = did_you_mean(chosen, by_name)
        raise TableError(f"--amount {chosen}: the table has no column {chosen}{f'; {near}' if near else ''}")
    if held.kind not in (*NUMBERS, Kind.TEXT):
        if chosen is None:
            return None
        raise TableError(f"--amount {chosen}: column {chosen} holds {held.kind} ({held.type}), not amounts")
    return Amounts(held, chosen is not None)


def exactly(amount: Decimal | None, places: int) -> Decimal | None:
    """An amount with so many digits behind the point, which are all it has."""
    if amount is None:
        return None
    with localcontext(prec=DIGITS):
        return amount.quantize(Decimal(1).scaleb(-places))


def most_places(sums: Iterable[Sum]) -> int:
    """The digits behind the point that hold every sum."""
    return max((one.scale for one in sums), default=0)
