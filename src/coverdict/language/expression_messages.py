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
    stripped = len(rest) - len(rest.lstrip())
    position += stripped
    found = re.match(r"[\w.\-]+|\S", text[position:])
    word = found.group() if found else ""
    end = position + len(word)
    opened, closed = text.count("("), text.count(")")
    if not word:
        if opened > closed:
            right = "close it; inside { } or [ ] of YAML a comma ends a value: put the expression in quotes"
            return Finding(text.rindex("("), text.rindex("(") + 1, "a ( that is not closed", right)
        return Finding(
            max(0, len(text.rstrip()) - 1), len(text), "the expression ends too early", _wanted(expected)
        )
    if word == ")" and closed > opened:
        return Finding(position, end, "a ) that nothing opens", "remove it")
    if word.lower() in _KEYWORDS and word != word.lower():
        return Finding(position, end, f"{word} is written in small letters", f"write {word.lower()}")
    for wrong, right in _WRONG:
        for start in (position, max(0, position - 1)):
            if text.startswith(wrong, start) and (start == position or len(wrong) > 1):
                return Finding(start, start + len(wrong), f"{wrong} means nothing here", right)
    if word == "," and _DECIMAL_COMMA.match(text, position - 1):
        return Finding(position, end, "a comma in a number", "write a point: 3.5")
    if word[0].isdigit() and text[:position].rstrip().endswith((" or", " and")):
        right = "each side of it is a comparison of its own: x < 2 or x > 3"
        return Finding(position, end, f"{word} stands alone beside `and` or `or`", right)
    if word == "in" and re.search(r"\b(?:is|is\s+not)\s*$", text[:position]):
        return Finding(position, end, "`is in` means nothing here", "write x in value-set, without is")
    return Finding(position, end, f"{word} is not expected here", _wanted(expected))


def _wanted(expected: frozenset[str]) -> str:
    names = [friendly for terminal, friendly in _FRIENDLY.items() if terminal in expected]
    if not names:
        return ""
    if "a fact" in names:
        names = [name for name in names if name not in ("a number", "a value")]
    return "expected here: " + ", ".join(dict.fromkeys(names))
