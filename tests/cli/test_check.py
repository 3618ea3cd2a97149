"""`check`: which library a path lies in, which problems are told, and how."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.cli.check import NotInLibraryError, Scope, check, check_data, scopes_of
from coverdict.cli.paper import ASCII, UNICODE, Layout, plain_lines
from coverdict.cli.problems import problem_rows
from coverdict.text import Place, Problem

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
    monkeypatch.setattr("coverdict.library.check_library", lambda folder: PROBLEMS)
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
        status = check([str(path) for path in paths], str(within) if within else None, as_json=True)
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
    assert check_data(PROBLEMS)["problems"][0] == {
        "file": POLICY,
        "line": 12,
        "column": 7,
        "what": "unknown fact 'lesion.cuont'",
        "right": "did you mean lesion.count?",
    }
    assert check_data(()) == {"well_formed": True, "problems": []}


def test_a_page_in_ascii_and_in_unicode() -> None:
    assert plain_lines(problem_rows((), Layout(80, UNICODE)), Layout(80))[0].startswith("✓")
