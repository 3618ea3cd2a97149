"""PDF: lines in reading order, columns, tables, headings by their type, and what stands on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverdict.documents.manuscript import BlockKind
from coverdict.documents.reading import read_manuscript
from tests.documents.reading.papers import outline, pairs, spoken, typeset

pytest.importorskip("pypdfium2")

WORDS = (
    "The pump draws fluid from the wound and keeps it moist, which brings its edges together over some weeks "
    "of use. Trials compared it with ordinary dressings and found that wounds close somewhat sooner, though "
    "not in every group of patients that was looked at in them. "
)

POLICY = f"""
#set page(paper: "us-letter", header: [Some Health Plan #h(1fr) Policy 9.01],
  footer: context [Page #counter(page).display() of #counter(page).final().first()])
#set text(size: 10pt)
#text(size: 18pt, weight: "bold")[Negative Pressure for Open Wounds]

*Policy Number:* 9.01 \\
*Effective Date:* March 1, 2024

= Policy Statement
Negative pressure is considered medically necessary when all of the following are met:
+ The wound has been open for at least 30 days; and
+ One of the following:
  + diabetic ulcer; or
  + pressure ulcer.
+ Dressings have failed.

= Applicable Codes
#table(columns: 3, [Type],[Code],[Description],
  [CPT],[97605],[Pump with a canister, for wounds of at most fifty square centimeters in all],
  [],[97606],[Pump with a canister, for larger wounds])

= Rationale
{WORDS * 16}
== Diabetic Ulcers
{WORDS * 8}
"""


def test_a_policy(tmp_path: Path) -> None:
    manuscript = read_manuscript(typeset(tmp_path, "policy.pdf", POLICY))
    assert outline(manuscript) == [
        ("", "identity"),
        ("Negative Pressure for Open Wounds", "identity"),
        ("Policy Statement", "statement"),
        ("Applicable Codes", "codes"),
        ("Rationale", "evidence"),
        ("Diabetic Ulcers", "evidence"),
    ]
    assert pairs(manuscript) == {"Policy Number": "9.01", "Effective Date": "March 1, 2024"}
    items = [(block.level, block.marker) for block in manuscript.blocks if block.kind is BlockKind.ITEM]
    assert items == [(1, "1."), (1, "2."), (2, "1."), (2, "2."), (1, "3.")]
    rows = [[manuscript.said(cell) for cell in block.cells] for block in manuscript.blocks if block.cells]
    assert [row[:2] for row in rows] == [["Type", "Code"], ["CPT", "97605"], ["", "97606"]]
    assert rows[1][2].endswith("square centimeters in all")
    furniture = spoken(manuscript, BlockKind.FURNITURE)
    assert furniture.count("Some Health Plan Policy 9.01") == max(manuscript.pages)
    assert {f"Page {number} of {max(manuscript.pages)}" for number in set(manuscript.pages)} <= set(furniture)
    body = " ".join(" ".join(spoken(manuscript, BlockKind.PARAGRAPH)).split())
    assert body.count("The pump draws fluid") == 24


# The left column is read to its end before the right one; a word divided at a line's end is made whole.
def test_two_columns(tmp_path: Path) -> None:
    source = f"""
#set page(paper: "us-letter", columns: 2)
#set text(size: 9pt, lang: "en", hyphenate: true)
#set par(justify: true)
#place(top, scope: "parent", float: true, text(16pt)[*Pumps in Two Columns*])
= Coverage Rationale
The pump is not medically necessary for acute wounds.
= Background
{WORDS * 14}
= References
+ An entry.
"""
    manuscript = read_manuscript(typeset(tmp_path, "policy.pdf", source))
    assert [title for title, _ in outline(manuscript)] == [
        "Pumps in Two Columns",
        "Coverage Rationale",
        "Background",
        "References",
    ]
    said = " ".join(manuscript.text.split())
    assert " ".join((WORDS * 14).split()) in said


# A page of pictures holds no text; one among others is a note.
def test_pages_without_text(tmp_path: Path) -> None:
    source = (
        "= Policy Statement\nThe pump is investigational.\n#pagebreak()\n#rect(width: 5cm, height: 9cm)\n"
    )
    manuscript = read_manuscript(typeset(tmp_path, "policy.pdf", source))
    assert manuscript.notes == ("No text stands on page 2.",)
