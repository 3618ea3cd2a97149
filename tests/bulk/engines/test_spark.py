"""A DataFrame screened in Python: what is worked out when, and the user's session left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coverdict.bulk import compiling
from coverdict.bulk.answers import COLUMNS
from coverdict.bulk.mapping import TableError
from coverdict.bulk.spark import CHANGED, screen
from coverdict.decision import Desk
from coverdict.library import NoLibraryError
from coverdict.library.versions import UnknownPolicyError
from tests.bulk.engines.hosts import SparkHost
from tests.bulk.judged import Judge, comparable
from tests.decision.trial import files, trial, written

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CLAIM = {
    "claim": "C1",
    "payer": "acme",
    "product": "plain",
    "service_code": "11111",
    "service_date": "2021-03-03",
    "stage_of_tumor": "early",
}
SCHEMA = ", ".join(f"{name} string" for name in CLAIM)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return trial()


@pytest.fixture(scope="module")
def session(spark_host: SparkHost) -> SparkSession:
    return spark_host.session


@pytest.fixture
def setting(session: SparkSession) -> Iterator[Any]:
    """Changes a setting of the session until the test is over."""
    before: dict[str, str | None] = {}

    def change(name: str, value: str) -> None:
        before[name] = session.conf.get(name, None)
        session.conf.set(name, value)

    yield change
    for name, value in before.items():
        if value is None:
            session.conf.unset(name)
        else:
            session.conf.set(name, value)


def claims(session: SparkSession, *changes: dict[str, str | None]) -> DataFrame:
    """The claim, changed in each of some ways."""
    rows = [tuple((CLAIM | change).values()) for change in changes or ({},)]
    return session.createDataFrame(rows, SCHEMA)


def answers(frame: DataFrame) -> list[dict[str, Any]]:
    return [row.asDict() for row in frame.collect()]


def test_the_answer_stands_behind_the_columns_that_are_kept(session: SparkSession, desk: Desk) -> None:
    given = screen(claims(session), desk)
    assert given.columns == ["claim", *COLUMNS]
    assert {kind for _, kind in given.dtypes} == {"string"}
    chosen = screen(claims(session), desk, keep=["all"], columns=["status"])
    assert chosen.columns == [*CLAIM, "status", "set_apart"]


def test_answers_are_those_of_determine(session: SparkSession, desk: Desk) -> None:
    changes: list[dict[str, str | None]] = [
        {},
        {"stage_of_tumor": None},
        {"stage_of_tumor": "middle"},
        {"stage_of_tumor": " late "},
        {"product": "free", "stage_of_tumor": "~"},
        {"payer": "nobody"},
        {"service_code": "99999"},
        {"service_date": "2019-12-31"},
        {"service_date": "2021-02-30"},
        {"service_code": " "},
    ]
    given = answers(screen(claims(session, *changes), desk))
    judge = Judge(desk)
    assert [comparable(one) for one in given] == [judge.answer(CLAIM | change) for change in changes]


def test_a_library_may_be_named_by_its_folder(session: SparkSession, desk: Desk, tmp_path: Path) -> None:
    named = screen(claims(session), written(tmp_path / "library", files()))
    assert answers(named) == answers(screen(claims(session), desk))
    with pytest.raises(NoLibraryError):
        screen(claims(session), tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("change", "says"),
    [({"stage_of_tumor": '"" '}, "open"), ({"service_code": "22222"}, "addressed")],
    ids=["another value", "another code"],
)
def test_a_row_that_comes_up_after_the_survey_is_set_apart(
    change: dict[str, str],
    says: str,
    session: SparkSession,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody has worked out its questions, nor compiled the policies that its code is governed by."""
    monkeypatch.setattr(compiling, "MOST_UNASKED", 0)  # as in a large library
    file = tmp_path / "claims.csv"
    before, after = (",".join((CLAIM | changed).values()) for changed in ({}, change))
    file.write_text(f"{before}\n{before}\n")
    table = session.read.schema(SCHEMA).csv(str(file))
    given = screen(table, desk)
    file.write_text(f"{before}\n{after}\n")
    first, second = answers(given)
    assert first["set_apart"] is None and first["status"] == "established"
    assert second["set_apart"] == CHANGED and second["status"] is second["routing"] is None
    again = answers(screen(table, desk))[1]
    assert says in (again["disposition"], again["routing"])


