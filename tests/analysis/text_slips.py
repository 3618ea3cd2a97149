"""Slips in the text of a document: a mutator of lines of YAML, which knows nothing of trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from coverdict.language.model import STATUSES

_BLOCK = re.compile(r"```yaml (?:rule|criterion)\n.*?\n```", re.DOTALL)
_COMPARISON = re.compile(r"(?<= )(<=|>=|<|>|=)(?= \d)")
_CONSTANT = re.compile(r"(?<=[<>=] )(\d+(?:\.\d+)?)")
_IS = re.compile(r"\bis (yes|no)\b")
_CONNECTIVE = re.compile(r" (and|or) ")
_GROUP = re.compile(r"^( *-? ?)(any of|none of|all of):$", re.MULTILINE)
_STATUS = re.compile(r"^(\s*)(status): (\w+)$", re.MULTILINE)
_EXPRESSION = re.compile(r"(?<=: )([a-z][\w.]*(?: is [\w ()_,]+)?)$", re.MULTILINE)
_OPERATORS = ("<", "<=", ">", ">=", "=", "!=")


def slips(text: str) -> Iterator[tuple[str, str]]:
    """Every text with one slip in a rule or a named criterion, each with what it is."""
    for block in _BLOCK.finditer(text):
        for changed, says in _slips_of(block.group()):
            yield f"{text[: block.start()]}{changed}{text[block.end() :]}", says


def _slips_of(block: str) -> Iterator[tuple[str, str]]:
    for pattern, others in (
        (_CONSTANT, _other_constants),
        (_COMPARISON, _other_operators),
        (_IS, lambda found: ("is no",) if found.group() == "is yes" else ("is yes",)),
        (_CONNECTIVE, lambda found: (" or ",) if found.group() == " and " else (" and ",)),
        (_GROUP, _other_groups),
        (_STATUS, _other_statuses),
        (_EXPRESSION, lambda found: (f"not ({found.group()})",)),
    ):
        for found in pattern.finditer(block):
            if pattern is not _EXPRESSION or _line(block, found).startswith("- "):
                yield from (_put(block, found, other) for other in others(found))


def _other_constants(found: re.Match[str]) -> tuple[str, ...]:
    value = Decimal(found.group())
    return tuple(str(value + step) for step in map(Decimal, ("-1", "-0.1", "0.1", "1")))


def _other_operators(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(op for op in _OPERATORS if op != found.group())


def _other_groups(found: re.Match[str]) -> tuple[str, ...]:
    kinds = ("any of", "none of", "all of")
    return tuple(f"{found.group(1)}{kind}:" for kind in kinds if kind != found.group(2))


def _other_statuses(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(f"{found.group(1)}status: {status}" for status in STATUSES if status != found.group(3))


def _line(block: str, found: re.Match[str]) -> str:
    return block[block.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0].strip()


def _put(block: str, found: re.Match[str], other: str) -> tuple[str, str]:
    return (
        f"{block[: found.start()]}{other}{block[found.end() :]}",
        f"{_line(block, found)!r}: {found.group().strip()!r} becomes {other.strip()!r}",
    )
