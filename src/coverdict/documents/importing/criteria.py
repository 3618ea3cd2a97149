"""Items of a list to a tree of criteria with its connectives, as far as the list says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.importing.facts import Facts, slug
from coverdict.documents.importing.located import Cited, Source
from coverdict.documents.importing.model import Joined, Missing, Node, Test, Unjoined
from coverdict.documents.importing.numbering import Names
from coverdict.documents.importing.words import ANNOUNCES, DEFINES, QUANTIFIERS, TRAILING, count_of
from coverdict.documents.manuscript import Block, Section, Span

MAX_DEPTH = 12
"""How deep lists may stand in one another; the language takes criteria 30 deep, and a list takes two."""

MOST_ITEMS = 3_000
"""Items of lists that are read; no policy of 26 payers has a tenth of them."""

_FILLER = re.compile(
    r"\b(?:in|for|if|who|whose|whom|to|had|members?|individuals?|persons?|people|beneficiar(?:y|ies)|with|of|the|following|criteria|conditions?|are|is|met|be|must|these|apply|patients?|has|have|a|an|"
    r"and|which|that|when|requirements?|one|more|or|both|either|any|all|at|least|each|none|two|three)\b|[^a-z]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with the items below it."""

    block: Block
    children: tuple[Item, ...]


def items_of(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """Items in order to items with those below them, by their levels; those too deep move up."""
    stack: list[tuple[int, list[Item]]] = [(0, [])]
    held: list[Block] = []
    for block in blocks:
        level = min(block.level, MAX_DEPTH)
        while len(stack) > 1 and stack[-1][0] >= level:
            _, children = stack.pop()
            stack[-1][1].append(Item(held.pop(), tuple(children)))
        stack.append((level, []))
        held.append(block)
    while len(stack) > 1:
        _, children = stack.pop()
        stack[-1][1].append(Item(held.pop(), tuple(children)))
    return tuple(stack[0][1])


class Lists:
    """Reads the lists of one document.

    Arguments:
        facts: where proposals of facts are collected.
    """

    def __init__(self, source: Source, facts: Facts) -> None:
        self._source = source
        self._facts = facts
        self._names = Names(joint=" ")
        self._read = 0

    def joined(self, announced: str, items: Sequence[Item], section: Section, span: Span) -> Node:
        """The items under the connective that their announcement or the items themselves say.

        Arguments:
            announced: the words that announce the list.
            span: where they stand.
        """
        cites = self._source.cited(section, span)
        parts = tuple(self._parts(items, section))
        connective = connective_of(announced, [self._source.said(item.block.span) for item in items])
        if connective is None:
            name = self.named(f"joined {slug(announced or section.title, ' ')}")
            return Unjoined(name, parts, announced, cites)
        count = int(connective.split()[2]) if connective.startswith("at least") else 1
        if not 1 <= count <= len(parts):
            says = f"“{announced}” asks for {count} of a list of {len(parts)}: items are missing."
            return Joined(
                "all of", (*parts, self.missing("items of the list", says, cites)), announced, cites
            )
        return Joined(connective, parts, announced, cites)

    def test(self, text: str, cites: Cited) -> Node:
        """One criterion in the source's words."""
        return Test(self._facts.test(text), text, cites)

    def missing(self, name: str, says: str, cites: Cited) -> Missing:
        """A hole in a condition."""
        return Missing(self.named(name), says, cites)

    def named(self, name: str) -> str:
        """A name that no other reading of the document has."""
        return self._names.free(name)

    def _parts(self, items: Sequence[Item], section: Section) -> Iterator[Node]:
        for item in items:
            if self._read >= MOST_ITEMS:
                cites = self._source.cited(section, item.block.span)
                yield self.missing("further items", f"Items after the {MOST_ITEMS:,}th were not read.", cites)
                return
            self._read += 1
            yield self._item(item, section)

    def _item(self, item: Item, section: Section) -> Node:
        span = item.block.span
        said = self._source.said(span)
        cites = self._source.cited(section, span)
        if not item.children:
            text = TRAILING.sub("", said).strip(" ;,")
            if not any(char.isalpha() for char in text):
                return self.missing("an unreadable criterion", f"An item holds no words: “{said}”.", cites)
            if said.endswith(":") or (_announces(said) and quantifier_of(said) is not None):
                says = f"The list after “{said[-80:]}” is not in the document."
                return self.missing(f"lost list {slug(said, ' ')}", says, cites)
            return self.test(text, cites)
        below = self.joined(said, item.children, section, span)
        if DEFINES.search(said) or not has_substance(said):
            return below
        return Joined("all of", (self.test(TRAILING.sub("", said).strip(" ;,:"), cites), below), said, cites)


def connective_of(announced: str, items: Sequence[str]) -> str | None:
    """What joins a list: `all of`, `any of`, `none of`, `at least 2 of`.

    None where that is not said, or said twice and differently.
    """
    told = quantifier_of(announced)
    trailing = {found["word"].lower() for said in items[:-1] if (found := TRAILING.search(said))}
    if "and/or" in trailing:
        trailing = (trailing - {"and/or"}) | {"or"}
    if told is not None:
        against = {"all of": "or", "any of": "and"}.get(told, "")
        return None if against in trailing else told
    if trailing == {"and"}:
        return "all of"
    if trailing == {"or"}:
        return "any of"
    return "all of" if len(items) == 1 else None


def quantifier_of(announced: str) -> str | None:
    """The connective that an announcement says; None where it says none, or two."""
    found: dict[str, int] = {}
    rest = announced
    for connective, words in QUANTIFIERS:
        one = words.search(rest)
        if one is None:
            continue
        count = count_of(one) if connective == "at least" else 0
        name = f"at least {count} of" if count > 1 else "any of" if count == 1 else connective
        found.setdefault(name, one.start())
        rest = rest[: one.start()] + "\0" * len(one[0]) + rest[one.end() :]
    if len(found) > 1 and announced.rstrip().endswith(":"):
        # Of several, the one nearest to the list announces it.
        return max(found, key=lambda name: found[name])
    return next(iter(found)) if len(found) == 1 else None


def _announces(said: str) -> bool:
    return ANNOUNCES.search(said) is not None


def has_substance(said: str) -> bool:
    """Whether an announcement or a clause says anything of its own."""
    return bool(_FILLER.sub("", said).strip())
