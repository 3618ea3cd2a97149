"""The engines that screen a table from the shell, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from coverdict.bulk.compiling import Told
from coverdict.bulk.duck import Tick
from coverdict.bulk.mapping import TableError
from coverdict.bulk.screening import Options, Screening
from coverdict.decision.desk import Desk
from coverdict.text import did_you_mean

Screen: TypeAlias = Callable[[Desk, str, str, Options, Told, Tick], Screening]
"""Screens a table; see `coverdict.bulk.screening.screen`."""

ENGINES = ("duckdb", "spark")


def engine_of(name: str) -> Screen:
    """What screens a table on an engine.

    Errors:
        TableError: there is none of that name.
    """
    if name == "duckdb":
        from coverdict.bulk.screening import screen

        return screen
    if name == "spark":
        from coverdict.bulk.spark_files import screen_files

        return screen_files
    raise TableError(f"no engine {name!r}; {did_you_mean(name, ENGINES)}")
