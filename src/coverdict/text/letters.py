"""Letters that a reader can see, for texts from elsewhere."""

from __future__ import annotations

import unicodedata


def harmless(text: str) -> str:
    """`text` with blanks for all that is blank, and without what cannot be seen or turns the direction."""
    return "".join(map(_harmless, text))


def _harmless(letter: str) -> str:
    if " " <= letter <= "~":
        return letter
    if letter.isspace():
        return " "
    hidden = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "\N{REPLACEMENT CHARACTER}" if hidden else letter
