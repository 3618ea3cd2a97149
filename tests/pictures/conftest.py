"""Libraries are read anew: what one test writes is no other's cache."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")
