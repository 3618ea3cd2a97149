"""What several tests of the language need: a small vocabulary, and documents made from blocks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from coverdict.language import Environment, FrontMatter, environment, read_document, read_vocabulary
from coverdict.language.model import Document, Vocabulary

GOLDEN = Path(__file__).parent / "golden"
FRONT = "---\npolicy: acme/one\ntitle: One\nvocabulary: sample\n---\n"


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that all samples use."""
    return read_vocabulary((GOLDEN / "_vocabulary.yaml").read_text(encoding="utf-8"), "vocabulary.yaml")


@cache
def names() -> Environment:
    """The names of that vocabulary."""
    return environment([vocabulary()])


def names_for(front: FrontMatter) -> Environment:
    """The names that every document of the tests can use, whatever its front matter says."""
    return names()


def block(kind: str, text: str) -> str:
    """A fenced block."""
    return f"\n```yaml {kind}\n{text.strip()}\n```\n"


def document(*blocks: str, front: str = FRONT) -> Document:
    """The document of a front matter and blocks."""
    return read_document(front + "".join(blocks), "one.md", names_for)


def rule(when: str, rest: str = "status: established") -> str:
    """A block with a rule whose `when` is one line."""
    return block("rule", f"id: r\nwhen: {when}\n{rest}")
