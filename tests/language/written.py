"""The blocks, front matter and vocabularies that people have written, and how YAML reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coverdict.language import Environment, environment, read_document, read_front
from coverdict.language.drafts import environment_with
from coverdict.language.environments import local_name
from coverdict.language.markdown import blocks, front_text
from coverdict.language.model import Document
from coverdict.library.files import is_vocabulary
from coverdict.library.folder import Reading, read, read_sources
from coverdict.text import Report
from tests.language.samples import names, names_for

GOOD = Path(__file__).parent / "good"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Written:
    """A text with a schema.

    Arguments:
        name: the name of its schema.
        front: the front matter of the document that holds it; of a vocabulary, nothing.
    """

    name: str
    text: str
    where: str
    front: str = ""

    def __str__(self) -> str:
        return f"{self.where} {self.name}"


class Retyped(yaml.SafeLoader):
    """YAML with its numbers and booleans; JSON has no dates, and every key of it is a text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


Retyped.add_constructor("tag:yaml.org,2002:map", Retyped.construct_mapping)
Retyped.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
LOADERS = (yaml.BaseLoader, Retyped)


def in_document(text: str, where: str) -> Iterator[Written]:
    """The front matter and the blocks of a document."""
    report = Report(where, text)
    front = front_text(report)
    assert front is not None, where
    yield Written("front matter", front, where, front)
    for block in blocks(report, front.count("\n") + 3):
        yield Written(block.kind, block.text, f"{where}:{block.line}", front)


@cache
def in_library() -> tuple[Written, ...]:
    """Everything in the shipped library."""
    found: list[Written] = []
    for source in read_sources(ROOT / "library"):
        if source.file.endswith(".md"):
            found += in_document(source.text, source.file)
        elif is_vocabulary(source.file):
            found.append(Written("vocabulary", source.text, source.file))
    return tuple(found)


def in_good_documents() -> Iterator[Written]:
    """Everything in the good documents of the tests."""
    for path in sorted(GOOD.glob("*.md")):
        yield from in_document(path.read_text(encoding="utf-8"), path.name)


@cache
def shipped() -> Reading:
    """The shipped library, read."""
    return read(read_sources(ROOT / "library"))


@cache
def _document(where: str) -> tuple[Document, Environment]:
    """The document that holds a text, and what it can name."""
    file = where.partition(":")[0]
    if file not in shipped().documents:
        return read_document((GOOD / file).read_text(encoding="utf-8"), file, names_for), names()
    document = shipped().documents[file]
    family = shipped().contents.family(document.vocabulary) if document.vocabulary else ()
    definitions = [one for one in shipped().documents.values() if one.kind == "definitions"]
    return document, environment(family, [one for one in definitions if one.id in document.uses])


def names_around(written: Written) -> Environment:
    """What a block can name: what its document can, but for what it defines itself."""
    document, base = _document(written.where)
    own = yaml.load(written.text, Loader=yaml.BaseLoader)
    identity = own.get("id") if isinstance(own, dict) else None
    criteria = {local_name(one.id): one.id for one in document.criteria if local_name(one.id) != identity}
    sets = {local_name(one.name): one for one in document.value_sets if local_name(one.name) != identity}
    whole = Environment(base.facts, {**base.value_sets, **sets}, base.criteria, slots=base.slots)
    return environment_with(whole, criteria, frozenset())


def read_alone(written: Written, data: Any) -> None:
    """Read a block that holds `data` instead, as the only one of its document.

    Errors: DocumentError.
    """
    body = json.dumps(data, ensure_ascii=False)
    text = f"---\n{written.front}\n---\n\n```yaml {written.name}\n{body}\n```\n"
    known = names_around(written)
    read_document(text, "alone.md", lambda front: known)


def read_front_alone(data: Any) -> None:
    """Read front matter that holds `data`.

    Errors: DocumentError.
    """
    read_front(f"---\n{json.dumps(data, ensure_ascii=False)}\n---\n", "alone.md")
