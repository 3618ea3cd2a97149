"""`cases`: the fewest test patients of a policy, with the services that they are to have.

They visit every boundary from both sides, make every criterion and every rule decide, have every code, and
notice every single slip that would change anybody's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coverdict.analysis.cases.choosing import Chosen, choose
from coverdict.analysis.cases.gathering import RuledUnder
from coverdict.analysis.cases.mutants import Mutant, mutants_of
from coverdict.analysis.cases.obligations import Showing
from coverdict.analysis.cases.occasions import Occasion, occasion_of
from coverdict.analysis.comparing.compare import position_texts
from coverdict.analysis.space import Side, side_of
from coverdict.analysis.texts import AnalysisError, Text
from coverdict.decision import Desk
from coverdict.language.model import CodeEntry, Fact, Value
from coverdict.language.syntax import Code
from coverdict.text import Place

ALONE = "without a governed service"


@dataclass(frozen=True, slots=True)
class CasePatient:
    """A test patient with the services that are asked for.

    Arguments:
        facts: all that the rules ask for; nothing for companions without a governed service.
        rulings: what the policy says, under each combination of readings that makes a difference.
        governed: the services that the policy governs.
        companions: the services that go with them; alone they are not addressed.
        day: the date of service.
        told: how many slips this patient would notice.
    """

    number: int
    shows: tuple[Showing, ...]
    facts: Mapping[str, Value]
    rulings: tuple[RuledUnder, ...]
    governed: tuple[Code, ...]
    companions: tuple[Code, ...]
    day: date
    told: int

    @property
    def services(self) -> tuple[Code, ...]:
        return (*self.governed, *self.companions)


@dataclass(frozen=True, slots=True)
class Slip:
    """A single change of the texts, in words, and where."""

    says: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cases:
    """The test patients of a policy.

    Arguments:
        at_least: no fewer patients would do.
        slips: how many single changes were tried.
        told: how many of them some patient notices.
        equal: those that change nobody's answer.
        nobody: what no patient can show.
        beyond: what was not tried, since it cuts facts into more cells than a group may have.
        facts: the vocabulary's facts.
    """

    policy: str
    version: str
    title: str
    occasion: Occasion
    patients: tuple[CasePatient, ...]
    at_least: int
    slips: int
    told: int
    equal: tuple[Slip, ...]
    nobody: tuple[Showing, ...]
    beyond: tuple[Showing, ...]
    facts: Mapping[str, Fact]


def cases(desk: Desk, text: Text, payer: str | None = None) -> Cases:
    """The test patients of a policy.

    Arguments:
        payer: whose members they are to be; without one, the first that works under the policy.

    Errors:
        AnalysisError: a guideline, an unknown payer, or a policy that is out of reach.
    """
    if not text.is_policy:
        raise AnalysisError(f"{text.id} is a guideline, which decides nobody; name a policy")
    occasion = occasion_of(desk, text, payer)
    side = status_side(desk, text)
    mutants = mutants_of(side)
    chosen = choose(desk.library, side, mutants, occasion)
    patients = tuple(_served(chosen.patients, occasion))
    table = tuple(_table_slips(text.document.codes))
    told = frozenset(number for patient in chosen.patients for number in patient.told)
    told_of_table = [slip for slip, codes in table if any(_notices(one, occasion, codes) for one in patients)]
    return Cases(
        policy=text.id,
        version=text.version_name,
        title=text.document.title,
        occasion=occasion,
        patients=tuple(_counted(patients, table, occasion)),
        # A request for companions alone is one that no patient of a governed service can be.
        at_least=chosen.at_least + (len(patients) - len(chosen.patients)),
        slips=len(mutants) + len(table),
        told=len(told) + len(told_of_table),
        equal=tuple(_slip(mutants[number]) for number in sorted(chosen.equal)),
        nobody=chosen.nobody,
        beyond=chosen.beyond,
        facts=side.names.facts,
    )


def status_side(desk: Desk, text: Text) -> Side:
    """A policy and the mandates on it, with their rules on status alone."""
    return side_of(
        desk.library,
        tuple(
            replace(one, rules=tuple(rule for rule in one.rules if rule.slot == "status"))
            for one in position_texts(desk, text)
        ),
    )


def _slip(mutant: Mutant) -> Slip:
    return Slip(mutant.says, mutant.place)


# --- services -------------------------------------------------------------------------------------------


def _served(chosen: Sequence[Chosen], occasion: Occasion) -> Iterator[CasePatient]:
    """Every patient with a service, every code with a patient, every companion with a service and alone."""
    lines = _shared_out(chosen, [entry.code for entry in occasion.governed])
    companions = tuple(entry.code for entry in occasion.companions)
    entries = {entry.code: entry for entry in occasion.codes}
    for number, (patient, governed) in enumerate(zip(chosen, lines, strict=True), start=1):
        with_it = companions if number == 1 and governed else ()
        codes = tuple(Showing("code", f"{code} beside a governed service") for code in with_it)
        stated = patient.facts.get("service.date")
        day = stated if isinstance(stated, date) else _day(occasion, entries, governed)
        shows = (*patient.shows, *codes)
        facts, rulings = patient.facts, patient.rulings
        yield CasePatient(number, shows, facts, rulings, governed, with_it, day, len(patient.told))
    if companions and occasion.governed:
        shows = tuple(Showing("code", f"{code} {ALONE}") for code in companions)
        day = _day(occasion, entries, companions)
        yield CasePatient(len(chosen) + 1, shows, {}, (), (), companions, day, 0)


def _day(occasion: Occasion, entries: Mapping[Code, CodeEntry], codes: Sequence[Code]) -> date:
    return occasion.day_for(entries[codes[0]]) if codes else occasion.day


def _shared_out(chosen: Sequence[Chosen], codes: Sequence[Code]) -> list[tuple[Code, ...]]:
    """For each patient the codes of the services, so that every code that fits some patient has one."""
    lines: list[list[Code]] = [[] for _ in chosen]
    left = list(codes)
    # Who has the least choice is served first; what is left over goes to whoever has the fewest services.
    for number in sorted(range(len(chosen)), key=lambda one: (len(chosen[one].codes), one)):
        fitting = [code for code in left if code in chosen[number].codes] or list(chosen[number].codes)
        if fitting:
            lines[number].append(fitting[0])
            left = [code for code in left if code != fitting[0]]
    for code in left:
        takers = [number for number, patient in enumerate(chosen) if code in patient.codes]
        if takers:
            lines[min(takers, key=lambda number: (len(lines[number]), number))].append(code)
    return [tuple(codes) for codes in lines]


# --- the table of codes ---------------------------------------------------------------------------------


def _table_slips(entries: Sequence[CodeEntry]) -> Iterator[tuple[Slip, tuple[CodeEntry, ...]]]:
    """Every single change of the policy's table of codes: an entry left out, or in the other role."""
    for number, entry in enumerate(entries):
        before, after = entries[:number], entries[number + 1 :]
        yield Slip(f"codes: {entry.code} is left out", entry.place), (*before, *after)
        turned = replace(entry, role="companion" if entry.role == "governed" else "governed")
        says = f"codes: {entry.code} is {turned.role}, not {entry.role}"
        yield Slip(says, entry.place), (*before, turned, *after)


def _notices(patient: CasePatient, occasion: Occasion, codes: Sequence[CodeEntry]) -> bool:
    """Whether another table of codes gives some service of the patient's another way."""
    return _ways(patient.services, occasion.codes) != _ways(patient.services, codes)


def _ways(services: Sequence[Code], entries: Sequence[CodeEntry]) -> list[str]:
    """How each service comes to its answer: as a governed one, beside such a one, or not at all."""
    roles = {entry.code: entry.role for entry in reversed(entries)}
    found = [roles.get(code, "none") for code in services]
    if "governed" in found:
        return [str(one) for one in found]
    return ["none" for _ in found]


def _counted(
    patients: Sequence[CasePatient],
    table: Sequence[tuple[Slip, tuple[CodeEntry, ...]]],
    occasion: Occasion,
) -> Iterator[CasePatient]:
    """The patients with the slips of the table counted to those who notice them."""
    for patient in patients:
        noticed = sum(_notices(patient, occasion, codes) for _, codes in table)
        yield replace(patient, told=patient.told + noticed)
