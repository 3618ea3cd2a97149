"""Which lines of a text are headings, though no markup says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverdict.documents.reading.lines import Line
from coverdict.documents.reading.names import WEAK, bare, named

_LONGEST = 110  # characters of a heading
_MOST_WORDS = 14
_LABEL_WORDS = 9
# Words that a heading may write small.
_SMALL_WORDS = "a an and as at by for from in into of on or per than the to via versus vs with without et al"
_SMALL = frozenset(_SMALL_WORDS.split())
# Words of a sentence that announces a list; a label in front of a list has none of them.
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|be|been|may|must|shall|should|will|would|can|could|when|if|unless|"
    r"following|include|includes|including|following:|all of|any of|one of|either|both|considered|met|"
    r"meet|meets|requires?|using|used)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)|[,\-/(])$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’\-/]*")
_ENDED = re.compile(r"[.!?:;][\")'”’\]]*[⁰¹²³⁴-⁹]*$|\)$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+[A-Z]")
_APPENDIX = re.compile(
    r"(?:appendix|attachment|table|figure|part|section|chapter)\s+[A-Z0-9]{1,4}\b.{0,80}", re.I
)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a line.

    Arguments:
        before, after: the nearest lines that are not blank; empty where there is none.
        gap_before, gap_after: whether blank lines lie between.
        width: how long a full line of the text is.
        after_heading: whether the line before is a heading.
    """

    before: str
    after: str
    gap_before: bool
    gap_after: bool
    width: int
    after_heading: bool


def heading_level(line: Line, around: Around) -> int:
    """The level of the heading that `line` is: 2 for a section's known name, 3 for a title within, 4 for a
    label that ends with a colon; 0 where it is none."""
    text = line.text
    if len(text) > _LONGEST + 60:
        return 0
    role = named(text)
    if line.forced:
        return 2 if role is not None else 3
    if not _could_be(text):
        return 0
    weak = bare(text) in WEAK and not text.endswith(":")
    if weak and not (around.gap_before and not around.gap_after and _before_text(text, around)):
        return 0
    if role is not None and (weak or text.endswith(":") or _stands_alone(text, around)):
        return 2
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or text.count("(") != text.count(")"):
        return 0
    if _APPENDIX.fullmatch(text) and around.gap_before:
        return 2
    if text.endswith(":"):
        return 4 if _is_label(text) else 0
    if text[-1] in ".,;!?" or _GOES_ON.search(text) or not _followed(around):
        return 0
    return _by_form(text, around)


def _could_be(text: str) -> bool:
    return text[:1].isupper() or _NUMBERED.match(text) is not None


def _stands_alone(text: str, around: Around) -> bool:
    """Whether a line is no wrapped rest of the sentence before it."""
    if around.gap_before or not around.before or around.after_heading:
        return True
    fitted = len(around.before) + 1 + len(text.split()[0]) <= around.width * 0.85
    return bool(_ENDED.search(around.before)) or fitted


def _is_label(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= _LABEL_WORDS
        and text[0].isupper()
        and not _SENTENCE.search(text)
        and "." not in bare(text)
    )


def _followed(around: Around) -> bool:
    """Whether something follows that a heading can stand above: not the rest of a wrapped line."""
    after = around.after
    if not after:
        return False
    return around.gap_after or after[0].isupper() or (not after[0].isalpha() and after[0] not in "(&/,;.)")


def _by_form(text: str, around: Around) -> int:
    words = _WORD.findall(text)
    if not words:
        return 0
    if text.upper() == text and len(words) > 1 and _stands_alone(text, around):
        return 3
    large = [word for word in words if word.lower() not in _SMALL]
    titled = sum(1 for word in large if word[0].isupper())
    spaced = around.gap_before and around.gap_after
    if titled == len(large) or (titled >= 3 and titled >= len(large) * 0.75):
        return 3 if _stands_alone(text, around) and (spaced or _before_text(text, around)) else 0
    # In sentence case, a heading stands right above a paragraph's first, full line.
    return 3 if not around.gap_after and _before_text(text, around) and _stands_alone(text, around) else 0


def _before_text(text: str, around: Around) -> bool:
    full = len(around.after) >= around.width * 0.7
    short = len(text) <= around.width * 0.7
    return short and full and bool(_ENDED.search(around.before) or around.gap_before or around.after_heading)


def unfinished(text: str) -> bool:
    """Whether a line cannot be the last of its block: it ends in a small word, or a bracket is open."""
    return bool(_GOES_ON.search(text)) or text.count("(") > text.count(")")
