"""Types and values that PostgreSQL alone has: none is taken for a number, a day or a code that it is not."""

from __future__ import annotations

import pytest
from sqlglot import exp

from coverdict.bulk.compiling import Asking, compiled, planned
from coverdict.bulk.mapping import TableError
from coverdict.bulk.query import Query, answered
from coverdict.decision import Desk, open_library
from tests.bulk.engines.hosts import PostgresHost

TYPES = {
    "row_id": "integer",
    "payer": "text",
    "product": "text",
    "service_code": "text",
    "service_date": "date",
    "tumor_origin": "text",
    "tumor_malignant": "boolean",
    "tumor_resectable": "boolean",
    "disease_extrahepatic": "boolean",
    "lesion_count": "integer",
    "lesion_largest_cm": "numeric(5,2)",
    "diagnoses": "text[]",
}
CLAIM = {
    "payer": "'bcbsm'",
    "product": "'bcbsm_ppo'",
    "service_code": "'47371'",
    "service_date": "'2012-03-01'",
    "tumor_origin": "'metastatic'",
    "tumor_malignant": "true",
    "tumor_resectable": "false",
    "disease_extrahepatic": "false",
    "lesion_count": "1",
    "lesion_largest_cm": "3.2",
    "diagnoses": "NULL",
}
"""A patient whose tumor is established to be treated."""

ESTABLISHED, OPEN, APART = "established", "open", "set apart"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


def statuses(host: PostgresHost, desk: Desk, column: str, kind: str, values: list[str]) -> list[str]:
    """What is answered where a column of some type has some values, written as SQL."""
    postgres = host.postgres
    types = TYPES | {column: kind}
    postgres.run("DROP TABLE IF EXISTS claims")
    postgres.run(f"CREATE TABLE claims ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    for number, value in enumerate(values):
        row = {"row_id": str(number), **CLAIM, column: value}
        postgres.run(f"INSERT INTO claims VALUES ({', '.join(row.values())})")
    source = exp.to_identifier("claims")
    routes, held = planned(desk, postgres.columns(source), Asking())
    found = compiled(postgres, source, routes, held, lambda _: None)
    query = answered(found.plan, source, ("row_id",), ("status", "set_apart"), found.asked, found.unreadable)
    rows = postgres.rows(Query(query.tree, (*query.lookups, *found.lookups)))
    return [APART if why else status for _, status, why in sorted(rows)]


@pytest.mark.parametrize("kind", ["numeric", "numeric(5,2)", "numeric(38,18)", "real", "double precision"])
def test_what_is_no_number(kind: str, postgres_host: PostgresHost, desk: Desk) -> None:
    """NaN is greater than every number for PostgreSQL, and so are infinities: they are set apart."""
    values = ["3.2", "4.01", "'NaN'", "-1"]
    expected = [ESTABLISHED, OPEN, APART, APART]
    assert statuses(postgres_host, desk, "lesion_largest_cm", kind, values) == expected
    if "," not in kind:
        wild = ["'Infinity'", "'-Infinity'"]
        assert statuses(postgres_host, desk, "lesion_largest_cm", kind, wild) == [APART, APART]


@pytest.mark.parametrize("kind", ["smallint", "bigint", "numeric", "numeric(4,0)", "numeric(4,1)", "real"])
def test_whole_numbers(kind: str, postgres_host: PostgresHost, desk: Desk) -> None:
    assert statuses(postgres_host, desk, "lesion_count", kind, ["1", "2"]) == [ESTABLISHED, OPEN]
    if "int" not in kind:
        assert statuses(postgres_host, desk, "lesion_count", kind, ["1.0", "'NaN'"]) == [ESTABLISHED, APART]


@pytest.mark.parametrize("kind", ["date", "timestamp", "timestamp(3)", "timestamptz"])
def test_days(kind: str, postgres_host: PostgresHost, desk: Desk) -> None:
    values = ["'2012-03-01'", "'infinity'", "'-infinity'", "'20120-01-01'", "'0044-03-15 BC'", "NULL"]
    expected = [ESTABLISHED, APART, APART, APART, APART, APART]
    assert statuses(postgres_host, desk, "service_date", kind, values) == expected


@pytest.mark.parametrize("kind", ["text[]", "varchar[]", "varchar(10)[]", "text"])
def test_lists_of_codes(kind: str, postgres_host: PostgresHost, desk: Desk) -> None:
    """Before 2015-10-01, a code of ICD-10-CM contradicts the date, so that it tells whether it was found."""
    lists = ["NULL", "ARRAY['C22.0', 'C78.7']", "ARRAY[NULL]", "'{}'"]
    texts = ["NULL", "'C22.0; C78.7'", "'C22.0;'", "''"]
    given = statuses(postgres_host, desk, "diagnoses", kind, texts if kind == "text" else lists)
    assert given[:3] == [ESTABLISHED, APART, APART]
    assert given[3] == ESTABLISHED


@pytest.mark.parametrize("kind", ["varchar(9)", "integer"])
def test_codes_of_services(kind: str, postgres_host: PostgresHost, desk: Desk) -> None:
    values = ["'47371'", "'99999'", "NULL"] if kind != "integer" else ["47371", "99999", "NULL"]
    assert statuses(postgres_host, desk, "service_code", kind, values) == [
        ESTABLISHED,
        "not_addressed",
        APART,
    ]


@pytest.mark.parametrize("kind", ["character(7)", "bytea", "jsonb"])
def test_types_that_hold_no_code(kind: str, postgres_host: PostgresHost, desk: Desk) -> None:
    """A text of fixed length is filled up with blanks, which count in one place and not in another."""
    with pytest.raises(TableError, match=r"column service_code holds something else \("):
        statuses(postgres_host, desk, "service_code", kind, ["NULL"])
