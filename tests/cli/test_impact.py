"""`coverdict impact`: what is printed, as data and as a page, and what is said of what cannot be done."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bulk.sleeves import FILES, ROWS, csv, library

Run = Callable[..., tuple[int, str, str]]
GOLDEN = Path(__file__).parent / "golden" / "impact-command.txt"
OLD, NEW = "sleeves/arm@2024-06-01", "sleeves/arm@2025-06-01"
CALL = ("impact", OLD, NEW, "claims.csv", "--library", "sleeves")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the library and a table, in which commands run."""
    library(tmp_path / "sleeves")
    csv(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# The page for a terminal, read through by hand; `COVERDICT_NEW_PAGES=1` writes it anew.
def test_the_text(table: Path, run: Run) -> None:
    status, output, message = run(*CALL)
    assert (status, message) == (0, "")
    if os.environ.get("COVERDICT_NEW_PAGES"):
        GOLDEN.write_text(output, encoding="utf-8")
    assert output == GOLDEN.read_text(encoding="utf-8")


# The data has every row once by answer, once by product and once by clause; amounts are written to the cent.
def test_the_data(table: Path, run: Run) -> None:
    status, output, message = run(*CALL, "--json")
    assert (status, message) == (0, "")
    data = json.loads(output)
    assert data["screening"] is True and data["program"]["version"]
    assert data["old"] == {"name": "sleeves/arm, version 2024-01-01", "title": "Compression sleeves"}
    assert data["table"] == {
        "name": "claims.csv",
        "rows": 13,
        "set_apart": 4,
        "not_concerned": 3,
        "amount_column": "amount",
    }
    assert data["all"] == {"rows": 6, "amount": "132.85"}
    assert data["directions"]["better"] == {"rows": 1, "amount": "7.25"}
    assert data["directions"]["worse"] == {"rows": 2, "amount": "100.10"}
    assert {
        "before": {"status": "medically_necessary", "benefit": "covered", "disposition": "favourable"},
        "after": {"status": "not_medically_necessary", "benefit": "not_covered", "disposition": "adverse"},
        "direction": "worse",
        "rows": 1,
        "amount": None,
    } in data["moves"]
    assert sum(group["all"]["rows"] for group in data["by_product"]) == 6
    assert {group["clauses"]["before"] for group in data["by_clause"]} == {
        "sleeves/arm#sleeve",
        "sleeves/arm#sleeve otherwise",
        None,
    }


# The page is written whole, nothing is printed, and the same call writes the same bytes over what was there.
def test_the_page(table: Path, run: Run) -> None:
    assert run(*CALL, "--html", "page.html") == (0, "", "")
    page = Path("page.html").read_bytes()
    assert page.startswith(b"<!DOCTYPE html>\n") and page.endswith(b"</html>\n")
    Path("page.html").write_text("something else")
    assert run(*CALL, "--html", "page.html") == (0, "", "")
    assert Path("page.html").read_bytes() == page
    status, output, _ = run(*CALL, "--html", "page.html", "--json")
    assert status == 0 and json.loads(output)["all"]["rows"] == 6


# A draft is a text like any other, named with its file.
def test_a_draft(table: Path, run: Run) -> None:
    Path("next.md").write_text(FILES["policies/sleeves-2.md"], encoding="utf-8")
    Path("sleeves/policies/sleeves-2.md").unlink()
    status, output, _ = run(
        "impact", "sleeves/arm", "next.md", "claims.csv", "--library", "sleeves", "--json"
    )
    data = json.loads(output)
    assert status == 0 and data["new"]["name"] == "sleeves/arm, version 2025-01-01 (next.md)"
    assert data["directions"]["worse"]["rows"] == 2


# Columns may be called otherwise, and the money may stand in another column.
def test_columns_of_the_user(table: Path, run: Run) -> None:
    csv(table, ROWS, "payer,product,proc,day,why,difference,infected,paid")
    chosen = ("--map", "service.code=proc", "--map", "swelling.cause = why", "--amount", "paid")
    status, output, _ = run(*CALL, *chosen, "--json")
    data = json.loads(output)
    assert status == 0 and data["table"]["amount_column"] == "paid"
    assert data["directions"]["worse"] == {"rows": 2, "amount": "100.10"}


# What cannot be done is one message, and leaves no file behind.
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            (0, "sleeves/army"),
            "no policy, guideline or file is called 'sleeves/army'; did you mean sleeves/arm",
        ),
        (
            (0, "sleeves/arm@2020-01-01"),
            "no version of sleeves/arm in this library is in force on 2020-01-01",
        ),
        ((2, "claim.csv"), "there is no file claim.csv; did you mean claims.csv"),
        ((2, "sleeves"), "sleeves holds no .parquet and no .csv file"),
    ],
)
def test_what_is_not_there(changed: tuple[int, str], words: str, table: Path, run: Run) -> None:
    names = [OLD, NEW, "claims.csv"]
    names[changed[0]] = changed[1]
    status, output, message = run("impact", *names, "--library", "sleeves", "--html", "page.html")
    assert (status, output) == (2, "") and words in message
    assert not Path("page.html").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--map", "service.code"), "--map service.code: write FACT=COLUMN"),
        (("--map", "service.code=kode"), "the table has no column kode"),
        (("--payer", "acne"), "payer 'acne' has no settings in the library; did you mean acme"),
        (("--amount", "money"), "--amount money: the table has no column money"),
        (("--amount", "cause"), "column cause holds 'inborn', which is no amount"),
        (("--system", "HCPCS"), "addresses a code of HCPCS"),
        (("--html", "no/page.html"), "there is no folder no to write it to"),
    ],
)
def test_options_that_do_not_fit(options: tuple[str, str], words: str, table: Path, run: Run) -> None:
    status, output, message = run(*CALL, *options)
    assert (status, output) == (2, "") and words in message and "Traceback" not in message


# A guideline decides no claim.
def test_a_guideline(table: Path, run: Run) -> None:
    status, output, message = run("impact", "bsc/7.01.75", "nccn-neuroendocrine-2.2021", "claims.csv")
    assert (status, output) == (2, "") and "nccn-neuroendocrine-2.2021 is a guideline" in message


# The two policies of the shipped library are held beside each other only for a payer who is named.
def test_policies_of_two_payers(table: Path, run: Run) -> None:
    names = ("bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75")
    drawn = run("sample", names[0], "--rows", "300", "--out", "drawn.parquet")
    assert drawn[0] == 0
    status, _, message = run("impact", *names, "drawn.parquet")
    assert status == 2 and f"no payer adopts both {names[0]} and {names[1]}" in message
    status, output, _ = run("impact", *names, "drawn.parquet", "--payer", "bcn", "--json")
    data = json.loads(output)
    assert status == 0 and data["table"]["rows"] == 300
    assert data["all"]["rows"] + data["table"]["set_apart"] + data["table"]["not_concerned"] == 300
