"""Impacts that were never computed: a likely one, the smallest and largest, and the worst of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

from coverdict.bulk.impact_data import Group, Impact, Move, Standing, Tally, total

ESTABLISHED = Standing("established", "covered", "favourable")
NECESSARY = Standing("medically_necessary", "covered", "favourable")
INVESTIGATIONAL = Standing("investigational", "undetermined", "unsettled")
NOT_NECESSARY = Standing("not_medically_necessary", "not_covered", "adverse")
OPEN = Standing("open", "open", "open")
NONE = Standing("none", "", "unsettled")

SCRIPT = "<script>alert('x')</script> ]]> <!-- --> &amp; \"quotes\" {{ 7 * 7 }} {% raw %}"
TURNED = "right \u202e to \u200f left \u2066 \u05d0\u05d1 \u2028 \u200b \ufeff \x1b[31m"
LONG = "a very long name that goes on " * 6 + "X" * 200

Cell = tuple[str, str, str, Standing, Standing, int, str]

# Product, clause before, clause after, answer before, answer after, rows, amount.
LIKELY: tuple[Cell, ...] = (
    ("commercial_ppo", "established", "established", ESTABLISHED, ESTABLISHED, 412_330, "183204911.20"),
    ("commercial_hmo", "established", "established", ESTABLISHED, ESTABLISHED, 208_114, "90210377.00"),
    ("commercial_ppo", "investigational", "investigational", INVESTIGATIONAL, INVESTIGATIONAL, 96_012, "0"),
    (
        "medicare_advantage",
        "investigational",
        "investigational",
        INVESTIGATIONAL,
        INVESTIGATIONAL,
        60_400,
        "0",
    ),
    ("medicare_advantage", "necessity", "necessity", NOT_NECESSARY, NOT_NECESSARY, 31_877, "11930212.75"),
    ("commercial_hmo", "", "", NONE, NONE, 2_410, "77120.00"),
    ("commercial_ppo", "", "", OPEN, OPEN, 9_870, "3100450.10"),
    ("commercial_ppo", "investigational", "established", INVESTIGATIONAL, ESTABLISHED, 21_904, "9120388.40"),
    ("commercial_hmo", "investigational", "established", INVESTIGATIONAL, ESTABLISHED, 6_120, "2211908.00"),
    ("medicare_advantage", "necessity", "", NOT_NECESSARY, OPEN, 4_380, "1702244.15"),
    ("commercial_ppo", "established", "necessity", ESTABLISHED, NOT_NECESSARY, 5_266, "2488109.90"),
    ("commercial_hmo", "established", "", ESTABLISHED, OPEN, 8_011, "3340070.35"),
    ("commercial_ppo", "", "investigational", OPEN, INVESTIGATIONAL, 3_905, "1203381.00"),
    ("commercial_hmo", "established", "necessity#other", ESTABLISHED, NECESSARY, 7_420, "3120077.60"),
    ("", "", "investigational", NONE, INVESTIGATIONAL, 640, "20118.00"),
    ("medicare_advantage", "necessity", "established", NOT_NECESSARY, ESTABLISHED, 212, "90114.00"),
)


def impact(cells: Iterable[Cell], set_apart: int = 0, not_concerned: int = 0) -> Impact:
    """What cells of a table come to."""
    known = tuple(cells)
    return Impact(
        old="bsc/7.01.75, version 2021-11-01",
        new="bsc/7.01.75, version 2022-11-01",
        old_title="Cryosurgical Ablation of Primary or Metastatic Liver Tumors",
        new_title="Cryosurgical Ablation of Primary or Metastatic Liver Tumors",
        table="claims/2022.parquet",
        rows=sum(cell[5] for cell in known) + set_apart + not_concerned,
        set_apart=set_apart,
        not_concerned=not_concerned,
        moves=_moves(known),
        by_product=_groups(known, lambda cell: (cell[0],)),
        by_clause=_groups(known, lambda cell: (_clause(cell[1]), _clause(cell[2]))),
        amount_column="allowed_amount",
        library_digest="sha256:" + "0123456789abcdef" * 4,
        program_version="0.1.0",
    )


def _clause(name: str) -> str:
    return name if "#" in name or not name else f"bsc/7.01.75#{name}"


def _moves(cells: Iterable[Cell]) -> tuple[Move, ...]:
    by_answers: dict[tuple[Standing, Standing], list[Move]] = {}
    for *_, before, after, rows, amount in cells:
        one = Move(before, after, Tally(rows, Decimal(amount)))
        by_answers.setdefault((before, after), []).append(one)
    found = [Move(before, after, total(some)) for (before, after), some in by_answers.items()]
    return tuple(sorted(found, key=lambda move: -move.tally.rows))


def _groups(cells: Iterable[Cell], names: Callable[[Cell], tuple[str, ...]]) -> tuple[Group, ...]:
    by_names: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:
        by_names.setdefault(names(cell), []).append(cell)
    found = [Group(key, _moves(some)) for key, some in by_names.items()]
    return tuple(sorted(found, key=lambda group: (-group.moved.rows, -group.tally.rows, group.names)))


def likely() -> Impact:
    return impact(LIKELY, set_apart=1_022, not_concerned=41_200)


def without_amounts(found: Impact) -> Impact:
    """The same of a table that has no column of amounts."""

    def bare(moves: tuple[Move, ...]) -> tuple[Move, ...]:
        return tuple(replace(move, tally=Tally(move.tally.rows)) for move in moves)

    return replace(
        found,
        moves=bare(found.moves),
        by_product=tuple(replace(group, moves=bare(group.moves)) for group in found.by_product),
        by_clause=tuple(replace(group, moves=bare(group.moves)) for group in found.by_clause),
        amount_column=None,
    )


def empty() -> Impact:
    return impact((), set_apart=3)


def alone() -> Impact:
    """One row, one outcome, nothing moves."""
    return impact([("ppo", "r", "r", ESTABLISHED, ESTABLISHED, 1, "10.00")])


def all_move() -> Impact:
    return impact([("ppo", "r", "s", NOT_NECESSARY, ESTABLISHED, 7, "-1.50")])


def huge() -> Impact:
    """More rows and money than any table has, and one row that moves among them."""
    return impact(
        [
            ("ppo", "r", "r", ESTABLISHED, ESTABLISHED, 9 * 10**24, "9" * 36 + ".99"),
            ("ppo", "r", "s", ESTABLISHED, NOT_NECESSARY, 1, "0.01"),
        ]
    )


def many(outcomes: int = 40, seed: int = 1) -> Impact:
    """Very many outcomes, products and clauses."""
    draw = Random(seed)
    dispositions = ("favourable", "unsettled", "adverse", "open")
    standings = [
        Standing(f"status_{number}", f"benefit_{number % 7}", dispositions[number % 4])
        for number in range(outcomes)
    ]
    cells: list[Cell] = []
    for number in range(outcomes * 5):
        before = draw.choice(standings)
        after = before if draw.random() < 0.5 else draw.choice(standings)
        rows = int(10 ** draw.uniform(0, 5))
        clauses = (f"rule_{draw.randrange(20)}", f"rule_{draw.randrange(20)}")
        cells.append((f"product_{number % 50}", *clauses, before, after, rows, f"{rows * 3}.25"))
    return impact(cells)


def hostile() -> Impact:
    """Every text that comes from elsewhere holds markup, steers a terminal, or is far too long."""
    before = Standing(SCRIPT, TURNED, "favourable")
    after = Standing(LONG, SCRIPT, TURNED)
    found = impact(
        [(SCRIPT, SCRIPT, TURNED, before, after, 5, "1"), (TURNED, LONG, "", after, after, 9, "2")]
    )
    return replace(
        found,
        old=SCRIPT,
        new=LONG,
        old_title=SCRIPT,
        new_title=TURNED,
        table=f"{SCRIPT} {TURNED}",
        amount_column=f"{SCRIPT} {TURNED}",
        library_digest=SCRIPT,
        program_version=TURNED,
    )


EVERY: dict[str, Impact] = {
    "likely": likely(),
    "without amounts": without_amounts(likely()),
    "empty": empty(),
    "alone": alone(),
    "all move": all_move(),
    "huge": huge(),
    "many": many(),
    "hostile": hostile(),
}
