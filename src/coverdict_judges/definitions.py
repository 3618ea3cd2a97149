"""The words of the design as brute force: disposition, question, reason, change.

Each takes `possible`, a judge's possible outcomes of a partial request, and tries everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

from coverdict.language.model import Value
from coverdict_judges.reference import Outcome
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import Known, is_complete, raw_values

Disposition: TypeAlias = Literal["favourable", "adverse", "unsettled"]
Possible: TypeAlias = Callable[[Known], frozenset[Outcome]]

_DISPOSITIONS: Mapping[str, Disposition] = {
    "covered": "favourable",
    "coinsurance_only": "favourable",
    "not_covered": "adverse",
    "undetermined": "unsettled",
}


def disposition(result: Outcome) -> Disposition:
    """What an outcome means for the request."""
    _, benefit = result
    return _DISPOSITIONS[benefit]


def dispositions(results: Iterable[Outcome]) -> frozenset[Disposition]:
    return frozenset(disposition(result) for result in results)


# --- questions -----------------------------------------------------------------------------------------


def obtainable(texts: Texts, known: Known) -> tuple[str, ...]:
    """The facts that somebody could still be asked for: unknown or known in part, no judgements."""
    return tuple(
        name
        for name, fact in texts.facts.items()
        if fact.ask and not fact.judgement and (name not in known or not is_complete(fact, known[name]))
    )


def questions(
    texts: Texts, known: Known, possible: Possible, candidates: Iterable[str] | None = None
) -> frozenset[str]:
    """The facts that are questions: after some answers to others the disposition is open, and some answer
    to this one settles it.

    Readings and judgements stay open throughout; so do facts that nobody can be asked for.

    Arguments:
        candidates: the facts to try; by default all obtainable ones.
    """
    names = obtainable(texts, known)
    return frozenset(
        name
        for name in (names if candidates is None else candidates)
        if _is_question(texts, name, names, known, possible)
    )


def _is_question(texts: Texts, name: str, names: tuple[str, ...], known: Known, possible: Possible) -> bool:
    others = tuple(other for other in names if other != name)
    for situation in _answered(texts, others, known, possible):
        for value in raw_values(texts, name, situation):
            if len(dispositions(possible({**situation, name: value}))) == 1:
                return True
    return False


def _answered(texts: Texts, names: tuple[str, ...], known: Known, possible: Possible) -> Iterator[Known]:
    """What could be known after answers to some of `names` that leave at least two dispositions possible.

    More answers leave fewer completions, so that what is settled (or contradicts itself) stays so.
    """
    if len(dispositions(possible(known))) < 2:
        return
    if not names:
        yield known
        return
    first, *rest = names
    yield from _answered(texts, tuple(rest), known, possible)
    for value in raw_values(texts, first, known):
        yield from _answered(texts, tuple(rest), {**known, first: value}, possible)


# --- reasons -------------------------------------------------------------------------------------------


def reasons(
    known: Known, possible: Possible, measure: Callable[[Outcome], object]
) -> frozenset[frozenset[str]]:
    """The inclusion-minimal sets of known facts that by themselves force what all of them force.

    Arguments:
        measure: what is forced: `disposition`, or an outcome's status.

    Result:
        Sets S of known facts with a non-empty set of possible measures, within that of all the known facts;
        when these contradict each other, the minimal sets that do so. All facts together are open: every
        minimal set that leaves no more open than they do.
    """
    target = frozenset(measure(result) for result in possible(known))
    minimal: list[frozenset[str]] = []
    for size in range(len(known) + 1):
        for chosen in combinations(known, size):
            if any(smaller <= frozenset(chosen) for smaller in minimal):
                continue
            found = frozenset(measure(result) for result in possible({name: known[name] for name in chosen}))
            if found <= target and bool(found) == bool(target):
                minimal.append(frozenset(chosen))
    return frozenset(minimal)


# --- changes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """Known facts, each with a new raw value, and the outcomes that are possible then."""

    values: tuple[tuple[str, Value], ...]
    outcomes: frozenset[Outcome]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.values)


def changes(texts: Texts, known: Known, possible: Possible) -> tuple[Change, ...]:
    """Every way to alter the fewest known changeable facts so that only other outcomes are possible.

    An altered fact has a complete new value. Empty when no alteration does it.
    """
    current = possible(known)
    changeable = [name for name in known if texts.facts[name].changeable]
    for size in range(1, len(changeable) + 1):
        found = []
        for chosen in combinations(changeable, size):
            kept = {name: value for name, value in known.items() if name not in chosen}
            for altered in _alterations(texts, chosen, kept, known):
                outcomes = possible(altered)
                if outcomes and not outcomes & current:
                    found.append(Change(tuple((name, altered[name]) for name in chosen), outcomes))
        if found:
            return tuple(found)
    return ()


def _alterations(texts: Texts, names: tuple[str, ...], kept: Known, known: Known) -> Iterator[Known]:
    if not names:
        yield kept
        return
    first, *rest = names
    for value in raw_values(texts, first, kept):
        if value != known[first]:
            yield from _alterations(texts, tuple(rest), {**kept, first: value}, known)
