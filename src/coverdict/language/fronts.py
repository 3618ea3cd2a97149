"""The front matter of a document: what it is, which version, which vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from coverdict.language.front_shapes import FRONTS, FrontShape, InForceShape
from coverdict.language.markdown import front_text
from coverdict.language.model import Kind
from coverdict.language.nodes import ListNode, MapNode, TextNode, to_plain
from coverdict.language.shapes import place_of, read_shape
from coverdict.language.yaml_tree import read_tree
from coverdict.text import Place, Report, did_you_mean

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]*(?:/[A-Za-z0-9][A-Za-z0-9._\-]*)*")
_OWN = frozenset({"title", "vocabulary", "uses", "in force", "applies to", "adopts", "example"})
NEEDS_VOCABULARY = frozenset({"policy", "mandate", "guideline", "definitions"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What must be known of a document before the rest of it can be read.

    Arguments:
        uses: the ids of the definitions that it uses.
        place: where its id stands.
        shape: the checked keys; None from `read_front`.
        rest: the keys that have no field of their own in a document, as written.
        lines: how many lines it takes, with both marks.
    """

    kind: Kind
    id: str
    vocabulary: str
    uses: tuple[str, ...]
    place: Place
    title: str = ""
    effective: date | None = None
    until: date | None = None
    shape: Any = None
    rest: Mapping[str, Any] = field(default_factory=dict)
    lines: int = 0


def read_front(text: str, file: str) -> FrontMatter:
    """What a document's front matter says, without reading the document.

    Arguments:
        text: the whole Markdown text.
        file: its name, for messages.
    Errors: DocumentError.
    """
    report = Report(file, text)
    front = front_of(report)
    report.raise_if_any()
    assert front is not None  # without it there is a problem
    return front


def place_of_name(text: str, file: str, key: str, name: str) -> Place:
    """Where `name` stands under `key`, in a document's front matter or at the top of a vocabulary.

    For what turns out to be wrong with a name after its document has been read.

    Arguments:
        text: the whole text of a document or vocabulary.
        file: its name.
    """
    inside = front_text(Report(file, text))
    before = 0 if inside is None else 1
    tree = read_tree(text if inside is None else inside, Report(file, text), line=before)
    under = tree.get(key) if isinstance(tree, MapNode) else None
    if under is None:
        return Place(file)
    for node in under.items if isinstance(under, ListNode) else (under,):
        if isinstance(node, TextNode) and node.text.strip() == name:
            return node.place
    return under.place


def front_of(report: Report) -> FrontMatter | None:
    """The front matter of the report's text; None where the report got a problem."""
    text = front_text(report)
    if text is None:
        return None
    tree = read_tree(text, report, line=1)
    if tree is None:
        return None
    if not isinstance(tree, MapNode) or not tree.entries:
        report.add(
            Place(report.file), "the front matter is empty", "write policy: ID, or plan, payer, mandate …", 3
        )
        return None
    kind = _kind(tree, report)
    if kind is None:
        return None
    shape = read_shape(FRONTS[kind], tree, report, f"the front matter of a {kind}")
    if shape is None:
        return None
    return _front(kind, shape, tree, text.count("\n") + 3, report)


def _kind(tree: MapNode, report: Report) -> str | None:
    key = tree.entries[0][0]
    if key.text in FRONTS:
        return key.text
    later = [name for name in tree.names() if name in FRONTS]
    right = f"put {later[0]} first" if later else did_you_mean(key.text, FRONTS)
    what = f"the first key says what the document is, and {key.text} is no kind of document"
    report.add(key.place, what, right, len(key.text) or 1)
    return None


def _front(kind: str, shape: FrontShape, tree: MapNode, lines: int, report: Report) -> FrontMatter | None:
    before = len(report)
    identity = str(getattr(shape, kind))
    place = place_of(tree, kind)
    if not _ID.fullmatch(identity):
        right = "write letters, digits, - _ . and / only, as bsc/7.01.75"
        report.add(place, f"{identity} is no id of a document", right, len(identity))
    if kind in NEEDS_VOCABULARY and not shape.vocabulary:
        report.add(place, f"the {kind} names no vocabulary", "write vocabulary: NAME", len(identity))
    title = shape.title or str(getattr(shape, "name", ""))
    effective, until = _in_force(tree, report)
    if len(report) > before:
        return None
    rest = {name: to_plain(value) for name, value in tree.items() if name not in _OWN and name != kind}
    return FrontMatter(
        cast(Kind, kind),
        identity,
        shape.vocabulary,
        tuple(shape.uses),
        place,
        title,
        effective,
        until,
        shape,
        rest,
        lines,
    )


def _in_force(tree: MapNode, report: Report) -> tuple[date | None, date | None]:
    node = tree.get("in force")
    if node is None:
        return None, None
    if isinstance(node, TextNode):
        if node.text != "not stated":
            right = "write in force: {from: 2021-11-01}, or in force: not stated"
            report.add(node.place, "in force: days are expected", right, len(node.text) or 1)
        return None, None
    shape = read_shape(InForceShape, node, report, "in force")
    if shape is None:
        return None, None
    if shape.until is not None and shape.until < shape.from_:
        report.add(node.place, "it ends before it begins", "write the earlier day under from")
    return shape.from_, shape.until
