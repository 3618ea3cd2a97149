"""Groups of one fact made of codes: a single code, and a set of codes.

A *region* is a membership signature: all the codes that lie in exactly the same of the asked sets.
A code in none of them is "elsewhere"; the asked sets are finite, so there always are such codes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.logic.cells.atoms import Atom, Hits, InSet
from coverdict.logic.cells.group import (
    CELL_BUDGET,
    Answer,
    Raw,
    bits,
    cell_masks,
    mask_of,
    must_allow,
    must_be,
    within_budget,
)
from coverdict.logic.cells.scalars import Scalar
from coverdict.logic.formula import Mask

Code: TypeAlias = Hashable
Sets: TypeAlias = Mapping[str, frozenset[Code]]
Signature: TypeAlias = int  # bit i: in the i-th of the asked sets


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Stands, in witnesses and answers, for some code that is in none of the asked sets."""

    def __str__(self) -> str:
        return "elsewhere"


ELSEWHERE = Elsewhere()


class Regions:
    """The codes of the asked sets by membership signature."""

    __slots__ = ("_samples", "names", "signatures")

    def __init__(self, asked: Iterable[str], sets: Sets) -> None:
        self.names = tuple(dict.fromkeys(asked))
        self.signatures: dict[Code, Signature] = {}
        for position, name in enumerate(self.names):
            bit = 1 << position
            for code in sets[name]:
                self.signatures[code] = self.signatures.get(code, 0) | bit
        self._samples: dict[Signature, Code] | None = None

    def distinct(self) -> list[Signature]:
        """The signatures that occur, ascending, and 0 (elsewhere) last."""
        return [*sorted(set(self.signatures.values())), 0]

    def sample(self, signature: Signature) -> Code:
        """The first code, by its text, with that signature; large sets are searched only when asked."""
        if self._samples is None:
            self._samples = {0: ELSEWHERE}
            for code, found in self.signatures.items():
                best = self._samples.get(found)
                if best is None or str(code) < str(best):
                    self._samples[found] = code
        return self._samples[signature]


def _vector(signature: Signature, width: int) -> tuple[bool, ...]:
    return tuple(bool(signature >> position & 1) for position in range(width))


def _set_text(
    names: tuple[str, ...], inside: str, outside: str, signatures: tuple[Signature, ...], cells: Mask
) -> str:
    """A mask of cells (each with its signature) in terms of the sets, as short as it can be said."""
    everything = (1 << len(signatures)) - 1
    if cells == everything:
        return "any"
    members_of = {
        name: mask_of(cell for cell, found in enumerate(signatures) if found >> position & 1)
        for position, name in enumerate(names)
    }
    widest_first = sorted(members_of.items(), key=lambda item: -item[1].bit_count())
    for word, wanted in ((inside, cells), (outside, everything & ~cells)):
        chosen, union = [], 0
        for name, members in widest_first:
            if members and not members & ~wanted and members & ~union:
                chosen.append(name)
                union |= members
        if chosen and union == wanted:
            return f"{word} {chosen[0]}" if len(chosen) == 1 else f"{word} {{{', '.join(chosen)}}}"

    def single(signature: Signature) -> str:
        return " and ".join(
            f"{inside if signature >> position & 1 else outside} {name}"
            for position, name in enumerate(names)
        )

    return " or ".join(single(signatures[cell]) for cell in bits(cells))


class Member(Scalar):
    """One code, asked for membership in named sets; raw values are the hashable codes themselves.

    Arguments:
        atoms: the memberships asked for.
        sets: the codes of at least every asked set.
    """

    def __init__(self, fact: str, atoms: Iterable[InSet], sets: Sets) -> None:
        unique = tuple(dict.fromkeys(atoms))
        self._regions = Regions((atom.set for atom in unique), sets)
        self._distinct = tuple(self._regions.distinct())
        super().__init__(fact, unique, tuple(_vector(signature, len(unique)) for signature in self._distinct))
        # Distinct signatures are distinct vectors: cells are regions.
        by_signature = {signature: cell for cell, signature in enumerate(self._distinct)}
        self._cells = {code: by_signature[signature] for code, signature in self._regions.signatures.items()}
        self._elsewhere = self.size - 1

    @property
    def codes(self) -> Iterable[Code]:
        """Every code of the asked sets."""
        return self._regions.signatures.keys()

    def _sample(self, region: int) -> object:
        return self._regions.sample(self._distinct[region])

    def cell_of(self, value: object) -> int:
        """The cell of a code; a code that is in none of the asked sets is elsewhere, never impossible."""
        return self._cells.get(value, self._elsewhere)

    def describe(self, fact: str, cells: Mask) -> str:
        must_be(fact, self.facts)
        return _set_text(self._regions.names, "in", "not in", self._distinct, cells)


