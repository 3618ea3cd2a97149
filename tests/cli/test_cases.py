"""`coverdict cases`: the list, the files, the blocks, and folders that are there whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cli.conftest import Run

POLICIES = ("bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75")
MICHIGAN = POLICIES[0]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of both policies, written by the command."""
    made = {}
    for number, policy in enumerate(POLICIES):
        folder = tmp_path_factory.mktemp("cases") / str(number)
        subprocess.run(_command(policy, "--out", str(folder)), check=True, capture_output=True)
        made[policy] = folder
    return made


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "coverdict.cli", "cases", *arguments]


@pytest.mark.parametrize("policy", POLICIES)
def test_request_files_decide_to_what_is_expected(policy: str, folders: dict[str, Path], run: Run) -> None:
    # Every request file is decided by `coverdict decide` to exactly the lines in the file beside it.
    requests = sorted(folders[policy].glob("*.yaml"))
    assert len(requests) >= 8
    for request in requests:
        status, out, err = run("decide", str(request), "--json")
        assert (status, err) == (0, "")
        expected = json.loads(request.with_suffix(".expected.json").read_text(encoding="utf-8"))
        lines: list[dict[str, Any]] = json.loads(out)["lines"]
        assert len(lines) == len(expected["lines"])
        for line, told in zip(lines, expected["lines"], strict=True):
            assert {key: line[key] for key in told} == told
        if expected["rulings"]:
            statuses = {one["status"] for one in lines[0]["possible"]}
            assert {one["status"] for one in expected["rulings"]} == statuses


@pytest.mark.parametrize("policy", POLICIES)
def test_the_list_names_every_file(policy: str, folders: dict[str, Path]) -> None:
    # cases.md has a heading for each request; each request has its expected determination.
    folder = folders[policy]
    listed = (folder / "cases.md").read_text(encoding="utf-8")
    names = [file.name.removesuffix(".yaml") for file in folder.glob("*.yaml")]
    assert all(f"\n## {name}\n" in listed for name in names)
    assert {file.name for file in folder.iterdir()} == {
        "cases.md",
        *(f"{name}.yaml" for name in names),
        *(f"{name}.expected.json" for name in names),
    }


def test_names_say_what_is_shown(folders: dict[str, Path]) -> None:
    # A file's name has a number and what its patient shows first.
    names = {file.name for file in folders[MICHIGAN].glob("*.yaml")}
    assert any(name.endswith("-lesion.largest-at-4-cm.yaml") for name in names)
    assert len({name.split("-")[0] for name in names}) == len(names)


def test_the_bytes_depend_on_nothing_else(tmp_path: Path) -> None:
    # Two runs with different seeds for hashes write the same bytes.
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            _command(MICHIGAN, "--out", str(folder)), check=True, capture_output=True, env=environment
        )
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert written[0] == written[1]


def test_the_page_has_the_patients(run: Run) -> None:
    # The page counts patients and slips, and shows the boundary patients with their expected statuses.
    status, out, err = run("cases", MICHIGAN)
    assert (status, err) == (0, "")
    assert out.startswith(f"test patients of {MICHIGAN}, undated\n")
    for words in (
        "no fewer would do",
        "lesion.largest at 4 cm",
        "lesion.count at 2",
        "size limit as up to 4 cm",
    ):
        assert words in " ".join(out.split())


def test_json_has_all(run: Run) -> None:
    # The data counts every change as noticed or without effect, and holds requests with what is expected.
    status, out, _ = run("cases", MICHIGAN, "--json", "--payer", "bcn")
    data = json.loads(out)
    assert status == 0 and data["payer"] == "bcn"
    changes = data["changes"]
    assert changes["noticed"] + len(changes["equal"]) == changes["tried"]
    assert data["needed"] == {"patients": len(data["cases"]), "at_least": len(data["cases"])}
    assert all(case["request"]["payer"] == "bcn" for case in data["cases"])
    assert all(case["expected"]["lines"] for case in data["cases"])


def test_blocks_are_printed_alone(run: Run) -> None:
    # With --blocks there is nothing but fenced blocks.
    status, out, _ = run("cases", MICHIGAN, "--blocks")
    assert status == 0
    parts = out.strip().split("\n\n")
    assert parts and all(
        part.startswith("```yaml case\nid: case-") and part.endswith("\n```") for part in parts
    )


