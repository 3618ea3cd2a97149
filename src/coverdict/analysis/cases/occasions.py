"""When a policy's test patients are treated, for which service, and whose members they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coverdict.analysis.texts import AnalysisError, Text
from coverdict.decision import Desk
from coverdict.language.model import CodeEntry, Document
from coverdict.language.syntax import And, Compare, Condition, FactTerm, InCodes, Not, Or
from coverdict.library.index import Library
from coverdict.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is settled before a patient is chosen.

    Arguments:
        payer: whose members the patients are; empty where nobody works under the policy.
        first, last: the days on which the version decides; None: no end there.
        day: the date of service of patients for whom no other matters.
        codes: the policy's codes.
        why: where there is no payer, why there is none.
    """

    payer: str
    first: date | None
    last: date | None
    day: date
    codes: tuple[CodeEntry, ...]
    why: str = ""

    @property
    def governed(self) -> tuple[CodeEntry, ...]:
        return tuple(entry for entry in self.codes if entry.role == "governed")

    @property
    def companions(self) -> tuple[CodeEntry, ...]:
        return tuple(entry for entry in self.codes if entry.role == "companion")

    def about(self) -> Mapping[str, Condition]:
        """By fact, what is true of every patient: a code and a day that lead to this version."""
        found: dict[str, Condition] = {}
        if self.governed:
            listed: list[Condition] = [
                InCodes("service.code", codes=tuple(sorted({entry.code for entry in self.governed})))
            ]
            for entry in self.governed:
                days = _within(entry.first, entry.last)
                if days is not None:
                    listed.append(Or((Not(InCodes("service.code", codes=(entry.code,))), days)))
            found["service.code"] = And(tuple(listed)) if len(listed) > 1 else listed[0]
        days = _within(self.first, self.last)
        if days is not None:
            found["service.date"] = days
        return found

    def day_for(self, entry: CodeEntry) -> date:
        """A date of service on which the code is listed."""
        day = self.day
        if entry.first is not None:
            day = max(day, entry.first)
        return min(day, entry.last) if entry.last is not None else day


def _within(first: date | None, last: date | None) -> Condition | None:
    ends: list[Condition] = []
    if first is not None:
        ends.append(Compare(FactTerm("service.date"), ">=", first))
    if last is not None:
        ends.append(Compare(FactTerm("service.date"), "<=", last))
    return And(tuple(ends)) if len(ends) > 1 else ends[0] if ends else None


def occasion_of(desk: Desk, text: Text, payer: str | None) -> Occasion:
    """The occasion for a policy's test patients.

    Arguments:
        payer: a payer; without one, the first that works under the policy and is no example.

    Errors:
        AnalysisError: no such payer, or it does not work under the policy.
    """
    library, codes = desk.library, text.document.codes
    if text.draft:
        if payer is not None:
            raise AnalysisError(
                f"{text.draft}: a draft decides nobody's requests; put it into the library to name a payer"
            )
        why = f"{text.draft} is a draft, which decides nobody's requests; put it into the library"
        return Occasion("", text.document.effective, text.document.until, text.day, codes, why)
    settings = _payer(library, text.id, payer)
    version = text.version
    assert version is not None
    if settings is None:
        why = f"no payer of the library that is no example works under {text.id}; name one with --payer"
        return Occasion("", version.effective, version.last, text.day, codes, why)
    if version.effective is not None:
        later = [row - timedelta(days=1) for row in version.history if row > version.effective]
        ends = [*later, *([version.last] if version.last is not None else [])]
        return Occasion(settings.id, version.effective, min(ends, default=None), text.day, codes)
    windows = library.windows(settings.id, text.id)
    if not windows:
        why = f"{text.id} has no date of its own, and {settings.id} has set no window for it"
        return Occasion("", None, None, text.day, codes, why)
    inside = [one for one in windows if one.start <= text.day and (one.end is None or text.day <= one.end)]
    window = (inside or windows)[0]
    day = text.day if inside else window.start
    return Occasion(settings.id, window.start, window.end, day, codes)


def _payer(library: Library, policy: str, name: str | None) -> Document | None:
    payers = library.contents.payers
    if name is None:
        adopting = (one for one in payers.values() if policy in one.adopts and not one.example)
        return next(adopting, None)
    if name not in payers:
        raise AnalysisError(f"no payer {name!r} in the library; {did_you_mean(name, payers)}".rstrip("; "))
    if policy not in payers[name].adopts:
        raise AnalysisError(
            f"{name} does not work under {policy}; it adopts {', '.join(payers[name].adopts)}"
        )
    return payers[name]
