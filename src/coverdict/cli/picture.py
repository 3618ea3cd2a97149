"""`coverdict picture`: a policy's criteria, or its decision diagram, as an SVG picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.output import write_json
from coverdict.cli.usage import UsageError
from coverdict.cli.writing import UnwritableError, write_whole
from coverdict.text import did_you_mean

if TYPE_CHECKING:
    from coverdict.pictures import Picture

KINDS = ("criteria", "diagram")


def picture(policy: str, of: str, out: str | None, library: str | None, as_json: bool) -> int:
    """Print the picture of a policy, or write it to the file `out`.

    Errors:
        CoverdictError: no such policy or picture, a diagram too large to be read, or a file that cannot be
            written.
    """
    if of not in KINDS:
        near = did_you_mean(of, KINDS)
        raise UsageError(f"coverdict picture: there is no picture of {of!r}; {near}", "coverdict picture")
    if out is not None and not out:
        raise UnwritableError("the name of the file is empty")
    from coverdict import open_library

    desk = open_library(library)
    version = desk.version(policy)
    from coverdict.library.program import compile_texts
    from coverdict.pictures import draw_criteria, draw_diagram

    draw = draw_criteria if of == "criteria" else draw_diagram
    drawn = draw(compile_texts(desk.library, (desk.library.text(version.file),)))
    if out is not None:
        write_whole(Path(out), drawn.svg.encode())
    if as_json:
        write_json({"policy": version.policy, "version": version.name, "of": of, **_data(drawn)})
    elif out is None:
        _print(drawn.svg)
    return 0


def _data(drawn: Picture) -> dict[str, str]:
    return {"title": drawn.title, "description": drawn.description, "svg": drawn.svg}


def _print(svg: str) -> None:
    """The picture's own bytes: its text is UTF-8, whatever the terminal's is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(svg.encode())
    sys.stdout.buffer.flush()
