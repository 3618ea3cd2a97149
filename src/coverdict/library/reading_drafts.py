"""A document that is not in the library yet, read with the library's vocabularies and definitions."""

from __future__ import annotations

from pathlib import Path

from coverdict.language.model import Document
from coverdict.library.files import text_of
from coverdict.library.index import Library
from coverdict.text import DocumentError, Problem, did_you_mean


def read_draft(library: Library, path: Path) -> Document:
    """The document in a file.

    Arguments:
        library: gives the vocabularies and the definitions that the document speaks of.
        path: a Markdown file, inside the library's folder or not.

    Errors:
        DocumentError: the file cannot be read, or what is wrong with the document.
    """
    from coverdict.language import Environment, FrontMatter, environment, place_of_name, read_document

    name = str(path)
    text = text_of(path, name)
    contents = library.contents

    def names(front: FrontMatter) -> Environment:
        wanted = ((front.vocabulary, "vocabulary"),) if front.vocabulary else ()
        for word, key in (*wanted, *((used, "uses") for used in front.uses)):
            known = contents.vocabularies if key == "vocabulary" else contents.definitions
            if word not in known:
                place = place_of_name(text, name, key, word)
                what = f"vocabulary {word!r} is not in the library"
                if key == "uses":
                    what = f"definitions {word!r} are not in the library"
                raise DocumentError([Problem(place, what, did_you_mean(word, known), width=len(word))])
        used = tuple(contents.definitions[one] for one in front.uses)
        return environment(contents.family(front.vocabulary), used)

    return read_document(text, name, names)
