"""Two policies of 100 facts and 60 rules side by side, by diagram or solver, against the judge Z3."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from analysis.invented_pairs import InventedPair, invented_pairs
from analysis.test_pairs_by_solver import rulings

from coverdict.analysis import joint
from coverdict.analysis.comparing.compare import compare
from coverdict_judges.inventing.sizes import Shape, large

LONG = os.environ.get("COVERDICT_LONG") == "1"
SHAPES: tuple[Shape, ...] = ("local", "guarded", "unstructured")
SEEDS = range(12 if LONG else 2)
ASKED = 400 if LONG else 25  # pairs of which the judge is asked one by one


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


def invented(seed: int, shape: Shape, folder: Path) -> InventedPair:
    size = replace(large(shape), policies=2, rules=(60, 60))
    return next(pair for pair in invented_pairs(seed, folder, size) if not pair.versions)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", SEEDS)
def test_large_policies_are_compared_exactly(seed: int, shape: Shape, tmp_path: Path) -> None:
    """No patient has another pair of clauses than those found, pairs found are real, and so are patients."""
    pair = invented(seed, shape, tmp_path)
    found = compare(pair.desk, pair.first, pair.second, 6)
    pairs = [rulings(each) for each in found.pairs]
    assert len(set(pairs)) == len(pairs)
    assert not pair.judge.has_others(pairs)
    for each in Random(seed).sample(pairs, min(ASKED, len(pairs))):
        assert pair.judge.has(each)
    for region in found.regions:
        met = set(pair.judge.found(region.patient.facts, region.patient.readings))
        assert met == {rulings(region.pair)}, region.patient


@pytest.mark.parametrize("shape", SHAPES)
def test_diagram_and_solver_find_the_same_pairs(
    shape: Shape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted or drawn: the same pairs, the same verdict, shares alike as far as the sample can tell."""
    monkeypatch.setattr(joint, "NODES", 60_000)
    pair = invented(0, shape, tmp_path)
    walked = compare(pair.desk, pair.first, pair.second, 2)
    monkeypatch.setattr(joint, "NODES", 0)
    solved = compare(pair.desk, pair.first, pair.second, 2)
    assert not solved.counted
    assert set(solved.pairs) == set(walked.pairs)
    assert solved.verdict == walked.verdict
    if walked.counted:
        for each, share in walked.pairs.items():
            drawn = solved.pairs[each]
            error = 6 * (float(share.part) / max(drawn.of, 1)) ** 0.5 + 1e-4
            assert abs(float(drawn.part - share.part)) < error
