"""Tables, places and options that are wrong: for each, the files that are there and what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.bulk.small import CLAIMS, COLUMNS, csv, parquet

Prepare = Callable[[Path], object]


@dataclass(frozen=True)
class Spoilt:
    """What is wrong.

    Arguments:
        prepare: makes the files that are special to it.
        arguments: of the command; `--library` is added.
    """

    arguments: tuple[str, ...]
    prepare: Prepare = lambda _: None


OUT = ("--out", "answers.parquet")


def good(folder: Path) -> None:
    """The files that lie in every folder."""
    csv(folder / "claims.csv", CLAIMS)
    parquet(folder / "claims.parquet", CLAIMS)
    (folder / "folder.parquet").mkdir()
    (folder / "nothing").mkdir()


def cut(folder: Path) -> None:
    whole = (folder / "claims.parquet").read_bytes()
    (folder / "cut.parquet").write_bytes(whole[: len(whole) // 2])


def among_many(folder: Path) -> None:
    (folder / "many").mkdir()
    for name in "abc":
        parquet(folder / "many" / f"{name}.parquet", CLAIMS)
    whole = (folder / "many" / "b.parquet").read_bytes()
    (folder / "many" / "b.parquet").write_bytes(whole[:200])


def flipped(folder: Path) -> None:
    """A file whose pages are damaged, though its end is not."""
    rows = [{**row, "claim": f"{row['claim']}-{number}"} for number in range(200) for row in CLAIMS]
    whole = bytearray(parquet(folder / "flipped.parquet", rows).read_bytes())
    for at in range(200, 600):
        whole[at] ^= 0xFF
    (folder / "flipped.parquet").write_bytes(bytes(whole))


def of_two_sorts(folder: Path) -> None:
    (folder / "mixed").mkdir()
    csv(folder / "mixed" / "a.csv", CLAIMS)
    parquet(folder / "mixed" / "b.parquet", CLAIMS)


def lacking_a_column(folder: Path) -> None:
    (folder / "many").mkdir()
    csv(folder / "many" / "a.csv", CLAIMS)
    csv(folder / "many" / "b.csv", CLAIMS, [name for name in COLUMNS if name != "stage_of_tumor"])


def typed(column: str, kind: str, value: object) -> Prepare:
    def prepare(folder: Path) -> None:
        parquet(folder / "typed.parquet", [{**CLAIMS[0], column: value}], {**COLUMNS, column: kind})

    return prepare


def named(old: str, new: str) -> Prepare:
    def prepare(folder: Path) -> None:
        columns = {new if name == old else name: kind for name, kind in COLUMNS.items()}
        parquet(folder / "named.parquet", [{**CLAIMS[0], new: CLAIMS[0][old]}], columns)

    return prepare


def linked(folder: Path) -> None:
    (folder / "link.parquet").symlink_to("claims.parquet")


def looped(folder: Path) -> None:
    (folder / "loop.parquet").symlink_to("loop.parquet")


def long_line(folder: Path) -> None:
    csv(folder / "long.csv", [{**CLAIMS[0], "stage_of_tumor": "x" * 10_000_000}])


def huge_answer(folder: Path) -> None:
    duckdb.execute(
        f"COPY (SELECT '{'x' * 200}' || i AS claim, 'acme' AS payer, '11111' AS service_code,"
        f" DATE '2021-03-03' AS service_date FROM range(20000) AS t(i)) TO '{folder / 'huge.parquet'}'"
    )


SPOILT: dict[str, Spoilt] = {
    # --- the table ---
    "no-such-file": Spoilt(("claim.csv", *OUT)),
    "no-such-folder": Spoilt(("nowhere/claims.csv", *OUT)),
    "pattern-without-files": Spoilt(("claims-*.csv", *OUT)),
    "folder-without-tables": Spoilt(("nothing", *OUT)),
    "another-sort-of-file": Spoilt(
        ("notes.xlsx", *OUT), lambda folder: (folder / "notes.xlsx").write_text("x")
    ),
    "two-sorts-of-files": Spoilt(("mixed", *OUT), of_two_sorts),
    "empty-csv": Spoilt(("empty.csv", *OUT), lambda folder: (folder / "empty.csv").touch()),
    "empty-parquet": Spoilt(("empty.parquet", *OUT), lambda folder: (folder / "empty.parquet").touch()),
    "no-parquet": Spoilt(
        ("text.parquet", *OUT), lambda folder: (folder / "text.parquet").write_text("hello\n" * 99)
    ),
    "cut-parquet": Spoilt(("cut.parquet", *OUT), cut),
    "cut-parquet-among-many": Spoilt(("many", *OUT), among_many),
    "damaged-parquet": Spoilt(("flipped.parquet", *OUT), flipped),
    "csv-without-a-column-among-many": Spoilt(("many", *OUT), lacking_a_column),
    "line-too-long": Spoilt(("long.csv", *OUT), long_line),
    "device": Spoilt(("/dev/null", *OUT)),
    # --- columns ---
    "no-payer": Spoilt(("named.parquet", *OUT), named("payer", "payor")),
    "no-code": Spoilt(("named.parquet", *OUT), named("service_code", "procedure")),
    "no-day": Spoilt(("named.parquet", *OUT), named("service_date", "servicedate")),
    "payer-is-a-number": Spoilt(("typed.parquet", *OUT), typed("payer", "INTEGER", 7)),
    "code-is-a-double": Spoilt(("typed.parquet", *OUT), typed("service_code", "DOUBLE", 11111.0)),
    "day-is-a-number": Spoilt(("typed.parquet", *OUT), typed("service_date", "INTEGER", 20210303)),
    "fact-is-a-number": Spoilt(("typed.parquet", *OUT), typed("stage_of_tumor", "DECIMAL(5, 2)", 1)),
    "fact-is-a-list": Spoilt(("typed.parquet", *OUT), typed("stage_of_tumor", "VARCHAR[]", ["early"])),
    "made-up-name": Spoilt(("named.parquet", *OUT), named("claim", "CV_Way")),
    "name-of-the-answer": Spoilt(("named.parquet", *OUT), named("claim", "Status")),
    # --- options ---
    "map-without-sign": Spoilt(("claims.csv", *OUT, "--map", "service.code")),
    "map-twice": Spoilt(("claims.csv", *OUT, "--map", "product=claim", "--map", "product=payer")),
    "map-of-no-fact": Spoilt(("claims.csv", *OUT, "--map", "tumor.stages=claim")),
    "map-to-no-column": Spoilt(("claims.csv", *OUT, "--map", "tumor.stage=stage_of_tumour")),
    "keep-of-no-column": Spoilt(("claims.csv", *OUT, "--keep", "claim,produkt")),
    "no-such-column-of-the-answer": Spoilt(("claims.csv", *OUT, "--columns", "status,dispositon")),
    "no-such-payer": Spoilt(("claims.csv", *OUT, "--payer", "acne")),
    "no-such-engine": Spoilt(("claims.csv", *OUT, "--engine", "duck")),
    "threads-are-none": Spoilt(("claims.csv", *OUT, "--threads", "0")),
    "memory-is-no-size": Spoilt(("claims.csv", *OUT, "--memory", "1GB'; DROP TABLE x")),
    "too-little-memory": Spoilt(("huge.parquet", *OUT, "--memory", "1MB"), huge_answer),
    "no-such-option": Spoilt(("claims.csv", *OUT, "--payers", "acme")),
    # --- the place of the answer ---
    "no-place": Spoilt(("claims.csv",)),
    "place-is-no-parquet": Spoilt(("claims.csv", "--out", "answers.csv")),
    "place-is-empty": Spoilt(("claims.csv", "--out", "")),
    "place-is-a-folder": Spoilt(("claims.csv", "--out", "folder.parquet")),
    "place-without-folder": Spoilt(("claims.csv", "--out", "nowhere/answers.parquet")),
    "place-is-the-table": Spoilt(("claims.parquet", "--out", "claims.parquet")),
    "place-links-to-the-table": Spoilt(("claims.parquet", "--out", "link.parquet"), linked),
    "place-links-to-itself": Spoilt(("claims.csv", "--out", "loop.parquet"), looped),
    "place-of-the-manifest-is-a-folder": Spoilt(
        ("claims.csv", "--out", "a.parquet"), lambda folder: (folder / "a.parquet.manifest.json").mkdir()
    ),
    "place-cannot-be-written": Spoilt(("claims.csv", "--out", "/proc/answers.parquet")),
}
"""By name; the messages are in `golden/`."""
