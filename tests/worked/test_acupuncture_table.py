"""The worked requests on acupuncture as rows of a table of claims: screened, and by the printed SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from coverdict.bulk.dialects import DIALECTS
from coverdict.bulk.statement import Wanted, statement
from coverdict.cli.sql import adopting_payers
from coverdict.decision import Desk, open_library
from tests.bulk.drawn import TYPES, Table, key_of
from tests.bulk.embedded import answers, screened, written
from tests.bulk.test_statement import said_by_sql
from tests.worked.test_acupuncture import DAY, DECIDED, FIFTH, OPEN, POLICY, UNKNOWN

EITHER = "criteria_not_met/not_covered or medically_necessary/covered"


def expected(name: str) -> str:
    """The possible outcomes that the worked tables give a row."""
    if name not in DECIDED:
        return EITHER
    (status,), (benefit,), _ = DECIDED[name][1]
    return f"{status}/{benefit}"


CHANGES: Mapping[str, Mapping[str, Any]] = {
    **{name: changes for name, (changes, _) in (*DECIDED.items(), *OPEN.items())},
    # Where the pain itself is not known, a third outcome is possible.
    **{
        name: changes
        for name, (changes, _) in UNKNOWN.items()
        if changes.get("pain.duration", "") is not None
    },
}


def plain(value: object) -> object:
    """A value as a column of claims holds it: numbers without their unit."""
    return {"yes": True, "no": False}.get(str(value), str(value).removesuffix(" wk"))


@pytest.fixture(scope="module")
def library() -> Desk:
    return open_library()


@pytest.fixture(scope="module")
def claims(library: Desk) -> Table:
    facts = library.library.contents.facts("acupuncture")
    rows = []
    for number, changes in enumerate(CHANGES.values()):
        known = {name: value for name, value in {**FIFTH, **changes}.items() if value is not None}
        if "pain.duration" in known and known["pain.duration"].endswith(" d"):
            known["pain.duration"] = "12 wk"  # 84 days
        rows.append(
            {
                "row_id": number,
                "payer": "cms",
                "product": "original_medicare",
                "service_code": "97810",
                "service_date": DAY,
                **{key_of(facts[name]): plain(value) for name, value in known.items()},
            }
        )
    types = {"row_id": "BIGINT", "payer": "VARCHAR", "product": "VARCHAR"}
    types |= {"service_code": "VARCHAR", "service_date": "DATE"}
    named = {name for changes in (FIFTH, *CHANGES.values()) for name in changes}
    types |= {key_of(facts[name]): TYPES[facts[name].type] for name in sorted(named)}
    return Table(types, rows)


def test_a_screening_answers_as_the_worked_tables_do(library: Desk, claims: Table, tmp_path: Path) -> None:
    done = screened(library, written(claims, tmp_path / "claims.parquet"), tmp_path / "answers.parquet")
    found = answers(done.out)
    assert {name: found[row]["possible"] for row, name in enumerate(CHANGES)} == {
        name: expected(name) for name in CHANGES
    }
    for row, name in enumerate(CHANGES):
        asked = set(filter(None, (found[row]["questions"] or "").split(", ")))
        assert asked == (UNKNOWN[name][1] if name in UNKNOWN else set()), name


def test_the_printed_sql_answers_as_the_worked_tables_do(
    library: Desk, claims: Table, tmp_path: Path
) -> None:
    payers = adopting_payers(library.library.contents, POLICY, None)
    wanted = Wanted(library.version(POLICY), True, payers, "claims", ("row_id",))
    file = written(claims, tmp_path / "claims.parquet")
    found = said_by_sql(statement(library, wanted, DIALECTS["duckdb"]), file)
    assert {name: found[row]["possible"] for row, name in enumerate(CHANGES)} == {
        name: expected(name) for name in CHANGES
    }
