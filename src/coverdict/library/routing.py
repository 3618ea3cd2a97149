"""Which policy version decides a service: by payer, code and date of service, never by today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from coverdict.language.model import CodeEntry, PolicyWindow
from coverdict.language.syntax import Code
from coverdict.library.index import Library, PolicyVersion

Missing: TypeAlias = Literal["not_addressed", "no_version", "text_not_held", "no_window", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Routed:
    """The version that addresses the code, how it lists the code, and the payer's window if needed."""

    version: PolicyVersion
    entry: CodeEntry
    window: PolicyWindow | None = None


@dataclass(frozen=True, slots=True)
class Unrouted:
    """Why no version decides, in one sentence; `policies` are those that came near."""

    missing: Missing
    why: str
    policies: tuple[str, ...] = ()


def route(library: Library, payer: str, code: Code, day: date) -> Routed | Unrouted:
    """The version in force on `day` that addresses `code` for `payer`.

    Arguments:
        payer: a payer of the library; `KeyError` otherwise.
        day: the date of service.

    Result:
        The version, or one of the refusals of design §5.2: no policy addresses the code; none is in force
        that day; one was in force but its text is not held; an undated policy without a window.
    """
    library.contents.payers[payer]
    listed = [
        (version, entry)
        for version, entry in library.codes.get((payer, code), ())
        if (entry.first is None or entry.first <= day) and (entry.last is None or day <= entry.last)
    ]
    if not listed:
        return Unrouted("not_addressed", f"no policy of {payer} addresses {code}")
    found: list[Routed] = []
    refused: dict[str, Unrouted] = {}
    for version, entry in listed:
        answer = in_force(library, payer, version, entry, day)
        if isinstance(answer, Routed):
            found.append(answer)
        else:
            refused[version.policy] = answer
    if len(found) == 1:
        return found[0]
    if found:
        names = tuple(sorted({routed.version.policy for routed in found}))
        return Unrouted("ambiguous", f"several policies address {code}: {', '.join(names)}", names)
    return min(refused.values(), key=lambda refusal: _NEARNESS.index(refusal.missing))


# The refusal that says most about the day comes first.
_NEARNESS: tuple[Missing, ...] = ("text_not_held", "no_window", "no_version", "ambiguous", "not_addressed")


def in_force(
    library: Library, payer: str, version: PolicyVersion, entry: CodeEntry, day: date
) -> Routed | Unrouted:
    """Whether a version is in force on `day`, with the window that says so where it has no date itself."""
    policy = version.policy
    if version.holes:
        return Unrouted("text_not_held", version.unfilled, (policy,))
    if version.effective is None:
        windows = library.windows(payer, policy)
        for window in windows:
            if window.start <= day and (window.end is None or day <= window.end):
                return Routed(version, entry, window)
        if windows:
            why = f"{policy} has no date of its own, and {day} is outside the window that {payer} set for it"
        else:
            why = f"{policy} has no date of its own, and {payer} has set no window for it"
        return Unrouted("no_window", why, (policy,))
    known = [row for row in version.history if row <= day]
    held = {text.effective for text in library.contents.versions[policy]}
    if (
        known
        and max(known) not in held
        and max(known)
        > max((first for first in held if first is not None and first <= day), default=date.min)
    ):
        why = (
            f"{policy}: the version of {max(known)} was in force on {day}, "
            "but this library does not hold its text"
        )
        return Unrouted("text_not_held", why, (policy,))
    if version.effective <= day and (version.last is None or day <= version.last):
        return Routed(version, entry)
    return Unrouted("no_version", f"{policy}: no version was in force on {day}", (policy,))
