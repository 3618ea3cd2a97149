"""Studies' files of any text: one clear message or a study, never a traceback, and soon."""

from __future__ import annotations

import math
import random
import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.figures import figure
from coverdict.evidence.studies.cells import read_cell, read_estimate, read_p, read_time
from coverdict.evidence.studies.checks import findings
from coverdict.evidence.studies.model import Nature, Study
from coverdict.evidence.studies.reading import read_as_written, read_study
from coverdict.text import DocumentError
from tests.evidence.studies.held import FILES
from tests.evidence.studies.spoilt import RIGHT
from tests.evidence.studies.twins import UNKNOWN
from tests.evidence.studies.written import HEAD, result, text

PIECES = (
    ".nan", "-.inf", "inf", "NaN", "1e400", "-7", "0", "00", "1" * 5_000, "٣", "²", "½", "१२", "7 of 0 (0 %)",
    "0 of 0", "[", "]", "{", "}", ":", "- ", "\n", "\n  ", "'", '"', "#", "&a", "*a", "!!int 3", "%", "@",
    "\u0000", "\ufeff", "\u202e", "🧊", "~", "null", "yes", "<<: {}", "all", "not stated", "100 %", "1000 %",
    "25 (64 to 8)", "0 y", "9999 y", "p", "< 0", "0.0 (0.0 to 0.0)", "999999999 of 999999999", "5 (0.001 %)",
)  # fmt: skip


def _accepted(text: str) -> Study | None:
    """The study, or None where it is refused with problems that have places."""
    try:
        return read_study(text, "any.yaml")
    except DocumentError as error:
        problems = error.problems
    assert problems
    for problem in problems:
        assert problem.place.file == "any.yaml"
        assert problem.place.line <= text.count("\n") + text.count("\r") + 2
        assert problem.what.strip()
    return None


def _is_finite(study: Study) -> bool:
    figures = [
        one
        for result in study.results
        for cell in result.cells
        for one in (cell.figure, cell.lower, cell.upper)
        if one is not None
    ]
    return all(one.value.is_finite() and math.isfinite(float(one.value)) for one in figures)


# Shipped files with pieces put in, taken out and doubled are read or refused, whatever was done to them.
@pytest.mark.parametrize("seed", range(300))
def test_mutated_files(seed: int) -> None:
    chance = random.Random(seed)
    mutant = chance.choice(FILES).read_text("utf-8")
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(mutant) + 1)
        end = min(len(mutant), start + chance.choice((0, 0, 1, 5, 60)))
        mutant = mutant[:start] + chance.choice((*PIECES, mutant[start:end] * 2, "")) + mutant[end:]
    study = _accepted(mutant)
    assert study is None or _is_finite(study)


# Every value of a right file is replaced by every hostile piece, one at a time.
@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: ascii(piece[:12]))
def test_hostile_values(piece: str) -> None:
    lines = RIGHT.split("\n")
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(": ")
        if not colon:
            continue
        study = _accepted("\n".join([*lines[:number], f"{key}: {piece}", *lines[number + 1 :]]))
        assert study is None or (_is_finite(study) and findings(study) is not None)


# Any text at all is read or refused.
@given(st.text(max_size=300))
def test_any_text(anything: str) -> None:
    _accepted(anything)


# Any text in a cell's place is a cell or a ValueError, whatever the nature.
@given(st.text(max_size=40) | st.from_regex(r"[\d.%() oft-]{0,30}"), st.sampled_from(Nature))
def test_any_cell(anything: str, nature: Nature) -> None:
    for read in (
        lambda: read_cell(anything, "a", nature),
        lambda: read_p(anything),
        lambda: read_time(anything),
        lambda: read_estimate(anything),
        lambda: figure(anything),
    ):
        with suppress(ValueError):
            read()


# What is written in a cell is what stands in it, trailing zeros and all.
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 1000), st.integers(0, 3))
def test_cells_keep_what_is_written(events: int, total: int, tenths: int, zeros: int) -> None:
    written = f"{tenths / 10:.1f}" + "0" * zeros
    cell = read_cell(f"{events} of {total} ({written} %)", "a", Nature.COUNT)
    assert (cell.events, cell.total) == (events, total)
    assert cell.figure is not None
    assert (cell.figure.text, cell.figure.decimals) == (written, 1 + zeros)
    assert cell.figure.value == Decimal(tenths) / 10


TESTED = result("cold: 7 of 60 (11.7 %), hot: 6 of 40 (15 %)", more="p: .6", name="NAME")
ARM = "  NAME: {label: a, treatment: b, n: 1}\n"


def _many(piece: str, number: int) -> str:
    return "".join(piece.replace("NAME", f"x{one}") for one in range(number))


# Long lists, deep nesting and long texts are refused or read in bounded time.
@pytest.mark.parametrize(
    "huge",
    [
        text(_many(TESTED, 20_000)),
        text(_many(TESTED, 400)),
        HEAD + "  - " + "[" * 10_000,
        HEAD.replace("Grown-up", "x" * 5_000_000),
        text(result("cold: [" + ", ".join(["5 %"] * 50_000) + "]", "time to event", "at: [1 y]")),
        HEAD.replace("arms:\n", "arms:\n" + _many(ARM, 20_000)),
    ],
    ids=["results", "most", "deep", "long", "curve", "arms"],
)
def test_huge_files(huge: str) -> None:
    start = time.perf_counter()
    study = _accepted(huge)
    assert time.perf_counter() - start < 20
    assert study is None or len(study.results) <= 400


# Sizes as large as are read cost no more than small ones.
@pytest.mark.parametrize(
    "results",
    [
        result("cold: 3 % of 999999999, hot: 5 % of 999999999", more="p: .04"),
        result("cold: 500000000 of 999999999, hot: 5 of 999999999", more="p: .04"),
        result("cold: 0.0001 %, hot: 0.0002 %", more="p: .04"),
        result("cold: 5 (0.0 %)"),
        result("cold: 5 (0.00000001 %)"),
        result("cold: 1 %", more="group: few") + result("cold: 2 %", more="group: few", name="other"),
    ],
)
def test_large_sizes(results: str) -> None:
    head = UNKNOWN.replace("n: 100", "n: 999999999")
    start = time.perf_counter()
    findings(read_as_written(text(results, head), "any.yaml"))
    assert time.perf_counter() - start < 3


# Nor does it take long to try every way to divide as many patients as are divided at all.
@pytest.mark.parametrize("shares", ["50 %, hot: 50 %", "1 %, hot: 99 %", "33 %, hot: 34 %"])
def test_every_division_in_time(shares: str) -> None:
    head = UNKNOWN.replace("n: 100", "n: 500")
    start = time.perf_counter()
    findings(read_as_written(text(result(f"cold: {shares}", more="p: .999"), head), "any.yaml"))
    assert time.perf_counter() - start < 5
