"""The program's side of every measurement, through the functions that its own rooms use."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bench.claims import Row
from bench.measure import seconds
from coverdict.decision import Desk, Determination, open_library
from coverdict.language import read_value
from coverdict.language.syntax import Code
from coverdict.library import PolicyVersion, Unrouted, route
from coverdict.library.dimensions import Dimension
from coverdict.library.folder import read, read_sources
from coverdict.library.layers import Outcome
from coverdict.library.opening import shipped_folder
from coverdict.library.program import Program, compile_policy, raw_value
from coverdict.logic import Diagram, Function, Mask
from coverdict.logic.machine import Machine, Reader
from coverdict.text import Place

RULE = Path(__file__).parent / "rule"
PAYER = "measured"
POLICY = "measured/ablation"


# --- opening and compiling ------------------------------------------------------------------------------


def opened(folder: Path | None, keep: Path | None = None) -> Desk:
    """A library at work; what was read is kept in `keep`, or not at all."""
    os.environ["COVERDICT_CACHE"] = str(keep) if keep else "off"
    return open_library(folder)


def read_afresh(folder: Path | None) -> None:
    """Read and check every document of a library."""
    found = read(read_sources(folder or shipped_folder()))
    assert not found.problems


def compiled(desk: Desk, payer: str, policy: str) -> Program:
    """The newest version of a policy, compiled for a payer."""
    return compile_policy(desk.library, payer, desk.version(policy))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled outcome: its size (None where a solver holds it) and how long compiling took."""

    function: Function
    nodes: int | None
    seconds: float


def outcome_of(desk: Desk, payer: str, policy: str) -> Compiled:
    """The outcome of a policy, compiled once and timed."""
    programs: list[Program] = []
    spent = seconds(lambda: programs.append(compiled(desk, payer, policy)))
    function = programs[0].outcome
    return Compiled(function, function.size() if isinstance(function, Diagram) else None, spent)


def partly_known(found: Compiled, chance: random.Random) -> tuple[Mask, ...]:
    """Cells of a patient of whom about half of the facts are known."""
    return tuple(
        (1 << chance.randrange(size)) if chance.random() < 0.5 else (1 << size) - 1
        for size in found.function.sizes
    )


def route_all(desk: Desk, payer: str, codes: Iterable[str], day: date) -> None:
    """Find the policy version for each CPT code."""
    for code in codes:
        route(desk.library, payer, Code("CPT", code), day)


# --- the measured rule ----------------------------------------------------------------------------------


def row_decider() -> Callable[[Row], str]:
    """Decides claims without a trace, from a library just opened and with nothing met before."""
    versions = _Versions(opened(RULE))

    def decide(row: Row) -> str:
        return versions[row["cpt"]][row["date_of_service"]](row)

    return decide


class _Versions(dict[object, "_Days"]):
    """By procedure and day, what decides a row: the version in force, as a machine."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.machines: dict[PolicyVersion, Callable[[Row], str]] = {}

    def __missing__(self, code: object) -> _Days:
        self[code] = _Days(self, Code("CPT", str(code)))
        return self[code]

    def machine(self, version: PolicyVersion) -> Callable[[Row], str]:
        if version not in self.machines:
            program = compile_policy(self.desk.library, PAYER, version)
            assert isinstance(program.outcome, Diagram)
            self.machines[version] = Machine(program.outcome, _readers(program), _result).decide
        return self.machines[version]


class _Days(dict[object, Callable[[Row], str]]):
    def __init__(self, versions: _Versions, code: Code) -> None:
        self.versions = versions
        self.code = code

    def __missing__(self, day: object) -> Callable[[Row], str]:
        found = route(self.versions.desk.library, PAYER, self.code, date.fromisoformat(str(day)))
        self[day] = _no_policy if isinstance(found, Unrouted) else self.versions.machine(found.version)
        return self[day]


def _no_policy(_: Row) -> str:
    return "no_policy"


def _result(outcomes: frozenset[Hashable]) -> str:
    return _word(outcome.benefit.value for outcome in outcomes if isinstance(outcome, Outcome))


def _readers(program: Program) -> dict[int, Reader]:
    """Readers of the columns that the vocabulary names; every dimension of the rule has one fact."""
    return {
        number: Reader((dimension.facts[0].column,), partial(_cells, dimension))
        for number, dimension in enumerate(program.dimensions)
    }


def _cells(dimension: Dimension, raw: object) -> Mask:
    (fact,) = dimension.facts
    written = f"{raw} {fact.unit}" if fact.unit else raw  # a column is in the fact's own unit
    value = read_value(fact, written, Place("claim"))
    return dimension.group.allowed({} if value is None else {fact.name: raw_value(fact, value)})


FACTS: Mapping[str, str] = {
    "lesion.count": "lesion_count",
    "tumor.resectable": "resectable",
    "disease.extrahepatic": "extrahepatic_disease",
    "tumor.metabolically_active": "metabolically_active",
}


def determiner() -> Callable[[Row], Determination]:
    """Whole determinations of claims, from a library just opened."""
    desk = opened(RULE)
    return lambda row: desk.decide(_request(row))


def _request(row: Row) -> dict[str, object]:
    facts: dict[str, object] = {"diagnosis.code": row["icd10"]}
    for fact, column in FACTS.items():
        if row[column] is not None:
            facts[fact] = row[column]
    if row["max_diameter_cm"] is not None:
        facts["lesion.largest"] = f"{row['max_diameter_cm']} cm"
    return {
        "payer": PAYER,
        "product": row["product"],
        "service_date": row["date_of_service"],
        "services": [{"system": "CPT", "code": row["cpt"]}],
        "facts": facts,
    }


def answer_of(determination: Determination) -> str:
    """The determination in the words of `bench.claims`."""
    (line,) = determination.lines
    if line.routing != "addressed":
        return "no_policy"
    return _word(outcome.benefit for outcome in line.possible)


def _word(benefits: Iterable[str]) -> str:
    found = set(benefits)
    return found.pop() if len(found) == 1 else "unknown"
