"""Files that are no texts, links, folders, sizes, the cache, and what YAML would take for something else."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coverdict import open_library
from coverdict.library.opening import ChangedLibraryError
from coverdict.text import CoverdictError

HERE = Path(__file__).parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small library and its request, in which commands run."""
    shutil.copytree(HERE / "library", tmp_path / "library")
    shutil.copy(HERE / "request.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    return tmp_path


def problems(run: Run, status: int = 1) -> list[tuple[str, int, int, str]]:
    """What `check` finds wrong; `decide` then refuses the library."""
    found, text, messages = run("check", "--library", "library", "--json")
    told = json.loads(text)["problems"]
    # A library that is well-formed falls short all the same: its policies state no number.
    assert (found, messages, bool(told)) == (1, "", status == 1)
    refused = run("decide", "request.yaml", "--library", "library", "--json")
    assert (refused[0], bool(refused[1])) == (
        (2, False) if told else (0, True)
    ) and "Traceback" not in refused[2]
    return [(one["file"].removeprefix("library/"), one["line"], one["column"], one["what"]) for one in told]


NOT_UTF_8 = [
    (b"---\npolicy: caf\xe9\n---\n", (2, 12, "byte 16 is not UTF-8")),
    (b"\xef\xbb\xbf\xff", (1, 1, "byte 4 is not UTF-8")),
    (b"---\r\n\r\n\xc3", (3, 1, "byte 8 is not UTF-8")),
    (bytes(range(256)), (3, 115, "byte 129 is not UTF-8")),
    ("---\n".encode("utf-16"), (1, 1, "the file is UTF-16 text")),
    ("---\n".encode("utf-16-be"), (1, 1, "the front matter is missing")),
    (b"\x00" * 100, (1, 1, "the front matter is missing")),
    (b"---\npolicy: a\x00b\n---\n", (2, 10, "the character U+0000 cannot stand in YAML")),
]


@pytest.mark.parametrize(("data", "told"), NOT_UTF_8, ids=lambda value: repr(value)[:24])
def test_a_file_of_a_library_that_is_no_text(
    data: bytes, told: tuple[int, int, str], here: Path, run: Run
) -> None:
    """Bytes that are no UTF-8 text are told with their line and column."""
    (here / "library" / "policies" / "more.md").write_bytes(data)
    assert problems(run) == [("policies/more.md", *told)]


@pytest.mark.parametrize("file", ["policies/first.md", "vocabulary/tumors.yaml"])
@pytest.mark.parametrize("change", [(b"\n", b"\r\n"), (b"\n", b"\r"), (b"", b"\xef\xbb\xbf")], ids=repr)
def test_line_ends_and_a_byte_order_mark_change_nothing(
    file: str, change: tuple[bytes, bytes], here: Path, run: Run
) -> None:
    """A library saved by another editor reads the same."""
    before = open_library(here / "library")
    path = here / "library" / file
    old, new = change
    path.write_bytes(path.read_bytes().replace(old, new) if old else new + path.read_bytes())
    assert problems(run, 0) == []
    after = open_library(here / "library")
    assert after.digest == before.digest


def test_a_library_that_is_a_file(here: Path, run: Run) -> None:
    """A file, nothing, and an empty folder are no library."""
    (here / "empty").mkdir()
    for name, words in (
        ("request.yaml", "no such folder"),
        ("none", "no such folder"),
        ("empty", "it holds no Markdown and no YAML documents"),
    ):
        for command in (["check"], ["decide", "request.yaml"]):
            status, output, messages = run(*command, "--library", name, "--json")
            assert (status, output) == (2, "") and words in messages and len(messages.splitlines()) == 1


def test_links(here: Path, run: Run) -> None:
    """Linked files and folders are read; a link to nowhere or into a circle is told, not left out."""
    library = here / "library"
    shutil.move(library / "policies", here / "elsewhere")
    (library / "policies").symlink_to(here / "elsewhere", target_is_directory=True)
    assert problems(run, 0) == []
    assert set(open_library(library).library.contents.versions) == {"acme/first", "acme/undated"}
    (library / "again").symlink_to(library, target_is_directory=True)
    assert problems(run) == [("again", 1, 1, "this link leads back to a folder around it")]
    (library / "again").unlink()
    (library / "gone.md").symlink_to(here / "none.md")
    (library / "itself.yaml").symlink_to(library / "itself.yaml")
    assert [(file, what) for file, _, _, what in problems(run)] == [
        ("gone.md", "a link that leads nowhere"),
        ("itself.yaml", "a link that leads nowhere"),
    ]


def test_what_is_no_file(here: Path, run: Run) -> None:
    """A pipe under a document's name is told; a folder under such a name is a folder."""
    (here / "library" / "folder.md").mkdir()
    assert problems(run, 0) == []
    os.mkfifo(here / "library" / "pipe.md")
    assert problems(run) == [("pipe.md", 1, 1, "this is no file")]


def test_a_name_that_is_no_text(here: Path, run: Run) -> None:
    """A file whose name is not UTF-8 is told, with the name's bytes."""
    path = os.fsencode(here / "library") + b"/caf\xe9.md"
    try:
        with open(path, "wb") as file:
            file.write(b"---\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert problems(run) == [("caf\\udce9.md", 1, 1, "the name of the file is not UTF-8")]


def test_a_file_and_a_folder_that_cannot_be_read(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may not read a document or a folder of documents is told so.

    Root may read everything: for root, the operating system's refusal is put in by hand.
    """
    (here / "library" / "more").mkdir()
    shut = (here / "library" / "policies" / "undated.md", here / "library" / "more")
    for path in shut:
        path.chmod(0)
    if os.geteuid() == 0:
        opened, listed = Path.open, os.listdir

        def refuse(path: Any) -> None:
            if Path(path).name in ("undated.md", "more"):
                raise PermissionError(13, "Permission denied", str(path))

        def open_unless_shut(self: Path, *arguments: Any, **others: Any) -> Any:
            refuse(self)
            return opened(self, *arguments, **others)

        def list_unless_shut(path: Any) -> list[str]:
            refuse(path)
            return listed(path)

        monkeypatch.setattr(Path, "open", open_unless_shut)
        monkeypatch.setattr(os, "listdir", list_unless_shut)
    told = [
        ("more", 1, 1, "cannot be read: Permission denied"),
        ("policies/undated.md", 1, 1, "cannot be read: Permission denied"),
    ]
    assert problems(run) == told
    for path in shut:
        path.chmod(0o700)


def test_a_file_that_is_too_large(here: Path, run: Run) -> None:
    """A document or a request of more than 16 MiB is refused unread."""
    huge = b"#" * (16 * 2**20 + 1)
    (here / "large.yaml").write_bytes(huge)
    status, output, messages = run("decide", "large.yaml", "--library", "library", "--json")
    assert (status, output, messages) == (2, "", "large.yaml: is larger than 16 MiB\n")
    (here / "library" / "huge.md").write_bytes(huge)
    assert problems(run) == [("huge.md", 1, 1, "the file is larger than 16 MiB")]


STRANGERS = json.dumps({f"fact{number}": "x" * 20 for number in range(40_000)})
GOOD = {"payer": "acme", "service_date": "2021-12-01", "services": [{"system": "CPT", "code": "47383"}]}
ONE = json.dumps(GOOD).removesuffix("}") + ', "facts": '


@pytest.mark.parametrize(
    "text",
    [
        ONE + STRANGERS + "}",
        ONE + '{"tumor.origin": "' + "x" * 10**7 + '"}}',
        '{"' + "x" * 1000 + '": "' + "y" * 10**7 + '"}',
        ONE + '{"lesion.count": ' + "1" * 10**7 + "}}",
        ONE + '{"diagnoses": [' + ", ".join(f'"C{number}"' for number in range(50_000)) + ", 1e9999 x]}}",
        "[" * 10**7,
        "- " * 10**6,
        '"' * 10**6,
    ],
    ids=lambda text: f"{text[:3]} {len(text)}",
)
def test_large_nonsense_is_refused_soon(text: str, here: Path, run: Run) -> None:
    """A request of many strangers, or of words of ten million letters, gets a short message, soon."""
    (here / "large.json").write_text(text)
    start = time.process_time()
    status, output, messages = run("decide", "large.json", "--library", "library", "--json")
    assert (status, output) == (2, "") and messages.startswith("large.json:1:")
    assert len(messages) < 20_000
    assert time.process_time() - start < 20


def test_ten_thousand_brackets_in_a_document(here: Path, run: Run) -> None:
    """Depth in any place of a library ends in one message at that place."""
    policy = here / "library" / "policies" / "undated.md"
    text = policy.read_text()
    for opening in ("(", "[", "{", "not ", "- ", "> "):
        deep = opening * 10_000
        policy.write_text(text.replace("status: investigational", f"when: {deep}\nstatus: investigational"))
        assert [place[0] for place in problems(run)] == ["policies/undated.md"]
        policy.write_text(f"{text}\n{deep}\n")
        problems(run, 0)
    policy.write_text(text.replace("title: A policy without a date", "title: " + "[" * 10_000))
    assert [place[:2] for place in problems(run)] == [("policies/undated.md", 3)]


def test_a_wide_condition_is_decided(here: Path, run: Run) -> None:
    """Seven hundred alternatives in one expression compile and decide."""
    policy = here / "library" / "policies" / "first.md"
    wide = " or ".join(["tumor.resectable is no", "lesion.count < 3"] * 350)
    policy.write_text(policy.read_text().replace("when: tumor.resectable is no", f"when: {wide}"))
    assert problems(run, 0) == []


RETYPED = [
    "00100",
    "1e5",
    "0E784",
    "NO",
    "0x1F",
    "1_000",
    "yes",
    "2021-12-01",
    "0o17",
    ".5",
    "1.",
]


@pytest.mark.parametrize("quote", ["", '"', "'"])
@pytest.mark.parametrize("code", RETYPED)
def test_a_code_stays_as_it_is_written(code: str, quote: str, here: Path, run: Run) -> None:
    """What YAML would take for a number, a time or a yes stays the code that was written."""
    policy = here / "library" / "policies" / "undated.md"
    policy.write_text(policy.read_text().replace("code: 47371", f"code: {quote}{code}{quote}"))
    assert problems(run, 0) == []
    assert [
        str(entry.code)
        for entry in open_library(here / "library").library.contents.versions["acme/undated"][0].codes
    ] == [f"CPT {code}"]
    request = (
        "payer: acme\nservice_date: 2012-12-01\nservices: [{system: CPT, code: "
        + quote
        + code
        + quote
        + "}]\n"
    )
    (here / "request.yaml").write_text(request)
    status, text, messages = run("decide", "request.yaml", "--library", "library", "--json")
    assert (status, messages) == (0, "")
    (line,) = json.loads(text)["lines"]
    assert (line["service"]["code"], line["policy"]) == (code, "acme/undated")


def kept(folder: Path) -> Path:
    (file,) = folder.glob("*.library")
    return file


def test_a_damaged_cache_is_passed_over(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever byte of the kept library is changed, cut off or taken away, it says the same."""
    cache = here / "cache"
    monkeypatch.setenv("COVERDICT_CACHE", str(cache))
    file = "policies/first.md"
    wanted = open_library(here / "library").library.text(file)
    data = kept(cache).read_bytes()
    for at in (*range(0, 48, 5), *range(48, len(data), len(data) // 30)):
        for damaged in (data[:at] + bytes((data[at] ^ 0x41,)) + data[at + 1 :], data[:at]):
            kept(cache).write_bytes(damaged)
            assert open_library(here / "library").library.text(file) == wanted
            kept(cache).write_bytes(data)
    opened = open_library(here / "library")
    kept(cache).unlink()
    assert opened.library.text(file) == wanted


def test_a_library_that_changes_while_it_is_open_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the cache gone and the documents changed, an open library does not mix old and new."""
    cache = here / "cache"
    monkeypatch.setenv("COVERDICT_CACHE", str(cache))
    open_library(here / "library")
    opened = open_library(here / "library")
    kept(cache).unlink()
    policy = here / "library" / "policies" / "first.md"
    policy.write_text(policy.read_text() + "More prose.\n")
    with pytest.raises(ChangedLibraryError, match="has changed since it was opened"):
        opened.decide(GOOD)


ODD: list[Any] = [
    *(
        None,
        True,
        0,
        -1,
        1.5,
        float("nan"),
        10**5000,
        -(10**5000),
        "",
        " ",
        "x" * 10**5,
        b"x",
        object(),
        set(),
    ),
    *(
        [],
        {},
        [[]],
        [{}],
        [None],
        {"value": {}},
        {1: 2},
        {10**5000: 1},
        {"id": [], "code": {}},
        ("a",),
        "2021-12-01",
    ),
]


@pytest.mark.parametrize(
    "key",
    [
        "payer",
        "product",
        "state",
        "stage",
        "urgency",
        "received",
        "as_of",
        "member",
        "service_date",
        "services",
        "diagnoses",
        "indications",
        "facts",
    ],
)
def test_odd_python_data_is_decided_or_refused(key: str, here: Path) -> None:
    """No Python value under any key of a request ends in anything but a determination or a message."""
    desk = open_library(here / "library")
    services = ("id", "system", "code", "date", "end", "units", "modifiers", "place", "for", "with", "facts")
    inner = (*services, "age", "lesion.count", "lesions", "tumor.origin")
    for odd in ODD:
        for value in (
            odd,
            [odd],
            *({name: odd} for name in inner),
            *([{name: odd, "id": 1}] for name in inner),
        ):
            try:
                desk.decide({**GOOD, key: value})
            except CoverdictError as error:
                told = str(error)
                if not told.strip() or len(told) > 3000:
                    raise
