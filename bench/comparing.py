"""`coverdict compare` as a whole process: the two real policies, and generated pairs of growing size."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bench.report import Line, Section, below, shown
from coverdict_judges.inventing.documents import invent_library
from coverdict_judges.inventing.sizes import Shape, large
from coverdict_judges.inventing.writing import files

COMMAND = Path(sys.executable).with_name("coverdict")
REAL = ("bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75")
SHAPES: tuple[Shape, ...] = ("local", "guarded", "unstructured")
GROWTH = (10, 25, 50, 100)
SEEDS = range(5)
GIBIBYTE = 2**20  # kilobytes


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its seconds, its peak memory in kilobytes, and how many pairs of clauses it found."""

    seconds: float
    peak: int
    pairs: int
    counted: bool


def comparing() -> Section:
    """Compare the real policies, then two policies of 60 rules on 100 facts, and smaller ones."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        kept = {**os.environ, "COVERDICT_CACHE": str(Path(name) / "kept")}
        _run(REAL, kept)
        for options, label in (((), "printed"), (("--json",), "as JSON")):
            runs = [_run(REAL, kept, options) for _ in range(9)]
            lines.append(below(f"the two real policies, {label}", _middle(runs), 0.5))
        for shape in SHAPES:
            runs = [run for seed in SEEDS for run in [_generated(Path(name), shape, 100, seed)]]
            slowest = max(runs, key=lambda run: run.seconds)
            drawn = sum(not run.counted for run in runs)
            found = f"{min(run.pairs for run in runs)} to {max(run.pairs for run in runs)} pairs"
            lines += [
                below(f"{shape}, 100 facts, 60 rules each: the slowest of {len(runs)}", slowest.seconds, 10),
                Line(f"{shape}: the median, {found}, by the solver in {drawn}", shown(_middle(runs))),
                _memory(f"{shape}: most memory", max(run.peak for run in runs)),
            ]
        for shape in SHAPES:
            grown = [
                f"{size}: {shown(_middle([_generated(Path(name), shape, size, seed) for seed in SEEDS]))}"
                for size in GROWTH[:-1]
            ]
            lines.append(Line(f"{shape}, by the number of facts", ", ".join(grown)))
    return Section(
        "Comparing two policies",
        "Whole processes, from start to end: the real policies from what was kept of the library, generated "
        "ones read afresh (`coverdict_judges.inventing`, rules in proportion to facts: six on ten facts). "
        "Their rules speak of neighbouring facts, of those of one indication, or of any facts. Up to a "
        "budget of nodes both policies are one diagram, whose parts are counted; beyond, the solver "
        "enumerates every pair of clauses that some patient meets, and shares are drawn.",
        tuple(lines),
    )


def _middle(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def _memory(what: str, peak: int) -> Line:
    return Line(what, f"{peak / 1024:,.0f} MiB", "below 2 GiB", peak < 2 * GIBIBYTE)


def _generated(folder: Path, shape: Shape, facts: int, seed: int) -> Run:
    """Two policies drawn from a seed, compared."""
    size = replace(large(shape), policies=2, facts=(facts, facts), rules=(facts * 6 // 10, facts * 6 // 10))
    invented = invent_library(Random(seed), size)
    library = folder / f"{shape}-{facts}-{seed}"
    for file, text in files(invented.scene, invented.documents).items():
        path = library / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    afresh = {**os.environ, "COVERDICT_CACHE": "off"}
    return _run(invented.policies, afresh, ("--library", str(library), "--json"))


def _run(policies: Sequence[str], environment: Mapping[str, str], options: Sequence[str] = ()) -> Run:
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(COMMAND), "compare", *policies, *options], stdout=output, env=dict(environment)
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"compare of {' and '.join(policies)} ended with {process.returncode}")
        output.seek(0)
        found = json.load(output) if "--json" in options else {"pairs": {}, "counted": True}
    pairs = sum(len(each) for each in found["pairs"].values())
    return Run(seconds, usage.ru_maxrss, pairs, found["counted"])
