"""Drawn claims of both real policies: every boundary, option and unknown occurs, and nobody contradicts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coverdict.bulk.sampling import Sample, SampleError, draw_pool, sample
from coverdict.decision.rows import Rows
from coverdict.library import shipped_folder
from tests.decision.trial import shipped

MICHIGAN, CALIFORNIA = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"
POLICIES = (MICHIGAN, CALIFORNIA)
ROWS = 20_000

# The documents by which claims under a policy are decided, or beside which guidelines say something.
DOCUMENTS = {
    MICHIGAN: ("policies/bcbsm/cryosurgical-ablation-liver/2011.md", "plans/bcn.md", "plans/example.md"),
    CALIFORNIA: (
        "policies/bsc/7.01.75/2021-11-01.md",
        "mandates/fep-fda-approved.md",
        "guidelines/nccn-hepatobiliary-3.2021.md",
        "guidelines/nccn-neuroendocrine-2.2021.md",
        "guidelines/nccn-colon-2.2021.md",
    ),
}
PRODUCTS = {
    MICHIGAN: {
        *("bcbsm_ppo", "commercial_hmo", "bcna", "bcn65", "blue_cross_complete"),
        *("example_ppo", "example_basic", "example_open"),
    },
    CALIFORNIA: {"commercial_ppo", "fep"},
}
FORCE = {MICHIGAN: (date(2011, 2, 1), date(2013, 12, 31)), CALIFORNIA: (date(2021, 11, 1), None)}
PAYERS = {MICHIGAN: {"bcbsm", "bcn", "example"}, CALIFORNIA: {"bsc"}}
CODES = {MICHIGAN: {"47371", "47381"}, CALIFORNIA: {"47371", "47381", "47383"}}
NEVER_UNKNOWN = {"claim", "payer", "service_code", "service_date", "amount"}


@dataclass(frozen=True)
class Drawn:
    """A table that was written, and its rows as read back by the engine."""

    sample: Sample
    file: Path
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def column(self, name: str) -> list[Any]:
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def mappings(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


def read(file: Path, found: Sample) -> Drawn:
    relation = duckdb.sql(f"SELECT * FROM read_parquet('{file}')")
    types = tuple(str(one) for one in relation.types)
    return Drawn(found, file, tuple(relation.columns), types, tuple(relation.fetchall()))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    """20,000 claims of each policy."""
    made = {}
    for number, policy in enumerate(POLICIES):
        file = tmp_path_factory.mktemp("drawn") / f"{number}.parquet"
        made[policy] = read(file, sample(shipped(), policy, ROWS, file, seed=11))
    return made


def one_row(query: str) -> tuple[Any, ...]:
    (found,) = duckdb.sql(query).fetchall()
    return tuple(found)


@cache
def rows_of(payer: str, system: str) -> Rows:
    return shipped().rows(payer, system)


# --- what occurs -----------------------------------------------------------------------------------------


def compared(policy: str, fact: str) -> set[Decimal]:
    """The numbers that a policy's documents hold a fact against, as a person finds them: by looking."""
    texts = [(shipped_folder() / name).read_text(encoding="utf-8") for name in DOCUMENTS[policy]]
    pattern = rf"\b{re.escape(fact)} (?:<=|>=|<|>|=) ([0-9]+(?:\.[0-9]+)?)"
    return {Decimal(number) for text in texts for number in re.findall(pattern, text)}


BOUNDARIES = [
    (MICHIGAN, "lesion.count", "lesion_count", Decimal(1), {1, 2}),
    (MICHIGAN, "lesion.largest", "lesion_largest_cm", Decimal("0.1"), {4}),
    (MICHIGAN, "member.age", "member_age", Decimal(1), {21}),
    (CALIFORNIA, "lesion.count", "lesion_count", Decimal(1), {1, 4}),
    (CALIFORNIA, "lesion.largest", "lesion_largest_cm", Decimal("0.1"), {3, 5}),
]


@pytest.mark.parametrize(("policy", "fact", "column", "step", "known"), BOUNDARIES)
def test_every_boundary(
    policy: str, fact: str, column: str, step: Decimal, known: set[int], drawn: Mapping[str, Drawn]
) -> None:
    # Each constant of the documents occurs itself, one step below and one step above.
    constants = compared(policy, fact)
    assert constants == known
    values = {Decimal(value) for value in drawn[policy].column(column) if value is not None}
    assert {near for one in constants for near in (one - step, one, one + step)} <= values


