"""Texts from elsewhere, made harmless before they reach a terminal."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """`text` on one line, without characters that could steer a terminal or turn the reading direction."""
    return "".join(character if _harmless(character) else "\N{REPLACEMENT CHARACTER}" for character in text)


def _harmless(character: str) -> bool:
    if " " <= character <= "~":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def one_line(text: str) -> str:
    """`text` with every run of blanks and line ends as one blank, and cleaned."""
    return clean(" ".join(text.split()))
