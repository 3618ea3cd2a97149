"""Plain data as YAML that the language reads back: blocks outside, what is nested in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./]*(?:[ _./-][A-Za-z0-9_./-]*[A-Za-z0-9_])*")
_MEASURED = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?: [A-Za-z][A-Za-z0-9/_]*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = frozenset({"yes", "no", "true", "false", "on", "off", "null", "none", "y", "n"})


class Quoted(str):
    """A text that is written in quotes: other readers of YAML would take it for a number."""

    __slots__ = ()


def scalar(value: object) -> str:
    """One value; what YAML could take otherwise is quoted."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    plain = not isinstance(value, Quoted) and (
        _DATE.fullmatch(text)
        or _MEASURED.fullmatch(text)
        or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS)
    )
    return text if plain else json.dumps(text, ensure_ascii=True)


def in_line(value: object) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(name)}: {in_line(given)}" for name, given in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(in_line(item) for item in value) + "]"
    return scalar(value)


def block(data: Mapping[str, object]) -> list[str]:
    """The lines of a mapping: mappings and lists of mappings one entry a line, all else in one line."""
    lines: list[str] = []
    for name, value in data.items():
        if isinstance(value, Mapping) and value:
            lines.append(f"{scalar(name)}:")
            lines += [f"  {scalar(key)}: {in_line(given)}" for key, given in value.items()]
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            lines.append(f"{scalar(name)}:")
            lines += [f"  - {in_line(item)}" for item in value]
        else:
            lines.append(f"{scalar(name)}: {in_line(value)}")
    return lines
