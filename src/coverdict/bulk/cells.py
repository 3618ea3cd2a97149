"""Symbols as columns of their own: each is worked out once, however many policies and levels ask for it."""

from __future__ import annotations

import re
from dataclasses import replace

from coverdict.bulk.axes import Axis, Reading
from coverdict.bulk.decided import Decided
from coverdict.bulk.dialects import Sql
from coverdict.bulk.plan import Plan


def with_cells(plan: Plan) -> Plan:
    """The plan with a column for each symbol; axes that say the same share one."""
    names: dict[tuple[str, Sql], str] = {}

    def celled(axis: Axis) -> Axis:
        key = (axis.fact, axis.expression())
        if key not in names:
            plain = re.sub(r"[^a-z0-9]+", "_", axis.fact.lower()).strip("_")
            name = f"cv_{plain}"
            while name in names.values():
                name += "_"
            names[key] = name
        return replace(axis, cell=names[key])

    def read(reading: Reading) -> Reading:
        return replace(reading, axes=tuple(map(celled, reading.axes)))

    decided: dict[int, Decided] = {
        number: replace(
            one,
            readings={dimension: read(reading) for dimension, reading in one.readings.items()},
            checks=tuple(axis if axis.odd is not None else celled(axis) for axis in one.checks),
        )
        for number, one in plan.decided.items()
    }
    return replace(plan, decided=decided)