@pytest.mark.parametrize("policy", POLICIES)
def test_every_number_fact_is_among_the_boundaries(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # No column of numbers is left out of the test above.
    numbers = {
        name
        for name, kind in zip(drawn[policy].columns, drawn[policy].types, strict=True)
        if kind == "BIGINT" or kind.startswith("DECIMAL")
    }
    assert numbers - {"amount"} == {column for found, _, column, *_ in BOUNDARIES if found == policy}


def test_far_values_too(drawn: Mapping[str, Drawn]) -> None:
    # Beside the boundaries there are values well inside and well beyond, and the bounds of the fact itself.
    largest = set(drawn[MICHIGAN].column("lesion_largest_cm")) - {None}
    assert {Decimal(0), Decimal(2)} <= largest and max(largest) >= 8
    assert {0, 130} <= set(drawn[MICHIGAN].column("member_age"))


def test_boundaries_of_dates(drawn: Mapping[str, Drawn]) -> None:
    # Days that rules and constraints speak of, and the ends of each policy's time, occur with those beside.
    for policy, days in {
        MICHIGAN: (date(2011, 2, 1), date(2013, 12, 31), date(2024, 1, 1), date(2015, 10, 1)),
        CALIFORNIA: (date(2021, 11, 1), date(2015, 10, 1)),
    }.items():
        found = set(drawn[policy].column("service_date"))
        near = {day + timedelta(days=by) for day in days for by in (-1, 0, 1)}
        assert near <= found


@pytest.mark.parametrize("policy", POLICIES)
def test_days_are_mostly_in_force(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Most claims are of days in force, some are not.
    first, last = FORCE[policy]
    days = drawn[policy].column("service_date")
    inside = sum(first <= day and (last is None or day <= last) for day in days)
    assert 0.8 < inside / len(days) < 0.95


@pytest.mark.parametrize("policy", POLICIES)
def test_codes(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Every governed code is frequent; companions and a code that no policy lists are rare, and there.
    codes = drawn[policy].column("service_code")
    governed = CODES[policy]
    assert all(codes.count(code) > 0.8 * len(codes) / len(governed) for code in governed)
    others = set(codes) - governed
    texts = [file.read_text(encoding="utf-8") for file in shipped_folder().rglob("*.md")]
    assert any(all(f"code: {code}" not in text for text in texts) for code in others)
    assert ("76940" in others) == (policy == CALIFORNIA)
    assert 0.02 < sum(code in others for code in codes) / len(codes) < 0.15


@pytest.mark.parametrize("policy", POLICIES)
def test_payers_and_products(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Every payer that adopts the policy has claims; so has every product of its plans, one that none names,
    # and nobody's.
    found = drawn[policy]
    assert set(found.column("payer")) == PAYERS[policy]
    products = found.column("product")
    assert set(products) == PRODUCTS[policy] | {None, "unlisted"}
    assert products.count("unlisted") < 0.1 * len(products)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_option(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Every option of every choice, both answers to every yes/no question, and every product occur.
    facts = shipped().library.contents.facts("liver-ablation")
    for column in drawn[policy].sample.columns:
        fact = facts.get(column.fact)
        values = set(map(tuple_or_value, drawn[policy].column(column.name)))
        if fact is not None and fact.type.value == "choice":
            assert {option.name for option in fact.options} == values - {None}, column
        if column.type == "BOOLEAN":
            assert {True, False} <= values, column


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_unknown(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Every column but those that a claim cannot be without is unknown in about one row of six.
    found = drawn[policy]
    for name in found.columns:
        share = found.column(name).count(None) / len(found.rows)
        if name in NEVER_UNKNOWN:
            assert share == 0, name
        else:
            assert 0.1 < share < 0.4, name


@pytest.mark.parametrize("policy", POLICIES)
def test_some_rows_know_hardly_anything(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # In some rows hardly any fact is known, in some all are.
    known = [sum(value is not None for value in row) for row in drawn[policy].rows]
    assert min(known) <= len(NEVER_UNKNOWN) + 2
    assert max(known) == len(drawn[policy].columns)


@pytest.mark.parametrize("policy", POLICIES)
def test_members_of_every_set(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Of every value set that constraints ask for, some diagnosis occurs, as far as its codes were in use; and
    # some of none, no diagnosis at all, and codes of several sets at once.
    sets = shipped().library.contents.value_sets("liver-ablation")
    system = "ICD-9-CM" if policy == MICHIGAN else "ICD-10-CM"
    found = {codes if codes is None else frozenset(codes) for codes in drawn[policy].column("diagnoses")}
    known = {
        name: {as_text(code) for code in one.codes if code.system == system} for name, one in sets.items()
    }
    known = {name: codes for name, codes in known.items() if codes}
    given = [codes for codes in found if codes is not None]
    for name, codes in known.items():
        assert any(codes & one for one in given), name
    every = set().union(*known.values())
    assert any(one and not one & every for one in given)
    assert frozenset() in found
    assert any(sum(bool(one & codes) for codes in known.values()) >= 4 for one in given)


def tuple_or_value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def as_text(code: Any) -> str:
    return code.code if code.system == "ICD-10-CM" else f"{code.system} {code.code}"


# --- what does not occur ---------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
def test_nobody_contradicts_the_constraints(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # The facts of no row contradict each other, when the row is determined as a request would be.
    found = drawn[policy]
    decided = 0
    for row in list(found.mappings())[:3_000]:
        line = rows_of(row["payer"], found.sample.system).determine(row)
        assert not line.conflict and not line.conflict_says, row
        decided += line.routing == "addressed"
    assert decided > 1_500


@pytest.mark.parametrize("policy", POLICIES)
def test_constraints_by_hand(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # What the vocabulary and the plans say of every patient holds, written once more as a query.
    lines_of = {
        "commercial": ("commercial_hmo", "bcbsm_ppo", "commercial_ppo"),
        "medicare_advantage": ("bcna",),
        "medicare_complementary": ("bcn65",),
        "medicaid": ("blue_cross_complete",),
        "federal_employee": ("fep",),
    }
    broken = [
        "tumor_origin = 'metastatic' AND NOT tumor_malignant",
        "tumor_histology = 'colorectal' AND tumor_origin = 'primary'",
        "tumor_histology IN ('hepatocellular', 'cholangiocarcinoma', 'colorectal') AND NOT tumor_malignant",
        "len(list_filter(diagnoses, lambda one: one LIKE 'C%' OR one LIKE 'D%')) > 0"
        " AND service_date < '2015-10-01'",
        "len(list_filter(diagnoses, lambda one: one LIKE 'ICD-9-CM 1%' OR one LIKE 'ICD-9-CM 2%')) > 0"
        " AND service_date >= '2015-10-01'",
        "diagnoses IN (['C22.0'], ['ICD-9-CM 155.0']) AND tumor_origin = 'metastatic'",
        "diagnoses IN (['C78.7'], ['ICD-9-CM 197.7']) AND tumor_origin = 'primary'",
        "diagnoses IN (['C22.0'], ['C78.7'], ['ICD-9-CM 155.0']) AND NOT tumor_malignant",
        "lesion_count = 0 AND lesion_largest_cm IS NOT NULL",
        *(
            f"product = '{product}' AND line_of_business <> '{line}'"
            for line, products in lines_of.items()
            for product in products
        ),
        "product IN ('bcna', 'blue_cross_complete', 'fep') AND funding <> 'not_applicable'",
        "product LIKE 'example%' AND (funding <> 'fully_insured' OR line_of_business <> 'commercial')",
    ]
    table = f"read_parquet('{drawn[policy].file}')"
    for condition in broken:
        assert one_row(f"SELECT count(*) FROM {table} WHERE {condition}") == (0,), condition


# --- the table -------------------------------------------------------------------------------------------


def test_columns_and_types(drawn: Mapping[str, Drawn]) -> None:
    # Columns are named by the vocabulary, by the fact where it names none, and typed by their facts.
    found = dict(zip(drawn[CALIFORNIA].columns, drawn[CALIFORNIA].types, strict=True))
    for name, kind in {
        "claim": "VARCHAR",
        "payer": "VARCHAR",
        "product": "VARCHAR",
        "service_code": "VARCHAR",
        "service_date": "DATE",
        "tumor_origin": "VARCHAR",
        "tumor_resectable": "BOOLEAN",
        "necessity.right_level": "BOOLEAN",
        "lesion_count": "BIGINT",
        "diagnoses": "VARCHAR[]",
        "amount": "DECIMAL(12,2)",
    }.items():
        assert found[name] == kind
    assert found["lesion_largest_cm"].startswith("DECIMAL(")
    assert "lesions" not in found and "cea_ng_ml" not in found
    assert next(iter(found)) == "claim" and list(found)[-1] == "amount"


@pytest.mark.parametrize("policy", POLICIES)
def test_the_columns_are_what_the_rules_ask_for(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # There is a column for every fact that the programs of the policy's payers ask for, and for no other.
    desk = shipped()
    asked = set()
    for payer in PAYERS[policy]:
        version = desk.version(policy)
        program = desk.programs.practice(payer, version, FORCE[policy][0]).program
        asked |= {fact.name for dimension in program.dimensions for fact in dimension.facts}
    given = {"payer", "product", "service.code", "service.date"}
    assert {column.fact for column in drawn[policy].sample.columns} - {""} == (asked | given) - {"lesions"}


@pytest.mark.parametrize("policy", POLICIES)
def test_claims_have_names_and_amounts(policy: str, drawn: Mapping[str, Drawn]) -> None:
    # Claims are numbered from 1; amounts are positive, differ, and have two decimals.
    found = drawn[policy]
    assert found.column("claim") == [f"C{number:07}" for number in range(1, ROWS + 1)]
    amounts = found.column("amount")
    assert min(amounts) > 0 and len(set(amounts)) > ROWS / 2
    assert all(amount.as_tuple().exponent == -2 for amount in amounts)


def test_rows_are_distinct_patients(drawn: Mapping[str, Drawn]) -> None:
    # As long as there are patients left, every claim is of another.
    for found in drawn.values():
        own = {tuple(map(str, row[1:-1])) for row in found.rows}
        assert len(own) == ROWS == found.sample.patients


def test_what_was_drawn_is_told(drawn: Mapping[str, Drawn]) -> None:
    # The answer names the policy, its version, the library and the columns of the file.
    found = drawn[CALIFORNIA]
    told = found.sample
    assert (told.policy, told.version, told.payers) == (CALIFORNIA, "2021-11-01", ("bsc",))
    assert (told.rows, told.seed, told.system) == (ROWS, 11, "CPT")
    assert told.library_digest == shipped().digest
    assert tuple(column.name for column in told.columns) == found.columns
    assert tuple(column.type for column in told.columns) == found.types


# --- the seed --------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, drawn: Mapping[str, Drawn]) -> None:
    # The same seed writes the same file once more, byte for byte.
    again = tmp_path / "again.parquet"
    sample(shipped(), CALIFORNIA, ROWS, again, seed=11)
    assert again.read_bytes() == drawn[CALIFORNIA].file.read_bytes()


def test_another_seed_gives_other_claims(tmp_path: Path, drawn: Mapping[str, Drawn]) -> None:
    # Another seed gives other patients.
    other = tmp_path / "other.parquet"
    found = read(other, sample(shipped(), CALIFORNIA, 1_000, other, seed=12))
    same = {tuple(map(str, row[1:-1])) for row in drawn[CALIFORNIA].rows}
    assert sum(tuple(map(str, row[1:-1])) in same for row in found.rows) < 100


def test_nothing_else_decides(tmp_path: Path) -> None:
    # Two processes that order sets of texts differently write the same bytes.
    written = []
    for number in ("1", "2"):
        file = tmp_path / f"{number}.parquet"
        run = [
            sys.executable,
            "-m",
            "coverdict.cli",
            "sample",
            MICHIGAN,
            "--rows",
            "50000",
            "--out",
            str(file),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": number}
        subprocess.run(run, check=True, capture_output=True, env=environment)
        written.append(file.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("policy", POLICIES)
def test_fewer_rows_are_the_first_of_more(policy: str, tmp_path: Path, drawn: Mapping[str, Drawn]) -> None:
    # Fewer claims of the same seed are the first ones, in the same columns.
    file = tmp_path / "few.parquet"
    few = read(file, sample(shipped(), policy, 137, file, seed=11))
    assert few.rows == drawn[policy].rows[:137] and few.types == drawn[policy].types


@pytest.mark.parametrize("rows", [ROWS + 1, 2 * ROWS, 130_000])
def test_more_rows_than_patients(rows: int, tmp_path: Path, drawn: Mapping[str, Drawn]) -> None:
    # Beyond the patients there are, further claims are theirs too, in order and each about as often.
    file = tmp_path / "many.parquet"
    told = sample(shipped(), MICHIGAN, rows, file, seed=11)
    table = f"read_parquet('{file}')"
    numbered = f"(SELECT *, row_number() OVER () AS n FROM {table})"
    astray = "count(*) FILTER (claim <> format('C{:07d}', n))"
    assert one_row(f"SELECT count(*), count(DISTINCT claim), {astray} FROM {numbered}") == (rows, rows, 0)
    assert told.patients == ROWS
    first = duckdb.sql(f"SELECT * FROM {table} LIMIT {ROWS}").fetchall()
    assert tuple(first) == drawn[MICHIGAN].rows
    own = ", ".join(f'"{name}"' for name in drawn[MICHIGAN].columns[1:-1])
    counts = f"(SELECT count(*) AS n FROM {table} GROUP BY {own})"
    patients, most = one_row(f"SELECT count(*), max(n) FROM {counts}")
    assert patients == ROWS and most <= 7 + 3 * rows // ROWS


# --- shares, payers, formats -----------------------------------------------------------------------------


def test_nothing_unknown(tmp_path: Path) -> None:
    # With a share of 0 only the largest of no lesions has no value.
    file = tmp_path / "known.parquet"
    found = read(file, sample(shipped(), MICHIGAN, 2_000, file, unknown=0))
    for row in found.mappings():
        missing = {name for name, value in row.items() if value is None}
        assert missing == ({"lesion_largest_cm"} if row["lesion_count"] == 0 else set())


def test_everything_unknown(tmp_path: Path) -> None:
    # With a share of 1 nothing is known but the payer, the code and the day.
    file = tmp_path / "unknown.parquet"
    found = read(file, sample(shipped(), MICHIGAN, 200, file, unknown=1))
    known = {name for row in found.mappings() for name, value in row.items() if value is not None}
    assert known == NEVER_UNKNOWN


def test_one_payer(tmp_path: Path) -> None:
    # Claims of one payer have its products alone.
    file = tmp_path / "one.parquet"
    found = read(file, sample(shipped(), MICHIGAN, 2_000, file, payers=["bcn"]))
    assert set(found.column("payer")) == {"bcn"}
    products = {"commercial_hmo", "bcna", "bcn65", "blue_cross_complete"}
    assert set(found.column("product")) == products | {"unlisted", None}
    assert "member_age" in found.columns


def test_csv_says_the_same(tmp_path: Path) -> None:
    # A CSV file has the same rows: `;` between codes, an empty set in quotes, and nothing for unknown.
    parquet, text = tmp_path / "same.parquet", tmp_path / "same.CSV"
    found = read(parquet, sample(shipped(), CALIFORNIA, 3_000, parquet, seed=5))
    sample(shipped(), CALIFORNIA, 3_000, text, seed=5)
    types = ", ".join(
        f"'{name}': '{'VARCHAR' if kind == 'VARCHAR[]' else kind}'"
        for name, kind in zip(found.columns, found.types, strict=True)
    )
    read_as = f"read_csv('{text}', header=true, columns={{{types}}}, allow_quoted_nulls=false)"
    relation = duckdb.sql(f"SELECT * FROM {read_as}")
    place = relation.columns.index("diagnoses")
    rows = [
        (
            *row[:place],
            None if row[place] is None else [one for one in row[place].split(";") if one],
            *row[place + 1 :],
        )
        for row in relation.fetchall()
    ]
    assert tuple(relation.columns) == found.columns
    assert rows == list(found.rows)
    assert [] in found.column("diagnoses")


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_no_rows(suffix: str, tmp_path: Path, drawn: Mapping[str, Drawn]) -> None:
    # No claims are a table with all columns and no rows.
    file = tmp_path / f"none.{suffix}"
    told = sample(shipped(), MICHIGAN, 0, file)
    relation = duckdb.sql(f"SELECT * FROM '{file}'")
    assert relation.fetchall() == [] and tuple(relation.columns) == drawn[MICHIGAN].columns
    assert told.patients == 0
    if suffix == "parquet":
        assert tuple(str(one) for one in relation.types) == drawn[MICHIGAN].types


def test_the_pool_is_what_is_written(tmp_path: Path) -> None:
    # The pool in Python holds the rows of the table, typed.
    file = tmp_path / "pool.parquet"
    found = read(file, sample(shipped(), CALIFORNIA, 500, file, seed=3))
    pool = draw_pool(shipped(), CALIFORNIA, 500, seed=3)
    expected = [
        {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
        for row in pool.mappings()
    ]
    names = [column.name for column in pool.own]
    own = [{name: row[name] for name in names} for row in found.mappings()]
    assert own == expected


@pytest.mark.parametrize("rows", [-1, 10**12])
def test_numbers_of_rows_that_cannot_be(rows: int, tmp_path: Path) -> None:
    # A number of rows that nobody means is refused before anything is written.
    with pytest.raises(SampleError, match="whole number from 0 to"):
        sample(shipped(), MICHIGAN, rows, tmp_path / "x.parquet")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("unknown", [-0.1, 1.1, float("nan"), float("inf")])
def test_shares_that_cannot_be(unknown: float) -> None:
    # A share of unknown facts lies between 0 and 1.
    with pytest.raises(SampleError, match="from 0 to 1"):
        draw_pool(shipped(), MICHIGAN, 10, unknown=unknown)
