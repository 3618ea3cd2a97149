"""`check`: which library a path lies in, which problems are told, and how."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.cli.check import NotInLibraryError, Result, Scope, Wishes, check, scopes_of
from coverdict.cli.check_data import check_data
from coverdict.cli.paper import ASCII, UNICODE, Layout, plain_lines
from coverdict.cli.problems import problem_rows
from coverdict.text import DocumentError, Place, Problem

POLICY = "policies/bsc/one.md"
PLAN = "plans/bsc.md"
PROBLEMS = (
    Problem(
        Place(POLICY, 12, 7), "unknown fact 'lesion.cuont'", "did you mean lesion.count?", "  when: x", 3
    ),
    Problem(Place(PLAN, 1, 1), "the front matter is missing"),
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for file in ("vocabulary/core.yaml", POLICY, PLAN):
        path = tmp_path / "library" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")

    def refused(folder: Path) -> None:
        raise DocumentError(PROBLEMS)

    monkeypatch.setattr("coverdict.decision.open_library", refused)
    return tmp_path / "library"


@pytest.fixture
def checked(library: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, list[str]]]:
    class Screen(io.StringIO):
        def __init__(self) -> None:
            super().__init__()
            self.buffer = io.BytesIO()

    def run(*paths: Path, within: Path | None = None) -> tuple[int, list[str]]:
        screen = Screen()
        monkeypatch.setattr("sys.stdout", screen)
        status = check([str(path) for path in paths], str(within) if within else None, Wishes(as_json=True))
        data = json.loads(screen.buffer.getvalue())
        assert data["well_formed"] == (status == 0)
        return status, [problem["file"] for problem in data["problems"]]

    return run


def test_a_whole_library(library: Path, checked: Callable[..., tuple[int, list[str]]]) -> None:
    both = [str(library / POLICY), str(library / PLAN)]
    assert checked(within=library) == (1, both)
    assert checked(library) == (1, both)


def test_a_document_or_folder_of_a_library(
    library: Path, checked: Callable[..., tuple[int, list[str]]]
) -> None:
    assert checked(library / POLICY) == (1, [str(library / POLICY)])
    assert checked(library / "plans") == (1, [str(library / PLAN)])
    assert checked(library / "plans", within=library) == (1, [str(library / PLAN)])
    assert checked(library / "vocabulary") == (0, [])
    assert checked(library / "plans", library / POLICY) == (1, [str(library / POLICY), str(library / PLAN)])


def test_a_document_in_the_folder_at_hand(
    library: Path, monkeypatch: pytest.MonkeyPatch, checked: Callable[..., tuple[int, list[str]]]
) -> None:
    monkeypatch.chdir(library / "plans")
    assert checked(Path("bsc.md"))[0] == 1
    monkeypatch.chdir(library.parent)
    assert checked(Path("library")) == (1, [f"library/{POLICY}", f"library/{PLAN}"])


def test_a_folder_that_lies_in_no_library_is_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert scopes_of([tmp_path / "empty"], None) == (Scope(tmp_path / "empty"),)


def test_paths_that_are_not_there_or_lie_elsewhere_are_refused(library: Path, tmp_path: Path) -> None:
    with pytest.raises(NotInLibraryError, match="no such file or folder"):
        scopes_of([library / "policies" / "none.md"], None)
    outside = tmp_path / "outside.md"
    outside.write_text("x")
    with pytest.raises(NotInLibraryError, match="lies in no policy library"):
        scopes_of([outside], None)
    with pytest.raises(NotInLibraryError, match="does not lie in the library"):
        scopes_of([outside], library)


def shown(problems: tuple[Problem, ...], width: int = 80) -> list[str]:
    layout = Layout(width, ASCII)
    return plain_lines(problem_rows(problems, layout), layout)


def test_a_problem_shows_its_line_with_a_marker_and_what_would_be_right() -> None:
    line = "    - few: lesion.cuont < 2"
    problem = Problem(
        Place("a.md", 12, 12), "unknown fact 'lesion.cuont'", "did you mean lesion.count?", line, 12
    )
    assert shown((problem,)) == [
        "a.md:12:12: unknown fact 'lesion.cuont'",
        "  12 |     - few: lesion.cuont < 2",
        "     |            ^^^^^^^^^^^^",
        "  did you mean lesion.count?",
        "",
        "1 problem in 1 file",
    ]


def test_no_problem_is_said() -> None:
    assert shown(()) == ["+ every document is well-formed"]


def test_a_long_line_is_shown_around_what_is_wrong() -> None:
    line = "x" * 200 + "WRONG" + "y" * 200
    excerpt, marker = shown((Problem(Place("a.md", 1, 201), "wrong", "", line, 5),), 40)[1:3]
    start = marker.index("^")
    assert excerpt[start : start + 5] == "WRONG"
    assert marker.count("^") == 5
    assert max(len(excerpt), len(marker)) <= 40


# Wherever the fault stands in whatever line, the marker stands under it and the page keeps its width.
@given(st.text("ab .:", min_size=1, max_size=300), st.data(), st.integers(min_value=30, max_value=100))
def test_the_marker_stands_under_the_fault(line: str, data: st.DataObject, width: int) -> None:
    column = data.draw(st.integers(min_value=1, max_value=len(line)))
    length = data.draw(st.integers(min_value=1, max_value=len(line) - column + 1))
    marked = line[: column - 1] + "F" + line[column:].rstrip()
    rows = shown((Problem(Place("a.md", 7, column), "wrong", "", marked, length),), width)
    excerpt, marker = rows[1:3]
    assert excerpt[marker.index("^")] == "F"
    assert max(len(excerpt), len(marker)) <= width


def test_the_data_of_problems() -> None:
    assert check_data(Result(PROBLEMS))["problems"][0] == {
        "file": POLICY,
        "line": 12,
        "column": 7,
        "what": "unknown fact 'lesion.cuont'",
        "right": "did you mean lesion.count?",
    }
    assert check_data(Result()) == {
        "well_formed": True,
        "problems": [],
        "findings": [],
        "accepted": [],
        "counts": {"error": 0, "warning": 0, "note": 0, "accepted": 0},
    }


def test_a_page_in_ascii_and_in_unicode() -> None:
    assert plain_lines(problem_rows((), Layout(80, UNICODE)), Layout(80))[0].startswith("✓")


# --- findings ---------------------------------------------------------------------------------------------

VOCABULARY = """\
vocabulary: tumors
title: Tumors
facts:
  size: {type: quantity, unit: cm, min: 0, label: Largest diameter}
