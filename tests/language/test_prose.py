"""What a document says to people."""

from __future__ import annotations

from coverdict.language.prose import prose

TEXT = """\
---
policy: a/b
title: A policy
---

Before any heading.

# Position

A *pump* is `covered`
when it helps, see [there](x.md).

- one
- two

```yaml rule
id: pump
```

## Limits

| size | what |
|---|---|
| 3 cm | small |

# Codes
"""


def test_headings_paragraphs_items_and_rows() -> None:
    """Sections by heading, their paragraphs, list items and cells in order; blocks and marks are left out."""
    sections = prose(TEXT)
    assert [section.path for section in sections] == [
        (),
        ("Position",),
        ("Position", "Limits"),
        ("Codes",),
    ]
    texts = [[paragraph.text for paragraph in section.paragraphs] for section in sections]
    assert texts == [
        ["Before any heading."],
        ["A pump is covered when it helps, see there.", "one", "two"],
        ["size", "what", "3 cm", "small"],
        [],
    ]
    lines = TEXT.splitlines()
    for section in sections:
        for paragraph in section.paragraphs:
            word = paragraph.text.split()[0]
            assert word in lines[paragraph.line - 1]


def test_a_document_without_front_matter_or_prose() -> None:
    """Nothing to say is no section."""
    assert prose("") == ()
    assert [section.heading for section in prose("# Only a heading\n")] == ["Only a heading"]
