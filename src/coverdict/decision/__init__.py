"""A request in, a determination out; it approves, pends or refers, and never denies."""

from coverdict.decision.data import as_data
from coverdict.decision.desk import Desk, open_library
from coverdict.decision.interview import Interview
from coverdict.decision.model import Determination, LineDetermination, Request
from coverdict.library.versions import UnknownPolicyError

__all__ = [
    "Desk",
    "Determination",
    "Interview",
    "LineDetermination",
    "Request",
    "UnknownPolicyError",
    "as_data",
    "open_library",
]
