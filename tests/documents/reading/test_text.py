"""Plain text: sections by role, sentences made whole, bullets brought back to their items."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.documents.manuscript import BlockKind, Role
from coverdict.documents.reading.labels import LABELS, field_of
from coverdict.documents.reading.names import NAMES, named, role_of
from tests.documents.reading.papers import PLAIN, outline, pairs, read, spoken


# Headings without markup are known by their names, by their place above a paragraph, or by a colon.
def test_sections_and_their_roles(tmp_path: Path) -> None:
    assert outline(read(tmp_path, "policy.txt", PLAIN)) == [
        ("", "identity"),
        ("Description/Background", "description"),
        ("Medical Policy Statement", "statement"),
        ("Exclusions", "exclusions"),
        ("Applicable Codes", "codes"),
        ("Rationale", "evidence"),
        ("Studies of the pump", "evidence"),
        ("Related Policies", "related policies"),
        ("Policy History", "history"),
    ]


def test_labels_with_their_values(tmp_path: Path) -> None:
    assert pairs(read(tmp_path, "policy.txt", PLAIN)) == {
        "Title": "Negative Pressure for Open Wounds",
        "Policy Number": "9.01",
        "Effective Date": "March 1, 2024",
    }


# Items keep their markers and how deep they stand; bullets printed apart come back to their items.
def test_items(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.txt", PLAIN)
    items = [
        (block.marker, block.level, " ".join(manuscript.said(block.span).split()))
        for block in manuscript.blocks
        if block.kind is BlockKind.ITEM
    ]
    assert items == [
        ("•", 1, "The wound has been open for at least 30 days; and"),
        ("•", 1, "One of the following:"),
        ("o", 2, "a diabetic ulcer"),
        ("o", 2, "a pressure ulcer of stage 3 or 4; and"),
        ("•", 1, "Ordinary dressings have failed."),
        ("•", 1, "Hyperbaric Oxygen for Wounds"),
        ("•", 1, "Electrical Stimulation of Wounds"),
    ]


# Every block is a stretch of the file's own characters, in order, and its place is its line.
def test_places(tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.txt", PLAIN)
    assert manuscript.text == PLAIN
    starts = [block.span.start for block in manuscript.blocks]
    assert starts == sorted(starts)
    heading = next(one for one in manuscript.sections if one.title == "Rationale").heading
    assert heading is not None
    line = PLAIN.splitlines().index("Rationale") + 1
    assert manuscript.place(heading.span.start).line == line
    assert spoken(manuscript, BlockKind.FURNITURE) == ["Page 1 of 2"]


# A page break in the middle of a sentence leaves one paragraph; so does a page's number between its halves.
@pytest.mark.parametrize("between", ["\n\n", "\n\nPage 3 of 17\n\n", "\f\n"])
def test_sentences_across_pages(between: str, tmp_path: Path) -> None:
    text = (
        f"Rationale\n\nNo death occurred within 30 days of{between}treatment in either of the two groups.\n"
    )
    manuscript = read(tmp_path, "policy.txt", text)
    (paragraph,) = (block for block in manuscript.blocks if block.kind is BlockKind.PARAGRAPH)
    said = manuscript.said(paragraph.span).split()
    assert (said[0], said[-1]) == ("No", "groups.")


# A heading and labels that an extraction ran into one line are taken apart.
def test_a_line_run_together(tmp_path: Path) -> None:
    labels = "**Effective Date:** March 1, 2024**Section:** 9.0 Devices"
    text = f"9.01 Pumps for Wounds{labels}**Policy Statement**\n\nX.\n"
    manuscript = read(tmp_path, "policy.txt", text)
    assert pairs(manuscript) == {"Effective Date": "March 1, 2024", "Section": "9.0 Devices"}
    assert outline(manuscript)[-1] == ("Policy Statement", "statement")


# A name in a table's cell, in a sentence or as a value is no heading.
@pytest.mark.parametrize(
    "text",
    [
        "Policy Statement\n\nThe pump is covered under this\npolicy when a physician orders it.\n",
        "Benefits\n\nNot covered\n\nNot covered\n",
        "Definitions\n\nMedically Necessary: services that a prudent physician would provide.\n",
    ],
)
def test_names_that_are_no_headings(text: str, tmp_path: Path) -> None:
    manuscript = read(tmp_path, "policy.txt", text)
    assert len(manuscript.sections) == 1


# The tables of names hold each name once, in the form in which headings are compared.
def test_names_are_compared_alike() -> None:
    names = [name for listed in NAMES.values() for name in listed]
    assert len(names) == len(set(names))
    for role, listed in NAMES.items():
        assert {named(name.title()) for name in listed} == {role}
    for field, labels in LABELS.items():
        assert {field_of(label) for label in labels} == {field}


# Numbers, capitals, brackets and a colon do not change what a heading is for.
@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("II. COVERAGE RATIONALE:", Role.STATEMENT),
        ("B.  Nationally Non-Covered Indications", Role.EXCLUSIONS),
        ("3.2 Experimental, Investigational, or Unproven", Role.EXCLUSIONS),
        ("Coverage Indications, Limitations, and/or Medical Necessity", Role.STATEMENT),
        ("Section Summary: Another Disease", Role.EVIDENCE),
        ("Billing and Coding Article for Pumps", Role.CODES),
        ("Prior Authorization Requirements (as applicable to your plan)", Role.BENEFITS),
        ("A Pump for Wounds", None),
    ],
)
def test_roles(title: str, role: Role | None) -> None:
    assert role_of(title) is role


# The shape of the two source documents, in the words of no one.
def test_the_two_sources(shared: Callable[[str], Path]) -> None:
    from coverdict.documents.reading import read_manuscript

    first = read_manuscript(shared("documents/000_114209c1697b0ec8.txt"))
    roles = [section.role for section in first.sections]
    assert Role.REFERENCES not in roles  # it cites 30 entries of a list that it does not have
    assert roles.count(Role.EVIDENCE) == 6
    second = read_manuscript(shared("documents/001_5e3094ee69330f43.txt"))
    items = [
        block
        for section in second.sections
        if section.role is Role.REFERENCES
        for block in section.blocks
        if block.kind is BlockKind.ITEM
    ]
    assert [block.marker for block in items] == [f"{number}." for number in range(1, 35)]
    history = next(one for one in second.sections if one.role is Role.HISTORY)
    assert sum(block.kind is BlockKind.ROW for block in history.blocks) == 9