def test_what_is_cached_stays_cached(session: SparkSession, desk: Desk) -> None:
    table = claims(session).cache()
    try:
        assert table.count() == 1
        answers(screen(table, desk))
        assert table.storageLevel.useMemory
        (plan,) = session.sql("EXPLAIN SELECT * FROM {table}", table=table.filter("claim = 'C1'")).first()
        assert "InMemoryTableScan" in plan
    finally:
        table.unpersist()


def test_no_view_is_left(session: SparkSession, desk: Desk) -> None:
    answers(screen(claims(session), desk))
    assert session.catalog.listTables() == []


def test_two_answers_can_be_worked_out_later(session: SparkSession, desk: Desk) -> None:
    """Look-up tables of one screening are not those of another."""
    first = screen(claims(session, {"claim": "A", "stage_of_tumor": None}), desk)
    second = screen(claims(session, {"claim": "B", "service_code": "22222"}), desk)
    assert [one["claim"] for one in answers(first.unionByName(second))] == ["A", "B"]
    assert answers(first)[0]["questions"] == "tumor.stage"


VARIOUS: tuple[dict[str, str | None], ...] = (
    {},
    {"stage_of_tumor": None},
    {"service_date": "soon"},
    {"stage_of_tumor": "a{1}\n"},
)


@pytest.fixture(scope="module")
def usual(session: SparkSession, desk: Desk) -> list[dict[str, Any]]:
    return answers(screen(claims(session, *VARIOUS), desk))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spark.sql.ansi.enabled", "false"),
        ("spark.sql.caseSensitive", "true"),
        ("spark.sql.autoBroadcastJoinThreshold", "-1"),
        ("spark.sql.ansi.enforceReservedKeywords", "true"),
        ("spark.sql.codegen.wholeStage", "false"),
        ("spark.sql.adaptive.enabled", "false"),
    ],
)
def test_the_users_settings_change_nothing(
    name: str, value: str, session: SparkSession, desk: Desk, usual: list[dict[str, Any]], setting: Any
) -> None:
    setting(name, value)
    assert answers(screen(claims(session, *VARIOUS), desk)) == usual


def test_a_setting_that_changes_what_patterns_mean_is_refused(
    session: SparkSession, desk: Desk, setting: Any
) -> None:
    setting("spark.sql.parser.escapedStringLiterals", "true")
    with pytest.raises(TableError, match=r"spark.sql.parser.escapedStringLiterals is on, .* switch it off"):
        screen(claims(session), desk)


def test_columns_that_spark_does_not_tell_apart(session: SparkSession, desk: Desk, setting: Any) -> None:
    table = session.createDataFrame([("a", "b")], "Claim string, claim string")
    with pytest.raises(
        TableError, match="the table has columns Claim and claim, which Spark does not tell apart"
    ):
        screen(table, desk)


def test_a_column_of_the_programs_own_name(session: SparkSession, desk: Desk) -> None:
    with pytest.raises(TableError, match="the table has a column CV_Way"):
        screen(claims(session).withColumnRenamed("claim", "CV_Way"), desk)


def test_a_column_of_the_answers_name(session: SparkSession, desk: Desk) -> None:
    with pytest.raises(TableError, match="the table has a column Policy, and so has the answer"):
        screen(claims(session).withColumnRenamed("claim", "Policy"), desk)


def test_an_unknown_payer(session: SparkSession, desk: Desk) -> None:
    with pytest.raises(UnknownPolicyError, match="payer 'bsb' has no settings in the library"):
        screen(claims(session), desk, payer="bsb")
