"""Columns of numbers: the regions between the constants that policies compare with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import pairwise

from sqlglot import exp

from coverdict.bulk.axes import UNKNOWN, Arm, Axis, Known
from coverdict.bulk.dialects import Dialect, Sql, UnsayableError, integer, is_null, text
from coverdict.bulk.doubles import Side, nearest
from coverdict.bulk.forms import (
    NUMBER,
    Groups,
    allowed,
    beyond,
    is_unknown,
    says,
)
from coverdict.bulk.kinds import Column, Kind
from coverdict.language.model import Fact
from coverdict.logic import cells


def number_axis(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    """The symbol says between which constants a number lies."""
    cuts = cuts_of(fact, group)
    axis = cells.Axis(fact.whole, fact.minimum, fact.maximum, cuts)
    samples = axis.samples
    apart = _apart(group)
    keys = [None if one is None else (allowed(group, fact, one), one if apart else None) for one in samples]
    classes: dict[object, int] = {}
    for key in keys:
        if key is not None:
            classes.setdefault(key, len(classes) + 1)
    shown: list[object] = [None] * len(classes)
    for key, sample in reversed(list(zip(keys, samples, strict=True))):
        if key is not None:
            shown[classes[key] - 1] = sample
    irregular = len(classes) + 1
    regions = _filled([irregular if key is None else classes[key] for key in keys], irregular)
    arms: list[Arm] = []
    number, held_as = value, held
    if held.kind is Kind.TEXT:
        arms += [
            Arm(is_unknown(held, value), UNKNOWN),
            Arm(exp.not_(dialect.matches(value, NUMBER)), irregular),
        ]
        number = exp.TryCast(this=value.copy(), to=exp.DataType.build("DECIMAL(30, 12)"))
        held_as = Column(held.name, Kind.DECIMAL, 30, 12)
    if fact.whole and held_as.kind is not Kind.INTEGER:
        arms.append(Arm(exp.NEQ(this=number.copy(), expression=_floor(number)), irregular))
    arms += _no_number(held_as, number, irregular, dialect)
    arms += _region_arms(axis.cuts, regions, number, held_as, dialect)
    otherwise = regions[-1]
    if held_as.kind in (Kind.DOUBLE, Kind.FLOAT) and otherwise != irregular:
        # Not a number counts as greater than every number.
        arms.append(Arm(exp.LT(this=number.copy(), expression=dialect.double(_LARGE)), otherwise))
        otherwise = irregular
    if held.kind is not Kind.TEXT:
        arms.append(Arm(is_null(value), UNKNOWN))

    def symbol_of(given: object) -> int:
        region = axis.region_of(given if isinstance(given, Decimal | int) else Decimal(str(given)))
        return irregular if region < 0 else regions[region]

    can_fail = otherwise == irregular or any(arm.symbol == irregular for arm in arms)
    known: tuple[Known | None, ...] = says(fact, shown)
    if can_fail:
        known = (*known, None)
    guarded = held.kind is Kind.TEXT
    odd = None if guarded else beyond(arms, otherwise, irregular)
    return Axis(fact.name, (held,), tuple(arms), otherwise, known, symbol_of, odd=odd, guarded=guarded)


def _filled(regions: list[int], irregular: int) -> list[int]:
    """Stretches without a value between two that have some: no number that gets so far lies in one."""
    inside = [at for at, symbol in enumerate(regions) if symbol != irregular]
    found = list(regions)
    for at in range(inside[0], inside[-1]):
        if found[at] == irregular:
            found[at] = found[at - 1]
    return found


def cuts_of(fact: Fact, group: Groups) -> tuple[Decimal, ...]:
    """The constants that a number is compared with.

    Errors:
        UnsayableError: the fact is held against another of its list, so that no constants tell.
    """
    found: set[Decimal] = set()
    for one in group:
        assert isinstance(one, cells.Ordered | cells.Lists)
        cuts = one.cuts(fact.name)
        if cuts is None:
            raise UnsayableError(f"{fact.name} is held against other facts of one list")
        found.update(cuts)
    return tuple(sorted(found))


def _apart(group: Groups) -> bool:
    """Whether regions may count apart though alone they leave the same: beside another fact they may not."""
    return any(isinstance(one, cells.Lists) for one in group)


def _floor(number: Sql) -> Sql:
    return exp.Floor(this=number.copy())


MOST_DIGITS = 100
"""More than a constant and a column's scale have together."""

