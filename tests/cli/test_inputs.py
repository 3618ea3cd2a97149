"""Files that a user names: read, or refused with one sentence that says why."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from coverdict.cli import inputs
from coverdict.cli.inputs import Input, UnreadableError, read_input


def test_a_file_is_read_with_the_name_under_which_messages_speak_of_it(tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_bytes(b"\xef\xbb\xbfpayer: bsc\r\n")
    assert read_input(str(file)) == Input("payer: bsc\n", str(file))


def test_every_end_of_a_line_is_one(tmp_path: Path) -> None:
    """Read again, the text has the same lines: a return before the end of a line ends one of its own."""
    file = tmp_path / "request.yaml"
    file.write_bytes(b"payer: bsc\r\r\nproduct: fep\rfacts: {}\n")
    assert read_input(str(file)).text == "payer: bsc\n\nproduct: fep\nfacts: {}\n"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("größe: 1\n".encode()), "ascii"))
    assert read_input("-") == Input("größe: 1\n", "standard input")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"a: 1\nb: \xff\n", ":2: byte 9 is not UTF-8; save the file as UTF-8 text"),
        ("payer: bsc".encode("utf-16"), "is UTF-16 text; save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_bytes(data)
    with pytest.raises(UnreadableError) as found:
        read_input(str(file))
    assert str(found.value).startswith(str(file))
    assert str(found.value).endswith(message)


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "LARGEST", 2**20)
    file = tmp_path / "request.yaml"
    file.write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(UnreadableError, match="is larger than 1 MiB"):
        read_input(str(file))
    file.write_bytes(b"#" * 2**20)
    assert len(read_input(str(file)).text) == 2**20


def test_a_device_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="is larger than 16 MiB"):
        read_input("/dev/zero")


def test_a_missing_file_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "request.yaml").write_text("payer: bsc")
    with pytest.raises(UnreadableError) as found:
        read_input(str(tmp_path / "reqest.yaml"))
    assert str(found.value).endswith(f"no such file; did you mean {tmp_path / 'request.yaml'}?")
    with pytest.raises(UnreadableError, match=r"no such file$"):
        read_input(str(tmp_path / "there" / "nowhere.yaml"))


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_a_name_that_names_nothing_is_refused(name: str) -> None:
    with pytest.raises(UnreadableError):
        read_input(name)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is a folder; name a file"):
        read_input(str(tmp_path))


def test_a_name_longer_than_any_file_system_allows_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_input("x" * 5000)


def test_a_file_used_as_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnreadableError):
        read_input(str(tmp_path / "file" / "inside"))


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(UnreadableError, match="standard input is closed"):
        read_input("-")
