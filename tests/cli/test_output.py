"""The JSON document: one, whole, in UTF-8, and the same bytes for the same answer everywhere."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cli import examples
from hypothesis import given
from hypothesis import strategies as st

from coverdict.cli import output
from coverdict.cli.guard import BAD_INPUT, DONE, INTERRUPTED, guarded
from coverdict.decision.data import as_data
from coverdict.text import CoverdictError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def written(data: object) -> bytes:
    class Screen(io.StringIO):
        def __init__(self) -> None:
            super().__init__()
            self.buffer = io.BytesIO()

    screen = Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", screen)
        output.write_json(data)
    assert screen.getvalue() == ""
    return screen.buffer.getvalue()


# What is written reads back as it was, lone surrogates too, and is UTF-8 with one line end at its end.
@given(PLAIN)
def test_json_reads_back(data: Any) -> None:
    found = written(data)
    assert json.loads(found.decode("utf-8")) == data
    assert found.endswith(b"\n") and b"\r" not in found


# The order in which a mapping was filled does not show.
@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_json_is_sorted(data: dict[str, int]) -> None:
    assert written(data) == written(dict(reversed(data.items())))


def test_numbers_and_dates_are_texts_and_letters_stay_letters() -> None:
    assert written({"Größe": Decimal("4.10"), "on": date(2021, 12, 1)}).decode() == (
        '{\n  "Größe": "4.10",\n  "on": "2021-12-01"\n}\n'
    )


@pytest.mark.parametrize("data", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_is_no_plain_data_is_refused(data: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        written(data)


def test_the_keys_that_others_rely_on() -> None:
    data = json.loads(written(as_data(examples.determination(examples.PEND, examples.REFER))))
    assert data["library"]["digest"].startswith("sha256:")
    for line in data["lines"]:
        assert {
            *("service", "indication", "policy", "version", "possible", "disposition", "denial_class"),
            *("action", "refer_to", "reasons", "questions", "readings", "would_change", "duties", "trace"),
        } <= set(line)
        assert all(set(one) == {"status", "benefit", "layer"} for one in line["possible"])
        assert all({"fact", "ask", "who"} <= set(one) for one in line["questions"])
        assert all(isinstance(name, str) for reason in line["reasons"] for name in reason)
        assert line["action"] in ("approve", "pend", "refer", "not_required")
        assert (line["refer_to"] is None) == (line["action"] != "refer")
        nodes = list(line["trace"])
        while nodes:
            node = nodes.pop()
            assert node["state"] in ("met", "not met", "unknown", None)
            assert all({"fact", "value", "source"} <= set(fact) for fact in node["facts"])
            nodes += node["children"]


def fail(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (CoverdictError("the file is not there"), BAD_INPUT, "the file is not there\n"),
        (CoverdictError(""), BAD_INPUT, "something is wrong with the input\n"),
        (CoverdictError("one\ntwo \x1b[31mred"), BAD_INPUT, "one\ntwo \N{REPLACEMENT CHARACTER}[31mred\n"),
        (CoverdictError("a lone \ud800"), BAD_INPUT, "a lone \N{REPLACEMENT CHARACTER}\n"),
        (FileNotFoundError(2, "No such file", "x.yaml"), BAD_INPUT, "x.yaml: No such file\n"),
        (OSError("no reason"), BAD_INPUT, "no reason\n"),
        (OSError(28, "No space left on device"), BAD_INPUT, "No space left on device\n"),
        (RecursionError(), BAD_INPUT, "the input is nested too deeply to be read\n"),
        (MemoryError(), BAD_INPUT, "the input is too large for this machine's memory\n"),
        (KeyboardInterrupt(), INTERRUPTED, "\n"),
    ],
)
def test_an_error_is_one_message_and_a_status(
    error: BaseException, status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(fail(error)) == status
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", message)


def test_a_mistake_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        guarded(fail(ZeroDivisionError()))


def test_without_an_error_the_status_is_that_of_the_work() -> None:
    assert guarded(lambda: 1) == 1
    assert guarded(lambda: DONE) == DONE


@pytest.mark.parametrize(
    ("stated", "width"), [("40", 40), ("3", 24), ("500", 100), ("wide", 80), ("", 80), ("-1", 80), ("0", 80)]
)
def test_the_width(stated: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", stated)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert output.columns() == width
