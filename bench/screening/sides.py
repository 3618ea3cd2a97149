"""What is measured, by name: each side answers a file of claims and writes a result of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeAlias

from bench.screening import hand, vectorised, zen_batch
from bench.screening.data import FOLDER, RULE, Table, file
from bench.screening.running import Side

Screen: TypeAlias = Callable[[Path, Path], object]
"""What answers a file of claims (first) and writes a Parquet file (second): `request_id` and the answers."""

OUTCOME, ALL = "hand-written, outcome alone", "hand-written, all columns"
ZEN_ROWS = 200_000


def result(table: Table, name: str) -> Path:
    """Where a side writes what it answered."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER / f"{table.name}-{''.join(c if c.isalnum() else '-' for c in name)}-result.parquet"


def sides(table: Table, ours: Mapping[str, Screen] | None = None) -> dict[str, Side]:
    """The hand-written queries of a table of claims, and whatever is to be measured beside them.

    Arguments:
        ours: by the name of the side.
    """
    claims = file(table)
    return {
        OUTCOME: hand.side(f"{table.name}_outcome", claims, result(table, OUTCOME)),
        ALL: hand.side(f"{table.name}_all", claims, result(table, ALL)),
        **{name: partial(screen, claims, result(table, name)) for name, screen in (ours or {}).items()},
    }


def vectorised_sides() -> dict[str, Side]:
    """OpenFisca and PolicyEngine on all claims of the small rule, from file to file."""
    claims = file(RULE)
    return {
        name: vectorised.side(engine, claims, result(RULE, name))
        for engine in vectorised.ENGINES
        for name in [f"{engine}-core {vectorised.version(engine)}"]
    }


def array_sides() -> dict[str, Side]:
    """The same two on arrays that were read and encoded before, and are kept."""
    _, arrays = vectorised.encoded(file(RULE))
    return {
        f"{engine}-core, arrays alone": partial(vectorised.decider(engine), arrays)
        for engine in vectorised.ENGINES
    }


def zen_sides() -> dict[str, Side]:
    """zen-engine on the first claims of the small rule, from file to file."""
    claims = file(RULE, ZEN_ROWS)
    makes = {
        "decision table, in batches": zen_batch.table_in_batches,
        "expression, in batches": zen_batch.expression_in_batches,
        "compiled expression, by row": zen_batch.expression_by_row,
    }
    return {
        f"zen-engine, {name}": zen_batch.side(make, claims, result(RULE, f"zen-engine, {name}"))
        for name, make in makes.items()
    }
