"""Draws the pictures of the documents anew: `scripts/refresh-pictures`. Look at them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coverdict.library import open_library
from coverdict.library.program import compile_texts
from coverdict.pictures import criteria_picture, diagram_picture

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
POLICIES = {"bcbsm": "bcbsm/cryosurgical-ablation-liver", "bsc": "bsc/7.01.75"}


def drawn() -> Iterator[tuple[str, str]]:
    """The name and the text of each picture."""
    library = open_library(ROOT / "library")
    for name, policy in POLICIES.items():
        version = library.contents.versions[policy][-1]
        program = compile_texts(library, (library.text(version.file),))
        yield f"{name}-criteria.svg", criteria_picture(program)
        yield f"{name}-diagram.svg", diagram_picture(program)


def main() -> None:
    for name, svg in drawn():
        (FOLDER / name).write_bytes(svg.encode())


if __name__ == "__main__":
    main()
