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
from coverdict.documents.reading.files import unreadable
from coverdict.documents.reading.lines import Line
from coverdict.documents.reading.markers import Marker, Markers
from coverdict.documents.reading.names import WEAK, bare, field_of, named
from coverdict.documents.reading.origins import Origins
from coverdict.documents.reading.page_text import PageText, Saying

DEEPEST = 2_000
"""Elements that may stand inside each other; a browser gives up at 512."""

MOST_ELEMENTS = 300_000
"""Beginnings and ends of elements that a page may have; a policy of a thousand pages has about 50,000."""

_SKIPPED_NAMES = (
    "script style template head noscript svg select option button input textarea iframe object canvas audio "
    "video map math datalist dialog"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_FURNITURE = frozenset(("nav", "footer", "aside"))
_BREAKING_NAMES = (
    "address article aside blockquote body center details dd div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend main nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul li caption h1 h2 h3 h4 h5 h6"
)
_BREAKING = frozenset(_BREAKING_NAMES.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRONG = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"))
_CLOSES_ITSELF_NAMES = (
    "p li td th tr dt dd option thead tbody tfoot colgroup area base br col embed hr img input link meta "
    "source track wbr"
)
_CLOSES_ITSELF = frozenset(_CLOSES_ITSELF_NAMES.split())
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ESCAPED_TAG = re.compile(
    r"&(?:amp;)?lt;/?(?:p|div|ul|ol|li|table|tr|td|th|h[1-6]|br|strong|b|em|span)\b", re.I
)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_RAISED_REFERENCE = re.compile(r"[\d,\s–-]{1,24}")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LONGEST_HEADING = 140


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
    _refuse_depth(source, file)
    if _ESCAPED_TAG.search(source):
        source = _without_escapes(source)
    reader = _Reader(Origins(source))
    reader.read(LexborHTMLParser(source))
    page = reader.page
    if not page.blocks:
        raise unreadable(file, "the page holds no text")
    text = page.text
    lines = text.count("\n") + 1
    origins = (*page.origins, *(page.origins[-1:] * lines))[:lines]
    return Page(text, tuple(origins), tuple(_without_shell(page.blocks, text)), tuple(page.pairs))


def _refuse_depth(source: str, file: str) -> None:
    """Refuse what is larger or nested deeper than anybody writes, before anything is built of it."""
    if source.count("<") > MOST_ELEMENTS:
        raise unreadable(file, f"the page has more than {MOST_ELEMENTS:,} elements", "divide it")
    depth = 0
    for found in _TAG.finditer(source):
        if found[2].lower() in _CLOSES_ITSELF:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            raise unreadable(file, f"elements of the page are nested more than {DEEPEST:,} deep")


def _without_escapes(source: str) -> str:
    """Markup that was escaped once too often, as markup again; lines stay what they are."""
    once = source.replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;").replace("&amp;amp;", "&amp;")
    return once.replace("&lt;", "<").replace("&gt;", ">")


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
            if tag in _SKIPPED or not tag[:1].isalpha() or _hidden(node):
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
        if self._raised and _RAISED_REFERENCE.fullmatch(text):
            text = text.translate(_RAISED)
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
        if kind is BlockKind.ITEM:
            self._marker = ""  # what follows in the item stands under the same bullet
            self.page.block(said, kind, level, marker)
            return
        if kind is BlockKind.PARAGRAPH and _is_heading(said):
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
        self._strong += tag in _STRONG
        if tag == "sup":
            self._raised += 1
        elif tag == "br":
            self._saying().end_line()
        if tag not in _BREAKING:
            return
        if self._rows and self._rows[-1].inside and tag not in ("table", "tr", "td", "th"):
            self._saying().end_line()
            return
        self._flush()
        if tag in _FURNITURE:
            self._furniture += 1
        elif tag in _HEADINGS:
            self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]
            self._heading_level = _HEADINGS[tag]
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
        self._marker = f"{_number(here.count, here.style)}." if here.ordered else "•"

    def _enter_table(self, tag: str, node: LexborNode) -> None:
        if tag == "tr" and not _lays_out(node):
            self._rows.append(_Row())
        elif tag in ("td", "th") and self._rows and not self._rows[-1].inside:
            row = self._rows[-1]
            row.cells.append(Saying())
            row.inside = True
            row.header = row.header and tag == "th"

    def _leave(self, tag: str) -> None:
        self._strong -= tag in _STRONG
        if tag == "sup":
            self._raised -= 1
        if tag not in _BREAKING:
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
        if tag in _FURNITURE:
            self._furniture = max(0, self._furniture - 1)
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _HEADINGS or tag == "li" or tag in ("ul", "ol"):
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


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _lays_out(row: LexborNode) -> bool:
    """Whether a table's row only places parts of the page: headings, lists or tables stand in it."""
    return row.css_first("table, h1, h2, h3, h4, ul, ol, dl") is not None


def _is_heading(said: Saying) -> bool:
    """Whether a paragraph is a heading: all of it bold, or a section's known name."""
    text = " ".join(said.text.split())
    if len(text) > _LONGEST_HEADING or not any(char.isalpha() for char in text):
        return False
    if said.plain == 0:
        return not text.endswith((".", ",", ";")) or named(text) is not None
    return named(text) is not None and (bare(text) not in WEAK or text.endswith(":"))


def _number(count: int, style: str) -> str:
    if style in ("a", "A") and count <= 26:
        return chr(ord(style) + count - 1)
    if style in ("i", "I"):
        return _roman(count).lower() if style == "i" else _roman(count)
    return str(count)


def _roman(count: int) -> str:
    found = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        found += sign * (count // value)
        count %= value
    return found
