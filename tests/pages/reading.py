"""Reading a page as a strict browser or a screen reader would, and what must hold of every page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ELEMENTS = VOID.union(
    HEADINGS,
    ("html", "head", "title", "style", "body", "header", "main", "footer", "section", "article", "div"),
    ("p", "span", "a", "b", "del", "ins", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "svg"),
    ("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    ("desc", "rect", "path", "polygon", "text", "nav", "pre"),
)
ATTRIBUTES = frozenset(
    ("lang", "charset", "http-equiv", "content", "name", "href", "id", "class", "tabindex", "role", "scope")
).union(
    ("aria-label", "aria-labelledby", "aria-hidden", "focusable", "viewbox", "preserveaspectratio"),
    ("width", "height", "x", "y", "rx", "d", "points", "xmlns", "xml:lang", "fill", "fill-opacity", "stroke"),
    ("stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "text-anchor"),
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
TURNING = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(eq=False)
class Element:
    """An element of the page."""

    name: str
    attributes: Mapping[str, str]
    parts: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Itself and all that it holds, in order."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, *names: str) -> list[Element]:
        return [each for each in self.walk() if each.name in names]

    def classed(self, name: str) -> list[Element]:
        return [each for each in self.walk() if name in each.attributes.get("class", "").split()]

    @property
    def text(self) -> str:
        """The words in it, with single blanks."""
        return " ".join(self._words().split())

    def _words(self) -> str:
        inline = ("span", "b", "a", "del", "ins")
        return "".join(
            part if isinstance(part, str) else part._words() if part.name in inline else f" {part._words()} "
            for part in self.parts
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.declared = ""

    def handle_decl(self, decl: str) -> None:
        self.declared = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a section: {data}")


def parsed(page: str) -> Element:
    """The page's root; fails where tags are not balanced."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is never closed"
    assert reader.declared == "DOCTYPE html" and page.startswith("<!DOCTYPE html>\n")
    return reader.root


def must_be_a_good_page(page: str) -> Element:
    """What holds of every page: well-formed, alone, harmless, accessible. The result is its root."""
    root = parsed(page)
    _must_be_alone(page, root)
    _must_be_named(root)
    _must_have_an_outline(root)
    _must_have_readable_tables(root)
    assert not TURNING.search(page)
    return root


def _must_be_alone(page: str, root: Element) -> None:
    """It loads nothing, runs nothing, and leads nowhere but to itself."""
    policies = [
        each.attributes["content"]
        for each in root.all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [POLICY]
    for element in root.walk():
        assert element.name in ELEMENTS | {""}, f"<{element.name}>"
        assert set(element.attributes) <= ATTRIBUTES, f"<{element.name} {dict(element.attributes)}>"
        if "href" in element.attributes:
            assert element.name == "a" and element.attributes["href"].startswith("#")
    for style in root.all("style"):
        assert not re.search(r"url\(|@import|@font-face|expression|</", style._words(), re.IGNORECASE)


def _must_be_named(root: Element) -> None:
    """Every id is there once, and what points at one finds it."""
    ids = [each.attributes["id"] for each in root.walk() if "id" in each.attributes]
    assert len(ids) == len(set(ids)), "an id twice"
    for element in root.walk():
        if "href" in element.attributes:
            assert element.attributes["href"][1:] in ids, element.attributes["href"]
            assert element.text
        for name in element.attributes.get("aria-labelledby", "").split():
            assert name in ids, name
        if element.attributes.get("role") == "region":
            assert element.attributes.get("aria-label") and element.attributes.get("tabindex") == "0"
        if element.name == "svg" and element.attributes.get("aria-hidden") != "true":
            _must_be_told(element)


def _must_be_told(picture: Element) -> None:
    """A picture that carries meaning has a title and a description, both in words, and is named by them."""
    told = [part for part in picture.parts if isinstance(part, Element) and part.name in ("title", "desc")]
    assert [part.name for part in told] == ["title", "desc"] and all(part.text for part in told)
    assert picture.attributes["role"] == "img" and picture.attributes["lang"] == "en"
    assert picture.attributes["aria-labelledby"].split() == [part.attributes["id"] for part in told]


def _must_have_an_outline(root: Element) -> None:
    """One first heading, no level left out, landmarks, a language, a title, a way past the header."""
    (html,) = root.all("html")
    assert html.attributes["lang"] == "en"
    (head,) = root.all("head")
    (title,) = head.all("title")
    assert title.text
    levels = [int(each.name[1]) for each in root.all(*HEADINGS)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert all(each.text for each in root.all(*HEADINGS))
    for landmark in ("header", "main", "footer"):
        assert len(root.all(landmark)) == 1
    (body,) = root.all("body")
    first = next(part for part in body.parts if isinstance(part, Element))
    assert first.name == "a" and first.attributes["href"] == "#main"
    assert any(each.attributes.get("name") == "viewport" for each in root.all("meta"))


def _must_have_readable_tables(root: Element) -> None:
    """Every table has a caption, a head for each column and each row, and rows of one length."""
    for table in root.all("table"):
        captions = table.all("caption")
        assert len(captions) == 1 and captions[0].text
        head, *rows = table.all("tr")
        columns = head.all("th")
        assert all(each.attributes["scope"] == "col" and each.text for each in columns)
        for row in rows:
            (name,) = row.all("th")
            assert name.attributes["scope"] == "row"
            assert len(row.all("th", "td")) == len(columns)
    for listing in root.all("ul", "ol"):
        assert all(part.name == "li" for part in listing.parts if isinstance(part, Element))
    for listing in root.all("dl"):
        assert [each.name for each in listing.all("dt", "dd")][:2] == ["dt", "dd"]
