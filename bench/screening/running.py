"""Sides of a measurement, in turns: each run is a process of its own, with its seconds and peak memory."""

from __future__ import annotations

import os
import statistics
import struct
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Side: TypeAlias = Callable[[], object]
"""What is measured: answers a whole file of claims, and writes its result."""


class SideFailedError(Exception):
    """A side ended with an error, which its process has printed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of one side.

    Arguments:
        seconds: of each run, without the start of its process.
        busy: of each run, the seconds of processor time of all its threads: less than `seconds` times the
            threads where others use the machine as well.
        peak: the most memory of a run, in KiB, all of its process counted.
    """

    seconds: tuple[float, ...]
    busy: tuple[float, ...]
    peak: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measured(sides: Mapping[str, Side], runs: int = 5) -> dict[str, Measured]:
    """Runs of each side; they take turns, so that a slow minute falls on all sides alike.

    A run is a fork of this process: what a side has prepared before is there, and nothing that another run
    did. This process must hold no open DuckDB connection, since threads do not survive a fork.

    Raises:
        SideFailedError: a side raised an error.
    """
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in sides}
    for _ in range(runs):
        for name, side in sides.items():
            found[name].append(_run(name, side))
    return {name: _together(each) for name, each in found.items()}


def _together(runs: Sequence[tuple[float, float, int]]) -> Measured:
    seconds, busy, peaks = zip(*runs, strict=True)
    return Measured(seconds, busy, max(peaks))


def _run(name: str, side: Side) -> tuple[float, float, int]:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _as_child(side, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        sent = pipe.read()
    _, _, usage = os.wait4(process, 0)
    if len(sent) != struct.calcsize("d"):
        raise SideFailedError(name)
    return struct.unpack("d", sent)[0], usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def _as_child(side: Side, writing: int) -> None:
    """Run a side, send its seconds, and end at once: the parent's own endings are not run twice."""
    status = 1
    try:
        start = time.perf_counter()
        side()
        os.write(writing, struct.pack("d", time.perf_counter() - start))
        status = 0
    except BaseException:  # noqa: BLE001  the parent says which side it was
        traceback.print_exc()
    finally:
        os._exit(status)
