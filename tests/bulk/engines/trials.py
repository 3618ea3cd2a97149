"""Trials of SQL: values, an expression over them, and what plain Python makes of the same values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlglot import exp

from coverdict.bulk.dialects import Dialect, Sql, column
from coverdict.bulk.kinds import Column
from coverdict.bulk.query import Query
from tests.bulk.drawn import Table
from tests.bulk.embedded import written
from tests.bulk.engines.hosts import Host, Loaded

Sqls = Mapping[str, Sql]
Columns = Mapping[str, Column]


def same(came: Any, meant: Any) -> bool:
    """Whether two values are equal, and of one type."""
    return bool(came == meant) and type(came) is type(meant)


@dataclass(frozen=True, eq=False)
class Trial:
    """An expression and its meaning.

    Arguments:
        types: of the columns, as DuckDB names them.
        rows: values, in the order of the columns.
        said: the expression, from the columns as SQL and as the engine describes them.
        meant: what it has to give, from the values of a row.
        same: whether what came is what was meant.
    """

    name: str
    types: Mapping[str, str]
    rows: Sequence[tuple[Any, ...]]
    said: Callable[[Dialect, Sqls, Columns], Sql]
    meant: Callable[..., Any]
    same: Callable[[Any, Any], bool] = same

    def wrong(self, came: Sequence[Any]) -> list[str]:
        """Where something else came than what is meant."""
        return [
            f"{row!r}: {given!r}, meant {self.meant(*row)!r}"
            for row, given in zip(self.rows, came, strict=True)
            if not self.same(given, self.meant(*row))
        ]


def came(host: Host, trials: Sequence[Trial], folder: Path) -> list[list[Any]]:
    """What an engine gives for the rows of each trial; all in one query, which takes Spark a moment."""
    types = {"row_id": "BIGINT"}
    rows: list[dict[str, Any]] = [{"row_id": at} for at in range(max(len(trial.rows) for trial in trials))]
    for number, trial in enumerate(trials):
        types |= {_own(number, name): kind for name, kind in trial.types.items()}
        for row, values in zip(rows, trial.rows, strict=False):
            row |= {_own(number, name): value for name, value in zip(trial.types, values, strict=True)}
    loaded = host.load(written(Table(types, rows), folder / "values.parquet"))
    said = [exp.alias_(one, f"came_{number}") for number, one in enumerate(_said(loaded, trials))]
    source = exp.Table(this=loaded.source.copy(), alias=exp.TableAlias(this=exp.to_identifier("t")))
    tree = exp.select(column("row_id", "t"), *said).from_(source)
    found = {number: values for number, *values in loaded.engine.rows(Query(tree, ()))}
    return [[found[at][number] for at in range(len(trial.rows))] for number, trial in enumerate(trials)]


def _said(loaded: Loaded, trials: Sequence[Trial]) -> Iterator[Sql]:
    held = {one.name: one for one in loaded.columns}
    for number, trial in enumerate(trials):
        own = {name: _own(number, name) for name in trial.types}
        yield trial.said(
            loaded.engine.dialect,
            {name: column(mine, "t") for name, mine in own.items()},
            {name: held[mine] for name, mine in own.items()},
        )


def _own(number: int, name: str) -> str:
    return f"{name}_{number}"