class Members:
    """A set of codes, asked whether some member is in a named set.

    Raw values are `(frozenset of codes, complete)`: the members, and whether there are no others.

    A vector says which of the asked sets are hit: it is the union of the members' signatures. So
    the vectors that occur are exactly the unions of signatures that codes have, the empty one
    included, which is the same as: every hit set has a region that lies in hit sets only. With the
    members known but others possible, the union of the known signatures is a lower bound, and every
    vector V above it occurs: V is a union of signatures, add a code of each.
    """

    def __init__(self, fact: str, atoms: Iterable[Hits], sets: Sets) -> None:
        unique = tuple(dict.fromkeys(atoms))
        self._regions = Regions((atom.set for atom in unique), sets)
        self._parts = self._regions.distinct()[:-1]
        unions: set[Signature] = {0}
        for part in self._parts:
            unions.update([union | part for union in unions])
            within_budget(len(unions), CELL_BUDGET, fact)
        self._vectors = (*sorted(unions - {0}), 0)
        self._cells = {vector: cell for cell, vector in enumerate(self._vectors)}
        self.facts: tuple[str, ...] = (fact,)
        self.size = len(self._vectors)
        self._holds = cell_masks((_vector(vector, len(unique)) for vector in self._vectors), unique)
        self._above: dict[Signature, Mask] = {0: (1 << self.size) - 1}

    @property
    def fact(self) -> str:
        return self.facts[0]

    @property
    def sets(self) -> tuple[frozenset[Code], ...]:
        """The asked sets; bit `i` of a signature stands for the `i`-th."""
        return tuple(
            frozenset(code for code, signature in self._regions.signatures.items() if signature >> at & 1)
            for at in range(len(self._regions.names))
        )

    def signatures(self) -> dict[Signature, frozenset[Code]]:
        """Which of the asked sets a complete set of codes can hit together, each with such codes."""
        found = {}
        for cell, vector in enumerate(self._vectors):
            codes, _ = _code_set(self.fact, self.completion(cell, {})[self.fact])
            found[vector] = codes
        return found

    def signature_of(self, codes: Iterable[Code]) -> Signature:
        """Which of the asked sets these codes hit."""
        return self._hit(codes)

    def holds(self, atom: Atom) -> Mask:
        return self._holds[atom]

    def _hit(self, codes: Iterable[Code]) -> Signature:
        signatures = self._regions.signatures
        hit = 0
        for code in codes:
            hit |= signatures.get(code, 0)
        return hit

    def cell_of(self, codes: Iterable[Code]) -> int:
        """The cell of a complete set of codes."""
        return self._cells[self._hit(codes)]

    def allowed(self, known: Raw) -> Mask:
        value = known.get(self.facts[0])
        if value is None:
            return self._above[0]
        codes, complete = _code_set(self.facts[0], value)
        hit = self._hit(codes)
        if complete:
            return 1 << self._cells[hit]
        mask = self._above.get(hit)
        if mask is None:
            mask = mask_of(cell for cell, vector in enumerate(self._vectors) if not hit & ~vector)
            self._above[hit] = mask
        return mask

    def answers(self, fact: str, known: Raw) -> tuple[Answer, ...]:
        must_be(fact, self.facts)
        return tuple(
            Answer(self.completion(cell, known)[fact], 1 << cell) for cell in bits(self.allowed(known))
        )

    def witness(self, cell: int) -> dict[str, object]:
        return self.completion(cell, {})

    def completion(self, cell: int, known: Raw) -> dict[str, object]:
        must_allow(cell, self.allowed(known))
        value = known.get(self.fact)
        codes = set[Code]() if value is None else set(_code_set(self.fact, value)[0])
        wanted = self._vectors[cell]
        hit = self._hit(codes)
        for part in self._parts:
            if not part & ~wanted and part & ~hit:
                codes.add(self._regions.sample(part))
                hit |= part
        return {self.fact: (frozenset(codes), True)}

    def describe(self, fact: str, cells: Mask) -> str:
        must_be(fact, self.facts)
        return _set_text(self._regions.names, "any in", "none in", self._vectors, cells)


def _code_set(fact: str, value: object) -> tuple[frozenset[Code], bool]:
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], frozenset):
        return value[0], bool(value[1])
    raise TypeError(f"{fact}: a set of codes is (frozenset, complete), not {value!r}")
