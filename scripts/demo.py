"""Runs the commands that a newcomer tries first, on the examples and the two policies; `make demo`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from coverdict.cli import main

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "requests"
MICHIGAN, CALIFORNIA = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"


def commands() -> Iterator[list[str]]:
    """Every example decided, the library checked, the policies compared, test patients, claims screened."""
    for request in sorted(EXAMPLES.glob("*.yaml")):
        yield ["decide", str(request.relative_to(ROOT))]
    yield ["check"]
    yield ["compare", MICHIGAN, CALIFORNIA]
    yield ["cases", MICHIGAN]
    with TemporaryDirectory() as folder:
        yield ["screen", "examples/claims/ablation.csv", "--out", str(Path(folder) / "answers.parquet")]


def run(arguments: list[str]) -> int:
    """Show a command, then what it prints; the result is its exit status."""
    sys.stdout.write(f"\n$ coverdict {shlex.join(arguments)}\n")
    sys.stdout.flush()
    sys.argv = ["coverdict", *arguments]
    try:
        main()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    return 0


sys.exit(max(run(arguments) for arguments in commands()))
