"""A draft read back, before anybody writes it to a file."""

from __future__ import annotations

from collections.abc import Iterable

from coverdict.documents.importing.writing import Texts
from coverdict.language.model import Document, Vocabulary


def load(texts: Texts, base: Iterable[Vocabulary] = ()) -> Document:
    """The policy of a draft, read with the vocabulary that it proposes.

    Arguments:
        base: the vocabulary that the proposal extends, after those that it extends itself.

    Errors:
        DocumentError: the draft does not load.
    """
    from coverdict.language import Environment, FrontMatter, environment, read_document, read_vocabulary

    known = {one.id: one for one in base}
    own = read_vocabulary(texts.vocabulary_text, f"{texts.vocabulary}.yaml", known.get)

    def names(_front: FrontMatter) -> Environment:
        return environment((*known.values(), own))

    return read_document(texts.policy, "draft.md", names)
