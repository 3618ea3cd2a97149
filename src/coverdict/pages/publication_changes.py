"""Appendix A: what changed since the version before, computed from the two texts."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.comparing.difference import Difference, Part, RedlinedSection
from coverdict.analysis.texts import Opened, Text
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Paragraph,
    Run,
    Section,
    Style,
    Tone,
    Words,
    plain,
)
from coverdict.pages.differing import HEADLINES, KINDS, history_sentence
from coverdict.pages.publication_words import day_words
from coverdict.pages.wording import capital
from coverdict.text import Redline, changed

NO_CHANGES = "No changes: the statement and the rules are the same in both versions."
_STYLES = {"same": Style.PLAIN, "removed": Style.REMOVED, "added": Style.ADDED}


def version_before(desk: Opened, text: Text) -> Text | None:
    """The version of the same policy right before a text, as far as the library holds one."""
    versions = desk.library.contents.versions.get(text.id, ())
    if text.draft:
        earlier = [
            one
            for one in versions
            if text.document.effective is None
            or one.effective is None
            or one.effective < text.document.effective
        ]
    else:
        earlier = list(versions[: versions.index(text.version)]) if text.version in versions else []
    if not earlier:
        return None
    last = earlier[-1]
    return Text(desk.library.text(last.file), last, text.day)


def changes_content(desk: Opened, text: Text) -> Iterator[Content]:
    """Before and after: the direction, the statement and the rules as they were and as they are."""
    before = version_before(desk, text)
    if before is None:
        yield Paragraph(
            plain(
                "The library holds no version of this policy before this one, so nothing is compared here, "
                "and nothing is claimed about what changed."
            )
        )
        return
    found = diff(desk, before, text, most=0)
    yield Paragraph(plain(f"Before: {_named(before)}. After: {_named(text)}."))
    if found.same_text:
        yield Paragraph(plain(NO_CHANGES), Tone.LEAD)
        return
    yield Paragraph(plain(HEADLINES[found.direction]), Tone.LEAD)
    yield Paragraph(plain(history_sentence(found.history)))
    yield Paragraph(
        (Run("What was removed", Style.REMOVED), Run(" and "), Run("what was added", Style.ADDED), Run("."))
    )
    yield from _sections(found)


def _named(text: Text) -> str:
    day = text.document.effective
    return f"version {text.version_name}" + (f", in force from {day_words(day)}" if day else "")


def _sections(found: Difference) -> Iterator[Content]:
    for number, section in enumerate(found.prose, start=1):
        yield _section(f"changed-text-{number}", section)
    by_kind: dict[str, list[Part]] = {}
    for part in found.parts:
        by_kind.setdefault(part.called, []).append(part)
    for called, parts in by_kind.items():
        items = tuple(_part(part) for part in parts)
        anchor = f"changed-{called.replace(' ', '-')}"
        yield Section(anchor, KINDS.get(called, capital(called)), (Items(items),))
    if not found.prose and not found.parts:
        yield Paragraph(plain("Nothing that is printed in this document changed."))


def _section(anchor: str, section: RedlinedSection) -> Section:
    title = section.heading or "Before the first heading"
    said = () if section.what == "changed" else (Paragraph(plain(f"{capital(section.what)}."), Tone.QUIET),)
    return Section(anchor, title, (*said, *(Paragraph(redlined(line)) for line in section.paragraphs)))


def _part(part: Part) -> Item:
    same = ", written anew, with the same meaning" if part.same_meaning else ""
    lines = tuple(Item(redlined(line)) for line in part.text if changed(line))
    return Item((Run(part.id or "Order", Style.STRONG), Run(f": {part.what}{same}.")), lines)


def redlined(line: Redline) -> Words:
    """A redline as words: what stayed, what went, what came."""
    return tuple(Run(piece.text, _STYLES[piece.kind]) for piece in line)
