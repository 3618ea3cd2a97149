"""Small documents to drafts, for the tests of importing."""

from __future__ import annotations

from pathlib import Path

from coverdict.documents.importing import Base, Imported, import_manuscript, load
from coverdict.documents.importing.model import Joined, Missing, Node, Test, Unjoined
from coverdict.documents.reading import read_manuscript
from coverdict.language.model import Document


def imported(folder: Path, text: str, name: str = "policy.txt") -> Imported:
    """The draft of a document with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_manuscript(read_manuscript(path), Base())


def drafted(folder: Path, text: str, name: str = "policy.txt") -> Document:
    """The draft, loaded."""
    return load(imported(folder, text, name).texts)


def statement(text: str) -> str:
    """A document whose one section is its statement."""
    return f"Pumps for Wounds\n\nPolicy Statement\n\n{text}\n"


def shape(node: Node) -> object:
    """A criterion's words, or the connective with what it joins; `?` where none is said; `hole`."""
    match node:
        case Test():
            return node.quote
        case Missing():
            return "hole"
        case Joined():
            return (node.connective, *(shape(part) for part in node.parts))
        case Unjoined():
            return ("?", *(shape(part) for part in node.parts))
