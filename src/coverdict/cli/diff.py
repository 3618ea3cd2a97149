"""`coverdict diff`: what a new version of a policy changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from coverdict.analysis.standing import standings
from coverdict.cli.analysed import standing_words
from coverdict.cli.cleaning import one_line
from coverdict.cli.compare import left_rows, region_rows, regions_wanted
from coverdict.cli.opening import opened
from coverdict.cli.paper import Layout, Piece, Row, blank, bulleted, hung, row, section, styled
from coverdict.cli.presenting import present
from coverdict.text import Redline

if TYPE_CHECKING:
    from coverdict.analysis.comparing.difference import Difference, Direction, Part, RedlinedSection
    from coverdict.analysis.joint import Pair

DIRECTIONS: dict[Direction, str] = {
    "none": "NO POSITION CHANGE: every patient keeps the status",
    "stricter": "POSITION CHANGE: stricter for some patients, looser for none",
    "looser": "POSITION CHANGE: looser for some patients, stricter for none",
    "both": "POSITION CHANGE: stricter for some patients, looser for others",
    "other words": "POSITION CHANGE: other statuses, the same in effect",
}


def diff(old: str, new: str, library: str | None, as_json: bool, page: str | None, most: int | None) -> int:
    """Print what a new text changes, or write it as a page; arguments as for `compare`.

    Errors:
        CoverdictError: a text or library that is not there, or texts that cannot be compared.
    """
    found = differing(old, new, library, regions_wanted(most, as_json or page is not None))
    present(as_json, page, partial(_data, found), partial(_page, found), partial(difference_rows, found))
    return 0


def _data(found: Difference) -> object:
    from coverdict.analysis.comparing.difference_data import difference_data

    return difference_data(found)


def _page(found: Difference) -> str:
    from coverdict.pages.differing import difference_page

    return difference_page(found)


def differing(old: str, new: str, library: str | None, most: int) -> Difference:
    from coverdict.analysis.comparing.diff import diff as diff_texts
    from coverdict.analysis.texts import find_text

    desk = opened(library)
    return diff_texts(desk, find_text(desk, old), find_text(desk, new), most)


def difference_rows(found: Difference, layout: Layout) -> list[Row]:
    """Whether the position changes and in which direction, the regions that moved, the words that changed."""
    comparison = found.comparison
    rows = [
        *section("old", [row((comparison.first.name, "bold"))], layout),
        *section("new", [row((comparison.second.name, "bold"))], layout),
        blank(),
    ]
    if found.same_text:
        return [*rows, row(("NOTHING CHANGES: the two are the same text", "bold"))]
    rows.append(row((DIRECTIONS[found.direction], "bold")))
    rows += section("history", _history(found), layout)
    for number in range(len(comparison.regions)):
        rows += [blank(), *region_rows(number, comparison, layout, ("old", "new"))]
    left = section(
        "also moved", left_rows(comparison.differing, comparison, partial(_moved, layout=layout)), layout
    )
    rows += [blank(), *left] if left else []
    for called in dict.fromkeys(part.called for part in found.parts):
        parts = [part for part in found.parts if part.called == called]
        rows += [blank(), *section(called, [one for part in parts for one in _part(part)], layout)]
    for changed in found.prose:
        rows += [blank(), *_prose(changed, layout)]
    return rows


def _history(found: Difference) -> list[Row]:
    word = found.history
    if word is None:
        return []
    if word.agrees is None:
        return [row(f"“{word.action}” does not say whether the position changes")]
    if word.agrees:
        return [row(f"“{word.action}”: so it is")]
    said, is_so = ("changes", "it does not") if word.position_change else ("does not change", "it does")
    return [row((f"“{word.action}” says that the position {said}: {is_so}", "bold red"))]


def _moved(pair: Pair, layout: Layout) -> tuple[Piece, ...]:
    old, new = standings(pair)
    return (standing_words(old), (f" {layout.marks.arrow} ", "dim"), standing_words(new))


def _part(part: Part) -> list[Row]:
    meaning = {True: ", written anew, means the same", False: "", None: ""}[part.same_meaning]
    head = row((part.id, "bold"), f"{': ' if part.id else ''}{part.what}{meaning}")
    return [head, *hung(list(_lines(part.text)), Text("  "), "  ")]


def _lines(lines: Iterable[Redline]) -> Iterable[Row]:
    """Lines that changed; of those that stayed a mark."""
    stayed = False
    for line in lines:
        if all(piece.kind == "same" for piece in line):
            if not stayed:
                yield row(("…", "dim"))
            stayed = True
        else:
            stayed = False
            yield redline_row(line)


def redline_row(line: Redline) -> Row:
    """What went in `[-…-]`, what came in `{+…+}`, so that it reads without colours as well."""
    text = Text()
    for piece in line:
        words = one_line(piece.text)
        lead = " " if piece.text[:1].isspace() else ""
        trail = " " if piece.text[-1:].isspace() and words else ""
        if piece.kind == "same":
            text.append(f"{lead}{words}{trail}")
        elif piece.kind == "removed":
            text.append_text(styled(lead, (f"[-{words}-]", "red strike"), trail))
        else:
            text.append_text(styled(lead, (f"{{+{words}+}}", "green"), trail))
    return Row(text, Text(), "")


def _prose(changed: RedlinedSection, layout: Layout) -> list[Row]:
    label = "" if changed.what == "changed" else f" ({changed.what})"
    rows = [row((f"§ {changed.heading or 'before the first heading'}{label}", "bold"))]
    for paragraph in changed.paragraphs:
        rows += bulleted([redline_row(paragraph)], layout)
    return rows
