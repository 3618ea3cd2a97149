"""Rows that get no answer are set apart, each with the reason that the language or `decide` gives."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from coverdict.decision import Desk, open_library
from coverdict.language.syntax import Code
from coverdict.library.routing import route
from coverdict.text import DocumentError
from tests.bulk.drawn import Table, drawn, texts_of
from tests.bulk.embedded import answers, screened, written
from tests.bulk.judged import Judge, differences
from tests.bulk.small import CLAIMS, COLUMNS, answered, csv, parquet, read
from tests.decision.trial import FRONT, trial

FOUND = (
    "policy",
    "version",
    "routing",
    "status",
    "benefit",
    "possible",
    "disposition",
    "questions",
    "decided_by",
)


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return trial()


# --- which reason -------------------------------------------------------------------------------------


def test_contradictions_are_told_in_the_words_of_a_determination(tmp_path: Path) -> None:
    """Of facts that contradict each other, the row says exactly what its determination would say."""
    desk = open_library()
    texts = texts_of(desk, "bsc", "bsc/7.01.75")
    days = (date(2021, 12, 1), date(2015, 9, 30))
    table = drawn(texts, ("bsc",), ("47383", "47381"), days, ("commercial_ppo", "fep", None), 600, Random(4))
    found = answers(screened(desk, written(table, tmp_path / "t.parquet"), tmp_path / "a.parquet").out)
    rows = desk.rows("bsc")
    said: Counter[str] = Counter()
    for row in table.rows:
        line = rows.determine(row)
        assert (found[row["row_id"]]["set_apart"] or "") == line.conflict_says, row
        said[line.conflict_says] += 1
    assert len(said) > 4


def test_blanks_around_what_a_row_finds_its_way_by_change_nothing(tmp_path: Path) -> None:
    """A payer, a code and a day out of columns of fixed width are those without the blanks around them."""
    desk = open_library()
    texts = texts_of(desk, "bsc", "bsc/7.01.75")
    days = (date(2021, 12, 1), date(2015, 9, 30))
    codes = ("47383", "47381", "99213", None)
    plain = drawn(texts, ("bsc", "nobody"), codes, days, ("commercial_ppo", "fep", None), 300, Random(5))
    own = ("payer", "service_code", "service_date")
    types = {name: "VARCHAR" if name in own else kind for name, kind in plain.types.items()}

    def padded(name: str, value: Any) -> Any:
        return f" {value!s}   " if name in own and value is not None else value

    assert set(own) <= set(types)
    table = Table(types, [{name: padded(name, value) for name, value in row.items()} for row in plain.rows])
    found = answers(screened(desk, written(table, tmp_path / "t.parquet"), tmp_path / "a.parquet").out)
    as_written = answers(screened(desk, written(plain, tmp_path / "p.parquet"), tmp_path / "b.parquet").out)
    judge = Judge(desk)
    assert not differences(judge, table.rows, found)
    for name in (*FOUND, "set_apart"):
        assert [found[at][name] for at in found] == [as_written[at][name] for at in found], name


UNREADABLE: dict[str, list[Any]] = {
    "tumor_origin": ["Primary", "secondary", "primary tumor"],
    "tumor_malignant": ["perhaps", "ja", "1"],
    "lesion_count": ["many", "1.5", "-1", "NaN"],
    "lesion_largest_cm": ["3 kg", "-2", "4,1 cm"],
    "diagnoses": ["CPT 47381", "C22.0;;C78.7", "x" * 61],
    "eligibility_confirmed": ["2021-02-29", "yesterday"],
    "coverage_ended": ["1899-12-31", "2022"],
    "necessity.fits_policy": ["maybe"],
    "product": ["two words"],
}


def test_what_cannot_be_read_is_told_in_the_words_of_the_language(tmp_path: Path) -> None:
    """The reason names the column, and says of its value what the language's reader says."""
    desk = open_library()
    rows = [
        {
            "claim": f"C{number}",
            "payer": "bsc",
            "service_code": "47383",
            "service_date": "2021-12-01",
            column: value,
        }
        for number, (column, value) in enumerate(
            (column, value) for column, values in UNREADABLE.items() for value in values
        )
    ]
    columns = ["claim", "payer", "service_code", "service_date", *UNREADABLE]
    found = read(answered(desk, csv(tmp_path / "claims.csv", rows, columns), tmp_path / "a.parquet").out)
    assert len(found) == len(rows)
    for row, answer in zip(
        sorted(rows, key=lambda row: row["claim"]), sorted(found, key=lambda row: row["claim"]), strict=True
    ):
        column = list(row)[-1]
        with pytest.raises(DocumentError) as caught:
            desk.rows("bsc").determine(as_rows_take_it(row, column))
        (problem,) = caught.value.problems
        assert answer["set_apart"] == f"column {column}: {problem.what}", row
        assert {name: answer[name] for name in FOUND} == dict.fromkeys(FOUND)


