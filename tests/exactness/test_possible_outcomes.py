"""Possible outcomes against two judges that know nothing of cells: brute force over raw values, and Z3."""

from __future__ import annotations

from pathlib import Path

import pytest
from exactness.program import LONG, Desks, outcomes, told

from coverdict_judges.generators import cases

BATCHES = 20
CASES = 5_000 if LONG else 500


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_possible_outcomes_are_those_of_all_completions(batch: int, tmp_path: Path) -> None:
    # Under any library and any partial request, the program finds exactly the outcomes that some
    # completion of the unknown facts has: by brute force over every constant and both its sides, and by Z3.
    desks = Desks(tmp_path)
    judged = 0
    for case in cases(seed=1_000 + batch, count=CASES):
        found = outcomes(desks.decide(case))
        assert found == case.possible(), "\n".join(("by brute force", *told(case)))
        assert found == case.possible_by_solver(), "\n".join(("by Z3", *told(case)))
        judged += 1
    assert judged == CASES
