"""Links between the documents lead somewhere, and the picture says in words what it shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.docs.examples import ROOT, documents


# Every link to a file of the project leads to one, and to a heading that it has.
@pytest.mark.parametrize("document", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    for target in _targets(document):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        path = document.parent / file if file else document
        assert path.exists(), f"{document.name}: no {target}"
        if heading:
            assert heading in _headings(path), f"{document.name}: no heading {target}"


def _targets(document: Path) -> list[str]:
    found = []
    for token in MarkdownIt("commonmark").parse(document.read_text(encoding="utf-8")):
        for child in token.children or ():
            target = child.attrs.get("href") or child.attrs.get("src")
            if target:
                found.append(str(target))
    # Tables are plain paragraphs to CommonMark, whose links were found above.
    return found


def _headings(path: Path) -> set[str]:
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    return {_anchor(inner) for token, inner in pairwise(tokens) if token.type == "heading_open"}


def _anchor(heading: Token) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.content.lower())
    return kept.replace(" ", "-")


# The picture of the architecture has a title and a description, and names them as such.
def test_the_picture_is_accessible() -> None:
    picture = ET.parse(ROOT / "docs" / "architecture.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    named = {part.get("id"): part.text for part in picture if part.tag in (f"{space}title", f"{space}desc")}
    assert picture.get("role") == "img"
    for name in picture.get("aria-labelledby", "").split():
        assert named[name]
    assert set(named) == set(picture.get("aria-labelledby", "").split())
