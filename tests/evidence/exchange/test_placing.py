"""New files appear all together or not at all, and no file is written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coverdict.evidence.exchange import placing
from coverdict.evidence.exchange.placing import UnplaceableError, place_files

FILES = {"a.yaml": "study: a\n", "b.yaml": "study: ü\n"}


# The files stand in the folder as they were given, and nothing else does.
def test_files_are_placed(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert place_files(folder, FILES) == (folder / "a.yaml", folder / "b.yaml")
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == FILES


# Where one of them is there already, none is written, and the one that is there stays as it is.
@pytest.mark.parametrize("kind", ["file", "folder", "link to nowhere"])
def test_nothing_is_written_over(tmp_path: Path, kind: str) -> None:
    there = tmp_path / "b.yaml"
    if kind == "file":
        there.write_text("mine")
    elif kind == "folder":
        there.mkdir()
    else:
        there.symlink_to("nowhere")
    with pytest.raises(UnplaceableError, match=r"b\.yaml is there already; nothing was written"):
        place_files(tmp_path, FILES)
    assert list(tmp_path.iterdir()) == [there]
    assert kind != "file" or there.read_text() == "mine"


# A file that another program writes in the meantime stays, and those placed before it are taken away.
def test_a_file_that_comes_between_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = os.path.lexists
    monkeypatch.setattr(
        os.path, "lexists", lambda path: False if Path(path).name == "b.yaml" else there(path)
    )
    (tmp_path / "b.yaml").write_text("mine")
    with pytest.raises(UnplaceableError, match="nothing was written"):
        place_files(tmp_path, FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]
    assert (tmp_path / "b.yaml").read_text() == "mine"


# Where the disk refuses the last byte, or the user interrupts, nothing is left, not even the folder.
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    write = placing._write_new

    def fails(path: Path, data: bytes) -> None:
        write(path, data)
        if data == FILES["b.yaml"].encode():
            raise error

    monkeypatch.setattr(placing, "_write_new", fails)
    with pytest.raises((UnplaceableError, KeyboardInterrupt)):
        place_files(tmp_path / "new", FILES)
    assert list(tmp_path.iterdir()) == []


# On a file system without hard links the files are placed all the same, and still not written over.
def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)
    place_files(tmp_path, FILES)
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    with pytest.raises(UnplaceableError):
        place_files(tmp_path, FILES)


# A folder that cannot be made is one message.
def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "no" / "parent", tmp_path / "file", Path("a\0b")):
        with pytest.raises(UnplaceableError):
            place_files(folder, FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
