"""Random cases in volume: hypothesis strategies, and the same from a plain seed.

    for case in cases(seed=1, count=10_000): ...                    # many requests for each small library
    @given(small_cases())                                           # shrinks; one library for each case

Every library is text that the language reads, with the trees that the text was written from beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from coverdict_judges.cases import Bench, Case, Shelf, invent_case, invent_shelf
from coverdict_judges.inventing.sizes import SMALL, Shape, Size, large, shelf

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

REQUESTS = 40
"""Requests for each library, where many cases are wanted."""


def cases(seed: int, count: int, size: Size = SMALL, requests: int = REQUESTS) -> Iterator[Case]:
    """`count` random cases, the same for the same arguments.

    Arguments:
        requests: how many requests share a library (and what its judges remember).
    """
    random = Random(seed)
    made = 0
    while made < count:
        invented = invent_shelf(random, size)
        for policy in invented.policies:
            bench = Bench(invented, policy)
            for _ in range(min(requests, count - made)):
                made += 1
                yield invent_case(random, bench, size.worlds)


def shelves(seed: int, count: int, size: Size = SMALL) -> Iterator[Shelf]:
    """`count` random libraries, the same for the same arguments."""
    random = Random(seed)
    for _ in range(count):
        yield invent_shelf(random, size)


def large_case(seed: int, shape: Shape) -> Case:
    """A request under a policy on 100 facts with about 60 rules."""
    return next(cases(seed, 1, large(shape)))


def library_of(seed: int, policies: int) -> Shelf:
    """A library of many policies, each on 20 facts of one vocabulary of 200."""
    return next(shelves(seed, 1, shelf(policies)))


def small_cases() -> SearchStrategy[Case]:
    """Small cases for hypothesis."""
    from hypothesis import strategies

    def invented(random: Random) -> Case:
        library = invent_shelf(random, SMALL)
        return invent_case(random, Bench(library, library.policies[0]), SMALL.worlds)

    return strategies.randoms(use_true_random=False).map(invented)


def small_shelves() -> SearchStrategy[Shelf]:
    """Small libraries for hypothesis."""
    from hypothesis import strategies

    return strategies.randoms(use_true_random=False).map(lambda random: invent_shelf(random, SMALL))
