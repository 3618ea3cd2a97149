"""A policy replaced by its next version, over drawn rows: what `determine` says row by row, tallied.

The program answers "as if in force on every date"; the judge asks two libraries in which the version *is*,
the other one being in force only long after every row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from coverdict.bulk.impact_data import Group, Impact, Move, Standing
from coverdict.bulk.routes_under import Side
from coverdict.decision import Desk, open_library
from coverdict.decision.knowledge import knowledge_of
from coverdict.decision.model import LineDetermination
from coverdict.language.model import CodeEntry, Document
from coverdict.language.syntax import Code
from coverdict.language.values import read_value
from coverdict.library.layers import Outcome
from coverdict.text import DocumentError, Place
from coverdict_judges.inventing.documents import PAYER, invent_library
from coverdict_judges.inventing.requests import DAYS
from coverdict_judges.inventing.sizes import SMALL, Size
from coverdict_judges.inventing.versions import next_version
from coverdict_judges.inventing.writing import files
from coverdict_judges.texts import gather
from tests.bulk.drawn import Table, drawn

Row = Mapping[str, Any]
Answer = tuple[Standing, str]
"""An answer and the clause that decides its status."""

FIRST, LONG_AFTER = date(1900, 1, 1), date(2190, 1, 1)
OWNERS = (PAYER, "zeta")
"""The payers of an invented library; both adopt its policies."""


@dataclass(frozen=True)
class Replaced:
    """A library with two versions of a policy, the rows, and a library for each version alone.

    Arguments:
        codes: that the version before, and the one after, govern.
    """

    desk: Desk
    policy: str
    table: Table
    alone: tuple[Desk, Desk]
    codes: tuple[frozenset[str], frozenset[str]]


def replaced(seed: int, folder: Path, rows: int, size: Size = SMALL) -> Replaced:
    """An invented policy, its next version, and rows that are drawn for them."""
    random = Random(seed)
    invented = invent_library(random, size)
    others = [one for one in invented.documents if one.kind != "policy"]
    others = [_dated(random, one) for one in others]
    (old, *_) = (one for one in invented.documents if one.kind == "policy")
    new = next_version(random, old)
    codes = [_codes(random, old), _codes(random, new)]
    old, new = (replace(one, codes=listed) for one, listed in zip((old, new), codes, strict=True))
    desks = []
    for name, first, second in (
        ("both", old, new),
        ("before", replace(old, effective=FIRST), replace(new, effective=LONG_AFTER, codes=old.codes)),
        ("after", replace(new, effective=FIRST), replace(old, effective=LONG_AFTER, codes=new.codes)),
    ):
        for file, text in files(invented.scene, (*others, first, second)).items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        desks.append(open_library(folder / name))
    texts = gather([invented.scene.vocabulary], (*others, random.choice((old, new))), old.id, PAYER)
    payers = (*(PAYER,) * 12, *("zeta",) * 4, "nobody", "", None)
    spoken = (*("10001",) * 12, *("10002", "10003") * 3, "99999", "1 2", "unknown", None)
    products = ("hmo", "ppo", None, "other", " ppo ")
    table = drawn(texts, payers, spoken, DAYS, products, rows, random)
    governed = tuple(frozenset(one.code.code for one in listed) for listed in codes)
    assert len(governed) == 2
    return Replaced(desks[0], old.id, _with_noise(random, table), (desks[1], desks[2]), governed)


def _codes(random: Random, document: Document) -> tuple[CodeEntry, ...]:
    """The policy's code, and perhaps one that the other version may not have."""
    (entry, *_) = document.codes
    more = replace(entry, code=Code("CPT", random.choice(("10002", "10003"))))
    return random.choice(((entry,), (entry, more), (more,)))


def _dated(random: Random, document: Document) -> Document:
    """A plan or mandate that begins between the days of service, now and then."""
    if document.kind in ("plan", "mandate") and random.random() < 0.4:
        return replace(document, effective=random.choice(DAYS))
    return document


def _with_noise(random: Random, table: Table) -> Table:
    """Days that are missing, texts that are no value or have blanks around them, and amounts."""
    (day_key,) = (name for name in table.types if name in ("service.date", "service_date"))
    texts = [name for name, kind in table.types.items() if kind == "VARCHAR" and name not in OWN]
    for row in table.rows:
        assert isinstance(row, dict)
        if random.random() < 0.05:
            row[day_key] = None
        for name in texts:
            if row.get(name) is not None and random.random() < 0.05:
                row[name] = random.choice((f" {row[name]} ", "no such thing", "unknown", ""))
        row["amount"] = random.choice((None, Decimal(random.randrange(-500, 10_000_000)) / 100))
    return Table({**table.types, "amount": "DECIMAL(12, 2)"}, table.rows)


OWN = ("payer", "product", "service.code", "service_code")


