"""From a fact and the column that holds it to its axis: the forms that SQL reads, just as the language does.

What is written in another form (`32 mm`, `ICD-10-CM C22.0`, blanks around a word) is irregular: it is not
taken for unknown, nor guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import pairwise
from typing import TypeAlias

from sqlglot import exp

from coverdict.bulk.axes import UNKNOWN, Arm, Axis, Known
from coverdict.bulk.dialects import Dialect, Sql, UnsayableError, column, equals_any, integer, is_null, text
from coverdict.bulk.doubles import Side, nearest
from coverdict.bulk.kinds import FITTING, Column, Kind
from coverdict.language.model import Fact, FactType
from coverdict.language.scalars import FIRST_DAY, LAST_DAY
from coverdict.language.syntax import Code
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS
from coverdict.library.dimensions import Dimension
from coverdict.logic import cells

Groups: TypeAlias = tuple[cells.Group, ...]

LONGEST_WORD, LONGEST_CODE = 200, 60
CODE = r"[!-~]{1,60}"
SEPARATORS = ";,|"
CODE_IN_TEXT = r"[!#-+\--:<-Z\\^-z~]{1,60}"
"""A code without separators, and without what a list that is written as a text begins with."""
NUMBER = r"[0-9]{1,15}(\.[0-9]{1,12})?"
_LEAP = "(19(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26])|21(0[48]|[2468][048]|[13579][26]))"
DAY = (
    r"(19|20|21)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    rf"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29"
)
"""A day from 1900 to 2199 as a text; every one that matches exists."""
MOST_SETS = 8
"""Value sets that one fact of several codes may be asked about."""


OWN = ("payer", "service.code", "service.date")
"""Facts of the row itself, by which it finds its way."""


def unpadded(held: Column) -> Sql:
    """A column's value; of a text, without the blanks around it, as columns of fixed width have them."""
    value = column(held.name, "t")
    return exp.Trim(this=value) if held.kind is Kind.TEXT else value


def fits(fact: Fact, held: Column) -> bool:
    """Whether a column can hold a fact at all."""
    return held.kind in FITTING[fact.type]


def axis_of(fact: Fact, held: Column, dimension: Dimension | None, dialect: Dialect) -> Axis:
    """The axis of one fact under one policy.

    Arguments:
        held: the column; it fits.
        dimension: the fact's; None where nothing asks for it but that it can be read.

    Errors:
        UnsayableError: the fact cannot be told from a column of SQL.
    """
    return shared_axis_of(fact, held, (dimension.group,) if dimension else (), dialect)


def shared_axis_of(fact: Fact, held: Column, groups: Sequence[cells.Group], dialect: Dialect) -> Axis:
    """The axis of one fact that tells apart whatever one of several policies does.

    Arguments:
        groups: the groups of the policies' dimensions that hold the fact.

    Errors: as `axis_of`.
    """
    value = unpadded(held) if fact.name in OWN else column(held.name, "t")
    if fact.type is FactType.CODE and held.kind is Kind.INTEGER:
        value = exp.cast(value, "TEXT")
    group = tuple(groups)
    match fact.type:
        case FactType.YES_NO:
            return _yes_no(fact, held, value)
        case FactType.CHOICE | FactType.NAME:
            return _choice(fact, held, value, group, dialect)
        case FactType.NUMBER | FactType.QUANTITY:
            return _number(fact, held, value, group, dialect)
        case FactType.DATE:
            return _date(fact, held, value, group, dialect)
        case FactType.CODE:
            return _code(fact, held, value, group, dialect)
        case FactType.CODES:
            return _codes(fact, held, value, group, dialect)
        case FactType.LIST:
            raise UnsayableError(f"{fact.name} is a list, whose elements SQL does not look at one by one")


def _unknown(held: Column, value: Sql) -> Sql:
    if held.kind is not Kind.TEXT:
        return is_null(value)
    return exp.or_(is_null(value), equals_any(value, UNKNOWN_WORDS))


def _says(fact: Fact, values: Iterable[object]) -> tuple[Known, ...]:
    return ({}, *({fact.name: value} for value in values))


# --- yes/no, choices, names ----------------------------------------------------------------------------


def _yes_no(fact: Fact, held: Column, value: Sql) -> Axis:
    known = _says(fact, ("yes", "no"))
    symbols = {"yes": 1, "no": 2}
    unknown = Arm(_unknown(held, value), UNKNOWN)
    if held.kind is Kind.BOOLEAN:
        return Axis(fact.name, (held,), (unknown, Arm(value, 1)), 2, known, lambda given: symbols[str(given)])
    arms = (
        Arm(equals_any(value, ("yes", "true")), 1),
        Arm(equals_any(value, ("no", "false")), 2),
        unknown,
    )
    return Axis(fact.name, (held,), arms, 3, (*known, None), lambda given: symbols[str(given)])


