"""`coverdict schema`: the JSON Schemas of what people write, for their editors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.guard import DONE
from coverdict.cli.output import write_json
from coverdict.cli.usage import UsageError
from coverdict.text import did_you_mean

if TYPE_CHECKING:
    from coverdict.language.model import Fact

REQUEST = "request"


def schema(words: list[str], vocabulary: str | None, library: str | None) -> int:
    """Print the schema that `words` name, or all of them in one.

    Arguments:
        words: the words of the name of a block or file; none for all.
        vocabulary: the vocabulary whose facts a case or a request may state.

    Errors:
        UsageError: nothing has such a schema, or the library has no such vocabulary.
        CoverdictError: a library that cannot be read.
    """
    from coverdict.decision.request_schema import request_schema
    from coverdict.language.schema import SHARED, bundled, definitions, single

    facts = _facts_of(vocabulary, library)
    known = {**definitions(facts), REQUEST: request_schema(facts)}
    name = " ".join(words)
    if name and (name not in known or name in SHARED):
        right = did_you_mean(name, [other for other in known if other not in SHARED])
        raise UsageError(f"there is no schema {name!r}; {right}", "coverdict schema")
    write_json(single(name, known) if name else bundled(known))
    return DONE


def _facts_of(vocabulary: str | None, library: str | None) -> Mapping[str, Fact]:
    """The facts of a vocabulary and of all that it extends; none without one."""
    if vocabulary is None:
        return {}
    from coverdict.library import open_library

    contents = open_library(Path(library) if library is not None else None).contents
    if vocabulary not in contents.vocabularies:
        right = did_you_mean(vocabulary, contents.vocabularies)
        raise UsageError(f"there is no vocabulary {vocabulary!r}; {right}", "coverdict schema")
    return contents.facts(vocabulary)
