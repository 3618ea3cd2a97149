"""What dialects say differently means the same on every engine, and to plain Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.bulk.engines.days import DAYS, TIMES
from tests.bulk.engines.hosts import Host
from tests.bulk.engines.numbers import NUMBERS
from tests.bulk.engines.texts import TEXTS
from tests.bulk.engines.trials import Trial, came
from tests.bulk.engines.values import (
    BROKEN_LISTS,
    DATES,
    DECIMALS,
    DOUBLES,
    FLOATS,
    LISTS,
    ODD,
    WHOLE,
    one,
    short,
)

FINE = [None, Decimal("1E-18"), Decimal("12345678901234567890.123456789012345678")]


def written(kind: str, values: Sequence[Any], read: Callable[[str], Any]) -> Trial:
    """A value's text is read back as the value."""
    return Trial(
        f"a value of type {kind} as a text",
        {"a": kind},
        one(values),
        lambda dialect, sql, held: dialect.written(sql["a"], held["a"]),
        lambda a: a.date() if isinstance(a, datetime) else a,
        lambda came, meant: (came is None) is (meant is None) and (came is None or read(came) == meant),
    )


WRITTEN = [
    written("BOOLEAN", [None, True, False], {"true": True, "false": False}.__getitem__),
    written("BIGINT", WHOLE, int),
    written("DECIMAL(18, 6)", DECIMALS, Decimal),
    written("DECIMAL(38, 18)", FINE, Decimal),
    written("DOUBLE", DOUBLES, float),
    written("FLOAT", FLOATS, lambda said: short(float(said))),
    written("VARCHAR", ODD, str),
    written("DATE", DATES, date.fromisoformat),
    written("TIMESTAMP", TIMES, date.fromisoformat),
    written("VARCHAR[]", [*LISTS, *BROKEN_LISTS], json.loads),
]


GROUPS = (TEXTS, NUMBERS, DAYS, WRITTEN)
TRIALS = [(group, number) for group, trials in enumerate(GROUPS) for number in range(len(trials))]


@pytest.fixture(scope="session")
def results() -> dict[tuple[str, int], list[list[Any]]]:
    """What came of the trials of a group on an engine."""
    return {}


@pytest.mark.parametrize(
    ("group", "number"), TRIALS, ids=[GROUPS[group][number].name for group, number in TRIALS]
)
def test_an_expression_means_the_same_everywhere(
    group: int, number: int, host: Host, results: dict[tuple[str, int], list[list[Any]]], tmp_path: Path
) -> None:
    """What an engine works out of a value is what plain Python does."""
    if (host.name, group) not in results:
        results[host.name, group] = came(host, GROUPS[group], tmp_path)
    assert GROUPS[group][number].wrong(results[host.name, group][number]) == []
