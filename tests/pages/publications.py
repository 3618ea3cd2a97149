"""Published documents for tests: those of the shipped policies, of small libraries, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from coverdict.analysis.texts import find_text
from coverdict.cli.render import appraisals_behind
from coverdict.decision import Desk
from coverdict.documents.publishing.markdown import markdown
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Pairs,
    Paragraph,
    Publication,
    Section,
    Table,
    said,
)
from coverdict.pages.publication import publication
from coverdict.pages.publication_html import publication_page
from tests.docs.examples import ROOT
from tests.pages.cases import BCBSM, BSC, desk

SHIPPED = (BCBSM, BSC)
FILES = {
    BCBSM: ROOT / "library" / "policies" / "bcbsm" / "cryosurgical-ablation-liver" / "2011.md",
    BSC: ROOT / "library" / "policies" / "bsc" / "7.01.75" / "2021-11-01.md",
}
FOLDER = ROOT / "docs" / "published"
NAMES = {BCBSM: "bcbsm-cryosurgical-ablation-liver", BSC: "bsc-7.01.75"}
TEXTS: dict[str, Callable[[Publication], str]] = {"html": publication_page, "md": markdown}


@cache
def shipped(policy: str) -> Publication:
    """A shipped policy with its evidence; the version of the program is left out, so that it never ages."""
    text = find_text(desk(), policy)
    held = appraisals_behind(desk().library, text.document.place.file, str(ROOT / "library"))
    return publication(desk(), text, held, "")


def published(at: Desk, name: str) -> Publication:
    """A policy of a small library."""
    return publication(at, find_text(at, name), (), "")


def section(of: Publication | Section, title: str) -> Section:
    """The only section of that title, however deep."""
    content = of.sections if isinstance(of, Publication) else of.content
    (found,) = [one for one in every_section(content) if one.title == title]
    return found


def every_section(content: Iterable[Content]) -> Iterator[Section]:
    for one in content:
        if isinstance(one, Section):
            yield one
            yield from every_section(one.content)


def texts(content: Iterable[Content]) -> Iterator[str]:
    """Every sentence, item, label and cell, without the numbers of items."""
    for one in content:
        match one:
            case Paragraph(words=words):
                yield said(words)
            case Items(items=items):
                yield from _items(items)
            case Pairs(rows=rows):
                yield from (f"{label}: {said(words)}" for label, words in rows)
            case Table(rows=cells):
                yield from (said(cell) for row in cells for cell in row)
            case Section():
                yield one.title
                yield from texts(one.content)


def _items(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield said(item.words)
        yield from _items(item.below)


def tables(content: Iterable[Content]) -> Iterator[Table]:
    for one in content:
        if isinstance(one, Table):
            yield one
        elif isinstance(one, Section):
            yield from tables(one.content)


def cells(table: Table) -> list[list[str]]:
    return [[said(cell) for cell in row] for row in table.rows]


def outline(items: tuple[Item, ...], depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """Each item of a list: its depth, its number, its words."""
    for item in items:
        yield depth, item.number, said(item.words)
        yield from outline(item.below, depth + 1)


def aged(text: str) -> str:
    """A published text without the digest of the library, which any change of any document changes."""
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)


def written() -> Iterator[tuple[Path, str]]:
    """The files of `docs/published`, with what they should hold."""
    for policy, name in NAMES.items():
        for form, write in TEXTS.items():
            yield FOLDER / f"{name}.{form}", write(shipped(policy))


def main() -> None:
    """Writes the published documents anew: `python -m tests.pages.publications`. Look at them afterwards."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, text in written():
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
