"""What all tests share: the sources, where they are at hand, and how long hypothesis looks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Prints, in an ordinary run too, how many numbers tests have compared with a reference."""
    reports = terminalreporter.getreports("passed")
    lines = [line for report in reports for line in report.user_properties]
    counted = [(what, value) for what, value in lines if what.startswith("numbers ")]
    if counted:
        terminalreporter.section("numbers compared")
        for what, value in counted:
            terminalreporter.write_line(f"{what}: {value}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Gives all tests of one engine to one process, so that the engine starts once; others go anywhere."""
    from xdist.scheduler import LoadScopeScheduling

    class ByEngine(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return engine_of(nodeid) or nodeid

    return ByEngine(config, log)


def engine_of(nodeid: str) -> str | None:
    """The engine that takes its time to start and that a test needs."""
    path, _, parameters = nodeid.partition("::")
    if "/engines/" not in path:
        return None
    named = re.split(r"[-\[\]]", parameters)
    return next(
        (one for one in ("postgres", "spark") if one in named or Path(path).name.startswith(f"test_{one}")),
        None,
    )
