"""Policy versions by the names that people give them: `bsc/7.01.75`, or `bsc/7.01.75@2021-12-01`."""

from __future__ import annotations

from datetime import date

from coverdict.library.index import Library, PolicyVersion
from coverdict.text import CoverdictError, did_you_mean


class UnknownPolicyError(CoverdictError):
    """No policy, or no version of it, has the name that was given."""


def find_version(library: Library, policy: str) -> PolicyVersion:
    """The version that a name means: of the day after `@`, else the newest.

    Errors:
        UnknownPolicyError: no such policy, a day that is none, or no version in force that day.
    """
    name, _, day_text = policy.partition("@")
    versions = library.contents.versions.get(name)
    if versions is None:
        near = did_you_mean(name, library.contents.versions)
        raise UnknownPolicyError(f"policy {name!r} is not in the library; {near}".rstrip("; "))
    if not day_text:
        return versions[-1]
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        raise UnknownPolicyError(f"{day_text!r} is not a date; write {name}@2021-12-01") from None
    for chosen in reversed(versions):
        if chosen.effective is None or (
            chosen.effective <= day and (chosen.last is None or day <= chosen.last)
        ):
            return chosen
    raise UnknownPolicyError(f"no version of {name} in this library is in force on {day}")
