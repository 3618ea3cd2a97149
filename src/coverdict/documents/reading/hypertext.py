"""HTML to blocks, whatever state its markup is in.

The parser mends markup as browsers do (https://html.spec.whatwg.org/multipage/parsing.html); what is left is
to tell blocks, items, rows and headings from the elements around each text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from coverdict.documents.manuscript import Block, BlockKind, Span
from coverdict.documents.reading.elements import (
    BREAKING,
    ESCAPED_TAG,
    FURNITURE,
    HEADINGS,
    RAISED,
    RAISED_REFERENCE,
    SKIPPED,
    STRONG,
    hidden,
    is_heading,
    lays_out,
    number,
    refuse_depth,
    without_escapes,
)
from coverdict.documents.reading.files import unreadable
from coverdict.documents.reading.labels import field_of
from coverdict.documents.reading.lines import Line
from coverdict.documents.reading.markers import Marker, Markers
from coverdict.documents.reading.names import named
from coverdict.documents.reading.origins import Origins
from coverdict.documents.reading.page_text import PageText, Saying


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a page: its text, blocks, pairs and the source's line of each line."""

    text: str
    origins: tuple[int, ...]
    blocks: tuple[Block, ...]
    pairs: tuple[tuple[Span, Span], ...]


def read_page(source: str, file: str) -> Page:
    """The blocks of a page.

    Errors:
        DocumentError: its elements are nested too deeply, or it holds no text.
    """
    refuse_depth(source, file)
    if ESCAPED_TAG.search(source):
        source = without_escapes(source)
    reader = _Reader(Origins(source))
    reader.read(LexborHTMLParser(source))
    page = reader.page
    if not page.blocks:
        raise unreadable(file, "the page holds no text")
    text = page.text
    lines = text.count("\n") + 1
    origins = (*page.origins, *(page.origins[-1:] * lines))[:lines]
    return Page(text, tuple(origins), tuple(_without_shell(page.blocks, text)), tuple(page.pairs))


def _without_shell(blocks: list[Block], text: str) -> Iterator[Block]:
    """The blocks, an address in front of the document being nobody's text."""
    for position, block in enumerate(blocks):
        said = text[block.span.start : block.span.end]
        if position == 0 and block.kind is BlockKind.PARAGRAPH and re.match(r"(?:https?|file)://", said):
            yield Block(BlockKind.FURNITURE, block.span)
        else:
            yield block


@dataclass(slots=True)
class _Row:
    cells: list[Saying] = field(default_factory=list)
    inside: bool = False  # a cell is open
    header: bool = True


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str
    count: int = 0


