"""A library opened for looking at its texts alone: nobody is decided, so nothing that decides is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coverdict.library import Library


@dataclass(frozen=True, slots=True)
class OpenedLibrary:
    """What analyses of texts need of a desk."""

    library: Library


def opened(folder: str | None) -> OpenedLibrary:
    """The library in a folder; the shipped one when it is None.

    Errors:
        CoverdictError: the folder is missing, holds no documents, or what is wrong with them.
    """
    from coverdict.library import open_library

    return OpenedLibrary(open_library(Path(folder) if folder is not None else None))
