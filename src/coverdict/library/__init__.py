"""The policy library: a folder of documents, found by payer, code and date, and compiled when asked for."""

from coverdict.library.files import NoLibraryError
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.opening import check_library, open_library, shipped_folder
from coverdict.library.routing import Routed, Unrouted, route

__all__ = [
    "Library",
    "NoLibraryError",
    "PolicyVersion",
    "Routed",
    "Unrouted",
    "check_library",
    "open_library",
    "route",
    "shipped_folder",
]
