"""`compare`: where two policies differ, or a policy and a guideline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coverdict.analysis.comparing.comparison import Codes, Comparison, Seen
from coverdict.analysis.comparing.lines import lines_of_business
from coverdict.analysis.joint import Joint, Pair, Walked, joint
from coverdict.analysis.ranks import verdict
from coverdict.analysis.regions import regions
from coverdict.analysis.space import Space, side_of, space_of, told_apart
from coverdict.analysis.standing import rank_difference, rules_by_name, standing_of, standings
from coverdict.analysis.texts import AnalysisError, Opened, Text
from coverdict.language.model import CodeEntry, Document
from coverdict.language.syntax import Code, Condition, InCodes

MOST_REGIONS = 6
"""Regions that are described, unless more are asked for."""


def compare(desk: Opened, first: Text, second: Text, most: int = MOST_REGIONS) -> Comparison:
    """Where two texts differ.

    Arguments:
        desk: the library that they are read with.
        first, second: policies or guidelines, one of them a policy at least.
        most: how many regions to describe; all are counted.

    Errors:
        AnalysisError: two guidelines, or facts that mean different things to the two.
        TooManyCellsError, SolverError: the two together are out of reach.
    """
    if not first.is_policy and not second.is_policy:
        raise AnalysisError(
            f"{first.id} and {second.id} are guidelines; "
            "a policy is compared with another policy or with a guideline"
        )
    sides = told_apart(
        *(side_of(desk.library, position_texts(desk, text)) for text in (first, second)),
        contracts=first.id != second.id,
        labels=side_labels(first, second),
    )
    space = space_of(desk.library, sides, about=about(first.document, second.document))
    decisions = tuple(standing_of(space, side) for side in sides)
    found = joint(space, *decisions)
    sorted_pairs = _sorted(found.pairs)
    shown = (*sorted_pairs.opposed, *sorted_pairs.renamed)[:most]
    return Comparison(
        first=seen(first),
        second=seen(second),
        verdict=verdict(rank_difference(pair) for pair in found.pairs),
        same_words=not sorted_pairs.opposed and not sorted_pairs.renamed,
        pairs=found.pairs,
        regions=regions(space, found, shown),
        opposed=sorted_pairs.opposed,
        renamed=sorted_pairs.renamed,
        silent=sorted_pairs.silent,
        agreed=sorted_pairs.agreed,
        asked=_asked(space, found),
        codes=codes_of(first.document, second.document),
        lines=lines_of_business(desk, first, second, space, found),
        counted=isinstance(found, Walked),
        rules=(rules_by_name(sides[0].texts), rules_by_name(sides[1].texts)),
        facts=space.names.facts,
    )


def position_texts(desk: Opened, text: Text) -> tuple[Document, ...]:
    """The texts that decide the clinical position: a policy with the mandates on it, or a guideline."""
    if not text.is_policy:
        return (text.document,)
    return (text.document, *desk.library.mandates(text.id, text.day))


def side_labels(first: Text, second: Text) -> tuple[str, str]:
    """What tells the names of the two apart: their ids or, of two versions, their versions."""
    if first.id != second.id:
        return first.id, second.id
    if first.version_name != second.version_name:
        return first.version_name, second.version_name
    return f"{first.version_name}, first", f"{second.version_name}, second"


def seen(text: Text) -> Seen:
    return Seen(text.id, text.version_name, text.document.title, text.publisher, text.document.kind)


def about(first: Document, second: Document) -> Mapping[str, Condition]:
    """Of the service: one that both texts address, where both list codes and share some."""
    governed = [{entry.code for entry in text.codes if entry.role == "governed"} for text in (first, second)]
    shared = governed[0] & governed[1] if all(governed) else governed[0] | governed[1]
    return {"service.code": InCodes("service.code", codes=tuple(sorted(shared)))} if shared else {}


@dataclass(frozen=True, slots=True)
class _Sorted:
    opposed: tuple[Pair, ...]
    renamed: tuple[Pair, ...]
    silent: tuple[Pair, ...]
    agreed: tuple[Pair, ...]


def _sorted(pairs: Mapping[Pair, object]) -> _Sorted:
    """The pairs by how they differ, each in the order of their shares."""
    found: dict[str, list[Pair]] = {"opposed": [], "renamed": [], "silent": [], "agreed": []}
    for pair in pairs:
        first, second = standings(pair)
        if first.rank is None or second.rank is None:
            found["silent"].append(pair)
        elif first.rank != second.rank:
            found["opposed"].append(pair)
        elif first.says == second.says or first.guideline or second.guideline:
            found["agreed"].append(pair)
        else:
            found["renamed"].append(pair)
    return _Sorted(**{name: tuple(kept) for name, kept in found.items()})


def _asked(space: Space, found: Joint) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The facts that the first's answer depends on alone, the second's alone, and both."""
    first, second = (depended_on(space, found, side, names) for side, names in enumerate(space.asked))
    ordered = [fact.name for dimension in space.dimensions for fact in dimension.facts]
    return (
        tuple(name for name in ordered if name in first and name not in second),
        tuple(name for name in ordered if name in second and name not in first),
        tuple(name for name in ordered if name in first and name in second),
    )


def depended_on(space: Space, found: Joint, side: int, named: frozenset[str]) -> frozenset[str]:
    """The facts among those that a side names on which its answer depends for some patient."""
    facts = frozenset(name for name in named if name in space.names.facts)
    matters = found.matters(side, {space.dimension_of[name] for name in facts})
    return frozenset(name for name in facts if space.dimension_of[name] in matters)


def codes_of(first: Document, second: Document) -> Codes:
    """The codes of both texts, each once."""
    mine, theirs = _by_code(first), _by_code(second)
    return Codes(
        tuple(entry for code, entry in mine.items() if code in theirs),
        tuple(entry for code, entry in mine.items() if code not in theirs),
        tuple(entry for code, entry in theirs.items() if code not in mine),
    )


def _by_code(text: Document) -> dict[Code, CodeEntry]:
    return {entry.code: entry for entry in text.codes}
