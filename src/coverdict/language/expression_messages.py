"""Why a text is no expression, and what would be."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at the offsets `start` to `end` of an expression."""

    start: int
    end: int
    what: str
    right: str = ""


_WRONG = (
    ("==", "write ="),
    ("=<", "write <="),
    ("=>", "write >="),
    ("<>", "write !="),
    ("≤", "write <="),
    ("≥", "write >="),
    ("≠", "write !="),
    ("&&", "write and"),
    ("||", "write or"),
    ("&", "write and"),
    ("|", "write or"),
    ("!", "write not"),
    ('"', "values stand without quotes"),
    ("'", "values stand without quotes"),
    ("“", "values stand without quotes"),
    ("”", "values stand without quotes"),
    (":", "write `is` or a comparison"),
    ("+", "there is no arithmetic: a fact is compared with a constant"),
    ("*", "there is no arithmetic: a fact is compared with a constant"),
    ("/", "there is no arithmetic: a fact is compared with a constant"),
    ("- ", "there is no arithmetic; an item of a list begins as deep as the items above it"),
    ("-", "there is no arithmetic: a fact is compared with a constant"),
    ("#", "put a comment on a line of its own"),
    ("[", "a list stands in parentheses: (a, b)"),
    ("{", "a list stands in parentheses: (a, b)"),
)
_KEYWORDS = frozenset(
    {
        *("and", "or", "not", "at", "least", "of", "between", "is", "one", "in", "any", "none", "includes"),
        *("where", "from", "to", "count", "largest", "smallest", "days", "weeks", "months", "years"),
    }
)
RESERVED = _KEYWORDS | {"status", "benefit", "position", "yes", "no", "unknown"}
"""Words that no fact, value set or criterion can have as its name."""
NO_OPTIONS = frozenset({"and", "or", "not", "one", "known", "unknown", "null"})
"""Words that no option can have as its name."""

_FRIENDLY = {
    "_IS": "is",
    "COMPARE": "<",
    "_AND": "and",
    "_OR": "or",
    "RPAR": ")",
    "LPAR": "(",
    "COMMA": "a comma",
    "_OF": "of",
    "_LEAST": "least",
    "_TO": "to",
    "_FROM": "from",
    "_IN": "in",
    "_WHERE": "where",
    "NAME": "a fact",
    "WORD": "a value",
    "NUMBER": "a number",
    "$END": "the end",
}
_NESTING = re.compile(r"[()]|[A-Za-z_][\w.\-]*")
_DECIMAL_COMMA = re.compile(r"\d,\d")


def too_deep(text: str, limit: int) -> Finding | None:
    """A finding where parentheses or `not` stand more than `limit` deep in one another."""
    depth = run = 0
    for match in _NESTING.finditer(text):
        word = match.group()
        run = run + 1 if word == "not" else 0
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        if depth + run > limit:
            what = f"parentheses and `not` stand more than {limit} deep in one another"
            return Finding(match.start(), match.end(), what, "name parts of it as criteria")
    return None


def misread(text: str, position: int, expected: frozenset[str]) -> Finding:
    """The finding for a text that stops being an expression at `position`.

    Arguments:
        expected: the names of the grammar's terminals that could have stood there.
    """
    if not text.strip():
        return Finding(0, 1, "an empty expression", "write a fact and what it is compared with")
    rest = text[position:]
    position += len(rest) - len(rest.lstrip())
    found = re.match(r"[\w.\-]+|\S", text[position:])
    if not found:
        return _ended(text, expected)
    word = found.group()
    special = _parenthesis(text, position) or _wrong_sign(text, position)
    special = special or _wrong_number(text, position, word) or _wrong_word(position, word)
    plain = Finding(position, position + len(word), f"{word} is not expected here", _wanted(expected))
    return special or plain


def _ended(text: str, expected: frozenset[str]) -> Finding:
    if text.count("(") > text.count(")"):
        at = text.rindex("(")
        right = "close it; inside { } or [ ] of YAML a comma ends a value: put the expression in quotes"
        return Finding(at, at + 1, "a ( that is not closed", right)
    return Finding(
        max(0, len(text.rstrip()) - 1), len(text), "the expression ends too early", _wanted(expected)
    )


def _parenthesis(text: str, position: int) -> Finding | None:
    if text[position] == ")" and text.count(")") > text.count("("):
        return Finding(position, position + 1, "a ) that nothing opens", "remove it")
    return None


def _wrong_sign(text: str, position: int) -> Finding | None:
    """Signs that other languages have; the first character of a sign may have been read already."""
    for wrong, right in _WRONG:
        for start in (position, position - 1):
            if start >= 0 and text.startswith(wrong, start) and (start == position or len(wrong) > 1):
                return Finding(start, start + len(wrong), f"{wrong.strip()} means nothing here", right)
    return None


def _wrong_number(text: str, position: int, word: str) -> Finding | None:
    end = position + len(word)
    if word == "," and _DECIMAL_COMMA.match(text, position - 1):
        return Finding(
            position, end, "a comma in a number", "write 3.5 with a point, and 1000 without a comma"
        )
    if word == ",":
        return Finding(
            position, end, "a comma is not expected here", "write several values as: is one of (a, b)"
        )
    if re.match(r"\.\d", word):
        return Finding(position, end, f"{word} is no number", f"write 0{word}")
    return None


def _wrong_word(position: int, word: str) -> Finding | None:
    if word.lower() in _KEYWORDS and word != word.lower():
        what = f"{word} is written in small letters"
        return Finding(position, position + len(word), what, f"write {word.lower()}")
    return None


def _wanted(expected: frozenset[str]) -> str:
    names = [friendly for terminal, friendly in _FRIENDLY.items() if terminal in expected]
    if not names:
        return ""
    if "a fact" in names:
        names = [name for name in names if name not in ("a number", "a value")]
    return "expected here: " + ", ".join(dict.fromkeys(names))
