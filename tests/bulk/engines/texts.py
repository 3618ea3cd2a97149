"""Trials of texts and of lists of texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlglot import exp

from coverdict.bulk.dialects import MOST_COMPARED, MOST_LISTED, case, equals_any, integer, text
from coverdict.bulk.forms import CODE, CODE_IN_TEXT, DAY, NUMBER, SEPARATORS
from tests.bulk.engines.trials import Trial
from tests.bulk.engines.values import BROKEN_LISTS, DAYS_IN_TEXT, LISTS, NUMBERS_IN_TEXT, ODD, one

PRINTABLE = {chr(number) for number in range(33, 127)}
KNOWN = [odd for odd in ODD if odd is not None]


def is_day(given: str) -> bool:
    parts = given.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not set("".join(parts)) <= set("0123456789"):
        return False
    try:
        return 1900 <= date(*map(int, parts)).year <= 2199
    except ValueError:
        return False


def is_number(given: str) -> bool:
    whole, point, part = given.partition(".")
    digits = set("0123456789")
    good = 1 <= len(whole) <= 15 and set(whole) <= digits
    return good and (not point or (1 <= len(part) <= 12 and set(part) <= digits))


def is_word(longest: int, without: str = "") -> Callable[[str], bool]:
    return lambda given: 1 <= len(given) <= longest and set(given) <= PRINTABLE - set(without)


def matching(name: str, pattern: str, meant: Callable[[str], bool]) -> Trial:
    return Trial(
        f"a text matches {name}",
        {"a": "VARCHAR"},
        one([*ODD, *NUMBERS_IN_TEXT, *DAYS_IN_TEXT]),
        lambda dialect, sql, _: dialect.matches(sql["a"], pattern),
        lambda a: None if a is None else meant(a),
    )


def word(longest: int, without: str = "") -> Trial:
    return Trial(
        f"a text is one word of at most {longest}, without {without!r}",
        {"a": "VARCHAR"},
        one(ODD),
        lambda dialect, sql, _: dialect.is_word(sql["a"], longest, without),
        lambda a: None if a is None else is_word(longest, without)(a),
    )


def listed(count: int) -> Trial:
    """One of as many texts as are compared in one of the ways; odd ones among them."""
    texts = [*KNOWN[::2], *(f"code-{number}" for number in range(count))][:count]
    return Trial(
        f"a text is one of {count}",
        {"a": "VARCHAR"},
        one([*ODD, "code-0", "code-1", f"code-{count}"]),
        lambda dialect, sql, _: dialect.is_one_of(sql["a"], texts),
        lambda a: None if a is None else a in texts,
    )


def members(given: str) -> list[str]:
    """The parts between separators, without the blanks beside a separator."""
    blanks = " \t\n\r\f"
    for separator in SEPARATORS:
        given = given.replace(separator, ";")
    first, *others = given.split(";")
    if not others:
        return [first]
    *between, last = others
    return [first.rstrip(blanks), *(part.strip(blanks) for part in between), last.lstrip(blanks)]


def all_match(name: str, pattern: str, meant: Callable[[str], bool]) -> Trial:
    return Trial(
        f"all members of a list match {name}",
        {"a": "VARCHAR[]"},
        one([*LISTS, *BROKEN_LISTS]),
        lambda dialect, sql, _: dialect.all_match(sql["a"], pattern),
        lambda a: None if a is None else all(member is not None and meant(member) for member in a),
        # Whether there is a list is asked before.
        lambda came, meant: meant is None or came is meant,
    )


WANTED = ["a", "a'b", "a\\b", 'a"b', "é", "C22.0", "a\nb"]
SPLIT = [
    "a ; b",
    "a,b|c",
    ";a",
    "a;",
    ";;",
    ";",
    "a;;b",
    " a;b ",
    "a\t;\tb",
    "a;\nb",
    "a.b;c",
    "é;b",
    "a \n , b",
]

TEXTS = [
    matching("a code", CODE, is_word(60)),
    matching("a code in a list", CODE_IN_TEXT, is_word(60, SEPARATORS + '"[]{}')),
    matching("a number", NUMBER, is_number),
    matching("a day", DAY, is_day),
    matching("one of two", "a|b", lambda given: given in ("a", "b")),
    word(60),
    word(200),
    word(60, SEPARATORS),
    word(60, "[]^-\\"),
    *(listed(count) for count in (1, 2, MOST_COMPARED, MOST_COMPARED + 1, MOST_LISTED, MOST_LISTED + 1)),
    Trial(
        "a text is told from all others",
        {"a": "VARCHAR"},
        one(ODD),
        lambda _, sql, __: case(
            [(equals_any(sql["a"], [odd]), integer(at)) for at, odd in enumerate(KNOWN)], None
        ),
        lambda a: None if a is None else KNOWN.index(a),
    ),
    Trial(
        "a text stands for itself",
        {"a": "INTEGER"},
        one(range(len(KNOWN))),
        lambda _, sql, __: case(
            [
                (exp.EQ(this=sql["a"].copy(), expression=integer(at)), text(odd))
                for at, odd in enumerate(KNOWN)
            ],
            None,
        ),
        lambda a: KNOWN[a],
    ),
    Trial(
        "the members of a text",
        {"a": "VARCHAR"},
        one([*ODD, *SPLIT]),
        lambda dialect, sql, _: dialect.members(sql["a"], SEPARATORS),
        lambda a: None if a is None else members(a),
    ),
    Trial(
        "a list holds one of some codes",
        {"a": "VARCHAR[]"},
        one(LISTS),
        lambda dialect, sql, _: dialect.has_any(sql["a"], WANTED),
        lambda a: None if a is None else bool(set(a) & set(WANTED)),
    ),
    all_match("a code", CODE, is_word(60)),
    all_match("one of two", "a|b", lambda given: given in ("a", "b")),
]
