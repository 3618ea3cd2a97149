"""What keeps claims from being drawn."""

from __future__ import annotations

from coverdict.text import CoverdictError


class SampleError(CoverdictError):
    """No claims can be drawn as they were asked for, and why."""
