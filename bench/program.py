"""The program's side of every measurement, through the functions that its own rooms use."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.claims import Row
from bench.measure import seconds
from coverdict.decision import Desk, LineDetermination, open_library
from coverdict.decision.model import PossibleOutcome
from coverdict.language.syntax import Code
from coverdict.library import route
from coverdict.library.folder import read, read_sources
from coverdict.library.opening import shipped_folder
from coverdict.library.program import Program, compile_policy
from coverdict.logic import Diagram, Function, Mask

RULE = Path(__file__).parent / "rule"
PAYER = "measured"


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
    version = desk.version(policy)
    return compile_policy(desk.library, payer, version, version.effective or date(2012, 6, 1))


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


def row_decider() -> Callable[[Row], tuple[PossibleOutcome, ...]]:
    """The possible outcomes of claims, from a library just opened and with nothing met before."""
    return opened(RULE).rows(PAYER).possible


def determiner() -> Callable[[Row], LineDetermination]:
    """Whole determinations of claims, from a library just opened."""
    return opened(RULE).rows(PAYER).determine


def answer_of(line: LineDetermination) -> str:
    """A determination in the words of `bench.claims`."""
    return answer_in(line.possible)


def answer_in(possible: Iterable[PossibleOutcome]) -> str:
    """Possible outcomes in the words of `bench.claims`: there, benefits are all that counts."""
    outcomes = tuple(possible)
    if any(outcome.status is None for outcome in outcomes):
        return "no_policy"
    found = {outcome.benefit for outcome in outcomes}
    return found.pop() if len(found) == 1 else "unknown"
