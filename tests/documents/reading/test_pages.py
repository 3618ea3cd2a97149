"""HTML and Markdown: what their markup says, and what is left of it when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.documents.manuscript import BlockKind, Format
from tests.documents.reading.papers import MARKED, PAGE, outline, pairs, read, spoken


# A paragraph inside `strong` is a heading; items, cells and rows end where the next begin.
def test_a_page_with_broken_markup(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.html", PAGE)
    assert outline(manuscript) == [
        ("", "identity"),
        ("Negative Pressure for Open Wounds", "identity"),
        ("Coverage Rationale", "statement"),
        ("Limitations", "exclusions"),
        ("Applicable Codes", "codes"),
    ]
    assert pairs(manuscript) == {"Policy Number": "9.01", "Effective Date": "March 1, 2024"}
    items = [
        (block.level, block.marker, manuscript.said(block.span))
        for block in manuscript.blocks
        if block.kind is BlockKind.ITEM
    ]
    assert items == [
        (1, "•", "open for at least 30 days; and"),
        (1, "•", "one of the following:"),
        (2, "a.", "a diabetic ulcer"),
        (2, "b.", "a pressure ulcer"),
        (1, "•", "dressings have failed before."),
    ]
    rows = [[manuscript.said(cell) for cell in block.cells] for block in manuscript.blocks if block.cells]
    assert rows[-3:] == [["Code", "Description"], ["97605", "Pump, small"], ["97606", "Pump, large"]]
    assert spoken(manuscript, BlockKind.FURNITURE) == ["Home", "Terms of use"]
    assert "Wounds with exposed vessels are not covered.³" in manuscript.text


# Each line of the text knows the source's line on which its words stand.
def test_lines_of_origin(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.html", PAGE)
    source = PAGE.splitlines()
    for word in ("Negative Pressure", "Coverage Rationale", "diabetic", "Limitations", "Pump, small"):
        place = manuscript.place(manuscript.text.index(word))
        assert word in source[place.line - 1]
    assert len(manuscript.origins) == manuscript.text.count("\n") + 1


# Entities that were escaped twice are read as what they were; so is markup.
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>at 42 CFR &amp;sect;&amp;nbsp;410 &amp;amp; 411</p>", "at 42 CFR § 410 & 411"),
        ("<div>&lt;p&gt;Pumps &amp;lt; 3 cm&lt;/p&gt;</div>", "Pumps < 3 cm"),
        ("<p>a &lt; 3 and b &gt; 4</p>", "a < 3 and b > 4"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p hidden>no</p><p style='display: none'>no</p>yes", "yes"),
        ("<p>a</p></p></div></table><p", "a"),
    ],
)
def test_entities_and_rubbish(source: str, said: str, tmp_path: Path) -> None:
    assert read(tmp_path, "policy.html", source).text.strip() == said


# A page is a page whatever its name says, and an address in front of the document is nobody's text.
def test_a_page_by_its_bytes(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.txt", f"https://example.org/x?y=1\n{PAGE}")
    assert manuscript.format is Format.HTML
    assert manuscript.blocks[0].kind is BlockKind.FURNITURE


# Markdown: headings of both kinds, lists in lists, tables; what is fenced is no heading.
def test_markdown(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.md", MARKED)
    assert outline(manuscript) == [
        ("Negative Pressure for Open Wounds", "identity"),
        ("Policy Statement", "statement"),
    ]
    assert pairs(manuscript) == {"Policy Number": "9.01"}
    levels = [block.level for block in manuscript.blocks if block.kind is BlockKind.ITEM]
    assert levels == [1, 2]
    rows = [[manuscript.said(cell) for cell in block.cells] for block in manuscript.blocks if block.cells]
    assert rows == [["Code", "Description"], ["97605", "Pump, small"]]
    assert manuscript.text == MARKED


# The two published determinations: their headings stand in bold, and their numbers in a list of labels.
def test_the_two_determinations(shared: Callable[[str], Path]) -> None:
    from coverdict.documents.reading import read_manuscript

    one = read_manuscript(shared("documents/cms-ncd-30.3.3.html"))
    assert [role for _, role in outline(one)].count("statement") == 3
    assert pairs(one)["NCD"] == "30.3.3"
    deep = [block.level for block in one.blocks if block.kind is BlockKind.ITEM]
    assert deep == [1, 2, 2, 2, 2, 1, 1, 1, 1, 1]
    other = read_manuscript(shared("documents/cms-ncd-270.1.html"))
    numbered = [block.marker for block in other.blocks if block.kind is BlockKind.ITEM]
    assert numbered == ["1.", "2.", "3."]
    place = other.place(other.text.index("Unsupervised use"))
    assert place.line == 23
