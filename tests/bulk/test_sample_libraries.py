"""Drawn claims of other libraries: invented ones, and small ones that have what the real ones lack."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coverdict.bulk.sampling import Pool, SampleError, draw_pool, sample
from coverdict.decision import Desk
from coverdict.language.model import CodeSet, Fact, FactType, Value
from coverdict.language.syntax import Code
from coverdict.text import DocumentError
from coverdict_judges.generators import shelves
from coverdict_judges.inventing.sizes import CODES as CODE_SIZE
from coverdict_judges.inventing.sizes import DATES, LISTS, SMALL, TINY
from coverdict_judges.solver import Solver, UndecidedError
from coverdict_judges.texts import Texts
from tests.decision import trial
from tests.exactness.program import opened

LONG = os.environ.get("COVERDICT_LONG") == "1"
PAYER = "acme"
SIZES = {"small": SMALL, "tiny": TINY, "lists": LISTS, "codes": CODE_SIZE, "dates": DATES}

# The logic makes room for its recursion, of which hypothesis warns when it happens while an example runs.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")


def desks(name: str, count: int, folder: Path) -> Iterator[tuple[Desk, str, Texts]]:
    """Invented libraries, opened, with a policy of each and its texts for the judges."""
    for number, shelf in enumerate(shelves(seed=41, count=count, size=SIZES[name])):
        try:
            desk = opened(shelf, folder / str(number))
        except DocumentError:  # some invented texts contradict each other, and are refused
            continue
        for policy in shelf.policies:
            yield desk, policy, shelf.texts(policy)


@pytest.mark.parametrize("name", SIZES)
def test_nobody_contradicts(name: str, tmp_path: Path) -> None:
    # In invented libraries too, the facts of no row contradict each other when the row is determined.
    seen = 0
    for desk, policy, _ in desks(name, 60 if LONG else 8, tmp_path):
        pool = draw_pool(desk, policy, 120, seed=seen)
        assert len(pool.rows) == 120
        rows = {payer: desk.rows(payer, pool.system) for payer in pool.payers}
        for row in pool.mappings():
            line = rows[str(row["payer"])].determine(row)
            assert not line.conflict, row
            seen += 1
    assert seen >= 600


@pytest.mark.parametrize("name", SIZES)
def test_the_solver_finds_everybody(name: str, tmp_path: Path) -> None:
    # Every drawn claim is somebody's, by a solver that knows the texts and nothing of the program's cells.
    asked = 0
    for desk, policy, texts in desks(name, 20 if LONG else 4, tmp_path):
        solver = Solver(texts)
        pool = draw_pool(desk, policy, 25, payers=[PAYER], unknown=0.1)
        for row in pool.mappings():
            try:
                assert solver.possible(known(pool, row, texts.facts)), row
            except UndecidedError:
                continue
            asked += 1
    assert asked >= 30


def known(pool: Pool, row: Mapping[str, Any], facts: Mapping[str, Fact]) -> dict[str, Value]:
    """What a row says, in the form that judges take."""
    found: dict[str, Value] = {}
    for column in pool.own:
        fact, value = facts.get(column.fact), row[column.name]
        if fact is None or value is None:
            continue
        match fact.type:
            case FactType.CODE:
                found[fact.name] = (
                    Code(pool.system, value) if fact.name == "service.code" else code(fact, value)
                )
            case FactType.CODES:
                found[fact.name] = CodeSet(tuple(code(fact, one) for one in value))
            case FactType.NUMBER | FactType.QUANTITY:
                found[fact.name] = Decimal(value)
            case _:
                found[fact.name] = value
    return found


def code(fact: Fact, text: str) -> Code:
    system, _, bare = text.rpartition(" ")
    return Code(system or fact.systems[0], bare)


@pytest.mark.parametrize("name", SIZES)
def test_tables_of_invented_libraries(name: str, tmp_path: Path) -> None:
    # What is written is read back with the promised types and the very rows of the pool.
    for number, (desk, policy, _) in enumerate(desks(name, 3, tmp_path)):
        file = tmp_path / f"{number}.parquet"
        told = sample(desk, policy, 300, file, seed=number)
        relation = duckdb.sql(f"SELECT * FROM '{file}'")
        assert tuple(relation.columns) == tuple(column.name for column in told.columns)
        assert tuple(str(one) for one in relation.types) == tuple(column.type for column in told.columns)
        pool = draw_pool(desk, policy, 300, seed=number)
        expected = [tuple(list(one) if isinstance(one, tuple) else one for one in row) for row in pool.rows]
        assert [row[1:-1] for row in relation.fetchall()][: len(expected)] == expected


# --- what the real libraries lack ------------------------------------------------------------------------


def rule(when: str, name: str = "early") -> str:
    ends = "status: established\notherwise: criteria_not_met"
    return f"\n```yaml rule\nid: {name}\nwhen:\n  - so: {when}\n{ends}\n```\n"


def drawn(desk: Desk, count: int = 3_000, **wanted: Any) -> Pool:
    return draw_pool(desk, "acme/trial", count, **wanted)


def column(pool: Pool, name: str) -> list[Any]:
    return [row[name] for row in pool.mappings()]


@pytest.mark.parametrize(
    ("constant", "near"),
    [
        ("2.125 cm", ("2.124", "2.125", "2.126")),
        ("0.000000000000000001 cm", ("0", "0.000000000000000001", "0.000000000000000002")),
        ("123456789012345.678 cm", ("123456789012345.677", "123456789012345.678", "123456789012345.679")),
        ("41 mm", ("4", "4.1", "4.2")),
        ("7 cm", ("6.9", "6.99", "7", "7.01", "7.1")),
    ],
)
def test_numbers_are_exact(constant: str, near: tuple[str, ...], tmp_path: Path) -> None:
    # Constants of many digits, or in another unit, occur exactly, with their neighbours, in the table too.
    desk = trial.trial(status=rule(f"tumor.size <= {constant}"))
    file = tmp_path / "exact.parquet"
    sample(desk, "acme/trial", 3_000, file)
    found = {value for (value,) in duckdb.sql(f"SELECT DISTINCT \"tumor.size\" FROM '{file}'").fetchall()}
    assert {Decimal(one) for one in near} <= found


def test_spans_between_dates() -> None:
    # Where a rule asks for days between two dates, claims lie on that number and one day to both sides.
    desk = trial.trial(status=rule("days from admission.date to service.date <= 14"))
    pool = drawn(desk, unknown=0.05)
    apart = {
        (row["service_date"] - row["admission.date"]).days  # type: ignore[operator]
        for row in pool.mappings()
        if row["admission.date"] is not None
    }
    assert {13, 14, 15} <= apart and min(apart) < 0 and max(apart) > 60
    rows = desk.rows("acme")
    assert not any(rows.determine(row).conflict for row in pool.mappings())


def test_dates_without_a_constant() -> None:
    # Dates that are only held against each other lie around the time in force.
    desk = trial.trial(status=rule("months from admission.date to eligibility.confirmed >= 6"))
    days = set(column(drawn(desk), "admission.date")) - {None}
    assert len(days) > 20 and all(isinstance(day, date) for day in days)


def test_the_time_of_a_version() -> None:
    # A version that ends: its last day and the day after it occur, and days long before and after.
    front = trial.FRONT.replace("from: 2020-01-01", "from: 2020-01-01\n  until: 2021-06-30")
    days = set(column(drawn(trial.trial(front=front)), "service_date"))
    ends = {date(2019, 12, 31), date(2020, 1, 1), date(2021, 6, 30), date(2021, 7, 1)}
    assert ends <= days
    assert min(days) < date(2019, 6, 1) and max(days) > date(2022, 1, 1)
    assert sum(date(2020, 1, 1) <= day <= date(2021, 6, 30) for day in days) > 30


def test_an_older_version() -> None:
    # With ID@DATE claims lie in that version's time, and no row contradicts the version that decides it.
    newer = trial.FRONT.replace("2020-01-01", "2022-01-01") + trial.CODES + rule("tumor.size < 3 cm")
    desk = trial.trial(extra={"policies/acme/trial/2022.md": newer})
    old = draw_pool(desk, "acme/trial@2021-01-01", 2_000)
    new = draw_pool(desk, "acme/trial", 2_000)
    assert old.version == "2020-01-01" and new.version == "2022-01-01"
    assert "stage_of_tumor" in [one.name for one in old.columns]
    assert "tumor.size" in [one.name for one in new.columns]
    assert sum(day < date(2022, 1, 1) for day in column(old, "service_date")) > 1_700
    assert sum(day >= date(2022, 1, 1) for day in column(new, "service_date")) > 1_700
    rows = desk.rows("acme")
    for pool in (old, new):
        assert not any(rows.determine(row).conflict for row in pool.mappings())


def test_plans_that_come_and_go() -> None:
    # A product's line of business binds only while its plan is in force; no row contradicts either plan.
    front = "---\nplan: {name}\ntitle: Products\npayer: acme\nvocabulary: core\nin force:\n  {time}\n---\n"
    products = (
        "\n```yaml products\n- {product: plain, line of business: LINE, authorization: required}\n```\n"
    )
    plans = {
        "plans/acme.md": front.format(name="acme", time="from: 2019-01-01\n  until: 2020-12-31")
        + products.replace("LINE", "commercial"),
        "plans/later.md": front.format(name="later", time="from: 2021-01-01")
        + products.replace("LINE", "medicaid"),
    }
    stated = rule("tumor.stage is early or line_of_business is medicaid")
    desk = trial.trial(status=stated, payer="", extra=plans)
    pool = drawn(desk)
    rows = desk.rows("acme")
    lines: dict[bool, set[Any]] = {True: set(), False: set()}
    for row in pool.mappings():
        found = rows.determine(row)
        assert not found.conflict, row
        if row["product"] == "plain" and found.routing == "addressed" and row["line_of_business"] is not None:
            day = row["service_date"]
            assert isinstance(day, date)
            lines[day < date(2021, 1, 1)].add(row["line_of_business"])
    assert lines == {True: {"commercial"}, False: {"medicaid"}}
    edge = date(2021, 1, 1)
    assert {edge - timedelta(days=1), edge, edge + timedelta(days=1)} <= set(column(pool, "service_date"))


def test_codes_of_another_system() -> None:
    # A policy without CPT codes has a column of codes in the system of its own, which rows are read in.
    codes = "\n```yaml codes\ncodes:\n  - {code: J9271, system: HCPCS, role: governed}\n```\n"
    desk = trial.trial(codes=codes)
    pool = drawn(desk, 400)
    assert pool.system == "HCPCS"
    routings = {desk.rows("acme", pool.system).determine(row).routing for row in pool.mappings()}
    assert {"addressed", "not_addressed"} <= routings


def test_a_policy_without_a_window() -> None:
    # An undated policy for which the payer sets no window has claims, none of them in force.
    front = trial.FRONT.replace("in force:\n  from: 2020-01-01\n", "in force: not stated\n")
    desk = trial.trial(front=front)
    pool = drawn(desk, 300)
    routings = {desk.rows("acme").determine(row).routing for row in pool.mappings()}
    assert len(pool.rows) == 300 and routings == {"no_window", "not_addressed"}


def test_few_patients(tmp_path: Path) -> None:
    # Where all facts together make few patients, they are drawn again and again, in as many rows as asked.
    desk = trial.trial(front=trial.FRONT.replace("2020-01-01", "2020-01-01\n  until: 2020-01-01"), benefit="")
    file = tmp_path / "few.csv"
    told = sample(desk, "acme/trial", 5_000, file, unknown=0)
    assert told.patients < 5_000
    assert len(file.read_text(encoding="utf-8").splitlines()) == 5_001


VOCABULARY = trial.VOCABULARY.replace(
    "  kin.known:\n",
    "  claim:\n    type: yes/no\n"
    "  line.amount:\n    type: quantity\n    unit: cm\n    column: amount\n"
    "  kin.known:\n",
)


def test_facts_that_are_called_like_a_claim_s_own_columns() -> None:
    # The columns `claim` and `amount` are a fact's where it has that name; the claim's own step aside.
    extra = {"vocabulary/trial.yaml": VOCABULARY}
    desk = trial.trial(status=rule("claim and line.amount > 3 cm"), extra=extra)
    pool = drawn(desk, 200)
    names = {one.name: one.fact for one in pool.columns}
    assert (names["claim"], names["amount"], names["claim_"], names["amount_"]) == (
        "claim",
        "line.amount",
        "",
        "",
    )
    assert Decimal(3) in column(pool, "amount") and True in column(pool, "claim")


def test_two_facts_in_one_column() -> None:
    # Two facts in one column cannot both be written; both are named.
    vocabulary = trial.VOCABULARY.replace("column: stage_of_tumor", "column: Tumor.Size")
    desk = trial.trial(
        status=rule("tumor.stage is early and tumor.size > 3 cm"), extra={"vocabulary/trial.yaml": vocabulary}
    )
    with pytest.raises(SampleError, match=r"tumor\.stage and tumor\.size have the same column"):
        drawn(desk, 10)


def test_nobody_works_under_the_policy() -> None:
    # A policy that no payer adopts has no claims, and the message says what to do.
    idle = trial.FRONT.replace("acme/trial", "acme/idle") + trial.CODES.replace("1111", "4444") + trial.STATUS
    desk = trial.trial(extra={"policies/acme/idle/2020.md": idle})
    with pytest.raises(
        SampleError, match="no payer of the library works under acme/idle; name it under `adopts`"
    ):
        draw_pool(desk, "acme/idle", 10)


def test_no_code() -> None:
    # No claim leads to a policy that governs no code.
    with pytest.raises(SampleError, match="acme/trial governs no code"):
        drawn(trial.trial(codes=""), 10)


@pytest.mark.parametrize(
    ("payer", "message"),
    [
        ("bcnn", "no payer 'bcnn' in the library; did you mean bcn?"),
        ("", "no payer '' in the library"),
        ("bsc", "bsc does not work under bcbsm/cryosurgical-ablation-liver; it adopts bsc/7.01.75"),
    ],
)
def test_other_payers(payer: str, message: str) -> None:
    # A payer that is none, or works under other policies, is refused with what would be right.
    with pytest.raises(SampleError) as caught:
        draw_pool(trial.shipped(), "bcbsm/cryosurgical-ablation-liver", 10, payers=[payer])
    assert str(caught.value).startswith(message)
