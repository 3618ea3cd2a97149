"""Random rows of claims from the judges' candidates: every constant, both its sides, NULLs everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from coverdict.decision import Desk
from coverdict.language.model import CodeSet, Elements, Fact, FactType, Value
from coverdict.language.syntax import Code
from coverdict_judges.cases import Shelf
from coverdict_judges.inventing.documents import PAYER
from coverdict_judges.inventing.requests import DAYS, choices_of
from coverdict_judges.reference import with_derived
from coverdict_judges.texts import Texts, gather

Row = dict[str, Any]

TYPES: dict[FactType, str] = {
    FactType.YES_NO: "BOOLEAN",
    FactType.CHOICE: "VARCHAR",
    FactType.NAME: "VARCHAR",
    FactType.NUMBER: "DECIMAL(18, 6)",
    FactType.QUANTITY: "DECIMAL(18, 6)",
    FactType.DATE: "DATE",
    FactType.CODE: "VARCHAR",
    FactType.CODES: "VARCHAR[]",
    FactType.LIST: "JSON",
}
"""The type of the column that holds a fact of each type, as DuckDB names it."""


@dataclass(frozen=True)
class Table:
    """Rows with the types of their columns; a column without a value is NULL."""

    types: Mapping[str, str]
    rows: Sequence[Row]


def key_of(fact: Fact) -> str:
    return fact.column or fact.name


def texts_of(desk: Desk, payer: str, policy: str) -> Texts:
    """The texts of a library's policy, for the judges."""
    contents = desk.library.contents
    (version, *_) = contents.versions[policy]
    text = desk.library.text(version.file)
    documents = (
        *contents.payers.values(),
        *contents.plans,
        *contents.mandates,
        *contents.definitions.values(),
    )
    return gather(contents.family(version.vocabulary), (text, *documents), policy, payer)


def drawn(
    texts: Texts,
    payers: Sequence[str],
    codes: Sequence[str],
    days: Sequence[date],
    products: Sequence[str | None],
    count: int,
    random: Random,
) -> Table:
    """Random rows for a policy.

    Arguments:
        codes, days: of the service, to choose among.
        products: of the payers' and others.
    """
    choices = {
        name: values
        for name, values in choices_of(texts).items()
        if name not in ("service.code", "service.date", "product", "payer") and values
    }
    shared = texts.facts
    types = {
        "row_id": "BIGINT",
        "payer": "VARCHAR",
        key_of(shared["product"]) if "product" in shared else "product": "VARCHAR",
        key_of(shared["service.code"]) if "service.code" in shared else "service.code": "VARCHAR",
        key_of(shared["service.date"]) if "service.date" in shared else "service.date": "DATE",
    }
    product_key, code_key, day_key = list(types)[2:5]
    columns = {name: key_of(fact) for name, fact in shared.items() if name in choices or fact.derived}
    types |= {columns[name]: TYPES[shared[name].type] for name in columns}
    rows = []
    for number in range(count):
        world: dict[str, Value] = {name: random.choice(values) for name, values in choices.items()}
        full = with_derived(texts, world)
        unknown = random.choice((0.0, 0.1, 0.3, 0.7, 1.0))
        row: Row = {
            "row_id": number,
            "payer": random.choice(payers),
            product_key: random.choice(products),
            code_key: random.choice(codes),
            day_key: random.choice(days) + timedelta(days=random.choice((-1, 0, 0, 0, 1))),
        }
        for name, column in columns.items():
            if name in full and random.random() >= unknown:
                row[column] = plain(full[name], shared[name], random)
        rows.append(row)
    return Table(types, rows)


def of_shelf(shelf: Shelf, count: int, random: Random) -> Table:
    """Random rows under the first policy of an invented library."""
    policy = shelf.policies[0]
    (governed,) = {
        entry.code.code
        for document in shelf.documents
        if document.kind == "policy" and document.id == policy
        for entry in document.codes[:1]
    }
    products = ("hmo", "ppo", None, "other")
    return drawn(shelf.texts(policy), (PAYER,), (governed, governed, "99999"), DAYS, products, count, random)


def plain(value: Value, fact: Fact, random: Random) -> Any:
    """A value as a table holds it."""
    match value:
        case Code():
            bare = fact.systems and value.system == fact.systems[0]
            return value.code if bare and random.random() < 0.9 else str(value)
        case CodeSet():
            return [plain(code, fact, random) for code in value.codes]
        case Elements():
            fields = {field.name: field for field in fact.item}
            return [
                {
                    name: _in_json(plain(part, fields[name], random), fields[name])
                    for name, part in item.fields
                }
                for item in value.items
            ]
        case Decimal() if fact.whole:
            return int(value)
    return value


def _in_json(value: Any, fact: Fact) -> Any:
    if isinstance(value, Decimal):
        return f"{value} {fact.unit}".strip() if fact.type is FactType.QUANTITY else float(value)
    return value.isoformat() if isinstance(value, date) else value
