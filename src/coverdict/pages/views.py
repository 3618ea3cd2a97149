"""What templates show of regions, conditions, patients and clauses: texts, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.joint import Pair
from coverdict.analysis.patients import Patient
from coverdict.analysis.percents import share_words
from coverdict.analysis.regions import Region, Where
from coverdict.analysis.standing import Standing, standings
from coverdict.analysis.words import Clause
from coverdict.language.model import Document, Rule
from coverdict.language.syntax import Citation
from coverdict.pages.sentences import Called
from coverdict.pages.wording import Facts, capital, phrase, plain, value_words

LEAST_BAR = 0.6
"""The width, in percent, of a bar for the smallest share: still to be seen."""

Rules = Mapping[str, tuple[Document, Rule]]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A rule at work: its label, the text that it stands in, and what it cites."""

    label: str
    name: str
    document: str
    cites: str


@dataclass(frozen=True, slots=True)
class StandingView:
    """What one text says."""

    name: str
    says: str
    favourable: bool
    otherwise: bool
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True, slots=True)
class WhereView:
    """A condition as lists: all of `common`, and one of the ways.

    Arguments:
        title: whose condition it is.
        as_in: the number of an earlier region with the same condition; 0 where there is none.
    """

    title: str
    common: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...]
    complete: bool
    as_in: int = 0


@dataclass(frozen=True, slots=True)
class RegionView:
    number: int
    share: str
    bar: str
    says: str
    sides: tuple[StandingView, StandingView]
    where: tuple[WhereView, ...]
    facts: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair of standings in one row."""

    share: str
    bar: str
    first: StandingView
    second: StandingView


def region_views(found: Comparison, called: Called) -> tuple[RegionView, ...]:
    """The regions that were described, in their order."""
    views: list[RegionView] = []
    for number, region in enumerate(found.regions, start=1):
        pair = pair_view(found, region.pair, called)
        views.append(
            RegionView(
                number,
                pair.share,
                pair.bar,
                f"{pair.first.says} | {pair.second.says}",
                (pair.first, pair.second),
                _wheres(found, region, called),
                _stated(region.patient, found.facts),
                tuple((name.partition("#")[2], option) for name, option in region.patient.readings.items()),
            )
        )
    return tuple(views)


def pair_view(found: Comparison, pair: Pair, called: Called) -> PairView:
    first, second = standings(pair)
    share = found.pairs[pair]
    part = float(share.part) * 100
    return PairView(
        share_words(share),
        f"{max(part, LEAST_BAR):.1f}",
        standing_view(called.first, first, found.rules[0]),
        standing_view(called.second, second, found.rules[1]),
    )


def standing_view(name: str, standing: Standing, rules: Rules) -> StandingView:
    return StandingView(
        capital(name),
        plain(standing.says),
        standing.rank == 1,
        standing.otherwise,
        tuple(clause_view(rule, *rules[rule]) for rule in standing.rules),
    )


def clause_view(name: str, text: Document, rule: Rule) -> ClauseView:
    return ClauseView(rule.label, name.partition("#")[2], text.id, citation_words(rule.cites))


def citation_words(cites: Citation | None) -> str:
    """`Inclusions, 1`; empty where there is nothing to point at."""
    if cites is None:
        return ""
    place = ", ".join(part for part in (cites.section, cites.item) if part)
    if cites.from_source:
        return place
    return f"{place}; not from the source" if place else "not from the source"


def _wheres(found: Comparison, region: Region, called: Called) -> tuple[WhereView, ...]:
    if len(region.where) == 1:
        return (where_view("Who they are", region.where[0], found.facts),)
    titles = [f"When {name} says so" for name in (called.first, called.second)]
    return tuple(
        where_view(title, where, found.facts, _described_before(found.regions, region, side))
        for side, (title, where) in enumerate(zip(titles, region.where, strict=True))
    )


def _described_before(regions: Sequence[Region], region: Region, side: int) -> int:
    """The number of an earlier region whose condition on that side is the same; 0 where there is none."""
    for number, earlier in enumerate(regions[: regions.index(region)], start=1):
        if len(earlier.where) == 2 and earlier.where[side] == region.where[side]:
            return number
    return 0


def where_view(title: str, where: Where, facts: Facts, as_in: int = 0) -> WhereView:
    if len(where.ways) == 1 and where.complete:
        return WhereView(title, _points((*where.common, *where.ways[0]), facts), (), True, as_in)
    ways = tuple(_points(way, facts) for way in where.ways)
    return WhereView(title, _points(where.common, facts), ways, where.complete, as_in)


def _points(clauses: Sequence[Clause], facts: Facts) -> tuple[str, ...]:
    return tuple(capital(phrase(clause, facts)) for clause in clauses)


def _stated(patient: Patient, facts: Facts) -> tuple[tuple[str, str], ...]:
    return tuple(
        (facts[name].label or name, value_words(facts[name], value)) for name, value in patient.facts.items()
    )
