"""What is no document: one clear message with its place, exit status 2, no traceback, in bounded time."""

from __future__ import annotations

import io
import os
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.documents.reading import elements, files, read_manuscript
from coverdict.text import DocumentError
from tests.cli.conftest import run as run  # the fixture
from tests.documents.reading.papers import read, typeset

Run = Callable[..., tuple[int, str, str]]


def locked() -> bytes:
    """A PDF that opens with a password alone: its encryption dictionary fits no empty one."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -4/O<"
        + b"41" * 32
        + b">/U<"
        + b"42" * 32
        + b">>>endobj\n"
    )
    offsets = [body.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def bomb() -> bytes:
    """A PDF whose one page inflates to 150 MB of operators."""
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * (150 * 2**20 // 14), 9)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length "
    )
    return (
        head
        + b"%d>>stream\n" % len(packed)
        + packed
        + b"\nendstream endobj\ntrailer<</Size 5/Root 1 0 R>>\n%%EOF"
    )


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb", b"\0" * 10_000_000)
    return held.getvalue()


NO_DOCUMENTS = {
    "empty.txt": (b"", "the document is empty"),
    "blank.html": (b" \n\t \n", "the document is empty"),
    "tags.html": (b"<html><script>x</script><div></div></html>", "the page holds no text"),
    "bytes.txt": (bytes(range(256)) * 40, "these bytes are no text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "this is a picture"),
    "zip.pdf": (archive(), "this is a ZIP archive (as DOCX is)"),
    "words.pdf": (b"Policy Statement\n", "this is no PDF, though its name says so"),
    "broken.pdf": (b"%PDF-1.7\nnothing more", "the PDF is broken"),
    "locked.pdf": (locked(), "the PDF is locked with a password"),
    "half.txt": (b"\xff\xfe\x41", "the text is no valid UTF-16"),
    "deep.html": (b"<div>" * 10_000 + b"x", "elements of the page are nested more than 2,000 deep"),
    "many.html": (b"<p>x" * 400_000, "the page has more than 300,000 elements"),
    "lines.txt": (b"\n" * 600_000 + b"x", "the document has more than 500,000 lines"),
}


@pytest.mark.parametrize("name", NO_DOCUMENTS)
def test_what_is_no_document(name: str, tmp_path: Path) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    data, what = NO_DOCUMENTS[name]
    with pytest.raises(DocumentError) as told:
        read(tmp_path, name, data)
    (problem,) = told.value.problems
    assert (problem.place.file, problem.place.line, problem.what) == (str(tmp_path / name), 1, what)


# HTML of 50 MB that is nested 10,000 deep is told at once.
def test_a_page_of_50_megabytes(tmp_path: Path) -> None:
    data = b"<div>" * 10_000 + b"x" * (50 * 2**20) + b"</div>" * 10_000
    began = time.monotonic()
    with pytest.raises(DocumentError, match="larger than 16 MB"):
        read(tmp_path, "policy.html", data)
    assert time.monotonic() - began < 5


# The largest page that is read at all is read in a time that a person waits.
def test_the_largest_page(tmp_path: Path) -> None:
    count = elements.MOST_ELEMENTS // 2 - 10
    began = time.monotonic()
    manuscript = read(tmp_path, "policy.html", b"<p>x</p>" * count)
    assert len(manuscript.blocks) == count
    assert time.monotonic() - began < 120


@pytest.mark.parametrize("name", ["missing.txt", "folder", "nul\0.txt"])
def test_what_is_not_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    told = {"missing.txt": "there is no such file", "folder": "is a folder", "nul\0.txt": "holds no NUL"}
    with pytest.raises(DocumentError, match=told[name]):
        read_manuscript(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(DocumentError, match="is no ordinary file"):
        read_manuscript(tmp_path / "pipe.txt")


# The same words in every encoding of a text are the same document.
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = "Policy Statement\n\nThe pump’s use – at 3 cm – is investigational.\n"
    said = read(tmp_path, "policy.txt", text.encode(encoding)).text
    assert said == text


# Whatever ends its lines, a document has the same lines.
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends(end: str, tmp_path: Path) -> None:
    data = end.join(["Policy Statement", "", "X is investigational.", ""]).encode()
    assert read(tmp_path, "policy.txt", data).place(20).line == 3


# A command tells the same message, with exit status 2 and no traceback.
@pytest.mark.parametrize("name", ["empty.txt", "deep.html", "zip.pdf"])
def test_the_command(name: str, tmp_path: Path, run: Run) -> None:
    data, what = NO_DOCUMENTS[name]
    (tmp_path / name).write_bytes(data)
    status, said, message = run("import", str(tmp_path / name))
    assert (status, said) == (2, "")
    assert message.startswith(f"{tmp_path / name}:1:1: {what}")
    assert "Traceback" not in message


# A PDF that inflates to 150 MB is read, or given up, within its bounds.
def test_a_bomb_in_a_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    began = time.monotonic()
    with pytest.raises(DocumentError, match=r"memory|seconds|broken|no text"):
        read(tmp_path, "policy.pdf", bomb())
    assert time.monotonic() - began < 240


# 500 pages are read whole.
def test_500_pages(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    page = "= Section #number\nThe pump of section #number.\n#pagebreak(weak: true)\n"
    source = f"#for number in range(500) [{page}]"
    manuscript = read_manuscript(typeset(tmp_path, "policy.pdf", source))
    assert len(manuscript.sections) == 500
    assert max(manuscript.pages) == 500


def test_a_scan_holds_no_text(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    path = typeset(tmp_path, "policy.pdf", "#rect(width: 10cm, height: 20cm, fill: gray)")
    with pytest.raises(DocumentError, match="holds no text: its pages are pictures"):
        read_manuscript(path)


# Without the extra, the message says what to install.
def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr("coverdict.documents.reading.pdf.find_spec", lambda name: None)
    (tmp_path / "policy.pdf").write_bytes(b"%PDF-1.7\n")
    status, _, message = run("import", str(tmp_path / "policy.pdf"))
    assert status == 2
    assert message == "reading a PDF needs an extra that is not installed: pip install 'coverdict[pdf]'\n"


def test_bounds_are_those_of_the_messages() -> None:
    assert (files.LARGEST_TEXT, files.MOST_LINES) == (16 * 2**20, 500_000)
    assert (elements.DEEPEST, elements.MOST_ELEMENTS) == (2_000, 300_000)