class _Reader:
    """Walks the elements; what it holds is where the walk is."""

    def __init__(self, origins: Origins) -> None:
        self.page = PageText()
        self._origins = origins
        self._said = Saying()
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._marker = ""
        self._strong = 0
        self._furniture = 0
        self._lists: list[_List] = []
        self._rows: list[_Row] = []
        self._term: Saying | None = None
        self._defined = False  # inside dd
        self._heading_level = 0
        self._raised = 0
        self._markers = Markers()

    def read(self, parsed: LexborHTMLParser) -> None:
        root = parsed.body or parsed.root
        if root is None:
            return
        walk: list[tuple[LexborNode, bool]] = [(root, False)]
        while walk:
            node, leaving = walk.pop()
            if leaving:
                self._leave(node.tag or "")
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node)
                continue
            if tag in SKIPPED or not tag[:1].isalpha() or hidden(node):
                continue
            self._enter(tag, node)
            walk.append((node, True))
            children = []
            child = node.child
            while child is not None:
                children.append((child, False))
                child = child.next
            walk += reversed(children)
        self._flush()

    # --- texts --------------------------------------------------------------------------------------------

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        if not text:
            return
        origin = self._origins.line_of(text) if not text.isspace() else 0
        if "&" in text:
            text = html.unescape(text)
        if self._raised and RAISED_REFERENCE.fullmatch(text):
            text = text.translate(RAISED)
        self._saying().say(text, origin, self._strong > 0)

    def _saying(self) -> Saying:
        if self._rows and self._rows[-1].inside:
            return self._rows[-1].cells[-1]
        return self._said

    def _flush(self) -> None:
        """End the block that is being said."""
        said, self._said = self._said, Saying()
        if not said.text:
            return
        if self._furniture:
            self.page.block(said, BlockKind.FURNITURE)
            return
        kind, level, marker = self._kind, self._level, self._marker
        if kind is BlockKind.ITEM and said.plain == 0 and named(said.text) is not None:
            # A section stands in an item of a list of sections.
            self._kind = BlockKind.PARAGRAPH
            self.page.block(said, BlockKind.HEADING, min(7, self._heading_level + 1))
            return
        if kind is BlockKind.ITEM:
            self._marker = ""  # what follows in the item stands under the same bullet
            self.page.block(said, kind, level, marker)
            return
        if kind is BlockKind.PARAGRAPH and is_heading(said):
            kind, level = BlockKind.HEADING, min(7, self._heading_level + 1)
        elif kind is BlockKind.PARAGRAPH and (printed := self._printed(said)):
            self.page.block(said.without(printed.width), BlockKind.ITEM, printed.level, printed.text)
            return
        if kind is BlockKind.HEADING:
            self._markers.end()
        self.page.block(said, kind, level)
        if kind is BlockKind.PARAGRAPH:
            self._pair_of(self.page.blocks[-1])

    def _printed(self, said: Saying) -> Marker | None:
        """The marker that a paragraph's text begins with, where the list is no list of the markup."""
        first = said.numbered()[0][0]
        return self._markers.read(Line(Span(0, len(first)), first, first), "", True, False)

    def _pair_of(self, block: Block) -> None:
        said = self.page.text_of(block.span)
        label, colon, value = said.partition(":")
        if colon and value.strip() and len(label) < 60 and field_of(label):
            start = block.span.start
            shift = len(said) - len(value.lstrip())
            self.page.pair(Span(start, start + len(label)), Span(start + shift, block.span.end))

    # --- elements -----------------------------------------------------------------------------------------

    def _enter(self, tag: str, node: LexborNode) -> None:
        self._strong += tag in STRONG
        if tag == "sup":
            self._raised += 1
        elif tag == "br":
            self._saying().end_line()
        if tag not in BREAKING:
            return
        if self._rows and self._rows[-1].inside and tag not in ("table", "tr", "td", "th"):
            self._saying().end_line()
            return
        self._flush()
        if tag in FURNITURE:
            self._furniture += 1
        elif tag in HEADINGS:
            self._kind, self._level = BlockKind.HEADING, HEADINGS[tag]
            self._heading_level = HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._lists.append(_List(tag == "ol", node.attributes.get("type") or "1"))
        elif tag == "li":
            self._item()
        elif tag == "dt":
            self._define()
            self._term = None
        elif tag == "dd":
            self._defined = True
        elif tag in ("table", "tr", "td", "th"):
            self._enter_table(tag, node)

    def _item(self) -> None:
        if not self._lists:
            self._lists.append(_List(False, ""))
        here = self._lists[-1]
        here.count += 1
        self._kind, self._level = BlockKind.ITEM, len(self._lists)
        self._marker = f"{number(here.count, here.style)}." if here.ordered else "•"

    def _enter_table(self, tag: str, node: LexborNode) -> None:
        if tag == "tr" and not lays_out(node):
            self._rows.append(_Row())
        elif tag in ("td", "th") and self._rows and not self._rows[-1].inside:
            row = self._rows[-1]
            row.cells.append(Saying())
            row.inside = True
            row.header = row.header and tag == "th"

    def _leave(self, tag: str) -> None:
        self._strong -= tag in STRONG
        if tag == "sup":
            self._raised -= 1
        if tag not in BREAKING:
            return
        if tag in ("td", "th") and self._rows:
            self._rows[-1].inside = False
        elif tag == "tr" and self._rows and not self._rows[-1].inside:
            self._end_row(self._rows.pop())
        elif self._rows and self._rows[-1].inside:
            self._saying().end_line()
            return
        if tag in ("dt", "dd") and self._said.text:
            self._end_definition(tag)
        self._flush()
        self._after(tag)

    def _after(self, tag: str) -> None:
        if tag in FURNITURE:
            self._furniture = max(0, self._furniture - 1)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in HEADINGS or tag == "li" or tag in ("ul", "ol"):
            inside = bool(self._lists) and tag != "li"
            self._kind = BlockKind.ITEM if inside and self._lists[-1].count else BlockKind.PARAGRAPH
            self._level = len(self._lists) if inside else 0
            self._marker = ""

    def _end_row(self, row: _Row) -> None:
        if self._furniture or not row.cells:
            return
        filled = [cell for cell in row.cells if cell.text]
        if len(row.cells) == 1 and filled:
            self._said = filled[0]
            self._flush()
            return
        self.page.row(row.cells)
        if len(filled) == 2 and filled[0].text and field_of(filled[0].text):
            cells = [cell for cell in self.page.blocks[-1].cells if cell.start < cell.end]
            self.page.pair(cells[0], cells[1])

    def _end_definition(self, tag: str) -> None:
        said, self._said = self._said, Saying()
        if tag == "dt":
            self._define()
            self._term = said
            return
        term, self._term = self._term, None
        if term is None:
            self._said = said
            return
        self.page.row([term, said])
        cells = self.page.blocks[-1].cells
        self.page.pair(cells[0], cells[1])

    def _define(self) -> None:
        """A term without its definition is a paragraph."""
        if self._term is not None:
            self._said, self._term = self._term, None
            self._flush()
