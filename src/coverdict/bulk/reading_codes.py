"""Columns of codes: which of the value sets that policies ask about they are in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from coverdict.bulk.axes import UNKNOWN, Arm, Axis
from coverdict.bulk.dialects import Dialect, Sql, UnsayableError, is_null
from coverdict.bulk.forms import (
    CODE,
    CODE_IN_TEXT,
    LONGEST_CODE,
    SEPARATORS,
    Groups,
    allowed,
    is_unknown,
    no_word,
    says,
)
from coverdict.bulk.kinds import Column, Kind
from coverdict.language.model import Fact
from coverdict.language.syntax import Code
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS
from coverdict.logic import cells

MOST_SETS = 8
"""Value sets that one fact of several codes may be asked about."""


def code_axis(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    """The symbol says which of the asked sets a code is in."""
    system = fact.systems[0] if fact.systems else ""
    classes: dict[object, list[str]] = {}
    elsewhere = Code(system, "~elsewhere~")
    rest = allowed(group, fact, elsewhere)
    shown: dict[object, Code] = {rest: elsewhere}
    asked = {code for one in group if isinstance(one, cells.Member) for code in one.codes}
    for code in sorted(one for one in asked if isinstance(one, Code)):
        key = allowed(group, fact, code)
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
        return numbers[allowed(group, fact, given)]

    known = (*says(fact, shown.values()), None)
    odd = no_word(value, LONGEST_CODE, dialect)
    return Axis(fact.name, (held,), tuple(arms), len(known) - 1, known, symbol_of, odd=odd)


def codes_axis(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
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
        Arm(is_unknown(held, value), UNKNOWN),
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
