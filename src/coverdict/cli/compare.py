"""`coverdict compare`: where two policies differ, for whom, and by which clauses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from coverdict.analysis.percents import percent, share_words
from coverdict.analysis.standing import standings
from coverdict.cli.analysed import (
    VERDICTS,
    patient_words,
    some_names,
    standing_words,
    where_rows,
)
from coverdict.cli.cleaning import one_line
from coverdict.cli.opening import opened
from coverdict.cli.paper import LABEL, Layout, Piece, Row, blank, hung, row, section
from coverdict.cli.presenting import present
from coverdict.cli.words import plain
from coverdict.text import counted, listed

if TYPE_CHECKING:
    from coverdict.analysis.comparing.comparison import Comparison, LineOfBusiness, Plans, Seen
    from coverdict.analysis.joint import Pair
    from coverdict.language.model import CodeEntry

ON_A_SCREEN = 2  # regions that a terminal's page describes unless more are asked for
IN_A_FILE = 6  # regions that JSON and HTML describe
INSIDE = 8  # columns of a label within a region
WAYS = 2  # ways of a condition that a terminal's page shows


def compare(
    first: str, second: str, library: str | None, as_json: bool, page: str | None, most: int | None
) -> int:
    """Print where two texts differ, or write it as a page.

    Arguments:
        page: the file for the HTML page.
        most: how many regions to describe.

    Errors:
        CoverdictError: a text or library that is not there, or texts that cannot be compared.
    """
    found = compared(first, second, library, regions_wanted(most, as_json or page is not None))
    present(as_json, page, partial(_data, found), partial(_page, found), partial(comparison_rows, found))
    return 0


def regions_wanted(most: int | None, in_file: bool) -> int:
    """How many regions to describe: as many as asked for; else more where there is room for them."""
    if most is not None:
        return most
    return IN_A_FILE if in_file else ON_A_SCREEN


def _data(found: Comparison) -> object:
    from coverdict.analysis.comparing.comparison_data import comparison_data

    return comparison_data(found)


def _page(found: Comparison) -> str:
    from coverdict.pages.comparing import comparison_page

    return comparison_page(found)


def compared(first: str, second: str, library: str | None, most: int) -> Comparison:
    from coverdict.analysis.comparing.compare import compare as compare_texts
    from coverdict.analysis.texts import find_text

    desk = opened(library)
    return compare_texts(desk, find_text(desk, first), find_text(desk, second), most)


def comparison_rows(found: Comparison, layout: Layout) -> list[Row]:
    """The verdict, by line of business, then the regions, the largest first, and what else differs."""
    rows = [
        *section("first", _seen(found.first, layout), layout),
        *section("second", _seen(found.second, layout), layout),
        blank(),
        row((VERDICTS[found.verdict], "bold"), _in_words(found)),
        *section("by line", _lines(found), layout),
        *section("plans", _plans(found), layout),
    ]
    for number in range(len(found.regions)):
        rows += [blank(), *region_rows(number, found, layout, ("first", "second"))]
    rest = [
        *section("also opposed", left_rows(found.opposed, found, lambda pair: (_said(pair),)), layout),
        *section("other words", _other_words(found), layout),
        *section("silent", _silent(found), layout),
        *section("agree", _agreed(found), layout),
        *section("asked", _asked(found), layout),
        *section("codes", _codes(found), layout),
    ]
    return [*rows, *([blank(), *rest] if rest else [])]


def _seen(seen: Seen, layout: Layout) -> list[Row]:
    publisher = f" {layout.marks.dot} {seen.publisher}" if seen.publisher else ""
    fits = LABEL + len(seen.name) + len(publisher) <= layout.width
    return [row((seen.name, "bold"), publisher if fits else "")]


def _in_words(found: Comparison) -> str:
    if found.verdict != "equivalent":
        return ""
    return ": both say the same of everybody" if found.same_words else ": in other words, the same in effect"


def _lines(found: Comparison) -> list[Row]:
    by_verdict: dict[str, list[str]] = {}
    for line in found.lines:
        by_verdict.setdefault(line.position, []).append(plain(line.name))
    if len(by_verdict) < 2:
        return []
    return [row(f"{verdict}: ", listed(lines)) for verdict, lines in by_verdict.items()]


def _plans(found: Comparison) -> list[Row]:
    """The lines of business for which both payers have products."""
    return [
        _plan_row(line, plans) for line in found.lines for plans in line.plans if plans.verdict is not None
    ]


def _plan_row(line: LineOfBusiness, plans: Plans) -> Row:
    sides = [
        f"{payer} {listed((plain(benefit) for benefit in benefits), 'or')}"
        for payer, benefits in zip(plans.payers, plans.benefits, strict=True)
    ]
    return row(f"{plain(line.name)}: {' | '.join(sides)} ({plans.verdict})")


def region_rows(number: int, found: Comparison, layout: Layout, sides: tuple[str, str]) -> list[Row]:
    """A region: both standings, the condition, a patient.

    Arguments:
        number: its place among the described ones.
        sides: what the two texts are called.
    """
    region = found.regions[number]
    head = row((f"{share_words(region.share)}  ", "bold"), *_sides(region.pair))
    inside: list[Row] = []
    labels = ("who",) if len(region.where) == 1 else sides
    for side, (label, where) in enumerate(zip(labels, region.where, strict=True)):
        before = _described_before(number, side, found)
        rows = where_rows(where, layout, WAYS) if before is None else [row(f"as in {before + 1}")]
        inside += _labelled(label, rows, layout)
    inside += _labelled("e.g.", [row(patient_words(region.patient, found.facts))], layout)
    return [*hung([head], Text(f"{number + 1}  "), "   "), *hung(inside, Text("   "), "   ")]


def _labelled(label: str, rows: list[Row], layout: Layout) -> list[Row]:
    """As a section, with a shorter label: conditions need the room."""
    if not layout.wide:
        return section(label, rows, layout)
    return hung(rows, Text(label.ljust(INSIDE), style="dim"), " " * INSIDE)


def _described_before(number: int, side: int, found: Comparison) -> int | None:
    """An earlier region whose condition on that side is the same; None where there is none."""
    where = found.regions[number].where
    for earlier in range(number):
        other = found.regions[earlier].where
        if len(where) == len(other) == 2 and where[side] == other[side]:
            return earlier
    return None


def _sides(pair: Pair) -> tuple[tuple[str, str] | str, ...]:
    first, second = standings(pair)
    return (standing_words(first), ("  |  ", "dim"), standing_words(second))


def left_rows(
    pairs: tuple[Pair, ...], found: Comparison, said: Callable[[Pair], tuple[Piece, ...]]
) -> list[Row]:
    """The pairs whose regions are not described, one to a line, and the rest counted.

    Arguments:
        pairs: those to list, the largest first.
        said: how the two standings of a pair are said.
    """
    described = {region.pair for region in found.regions}
    left = [pair for pair in pairs if pair not in described]
    rows = [row((f"{share_words(found.pairs[pair])}  ", "bold"), *said(pair)) for pair in left[:3]]
    if len(left) > len(rows):
        more = left[len(rows) :]
        rows.append(row((f"and {counted(len(more), 'further pair')} of clauses", "dim")))
    return rows


def _said(pair: Pair) -> str:
    return " | ".join(plain(standing.says) for standing in standings(pair))


def _other_words(found: Comparison) -> list[Row]:
    if not found.renamed:
        return []
    said = dict.fromkeys(_said(pair) for pair in found.renamed)
    part = percent(found.share(found.renamed))
    return [row(f"{part}  same in effect: {'; '.join(said)}")]


def _silent(found: Comparison) -> list[Row]:
    return [row(f"{percent(found.share(found.silent))}  the guideline has no word")] if found.silent else []


def _agreed(found: Comparison) -> list[Row]:
    if not found.agreed:
        return [row("on nobody")] if not found.same_words else []
    said = dict.fromkeys(
        listed(dict.fromkeys(plain(standing.says) for standing in standings(pair))) for pair in found.agreed
    )
    return [row(f"{percent(found.share(found.agreed))}  {'; '.join(said)}")]


def _asked(found: Comparison) -> list[Row]:
    labels = ("only the first: ", "only the second: ", "both: ")
    return [row(label, some_names(facts)) for label, facts in zip(labels, found.asked, strict=True) if facts]


def _codes(found: Comparison) -> list[Row]:
    codes = found.codes
    sides = (codes.both, codes.first, codes.second)
    given = tuple(zip(("both: ", "only the first: ", "only the second: "), sides, strict=True))
    return [row(label, listed(_code(entry) for entry in entries)) for label, entries in given if entries]


def _code(entry: CodeEntry) -> str:
    said = [word for word in (entry.approach, "companion" if entry.role == "companion" else "") if word]
    beside = f" ({', '.join(said)})" if said else ""
    return one_line(f"{entry.code}{beside}")
