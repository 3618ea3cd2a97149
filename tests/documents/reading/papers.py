"""Documents of an invented payer, made for the tests of reading, in every format and every kind of damage."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from coverdict.documents.manuscript import BlockKind, Manuscript
from coverdict.documents.reading import read_manuscript

PLAIN = """\
Title: Negative Pressure for Open Wounds
Policy Number: 9.01
Effective Date: March 1, 2024

Description/Background
A pump draws fluid from the wound through a sealed dressing, which keeps the wound moist and brings its edges
together. Pumps are used in hospitals and at home.

Medical Policy Statement
Negative pressure is considered medically necessary when all of the following criteria are met:
• The wound has been open for at least 30 days; and
• One of the following:
   o a diabetic ulcer
   o a pressure ulcer of stage 3 or 4; and
• Ordinary dressings have failed.
Exclusions:
Wounds with exposed vessels
Applicable Codes
97605
97606

Rationale
Studies of the pump
Two randomized trials compared the pump with ordinary dressings in 246 patients, and found shorter healing in
both groups. A later trial did not.

Page 1 of 2

Related Policies
•
•

Hyperbaric Oxygen for Wounds
Electrical Stimulation of Wounds

Policy History
Date\tAction
03/01/2024\tNew policy
03/01/2025\tAnnual review
"""
"""Wrapped lines, bullets of two kinds, bullets apart from their items, tabs, a page's number."""

PAGE = """\
<html><head><title>shell</title><style>p {color: red}</style></head><body>
<nav><ul><li>Home</li></ul></nav>
<h1>Negative Pressure for Open Wounds</h1>
<dl><dt>Policy Number</dt><dd>9.01</dd><dt>Effective Date</dt><dd>March 1, 2024</dd></dl>
<h2>Coverage Rationale</h2>
<p>Negative pressure is medically necessary when <b>all</b> of the following criteria are met:</p>
<ul><li>open for at least 30 days; and
<li>one of the following:
<ol type="a"><li>a diabetic ulcer<li>a pressure ulcer</ol>
<li>dressings have failed&nbsp;before.</ul>
<strong><p>Limitations</p></strong>
<p>Wounds with exposed vessels are not covered.<sup>3</sup></p>
<h2>Applicable Codes</h2>
<table><tr><th>Code</th><th>Description</th></tr><tr><td>97605<td>Pump, small<tr><td>97606</td>
<td>Pump, large</table>
<footer>Terms of use</footer></body></html>
"""
"""Items and cells that are never closed, a paragraph inside `strong`, a portal's shell."""

MARKED = """\
# Negative Pressure for Open Wounds

**Policy Number:** 9.01

Policy Statement
================

Negative pressure is investigational.

- a point
  - below it

| Code | Description |
|------|-------------|
| 97605 | Pump, small |

```text
# no heading
```
"""


def read(folder: Path, name: str, text: str | bytes) -> Manuscript:
    """A document with this text, read."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manuscript(path)


def outline(manuscript: Manuscript) -> list[tuple[str, str]]:
    """Each section's title, without blanks and colon, and its role."""
    return [(section.title.strip(" :"), section.role.value) for section in manuscript.sections]


def spoken(manuscript: Manuscript, kind: BlockKind) -> list[str]:
    """What the blocks of a kind say, on one line each."""
    return [
        " ".join(manuscript.said(block.span).split()) for block in manuscript.blocks if block.kind is kind
    ]


def pairs(manuscript: Manuscript) -> dict[str, str]:
    """Labels with their values."""
    return {manuscript.said(label): manuscript.said(value) for label, value in manuscript.pairs}


def typeset(folder: Path, name: str, source: str) -> Path:
    """A PDF of a Typst source; the test is skipped, by name, where Typst is not installed."""
    typst = pytest.importorskip("typst")
    (folder / "source.typ").write_text(source, encoding="utf-8")
    typst.compile(str(folder / "source.typ"), output=str(folder / name))
    return folder / name


# --- damage -----------------------------------------------------------------------------------------------

PIECES = (
    *(
        "\n",
        "\n\n",
        "\t",
        "•",
        "• ",
        "1. ",
        "a) ",
        "(iv) ",
        "**",
        "# ",
        "|",
        "---",
        "```",
        ":",
        "; and",
        "; or",
    ),
    *("all of the following:", "any of the following", "is medically necessary", "not covered", "refer to"),
    *(
        "<p>",
        "</p>",
        "<li>",
        "<ul>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<b>",
        "<!--",
        "<script>",
        "&amp;lt;",
    ),
    *(
        "\0",
        "\ufeff",
        "\u202e",
        "\u00a0",
        "\x0c",
        "\x1b",
        "\ud7ff",
        "\U0001f600",
        "é",
        "\r",
        "'",
        '"',
        "\\",
        "{{",
        "%",
    ),
    *(
        "47371",
        "A1234",
        "C22.0",
        "10040-10060",
        "Policy Statement",
        "References",
        "Page 3 of 9",
        "N/A",
        "---\n",
    ),
)


def mutant(text: str, chance: random.Random) -> str:
    """A text with some places deleted, doubled, moved, or replaced by what documents are made of."""
    for _ in range(chance.randint(1, 12)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 3, 20, 200)))
        what = chance.choice(
            (chance.choice(PIECES), text[start:end] * 2, "", chance.choice(PIECES) * chance.randint(1, 40))
        )
        text = text[:start] + what + text[end:]
    return text


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with some of them replaced, removed or doubled."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        start = chance.randint(0, max(0, len(found) - 1))
        length = chance.choice((1, 1, 1, 4, 40, 400))
        kind = chance.randint(0, 3)
        if kind == 0:
            found[start : start + length] = chance.randbytes(length)
        elif kind == 1:
            del found[start : start + length]
        elif kind == 2:
            found[start:start] = found[start : start + length]
        else:
            found[start : start + 1] = bytes([chance.randint(0, 255)])
    return bytes(found)


def drawn(
    texts: Sequence[str], count: int, seed: int, change: Callable[[str, random.Random], str]
) -> list[str]:
    """`count` mutants of the texts, the same for the same seed."""
    chance = random.Random(seed)
    return [change(chance.choice(texts), chance) for _ in range(count)]
