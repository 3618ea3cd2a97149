"""The reduced diagram is the policy's function on all patients that can be, and shows nothing idle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import product
from math import prod
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.library.layers import Outcome
from coverdict.library.program import Program
from coverdict.logic import IMPOSSIBLE, Diagram
from coverdict.pictures.comparisons import Comparison, combined
from coverdict.pictures.reduction import reduced
from coverdict.pictures.store import Reduced
from coverdict.pictures.wording import Wording
from tests.pictures.programs import BCBSM, BSC, SEEDS, invented, real

MOST_WORLDS = 20_000


def status(outcome: object) -> Hashable:
    assert isinstance(outcome, Outcome)
    return outcome.status.value


def pair(program: Program) -> tuple[Diagram, Reduced]:
    """The function as it was compiled, and as it is drawn."""
    assert isinstance(program.outcome, Diagram)
    function = program.outcome.relabel(status)
    return function, reduced(function, Wording(program).blocks)


def worlds(function: Diagram, random: Random) -> Iterator[tuple[int, ...]]:
    """All worlds where they are few, else many of them at random."""
    if prod(function.sizes) <= MOST_WORLDS:
        yield from product(*map(range, function.sizes))
        return
    for _ in range(MOST_WORLDS):
        yield tuple(random.randrange(size) for size in function.sizes)


# In every world that can be, the picture's way down leads to what the policy's function says.
@pytest.mark.parametrize("seed", SEEDS)
def test_the_picture_is_the_function_on_feasible_worlds(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    feasible = 0
    for program in (*invented(seed, 20, tmp_path), real(BCBSM), real(BSC)):
        function, drawn = pair(program)
        for cells in worlds(function, random):
            value = function.value(cells)
            if value is not IMPOSSIBLE:
                feasible += 1
                assert drawn.value(cells) == value
    assert feasible > 500


# A fact shows only where two patients that can be, alike in every other fact shown, differ in status.
@pytest.mark.parametrize("seed", SEEDS)
def test_no_fact_shows_that_tells_nothing_apart(seed: int, tmp_path: Path) -> None:
    for program in invented(seed, 20, tmp_path):
        function, drawn = pair(program)
        if prod(function.sizes) > MOST_WORLDS:
            continue
        values = {
            cells: value
            for cells in product(*map(range, function.sizes))
            if (value := function.value(cells)) is not IMPOSSIBLE
        }
        tested = {node.dimension for node in drawn.nodes if not node.terminal}
        for dimension in tested:
            seen: dict[tuple[int, ...], set[Hashable]] = defaultdict(set)
            for cells, value in values.items():
                seen[tuple(cells[one] for one in sorted(tested - {dimension}))].add(value)
            assert any(len(some) > 1 for some in seen.values())


# Every node tells its patients apart, no two are the same, and edges share no cell and go down.
@pytest.mark.parametrize("seed", SEEDS)
def test_nodes_are_reduced(seed: int, tmp_path: Path) -> None:
    for program in invented(seed, 20, tmp_path):
        _, drawn = pair(program)
        keys = [(node.dimension, node.edges, node.value) for node in drawn.nodes]
        assert len(keys) == len(set(keys))
        for place, node in enumerate(drawn.nodes):
            children = [child for _, child in node.edges]
            assert node.terminal or len(set(children)) == len(children) >= 2
            assert all(child > place for child in children)
            assert sum(mask for mask, _ in node.edges).bit_count() == sum(
                mask.bit_count() for mask, _ in node.edges
            )


# The first policy's picture speaks of what its rules speak of, and the second's of nothing.
def test_only_what_rules_speak_of_shows() -> None:
    assert shown_facts(real(BCBSM)) == {
        "tumor.malignant",
        "tumor.origin",
        "tumor.resectable",
        "tumor.metabolically_active",
        "disease.extrahepatic",
        "treatment.intent",
        "lesions",
        "lesion.count",
        "lesion.largest",
        f"{BCBSM}#extrahepatic scope",
        f"{BCBSM}#size limit",
        f"{BCBSM}#statement for active tumors",
    }
    assert shown_facts(real(BSC)) == set()


def shown_facts(program: Program) -> set[str]:
    _, drawn = pair(program)
    tested = {node.dimension for node in drawn.nodes if not node.terminal}
    return {name for number in tested for name in program.dimensions[number].group.facts}


# The edges of a node have words, and no two of them the same.
@pytest.mark.parametrize("seed", SEEDS)
def test_edges_are_told_apart(seed: int, tmp_path: Path) -> None:
    for program in (*invented(seed, 20, tmp_path), real(BCBSM)):
        wording = Wording(program)
        _, drawn = pair(program)
        for node in drawn.nodes:
            if not node.terminal:
                words = wording.asked(node.dimension, tuple(mask for mask, _ in node.edges)).edges
                assert len(set(words)) == len(words) == len(node.edges) and all(words)


# The words for a set of cells hold in each of them, and in no other cell but those that are free.
@given(st.data())
def test_combined_comparisons_say_what_is_meant(data: st.DataObject) -> None:
    atoms = data.draw(st.integers(1, 4))
    vectors = data.draw(
        st.lists(st.tuples(*[st.booleans()] * atoms), min_size=1, max_size=12, unique=True), label="cells"
    )
    full = (1 << len(vectors)) - 1
    comparisons = tuple(
        Comparison(
            sum(1 << cell for cell, vector in enumerate(vectors) if vector[atom]),
            f"v[{atom}]",
            f"(not v[{atom}])",
        )
        for atom in range(atoms)
    )
    wanted = data.draw(st.integers(1, full), label="wanted")
    free = data.draw(st.integers(0, full), label="free") & ~wanted
    words = combined(wanted, free, full, comparisons).replace("; or ", " or ").replace("any", "True")
    for cell, vector in enumerate(vectors):
        holds = bool(eval(words, {"v": vector}))
        if wanted >> cell & 1:
            assert holds
        elif not free >> cell & 1:
            assert not holds
