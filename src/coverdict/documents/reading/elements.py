"""What a page's elements are to a reader: what breaks lines, what is hidden, what is a heading."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from coverdict.documents.reading.files import unreadable
from coverdict.documents.reading.names import WEAK, bare, named
from coverdict.documents.reading.page_text import Saying

DEEPEST = 2_000
"""Elements that may stand inside each other; a browser gives up at 512."""

MOST_ELEMENTS = 300_000
"""Beginnings and ends of elements that a page may have; a policy of a thousand pages has about 50,000."""

_SKIPPED_NAMES = (
    "script style template head noscript svg select option button input textarea iframe object canvas audio "
    "video map math datalist dialog"
)
SKIPPED = frozenset(_SKIPPED_NAMES.split())
FURNITURE = frozenset(("nav", "footer", "aside"))
_BREAKING_NAMES = (
    "address article aside blockquote body center details dd div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend main nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul li caption h1 h2 h3 h4 h5 h6"
)
BREAKING = frozenset(_BREAKING_NAMES.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
STRONG = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"))
_CLOSES_ITSELF_NAMES = (
    "p li td th tr dt dd option thead tbody tfoot colgroup area base br col embed hr img input link meta "
    "source track wbr"
)
_CLOSES_ITSELF = frozenset(_CLOSES_ITSELF_NAMES.split())
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
ESCAPED_TAG = re.compile(
    r"&(?:amp;)?lt;/?(?:p|div|ul|ol|li|table|tr|td|th|h[1-6]|br|strong|b|em|span)\b", re.I
)
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
RAISED_REFERENCE = re.compile(r"[\d,\s–-]{1,24}")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LONGEST_HEADING = 140


def refuse_depth(source: str, file: str) -> None:
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


def without_escapes(source: str) -> str:
    """Markup that was escaped once too often, as markup again; lines stay what they are."""
    once = source.replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;").replace("&amp;amp;", "&amp;")
    return once.replace("&lt;", "<").replace("&gt;", ">")


def hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def lays_out(row: LexborNode) -> bool:
    """Whether a table's row only places parts of the page: headings, lists or tables stand in it."""
    return row.css_first("table, h1, h2, h3, h4, ul, ol, dl") is not None


def is_heading(said: Saying) -> bool:
    """Whether a paragraph is a heading: all of it bold, or a section's known name."""
    text = " ".join(said.text.split())
    if len(text) > _LONGEST_HEADING or not any(char.isalpha() for char in text):
        return False
    if said.plain == 0:
        return not text.endswith((".", ",", ";")) or named(text) is not None
    return named(text) is not None and (bare(text) not in WEAK or text.endswith(":"))


def number(count: int, style: str) -> str:
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
