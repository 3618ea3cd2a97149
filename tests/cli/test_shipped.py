"""The commands on the library that ships, as a user's shell runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.terminal import Terminal, environment

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = sorted((ROOT / "examples" / "requests").glob("*.yaml"))
REQUEST = ROOT / "examples" / "requests" / "investigational-origin-unknown.yaml"
Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("request_file", REQUESTS, ids=lambda path: path.stem)
def test_an_example_is_decided_as_a_page_and_as_data(request_file: Path, run: Run) -> None:
    status, page, messages = run("decide", str(request_file))
    assert (status, messages) == (0, "")
    assert "\x1b" not in page and "_data" not in page
    assert max(map(len, page.splitlines())) <= 80
    status, text, messages = run("decide", str(request_file), "--json")
    assert (status, messages) == (0, "")
    data = json.loads(text)
    assert page.count("\npayer ") == len(data["lines"])
    words = {"approve": "APPROVE", "pend": "PEND", "refer": "REFER to ", "not_required": "NOT REQUIRED"}
    for line in data["lines"]:
        assert words[line["action"]] in page
        assert all(question["ask"].split()[0] in page for question in line["questions"])


@pytest.mark.parametrize("request_file", REQUESTS, ids=lambda path: path.stem)
def test_a_reviewer_sees_no_conclusion_of_an_example(request_file: Path, run: Run) -> None:
    data = json.loads(run("decide", str(request_file), "--json", "--reviewer")[1])
    for line in data["lines"]:
        held_back = line["action"] == "refer" and line["routing"] in ("addressed", "companion")
        concluded = {"possible", "disposition", "denial_class", "reasons", "would_change", "trace"} & set(
            line
        )
        assert held_back != bool(concluded)
        if held_back:
            clauses = [one for found in line["clauses"].values() for one in found]
            assert not any("status is" in (one["text"] or "") for one in clauses)
    assert run("decide", str(request_file), "--reviewer")[0] == 0


def test_the_same_bytes_wherever_it_runs() -> None:
    """Neither the terminal, the locale, the time zone nor the order of hashing changes the document."""
    results = [
        subprocess.run(
            [sys.executable, "-m", "coverdict.cli", "decide", str(REQUEST), "--json"],
            capture_output=True,
            env=environment(**changes),
            timeout=60,
            check=True,
        ).stdout
        for changes in (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "COLUMNS": "30"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0", "NO_COLOR": "1"},
        )
    ]
    assert results[0] == results[1]
    assert results[0].endswith(b"}\n") and json.loads(results[0])


def test_a_terminal_without_utf_8_is_written_in_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coverdict.cli", "decide", str(REQUEST)],
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
        timeout=60,
        check=True,
    )
    assert "REFER to physician" in done.stdout.decode("ascii")


def test_a_reader_that_stops_reading_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "coverdict.cli", "decide", str(REQUEST)],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_full_disk_is_one_message(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "coverdict.cli", "decide", str(REQUEST), *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"No space left on device\n")


def test_a_request_that_is_wrong_is_told_at_its_place(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "request.yaml"
    file.write_text(
        "payer: bsc\n"
        "service_date: 2021-12-01\n"
        "services:\n"
        '  - {system: CPT, code: "47383"}\n'
        "facts:\n"
        "  tumor.orgin: primary\n"
        "  lesion.largest: 3.2 mg\n"
        "  lesion.count: {value: several}\n"
        "indications:\n"
        "  - {id: one, fcts: {}}\n"
        "prodct: commercial_ppo\n"
    )
    status, output, messages = run("decide", str(file), "--json")
    assert (status, output) == (2, "")
    places = [line.split(": ")[0] for line in messages.splitlines() if line.startswith(str(file))]
    assert sorted(places) == sorted(f"{file}:{place}" for place in ("6:3", "7:19", "8:25", "10:15", "11:1"))
    assert "6 |   tumor.orgin: primary" in messages
    assert "|   ^^^^^^^^^^^" in messages
    assert "did you mean tumor.origin?" in messages


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "bsc/7.01.76"], "did you mean bsc/7.01.75?"),
        (["ask", "bsc/7.01.75@2021-13-01"], "'2021-13-01' is not a date"),
        (["ask", "bsc/7.01.75@1999-01-01"], "no version of bsc/7.01.75"),
        (["ask", "bsc/7.01.75", "--library", "none"], "no such folder"),
        (["decide", str(REQUEST), "--library", "none"], "no such folder"),
        (["check", "--library", "none"], "no such folder"),
        (["check", "--library", str(ROOT / "LICENSE")], "no such folder"),
        (["check", str(ROOT / "LICENSE")], "lies in no policy library"),
    ],
)
def test_what_is_not_there_is_one_message(arguments: list[str], words: str, run: Run) -> None:
    status, output, messages = run(*arguments)
    assert (status, output) == (2, "")
    assert words in messages
    assert len(messages.splitlines()) == 1


def asked(run: Run, *arguments: str) -> dict[str, Any]:
    status, text, messages = run("ask", *arguments, "--json")
    assert (status, messages) == (0, "")
    data: dict[str, Any] = json.loads(text)
    return data


def test_questions_as_data(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "known.yaml"
    file.write_text("line_of_business: commercial\n")
    settled = asked(run, "bsc/7.01.75@2021-12-01", "--facts", str(file))
    assert (settled["settled"], settled["target"], settled["questions"]) == (True, "status", [])
    # Under the Federal Employee Program a mandate bars the status, so that the line of business matters.
    federal = asked(run, "bsc/7.01.75@2021-12-01")
    assert federal["questions"][0]["fact"] == "line_of_business"
    assert settled["library"]["digest"].startswith("sha256:")
    still_open = asked(run, "bcbsm/cryosurgical-ablation-liver")
    assert not still_open["settled"]
    assert {one["fact"] for one in still_open["questions"]} >= {"tumor.resectable", "lesion.count"}
    assert all(one["ask"] and one["who"] for one in still_open["questions"])


@pytest.mark.parametrize("form", ["payer: bcn\nproduct: bcn65\n", '{"payer": "bcn", "product": "bcn65"}'])
def test_what_is_known_already_is_not_asked(form: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "known"
    file.write_text(form)
    data = asked(run, "bcbsm/cryosurgical-ablation-liver", "--facts", str(file))
    assert [one["fact"] for one in data["questions"]] == ["primary_payer.decision"]


def test_an_interview_on_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "known.yaml"
    file.write_text("payer: bcn\nproduct: bcn65\n")
    arguments = ("ask", "bcbsm/cryosurgical-ablation-liver", "--facts", str(file))
    with Terminal("-m", "coverdict.cli", *arguments, columns=60) as terminal:
        seen = terminal.wait_for("> ", terminal.wait_for("covered / denied"))
        terminal.type("perhaps\n")
        seen = terminal.wait_for("> ", terminal.wait_for("primary_payer.decision", seen))
        terminal.type("Covered\n")
        terminal.wait_for("settled: favourable", seen)
        assert terminal.end() == 0
    assert max(map(len, terminal.text.splitlines())) <= 60


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "library", tmp_path / "library"))


def test_the_shipped_library_is_well_formed(run: Run, copied: Path) -> None:
    for arguments in ([], ["--library", str(copied)], [str(copied / "plans")]):
        status, page, messages = run("check", *arguments)
        assert (status, messages) == (0, "")
        assert page.startswith("✓ every document is well-formed\n")
        assert ": error " not in page


def test_a_library_that_is_wrong_is_told_at_its_place(run: Run, copied: Path) -> None:
    policy = copied / "policies" / "bsc" / "7.01.75" / "2021-11-01.md"
    policy.write_text(policy.read_text().replace("tumor.origin", "tumor.orgin"))
    status, page, messages = run("check", str(copied))
    assert (status, messages) == (1, "")
    assert f"{policy}:" in page.replace("\n", "")
    assert "did you mean tumor.origin?" in page and "^^^^" in page
    status, text, messages = run("check", str(policy), "--json")
    data = json.loads(text)
    assert (status, messages, data["well_formed"]) == (1, "", False)
    assert {problem["file"] for problem in data["problems"]} == {str(policy)}
    assert run("check", str(copied / "vocabulary"))[0] == 0
    status, output, messages = run("decide", str(REQUEST), "--library", str(copied))
    assert (status, output) == (2, "")
    assert "did you mean tumor.origin?" in messages
