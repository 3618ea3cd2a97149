"""The same claims in files of every sort, and the columns that are read and that go on."""

from __future__ import annotations

import csv as csv_files
import gzip
import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from coverdict.bulk import compiling
from coverdict.bulk.answers import COLUMNS as ANSWER_COLUMNS
from coverdict.bulk.mapping import TableError
from coverdict.decision import Desk, open_library
from tests.bulk.drawn import Table, drawn, texts_of
from tests.bulk.embedded import screened, written
from tests.bulk.small import CLAIMS, COLUMNS, STATUSES, answered, csv, parquet, read
from tests.decision.trial import trial

D = date.fromisoformat


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return trial()


def statuses(file: Path) -> list[str | None]:
    return [row["status"] for row in read(file)]


# --- one table in several formats ---------------------------------------------------------------------


def as_texts(table: Table, file: Path, separator: str = ",") -> Path:
    """The rows as CSV: everything is text, codes have `;` between them, lists are JSON."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv_files.writer(out, delimiter=separator)
        writer.writerow(table.types)
        for row in table.rows:
            writer.writerow([as_text(row.get(name), kind) for name, kind in table.types.items()])
    return file


def as_text(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "false"
    if kind == "JSON" or value == []:
        return json.dumps(value)
    return ";".join(value) if isinstance(value, list) else str(value)


def test_csv_and_parquet_of_the_same_rows_are_answered_alike(tmp_path: Path) -> None:
    """As texts or typed, claims have the same answers, questions and reasons for setting them apart."""
    desk = open_library()
    policy = "bcbsm/cryosurgical-ablation-liver"
    payers, products = ("bcn",), ("bcn65", "bcna", "blue_cross_complete", None)
    days = (D("2012-06-01"), D("2014-01-01"))
    table = drawn(
        texts_of(desk, "bcn", policy), payers, ("47371", "47381", "99213"), days, products, 300, Random(3)
    )
    typed = read(screened(desk, written(table, tmp_path / "claims.parquet"), tmp_path / "typed.parquet").out)
    texts = read(screened(desk, as_texts(table, tmp_path / "claims.csv"), tmp_path / "texts.parquet").out)
    assert [int(row["row_id"]) for row in texts] == [row["row_id"] for row in typed]
    for one, other in zip(texts, typed, strict=True):
        assert {name: one[name] for name in ANSWER_COLUMNS} == {name: other[name] for name in ANSWER_COLUMNS}
    assert len({row["possible"] for row in typed}) > 5 and any(row["set_apart"] for row in typed)


@pytest.mark.parametrize(
    ("name", "separator"), [("claims.tsv", "\t"), ("claims.txt", ";"), ("claims.csv", "|")]
)
def test_values_may_stand_apart_by_other_signs(name: str, separator: str, desk: Desk, tmp_path: Path) -> None:
    """Tabs, semicolons and bars separate values as well as commas do."""
    rows = [{**row, "claim": f'{row["claim"]}, "a; b|c"'} for row in CLAIMS]
    table = Table(dict(COLUMNS), rows)
    found = read(answered(desk, as_texts(table, tmp_path / name, separator), tmp_path / "a.parquet").out)
    assert [(row["claim"], row["status"]) for row in found] == [
        (row["claim"], status) for row, status in zip(rows, STATUSES, strict=True)
    ]


def test_a_code_in_csv_keeps_its_zeros(tmp_path: Path) -> None:
    """A code that looks like a number is a text, with every zero in front."""
    file = csv(tmp_path / "claims.csv", [{**CLAIMS[0], "claim": "007", "service_code": "011111"}, CLAIMS[0]])
    found = read(answered(trial(), file, tmp_path / "a.parquet", keep=("claim", "service_code")).out)
    assert sorted((row["claim"], row["service_code"], row["routing"]) for row in found) == [
        ("007", "011111", "not_addressed"),
        ("C0", "11111", "addressed"),
    ]


@pytest.mark.parametrize("name", ["claims.csv", "claims.CSV", "claims.csv.gz", "claims.parquet", "claims.pq"])
def test_a_file_is_read_by_its_ending(name: str, desk: Desk, tmp_path: Path) -> None:
    """Parquet and CSV, packed or not, under any of the endings that they have."""
    plain = csv(tmp_path / "plain", CLAIMS)
    file = tmp_path / name
    if name.endswith(".gz"):
        file.write_bytes(gzip.compress(plain.read_bytes()))
    elif name.lower().endswith(".csv"):
        file.write_bytes(plain.read_bytes())
    else:
        parquet(file, CLAIMS)
    assert statuses(answered(desk, file, tmp_path / "a.parquet").out) == STATUSES


@pytest.mark.parametrize(
    ("written", "meant"),
    [(("'a'", "'b'", "'c'"), ("'a'", "'b'", "'c'")), (('"a, b"', '"c ""d"""', "e"), ("a, b", 'c "d"', "e"))],
    ids=["apostrophes", "double quotes"],
)
def test_only_double_quotes_quote(
    written: tuple[str, ...], meant: tuple[str, ...], desk: Desk, tmp_path: Path
) -> None:
    """Apostrophes around every value of a column are part of it; only double quotes hold a comma together."""
    file = tmp_path / "claims.csv"
    lines = ["claim,payer,service_code,service_date", *(f"{one},trial,11111,2024-05-01" for one in written)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read(answered(desk, file, tmp_path / "a.parquet", keep=("claim",)).out)
    assert sorted(row["claim"] for row in found) == sorted(meant)


# --- several files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [csv, parquet])
@pytest.mark.parametrize("named", ["folder", "pattern", "deep pattern"])
def test_several_files_are_one_table(write: Any, named: str, desk: Desk, tmp_path: Path) -> None:
    """A folder and a pattern stand for all their files, by their names, however deep they lie."""
    suffix = "csv" if write is csv else "parquet"
    (tmp_path / "claims" / "later").mkdir(parents=True)
    write(tmp_path / "claims" / f"b.{suffix}", CLAIMS[2:4])
    write(tmp_path / "claims" / f"a.{suffix}", CLAIMS[:2])
    write(tmp_path / "claims" / "later" / f"c.{suffix}", CLAIMS[4:])
    (tmp_path / "claims" / "README.md").write_text("not a table")
    named = {
        "folder": f"{tmp_path}/claims",
        "pattern": f"{tmp_path}/claims/*.{suffix}",
        "deep pattern": f"{tmp_path}/**/*.{suffix}",
    }[named]
    done = answered(desk, named, tmp_path / "a.parquet")
    found = read(done.out)
    many = 4 if named.endswith(f"claims/*.{suffix}") else 6
    assert sorted(row["claim"] for row in found) == [f"C{number}" for number in range(many)]
    assert [row["status"] for row in found] == STATUSES[:many]
    assert [path.name for path in done.files] == [f"{name}.{suffix}" for name in "abc"[: (many + 1) // 2]]


@pytest.mark.parametrize("write", [csv, parquet])
def test_columns_are_told_by_their_names_in_each_file(write: Any, desk: Desk, tmp_path: Path) -> None:
    """Files of one table may have their columns in different orders."""
    suffix = "csv" if write is csv else "parquet"
    names = list(COLUMNS)
    turned = names[::-1] if write is csv else {name: COLUMNS[name] for name in names[::-1]}
    (tmp_path / "claims").mkdir()
    write(tmp_path / "claims" / f"a.{suffix}", CLAIMS[:3])
    write(tmp_path / "claims" / f"b.{suffix}", CLAIMS[3:], turned)
    found = read(answered(desk, tmp_path / "claims", tmp_path / "a.parquet").out)
    assert [(row["claim"], row["status"]) for row in found] == [
        (f"C{number}", status) for number, status in enumerate(STATUSES)
    ]


def test_files_of_two_sorts_are_no_table(desk: Desk, tmp_path: Path) -> None:
    """A folder with Parquet and CSV is refused."""
    (tmp_path / "claims").mkdir()
    csv(tmp_path / "claims" / "a.csv", CLAIMS)
    parquet(tmp_path / "claims" / "a.parquet", CLAIMS)
    with pytest.raises(TableError, match="2 files, some Parquet and some CSV"):
        answered(desk, tmp_path / "claims", tmp_path / "a.parquet")


def test_a_name_with_the_signs_of_a_pattern_is_a_file_where_there_is_one(desk: Desk, tmp_path: Path) -> None:
    """A file whose name looks like a pattern, or like SQL, is that file alone; so is the answer's."""
    csv(tmp_path / "claims1.csv", [{**CLAIMS[0], "claim": "another file"}])
    for name in ("claims[1].csv", "claims*.csv", "claims?.csv", "it's; DROP TABLE.csv", "ünïcode 表.csv"):
        file = csv(tmp_path / name, CLAIMS)
        done = answered(desk, file, (tmp_path / name).with_suffix(".parquet"))
        (out,) = tmp_path.glob("*.parquet")
        copied = out.rename(tmp_path / "copied")
        assert statuses(copied) == STATUSES and done.files == (file,) and done.counts.rows == len(CLAIMS)


# --- columns ------------------------------------------------------------------------------------------


def renamed(names: dict[str, str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    rows = [{names.get(name, name): value for name, value in row.items()} for row in CLAIMS]
    return rows, {names.get(name, name): kind for name, kind in COLUMNS.items()}


@pytest.mark.parametrize("write", [csv, parquet])
@pytest.mark.parametrize("spelled", [str.upper, str.title])
def test_capitals_in_the_names_of_columns_do_not_matter(
    write: Any, spelled: Any, desk: Desk, tmp_path: Path
) -> None:
    """Some warehouses write all names in capitals; the table's own names go on as they are."""
    rows, columns = renamed({name: spelled(name) for name in COLUMNS})
    file = write(tmp_path / f"claims.{'csv' if write is csv else 'parquet'}", rows, columns)
    done = answered(desk, file, tmp_path / "a.parquet")
    assert statuses(done.out) == STATUSES
    assert done.kept == (spelled("claim"),)
    assert done.held["tumor.stage"] == spelled("stage_of_tumor")


def test_a_fact_may_have_a_column_of_the_users(desk: Desk, tmp_path: Path) -> None:
    """What `--map` says counts alone, the vocabulary's column is then like any other."""
    names = {"service_code": "PROC", "stage_of_tumor": 'the "stage"', "payer": "who pays"}
    rows, columns = renamed(names)
    wrong = [{**row, "stage_of_tumor": "early"} for row in rows]
    file = parquet(tmp_path / "claims.parquet", wrong, {**columns, "stage_of_tumor": "VARCHAR"})
    chosen = {"service.code": "PROC", "tumor.stage": 'the "stage"', "payer": "who pays"}
    done = answered(desk, file, tmp_path / "a.parquet", chosen=chosen)
    assert statuses(done.out) == STATUSES
    assert done.kept == ("claim", "stage_of_tumor")


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"service.code": "proc"}, "--map service.code=proc: the table has no column proc"),
        ({"service.code": "servicecode"}, "did you mean service_code"),
        (
            {"tumor.stag": "claim"},
            r"--map tumor.stag=claim: no policy asks for tumor.stag; did you mean tumor.stage",
        ),
    ],
)
def test_what_is_mapped_has_to_be_there(
    chosen: dict[str, str], message: str, desk: Desk, tmp_path: Path
) -> None:
    """A column or a fact that is not there is told with the nearest name."""
    with pytest.raises(TableError, match=message):
        answered(desk, csv(tmp_path / "claims.csv", CLAIMS), tmp_path / "a.parquet", chosen=chosen)


def test_what_is_mapped_may_be_what_no_row_needs(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large library only the policies that rows get to are compiled; a fact of another may be named."""
    monkeypatch.setattr(compiling, "MOST_UNASKED", 0)
    elsewhere = [{**row, "service_code": "99999"} for row in CLAIMS]
    file = csv(tmp_path / "claims.csv", elsewhere)
    done = answered(desk, file, tmp_path / "a.parquet", chosen={"tumor.stage": "claim"})
    assert {row["routing"] for row in read(done.out)} == {"not_addressed"}
    with pytest.raises(TableError, match=r"did you mean tumor\.stage"):
        answered(desk, file, tmp_path / "b.parquet", chosen={"tumor.stag": "claim"})


def test_all_rows_may_be_of_one_payer(desk: Desk, tmp_path: Path) -> None:
    """With a payer for all rows no column says it, and one that says another thing goes on like any other."""
    without = {name: kind for name, kind in COLUMNS.items() if name != "payer"}
    done = answered(
        desk, parquet(tmp_path / "a.parquet", CLAIMS, without), tmp_path / "o.parquet", payer="acme"
    )
    assert statuses(done.out) == STATUSES and done.payer == "acme"
    others = [{**row, "payer": number} for number, row in enumerate(CLAIMS)]
    file = parquet(tmp_path / "b.parquet", others, {**COLUMNS, "payer": "INTEGER"})
    done = answered(desk, file, tmp_path / "o.parquet", payer="acme")
    assert statuses(done.out) == STATUSES
    assert done.kept == ("claim", "payer")


def test_codes_belong_to_the_system_that_is_named(desk: Desk, tmp_path: Path) -> None:
    """The same number in another code system is another code."""
    done = answered(desk, csv(tmp_path / "claims.csv", CLAIMS), tmp_path / "a.parquet", system="HCPCS")
    assert {row["routing"] for row in read(done.out)} == {"not_addressed"}


def test_codes_may_be_whole_numbers(desk: Desk, tmp_path: Path) -> None:
    """A column of numbers holds codes too: their digits."""
    file = parquet(tmp_path / "claims.parquet", CLAIMS, {**COLUMNS, "service_code": "INTEGER"})
    assert statuses(answered(desk, file, tmp_path / "a.parquet").out) == STATUSES


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        (None, ["claim"]),
        (("all",), list(COLUMNS)),
        (("service_date", "claim"), ["service_date", "claim"]),
        (("claim", "claim"), ["claim"]),
    ],
)
def test_columns_of_the_table_go_on(
    keep: tuple[str, ...] | None, kept: list[str], desk: Desk, tmp_path: Path
) -> None:
    """Those that are named, in that order; without a choice those that hold no fact; or all."""
    done = answered(desk, csv(tmp_path / "claims.csv", CLAIMS), tmp_path / "a.parquet", keep=keep)
    found = read(done.out)
    assert list(found[0]) == [*kept, *ANSWER_COLUMNS]
    assert [{name: row[name] for name in kept} for row in found] == [
        {name: row[name] for name in kept} for row in CLAIMS
    ]


def test_where_every_column_holds_a_fact_all_go_on(desk: Desk, tmp_path: Path) -> None:
    """An answer without any column of the table could not be joined to it."""
    columns = [name for name in COLUMNS if name != "claim"]
    done = answered(desk, csv(tmp_path / "claims.csv", CLAIMS, columns), tmp_path / "a.parquet")
    assert list(done.kept) == columns


def test_kept_columns_keep_their_types(desk: Desk, tmp_path: Path) -> None:
    """What goes on from Parquet is what it was, whatever type it is of."""
    types = {
        "n": "HUGEINT",
        "l": "DECIMAL(5, 2)[]",
        "s": "STRUCT(a INTEGER, b VARCHAR[])",
        "t": "TIMESTAMP WITH TIME ZONE",
    }
    row = {
        **CLAIMS[0],
        "n": 2**100,
        "l": [1, None],
        "s": {"a": 1, "b": ["x", None]},
        "t": "2020-01-01 00:00:00+00",
    }
    file = parquet(tmp_path / "claims.parquet", [row], {**COLUMNS, **types})
    out = answered(desk, file, tmp_path / "a.parquet", keep=tuple(types)).out
    columns, same = ", ".join(types), "SELECT {} FROM read_parquet('{}')"
    described = [duckdb.execute("DESCRIBE " + same.format(columns, one)).fetchall() for one in (file, out)]
    values = [duckdb.execute(same.format("n, l, s, epoch(t)", one)).fetchall() for one in (file, out)]
    assert described[0] == described[1] and values[0] == values[1]


@pytest.mark.parametrize(
    "columns", [("status",), ("disposition", "possible"), ("questions", "set_apart"), ("answer",)]
)
def test_some_columns_of_the_answer_are_what_they_are_among_all(
    columns: tuple[str, ...], desk: Desk, tmp_path: Path
) -> None:
    """Columns that are asked for alone say the same, in their usual order, with why rows are set apart."""
    rows = [*CLAIMS, {**CLAIMS[0], "stage_of_tumor": "middling"}, {**CLAIMS[0], "service_code": None}]
    file = csv(tmp_path / "claims.csv", rows)
    every = read(answered(desk, file, tmp_path / "a.parquet").out)
    some = read(answered(desk, file, tmp_path / "b.parquet", columns=columns).out)
    wanted = ["claim", *(name for name in ANSWER_COLUMNS if name in (*columns, "set_apart"))]
    assert [list(row) for row in some] == [wanted] * len(rows)
    assert some == [{name: row[name] for name in wanted} for row in every]


def test_a_column_that_both_have_is_told(desk: Desk, tmp_path: Path) -> None:
    """Where the table has a column that the answer has as well, one has to say which go on."""
    rows, columns = renamed({"claim": "STATUS"})
    file = parquet(tmp_path / "claims.parquet", rows, columns)
    with pytest.raises(TableError, match=r"the table has a column STATUS, and so has the answer.*--keep"):
        answered(desk, file, tmp_path / "a.parquet")
    assert statuses(answered(desk, file, tmp_path / "a.parquet", keep=("product",)).out) == STATUSES
    done = answered(desk, file, tmp_path / "a.parquet", columns=("possible",))
    assert [row["STATUS"] for row in read(done.out)] == [row["claim"] for row in CLAIMS]


STRANGE = (
    'a "quoted" name',
    "semi;colon",
    "select",
    "at",
    "ünïcode 表",
    "name'; DROP TABLE claims; --",
    "a.b",
    "t.x",
    "$1",
    "{brace}",
    " ",
    "new\nline",
)


def test_columns_may_have_any_name(desk: Desk, tmp_path: Path) -> None:
    """Quotes, SQL, signs and words of the language in the names of columns are nothing but names."""
    values = {name: f"value of {name}'; --" for name in STRANGE}
    file = parquet(
        tmp_path / "a.parquet",
        [{**row, **values} for row in CLAIMS],
        {**COLUMNS, **dict.fromkeys(STRANGE, "VARCHAR")},
    )
    done = answered(desk, file, tmp_path / "o.parquet")
    found = read(done.out)
    assert [{name: row[name] for name in STRANGE} for row in found] == [values] * len(CLAIMS)
    assert [row["status"] for row in found] == STATUSES


@pytest.mark.parametrize("name", STRANGE)
def test_a_fact_may_be_held_in_a_column_of_any_name(name: str, desk: Desk, tmp_path: Path) -> None:
    """A column is found by its name, whatever it is, and values with SQL in them are nothing but values."""
    rows, columns = renamed({"stage_of_tumor": name})
    rows.append({**rows[0], "claim": "C9", name: "'); DROP TABLE x; --"})
    file = parquet(tmp_path / "claims.parquet", rows, columns)
    found = read(answered(desk, file, tmp_path / "a.parquet", chosen={"tumor.stage": name}).out)
    assert [row["status"] for row in found] == [*STATUSES, None]
    assert "'); DROP TABLE x; --" in found[-1]["set_apart"]


def test_words_of_sql_are_quoted_where_they_are_names(tmp_path: Path) -> None:
    """Every word that DuckDB keeps for itself may be the name of a column."""
    words = [word for (word,) in duckdb.execute("SELECT keyword_name FROM duckdb_keywords()").fetchall()]
    columns = {**COLUMNS, **{word: "INTEGER" for word in words if word not in ANSWER_COLUMNS}}
    file = parquet(tmp_path / "claims.parquet", [{**CLAIMS[0], **dict.fromkeys(words, 1)}], columns)
    done = answered(trial(), file, tmp_path / "a.parquet")
    assert set(done.kept) == {"claim", *words} - set(ANSWER_COLUMNS)
    assert statuses(done.out) == STATUSES[:1]
