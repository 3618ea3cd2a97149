"""`coverdict sample`: a table of claims drawn from a policy's vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coverdict.cli.guard import DONE
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.cli.usage import UsageError
from coverdict.cli.writing import UnwritableError

if TYPE_CHECKING:
    from coverdict.bulk.sampling import Sample
    from coverdict.cli.paper import Layout, Row

COMMAND = "coverdict sample"
LONGEST = 30  # digits of a number that is read at all


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn, as it was typed.

    Arguments:
        unknown: the share of unknown facts; the usual one where it is None.
    """

    policy: str
    rows: str
    out: str
    seed: str
    payer: str | None
    unknown: str | None


def sample(wanted: Wanted, library: str | None, as_json: bool) -> int:
    """Write a table of claims, and say what is in it.

    Errors:
        CoverdictError: a number that is none, a library, policy or payer that cannot be read, or a table that
            cannot be drawn or written.
    """
    rows, seed = _whole(wanted.rows, "--rows"), _whole(wanted.seed, "--seed")
    share = None if wanted.unknown is None else _share(wanted.unknown)
    if not wanted.out:
        raise UnwritableError("the name of the file is empty")
    from coverdict import open_library
    from coverdict.bulk.sampling import UNKNOWN
    from coverdict.bulk.sampling import sample as write_sample

    drawn = write_sample(
        open_library(library),
        wanted.policy,
        rows,
        Path(wanted.out),
        seed,
        None if wanted.payer is None else (wanted.payer,),
        UNKNOWN if share is None else share,
    )
    if as_json:
        write_json(_data(drawn))
    else:
        layout = page_layout()
        write_page(_rows(drawn, layout), layout)
    return DONE


def _whole(text: str, option: str) -> int:
    if not re.fullmatch(rf"[0-9]{{1,{LONGEST}}}", text):
        digits = re.sub(r"[,_' ]", "", text)
        right = f"; write {digits}" if re.fullmatch(rf"[0-9]{{1,{LONGEST}}}", digits) else ""
        raise UsageError(f"{option} is a whole number from 0 up, not {_shown(text)}{right}", COMMAND)
    return int(text)


def _share(text: str) -> float:
    if not re.fullmatch(r"0(\.[0-9]{1,15})?|1(\.0{1,15})?|\.[0-9]{1,15}", text):
        raise UsageError(f"--unknown is a share from 0 to 1, such as 0.15, not {_shown(text)}", COMMAND)
    return float(text)


def _shown(text: str) -> str:
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _data(drawn: Sample) -> dict[str, Any]:
    return {
        "policy": drawn.policy,
        "version": drawn.version,
        "library": {"digest": drawn.library_digest},
        "file": drawn.file,
        "rows": drawn.rows,
        "seed": drawn.seed,
        "unknown": drawn.unknown,
        "payers": drawn.payers,
        "code_system": drawn.system,
        "patients": drawn.patients,
        "columns": [
            {"name": column.name, "fact": column.fact or None, "type": column.type}
            for column in drawn.columns
        ],
    }


def _rows(drawn: Sample, layout: Layout) -> list[Row]:
    from coverdict.cli.paper import blank, row, section
    from coverdict.cli.words import versioned
    from coverdict.text import grouped, listed

    patients = f"{grouped(drawn.patients)} distinct patient{'' if drawn.patients == 1 else 's'}"
    unknown = f"{round(drawn.unknown * 100)} % of the facts, and nearly all of some patients"
    return [
        row("sample of ", (drawn.policy, "bold"), versioned(drawn.version)),
        row((drawn.title, "dim")),
        blank(),
        *section("file", [row((drawn.file, "bold"))], layout),
        *section(
            "claims", [row(f"{grouped(drawn.rows)}, of {patients}, drawn with seed {drawn.seed}")], layout
        ),
        *section("columns", [row(f"{len(drawn.columns)}, named by the vocabulary")], layout),
        *section("payers", [row(listed(drawn.payers))], layout),
        *section("unknown", [row(unknown if drawn.unknown else "nothing")], layout),
    ]
