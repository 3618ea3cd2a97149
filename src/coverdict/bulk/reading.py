"""From a fact and the column that holds it to its axis: the forms that SQL reads, just as the language does.

What is written in another form (`32 mm`, `ICD-10-CM C22.0`, blanks around a word) is irregular: it is not
taken for unknown, nor guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from coverdict.bulk.axes import UNKNOWN, Arm, Axis
from coverdict.bulk.dialects import Dialect, Sql, UnsayableError, column, equals_any, is_null
from coverdict.bulk.forms import (
    LONGEST_WORD,
    OWN,
    Groups,
    allowed,
    is_unknown,
    no_word,
    says,
    unpadded,
)
from coverdict.bulk.kinds import FITTING, Column, Kind
from coverdict.bulk.reading_codes import code_axis, codes_axis
from coverdict.bulk.reading_days import date_axis
from coverdict.bulk.reading_numbers import number_axis
from coverdict.language.model import Fact, FactType
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS
from coverdict.library.dimensions import Dimension
from coverdict.logic import cells


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
            return number_axis(fact, held, value, group, dialect)
        case FactType.DATE:
            return date_axis(fact, held, value, group, dialect)
        case FactType.CODE:
            return code_axis(fact, held, value, group, dialect)
        case FactType.CODES:
            return codes_axis(fact, held, value, group, dialect)
        case FactType.LIST:
            raise UnsayableError(f"{fact.name} is a list, whose elements SQL does not look at one by one")


def _yes_no(fact: Fact, held: Column, value: Sql) -> Axis:
    known = says(fact, ("yes", "no"))
    symbols = {"yes": 1, "no": 2}
    unknown = Arm(is_unknown(held, value), UNKNOWN)
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
        classes.setdefault(allowed(group, fact, option), []).append(option)
    other = "other"
    while other in options:
        other += "_"
    is_open = fact.type is FactType.NAME
    rest = allowed(group, fact, other) if is_open else None
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

    known = (*says(fact, shown), None)
    odd = no_word(value, LONGEST_WORD, dialect)
    if not is_open:
        odd = exp.not_(dialect.is_one_of(value, (*options, *words)))
    return Axis(fact.name, (held,), tuple(arms), len(known) - 1, known, symbol_of, odd=odd)
