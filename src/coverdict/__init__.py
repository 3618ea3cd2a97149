"""Medical policy as code: one readable document decides, asks, explains.

>>> import coverdict as cv
>>> desk = cv.open_library()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coverdict.decision import (
        Determination,
        Interview,
        Request,
        UnknownPolicyError,
        as_data,
        open_library,
    )
    from coverdict.library import NoLibraryError, check_library
    from coverdict.text import CoverdictError, DocumentError, Problem

__all__ = [
    "CoverdictError",
    "Determination",
    "DocumentError",
    "Interview",
    "NoLibraryError",
    "Problem",
    "Request",
    "UnknownPolicyError",
    "as_data",
    "check_library",
    "open_library",
]

_ROOMS = {
    "CoverdictError": "text",
    "DocumentError": "text",
    "Problem": "text",
    "NoLibraryError": "library",
    "check_library": "library",
}


def __getattr__(name: str) -> Any:
    # Rooms are imported when they are first used: a program that only reads documents stays small.
    if name not in __all__:
        raise AttributeError(f"module 'coverdict' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"coverdict.{_ROOMS.get(name, 'decision')}"), name)
