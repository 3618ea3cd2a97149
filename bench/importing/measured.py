"""Writes docs/importing-measured.md: what four real documents hold, and what is found, field by field.

    python -m bench.importing.measured

The documents lie beside the checkout, in ../shared/documents; without them nothing is written, as is said.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.importing.held import DOCUMENTS, Held, Row, compared
from coverdict.documents.importing import Base, findings_of
from coverdict.documents.reading import read_manuscript
from coverdict.library import open_library

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT.parent / "shared" / "documents"
PAGE = ROOT / "docs" / "importing-measured.md"

HEAD = """\
# What importing finds, measured

`python -m bench.importing.measured` writes this page. It holds what `coverdict import` finds in four real
documents against what a person reads in them: two policies of payers as text (A, B) and two national
determinations of Medicare as HTML. The tests hold the importer to the same tables. A field that a document
does not have is left out of its table.

- **A**: a joint policy of two plans; wrapped lines without markup, tables flattened, bullets apart from items
- **B**: a policy of 17 pages, half turned into Markdown; its head run into one line, sentences cut by pages
- **NCD 270.1**, **NCD 30.3.3**: HTML with a paragraph inside `strong`, and items that are never closed

A *criterion* here is a clause that binds a position, or an item of a list. The importer keeps both in the
source's words; a clause that says several things at once is for the person who finishes the draft to divide.
Regulatory status, guidelines, duties and contacts are kept as notes in the source's words, and not counted.
"""
REASONS = {
    (
        "A",
        "thresholds",
    ): "Two limits stand in one clause, whose words leave open how they are meant: one criterion "
    "in the source's words.",
    ("B", "sections by role"): "A label with a colon inside a guideline's quotation is taken for a heading.",
    (
        "NCD 270.1",
        "thresholds",
    ): "Periods of 30 days stand within longer conditions: criteria in the source's words.",
    (
        "NCD 30.3.3",
        "thresholds",
    ): "Numbers of visits and sessions stand in positions; they remain in the quotations, "
    "and a person writes them as criteria. Twelve weeks are a comparison.",
}


def page() -> str:
    """The page's text."""
    base = Base("core", frozenset(open_library().contents.facts("core")))
    parts = [HEAD]
    held_fields = found_fields = 0
    misses: list[str] = []
    for held in DOCUMENTS:
        rows = compared(held, findings_of(read_manuscript(SOURCES / held.file), base))
        held_fields += len(rows)
        found_fields += sum(row.found for row in rows)
        parts.append(_table(held, rows))
        misses += [
            f"- {held.name}, {row.field}: {REASONS[held.name, row.field]}" for row in rows if not row.found
        ]
    total = f"{found_fields} of {held_fields} fields are found whole."
    return "\n".join([*parts, "## Misses", "", total, "", *misses, ""])


def _table(held: Held, rows: tuple[Row, ...]) -> str:
    lines = [f"## {held.name}", "", "| field | holds | found |", "|---|---|---|"]
    lines += [
        f"| {row.field} | {row.holds or 'none'} | {'the same' if row.found else row.told or 'nothing'} |"
        for row in rows
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page, where the documents are at hand."""
    missing = [held.file for held in DOCUMENTS if not (SOURCES / held.file).is_file()]
    if missing:
        sys.exit(f"not at hand beside the checkout: {', '.join(missing)}; nothing is written")
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


if __name__ == "__main__":
    main()
