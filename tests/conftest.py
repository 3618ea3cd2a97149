"""What all tests share: the sources, where they are at hand, and how long hypothesis looks."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ordinary", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", parent=settings.get_profile("ordinary"), max_examples=2_000)
settings.load_profile("long" if os.environ.get("COVERDICT_LONG") else "ordinary")


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Finds a file of the sources that lie beside the checkout; the test is skipped, by name, without it."""

    def find(name: str) -> Path:
        path = Path(__file__).resolve().parents[2] / "shared" / name
        if not path.exists():
            pytest.skip(f"../shared/{name} is not at hand")
        return path

    return find
