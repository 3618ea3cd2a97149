"""`coverdict decide` as a whole process, as a person meets it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from bench.measure import process
from bench.report import Line, Section, below, shown

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("coverdict")
REQUEST = ROOT / "examples" / "requests" / "investigational-origin-unknown.yaml"
HARDEST = ROOT / "examples" / "requests" / "exactly-4-cm.yaml"


def shell() -> Section:
    """The process with the library read afresh, and from what was kept of it."""
    with tempfile.TemporaryDirectory() as kept:
        fresh = {**os.environ, "COVERDICT_CACHE": "off"}
        cached = {**os.environ, "COVERDICT_CACHE": kept}
        command = [str(COMMAND), "decide"]
        process([*command, str(REQUEST)], 1, cached)
        lines = (
            below("decide, library kept from last time", process([*command, str(REQUEST)], 9, cached), 0.6),
            below("decide, the joint policy, kept", process([*command, str(HARDEST)], 9, cached), 0.6),
            below("decide --json, kept", process([*command, str(REQUEST), "--json"], 9, cached), 0.6),
            Line("decide, library read afresh", shown(process([*command, str(REQUEST)], 5, fresh))),
            Line("python that does nothing", shown(process([sys.executable, "-c", "pass"], 9, fresh))),
        )
    return Section(
        "From the shell",
        "Whole processes, from start to end: interpreter, imports, library, one request decided and printed.",
        lines,
    )
