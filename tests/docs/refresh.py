"""Rewrites what commands print in the documents: `scripts/refresh-docs`. Read the difference afterwards."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs.examples import Command, agrees, commands, documents, examples, prepare, run


def refresh(document: Path) -> bool:
    """Bring one document up to date; the result says whether anything changed."""
    lines = document.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        stale: list[tuple[Command, str]] = []
        for example in examples(document):
            if example.file:
                path = folder / example.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(example.text, encoding="utf-8")
            elif example.language == "console":
                stale += _stale(tuple(commands(example)), folder)
    for command, output in reversed(stale):
        lines[command.line : command.line + len(command.prints)] = [
            line.rstrip() for line in output.rstrip().splitlines()
        ]
    document.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return bool(stale)


def _stale(shown: tuple[Command, ...], folder: Path) -> list[tuple[Command, str]]:
    found = []
    for command in shown:
        output = run(command, folder)
        if command.command.startswith("make ") and not command.prints:
            continue
        if not agrees(command.prints, output):
            found.append((command, output))
    return found


def main() -> None:
    """Refresh every document, or those named."""
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or documents()
    for document in wanted:
        if refresh(document):
            sys.stdout.write(f"{document.name}: changed\n")


if __name__ == "__main__":
    main()
