"""Values as YAML writes them, so that the project's reader gets back the very text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from coverdict.evidence.exchange.decoding import plain_line

# What YAML reads as it stands: no sign of YAML in it, and no blank at either end.
_PLAIN = re.compile(r"[A-Za-z0-9.](?:[A-Za-z0-9 .()/%+;,=<>_-]*[A-Za-z0-9.)%])?", re.ASCII)
_PLAIN_INSIDE = re.compile(r"[A-Za-z0-9.](?:[A-Za-z0-9 .()/%+;=<>_-]*[A-Za-z0-9.)%])?", re.ASCII)


def scalar(text: str, inside: bool = False) -> str:
    """A text as one scalar: plain where YAML cannot misread it, else in double quotes.

    Arguments:
        text: what is no printable line becomes one.
        inside: whether it stands within braces or brackets, where commas part values.
    """
    line = plain_line(text)
    plain = _PLAIN_INSIDE if inside else _PLAIN
    return line if plain.fullmatch(line) else json.dumps(line, ensure_ascii=False)


def flow(entries: Mapping[str, str]) -> str:
    """A mapping on one line: `{policy: bsc/7.01.75, lines: 111-113}`."""
    return f"{{{', '.join(f'{scalar(key, True)}: {scalar(value, True)}' for key, value in entries.items())}}}"
