"""The machine against what is possible, row by row."""

from __future__ import annotations

import pickle
import random

import pytest
from logic.worlds import LONG, Hidden, rules

from coverdict.logic import Choose, Literal, Machine, Reader, Value, build
from coverdict.logic import machine as machine_module


def one(value: int) -> int:
    """The cell with the raw value's number."""
    return 1 << value


class Both:
    """Two raw values of one dimension: each leaves the cells of its own residue."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __call__(self, low: int | None, high: int | None) -> int:
        return sum(
            1 << cell
            for cell in range(self.size)
            if (low is None or cell % 2 == low) and (high is None or cell // 2 == high)
        )


def problem(seed: int):
    rnd = random.Random(seed)
    sizes, decision = rules(seed, rnd.randint(2, 6), 4)
    readers = {}
    for dimension, size in enumerate(sizes):
        kind = rnd.random()
        if kind < 0.6:
            readers[dimension] = Reader((f"k{dimension}",), one)
        elif kind < 0.85:
            keys = (f"low{dimension}", f"high{dimension}")
            readers[dimension] = Reader(keys, Both(size), contradicts=True)
    return rnd, sizes, decision, readers


def rows(rnd: random.Random, sizes, readers, count: int):
    """Rows with known, unknown (None) and missing values."""
    for _ in range(count):
        row = {}
        for dimension, reader in readers.items():
            for key in reader.keys:
                value = rnd.randrange(sizes[dimension]) if key.startswith("k") else rnd.randrange(2)
                kind = rnd.random()
                if kind < 0.6:
                    row[key] = value
                elif kind < 0.8:
                    row[key] = None
        yield row


def allowed_of(row, sizes, readers) -> list[int]:
    allowed = [(1 << size) - 1 for size in sizes]
    for dimension, reader in readers.items():
        values = [row.get(key) for key in reader.keys]
        if any(value is not None for value in values):
            allowed[dimension] = reader.read(*values)
    return allowed


def possible_of(hidden: Hidden, row, sizes, readers):
    """What is possible for a row; nothing where values contradict each other, whether they matter or not."""
    allowed = allowed_of(row, sizes, readers)
    broken = any(reader.contradicts and not allowed[dimension] for dimension, reader in readers.items())
    return frozenset() if broken else hidden.possible(allowed)


@pytest.mark.parametrize("seed", range(500 if LONG else 100))
def test_the_machine_answers_what_is_possible(seed) -> None:
    """Of every row, with unknown, missing and contradictory values, dimensions unread or read twice over."""
    rnd, sizes, decision, readers = problem(seed)
    hidden = Hidden(sizes, decision)
    diagram = build(sizes, decision)
    machine = Machine(diagram, readers, lambda values: (values,))
    table = list(rows(rnd, sizes, readers, 60))
    expected = [(possible_of(hidden, row, sizes, readers),) for row in table]
    assert [machine.decide(row) for row in table] == expected
    assert [machine.decide(row) for row in table] == expected  # warm


@pytest.mark.parametrize("seed", range(20))
def test_forgetting_changes_nothing(seed, monkeypatch) -> None:
    """With room for next to nothing the answers are the same."""
    monkeypatch.setattr(machine_module, "STATES", 2)
    monkeypatch.setattr(machine_module, "ENTRIES", 1)
    rnd, sizes, decision, readers = problem(seed)
    hidden = Hidden(sizes, decision)
    machine = Machine(build(sizes, decision), readers, lambda values: values)
    for row in rows(rnd, sizes, readers, 100):
        assert machine.decide(row) == possible_of(hidden, row, sizes, readers)
        assert len(machine) <= 2


def test_a_row_is_read_no_further_than_needed() -> None:
    """What does not matter any more is not read, whatever it holds."""
    diagram = build([2, 2], Choose(Literal(0, 1), Value("a"), Choose(Literal(1, 1), Value("a"), Value("b"))))

    class Row(dict):
        def __missing__(self, key):
            raise AssertionError(f"{key} was read")

    machine = Machine(diagram, {0: Reader(("x",), one), 1: Reader(("y",), one)}, sorted)
    assert machine.decide(Row(x=0)) == ["a"]


def test_values_that_cannot_be_looked_up_are_read_each_time() -> None:
    """A list in a column is handed to the reader."""
    diagram = build([3], Choose(Literal(0, 4), Value("many"), Value("few")))
    machine = Machine(diagram, {0: Reader(("codes",), lambda codes: 1 << min(2, len(codes)))}, sorted)
    assert machine.decide({"codes": ["A", "B", "C"]}) == ["many"]
    assert machine.decide({"codes": []}) == ["few"]
    assert machine.decide({}) == ["few", "many"]


def test_an_error_of_a_reader_is_not_swallowed() -> None:
    """A reader's KeyError or TypeError reaches the caller."""
    diagram = build([2], Choose(Literal(0, 1), Value("a"), Value("b")))
    machine = Machine(diagram, {0: Reader(("x",), {"good": 1}.__getitem__)}, sorted)
    assert machine.decide({"x": "good"}) == ["a"]
    with pytest.raises(KeyError, match="bad"):
        machine.decide({"x": "bad"})


def test_a_machine_can_be_pickled_and_needs_keys() -> None:
    """It comes back without its states; a reader must read something."""
    diagram = build([2], Choose(Literal(0, 1), Value("a"), Value("b")))
    machine = Machine(diagram, {0: Reader(("x",), one)}, sorted)
    assert pickle.loads(pickle.dumps(machine)).decide({"x": 1}) == ["b"]
    with pytest.raises(ValueError, match="at least one key"):
        Machine(diagram, {0: Reader((), one)}, sorted)


def test_free_cells_bound_what_is_unknown() -> None:
    """A settled reading allows one cell, though nothing reads it; no cell at all is a contradiction."""
    diagram = build([2], Choose(Literal(0, 1), Value("a"), Value("b")))
    assert Machine(diagram, {}, sorted, [2]).decide({}) == ["b"]
    assert Machine(diagram, {}, sorted, [0]).decide({}) == []