def _choice(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    """Options that nothing tells apart share a symbol; of a name, all others are one more."""
    options = [option.name for option in fact.options]
    for one in group:
        if isinstance(one, cells.Finite):
            options = list(dict.fromkeys((*options, *one.named)))
    classes: dict[object, list[str]] = {}
    for option in options:
        classes.setdefault(_cells(group, fact, option), []).append(option)
    other = "other"
    while other in options:
        other += "_"
    is_open = fact.type is FactType.NAME
    rest = _cells(group, fact, other) if is_open else None
    if is_open:
        classes.setdefault(rest, [])
    shown = [names[0] if names else other for names in classes.values()]
    symbols = {name: at for at, names in enumerate(classes.values(), 1) for name in names}
    others = list(classes).index(rest) + 1 if is_open else 0
    arms = [Arm(dialect.is_one_of(value, names), at) for at, names in enumerate(classes.values(), 1) if names]
    words = [word for word in UNKNOWN_WORDS if word not in options]
    arms += [Arm(is_null(value), UNKNOWN), Arm(dialect.is_one_of(value, words), UNKNOWN)]
    if is_open:
        arms.append(Arm(dialect.is_word(value, LONGEST_WORD), others))

    def symbol_of(given: object) -> int:
        return symbols.get(str(given), others)

    known = (*_says(fact, shown), None)
    odd = _no_word(value, LONGEST_WORD, dialect)
    if not is_open:
        odd = exp.not_(dialect.is_one_of(value, (*options, *words)))
    return Axis(fact.name, (held,), tuple(arms), len(known) - 1, known, symbol_of, odd=odd)


def _no_word(value: Sql, longest: int, dialect: Dialect) -> Sql:
    """Whether a text is not a single word, nor empty; NULL for NULL."""
    return exp.and_(
        exp.not_(dialect.is_word(value, longest)), exp.NEQ(this=value.copy(), expression=text(""))
    )


def _beyond(arms: Sequence[Arm], otherwise: int, irregular: int) -> Sql | None:
    """Whether an arm says that a number or day is irregular, or none says that it is not; NULL for NULL."""
    found = [arm.when.copy() for arm in arms if arm.symbol == irregular]
    regular = [arm.when for arm in arms if arm.symbol not in (UNKNOWN, irregular)]
    if otherwise == irregular:
        # Regions ascend: what the last of them does not reach is beyond all.
        found.append(exp.not_(regular[-1].copy()))
    return exp.or_(*found) if found else None


def _cells(group: Groups, fact: Fact, value: object) -> object:
    return tuple(one.allowed({fact.name: value}) for one in group)


# --- numbers -------------------------------------------------------------------------------------------


def _number(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    cuts = cuts_of(fact, group)
    axis = cells.Axis(fact.whole, fact.minimum, fact.maximum, cuts)
    samples = axis.samples
    keys = [
        None if one is None else (_cells(group, fact, one), one if _apart(group) else None) for one in samples
    ]
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
            Arm(_unknown(held, value), UNKNOWN),
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
    known: tuple[Known | None, ...] = _says(fact, shown)
    if can_fail:
        known = (*known, None)
    guarded = held.kind is Kind.TEXT
    odd = None if guarded else _beyond(arms, otherwise, irregular)
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


# --- dates ---------------------------------------------------------------------------------------------


def _date(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    every: set[date] = set()
    for one in group:
        assert isinstance(one, cells.Dates)
        found = one.cuts(fact.name)
        if found is None:
            raise UnsayableError(f"{fact.name} is held against other dates")
        every.update(found)
    cuts = tuple(sorted(day for day in every if FIRST_DAY < day <= LAST_DAY))
    starts = (FIRST_DAY, *cuts)
    known: tuple[Known | None, ...] = (*_says(fact, starts), None)
    irregular = len(known) - 1
    day = day_in(held, value)
    inside = [Arm(exp.LT(this=day.copy(), expression=day_literal(cut)), at) for at, cut in enumerate(cuts, 1)]
    last = len(starts)
    if held.kind is Kind.TEXT:
        arms = [Arm(_unknown(held, value), UNKNOWN), Arm(exp.not_(dialect.matches(value, DAY)), irregular)]
        arms += [*inside, Arm(exp.true(), last)]
    else:
        arms = [Arm(exp.LT(this=day.copy(), expression=day_literal(FIRST_DAY)), irregular), *inside]
        arms.append(Arm(exp.LTE(this=day.copy(), expression=day_literal(LAST_DAY)), last))
        arms.append(Arm(is_null(value), UNKNOWN))

    def symbol_of(given: object) -> int:
        assert isinstance(given, date)
        return sum(start <= given for start in starts) or irregular

    guarded = held.kind is Kind.TEXT
    odd = None if guarded else _beyond(arms, irregular, irregular)
    return Axis(fact.name, (held,), tuple(arms), irregular, known, symbol_of, odd=odd, guarded=guarded)


def day_in(held: Column, value: Sql) -> Sql:
    """The day that a column of dates, times or texts holds; a text is looked at before, whether it is one."""
    if held.kind is Kind.TEXT:
        # An engine that works out more of a CASE than it needs to does not fail for a text that is no day.
        return exp.TryCast(this=value.copy(), to=exp.DataType.build("DATE"))
    return value.copy() if held.kind is Kind.DATE else exp.cast(value.copy(), "DATE")


def day_literal(day: date) -> Sql:
    return exp.cast(text(day.isoformat()), "DATE")


# --- codes ---------------------------------------------------------------------------------------------


def _code(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    system = fact.systems[0] if fact.systems else ""
    classes: dict[object, list[str]] = {}
    elsewhere = Code(system, "~elsewhere~")
    rest = _cells(group, fact, elsewhere)
    shown: dict[object, Code] = {rest: elsewhere}
    asked = {code for one in group if isinstance(one, cells.Member) for code in one.codes}
    for code in sorted(one for one in asked if isinstance(one, Code)):
        key = _cells(group, fact, code)
        shown.setdefault(key, code)
        if code.system == system:
            classes.setdefault(key, []).append(code.code)
    numbers = {key: at for at, key in enumerate(shown, 1)}
    arms = [
        Arm(dialect.is_one_of(value, codes), numbers[key]) for key, codes in classes.items() if key != rest
    ]
    arms += [Arm(is_null(value), UNKNOWN), Arm(dialect.is_one_of(value, UNKNOWN_WORDS), UNKNOWN)]
    arms.append(Arm(dialect.is_word(value, LONGEST_CODE), numbers[rest]))

    def symbol_of(given: object) -> int:
        return numbers[_cells(group, fact, given)]

    known = (*_says(fact, shown.values()), None)
    odd = _no_word(value, LONGEST_CODE, dialect)
    return Axis(fact.name, (held,), tuple(arms), len(known) - 1, known, symbol_of, odd=odd)


def _codes(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    """The symbol says which of the asked sets are hit; sets that no list can hit together leave nothing."""
    system = fact.systems[0] if fact.systems else ""
    sets = tuple(
        dict.fromkeys(one for members in group if isinstance(members, cells.Members) for one in members.sets)
    )
    if len(sets) > MOST_SETS:
        raise UnsayableError(f"{fact.name} is asked about {len(sets)} value sets, more than {MOST_SETS}")
    in_text = held.kind is Kind.TEXT
    members = dialect.members(value, SEPARATORS) if in_text else value
    signatures: dict[object, int] = {}
    for at, one in enumerate(sets):
        for code in one:
            signatures[code] = signatures.get(code, 0) | 1 << at
    # A signature that no list has stands for nothing: no row gets its symbol.
    hit = [{fact.name: (_hitting(signatures, wanted), True)} for wanted in range(1 << len(sets))]
    irregular = len(hit) + 1
    bare = CODE_IN_TEXT if in_text else CODE
    arms = (
        Arm(_unknown(held, value), UNKNOWN),
        Arm(exp.not_(dialect.all_match(members, bare)), irregular),
    )
    bits = tuple(_hits(members, one, system, dialect) for one in sets)

    def symbol_of(given: object) -> int:
        assert isinstance(given, tuple)
        found = 1
        for code in given[0]:
            found = (found - 1 | signatures.get(code, 0)) + 1
        return found

    return Axis(fact.name, (held,), arms, 1, ({}, *hit, None), symbol_of, bits=bits)


def _hitting(signatures: Mapping[object, int], wanted: int) -> frozenset[object]:
    """Codes that together are in exactly the wanted sets, as far as there are such codes."""
    samples = {one: code for code, one in sorted(signatures.items(), key=str, reverse=True)}
    return frozenset(code for one, code in samples.items() if not one & ~wanted)


def _hits(members: Sql, codes: frozenset[object], system: str, dialect: Dialect) -> Sql:
    plain = [
        code.code for code in sorted(one for one in codes if isinstance(one, Code)) if code.system == system
    ]
    return dialect.has_any(members, plain) if plain else exp.false()
