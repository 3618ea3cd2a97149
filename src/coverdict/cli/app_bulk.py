"""The commands that work on many rows at once: what each takes, and what runs it."""

from __future__ import annotations

import argparse

from coverdict.cli.usage import Parser, UsageError


def describe_screen(parser: Parser) -> None:
    parser.add_argument(
        "table", metavar="TABLE", help="a .parquet or .csv file, a folder of them, or a pattern"
    )
    parser.add_argument("--out", metavar="FILE", required=True, help="the Parquet file to write")
    parser.add_argument("--payer", metavar="ID", help="whose all the rows are; else a column says it")
    parser.add_argument(
        "--system", metavar="NAME", default="CPT", help="the code system of the rows' codes (CPT)"
    )
    add_map(parser)
    parser.add_argument(
        "--keep",
        metavar="COLUMNS",
        help="the table's columns that go on, with commas, or all; without it, those that hold no fact",
    )
    parser.add_argument(
        "--columns", metavar="COLUMNS", help="the columns of the answer, with commas; without it, all"
    )
    parser.add_argument("--engine", metavar="NAME", default="duckdb", help="duckdb (usual) or spark")
    parser.add_argument("--threads", metavar="N", type=int, help="how many cores to use; without it, all")
    parser.add_argument("--memory", metavar="SIZE", help="the most memory to use, such as 4GB")
    add_common(parser)
    parser.epilog = """\
Answers every row under the policies of the library, by its payer, code and date of service: status, \
benefit, possible outcomes, disposition, the questions still worth asking, the rules that decide, and the \
policy version. Rows that cannot be read, or whose facts contradict each other, are set apart with the \
reason. The answer is a screening, not a determination. It appears whole or not at all, with a manifest \
beside it.

Examples:
  coverdict screen claims.parquet --out answers.parquet
  coverdict screen 'claims/2024-*.csv' --out answers.parquet --payer bsc --map service.code=proc
  coverdict screen claims --out answers.parquet --columns status,disposition --keep claim,amount"""


def screen(given: argparse.Namespace) -> int:
    from coverdict.cli.screen import Wishes, screen

    wishes = Wishes(
        out=given.out,
        payer=given.payer,
        system=given.system,
        chosen=chosen_columns(given.map, "screen"),
        keep=names_in(given.keep),
        columns=names_in(given.columns),
        engine=given.engine,
        threads=positive(given.threads, "--threads", "screen"),
        memory=given.memory,
        as_json=given.json,
    )
    return screen(given.table, given.library, wishes)


def describe_sql(parser: Parser) -> None:
    parser.add_argument(
        "policy", metavar="POLICY", help="ID for all versions, each on its days; ID@DATE for the one in force"
    )
    parser.add_argument(
        "--dialect",
        metavar="NAME",
        default="duckdb",
        help="duckdb (usual), postgres, spark, snowflake or bigquery",
    )
    parser.add_argument(
        "--payer", metavar="ID", help="whose members are decided; else all that adopt the policy"
    )
    parser.add_argument(
        "--table", metavar="NAME", default="claims", help="the name of the claims table (claims)"
    )
    parser.add_argument("--keep", metavar="COLUMNS", help="columns that go on besides those that are read")
    add_common(parser)
    parser.epilog = """\
Prints one SELECT that answers every row of a claims table as `coverdict screen` does, without the \
questions. A small policy is a CASE with the clause beside each branch; a larger one goes through small \
tables of states. DuckDB, PostgreSQL and Spark are run by the project's tests; Snowflake and BigQuery are \
emitted, not run.

Examples:
  coverdict sql bsc/7.01.75 --dialect snowflake
  coverdict sql bcbsm/cryosurgical-ablation-liver --payer bcn --dialect postgres --keep claim"""


def sql(given: argparse.Namespace) -> int:
    from coverdict.cli.sql import sql

    keep = names_in(given.keep) or ()
    return sql(given.policy, given.dialect, given.payer, given.table, list(keep), given.library, given.json)


def describe_impact(parser: Parser) -> None:
    parser.add_argument("old", metavar="OLD", help="a policy (ID@DATE for an earlier version), or a file")
    parser.add_argument("new", metavar="NEW", help="the text that is to follow it")
    parser.add_argument(
        "table", metavar="TABLE", help="a .parquet or .csv file, a folder of them, or a pattern"
    )
    parser.add_argument(
        "--amount", metavar="COLUMN", help="the column of amounts; without it, amount where there is one"
    )
    parser.add_argument("--payer", metavar="ID", help="whose all the rows are; else a column says it")
    parser.add_argument(
        "--system", metavar="NAME", default="CPT", help="the code system of the rows' codes (CPT)"
    )
    add_map(parser)
    add_common(parser)
    parser.add_argument("--html", metavar="FILE", help="write it as a page, with a picture of who moves")
    parser.epilog = """\
Answers every row twice, as if OLD and as if NEW were in force on each date of service, and counts who moves \
from which answer to which: rows, and money where there is a column of amounts, by product and by the \
clauses that decide. Rows of other payers and codes are counted as not concerned, rows that cannot be read \
or whose facts contradict each other as set apart. It is a screening, not a determination.

Examples:
  coverdict impact bsc/7.01.75@2020-12-01 bsc/7.01.75@2021-11-01 claims.parquet
  coverdict impact bsc/7.01.75 drafts/next.md 'claims/2024-*.csv' --amount paid --html impact.html"""


def impact(given: argparse.Namespace) -> int:
    from coverdict.cli.impact import Wishes, impact

    wishes = Wishes(
        payer=given.payer,
        system=given.system,
        chosen=chosen_columns(given.map, "impact"),
        amount=given.amount,
        page=given.html,
        as_json=given.json,
    )
    return impact(given.old, given.new, given.table, given.library, wishes)


# --- what several of them take ----------------------------------------------------------------------------


def add_common(parser: Parser) -> None:
    parser.add_argument("--library", metavar="DIR", help="the policy library; without it, the one that ships")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def add_map(parser: Parser) -> None:
    parser.add_argument(
        "--map",
        metavar="FACT=COLUMN",
        action="append",
        default=[],
        help="the column that holds a fact, where it is not the vocabulary's; may be given again",
    )


def chosen_columns(given: list[str], command: str) -> dict[str, str]:
    """The user's own columns by fact.

    Errors:
        UsageError: what is no `FACT=COLUMN`, or a fact that is given twice.
    """
    found: dict[str, str] = {}
    for one in given:
        fact, sign, column = (part.strip() for part in one.partition("="))
        if not (fact and sign and column):
            raise UsageError(
                f"--map {one}: write FACT=COLUMN, as lesion.count=lesions", f"coverdict {command}"
            )
        if fact in found:
            raise UsageError(
                f"--map {one}: {fact} was given already, as {found[fact]}", f"coverdict {command}"
            )
        found[fact] = column
    return found


def names_in(given: str | None) -> tuple[str, ...] | None:
    """Names with commas between them."""
    if given is None:
        return None
    return tuple(name for part in given.split(",") if (name := part.strip()))


def positive(number: int | None, option: str, command: str) -> int | None:
    if number is not None and number < 1:
        raise UsageError(f"{option} is a number from 1 on, not {number}", f"coverdict {command}")
    return number
