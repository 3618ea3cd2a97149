"""Reads the parts of policy documents that the project's documents show."""

from __future__ import annotations

from pathlib import Path

from coverdict.language import (
    Environment,
    FrontMatter,
    environment,
    parse_expression,
    read_document,
    read_vocabulary,
)
from coverdict.language.model import Vocabulary
from coverdict.text import Place
from tests.docs.examples import Example

# What kind of document a block belongs to; a rule belongs to the kind that its slot says.
FRONTS = {
    "products": "plan: shown\npayer: first",
    "window": "payer: first\nname: first\nadopts: [first/compression]",
    "settled reading": "payer: first\nname: first\nadopts: [first/compression]",
    "automatic approval": "payer: first\nname: first\nadopts: [first/compression]",
    "referral": "payer: first\nname: first\nadopts: [first/compression]",
}
SLOTS = {"benefit:": "plan: shown\npayer: first", "position:": "guideline: shown\nversion: 1"}
POLICY = "policy: first/shown\npublisher: nobody\nin force: not stated"


def vocabularies(folder: Path) -> tuple[Vocabulary, ...]:
    """The first vocabulary that the document itself has written."""
    for path in sorted(folder.glob("first-*/vocabulary/*.yaml")):
        return (read_vocabulary(path.read_text(encoding="utf-8"), path.name),)
    return ()


def read_expressions(text: str, known: tuple[Vocabulary, ...], where: str) -> None:
    """Parse each line against the vocabulary; a line that is wrong raises its message."""
    names = environment(known, ())
    for line in text.splitlines():
        parse_expression(line.partition("  #")[0].strip(), names, Place(where))


def read_fragment(example: Example, known: tuple[Vocabulary, ...], where: str) -> None:
    """Read a block inside a document of its kind."""
    front = FRONTS.get(example.detail, POLICY)
    if example.detail == "rule":
        front = next((found for slot, found in SLOTS.items() if f"\n{slot}" in example.text), POLICY)
    names = environment(known, ())

    def same(_: FrontMatter) -> Environment:
        return names

    vocabulary = known[0].id
    text = (
        f"---\n{front}\ntitle: shown\nvocabulary: {vocabulary}\n---\n\n"
        f"```yaml {example.detail}\n{example.text}```\n"
    )
    read_document(text, where, same)
