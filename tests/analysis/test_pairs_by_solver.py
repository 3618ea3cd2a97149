"""What compare and diff find of random policies, held against Z3 over the documents' own trees."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from analysis.invented_pairs import InventedPair, invented_pairs

from coverdict.analysis import joint
from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.joint import Pair
from coverdict.analysis.ranks import FAVOURABLE_STATUSES
from coverdict.analysis.standing import standings
from coverdict_judges.rulings import Ruling

LONG = os.environ.get("COVERDICT_LONG") == "1"
BATCHES = 12
LIBRARIES = 90 if LONG else 9  # of ten pairs each
EVERY = 1_000  # regions: all of them are described


def rulings(pair: Pair) -> tuple[Ruling, Ruling]:
    """A pair as the judge writes it."""
    first, second = standings(pair)
    return (
        (first.says, first.rules[0] if first.rules else "", first.otherwise),
        (second.says, second.rules[0] if second.rules else "", second.otherwise),
    )


def signs(pairs: set[tuple[Ruling, Ruling]]) -> set[int]:
    """1 where the first is the more permissive, -1 where the second is, by the design's order."""
    ranks = [tuple(one[0] in FAVOURABLE_STATUSES for one in pair) for pair in pairs]
    return {int(first) - int(second) for first, second in ranks} - {0}


VERDICTS = {
    (): "equivalent",
    (1,): "first more permissive",
    (-1,): "second more permissive",
    (-1, 1): "incomparable",
}
DIRECTIONS = {(1,): "stricter", (-1,): "looser", (-1, 1): "both"}


def agrees(pair: InventedPair, found: Comparison) -> int:
    """Hold a comparison against the judge; the number of witnesses looked at."""
    judged = set(pair.judge.found())
    about = pair.about()
    # Nothing is missed and nothing invented: the pairs of rules that decide together are the judge's.
    assert {rulings(each) for each in found.pairs} == judged, about
    assert abs(float(sum(share.part for share in found.pairs.values())) - 1) < 1e-9 or not judged, about
    # The verdict is what the judge's pairs come to.
    assert found.verdict == VERDICTS[tuple(sorted(signs(judged)))], about
    differing = {one for one in judged if one[0][0] != one[1][0]}
    assert found.same_words == (not differing), about
    assert {rulings(each) for each in found.differing} == differing, about
    assert {rulings(region.pair) for region in found.regions} == differing, about
    for region in found.regions:
        # A region's patient is real: all who agree with its facts have both answers, and there are some.
        met = set(pair.judge.found(region.patient.facts, region.patient.readings))
        assert met == {rulings(region.pair)}, f"{region.patient}\n{about}"
    return len(found.regions)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_compare_and_diff_agree_with_the_solver(
    batch: int, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    """Every region of compare and diff is there by Z3's word, and Z3 knows no other."""
    pairs = witnesses = 0
    for number in range(LIBRARIES):
        seed = 7_000 + batch * 1_000 + number
        for pair in invented_pairs(seed, tmp_path / str(number)):
            if pair.versions:
                change = diff(pair.desk, pair.first, pair.second, EVERY)
                found = change.comparison
                judged = set(pair.judge.found())
                differs = any(one[0] != other[0] for one, other in judged)
                wanted = DIRECTIONS.get(tuple(sorted(signs(judged))), "other words" if differs else "none")
                assert change.direction == wanted, pair.about()
            else:
                found = compare(pair.desk, pair.first, pair.second, EVERY)
            witnesses += agrees(pair, found)
            pairs += 1
    assert pairs == LIBRARIES * 10
    record_property("pairs", pairs)
    record_property("witnesses", witnesses)


def test_past_the_budget_the_solver_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no nodes allowed, the solver enumerates the very same pairs, with real patients."""
    monkeypatch.setattr(joint, "NODES", 0)
    for number in range(12 if LONG else 4):
        for pair in invented_pairs(90_000 + number, tmp_path / str(number)):
            found = compare(pair.desk, pair.first, pair.second, EVERY)
            if not found.counted:
                agrees(pair, found)
