"""`sample`: a table of claims, drawn from a policy's vocabulary and its constraints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coverdict.bulk.sampling.columns import SampleColumn
from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.pools import PATIENTS, UNKNOWN, draw_pool
from coverdict.bulk.sampling.tables import format_of, write_claims
from coverdict.bulk.sampling.whole_files import place_of
from coverdict.decision import Desk

MOST_ROWS = 100_000_000_000
"""More claims than that are a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A table of claims that was written.

    Arguments:
        version: of the policy, its first day in force or `undated`.
        payers: whose claims they are.
        system: the code system of the column of service codes.
        patients: how many distinct ones the claims are of.
        unknown: the share of facts that are unknown.
    """

    file: str
    rows: int
    seed: int
    policy: str
    version: str
    title: str
    library_digest: str
    payers: tuple[str, ...]
    system: str
    patients: int
    unknown: float
    columns: tuple[SampleColumn, ...]


def sample(
    desk: Desk,
    policy: str,
    rows: int,
    out: Path | str,
    seed: int = 0,
    payers: Sequence[str] | None = None,
    unknown: float = UNKNOWN,
) -> Sample:
    """Write a table of claims that a policy is asked about: Parquet, or CSV by the suffix `.csv`.

    One row is one service line. The values lie on, close to and away from every constant of the rules; nobody
    contradicts a constraint. Columns are named by the vocabulary; what is unknown is NULL. The same library
    and arguments give the same rows in the same order.

    Arguments:
        policy: `bsc/7.01.75`, or `bsc/7.01.75@2021-12-01` for the version in force that day.
        rows: how many claims, from 0 up.
        out: the file; one that is there is replaced once all of the new one is written.
        seed: a whole number from 0 up.
        payers: whose members' claims; without any, of all payers that work under the policy.
        unknown: the share of facts that are unknown, from 0 to 1.

    Errors:
        UnknownPolicyError: no such policy or version.
        SampleError: no claims can be drawn as asked.
        UnwritableError: the file cannot be written.
    """
    if not 0 <= rows <= MOST_ROWS:
        raise SampleError(f"the number of rows is a whole number from 0 to {MOST_ROWS:,}, not {rows:,}")
    path = Path(out)
    # What is wrong with the file is told before anything is drawn.
    format_of(path)
    place_of(path)
    pool = draw_pool(desk, policy, min(rows, PATIENTS), seed, payers, unknown)
    write_claims(pool, rows, seed, path)
    return Sample(
        file=str(path),
        rows=rows,
        seed=seed,
        policy=pool.policy,
        version=pool.version,
        title=pool.title,
        library_digest=desk.digest,
        payers=pool.payers,
        system=pool.system,
        patients=len(pool.rows),
        unknown=unknown,
        columns=pool.columns,
    )