"""
FRONT = """\
---
policy: {name}
title: A policy
number: {number}
in force: {{from: 2024-01-01}}
vocabulary: tumors
"""
SMALL = "```yaml rule\nid: small\nwhen: size <= 3 cm\nstatus: established\n```\n"
REST = "```yaml rule\nid: rest\nstatus: investigational\n```\n"
ACCEPTS = """\
```yaml accepted finding
finding: gap
because: Larger tumors are another policy's.
by: A committee
```
"""


def written(folder: Path, **policies: str) -> Path:
    """A library with policies of these texts."""
    for name, text in {"vocabulary/tumors.yaml": VOCABULARY, **policies}.items():
        path = folder / name if "/" in name else folder / "policies" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def policy(name: str, *blocks: str, number: str = "1", more: str = "") -> str:
    return "\n".join([FRONT.format(name=name, number=number) + f"{more}---\n", *blocks])


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run_check(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    return lambda *arguments: run("check", *arguments)


def test_a_warning_is_no_error(run_check: Run, tmp_path: Path) -> None:
    written(tmp_path / "library", one=policy("a/one", SMALL))
    status, page, messages = run_check("library")
    assert (status, messages) == (0, "")
    first, *rest = page.splitlines()
    assert first == "✓ every document is well-formed"
    assert rest[1].startswith("library/policies/one.md:2:9: warning gap: ")
    assert rest[-1] == "1 warning"


def test_an_error_falls_short(run_check: Run, tmp_path: Path) -> None:
    written(tmp_path / "library", one=policy("a/one", SMALL, REST, number="not stated"))
    status, page, _ = run_check("library")
    assert status == 1
    assert page.splitlines()[-1] == "1 error"


def test_nothing_found_is_one_line(run_check: Run, tmp_path: Path) -> None:
    written(tmp_path / "library", one=policy("a/one", SMALL, REST))
    assert run_check("library") == (0, "✓ every document is well-formed\n", "")


def test_an_accepted_finding_is_shown_when_asked_for(run_check: Run, tmp_path: Path) -> None:
    written(tmp_path / "library", one=policy("a/one", SMALL, ACCEPTS))
    assert run_check("library")[1] == "✓ every document is well-formed\n\nno finding; 1 accepted\n"
    status, page, _ = run_check("library", "--all")
    assert status == 0
    assert "policies/one.md:2:9: accepted gap: " in page
    assert "because         Larger tumors are another policy's. (A committee)" in page


# Only what lies under the paths is told, though all documents are read.
def test_findings_of_some_documents(run_check: Run, tmp_path: Path) -> None:
    written(tmp_path / "library", one=policy("a/one", SMALL), two=policy("a/two", SMALL))
    for paths, files in (
        (["library"], ["one", "two"]),
        (["library/policies/two.md"], ["two"]),
        (["library/vocabulary"], []),
    ):
        data = json.loads(run_check(*paths, "--json")[1])
        assert [one["file"] for one in data["findings"]] == [f"library/policies/{name}.md" for name in files]


# While one document is not well-formed, what rules come to is not worked out, and that is said.
def test_a_document_that_is_wrong_comes_first(run_check: Run, tmp_path: Path) -> None:
    broken = policy("a/two", SMALL.replace("size <=", "sise <="))
    written(tmp_path / "library", one=policy("a/one", SMALL), two=broken)
    status, page, _ = run_check("library")
    assert status == 1
    assert "did you mean size?" in page and "gap" not in page
    status, page, _ = run_check("library/policies/one.md")
    assert status == 0
    assert page.splitlines()[0] == "✓ every document is well-formed"
    assert "worked out when all are" in page.replace("\n", " ")


def test_the_data_of_findings(run_check: Run, tmp_path: Path) -> None:
    written(tmp_path / "library", one=policy("a/one", SMALL), two=policy("a/two", SMALL, ACCEPTS))
    data = json.loads(run_check("library", "--json")[1])
    (finding,) = data["findings"]
    assert data["counts"] == {"error": 0, "warning": 1, "note": 0, "accepted": 1}
    assert (data["well_formed"], data["problems"]) == (True, [])
    assert (finding["id"], finding["severity"], finding["about"]) == ("gap", "warning", None)
    assert finding["where"]["all"] == [{"fact": "size", "label": "Largest diameter", "values": "> 3 cm"}]
    assert finding["patient"] == {"facts": {"size": "4 cm"}, "readings": {}}
    (accepted,) = data["accepted"]
    assert (accepted["id"], accepted["by"]) == ("gap", "A committee")


# On paper of any width the page keeps to it, and without Unicode it is plain.
@pytest.mark.parametrize("width", [30, 60, 100])
def test_a_narrow_page_in_ascii(width: int, tmp_path: Path) -> None:
    from coverdict.cli.check import results_of
    from coverdict.cli.check_page import check_rows

    written(tmp_path / "library", one=policy("a/one", SMALL), two=policy("a/two", SMALL, ACCEPTS))
    (result,) = results_of([Scope(tmp_path / "library")])
    layout = Layout(width, ASCII)
    lines = plain_lines(check_rows(result, True, layout), layout)
    assert max(map(len, lines)) <= width
    assert all(line.isascii() for line in lines)


def test_a_source_that_changed(run_check: Run, tmp_path: Path) -> None:
    from coverdict.text import fingerprint

    sentence = "Small tumors are frozen."
    cites = f"cites: {{section: Position, fingerprint: {fingerprint(sentence)}}}\n"
    block = SMALL.removesuffix("```\n") + cites + "```\n"
    from_it = policy("a/one", block, REST, more="source: {file: source.txt}\n")
    written(tmp_path / "library", one=from_it, two=policy("a/two", block, REST))
    (tmp_path / "source.txt").write_text(f"{sentence}\n")
    assert run_check("library", "--source", "source.txt")[0] == 0
    (tmp_path / "source.txt").write_text("Large tumors are frozen.\n")
    status, page, _ = run_check("library", "--source", "source.txt")
    assert status == 1
    assert page.count("source-changed") == 1 and "the rule small stands on" in page
    (tmp_path / "other.txt").write_text("Large tumors are frozen.\n")
    status, page, messages = run_check("library", "--source", "other.txt")
    assert (status, page) == (2, "")
    assert messages.startswith("other.txt: no document here says that it was written from other.txt")
    assert run_check("library/policies/two.md", "--source", "other.txt")[0] == 1
    assert run_check("library", "--source", "none.txt")[0] == 2
