"""Decides every example request, as `coverdict decide` does; `make demo`."""

from __future__ import annotations

import sys
from pathlib import Path

from coverdict.cli import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "requests"


def decide(request: str) -> int:
    """Run the command line once; the result is its exit status."""
    sys.argv = ["coverdict", "decide", request]
    try:
        main()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    return 0


def show(request: Path) -> int:
    """Show the command, then what it prints."""
    name = request.relative_to(EXAMPLES.parents[1])
    sys.stdout.write(f"\n$ coverdict decide {name}\n")
    sys.stdout.flush()
    return decide(str(name))


sys.exit(max(show(request) for request in sorted(EXAMPLES.glob("*.yaml"))))
