"""The engines beside the embedded one: each is skipped, by name, on a machine that does not have it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from coverdict.bulk.duck import Duck
from tests.bulk.engines.cluster import cluster, programs
from tests.bulk.engines.hosts import DuckHost, Host, PostgresHost, SparkHost, started_spark

INSTALL = "scripts/environment --group engines"


@pytest.fixture(scope="session")
def duckdb_host() -> Iterator[DuckHost]:
    duck = Duck(threads=2)
    yield DuckHost(duck)
    duck.close()


@pytest.fixture(scope="session")
def postgres_host() -> Iterator[PostgresHost]:
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed: no initdb on the path or in /usr/lib/postgresql")
    if find_spec("pg8000") is None:
        pytest.skip(f"pg8000 is not installed, which the tests reach PostgreSQL with: {INSTALL}")
    from tests.bulk.engines.postgres import Postgres

    with cluster(folder) as socket:
        postgres = Postgres(socket)
        yield PostgresHost(postgres)
        postgres.close()


@pytest.fixture(scope="session")
def spark_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkHost]:
    java = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java"
    if not (java.is_file() or shutil.which("java")):
        pytest.skip("Java is not installed, which Spark runs on: no java on the path and no JAVA_HOME")
    if find_spec("pyspark") is None:
        pytest.skip(f"PySpark is not installed: {INSTALL}")
    with started_spark(tmp_path_factory.mktemp("spark")) as session:
        yield SparkHost(session)


BESIDE = ["postgres", "spark"]
"""The engines but the embedded one."""


@pytest.fixture(params=["duckdb", *BESIDE])
def host(request: pytest.FixtureRequest) -> Host:
    """Each engine in turn."""
    found: Host = request.getfixturevalue(f"{request.param}_host")
    return found
