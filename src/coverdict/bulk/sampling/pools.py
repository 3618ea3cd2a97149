"""Distinct patients: what claims are drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.bulk.sampling.columns import Cell, SampleColumn
from coverdict.bulk.sampling.draws import Draw
from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.populations import Claim, Population
from coverdict.bulk.sampling.services import payers_of, system_of
from coverdict.decision import Desk

PATIENTS = 20_000
"""The most distinct patients that claims are drawn from."""

UNKNOWN = 0.15
"""The usual share of facts that are unknown."""

ATTEMPTS = 500
"""Patients in a row that were there already, or cannot be, after which no more are looked for."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Distinct patients with a service each.

    Arguments:
        policy, version: whose rules the values lie around.
        payers: whose members they are.
        system: the code system of the column of service codes.
        columns: all of a claim; the first (what it is called) and the last (its amount) are no patient's own.
        rows: what stands in the columns between these two.
    """

    policy: str
    version: str
    title: str
    payers: tuple[str, ...]
    system: str
    columns: tuple[SampleColumn, ...]
    rows: tuple[Claim, ...]

    @property
    def own(self) -> tuple[SampleColumn, ...]:
        """The columns of the patients themselves."""
        return self.columns[1:-1]

    def mappings(self) -> Iterator[dict[str, Cell]]:
        """The rows by column."""
        names = [column.name for column in self.own]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))


def draw_pool(
    desk: Desk,
    policy: str,
    patients: int = PATIENTS,
    seed: int = 0,
    payers: Sequence[str] | None = None,
    unknown: float = UNKNOWN,
) -> Pool:
    """Distinct patients around everything that a policy's rules ask, with the services that they had.

    Nobody among them contradicts a constraint. The first of them are the same however many are drawn.

    Arguments:
        policy: `bsc/7.01.75`, or `bsc/7.01.75@2021-12-01` for the version in force that day.
        patients: how many at most; a small vocabulary has fewer.
        seed: a whole number from 0 up.
        payers: whose members they are; without any, those of all payers that work under the policy.
        unknown: the share of facts that are unknown, from 0 to 1.

    Errors:
        UnknownPolicyError: no such policy or version.
        SampleError: no claims can be drawn as asked.
    """
    if not 0 <= unknown <= 1:
        raise SampleError(f"the share of unknown facts is a number from 0 to 1, not {unknown}")
    version = desk.version(policy)
    names = payers_of(desk.library, version, payers)
    draw = Draw(seed)
    population = Population(desk, version, names, draw)
    rows: dict[Claim, None] = {}
    missed = 0
    while len(rows) < patients and missed < ATTEMPTS:
        claim = population.claim(draw, unknown)
        missed = missed + 1 if claim is None or claim in rows else 0
        if claim is not None:
            rows[claim] = None
    if patients > 0 and not rows:
        raise SampleError(f"no claims can be drawn for {version.policy}: its constraints leave no patient")
    return Pool(
        policy=version.policy,
        version=version.name,
        title=version.title,
        payers=names,
        system=system_of(version),
        columns=population.columns,
        rows=tuple(rows),
    )
