"""How enumerations, dates and lists are said to a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from coverdict.cli.cleaning import clean, one_line

if TYPE_CHECKING:
    from coverdict.decision.model import (
        Action,
        DutyState,
        LineDetermination,
        PossibleOutcome,
        Target,
    )
    from coverdict.language.model import Who
    from coverdict.language.syntax import Citation

ACTIONS: dict[Action, str] = {
    "approve": "APPROVE",
    "pend": "PEND",
    "refer": "REFER",
    "not_required": "NOT REQUIRED: no authorization is needed",
}

TARGETS: dict[Target, str] = {"physician": "physician", "benefits": "benefits", "intake": "intake"}

PEOPLE: dict[Who, str] = {
    "provider": "the provider",
    "payer": "the payer",
    "clinician": "a clinician",
    "member": "the member",
}

LAYERS: dict[str, str] = {
    "law": "by law",
    "contract": "by the member's contract",
    "product": "by the product's coverage policy",
    "policy": "by the medical policy",
    "none": "",
}

DUTY_STATES: dict[DutyState, str] = {
    "not applicable": "does not apply",
    "met": "met",
    "due": "due",
    "missed": "missed",
    "open reading": "met or missed, depending on how the sentence is read",
    "unknown": "not known",
}


def plain(name: str) -> str:
    """A name of the program's as words: `not_covered` is "not covered"."""
    return one_line(name.replace("_", " "))


def days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "days not known yet"
    return str(first) if first == last else f"{first} to {last}"


def person(who: Who | None) -> str:
    return PEOPLE[who] if who else "somebody who knows"


def outcome(given: PossibleOutcome) -> str:
    """`investigational, benefit undetermined`."""
    return f"{status(given)}, benefit {plain(given.benefit)}"


def status(given: PossibleOutcome) -> str:
    return plain(given.status) if given.status else "no status"


def decided_by(given: PossibleOutcome) -> str:
    """By which layer it was decided; empty where none did."""
    return LAYERS.get(given.layer, f"by {one_line(given.layer)}" if given.layer else "")


def outcomes(given: Iterable[PossibleOutcome]) -> str:
    """Several outcomes in one sentence, layers aside, each once."""
    return "; or ".join(dict.fromkeys(outcome(one) for one in given))


def versioned(version: str | None) -> str:
    """`, version 2021-11-01` or `, undated`, to stand after a policy's name; empty for no version."""
    if version is None:
        return ""
    return ", undated" if version == "undated" else f", version {version}"


def citation(given: Citation) -> str:
    """`Inclusions, 1`; empty where there is nothing to point at."""
    place = ", ".join(one_line(part) for part in (given.section, given.item) if part)
    if given.from_source:
        return place
    return f"{place}; not from the source" if place else "not from the source"


def service(line: LineDetermination) -> str:
    """The service without a descriptor: code, units, modifiers, day and place."""
    given = line.service
    parts = [clean(str(given.code))]
    if given.modifiers:
        parts[0] += "".join(f"-{clean(modifier)}" for modifier in given.modifiers)
    if given.units is not None:
        parts.append(counted_units(str(given.units)))
    parts.append(f"on {given.date}" if given.end is None else days(given.date, given.end))
    if given.place:
        parts.append(f"at {one_line(given.place)}")
    return ", ".join(parts)


def counted_units(number: str) -> str:
    return f"{number} unit" if number == "1" else f"{number} units"
