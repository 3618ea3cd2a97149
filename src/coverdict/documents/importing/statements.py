"""Sections that can decide, to positions with their criteria.

Nothing that was not read becomes coverage: a favourable position whose conditions are lost, not said or only
elsewhere has a hole in its condition; a sentence that is none of what is known is a hole of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coverdict.documents.importing.criteria import Item, Lists, has_substance, items_of
from coverdict.documents.importing.facts import slug
from coverdict.documents.importing.located import Cited, Sentence, Source
from coverdict.documents.importing.model import Defined, Hole, Joined, Node, Remark, Stated
from coverdict.documents.importing.numbering import Names
from coverdict.documents.importing.positions import Taken, clause_of, taken
from coverdict.documents.importing.words import (
    ANNOUNCES,
    DEFINES,
    EMPTY,
    FAVOURABLE,
    OTHERWISE,
    REMARK,
    TRAILING,
    Position,
)
from coverdict.documents.manuscript import Block, BlockKind, Role, Section, Span
from coverdict.documents.reading.names import NORMATIVE

_INCLUDES = re.compile(r"[A-Z][^:.]{3,90}\bincludes?:", re.DOTALL)
MOST_SENTENCES = 1_000
"""Sentences of deciding sections that are read; no policy of 26 payers has a tenth of them."""

_QUOTED = 160  # characters of a quote in a message


@dataclass(slots=True)
class Read:
    """What the deciding sections hold, as far as it was read."""

    statements: list[Stated] = field(default_factory=list)
    definitions: list[Defined] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    loose: list[tuple[Node, Cited, str]] = field(default_factory=list)


class Statements:
    """Reads the deciding sections of one document."""

    def __init__(self, source: Source, lists: Lists) -> None:
        self._source = source
        self._lists = lists
        self._read = Read()
        self._ids = Names()
        self._sentences = 0

    def read(self) -> Read:
        """Positions, definitions and what could not be read, in the order of the document."""
        sections = [one for one in self._source.manuscript.sections if one.role in NORMATIVE]
        for section in sections:
            self._section(section)
        if not any(one.role is Role.STATEMENT for one in sections):
            self._hole("statement", "No section was found that states the policy's position.", None)
        elif not self._read.statements:
            self._hole("position", "No sentence was found that takes a position.", None)
        self._tie_loose()
        if self._sentences > MOST_SENTENCES:
            left = self._sentences - MOST_SENTENCES
            self._hole(
                "more-sentences", f"{left:,} further sentences of deciding sections were not read.", None
            )
        return self._read

    # --- blocks -------------------------------------------------------------------------------------------

    def _section(self, section: Section) -> None:
        blocks = [block for block in section.blocks if block.kind is not BlockKind.FURNITURE]
        position = 0
        while position < len(blocks):
            block = blocks[position]
            following = _items_from(blocks, position + 1)
            if block.kind is BlockKind.PARAGRAPH:
                if self._paragraph(block, following, section):
                    position += len(following)
            elif block.kind is BlockKind.ITEM:
                here = _items_from(blocks, position)
                self._bare_list(here, section)
                position += len(here) - 1
            elif block.kind is BlockKind.ROW:
                rows = _rows_from(blocks, position)
                cites = self._source.cited(section, Span(rows[0].span.start, rows[-1].span.end))
                self._hole("table", "A table of a deciding section was not read as rules.", cites)
                position += len(rows) - 1
            position += 1

    def _paragraph(self, block: Block, items: Sequence[Block], section: Section) -> bool:
        """Read a paragraph; whether the items after it belong to it."""
        said = self._source.said(block.span)
        cites = self._source.cited(section, block.span)
        if REMARK.match(said) or (said.startswith("(") and said.rstrip(".").endswith(")")):
            self._remark(said, cites)
            return False
        sentences = [self._own(sentence, block) for sentence in self._source.within(block.span)]
        for sentence in sentences[:-1]:
            self._sentence(sentence, section, announces=False)
        if not sentences:
            return False
        last = sentences[-1]
        announces = ANNOUNCES.search(last.text) is not None and not REMARK.match(last.text)
        if not announces:
            self._sentence(last, section, announces=False)
            return False
        if items:
            self._announced(last, items_of(items), section)
            return True
        self._sentence(last, section, announces=True)
        return False

    def _remark(self, said: str, cites: Cited) -> None:
        """A note, or a text in brackets; where it takes a position after all, a person has to look at it."""
        self._read.remarks.append(Remark("scope", self._id("note"), said, cites))
        position = taken(said.strip("() "))
        if position is not None and position.status is not Position.DELEGATED:
            self._hole("position-in-a-note", f"A note takes a position: {_short(said)}", cites)

    def _own(self, sentence: Sentence, block: Block) -> Sentence:
        """A sentence as far as it stands in a block: a heading without an end is cut into one with it."""
        span = Span(max(sentence.span.start, block.span.start), min(sentence.span.end, block.span.end))
        return sentence if span == sentence.span else Sentence(span, self._source.said(span))

    def _bare_list(self, blocks: Sequence[Block], section: Section) -> None:
        """Items right under a heading."""
        held: list[Item] = []
        for item in items_of(blocks):
            said = self._source.said(item.block.span)
            position = taken(said)
            if position is not None and not item.children:
                self._take(position, said, self._source.cited(section, item.block.span))
            elif position is not None:
                self._announced(Sentence(item.block.span, said), item.children, section)
            elif section.role is Role.EXCLUSIONS:
                self._exclusion(item, said, section)
            elif not EMPTY.fullmatch(said):
                held.append(item)
        if held:
            span = section.heading.span if section.heading else held[0].block.span
            node = self._lists.joined(section.title, held, section, span)
            self._read.loose.append((node, self._source.cited(section, span), section.title.strip(" :")))

    def _exclusion(self, item: Item, said: str, section: Section) -> None:
        cites = self._source.cited(section, item.block.span)
        heading = taken(f"These are {section.title.strip(' :')}")
        status = heading.status if heading and heading.status else Position.NOT_MET
        if status in FAVOURABLE:
            status = Position.NOT_MET
        remainder = OTHERWISE.search(said) is not None
        parts: tuple[Node, ...] = ()
        if not remainder:
            parts = (self._lists.joined(said, [item], section, item.block.span),)
        self._add(status, section.title.strip(" :"), said, cites, parts, remainder)

    # --- sentences ----------------------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence, section: Section, announces: bool) -> None:
        self._sentences += 1
        if self._sentences > MOST_SENTENCES:
            return
        cites = self._source.cited(section, sentence.span)
        said = sentence.text
        if EMPTY.fullmatch(said.strip(" *()")):
            return
        position = taken(said)
        if position is None:
            self._unplaced(sentence, section, cites, announces)
        elif announces:
            self._take(position, said, cites, (self._lost(said, cites),))
        else:
            self._take(position, said, cites)

    def _unplaced(self, sentence: Sentence, section: Section, cites: Cited, announces: bool) -> None:
        said = sentence.text
        if REMARK.match(said):
            self._remark(said, cites)
        elif DEFINES.search(said) or _INCLUDES.match(said):
            self._read.remarks.append(Remark("definition", self._id("meaning"), said, cites))
        elif announces:
            self._hole("lost-list", f"The list after {_short(said)} is not in the document.", cites)
        elif section.role is Role.EXCLUSIONS and not said.rstrip().endswith("."):
            status = Position.NOT_MET
            remainder = OTHERWISE.search(said) is not None
            parts: tuple[Node, ...] = () if remainder else (self._lists.test(said, cites),)
            self._add(status, section.title.strip(" :"), said, cites, parts, remainder)
        elif any(char.isalpha() for char in said):
            what = f"A sentence of a deciding section takes no position that is known: {_short(said)}"
            self._hole("sentence", what, cites)

    def _announced(self, sentence: Sentence, items: tuple[Item, ...], section: Section) -> None:
        """A sentence with the list that it announces; items that take positions of their own are apart."""
        said, cites = sentence.text, self._source.cited(section, sentence.span)
        own = [item for item in items if item.children or taken(self._source.said(item.block.span)) is None]
        apart = [item for item in items if item not in own]
        position = taken(said)
        if DEFINES.search(said) and (position is None or said.rstrip().endswith(":")):
            node = self._lists.joined(said, items, section, sentence.span)
            self._read.definitions.append(
                Defined(self._id(slug(said, "-")), said.strip(" :"), (node,), cites)
            )
            return
        node = self._lists.joined(said, own, section, sentence.span) if own else self._lost(said, cites)
        if position is not None:
            self._take(position, said, cites, (node,))
        else:
            own_words = clause_of(said)
            if own_words and own:
                node = Joined("all of", (self._lists.test(own_words, cites), node), said, cites)
            self._read.loose.append((node, cites, said))
        for item in apart:
            text = self._source.said(item.block.span)
            inner = taken(text)
            assert inner is not None
            self._take(inner, text, self._source.cited(section, item.block.span))

    def _lost(self, said: str, cites: Cited) -> Node:
        return self._lists.missing(
            f"lost list {slug(said, ' ')}", f"The list after {_short(said)} is not in the document.", cites
        )

    # --- positions ----------------------------------------------------------------------------------------

    def _take(self, position: Taken, said: str, cites: Cited, parts: tuple[Node, ...] = ()) -> None:
        if position.status is None:
            self._hole("two-positions", f"One sentence takes two positions: {_short(said)}", cites)
            return
        own: tuple[Node, ...] = ()
        if position.clause and not position.remainder:
            clause = TRAILING.sub("", position.clause).strip(" ;,")
            own = (self._lists.test(clause, cites),) if clause and has_substance(clause) else ()
        when = (*own, *parts)
        if position.only and not parts:
            what = f"{_short(said)} says what must hold at least; what else must hold was not read."
            when = (*when, self._lists.missing(f"what else must hold for {slug(said, ' ')}", what, cites))
        if not when and position.status in FAVOURABLE:
            what = f"No condition was read in {_short(said)}; whether it has none must be confirmed."
            when = (self._lists.missing(f"conditions of {slug(said, ' ')}", what, cites),)
        remainder = position.remainder and not parts and position.status not in FAVOURABLE
        self._add(position.status, position.label, said, cites, when, remainder)

    def _add(
        self,
        status: Position,
        label: str,
        said: str,
        cites: Cited,
        when: tuple[Node, ...],
        remainder: bool,
    ) -> None:
        if len(self._read.statements) >= MOST_SENTENCES:
            self._sentences = max(self._sentences, MOST_SENTENCES) + 1
            return
        name = self._id(status.value.replace("_", "-"))
        self._read.statements.append(Stated(name, status, label, said, cites, when, remainder))

    def _tie_loose(self) -> None:
        """Lists that no position announces: criteria of the only favourable one, or named for a person."""
        favourable = [one for one in self._read.statements if one.status in FAVOURABLE]
        delegated = [
            one for one in self._read.statements if one.status is Position.DELEGATED and not one.remainder
        ]
        if len(favourable) > 1 or (favourable and delegated):
            names = ", ".join(one.id for one in (*favourable, *delegated))
            what = f"Whether these positions speak of one service and go together is not said: {names}."
            self._hole("together", what, None)
        for node, cites, title in self._read.loose:
            if len(favourable) == 1:
                place = next(n for n, one in enumerate(self._read.statements) if one.id == favourable[0].id)
                old = self._read.statements[place]
                self._read.statements[place] = replace(old, when=(*old.when, node))
                what = (
                    f"Whether the criteria under {_short(title)} must hold beside the statement is not said."
                )
            else:
                name = self._id(slug(title, "-"))
                self._read.definitions.append(Defined(name, title, (node,), cites))
                what = f"Which position the criteria under {_short(title)} belong to is not said."
            self._hole("criteria-and-statement", what, cites)

    def _hole(self, name: str, says: str, cites: Cited | None) -> None:
        self._read.holes.append(Hole(self._id(name), says, cites))

    def _id(self, name: str) -> str:
        return self._ids.free(name)


def _items_from(blocks: Sequence[Block], start: int) -> list[Block]:
    found: list[Block] = []
    for block in blocks[start:]:
        if block.kind is not BlockKind.ITEM:
            break
        found.append(block)
    return found


def _rows_from(blocks: Sequence[Block], start: int) -> list[Block]:
    found: list[Block] = []
    for block in blocks[start:]:
        if block.kind is not BlockKind.ROW:
            break
        found.append(block)
    return found


def _short(said: str) -> str:
    text = said if len(said) <= _QUOTED else f"{said[:_QUOTED].rstrip()} …"
    return f"“{text}”"
