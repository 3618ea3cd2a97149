"""The parts of a request: mappings, lists, texts, dates and numbers, with a message for all that is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from coverdict.language.model import Fact
from coverdict.language.scalars import FIRST_DAY, LAST_DAY, read_day, read_decimal, shorten
from coverdict.text import Place, Problem, did_you_mean

Path: TypeAlias = tuple[str | int, ...]
_T = TypeVar("_T")

UNKNOWN = (None, "unknown", "")
MOST_PROBLEMS = 50  # told at once; whoever has so many has given another kind of file
MAPPING = "write key: value"
_DIGITS = 30  # digits of a number or of a name that is a number


class Source(Protocol):
    """Where the parts of a request stand; a path leads from the outside in."""

    def problem(self, path: Path, what: str, right: str = "", *, at: Literal["key", "value"]) -> Problem: ...

    def refusals(self, fact: Fact, path: Path, found: Iterable[Problem]) -> Iterable[Problem]:
        """What is wrong with the value of `fact` under `path`, with the places of its parts if known."""
        ...


@dataclass(frozen=True, slots=True)
class PlainSource:
    """The source of a request that was given as Python data: there are no lines to show."""

    name: str = "request"

    def problem(self, path: Path, what: str, right: str = "", *, at: Literal["key", "value"]) -> Problem:
        del at
        where = ".".join(plain(step) for step in path)
        return Problem(Place(f"{self.name}: {where}" if where else self.name), what, right)

    def refusals(self, fact: Fact, path: Path, found: Iterable[Problem]) -> Iterable[Problem]:
        del fact
        return (self.problem(path, one.what, one.right, at="value") for one in found)


class EnoughError(Exception):
    """So much is wrong that more would help nobody."""


class Parts:
    """Reads parts of a request and collects what is wrong with them.

    Errors:
        EnoughError: `MOST_PROBLEMS` have been found.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def wrong(self, path: Path, what: str, right: str = "", at: Literal["key", "value"] = "value") -> None:
        self.add(self.source.problem(path, what, right, at=at))

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise EnoughError

    def mapping(self, value: object, path: Path, known: Sequence[str] | None = None) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.wrong(path, f"{name_of(path)} is a mapping of keys to values, not {kind(value)}", MAPPING)
            return {}
        if known is not None:
            for key in value:
                if key not in known:
                    what = f"unknown key {shown(key)}"
                    self.wrong((*path, key), what, did_you_mean(plain(key), known), "key")
        return value

    def items(self, value: object, path: Path) -> Iterator[tuple[Path, object]]:
        if value is None:
            return
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.wrong(path, f"{name_of(path)} is a list, not {kind(value)}", "write […]")
            return
        for number, item in enumerate(value):
            yield (*path, number), item

    def text(self, value: object, path: Path) -> str | None:
        if value in UNKNOWN:
            return None
        number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_DIGITS
        if not number and not isinstance(value, str):
            self.wrong(path, f"{name_of(path)} is a text, not {kind(value)}", "write one text")
            return None
        return str(value)

    def one_of(self, value: object, path: Path, known: tuple[_T, ...]) -> _T | None:
        given = self.text(value, path)
        if given is None:
            return None
        for option in known:
            if option == given:
                return option
        names = [str(option) for option in known]
        self.wrong(path, f"{name_of(path)} cannot be {shown(given)}", did_you_mean(given, names))
        return None

    def day(self, value: object, path: Path) -> date | None:
        if value in UNKNOWN:
            return None
        if type(value) is date and FIRST_DAY <= value <= LAST_DAY:
            return value
        try:
            return read_day(str(value) if type(value) is date else value if isinstance(value, str) else "")
        except ValueError as error:
            what = str(error) if isinstance(value, str | date) else f"a date is expected, not {kind(value)}"
            self.wrong(path, f"{name_of(path)}: {what}", "write a date as 2021-12-01")
        return None

    def number(self, value: object, path: Path) -> Decimal | None:
        if value in UNKNOWN:
            return None
        with suppress(ValueError):
            bare = not isinstance(value, bool) and isinstance(value, int | float | Decimal)
            found = read_decimal(plain(value) if bare else value if isinstance(value, str) else "")
            if found > 0:
                return found
        self.wrong(path, f"{name_of(path)} is a positive number, not {kind(value)}", "write it as 1 or 2.5")
        return None

    def yes(self, value: object, path: Path) -> bool:
        if value is None or value is False or value == "no" or value == "false":
            return False
        if value is True or value == "yes" or value == "true":
            return True
        self.wrong(path, f"{name_of(path)} is yes or no, not {kind(value)}", "write yes or no")
        return False


def name_of(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "the request"
    return f"`{names[-1]}`" if isinstance(path[-1], str) else f"each of `{names[-1]}`"


def plain(value: object) -> str:
    """A key or number as text; a number of very many digits, which has none, as what it is."""
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return "a number of very many digits"
    return str(value)


def shown(value: object) -> str:
    return repr(shorten(plain(value)))


def kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, str):
        return f"the text {shown(value)}" if value.strip() else "an empty text"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal | date):
        return shorten(plain(value))
    if isinstance(value, Sequence):
        return "a list"
    return "nothing" if value is None else f"a Python {type(value).__name__}"
