"""Test patients chosen: the fewest whom the search finds for everything that they have to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from coverdict.analysis.cases.gathering import Candidate, Part, RuledUnder, between, not_empty
from coverdict.analysis.cases.mutants import Mutant
from coverdict.analysis.cases.obligations import Showing, boundaries
from coverdict.analysis.cases.occasions import Occasion
from coverdict.analysis.cases.telling import SPACE, OutOfReachError, telling_of
from coverdict.analysis.space import Side, Space, space_of
from coverdict.language.model import Value
from coverdict.language.syntax import Code
from coverdict.library import Library
from coverdict.logic import OverBudget
from coverdict.logic.cells import TooManyCellsError


@dataclass(frozen=True, slots=True)
class Chosen:
    """A test patient.

    Arguments:
        facts: all that the rules ask for.
        rulings: what the texts say, under each combination of readings that makes a difference.
        codes: the governed codes of a service that may be the patient's.
        shows: what no patient before shows.
        told: the numbers of the mutants that this patient tells from the original.
    """

    facts: Mapping[str, Value]
    rulings: tuple[RuledUnder, ...]
    codes: tuple[Code, ...]
    shows: tuple[Showing, ...]
    told: frozenset[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """All test patients.

    Arguments:
        at_least: no fewer patients show everything.
        equal: the numbers of the mutants that answer as the original does for every patient.
        nobody: what no patient can show.
        beyond: what was not tried, since it cuts facts into more cells than a group may have.
    """

    patients: tuple[Chosen, ...]
    at_least: int
    equal: frozenset[int]
    nobody: tuple[Showing, ...]
    beyond: tuple[Showing, ...]


def choose(library: Library, side: Side, mutants: Sequence[Mutant], occasion: Occasion) -> Choice:
    """Test patients who show everything and notice every mutant that answers otherwise for anybody.

    Errors:
        OutOfReachError: the policy is over the budget of nodes.
    """
    parts: list[Part] = []
    candidates: list[Candidate] = []
    at_least = 0
    beyond: list[Showing] = []
    for space, numbers in _spaces(library, side, mutants, range(len(mutants)), occasion):
        if space is None:
            beyond += [Showing("slip", mutants[number].says) for number in numbers]
            continue
        telling = telling_of(space, side)
        try:
            part = Part(telling, [mutants[number] for number in numbers], numbers, occasion)
            found, bound = part.candidates(candidates)
        except OverBudget as error:
            raise OutOfReachError(side.texts[0].id, SPACE) from error
        parts.append(part)
        candidates += found
        at_least = max(at_least, bound)
        beyond += part.beyond
    return Choice(
        tuple(_chosen(parts, candidates)),
        at_least,
        frozenset(number for part in parts for number in part.equal),
        tuple(dict.fromkeys(showing for part in parts for showing in part.nobody)),
        tuple(dict.fromkeys(beyond)),
    )


def _chosen(parts: Sequence[Part], candidates: Sequence[Candidate]) -> Iterator[Chosen]:
    """The candidates who are needed, in order, each with what nobody before shows."""
    ordered = sorted(candidates, key=lambda one: one.place)
    # Everything to show, as the number of a part and a number in it.
    met = [
        frozenset((place, number) for place, part in enumerate(parts) for number in part.met(one.facts))
        for one in ordered
    ]
    needed = list(range(len(ordered)))
    everything = frozenset[tuple[int, int]]().union(*met)
    # What is chosen in a later space may leave a patient of an earlier one with nothing to show alone.
    for one in range(len(ordered)) if len(parts) > 1 else ():
        rest = [other for other in needed if other != one]
        if frozenset[tuple[int, int]]().union(*(met[other] for other in rest)) == everything:
            needed = rest
    shown: set[Showing] = set()
    for one in needed:
        wanted = [(parts[place], parts[place].wanted[number]) for place, number in sorted(met[one])]
        shows = dict.fromkeys(each.showing for _, each in wanted if each.showing not in shown)
        shown.update(shows)
        told = frozenset(part.numbers[each.mutant] for part, each in wanted if each.mutant >= 0)
        patient = ordered[one]
        yield Chosen(patient.facts, patient.rulings, patient.codes, tuple(shows), told)


def _spaces(
    library: Library, side: Side, mutants: Sequence[Mutant], numbers: Sequence[int], occasion: Occasion
) -> Iterator[tuple[Space | None, Sequence[int]]]:
    """A space for all the mutants; where that has too many cells, one for each half of them, and so on.

    Result: a single mutant has a space without cells for boundary values where those are too many, and None
    where its own are.
    """
    compared = (one for number in numbers if (one := mutants[number].compared) is not None)
    values = (
        condition
        for one in compared
        for condition in (*(at for _, at in boundaries(side, one)), *between(side, one))
    )
    also = [side.condition(condition) for condition in (*values, *not_empty(side))]
    sides = (side, *(mutants[number].side for number in numbers))
    for further in (also, ()) if len(numbers) < 2 else (also,):
        with suppress(TooManyCellsError):
            yield space_of(library, sides, further, occasion.about()), numbers
            return
    if len(numbers) < 2:
        yield None, numbers
        return
    half = len(numbers) // 2
    for part in (numbers[:half], numbers[half:]):
        yield from _spaces(library, side, mutants, part, occasion)
