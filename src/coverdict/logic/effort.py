"""The signal that a search has spent the work it was given."""

from __future__ import annotations


class OutOfEffortError(Exception):
    """The effort is spent; whoever bounded it says what is still known. It never leaves this room."""
