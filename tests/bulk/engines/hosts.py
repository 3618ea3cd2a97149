"""The engines that tests run beside each other, each with a way to give it a table of typed rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import duckdb
from sqlglot import exp

from coverdict.bulk.compiling import Engine
from coverdict.bulk.dialects import Sql
from coverdict.bulk.duck import Duck
from coverdict.bulk.kinds import Column
from coverdict.bulk.query import Query
from coverdict.bulk.spark import SOURCE, Spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from tests.bulk.engines.postgres import Postgres


@dataclass(frozen=True)
class Loaded:
    """A table that an engine has.

    Arguments:
        source: the table, as the engine's queries call it.
    """

    engine: Engine
    source: Sql
    columns: tuple[Column, ...]


class Host(Protocol):
    """An engine that can be given tables."""

    name: str

    def load(self, file: Path) -> Loaded:
        """Give the engine a table, a file of Parquet; the one before may be gone then."""
        ...

    def write(self, query: Query, loaded: Loaded, file: Path) -> str:
        """Write the rows of a query; what is given is the table of them, for DuckDB.

        Arguments:
            file: to write, or the folder.
        """
        ...


class DuckHost:
    """DuckDB, over Parquet."""

    name = "duckdb"

    def __init__(self, duck: Duck) -> None:
        self._duck = duck

    def load(self, file: Path) -> Loaded:
        source = exp.Anonymous(this="read_parquet", expressions=[exp.Literal.string(str(file))])
        return Loaded(self._duck, source, self._duck.columns(source))

    def write(self, query: Query, loaded: Loaded, file: Path) -> str:
        self._duck.write(query, file, lambda _: None)
        return f"read_parquet('{file}')"


class PostgresHost:
    """PostgreSQL, over a table of its own."""

    name = "postgres"

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres

    def load(self, file: Path) -> Loaded:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE FROM '{file}'").fetchall()
            types = [(name, _in_postgres(kind)) for name, kind, *_ in described]
            text = file.with_suffix(".csv")
            chosen = ", ".join(_as_text(name, kind) for name, kind in types)
            connection.execute(f"COPY (SELECT {chosen} FROM '{file}') TO '{text}' (FORMAT csv, HEADER false)")
        source = self.postgres.make("claims", types, text)
        return Loaded(self.postgres, source, self.postgres.columns(source))

    def write(self, query: Query, loaded: Loaded, file: Path) -> str:
        self.postgres.write(query, file)
        return f"read_csv('{file}', header=true, all_varchar=true)"


_IN_POSTGRES = {
    "VARCHAR": "text",
    "VARCHAR[]": "text[]",
    "DOUBLE": "double precision",
    "FLOAT": "real",
    "JSON": "jsonb",
}


def _in_postgres(kind: str) -> str:
    """The type of a column in PostgreSQL."""
    return "jsonb" if kind.startswith("STRUCT") else _IN_POSTGRES.get(kind, kind)


def _as_text(name: str, kind: str) -> str:
    """A column as PostgreSQL reads it from a text."""
    quoted = exp.to_identifier(name, quoted=True).sql("duckdb")
    if kind == "jsonb":
        return f"to_json({quoted})"
    if kind != "text[]":
        return quoted
    member = r"""coalesce('"' || replace(replace(one, '\', '\\'), '"', '\"') || '"', 'NULL')"""
    return f"'{{' || array_to_string(list_transform({quoted}, lambda one: {member}), ',') || '}}'"


class SparkHost:
    """Spark, over Parquet."""

    name = "spark"

    def __init__(self, session: SparkSession) -> None:
        self.session = session

    def load(self, file: Path) -> Loaded:
        engine = Spark(self.session.read.parquet(str(file)))
        return Loaded(engine, SOURCE, engine.columns)

    def write(self, query: Query, loaded: Loaded, file: Path) -> str:
        assert isinstance(loaded.engine, Spark)
        loaded.engine.frame(query).write.parquet(str(file))
        return f"read_parquet('{file}/*.parquet')"


@contextmanager
def started_spark(folder: Path) -> Iterator[SparkSession]:
    """A small session whose files lie in a folder; Java is gone afterwards.

    Arguments:
        folder: an empty one.
    """
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.local.dir": str(folder / "local"),
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = SparkSession.builder.master("local[2]").appName("coverdict").config(map=settings).getOrCreate()
    try:
        yield session
    finally:
        session.stop()
        gateway = SparkContext._gateway
        SparkContext._gateway = SparkContext._jvm = None
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()
