"""Every engine answers every row as the embedded one does, and as `determine` does row by row."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from random import Random

import pytest

from coverdict.bulk.routes import routes_of
from coverdict.decision import Desk, open_library
from coverdict.language.scalars import FIRST_DAY
from coverdict.text import DocumentError
from coverdict_judges.generators import shelves
from coverdict_judges.inventing.sizes import CODES, DATES, LISTS, SMALL, TINY
from tests.bulk.drawn import drawn, of_shelf, texts_of
from tests.bulk.embedded import written
from tests.bulk.engines.answering import answers, apart, by_row
from tests.bulk.engines.conftest import BESIDE
from tests.bulk.engines.hosts import DuckHost, Host
from tests.bulk.engines.mixing import DOUBLES, FLOATS, TEXTS, dressed, mixed, rows_of
from tests.bulk.judged import Judge, differences
from tests.exactness.program import opened

LONG = os.environ.get("COVERDICT_LONG") == "1"

POLICIES = {"bcbsm/cryosurgical-ablation-liver": ("bcbsm", "bcn"), "bsc/7.01.75": ("bsc",)}
ROWS, DRESSED, JUDGED = (200_000, 20_000, 10_000) if LONG else (10_000, 2_000, 2_000)
SHELVES, EACH = (10, 4_000) if LONG else (3, 300)
SIZES = {"small": SMALL, "tiny": TINY, "lists": LISTS, "codes": CODES, "dates": DATES}


@pytest.fixture(scope="session")
def desk() -> Desk:
    return open_library()


@pytest.fixture(scope="session", params=POLICIES)
def claims(request: pytest.FixtureRequest, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random rows for a real policy: on and beside its constants, and the days on which texts change."""
    payers = POLICIES[request.param]
    spans = routes_of(desk.programs, payers, "CPT").spans
    codes = sorted({code for _, code in spans})
    # Of the day before the first one, a column of dates says more than `determine` asks it for.
    turns = {day for one in spans.values() for day, _ in one if day > FIRST_DAY}
    days = sorted(turns | {date(2015, 10, 1), date(2021, 12, 1)})
    settings = (desk.library.contents.payers[payer] for payer in payers)
    products = [*(product.name for one in settings for product in one.products), None, "other"]
    texts = texts_of(desk, payers[0], request.param)
    table = drawn(
        texts, (*payers, "nobody"), (*codes, *codes, "99999", "47 383"), days, products, 3_000, Random(7)
    )
    return mixed(table, ROWS, tmp_path_factory.mktemp("claims") / "claims.parquet")


@pytest.fixture(params=BESIDE)
def other(request: pytest.FixtureRequest) -> Host:
    """Each engine but the embedded one."""
    found: Host = request.getfixturevalue(f"{request.param}_host")
    return found


def test_real_policies(claims: Path, desk: Desk, other: Host, duckdb_host: DuckHost, tmp_path: Path) -> None:
    """Of all rows the answers are the embedded engine's, and of the first ones those of `determine`."""
    came = answers(other, desk, claims, tmp_path)
    assert apart(came, answers(duckdb_host, desk, claims, tmp_path)) == []
    assert differences(Judge(desk), rows_of(claims, JUDGED), by_row(came)) == []


@pytest.mark.parametrize("forms", [TEXTS, DOUBLES, FLOATS], ids=["texts", "doubles", "floats"])
def test_values_in_other_types(
    forms: dict[str, str], claims: Path, desk: Desk, other: Host, duckdb_host: DuckHost, tmp_path: Path
) -> None:
    """The same where the table holds texts in odd forms, or floating-point numbers and times."""
    table = dressed(claims, forms, DRESSED, tmp_path / "dressed.parquet")
    came = answers(other, desk, table, tmp_path)
    assert apart(came, answers(duckdb_host, desk, table, tmp_path)) == []


@pytest.mark.parametrize("size", SIZES)
def test_invented_libraries(size: str, other: Host, tmp_path: Path) -> None:
    """Of libraries that were invented, the answers are those of `determine`, row by row."""
    count = 0
    for number, shelf in enumerate(shelves(seed=23, count=SHELVES, size=SIZES[size])):
        folder = tmp_path / str(number)
        try:
            desk = opened(shelf, folder / "library")
        except DocumentError:  # some invented texts contradict each other, and are refused
            continue
        table = of_shelf(shelf, EACH, Random(number))
        came = by_row(answers(other, desk, written(table, folder / "claims.parquet"), folder))
        assert differences(Judge(desk), table.rows, came) == [], shelf.files
        count += 1
    assert count >= 2
