"""Impacts of a tiny table, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from coverdict.analysis.texts import find_text
from coverdict.bulk.impact import Options, impact
from coverdict.bulk.impact_data import Standing, Tally
from coverdict.bulk.mapping import TableError
from coverdict.bulk.routes_under import Side
from coverdict.library.versions import UnknownPolicyError
from tests.bulk.sleeves import (
    CODES,
    FILES,
    HEADER,
    NEW,
    NEW_WHEN,
    OLD,
    OLD_WHEN,
    PAYER,
    csv,
    found,
    library,
    parquet,
    plan,
    policy,
    said,
    side,
)

YES, NO = "medically_necessary", "not_medically_necessary"
SLEEVE, OTHERWISE = "sleeves/arm#sleeve", "sleeves/arm#sleeve otherwise"
LEG = policy("2025-01-01", NEW_WHEN, name="sleeves/leg")
ROW = "acme,ppo,11111,2024-03-01,surgery,3,no"


# Every row of the table is where it belongs, whatever version was in force on its day; nobody is lost.
def test_a_whole_table(tmp_path: Path) -> None:
    seen = found(library(tmp_path), csv(tmp_path))
    assert {said(move) for move in seen.moves} == {
        (f"{YES} covered", f"{NO} undetermined", 1, "100.10"),
        (f"{YES} covered", f"{NO} not_covered", 1, None),
        (f"{YES} covered", f"{YES} covered", 1, "20.00"),
        (f"{NO} not_covered", f"{YES} covered", 1, "7.25"),
        (f"{NO} not_covered", f"{NO} not_covered", 1, "1.50"),
        ("open open", "open open", 1, "4.00"),
    }
    assert (seen.rows, seen.set_apart, seen.not_concerned) == (13, 4, 3)
    assert seen.tally == Tally(6, Decimal("132.85")) and seen.amount_column == "amount"
    assert seen.moved == Tally(3, Decimal("107.35"))
    assert seen.old == "sleeves/arm, version 2024-01-01" and seen.new_title == "Compression sleeves"


# By product and by the clauses that decide the status, the groups in which most rows move come first.
def test_groups(tmp_path: Path) -> None:
    seen = found(library(tmp_path), csv(tmp_path))
    assert [(group.names, group.tally.rows, group.moved.rows) for group in seen.by_product] == [
        (("hmo",), 3, 2),
        (("ppo",), 2, 1),
        (("",), 1, 0),
    ]
    assert [(group.names, group.tally.rows, group.moved.rows) for group in seen.by_clause] == [
        ((SLEEVE, OTHERWISE), 2, 2),
        ((OTHERWISE, SLEEVE), 1, 1),
        (("", ""), 1, 0),
        ((SLEEVE, SLEEVE), 1, 0),
        ((OTHERWISE, OTHERWISE), 1, 0),
    ]


# The other way round, every move is turned round.
def test_turned_round(tmp_path: Path) -> None:
    desk, table = library(tmp_path), csv(tmp_path)
    forth, back = found(desk, table), found(desk, table, NEW, OLD)
    assert {(move.before, move.after, move.tally) for move in forth.moves} == {
        (move.after, move.before, move.tally) for move in back.moves
    }


# Nobody moves where a policy is replaced by itself.
def test_the_same_version(tmp_path: Path) -> None:
    seen = found(library(tmp_path), csv(tmp_path), OLD, OLD)
    assert seen.tally.rows == 6 and seen.moved == Tally(0)


# A table without rows has none that move, and adds up to nothing.
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_rows(form: str, tmp_path: Path) -> None:
    desk = library(tmp_path)
    columns = ", ".join(f"''::VARCHAR AS {name}" for name in HEADER.split(","))
    table = csv(tmp_path, "") if form == "csv" else parquet(tmp_path, f"SELECT {columns} LIMIT 0")
    seen = found(desk, table)
    assert (seen.rows, seen.moves, seen.by_product, seen.by_clause) == (0, (), (), ())


# Lines that are no rows are set apart.
def test_lines_that_are_no_rows(tmp_path: Path) -> None:
    seen = found(library(tmp_path), csv(tmp_path, f"{ROW},5\n{ROW},5,6,7\n{ROW},5\n"))
    assert (seen.rows, seen.set_apart, seen.tally) == (3, 1, Tally(2, Decimal(10)))


# --- which rows, which days, which texts ------------------------------------------------------------


# A code that one of the two does not list is not addressed under it; one that neither lists is not concerned.
def test_codes_of_one_version(tmp_path: Path) -> None:
    new = policy("2025-01-01", NEW_WHEN, CODES.replace("11111", "33333"))
    desk = library(tmp_path, {"policies/sleeves-2.md": new})
    row = "acme,ppo,{},2024-03-01,surgery,3,no,1\n"
    table = csv(tmp_path, "".join(row.format(code) for code in ("11111", "33333", "33333", "22222")))
    seen = found(desk, table)
    assert {said(move) for move in seen.moves} == {
        (f"{YES} covered", "not_addressed undetermined", 1, "1"),
        ("not_addressed undetermined", f"{YES} covered", 2, "2"),
    }
    assert seen.not_concerned == 1 and {group.names for group in seen.by_clause} == {
        (SLEEVE, ""),
        ("", SLEEVE),
    }


# A companion's code is addressed only beside another service, and a row is a session of its own.
def test_companions(tmp_path: Path) -> None:
    codes = f"{CODES}\n  - {{code: 44444, system: CPT, role: companion}}"
    desk = library(tmp_path, {"policies/sleeves-1.md": policy("2024-01-01", OLD_WHEN, codes)})
    seen = found(desk, csv(tmp_path, f"{ROW},1\n{ROW.replace('11111', '44444')},1\n"))
    assert (seen.tally.rows, seen.not_concerned) == (1, 1)


# A code is listed only between its days, as the text says.
def test_days_of_a_code(tmp_path: Path) -> None:
    codes = "  - {code: 11111, system: CPT, role: governed, from: 2024-03-01}"
    desk = library(tmp_path, {"policies/sleeves-1.md": policy("2024-01-01", OLD_WHEN, codes)})
    before = ROW.replace("2024-03-01", "2024-02-29")
    seen = found(desk, csv(tmp_path, f"{ROW},1\n{before},2\n"))
    assert {said(move) for move in seen.moves} == {
        (f"{YES} covered", f"{YES} covered", 1, "1"),
        ("not_addressed undetermined", f"{YES} covered", 1, "2"),
    }


# The versions are taken as in force on every day, but plans as they stand on the day of the service; also
# where the product is written with blanks, so that what each plan makes of it is looked up.
@pytest.mark.parametrize("product", ["ppo", " ppo "])
def test_plans_of_the_day(product: str, tmp_path: Path) -> None:
    first = plan("covered", "in force: {from: 2020-01-01, until: 2022-12-31}\n")
    later = plan("coinsurance_only", "in force: {from: 2023-01-01}\n").replace("plan: plan", "plan: later")
    desk = library(tmp_path, {"plans/plan.md": first, "plans/later.md": later})
    days = ("2019-12-31", "2020-01-01", "2022-12-31", "2023-01-01", "2026-01-01")
    rows = "".join(f"{ROW.replace('2024-03-01', day).replace('ppo', product)},1\n" for day in days)
    seen = found(desk, csv(tmp_path, rows))
    assert {said(move)[:3] for move in seen.moves} == {
        (f"{YES} undetermined", f"{YES} undetermined", 1),
        (f"{YES} covered", f"{YES} covered", 2),
        (f"{YES} coinsurance_only", f"{YES} coinsurance_only", 2),
    }


# A payer that is named has all the rows, and the table needs no column for it.
def test_a_payer_that_is_named(tmp_path: Path) -> None:
    header, row = HEADER.partition(",")[2], ROW.partition(",")[2]
    table = csv(tmp_path, f"{row},1\n", header)
    assert found(library(tmp_path), table, payer="acme").tally.rows == 1
    with pytest.raises(TableError, match="the table has no column payer"):
        found(library(tmp_path), table)


# Two policies are held beside each other for the payers that adopt both, or for one that adopts one of them.
def test_two_policies(tmp_path: Path) -> None:
    other = PAYER.format(id="other", adopts="[sleeves/leg]")
    desk = library(tmp_path, {"policies/leg.md": LEG, "payers/other.md": other})
    table = csv(tmp_path)
    with pytest.raises(UnknownPolicyError, match=r"no payer adopts both .* --payer ID \(acme and other\)"):
        found(desk, table, OLD, "sleeves/leg")
    seen = found(desk, table, OLD, "sleeves/leg", payer="acme")
    assert seen.moved.rows == 3 and seen.not_concerned == 2
    with pytest.raises(UnknownPolicyError, match="other adopts not sleeves/arm; it adopts sleeves/leg"):
        found(desk, table, payer="other")
    with pytest.raises(
        UnknownPolicyError, match="payer 'acne' has no settings in the library; did you mean acme"
    ):
        found(desk, table, payer="acne")


def test_nobody_adopts_the_policy(tmp_path: Path) -> None:
    desk = library(tmp_path, {"policies/leg.md": LEG})
    with pytest.raises(UnknownPolicyError, match="no payer of the library adopts sleeves/leg"):
        found(desk, csv(tmp_path), "sleeves/leg", "sleeves/leg")


def test_no_code_of_the_system(tmp_path: Path) -> None:
    words = "neither sleeves/arm, version 2024-01-01 nor .* addresses a code of HCPCS"
    with pytest.raises(UnknownPolicyError, match=words):
        found(library(tmp_path), csv(tmp_path), system="HCPCS")


# A draft that is in no library is answered under just as the version that it will be.
def test_a_draft(tmp_path: Path) -> None:
    whole, table = library(tmp_path / "whole"), csv(tmp_path)
    draft = tmp_path / "next.md"
    draft.write_text(FILES["policies/sleeves-2.md"], encoding="utf-8")
    desk = library(tmp_path / "old", {"policies/sleeves-2.md": policy("2025-01-01", OLD_WHEN)})
    text = find_text(desk, str(draft))
    assert text.version is not None
    new = Side(text.version, text.document, "draft")
    drafted = impact(desk, side(desk, OLD), new, table, Options(), lambda _: None)
    assert drafted.moves == found(whole, table).moves


# What has holes decides nothing, and so nobody's answer is worked out under it.
def test_a_text_with_holes(tmp_path: Path) -> None:
    hole = "\n```yaml hole\nid: exceptions\nsays: The exceptions could not be read.\n```\n"
    text = policy("2025-01-01", NEW_WHEN) + hole
    desk = library(tmp_path, {"policies/sleeves-2.md": text})
    with pytest.raises(UnknownPolicyError, match=r"a draft: 1 hole of its text must be filled"):
        found(desk, csv(tmp_path))


# --- columns ----------------------------------------------------------------------------------------


# A column that is not there is told with the nearest; so is a fact that nobody asks for.
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"amount": "amont"}, "--amount amont: the table has no column amont; did you mean amount"),
        ({"amount": "day"}, None),
        ({"chosen": {"swelling.cause": "couse"}}, "the table has no column couse; did you mean cause"),
        ({"chosen": {"swelling.couse": "cause"}}, "no policy asks for swelling.couse"),
        ({"chosen": {"service.code": "kode"}}, "the table has no column kode"),
    ],
)
def test_columns_that_are_not_there(asked: dict[str, object], words: str | None, tmp_path: Path) -> None:
    words = words or "column day holds '2024-03-01', which is no amount"
    with pytest.raises(TableError, match=words):
        found(library(tmp_path), csv(tmp_path, f"{ROW},1\n"), **asked)  # type: ignore[arg-type]


# Names that a query makes up would be taken for the table's own, and are refused.
@pytest.mark.parametrize("name", ["cv_key_1", "CV_Way", "cv_stake"])
def test_names_that_queries_make_up(name: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=f"the table has a column {name}; names that begin with cv_ are"):
        found(library(tmp_path), csv(tmp_path, f"{ROW},1,1\n", f"{HEADER},{name}"))


# A table without a product has one group; without an amount, no amounts.
def test_columns_that_may_be_missing(tmp_path: Path) -> None:
    table = csv(tmp_path, "acme,11111,2024-03-01,inborn,3,no\n", "payer,code,day,cause,difference,infected")
    seen = found(library(tmp_path), table)
    assert [group.names for group in seen.by_product] == [("",)]
    assert seen.amount_column is None and seen.moves[0].tally == Tally(1)
    assert seen.moves[0].before == Standing(YES, "open", "open")


# Products are told apart without the blanks around them, and those that say nothing are one.
def test_products(tmp_path: Path) -> None:
    rows = [ROW.replace("ppo", name) for name in ("ppo", " ppo ", "unknown", "", "other")]
    seen = found(library(tmp_path), csv(tmp_path, "".join(f"{row},1\n" for row in rows)))
    assert {group.names[0]: group.tally.rows for group in seen.by_product} == {"ppo": 2, "": 2, "other": 1}