def as_rows_take_it(row: dict[str, Any], column: str) -> dict[str, Any]:
    """The row as `Rows` takes it: several codes as a list, a bare number as one."""
    value = row[column]
    if column == "diagnoses":
        return {**row, column: value.split(";")}
    return {**row, column: int(value)} if column == "lesion_largest_cm" and value == "-2" else row


def test_the_first_column_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Where several values cannot be read, the reason is that of one of them."""
    row = {"claim": "C0", "payer": "bsc", "service_code": "47383", "service_date": "2021-12-01"}
    row |= {"tumor_origin": "elsewhere", "coverage_ended": "never", "lesion_count": "many"}
    file = csv(tmp_path / "claims.csv", [row], list(row))
    (found,) = read(answered(open_library(), file, tmp_path / "a.parquet").out)
    assert found["set_apart"].startswith(
        ("column tumor_origin: ", "column coverage_ended: ", "column lesion_count: ")
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"payer": None}, "the row has no payer (column payer)"),
        ({"payer": "unknown"}, "the row has no payer (column payer)"),
        ({"payer": "acme corp"}, "the payer in column payer has no settings in the library"),
        ({"payer": "ACME"}, "the payer in column payer has no settings in the library"),
        ({"service_code": None}, "the row has no code (column service_code)"),
        ({"service_code": "null"}, "the row has no code (column service_code)"),
        ({"service_code": "11 111"}, "column service_code holds no code"),
        ({"service_date": None}, "the row has no date of service (column service_date)"),
        ({"service_date": "1899-12-31"}, "column service_date holds no date from 1900-01-01 to 2199-12-31"),
        ({"service_date": "2200-01-01"}, "column service_date holds no date from 1900-01-01 to 2199-12-31"),
        ({"service_date": "9999-12-31"}, "column service_date holds no date from 1900-01-01 to 2199-12-31"),
        # What is looked at first is told: the payer, the code, the day.
        ({"payer": None, "service_code": None, "service_date": None}, "the row has no payer (column payer)"),
        ({"service_code": None, "service_date": None}, "the row has no code (column service_code)"),
        (
            {"service_code": "99999", "service_date": None},
            "the row has no date of service (column service_date)",
        ),
    ],
)
@pytest.mark.parametrize("write", [csv, parquet])
def test_rows_that_cannot_be_sent_any_way(
    write: Any, changed: dict[str, Any], reason: str, desk: Desk, tmp_path: Path
) -> None:
    """Without a payer of the library, a code or a day no text decides the row, and it is said why."""
    row = {**CLAIMS[0], **changed}
    out = answered(
        desk, write(tmp_path / f"c.{'csv' if write is csv else 'parquet'}", [row]), tmp_path / "a.parquet"
    ).out
    (found,) = read(out)
    assert found["set_apart"] == reason
    assert {name: found[name] for name in FOUND} == dict.fromkeys(FOUND)
    if changed.get("payer", "acme") == "acme":
        with pytest.raises(DocumentError):
            desk.rows("acme").determine(row)


@pytest.mark.parametrize("day", ["2023-02-29", "2021-3-3", "03/03/2021", "2021-03-03T00:00:00", "soon"])
def test_a_text_that_is_no_day_is_told(day: str, desk: Desk, tmp_path: Path) -> None:
    """In a column of texts, what is no day as 2024-01-31 sets the row apart."""
    (found,) = read(
        answered(
            desk, csv(tmp_path / "c.csv", [{**CLAIMS[0], "service_date": day}]), tmp_path / "a.parquet"
        ).out
    )
    assert found["set_apart"] == "column service_date holds no date from 1900-01-01 to 2199-12-31"
    with pytest.raises(DocumentError):
        desk.rows("acme").determine({**CLAIMS[0], "service_date": day})


def test_lines_of_csv_that_are_no_rows_are_set_apart_with_their_place(desk: Desk, tmp_path: Path) -> None:
    """A line with too few or too many values is told by file and line, and all others are answered."""
    folder = tmp_path / "claims"
    folder.mkdir()
    file = csv(folder / "one.csv", CLAIMS[:3])
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines[:2], "short,acme", *lines[2:], f"{lines[1]},too,many"]) + "\n")
    other = csv(folder / "two.csv", CLAIMS[3:])
    other.write_text(other.read_text() + "acme\n")
    done = answered(desk, folder, tmp_path / "a.parquet")
    found = read(done.out)
    apart = sorted(row["set_apart"] for row in found if row["set_apart"])
    assert [said.split(": ")[0] for said in apart] == [
        f"{file}, line 3",
        f"{file}, line 6",
        f"{other}, line 5",
    ]
    assert sorted(row["claim"] for row in found if not row["set_apart"]) == [row["claim"] for row in CLAIMS]
    assert (done.counts.rows, done.counts.apart) == (len(CLAIMS) + 3, 3)
    assert {row["answer"] for row in found} == {"screening, not a determination"}


def test_values_over_several_lines_are_one_row(desk: Desk, tmp_path: Path) -> None:
    """A quoted value may hold breaks, separators and quotes."""
    file = tmp_path / "claims.csv"
    lines = csv(file, CLAIMS[:2]).read_text().splitlines()
    file.write_text("\n".join([lines[0], '"a\n""b"", c"' + lines[1].removeprefix("C0"), lines[2]]) + "\n")
    found = read(answered(desk, file, tmp_path / "a.parquet").out)
    assert {row["claim"]: row["status"] for row in found} == {
        'a\n"b", c': "established",
        "C1": "criteria_not_met",
    }


# --- which text decides ---------------------------------------------------------------------------------


def test_which_text_decides_is_as_decide_says_on_every_day_on_which_something_turns(tmp_path: Path) -> None:
    """For every payer and code: versions, histories, windows, companions, and codes that nobody addresses.

    The days are those on which any of the library's texts begins or ends, and those around them.
    """
    desk = open_library()
    contents = desk.library.contents
    codes = [*sorted({code.code for _, code in desk.library.codes}), "99999"]
    turning = {date(1900, 1, 1), date(2199, 12, 31), date(2012, 6, 1)}
    for version in (one for versions in contents.versions.values() for one in versions):
        turning |= {day for day in (version.effective, version.last, *version.history) if day}
        for payer in contents.payers:
            windows = desk.library.windows(payer, version.policy)
            turning |= {day for window in windows for day in (window.start, window.end) if day}
    for text in (*contents.plans, *contents.mandates, *contents.guidelines):
        turning |= {day for day in (text.effective, text.until) if day}
    days = {day + timedelta(days=step) for day in turning for step in (-1, 0, 1)}
    rows: list[dict[str, Any]] = [
        {"row_id": number, "payer": payer, "service_code": code, "service_date": day}
        for number, (payer, code, day) in enumerate(
            (payer, code, day)
            for payer in contents.payers
            for code in codes
            for day in sorted(days)
            if date(1900, 1, 1) <= day <= date(2199, 12, 31)
        )
    ]
    types = {"row_id": "BIGINT", "payer": "VARCHAR", "service_code": "VARCHAR", "service_date": "DATE"}
    found = answers(answered(desk, parquet(tmp_path / "t.parquet", rows, types), tmp_path / "a.parquet").out)
    assert differences(Judge(desk), rows, found) == []
    assert {answer["routing"] for answer in found.values()} >= {
        "addressed",
        "not_addressed",
        "text_not_held",
        "no_window",
    }
    companions = [row for row in rows if row["service_code"] == "76940"]
    assert {found[row["row_id"]]["routing"] for row in companions} <= {
        "not_addressed",
        "no_version",
        "text_not_held",
        "no_window",
    }
    for row in rows[:: len(rows) // 50]:
        way = route(desk.library, row["payer"], Code("CPT", row["service_code"]), row["service_date"])
        assert getattr(way, "missing", None) in (None, found[row["row_id"]]["routing"])


OLD = FRONT.replace("from: 2020-01-01", "from: 2010-01-01\n  until: 2015-12-31")
CODES = """
```yaml codes
codes:
  - {code: 11111, system: CPT, role: governed, from: 2012-01-01, until: 2014-12-31}
  - {code: 22222, system: CPT, role: governed}
```
"""
RULE = """
```yaml rule
id: early
label: Once
when:
  - early: tumor.stage is late
status: investigational
otherwise: not_medically_necessary
```
"""


def test_versions_decide_on_their_own_days(tmp_path: Path) -> None:
    """Each day has its version, if any, and a code is listed only on its own days."""
    desk = trial(extra={"policies/acme/trial/2010.md": OLD + CODES + RULE})
    wanted = {
        ("11111", "2009-12-31"): (None, "no_version"),
        ("11111", "2010-01-01"): (None, "not_addressed"),
        ("11111", "2011-12-31"): (None, "not_addressed"),
        ("11111", "2012-01-01"): ("investigational", "addressed"),
        ("11111", "2014-12-31"): ("investigational", "addressed"),
        ("11111", "2015-01-01"): (None, "not_addressed"),
        ("22222", "2015-12-31"): ("investigational", "addressed"),
        ("22222", "2016-01-01"): (None, "no_version"),
        ("22222", "2019-12-31"): (None, "no_version"),
        ("22222", "2020-01-01"): ("criteria_not_met", "addressed"),
        ("22222", "2199-12-31"): ("criteria_not_met", "addressed"),
    }
    rows = [
        {
            **CLAIMS[1],
            "claim": f"{code} {day}",
            "row_id": number,
            "service_code": code,
            "service_date": date.fromisoformat(day),
        }
        for number, (code, day) in enumerate(wanted)
    ]
    file = parquet(tmp_path / "t.parquet", rows, {"row_id": "BIGINT", **COLUMNS})
    found = answers(answered(desk, file, tmp_path / "a.parquet", keep=("row_id",)).out)
    assert differences(Judge(desk), rows, found) == []
    for row, (code, day) in zip(rows, wanted, strict=True):
        status, routing = wanted[code, day]
        if status is not None:
            assert (found[row["row_id"]]["status"], found[row["row_id"]]["routing"]) == (status, routing), (
                code,
                day,
            )
