"""Which rows one version of a policy decides, as if it were in force on every day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from coverdict.bulk.routes import Routes, around, routes_along, turns
from coverdict.decision.programs import Programs
from coverdict.language.model import Document
from coverdict.language.scalars import FIRST_DAY
from coverdict.language.syntax import Code
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.routing import Routed, Unrouted


@dataclass(frozen=True, slots=True)
class Side:
    """A policy version with its text, which need not be in the library.

    Arguments:
        name: as people see it: `bsc/7.01.75, version 2021-11-01`.
    """

    version: PolicyVersion
    document: Document
    name: str


def programs_of(library: Library, side: Side) -> Programs:
    """The practices of one policy version, with the plans and mandates of a library around it."""

    def text(file: str) -> Document:
        return side.document if file == side.version.file else library.text(file)

    return Programs(replace(library, text=text))


def routes_under(programs: Programs, version: PolicyVersion, payers: Iterable[str], system: str) -> Routes:
    """The ways of all rows of some payers when a version decides whatever the date of service is.

    Plans, mandates and guidelines are those of the date of service, and so are the days between which the
    version lists a code.

    Arguments:
        payers: of the library; whether they adopt the policy is not asked.
        system: the code system that the rows' codes belong to.
    """
    owners = tuple(payers)
    codes = dict.fromkeys(entry.code for entry in version.codes if entry.code.system == system)

    def decides(payer: str, code: Code, day: date) -> Routed | Unrouted:
        for entry in version.codes:
            listed = (entry.first is None or entry.first <= day) and (entry.last is None or day <= entry.last)
            if entry.code == code and listed:
                return Routed(version, entry)
        return Unrouted("not_addressed", f"{version.policy} does not list {code} for {payer} on {day}")

    def days(payer: str, code: Code) -> Iterable[date]:
        texts = turns(*((text.effective, text.until) for text in around(programs.library, payer)))
        entries = turns(*((entry.first, entry.last) for entry in version.codes if entry.code == code))
        return sorted({FIRST_DAY, *(day for day in (*texts, *entries) if day >= FIRST_DAY)})

    listed = [(payer, code) for payer in owners for code in codes]
    return routes_along(Routes(owners, system, {}), programs, listed, days, decides)
