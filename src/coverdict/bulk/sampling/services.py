"""The service lines that claims are about: whose, which code, on which day, and what decides them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coverdict.bulk.sampling.codes import outside
from coverdict.bulk.sampling.days import Days, drawn_days, marked_days, sorted_out, spans_in_force
from coverdict.bulk.sampling.draws import Draw
from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.values import beside, other_than
from coverdict.decision.programs import Practice, Programs
from coverdict.language.syntax import Code
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.routing import Routed, route
from coverdict.text import did_you_mean, listed

GOVERNED, COMPANION = 0.9, 0.06
"""Shares of claims for a code that the policy governs, and for a companion; the rest nobody addresses."""

IN_FORCE, AROUND = 0.85, 0.1
"""Shares of claims on a day in force, and beside a day that matters; the rest lie further outside."""

NAMED = 0.94
"""Share of members whose product the payer's plans name."""

UNNAMED = "unlisted"
"""A product that no plan names."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service line of a member.

    Arguments:
        practice: what decides it; where no version does, what would if one did.
    """

    payer: str
    product: str
    code: Code
    day: date
    practice: Practice


def payers_of(library: Library, version: PolicyVersion, asked: Sequence[str] | None) -> tuple[str, ...]:
    """The payers whose claims are drawn: those asked for, else all that work under the policy.

    Errors:
        SampleError: no such payer, or one that does not work under the policy; or nobody does.
    """
    payers = library.contents.payers
    adopting = tuple(name for name, settings in payers.items() if version.policy in settings.adopts)
    for name in asked or ():
        if name not in payers:
            raise SampleError(f"no payer {name!r} in the library; {did_you_mean(name, payers)}".rstrip("; "))
        if name not in adopting:
            adopts = f"; it adopts {listed(payers[name].adopts)}" if payers[name].adopts else ""
            raise SampleError(f"{name} does not work under {version.policy}{adopts}")
    if not adopting:
        raise SampleError(
            f"no payer of the library works under {version.policy}; "
            "name it under `adopts` in a payer's settings"
        )
    return tuple(dict.fromkeys(asked)) if asked else adopting


def system_of(version: PolicyVersion) -> str:
    """The code system of the column of service codes: CPT, or that of the first governed code.

    Errors:
        SampleError: the policy governs no code.
    """
    systems = [entry.code.system for entry in version.codes if entry.role == "governed"]
    if not systems:
        raise SampleError(f"{version.policy} governs no code, so no claim leads to it")
    return "CPT" if "CPT" in systems else systems[0]


def practices_in_force(programs: Programs, payer: str, version: PolicyVersion) -> tuple[Practice, ...]:
    """A version as a payer practises it while it is in force: plans and mandates come and go."""
    spans = spans_in_force(programs.library, payer, version)
    near = [day for mark in marked_days(programs.library, payer, version) for day in beside(mark)]
    days = [
        day for day in near if any(first <= day and (last is None or day <= last) for first, last in spans)
    ]
    return tuple(
        dict.fromkeys(programs.practice(payer, version, day) for day in days or [_some_day(version)])
    )


def _some_day(version: PolicyVersion) -> date:
    """A day on which a version that is never in force would be looked at."""
    return version.effective or date.max


class Services:
    """The service lines of one payer's members.

    Arguments:
        asked: days that rules hold the date of service against.
        draw: where the days at random come from.
    """

    def __init__(
        self, programs: Programs, payer: str, version: PolicyVersion, asked: Iterable[date], draw: Draw
    ) -> None:
        self.payer = payer
        self._programs = programs
        self._version = version
        library, system = programs.library, system_of(version)
        entries = [entry for entry in version.codes if entry.code.system == system]
        self._governed = _codes(entry.code for entry in entries if entry.role == "governed")
        self._companions = _codes(entry.code for entry in entries if entry.role == "companion")
        self._stranger = outside(system, (code for name, code in library.codes if name == payer))
        marks = (*marked_days(library, payer, version), *asked)
        drawn = tuple(drawn_days(spans_in_force(library, payer, version), marks, draw))
        self._days = {code: sorted_out(marks, drawn, self._in_force(code)) for code in self._governed}
        first = (days.inside[0] for days in self._days.values() if days.inside)
        self.usual_day = next(first, _some_day(version))

    @property
    def usual(self) -> Practice:
        """What decides claims on an ordinary day in force."""
        return self._programs.practice(self.payer, self._version, self.usual_day)

    def practices(self) -> tuple[Practice, ...]:
        """What decides the payer's claims, on an ordinary day first."""
        found = [self._practice(code, day) for code, days in self._days.items() for day in days.all()]
        return tuple(dict.fromkeys((self.usual, *found)))

    def leave_out(self, practices: Iterable[Practice]) -> None:
        """Draw no claims that one of these decides."""
        left = frozenset(practices)
        kept = {code: days.kept(self._spared(code, left)) for code, days in self._days.items()}
        self._days = {code: days for code, days in kept.items() if days.all()}
        self._governed = tuple(self._days)

    def _spared(self, code: Code, left: frozenset[Practice]) -> Callable[[date], bool]:
        return lambda day: self._practice(code, day) not in left

    def one(self, draw: Draw) -> Service:
        """A service line."""
        governed = draw.one(self._governed)
        code = self._code(governed, draw)
        day = _day(self._days[governed], draw)
        practice = self._practice(governed, day) if code == governed else self.usual
        named = tuple(practice.products)
        product = draw.one(named) if named and draw.chance(NAMED) else other_than(named, UNNAMED)
        return Service(self.payer, product, code, day, practice)

    def _code(self, governed: Code, draw: Draw) -> Code:
        kind = draw.share()
        if kind < GOVERNED:
            return governed
        if kind < GOVERNED + COMPANION:
            return draw.one(self._companions or self._governed)
        return self._stranger

    def _in_force(self, code: Code) -> Callable[[date], bool]:
        """Whether the version that was asked for decides the code on a day."""

        def decides(day: date) -> bool:
            way = route(self._programs.library, self.payer, code, day)
            return isinstance(way, Routed) and way.version == self._version and way.entry.role == "governed"

        return decides

    def _practice(self, code: Code, day: date) -> Practice:
        way = route(self._programs.library, self.payer, code, day)
        if isinstance(way, Routed) and way.entry.role == "governed":
            return self._programs.practice(self.payer, way.version, day)
        return self.usual


def _day(days: Days, draw: Draw) -> date:
    kind = draw.share()
    if kind < IN_FORCE and days.inside:
        return draw.one(days.inside)
    if kind < IN_FORCE + AROUND and days.around:
        return draw.one(days.around)
    return draw.one(days.outside or days.around or days.inside)


def _codes(codes: Iterable[Code]) -> tuple[Code, ...]:
    return tuple(dict.fromkeys(codes))
