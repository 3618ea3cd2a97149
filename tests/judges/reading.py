"""An invented library's texts, read by the language."""

from __future__ import annotations

from collections.abc import Mapping

from coverdict.language import Environment, FrontMatter, environment, read_document, read_vocabulary
from coverdict.language.model import Document, Vocabulary
from coverdict_judges.cases import Shelf


def read_vocabulary_of(files: Mapping[str, str]) -> Vocabulary:
    (file,) = (name for name in files if name.startswith("vocabulary/"))
    return read_vocabulary(files[file], file)


def read_shelf(shelf: Shelf) -> Shelf:
    """The same library with the trees that the language makes of its texts."""
    vocabulary = read_vocabulary_of(shelf.files)
    definitions: dict[str, Document] = {}

    def names(front: FrontMatter) -> Environment:
        return environment([vocabulary], [definitions[name] for name in front.uses])

    documents = []
    files = sorted(name for name in shelf.files if name.endswith(".md"))
    for file in sorted(files, key=lambda name: not name.startswith("definitions/")):
        document = read_document(shelf.files[file], file, names)
        documents.append(document)
        if document.kind == "definitions":
            definitions[document.id] = document
    return shelf.read_as(vocabulary, documents)