_LARGE, _SMALL = 1e61, 1e-60
"""Floating-point numbers beyond these are none for the language."""


def _no_number(held: Column, number: Sql, irregular: int, dialect: Dialect) -> list[Arm]:
    """What a column of numbers can hold that is no number for the language: infinities, too many digits."""
    if held.kind in (Kind.DOUBLE, Kind.FLOAT):
        large, small = dialect.double(_LARGE), dialect.double(_SMALL)
        tiny = exp.and_(
            exp.GT(this=number.copy(), expression=_negative(small)),
            exp.NEQ(this=number.copy(), expression=integer(0)),
        )
        far = exp.LTE(this=number.copy(), expression=_negative(large))
        # Looked at only for the few that are not above.
        below = exp.and_(exp.LT(this=number.copy(), expression=small), exp.or_(tiny, far))
        return [Arm(below, irregular)]
    huge = held.kind is Kind.INTEGER and "HUGE" in held.type.upper()
    # Of a column that no table was seen of, any number of digits can be there, and in PostgreSQL infinity.
    free = held.kind is Kind.DECIMAL and not held.type and held.scale < 0 and dialect.name == "postgres"
    if huge or free or (held.kind is Kind.DECIMAL and held.digits > 30):
        limit = dialect.number(Decimal(10) ** (30 - max(held.scale, 0)))
        outside = exp.or_(
            exp.GTE(this=number.copy(), expression=limit),
            exp.LTE(this=number.copy(), expression=_negative(limit)),
        )
        return [Arm(outside, irregular)]
    if held.kind is Kind.DECIMAL and held.type and dialect.name == "postgres":
        # In PostgreSQL alone a decimal number of few digits may be none.
        none = exp.cast(text("NaN"), "DECIMAL")
        return [Arm(exp.EQ(this=number.copy(), expression=none), irregular)]
    return []


def _negative(literal: Sql) -> Sql:
    return exp.paren(exp.Neg(this=literal.copy()))


def _region_arms(
    cuts: Sequence[Decimal], regions: Sequence[int], number: Sql, held: Column, dialect: Dialect
) -> list[Arm]:
    """One arm where neighbouring regions differ: below a cut, or up to it."""
    arms = []
    for region, (symbol, following) in enumerate(pairwise(regions)):
        if symbol == following:
            continue
        at, is_point = divmod(region, 2)
        arms.append(Arm(_bounded(number, cuts[at], bool(is_point), held, dialect), symbol))
    return arms


def _bounded(number: Sql, cut: Decimal, reached: bool, held: Column, dialect: Dialect) -> Sql:
    """Below a constant, or (`reached`) up to it, in terms of the values that the column can have."""
    if held.kind in (Kind.DOUBLE, Kind.FLOAT):
        near, side = nearest(cut, held.kind is Kind.FLOAT)
        # The shortest decimal of `near` is below, on or above the constant; all others lie as they do.
        closed = side is Side.BELOW or (side is Side.ON and reached)
        literal: Sql = dialect.double(near)
    else:
        closed = reached
        if held.scale >= 0:
            with localcontext(prec=MOST_DIGITS):
                step = Decimal(1).scaleb(-held.scale)
                cut = cut.quantize(step, ROUND_FLOOR if reached else ROUND_CEILING)
            if held.digits and abs(cut) >= Decimal(10) ** (held.digits - held.scale):
                # No number of the column gets there, and a literal of so many digits would be none.
                return exp.not_(is_null(number)) if cut > 0 else exp.false()
        literal = dialect.number(cut)
    if isinstance(literal, exp.Neg):
        literal = exp.paren(literal)
    kind: Callable[..., Sql] = exp.LTE if closed else exp.LT
    return kind(this=number.copy(), expression=literal)