# --- folders ------------------------------------------------------------------------------------------------


def _around(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("full", "is there already and holds something; name a new folder"),
        ("file", "is no folder; name a new one"),
        ("missing/inner", "there is no folder"),
        ("nul\0", "a folder's name holds no NUL"),
        ("", "the name of the folder is empty"),
        ("x" * 300, "cannot be written"),
    ],
)
def test_a_folder_that_cannot_be_is_refused(name: str, message: str, tmp_path: Path, run: Run) -> None:
    # One message, exit status 2, and nothing new beside the folder that was named.
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    before = _around(tmp_path)
    status, out, err = run("cases", MICHIGAN, "--out", f"{tmp_path}/{name}" if name else "")
    assert (status, out) == (2, "")
    assert message in err and len(err.strip().splitlines()) == 1
    assert _around(tmp_path) == before
    assert (tmp_path / "full" / "kept").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path, run: Run) -> None:
    # A folder that is there and empty is taken; hostile names are names like any other.
    folder = tmp_path / "-- ; $(touch x) ‮"
    folder.mkdir()
    status, _, err = run("cases", MICHIGAN, "--out", str(folder))
    assert (status, err) == (0, "")
    assert (folder / "cases.md").is_file()
    assert _around(tmp_path) == [folder.name]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system has no /proc")
def test_a_place_that_takes_no_folder_is_refused(run: Run) -> None:
    # Where nobody can make a folder, the message says so.
    status, out, err = run("cases", MICHIGAN, "--out", "/proc/new-cases")
    assert (status, out) == (2, "")
    assert err.startswith("/proc/new-cases: cannot be written")


# --- what is asked for -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nobody/nothing",), "no policy, guideline or file is called 'nobody/nothing'"),
        (("nccn-colon-2.2021",), "is a guideline, which decides nobody; name a policy"),
        ((MICHIGAN, "--payer", "bsc"), f"bsc does not work under {MICHIGAN}; it adopts bsc/7.01.75"),
        ((MICHIGAN, "--blocks", "--json"), "--blocks and --json do not go together"),
    ],
)
def test_messages(arguments: tuple[str, ...], message: str, run: Run) -> None:
    # What cannot be answered is said in one message, with exit status 2.
    status, out, err = run("cases", *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_a_draft_has_patients_and_no_requests(tmp_path: Path, run: Run) -> None:
    # Of a draft the patients are listed; request files need a payer, and so the library.
    draft = tmp_path / "draft.md"
    source = Path(__file__).resolve().parents[2] / "library/policies/bsc/7.01.75/2021-11-01.md"
    draft.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    status, out, _ = run("cases", str(draft))
    assert status == 0 and "is a draft, which decides nobody's requests" in " ".join(out.split())
    status, _, err = run("cases", str(draft), "--out", str(tmp_path / "new"))
    assert status == 2 and "no request can be made" in err
    assert not (tmp_path / "new").exists()


def test_a_policy_out_of_reach_is_told_in_one_message(tmp_path: Path, run: Run) -> None:
    # A condition of a hundred unrelated combinations of sixty facts has no small diagram in any order.
    random = Random(2)
    names = [f"fact.n{number}" for number in range(60)]
    facts = "".join(f"  {name}: {{type: yes/no, label: A fact}}\n" for name in names)
    combined = (random.sample(names, 3) for _ in range(100))
    conditions = "".join(f"    - {a} and {b} and not {c}\n" for a, b, c in combined)
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "policies").mkdir()
    (tmp_path / "vocabulary" / "many.yaml").write_text(f"vocabulary: many\nfacts:\n{facts}", encoding="utf-8")
    (tmp_path / "policies" / "tangled.md").write_text(
        "---\npolicy: acme/tangled\ntitle: A tangle\nin force: {from: 2020-01-01}\nvocabulary: many\n---\n\n"
        "# A tangle\n\n```yaml rule\nid: tangle\nwhen:\n  any of:\n"
        f"{conditions}status: established\n```\n",
        encoding="utf-8",
    )
    status, out, err = run("cases", "acme/tangled", "--library", str(tmp_path))
    assert (status, out) == (2, "")
    assert err == (
        "acme/tangled: its status takes a decision diagram of more than 20000 nodes, "
        "so that test patients are out of reach; split the policy's rules\n"
    )
