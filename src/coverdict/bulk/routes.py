"""Which rows are decided by what: by payer, code and date of service, as spans of days."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from coverdict.bulk.answers import Result, unrouted_result
from coverdict.decision.programs import Practice, Programs
from coverdict.decision.rows import companion_alone
from coverdict.language.model import Document
from coverdict.language.scalars import FIRST_DAY
from coverdict.language.syntax import Code
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.program import Program
from coverdict.library.routing import Routed, Unrouted, route
from coverdict.logic.cells import Dates

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Practised:
    """A version of a policy as a payer practises it, for codes and days that it does not tell apart.

    Arguments:
        own: a code and a day of these rows by fact, as far as nothing else is held against them.
    """

    payer: str
    practice: Practice
    version: str
    own: Mapping[str, Code | date] = field(default_factory=dict)


Way: TypeAlias = Practised | Result
"""What decides a row: a practice, or the result that no version decides."""

Spans: TypeAlias = tuple[tuple[date, Way], ...]
"""First days, ascending from the first day that there is, each with what decides from then on."""


@dataclass(frozen=True)
class Routes:
    """The ways of a library.

    Arguments:
        payers: the payers whose rows are decided.
        system: the code system of the rows' codes.
        spans: by payer and code; every other code of a payer is not addressed.
    """

    payers: tuple[str, ...]
    system: str
    spans: dict[tuple[str, str], Spans]

    def ways(self) -> tuple[Way, ...]:
        """Every way once, in order of appearance."""
        return tuple(dict.fromkeys(way for spans in self.spans.values() for _, way in spans))


Decides: TypeAlias = Callable[[str, Code, date], Routed | Unrouted]
"""What decides a payer's code on a day."""


def routes_of(
    programs: Programs,
    payers: Iterable[str],
    system: str,
    chosen: Callable[[PolicyVersion], bool] = bool,
    codes: Container[str] | None = None,
) -> Routes:
    """The ways of all rows of some payers.

    Arguments:
        payers: of the library.
        system: the code system that the rows' codes belong to.
        chosen: the versions whose codes are looked at; all unless it says otherwise.
        codes: the codes that rows have, where that is known: others need no way.
    """
    library = programs.library
    owners = tuple(payers)
    listed = [
        (payer, code)
        for (payer, code), found in library.codes.items()
        if payer in owners
        and code.system == system
        and (codes is None or code.code in codes)
        and any(chosen(version) for version, _ in found)
    ]
    routes = Routes(owners, system, {})
    return routes_along(routes, programs, listed, partial(_days, library), partial(route, library))


def routes_along(
    routes: Routes,
    programs: Programs,
    listed: Iterable[tuple[str, Code]],
    days: Callable[[str, Code], Iterable[date]],
    decides: Decides,
) -> Routes:
    """Routes with the spans of some payers' codes; ways that do not tell rows apart are one.

    Arguments:
        days: the first day of all, and those on which something else may decide; ascending.
    """
    made: dict[tuple[object, ...], Practised] = {}
    results: dict[Result, Result] = {}

    def way(payer: str, code: Code, day: date) -> Way:
        found = decides(payer, code, day)
        if isinstance(found, Routed) and found.entry.role == "companion":
            found = companion_alone(code)
        if isinstance(found, Unrouted):
            result = unrouted_result(found)
            return results.setdefault(result, result)
        practice = programs.practice(payer, found.version, day)
        own = own_facts(practice.program, code, day)
        cells = tuple(
            (
                name,
                practice.program.dimensions[practice.program.dimension_of[name]].group.allowed({name: one}),
            )
            for name, one in own.items()
        )
        key = (payer, id(practice), found.version.name, cells)
        return made.setdefault(key, Practised(payer, practice, found.version.name, own))

    spans: dict[tuple[str, str], Spans] = {}
    for payer, code in listed:
        found: list[tuple[date, Way]] = []
        for day, following in pairwise((*days(payer, code), None)):
            assert day is not None
            here = way(payer, code, day)
            cuts = day_cuts(here.practice.program) if isinstance(here, Practised) else ()
            for start in (
                day,
                *(cut for cut in cuts if day < cut and (following is None or cut < following)),
            ):
                here = way(payer, code, start)
                if not found or found[-1][1] != here:
                    found.append((start, here))
        spans[payer, code.code] = tuple(found)
    return replace(routes, spans=spans)


def own_facts(program: Program, code: Code, day: date) -> dict[str, Code | date]:
    """The code and the day of a service, as far as a policy asks for them and holds nothing against them."""
    every: dict[str, Code | date] = {"service.code": code, "service.date": day}
    return {
        name: value
        for name, value in every.items()
        if name in program.dimension_of and len(program.dimensions[program.dimension_of[name]].facts) == 1
    }


def day_cuts(program: Program) -> tuple[date, ...]:
    """The days that a policy holds the date of service against."""
    number = program.dimension_of.get("service.date")
    if number is None or len(program.dimensions[number].facts) > 1:
        return ()
    group = program.dimensions[number].group
    assert isinstance(group, Dates)
    return tuple(sorted(group.cuts("service.date") or ()))


def not_addressed(payer: str) -> Result:
    """The result of a code that no policy of a payer addresses."""
    return unrouted_result(Unrouted("not_addressed", f"no policy of {payer} addresses it"))


def _days(library: Library, payer: str, code: Code) -> list[date]:
    """The days on which something begins or has ended that a row of this code can be decided by."""
    days = {FIRST_DAY}
    for version, entry in library.codes[payer, code]:
        days.update(turns((version.effective, version.last), (entry.first, entry.last)))
        days.update(version.history)
        held = library.contents.versions[version.policy]
        days.update(turns(*((one.effective, one.last) for one in held)))
        days.update(turns(*((window.start, window.end) for window in library.windows(payer, version.policy))))
        days.update(turns(*((text.effective, text.until) for text in around(library, payer))))
    return sorted(day for day in days if day >= FIRST_DAY)


def around(library: Library, payer: str) -> Iterator[Document]:
    """The texts that may decide beside a policy."""
    contents = library.contents
    yield from (plan for plan in contents.plans if plan.payer == payer)
    yield from contents.mandates
    yield from contents.guidelines


def turns(*spans: tuple[date | None, date | None]) -> Iterator[date]:
    """The days on which a span begins or has ended."""
    for first, last in spans:
        if first is not None:
            yield first
        if last is not None and last < date.max:
            yield last + _DAY
