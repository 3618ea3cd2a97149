"""How long things take: medians of alternating runs, so that a slow minute falls on all sides alike."""

from __future__ import annotations

import gc
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Rate:
    """Rows a second: the median run, the slowest and the fastest."""

    median: float
    slowest: float
    fastest: float


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def middle(work: Callable[[], object], runs: int) -> float:
    """The median seconds of `runs` calls."""
    return statistics.median(seconds(work) for _ in range(runs))


def rates(
    sides: Mapping[str, Callable[[Item], object]],
    rows: Sequence[Item],
    runs: int = 5,
    lasting: float = 1.0,
) -> dict[str, Rate]:
    """Rows a second of each side over the same rows, in alternating runs.

    Arguments:
        sides: what decides one row, by name.
        runs: how often each side runs; they take turns.
        lasting: about how many seconds a run of each side takes; a slow side gets fewer rows, always from
            the first on.
    """
    counts = {name: _fitting(decide, rows, lasting) for name, decide in sides.items()}
    measured: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(runs):
        for name, decide in sides.items():
            part = [rows[index % len(rows)] for index in range(counts[name])]
            measured[name].append(len(part) / _pass(decide, part))
    return {name: _rate(found) for name, found in measured.items()}


def first_rates(
    makes: Mapping[str, Callable[[], Callable[[Item], object]]], rows: Sequence[Item], runs: int = 5
) -> dict[str, Rate]:
    """Rows a second over the first rows that each side ever sees, in alternating runs.

    Arguments:
        makes: by name, what makes a side that has met nothing; making it is not measured.
    """
    measured: dict[str, list[float]] = {name: [] for name in makes}
    for _ in range(runs):
        for name, make in makes.items():
            measured[name].append(len(rows) / _pass(make(), rows))
    return {name: _rate(found) for name, found in measured.items()}


def _rate(found: Sequence[float]) -> Rate:
    return Rate(statistics.median(found), min(found), max(found))


def _fitting(decide: Callable[[Item], object], rows: Sequence[Item], lasting: float) -> int:
    done = 0
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < 0.2:
        for row in rows[done % len(rows) : done % len(rows) + 50]:
            decide(row)
            done += 1
    return max(50, int(done / spent * lasting))


def _pass(decide: Callable[[Item], object], rows: Sequence[Item]) -> float:
    """Seconds for all rows; every side runs without the collector of garbage, which is emptied before."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        for row in rows:
            decide(row)
        return time.perf_counter() - start
    finally:
        gc.enable()


def process(command: Sequence[str], runs: int, environment: Mapping[str, str]) -> float:
    """The median seconds of a whole process, from its start to its end; its output is thrown away."""
    return middle(
        lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=dict(environment)), runs
    )
