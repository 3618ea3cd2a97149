"""The page of a comparison: where two texts differ, for whom, and by which clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coverdict.analysis.comparing.comparison import Comparison, LineOfBusiness, Plans, Seen
from coverdict.analysis.joint import Pair
from coverdict.language.model import CodeEntry
from coverdict.pages.frame import page
from coverdict.pages.sentences import (
    Called,
    called_of,
    comparison_summary,
    how_shares,
    position_words,
)
from coverdict.pages.views import PairView, pair_view, region_views
from coverdict.pages.wording import capital, plain
from coverdict.text import listed


@dataclass(frozen=True, slots=True)
class PlanView:
    """One payer's side of a line of business."""

    payer: str
    products: str
    benefits: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A row of the table by line of business; without plans, `sides` is empty."""

    line: str
    position: str
    sides: tuple[PlanView, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class ListView:
    """A list with a heading of its own."""

    title: str
    items: tuple[str, ...]


def comparison_page(found: Comparison) -> str:
    """A comparison as one HTML file: the same comparison gives the same bytes."""
    called = called_of(found)
    title = common_title(found.first, found.second)
    return page(
        "comparison.html",
        f"{title}: compared",
        heading=title,
        found=found,
        kinds=_kinds(found),
        heads=Called(capital(called.first), capital(called.second)),
        summary=comparison_summary(found),
        how_shares=how_shares(found),
        lines=line_views(found.lines),
        regions=region_views(found, called),
        left=left_over(found, found.opposed, called),
        renamed=_views(found, found.renamed, called),
        silent=_views(found, found.silent, called),
        agreed=_views(found, found.agreed, called),
        asked=asked_lists(found),
        codes=code_lists(found),
    )


def common_title(first: Seen, second: Seen) -> str:
    """The title of both, or both titles."""
    titles = dict.fromkeys(seen.title or seen.id for seen in (first, second))
    return " and ".join(titles)


def _kinds(found: Comparison) -> str:
    if found.first.kind == found.second.kind:
        return "Two policies compared"
    return f"A {found.first.kind} and a {found.second.kind} compared"


def line_views(lines: Iterable[LineOfBusiness]) -> tuple[LineView, ...]:
    """The rows by line of business; none where no payer has a product, so that there is no more to say."""
    rows = tuple(row for line in lines for row in _line_rows(line))
    return rows if any(row.sides for row in rows) else ()


def _line_rows(line: LineOfBusiness) -> Iterable[LineView]:
    """A row for each two payers, or one without benefits."""
    label = line.label or plain(line.name)
    position = capital(position_words(line.position, Called("the first", "the second")))
    plans = [each for each in line.plans if any(each.products)]
    for each in plans:
        yield LineView(label, position, _sides(each), _benefit_verdict(each))
    if not plans:
        yield LineView(label, position, (), "")


def _sides(plans: Plans) -> tuple[PlanView, ...]:
    return tuple(
        PlanView(payer, listed(products), listed((plain(benefit) for benefit in benefits), "or"))
        for payer, products, benefits in zip(plans.payers, plans.products, plans.benefits, strict=True)
    )


def _benefit_verdict(plans: Plans) -> str:
    if plans.verdict is None:
        return "not compared"
    return position_words(plans.verdict, Called(*plans.payers))


def left_over(found: Comparison, pairs: Iterable[Pair], called: Called) -> tuple[PairView, ...]:
    """The pairs whose regions were not described."""
    described = {region.pair for region in found.regions}
    return _views(found, [pair for pair in pairs if pair not in described], called)


def _views(found: Comparison, pairs: Iterable[Pair], called: Called) -> tuple[PairView, ...]:
    return tuple(pair_view(found, pair, called) for pair in pairs)


def asked_lists(found: Comparison) -> tuple[ListView, ...]:
    """The facts by which of the two depends on them."""
    titles = ("Only the first asks", "Only the second asks", "Both ask")
    return tuple(
        ListView(title, tuple(_fact_label(found, name) for name in names))
        for title, names in zip(titles, found.asked, strict=True)
        if names
    )


def _fact_label(found: Comparison, name: str) -> str:
    return found.facts[name].label or name


def code_lists(found: Comparison) -> tuple[ListView, ...]:
    """The codes by which of the two lists them: numbers and approaches, never descriptors."""
    codes = found.codes
    sides = (
        ("Both list", codes.both),
        ("Only the first lists", codes.first),
        ("Only the second lists", codes.second),
    )
    return tuple(ListView(title, tuple(map(_code, entries))) for title, entries in sides if entries)


def _code(entry: CodeEntry) -> str:
    said = [word for word in (entry.approach, "companion" if entry.role == "companion" else "") if word]
    return f"{entry.code} ({', '.join(said)})" if said else str(entry.code)
