"""`export`: the yearly submission to CMS, and the public page of criteria."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.documents.publishing.submission import COLUMNS
from tests.pages.reading import must_be_a_good_page

Run = Callable[..., tuple[int, str, str]]
GOLDEN = Path(__file__).parent / "golden" / "export"
ROOT = Path(__file__).resolve().parents[2]

# The columns as CMS published them with the collection (OMB 202412-0938-017, the UMC record layout).
PUBLISHED = [
    "Name of Service",
    "Fully Established",
    "Fully Established Medicare Administrative Contractor (MAC) Jurisdictions",
    "Not Fully Established- No Applicable Medicare Rules (422.101(b)(6)(i)(C))",
    "Not Fully Established- Interpretation Needed",
    "Not Fully Established- Flexibility Explicitly Allowed",
    "Internal Coverage Criteria",
    "Total Number of Internal Coverage Criteria Policies and Documents",
    "Previous Coverage Guidelines",
    "Organization or Vendor",
    "Internal Coverage Criteria Supported by Evidence",
    "Website Link(s)",
]
NOTE = """\

```yaml note
kind: regulatory
id: cms-10913
data:
  fully established: N
  mac jurisdictions: NA
  no applicable rules: N
  interpretation needed: Y
  flexibility allowed: N
  previous coverage guidelines: "=HYPERLINK(1)"
  website: https://example.org/criteria
```
"""


def refused(run: Run, *arguments: str) -> str:
    """The message of a command that must refuse."""
    status, output, message = run("export", *arguments)
    assert (status, output) == (2, "")
    assert message.strip() and "Traceback" not in message
    return message


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def library(folder: Path, edit: Callable[[str, str], str]) -> Path:
    """A copy of the shipped library without its evidence, each file edited."""
    for file in (ROOT / "library").rglob("*"):
        inside = file.relative_to(ROOT / "library")
        if file.is_file() and inside.parts[0] != "evidence":
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            text = edit(str(inside), file.read_text(encoding="utf-8"))
            (folder / inside).write_text(text, encoding="utf-8")
    return folder


# --- the submission ---------------------------------------------------------------------------------------


def test_the_columns_are_those_of_cms() -> None:
    assert list(COLUMNS) == PUBLISHED


# The table and what is said of it, for the only Medicare Advantage product that the library holds.
def test_golden(run: Run) -> None:
    status, output, message = run("export", "submission", "bcn", "--year", "2012")
    assert status == 0
    assert output == (GOLDEN / "bcn-2012.csv").read_text(encoding="utf-8")
    assert message == (GOLDEN / "bcn-2012.txt").read_text(encoding="utf-8")


# By hand: one service of one document; the evidence contradicts the statement; what is not held is empty.
def test_a_row_by_hand(run: Run) -> None:
    _, output, _ = run("export", "submission", "bcn", "--year", "2012")
    (row,) = table(output)
    stated = {column: value for column, value in row.items() if value}
    assert stated == {
        "Name of Service": "Cryosurgical Ablation of Primary or Metastatic Liver Tumors",
        "Internal Coverage Criteria": "Y",
        "Total Number of Internal Coverage Criteria Policies and Documents": "1",
        "Organization or Vendor": "Blue Cross Blue Shield of Michigan and Blue Care Network",
        "Internal Coverage Criteria Supported by Evidence": "N",
    }


# Every empty cell is told, with the reason; so is every policy that is left out.
def test_what_is_empty_is_told(run: Run) -> None:
    _, output, message = run("export", "submission", "bcn", "--year", "2012")
    (row,) = table(output)
    for column, value in row.items():
        assert (f", {column}: not held" in message) == (not value), column
    status, output, message = run("export", "submission", "bcn", "--year", "2026")
    assert status == 0 and output.splitlines()[1:] == []
    assert (
        "left out: bcbsm/cryosurgical-ablation-liver: no version is in force for bcn on any day of 2026"
        in message
    )
    _, _, message = run("export", "submission", "bsc", "--year", "2022")
    assert "no plan of bsc that applies to it has a Medicare Advantage product" in message


# The organization's own answers come from a note of the policy; no cell is run by a spreadsheet.
def test_stated_answers(run: Run, tmp_path: Path) -> None:
    folder = library(tmp_path, lambda name, text: text + NOTE if name.endswith("2011.md") else text)
    _, output, message = run("export", "submission", "bcn", "--year", "2012", "--library", str(folder))
    (row,) = table(output)
    assert [row[column] for column in PUBLISHED[1:6]] == ["N", "NA", "N", "Y", "N"]
    assert row["Previous Coverage Guidelines"] == "'=HYPERLINK(1)"
    assert row["Website Link(s)"] == "https://example.org/criteria"
    assert row["Internal Coverage Criteria Supported by Evidence"] == ""  # no review is held here
    assert message.count("empty: ") == 1


# A product that needs no prior authorization is not submitted.
def test_what_needs_no_authorization_is_left_out(run: Run, tmp_path: Path) -> None:
    def edit(name: str, text: str) -> str:
        return (
            text.replace("authorization: not stated", "authorization: not required")
            if "plans" in name
            else text
        )

    folder = library(tmp_path, edit)
    _, output, message = run("export", "submission", "bcn", "--year", "2012", "--library", str(folder))
    assert table(output) == [] and "needs prior authorization for it" in message


# A national coverage determination is Medicare's, and no organization's internal criteria.
def test_medicares_own_determinations_are_left_out(run: Run) -> None:
    _, output, message = run("export", "submission", "example-advantage", "--year", "2024")
    assert table(output) == [] and "cms/30.3.3: a determination of Medicare itself" in message


# As data, each cell says what it was read off; with --out the table goes to a file.
def test_as_data_and_as_a_file(run: Run, tmp_path: Path) -> None:
    status, text, message = run("export", "submission", "bcn", "--year", "2012", "--json")
    assert (status, message) == (0, "")
    data = json.loads(text)
    assert data["form"] == "CMS-10913" and data["columns"] == PUBLISHED
    (row,) = data["rows"]
    assert row["cells"]["Fully Established"]["value"] is None
    assert row["cells"]["Internal Coverage Criteria"] == {"value": "Y", "because": "the policy has 2 rules"}
    assert set(row["cells"]) == set(PUBLISHED)
    file = tmp_path / "umc.csv"
    status, text, message = run(
        "export",
        "submission",
        "bcn",
        "--year",
        "2012",
        "--out",
        str(file),
        "--website",
        "https://example.org/c",
    )
    assert (status, message) == (0, "") and text.startswith("CMS-10913 of bcn for 2012: 1 service\n")
    assert table(file.read_text(encoding="utf-8"))[0]["Website Link(s)"] == "https://example.org/c"
    assert os.listdir(tmp_path) == ["umc.csv"]


# --- the page of criteria ---------------------------------------------------------------------------------


# The three parts that the regulation asks for are there, for every policy in force that day.
@pytest.mark.parametrize(
    ("payer", "day"), [("bsc", "2026-01-01"), ("bcn", "2012-06-01"), ("bcbsm", "2012-06-01")]
)
def test_the_page_of_criteria(payer: str, day: str, run: Run, tmp_path: Path) -> None:
    status, page, message = run("export", "criteria", payer, "--on", day)
    assert (status, message) == (0, "")
    root = must_be_a_good_page(page)
    headings = [each.text for each in root.all("h3")]
    assert headings[:4] == [
        "(A) Criteria in use",
        "(A) Evidence that was considered",
        "(B) Sources of the evidence",
        "(C) Rationale",
    ]
    assert "PMID" in root.text and "42 CFR 422.101(b)(6)(ii)" in root.text
    assert (
        "The library holds no statement of the publisher on which general provisions of Medicare" in root.text
    )
    file = tmp_path / "criteria.html"
    assert run("export", "criteria", payer, "--on", day, "--out", str(file)) == (0, "", "")
    assert file.read_bytes() == page.encode()


# A day on which nothing is in force is said; a window that is an example says so on the page.
def test_days_of_the_page(run: Run) -> None:
    _, page, _ = run("export", "criteria", "bcn", "--on", "2026-01-01")
    assert "No policy of Blue Care Network is in force on January 1, 2026." in must_be_a_good_page(page).text
    _, page, _ = run("export", "criteria", "bcn", "--on", "2012-01-01")
    assert "February 1, 2011 to December 31, 2013. This is an example." in must_be_a_good_page(page).text
    _, page, _ = run("export", "criteria", "example", "--on", "2012-01-01")
    assert "An example. No such payer exists." in must_be_a_good_page(page).text


def test_the_page_as_data(run: Run) -> None:
    status, text, _ = run("export", "criteria", "bsc", "--on", "2026-01-01", "--json")
    data = json.loads(text)
    assert status == 0 and data["policies"] == ["Cryosurgical Ablation of Primary or Metastatic Liver Tumors"]
    assert (data["payer"], data["on"]) == ("bsc", "2026-01-01")


# --- what cannot be done ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["submision", "bcn"], "there is nothing called 'submision' to export; did you mean submission?"),
        (["submission", "bcm", "--year", "2026"], "payer 'bcm' is not in the library; did you mean bcbsm?"),
        (["submission", "bcn"], "name the calendar year: --year 2026"),
        (["submission", "bcn", "--year", "26"], "'26' is no year from 2000 to 2100"),
        (["submission", "bcn", "--year", "２０２６"], "is no year from 2000 to 2100"),
        (["submission", "bcn", "--year", "-2026"], "--year"),
        (["submission", "bcn", "--year", "2026", "--on", "2026-01-01"], "submission does not take --on"),
        (["submission", "bcn", "--year", "2026", "--website", "=1+1"], "'=1+1' is no address"),
        (["submission", "bcn", "--year", "2026", "--website", "https://a b"], "is no address"),
        (["submission", "bcn", "--year", "2026", "--out", ""], "the name of the file is empty"),
        (["submission", "bcn", "--year", "2026", "--out", "no/x.csv"], "there is no folder no"),
        (["criteria", "bcn"], "name the day: --on 2026-01-01"),
        (["criteria", "bcn", "--on", "2026-02-30"], "'2026-02-30' is not a date"),
        (["criteria", "bcn", "--on", "2026-01-01", "--year", "2026"], "criteria does not take --year"),
        (["criteria", "nobody", "--on", "2026-01-01"], "payer 'nobody' is not in the library"),
        (["criteria", "bcn", "--on", "2026-01-01", "--library", "nowhere"], "nowhere"),
        (["criteria"], "required: PAYER"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    arguments: list[str], words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(run, *arguments)
    assert not list(tmp_path.iterdir())
