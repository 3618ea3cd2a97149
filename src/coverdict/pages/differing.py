"""The page of a difference: what a new version changes, for whom, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.comparing.difference import Difference, HistoryWord, Part, RedlinedSection, What
from coverdict.analysis.comparing.difference import Direction as Becomes
from coverdict.analysis.ranks import Verdict
from coverdict.pages.comparing import common_title, left_over
from coverdict.pages.frame import page
from coverdict.pages.sentences import (
    Called,
    Direction,
    LineSentence,
    Summary,
    Way,
    how_shares,
    points,
    shares,
    ways,
)
from coverdict.pages.views import region_views
from coverdict.pages.wording import capital, plain, quoted
from coverdict.text import Redline, changed, counted, listed

TEXTS = Called("the old text", "the new text")

HEADLINES: Mapping[Becomes, str] = {
    "none": "The position does not change: every patient keeps the status.",
    "stricter": "The position changes: some patients lose, and none gains.",
    "looser": "The position changes: some patients gain, and none loses.",
    "both": "The position changes: some patients lose, and others gain.",
    "other words": "Statuses change, and nobody gains or loses.",
}
BY_LINE: Mapping[Verdict, str] = {
    "equivalent": "nobody gains or loses",
    "first more permissive": "stricter for some patients",
    "second more permissive": "looser for some patients",
    "incomparable": "stricter for some patients, looser for others",
}
KINDS = {
    "statement": "Title and dates",
    "rule": "Rules",
    "criterion": "Criteria",
    "value set": "Value sets",
    "duty": "Duties",
    "order of rules": "Order of rules",
    "code": "Codes",
}
LOSE = Direction(1, "Some patients lose", TEXTS, "first")
GAIN = Direction(-1, "Some patients gain", TEXTS, "first")
KEEP = Direction(0, "Other words, the same in effect", TEXTS, "first")

Shown: TypeAlias = tuple[Redline, ...]
"""Lines; an empty one stands for lines that stayed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A part or a section that changed: in one column, and as it was beside as it is.

    Arguments:
        what: what became of it, in words.
        only: the one text that has it, `old` or `new`; empty where both do.
        ruled: whether it is made of rules, which are written as such.
    """

    name: str
    what: str
    only: str
    lines: Shown
    before: Shown
    after: Shown
    ruled: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of one kind that changed."""

    title: str
    parts: tuple[Changed, ...]


def difference_page(found: Difference) -> str:
    """A difference as one HTML file: the same difference gives the same bytes."""
    comparison = found.comparison
    title = common_title(comparison.first, comparison.second)
    groups = tuple(_groups(found.parts))
    sections = tuple(map(_section, found.prose))
    return page(
        "difference.html",
        f"{title}: what changes",
        heading=title,
        found=comparison,
        summary=difference_summary(found),
        history=history_sentence(found.history),
        disagrees=found.history is not None and found.history.agrees is False,
        how_shares=how_shares(comparison),
        regions=region_views(comparison, TEXTS),
        left=left_over(comparison, comparison.differing, TEXTS),
        groups=groups,
        sections=sections,
    )


# --- the first screen -----------------------------------------------------------------------------------


def difference_summary(found: Difference) -> Summary:
    """Whether the position changes, in which direction and for whom."""
    comparison = found.comparison
    if found.same_text:
        return Summary("Nothing changes: the two are the same text.", "", (), (), ())
    return Summary(
        HEADLINES[found.direction],
        _changed_parts(found),
        (*ways(comparison, (LOSE, GAIN)), *_kept(comparison)),
        _lines(comparison),
        tuple(_stays(comparison)),
    )


def _kept(found: Comparison) -> Iterator[Way]:
    """The patients whose status is another one, and who neither gain nor lose."""
    if found.renamed:
        yield Way(KEEP.title, shares(found, found.renamed), 0, tuple(points(found, KEEP, found.renamed)))


def _lines(found: Comparison) -> tuple[LineSentence, ...]:
    """The lines of business, where it is not the same for all of them."""
    by_verdict: dict[Verdict, list[str]] = {}
    for line in found.lines:
        by_verdict.setdefault(line.position, []).append(line.label or plain(line.name))
    if len(by_verdict) < 2:
        return ()
    return tuple(LineSentence(listed(labels), BY_LINE[verdict]) for verdict, labels in by_verdict.items())


def _stays(found: Comparison) -> Iterator[str]:
    if found.agreed and found.differing:
        yield f"For {shares(found, found.agreed)} the status stays as it was."


def _changed_parts(found: Difference) -> str:
    """`What is written changes in 1 rule and 2 sections of the prose.`"""
    numbers: dict[str, int] = {}
    for part in found.parts:
        numbers[part.called] = numbers.get(part.called, 0) + 1
    said = [_counted_part(called, number) for called, number in numbers.items()]
    if found.prose:
        said.append(f"{counted(len(found.prose), 'section')} of the prose")
    if not said:
        return "Nothing that is shown here changes in what is written."
    return f"What is written changes in {listed(said)}."


def _counted_part(called: str, number: int) -> str:
    alone = {"order of rules": "the order of rules", "statement": "title or dates"}
    several = {"criterion": "criteria", "duty": "duties"}
    if called in several and number > 1:
        return f"{number} {several[called]}"
    return alone.get(called) or counted(number, called)


def history_sentence(word: HistoryWord | None) -> str:
    """Whether the new text's own history says so, too."""
    if word is None:
        return "The new text’s history has no row for its own first day."
    if word.agrees is None:
        return f"The new text’s history ({quoted(word.action)}) does not say whether the position changes."
    says = "changes" if word.position_change else "does not change"
    if word.agrees:
        return f"The new text’s history ({quoted(word.action)}) says that the position {says}, and so it is."
    is_so = "does not" if word.position_change else "does"
    return f"The new text’s history ({quoted(word.action)}) says that the position {says}, but it {is_so}."


# --- what is written --------------------------------------------------------------------------------------


def _groups(parts: Iterable[Part]) -> Iterator[Group]:
    by_kind: dict[str, list[Part]] = {}
    for part in parts:
        by_kind.setdefault(part.called, []).append(part)
    for called, of_kind in by_kind.items():
        yield Group(KINDS.get(called, capital(called)), tuple(map(_part, of_kind)))


def _part(part: Part) -> Changed:
    meaning = ", written anew, means the same" if part.same_meaning else ""
    ruled = part.called not in ("statement", "code")
    return _changed(part.id, part.what, part.text, meaning=meaning, ruled=ruled)


def _section(section: RedlinedSection) -> Changed:
    return _changed(section.heading or "Before the first heading", section.what, section.paragraphs)


def _changed(name: str, what: What, lines: Shown, meaning: str = "", ruled: bool = False) -> Changed:
    return Changed(
        name,
        f"{what}{meaning}",
        {"added": "new", "removed": "old", "changed": ""}[what],
        tuple(_elided(lines)),
        tuple(_without("added", lines)),
        tuple(_without("removed", lines)),
        ruled,
    )


def _elided(lines: Iterable[Redline]) -> Iterator[Redline]:
    """Lines that changed; an empty one for each run of those that stayed."""
    stayed = False
    for line in lines:
        if changed(line):
            yield line
        elif not stayed:
            yield ()
        stayed = not changed(line)


def _without(kind: str, lines: Iterable[Redline]) -> Iterator[Redline]:
    """The lines of one of the two texts."""
    for line in lines:
        kept = tuple(piece for piece in line if piece.kind != kind)
        if kept:
            yield kept
