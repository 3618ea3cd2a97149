"""`coverdict lint`: the page, JSON, SARIF, the switches, and bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coverdict.documents.lint import RULES
from tests.cli.conftest import Run

DOCUMENT = """\
# Freezing of liver tumors

Policy Number: F-1
Effective Date: 11/01/2021
Last Review Date: 11/01/2021

## Policy Statement

Freezing of liver tumors has been established.

## Rationale

Of the 120 patients who were frozen, 30 (35.0%) had a complete response.
The median survival was 12.3 months (range, 8.4-16.2 months).
"""

PAGE = """\
policy.md:13:38: certain percentage-of-count: 35.0 % is not 30 of 120, however
it is rounded
  13 │ Of the 120 patients who were frozen, 30 (35.0%) had a complete response.
     │                                      ^^^^^^^^^
  30/120 = 25.0 %, not 35.0 %
  put right the count, the total or the percentage

policy.md:14:25: query range-symmetric: 12.3 is the very middle of the range 8.4
to 16.2, as of a confidence interval
  14 │ The median survival was 12.3 months (range, 8.4-16.2 months).
     │                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  (8.4 + 16.2)/2 = 12.3
  ask whether it is a 95 % confidence interval

2 findings: 1 certain, 1 to query
not checked: whether well-formed codes exist (code sets are licensed and change
every year; structure and some codes that had ended are)
not checked: whether references say what the text says of them
"""


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("policy.md").write_text(DOCUMENT, encoding="utf-8")
    return "policy.md"


# The page names each finding's place, shows the line, and says what was computed; a certain one ends with 1.
def test_page(document: str, run: Run) -> None:
    status, page, errors = run("lint", document)
    assert (status, page, errors) == (1, PAGE, "")


# Queries alone, or nothing at all, end with 0.
@pytest.mark.parametrize(
    ("switches", "ids"),
    [
        (["--without", "percentage-of-count"], ["range-symmetric"]),
        (["--rule", "range-symmetric,group-sum"], ["range-symmetric"]),
        (["--rule", "policy"], []),
        (["--rule", "numbers", "--without", "numbers"], []),
        (["--rule", "group-sum", "--rule", "range-symmetric"], ["range-symmetric"]),
    ],
)
def test_switches(document: str, switches: list[str], ids: list[str], run: Run) -> None:
    status, page, _ = run("lint", document, "--json", *switches)
    assert status == 0
    assert [one["rule"] for one in json.loads(page)["findings"]] == ids


# As data: the rule, how sure it is, where it begins and ends, the words, and what was computed.
def test_data(document: str, run: Run) -> None:
    status, page, _ = run("lint", document, "--json")
    data = json.loads(page)
    assert status == 1
    assert data["counts"] == {"certain": 1, "query": 1, "information": 0}
    assert data["rules"] == list(RULES)
    assert data["findings"][0] == {
        "rule": "percentage-of-count",
        "severity": "certain",
        "what": "35.0 % is not 30 of 120, however it is rounded",
        "computed": "30/120 = 25.0 %, not 35.0 %",
        "right": "put right the count, the total or the percentage",
        "line": 13,
        "column": 38,
        "end_line": 13,
        "end_column": 47,
        "page": None,
        "quote": "30 (35.0%",
        "also": [],
    }


def conforms(log: dict[str, Any]) -> None:
    """Holds a log to what SARIF 2.1.0 requires (sections 3.13, 3.14, 3.19, 3.27, 3.28, 3.29, 3.30, 3.49)."""
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    for held in log["runs"]:
        driver = held["tool"]["driver"]
        assert driver["name"] and held["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        names = [rule["id"] for rule in driver["rules"]]
        assert len(names) == len(set(names))
        for rule in driver["rules"]:
            assert rule["shortDescription"]["text"]
            assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        for result in held["results"]:
            assert names[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("none", "note", "warning", "error") and result["message"]["text"]
            for location in (*result["locations"], *result["relatedLocations"]):
                place = location["physicalLocation"]
                assert place["artifactLocation"]["uri"] and " " not in place["artifactLocation"]["uri"]
                region = place.get("region")
                if region is None:
                    continue
                assert region["startLine"] >= 1 and region.get("startColumn", 1) >= 1
                ends = region.get("endLine", region["startLine"]), region.get("endColumn", 10**9)
                assert ends > (region["startLine"], region.get("startColumn", 1))


# SARIF has what its standard requires, and columns that a code host counts alike.
def test_sarif(document: str, run: Run) -> None:
    status, page, _ = run("lint", document, "--sarif")
    log = json.loads(page)
    conforms(log)
    assert status == 1
    first = log["runs"][0]["results"][0]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 13,
        "startColumn": 38,
        "endLine": 13,
        "endColumn": 47,
        "snippet": {"text": "30 (35.0%"},
    }


# A file's name with blanks is a URI in SARIF; of HTML, columns are left out, since they are not the file's.
def test_sarif_of_html(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    html = "<h1>Rationale</h1>\n<p>Of the 120 patients,\n30 (35.0%) responded.</p>\n"
    Path("a policy.html").write_text(html, encoding="utf-8")
    status, page, _ = run("lint", "a policy.html", "--sarif", "--rule", "numbers")
    log = json.loads(page)
    conforms(log)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert status == 1
    assert place["artifactLocation"]["uri"] == "a%20policy.html"
    assert "startColumn" not in place["region"]


# The two source documents, as SARIF.
@pytest.mark.parametrize("name", ["000_114209c1697b0ec8.txt", "001_5e3094ee69330f43.txt"])
def test_sarif_of_the_sources(name: str, run: Run, shared: Callable[[str], Path]) -> None:
    status, page, _ = run("lint", str(shared(f"documents/{name}")), "--sarif")
    conforms(json.loads(page))
    assert status == 1


# A rule that is not there is named, with the nearest one.
def test_unknown_rule(document: str, run: Run) -> None:
    status, page, errors = run("lint", document, "--rule", "group-sums")
    assert (status, page) == (2, "")
    assert errors.splitlines()[0] == "--rule group-sums: there is no such rule; did you mean group-sum?"


# Two ways to print the same are one too many.
def test_json_and_sarif(document: str, run: Run) -> None:
    status, page, errors = run("lint", document, "--json", "--sarif")
    assert (status, page) == (2, "")
    assert errors.splitlines()[0] == "--json and --sarif are two ways to print the same; give one"


# What cannot be read is one message, and nothing is printed.
@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02\x03" * 100])
def test_bad_input(content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path("policy.txt").write_bytes(content)
    status, page, errors = run("lint", "policy.txt")
    assert (status, page) == (2, "")
    assert errors.startswith("policy.txt") and "Traceback" not in errors
