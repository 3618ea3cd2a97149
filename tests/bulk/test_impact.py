"""An impact is what every row gets under both policies, counted one by one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coverdict.bulk.impact import Options, impact
from coverdict.bulk.impact_data import Impact
from tests.bulk.embedded import written
from tests.bulk.replaced import Replaced, found_of, judged, replaced, side_of

LONG = os.environ.get("COVERDICT_LONG") == "1"


def impact_of(case: Replaced, table: Path) -> Impact:
    old, new = (side_of(case.desk, f"{case.policy}@{day}") for day in ("2005-01-01", "2015-01-01"))
    return impact(case.desk, old, new, str(table), Options(), lambda _: None)


# Every move, product and pair of clauses has the rows and amounts that the judge gives it; no row is lost.
@pytest.mark.parametrize("seed", range(400 if LONG else 12))
def test_rows_one_by_one(seed: int, tmp_path: Path) -> None:
    case = replaced(seed, tmp_path, 300)
    found = impact_of(case, written(case.table, tmp_path / "rows.parquet"))
    assert found.rows == len(case.table.rows)
    assert found.tally.rows + found.set_apart + found.not_concerned == found.rows
    assert found_of(found) == judged(case)


# So it is however the rows find their way and their end: where policies are too large for their states to be
# listed, where there are very many codes, and where there are very many ways.
@pytest.mark.parametrize("seed", range(12, 100 if LONG else 15))
@pytest.mark.parametrize(
    "limit",
    [
        "coverdict.logic.blocks.MOST_ENTRIES",
        "coverdict.bulk.ways.MOST_CODES",
        "coverdict.bulk.plan.MOST_WAYS",
    ],
)
def test_other_ways_to_look_up(
    limit: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit, 0)
    case = replaced(seed, tmp_path, 200)
    found = impact_of(case, written(case.table, tmp_path / "rows.parquet"))
    assert found_of(found) == judged(case)
