"""Every row of a table is answered as `decide` answers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from coverdict.decision import Desk, open_library
from coverdict_judges.generators import shelves
from coverdict_judges.inventing.sizes import CODES, DATES, LISTS, SMALL, Size
from tests.bulk.drawn import Row, Table, drawn, of_shelf, texts_of
from tests.bulk.embedded import answers, screened, written
from tests.bulk.judged import Judge, differences
from tests.exactness.program import LONG, opened

# The logic makes room for its recursion, of which hypothesis warns when it happens while an example runs.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

REAL = {"bsc": "bsc/7.01.75", "bcn": "bcbsm/cryosurgical-ablation-liver", "cms": "cms/30.3.3"}
PAYERS = ("bsc", "bcn", "bcbsm", "example")
PRODUCTS = (
    *("commercial_ppo", "commercial_hmo", "fep", "bcna", "bcn65", "blue_cross_complete", "bcbsm_ppo"),
    *("example_ppo", "example_basic", "example_open", "no_such_product", None),
)
SERVICE_CODES = ("47371", "47381", "47383", "47383", "47381", "76940", "99213")
SERVICE_DAYS = tuple(
    map(
        date.fromisoformat,
        ("2021-12-01", "2021-11-01", "2018-03-01", "2012-06-01", "2013-12-31", "2015-10-01"),
    )
)
# Of the determination on acupuncture, which has payers, codes and days of its own.
NATIONAL = (
    ("cms", "example-advantage"),
    ("97810", "97813", "20560", "97811", "99213"),
    tuple(map(date.fromisoformat, ("2020-01-20", "2020-01-21", "2021-09-30", "2021-10-01", "2022-06-01"))),
    ("original_medicare", "example_advantage", "no_such_product", None),
)
# The complementary product, and a primary payer that covers the line: drawn rows are seldom favourable.
FAVOURABLE: Row = {
    "payer": "bcn",
    "product": "bcn65",
    "service_code": "47381",
    "service_date": date(2012, 6, 1),
    "primary_decision": "covered",
}
ROWS = 30_000 if LONG else 3_000


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


def of_the_policies(desk: Desk, count: int, random: Random) -> Table:
    """So many rows for each of the real policies, with all payers among each other."""
    rows: list[Row] = [dict(FAVOURABLE)]
    types: dict[str, str] = {}
    for payer, policy in REAL.items():
        texts = texts_of(desk, payer, policy)
        payers, codes, days, products = (
            NATIONAL if payer == "cms" else (PAYERS, SERVICE_CODES, SERVICE_DAYS, PRODUCTS)
        )
        some = drawn(texts, payers, codes, days, products, count, random)
        types |= some.types
        rows += some.rows
    random.shuffle(rows)
    for number, row in enumerate(rows):
        row["row_id"] = number
    return Table(types, rows)


def test_rows_under_the_real_policies_are_answered_as_decide_answers_them(tmp_path: Path) -> None:
    """In one table with all payers, every column of every row is what `decide`'s own code says of the row."""
    desk = open_library()
    table = of_the_policies(desk, ROWS, Random(1))
    done = screened(desk, written(table, tmp_path / "claims.parquet"), tmp_path / "answers.parquet")
    found = answers(done.out)
    assert differences(Judge(desk), table.rows, found) == []
    # The table shows what it is to show: every payer, rows of every kind.
    policies = {answer["policy"] for answer in found.values()}
    assert policies >= set(REAL.values())
    assert {answer["disposition"] for answer in found.values()} >= {
        "favourable",
        "adverse",
        "unsettled",
        "open",
    }
    assert any(answer["set_apart"] for answer in found.values())
    assert any(answer["questions"] for answer in found.values())


LIBRARIES = [(SMALL, 6), (DATES, 2), (LISTS, 2), (CODES, 2)]


@pytest.mark.parametrize(
    ("size", "number"),
    [(size, number) for size, count in LIBRARIES for number in range(count * (10 if LONG else 1))],
)
def test_rows_under_invented_libraries_are_answered_as_decide_answers_them(
    size: Size, number: int, tmp_path: Path
) -> None:
    """Under a library with facts of every type, derived facts, constraints, readings and mandates."""
    (shelf,) = shelves(1_000 + number, 1, size)
    desk = opened(shelf, tmp_path / "library")
    table = of_shelf(shelf, 300, Random(number))
    done = screened(desk, written(table, tmp_path / "claims.parquet"), tmp_path / "answers.parquet")
    assert differences(Judge(desk), table.rows, answers(done.out)) == []
