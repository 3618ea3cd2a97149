"""`picture`: where the picture goes, whole or not at all, and what is said when it cannot be drawn."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.cli.writing import UnwritableError, write_whole

Run = Callable[..., tuple[int, str, str]]
POLICY = "bsc/7.01.75"


def refused(run: Run, *arguments: str) -> str:
    """The message of a command that must refuse."""
    status, output, message = run("picture", *arguments)
    assert (status, output) == (2, "")
    assert message.strip() and "Traceback" not in message
    return message


# Without --out the picture is printed, and with it the same bytes go to the file and nothing is printed.
@pytest.mark.parametrize("of", ["criteria", "diagram"])
def test_printed_and_written_alike(of: str, run: Run, tmp_path: Path) -> None:
    status, svg, message = run("picture", POLICY, "--of", of)
    assert (status, message) == (0, "")
    assert ET.fromstring(svg).get("role") == "img"
    file = tmp_path / "picture.svg"
    assert run("picture", POLICY, "--of", of, "--out", str(file)) == (0, "", "")
    assert file.read_bytes() == svg.encode()
    assert os.listdir(tmp_path) == ["picture.svg"]


# The criteria are drawn where nothing else is asked for, and a day chooses the version.
def test_criteria_are_usual() -> None:
    from coverdict.cli.picture import KINDS

    assert KINDS[0] == "criteria"


def test_a_day_chooses_the_version(run: Run) -> None:
    assert run("picture", POLICY) == run("picture", f"{POLICY}@2021-12-01", "--of", "criteria")


# As data, the picture comes with what it shows in words.
def test_as_data(run: Run) -> None:
    status, text, message = run("picture", POLICY, "--of", "diagram", "--json")
    assert (status, message) == (0, "")
    data = json.loads(text)
    assert set(data) == {"policy", "version", "of", "title", "description", "svg"}
    assert (data["policy"], data["version"], data["of"]) == (POLICY, "2021-11-01", "diagram")
    root = ET.fromstring(data["svg"])
    assert [root[0].text, root[1].text] == [data["title"], data["description"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bsc/7.01.57"], "policy 'bsc/7.01.57' is not in the library; did you mean bsc/7.01.75?"),
        ([f"{POLICY}@soon"], "'soon' is not a date"),
        ([POLICY, "--of", "digram"], "there is no picture of 'digram'; did you mean diagram?"),
        ([POLICY, "--out", ""], "the name of the file is empty"),
        ([POLICY, "--out", "a\0b"], "a file's name holds no NUL"),
        ([POLICY, "--out", "no/folder/x.svg"], "no/folder/x.svg: there is no folder no/folder"),
        ([POLICY, "--out", "x" * 300], ": cannot be written: File name too long"),
        ([POLICY, "--library", "nowhere"], "nowhere"),
        ([], "required: POLICY"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    arguments: list[str], words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(run, *arguments)
    assert not list(tmp_path.iterdir())


def test_a_folder_is_no_place_for_a_picture(run: Run, tmp_path: Path) -> None:
    assert "is a folder; name a file" in refused(run, POLICY, "--out", str(tmp_path))
    assert not list(tmp_path.iterdir())


# Where the picture cannot be drawn, the file that was there stays as it was.
def test_a_failure_leaves_the_file_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    file.write_text("before")
    refused(run, "bsc/none", "--out", str(file))
    assert file.read_text() == "before" and os.listdir(tmp_path) == ["picture.svg"]


# A file is replaced as a whole: who had it open still reads what was there.
def test_who_reads_the_old_file_reads_all_of_it(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"before" * 1000)
    file.chmod(0o640)
    with file.open("rb") as old:
        write_whole(file, b"after")
        assert old.read() == b"before" * 1000
    assert file.read_bytes() == b"after" and file.stat().st_mode & 0o777 == 0o640


# A link stays a link, and the file that it names gets the data.
def test_a_link_leads_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "there" / "file")
    write_whole(link, b"data")
    assert link.is_symlink() and (tmp_path / "there" / "file").read_bytes() == b"data"


# What is no ordinary file is left alone, and so is a link that leads in a circle.
def test_strange_places_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    for place, words in ((pipe, "is no ordinary file"), (circle, "cannot be written")):
        with pytest.raises(UnwritableError, match=words):
            write_whole(place, b"data")
    assert sorted(os.listdir(tmp_path)) == ["circle", "pipe"]


def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):  # root writes everywhere
            return
        with pytest.raises(UnwritableError, match="Permission denied"):
            write_whole(tmp_path / "file", b"data")
    finally:
        tmp_path.chmod(0o700)