def side_of(desk: Desk, name: str) -> Side:
    version = desk.version(name)
    return Side(version, desk.library.text(version.file), f"{version.policy}, version {version.name}")


# --- the judge ------------------------------------------------------------------------------------------


@dataclass
class Judged:
    """What an impact has to count."""

    set_apart: int
    not_concerned: int
    moves: Counter[tuple[Standing, Standing]]
    products: Counter[tuple[str, Standing, Standing]]
    clauses: Counter[tuple[str, str, Standing, Standing]]
    amounts: dict[object, Decimal]


def judged(case: Replaced) -> Judged:
    """The rows of a case, one after the other, under both versions."""
    found = Judged(0, 0, Counter(), Counter(), Counter(), {})
    for row in case.table.rows:
        place = _place(row, case.codes)
        if place == "apart":
            found.set_apart += 1
        elif place == "elsewhere":
            found.not_concerned += 1
        else:
            try:
                (before, old), (after, new) = (_answer(desk, row) for desk in case.alone)
            except DocumentError:
                found.set_apart += 1
                continue
            _count(found, row, (before, after), (old, new))
    return found


def _place(row: Row, codes: tuple[frozenset[str], frozenset[str]]) -> str:
    payer = row["payer"]
    if payer is None or payer == "":
        return "apart"
    if payer not in OWNERS:
        return "elsewhere"
    code = row.get("service.code", row.get("service_code"))
    if code is None or code == "unknown" or " " in code:
        return "apart"
    if code not in codes[0] | codes[1]:
        return "elsewhere"
    return "apart" if row.get("service.date", row.get("service_date")) is None else ""


def _count(found: Judged, row: Row, answers: tuple[Standing, Standing], clauses: tuple[str, str]) -> None:
    product = (row.get("product") or "").strip()
    product = "" if product == "unknown" else product
    found.moves[answers] += 1
    found.products[(product, *answers)] += 1
    found.clauses[(*clauses, *answers)] += 1
    amount = row["amount"]
    if amount is not None:
        for key in (answers, (product, *answers), (*clauses, *answers)):
            found.amounts[key] = found.amounts.get(key, Decimal(0)) + amount


def _answer(desk: Desk, row: Row) -> Answer:
    """Errors: DocumentError where the row cannot be read or contradicts itself."""
    payer = str(row["payer"])
    line = desk.rows(payer).determine(row)
    if line.conflict:
        raise DocumentError([])
    standing = Standing(
        _same(one.status or "none" for one in line.possible),
        _same(one.benefit for one in line.possible),
        line.disposition or "open",
    )
    clauses = set(_clauses(desk, payer, line, row)) if line.routing == "addressed" else set()
    return standing, clauses.pop() if len(clauses) == 1 else ""


def _same(values: Iterator[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else "open"


def _clauses(desk: Desk, payer: str, line: LineDetermination, row: Row) -> Iterator[str]:
    """The rules behind the status of every possible outcome, from the policy's own function."""
    day = line.service.date
    practice = desk.programs.practice(payer, desk.version(f"{line.policy}@{day}"), day)
    program = practice.program
    values: dict[str, Any] = {"payer": payer, "service.code": line.service.code, "service.date": day}
    for name, fact in program.names.facts.items():
        raw = row.get(fact.column or name)
        if name in program.dimension_of and name not in values and raw is not None:
            written = f"{raw} {fact.unit}" if fact.unit and not isinstance(raw, str) else raw
            value = read_value(fact, written, Place("row"))
            if value is not None:
                values[name] = value
    for outcome in program.outcome.possible(knowledge_of(program, values, practice.settled).masks):
        assert isinstance(outcome, Outcome)
        ruling = outcome.status
        yield f"{ruling.rule} otherwise" if ruling.otherwise else ruling.rule


# --- what was found, in the same form -------------------------------------------------------------------


def found_of(found: Impact) -> Judged:
    """An impact in the judge's form."""
    amounts: dict[object, Decimal] = {}
    moves = Counter(dict(_tallies(found.moves, (), amounts)))
    products = Counter(dict(_grouped(found.by_product, amounts)))
    clauses = Counter(dict(_grouped(found.by_clause, amounts)))
    return Judged(found.set_apart, found.not_concerned, moves, products, clauses, amounts)  # type: ignore[arg-type]


def _grouped(groups: tuple[Group, ...], amounts: dict[object, Decimal]) -> Iterator[tuple[Any, int]]:
    for group in groups:
        yield from _tallies(group.moves, group.names, amounts)


def _tallies(
    moves: tuple[Move, ...], names: tuple[str, ...], amounts: dict[object, Decimal]
) -> Iterator[tuple[Any, int]]:
    for move in moves:
        key = (*names, move.before, move.after)
        yield key, move.tally.rows
        if move.tally.amount is not None:
            amounts[key] = move.tally.amount
