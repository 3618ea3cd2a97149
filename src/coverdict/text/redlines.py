"""A redline: what became of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["same", "removed", "added"]

_WORDS = re.compile(r"\w+(?:[.,'’-]\w+)*|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came."""

    kind: Kind
    text: str


Redline: TypeAlias = tuple[Piece, ...]


def redline(before: str, after: str) -> Redline:
    """What became of one paragraph: its words in order, blanks and line ends being alike.

    Result: without the added pieces it is the text before, without the removed ones the text after.
    """
    old, new = (_WORDS.findall(" ".join(text.split())) for text in (before, after))
    pieces: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            _put(pieces, "same", old[a:b])
        else:
            _put(pieces, "removed", old[a:b])
            _put(pieces, "added", new[c:d])
    return _tidied(pieces)


def _put(pieces: list[Piece], kind: Kind, words: Sequence[str]) -> None:
    if words:
        pieces.append(Piece(kind, "".join(words)))


def _tidied(pieces: Sequence[Piece]) -> Redline:
    """A blank alone between two changes belongs to both: words are changed, not letters between blanks."""
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        lonely = piece.kind == "same" and not piece.text.strip() and 0 < number < len(pieces) - 1
        found += [Piece("removed", piece.text), Piece("added", piece.text)] if lonely else [piece]
    merged: list[Piece] = []
    for group in _runs(found):
        for kind in ("same", "removed", "added"):
            text = "".join(piece.text for piece in group if piece.kind == kind)
            if text:
                merged.append(Piece(kind, text))
    return tuple(merged)


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """What stayed, and what changed in one place, in turn."""
    run: list[Piece] = []
    for piece in pieces:
        if run and (piece.kind == "same") != (run[-1].kind == "same"):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def redlines(before: Sequence[str], after: Sequence[str]) -> tuple[Redline, ...]:
    """What became of some paragraphs; those that stayed as they were are one piece each."""
    old, new = ([" ".join(text.split()) for text in texts] for texts in (before, after))
    found: list[Redline] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [(Piece("same", text),) for text in old[a:b]]
            continue
        paired = min(b - a, d - c)
        found += [redline(*pair) for pair in zip(old[a : a + paired], new[c : c + paired], strict=True)]
        found += [(Piece("removed", text),) for text in old[a + paired : b]]
        found += [(Piece("added", text),) for text in new[c + paired : d]]
    return tuple(found)


def changed(line: Redline) -> bool:
    """Whether anything went or came."""
    return any(piece.kind != "same" for piece in line)
