"""Places, problems, reports and the nearest word."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.text import DocumentError, Place, Problem, Report, did_you_mean, nearest, split_lines


def test_a_problem_shows_its_line() -> None:
    """The message holds place, fault, line, caret and what would be right."""
    problem = Problem(Place("a.md", 7, 3), "there is no fact b", "did you mean c?", "- b < 2", 1)
    assert str(problem) == "a.md:7:3: there is no fact b\n  7 | - b < 2\n    |   ^\n  did you mean c?"


def test_a_problem_without_line() -> None:
    """Without a line, only place and fault."""
    assert str(Problem(Place("a.md"), "it is empty")) == "a.md:1:1: it is empty"


@given(st.text(), st.integers(1, 400), st.integers(1, 400))
def test_the_caret_is_below_its_character(line: str, column: int, width: int) -> None:
    """However long the line and whatever stands in it, two lines of one length show what is at fault."""
    said = str(Problem(Place("a", 1, column), "wrong", "", line, width))
    if not line.strip():
        assert said == "a:1:1: wrong" or said.startswith("a:1:")
        return
    shown, carets = said.split("\n")[1:3]
    at = carets.index("^")
    assert set(carets[at:]) == {"^"} and len(carets) <= max(len(shown), at + 1)
    assert len(shown) < 160
    stripped = line.rstrip()
    if column <= len(stripped):
        wanted = stripped[column - 1]
        assert shown[at] == (wanted if wanted.isprintable() else "·")


def test_report_collects_in_order() -> None:
    """A report raises all its problems, each once, in the order of their places, with their lines."""
    report = Report("a", "one\ntwo\r\nthree")
    report.add(Place("a", 3, 1), "third")
    report.add(Place("a", 2, 1), "second")
    report.add(Place("a", 2, 1), "second")
    with report.collecting():
        raise DocumentError([Problem(Place("a", 1, 1), "first"), Problem(Place("b", 9, 1), "elsewhere")])
    with pytest.raises(DocumentError) as raised:
        report.raise_if_any()
    assert [problem.what for problem in raised.value.problems] == ["first", "second", "third", "elsewhere"]
    assert [problem.line for problem in raised.value.problems] == ["one", "two", "three", ""]


def test_an_empty_report_raises_nothing() -> None:
    """Without a problem nothing is raised."""
    Report("a", "").raise_if_any()


def test_errors_can_be_pickled() -> None:
    """A DocumentError passes between processes with its problems."""
    error = DocumentError([Problem(Place("a", 1, 2), "wrong")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("lesion.cont", ["lesion.count", "lesions"], "did you mean lesion.count?"),
        ("LESIONS", ["lesion.count", "lesions"], "did you mean lesions?"),
        ("x", ["b", "a"], "known here: a, b"),
        ("x", [], ""),
        ("zzz", [f"a{n}" for n in range(10)], "known here: a0, a1, a2, a3, a4, a5, a6, a7 and 2 more"),
    ],
)
def test_did_you_mean(word: str, known: list[str], said: str) -> None:
    """The nearest word, else the known ones."""
    assert did_you_mean(word, known) == said


def test_nearest_of_none() -> None:
    """Nothing is near where nothing is known."""
    assert nearest("a", []) is None


def test_split_lines() -> None:
    """Only LF, CR LF and CR end lines: a form feed or U+2028 stands within one."""
    assert split_lines("a\nb\r\nc\rd\x0ce\u2028f") == ["a", "b", "c", "d\x0ce\u2028f"]
