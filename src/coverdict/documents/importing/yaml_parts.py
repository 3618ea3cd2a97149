"""What a draft writes in YAML and Markdown, safe whatever the source's text holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from coverdict.documents.importing.located import Cited

_LABEL = re.compile(r"[^A-Za-z0-9,()'/ \-]+")
_RESERVED = re.compile(
    r"(?:when|reading|options|hole|cites|note|all of|any of|none of|at least \d+ of|yes|no|true|false|null)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
_LONGEST_QUOTE = 1_200


def clean(text: str) -> str:
    """`text` on one line, without what cannot be printed, and not longer than a quote may be."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return plain if len(plain) <= _LONGEST_QUOTE else f"{plain[:_LONGEST_QUOTE].rstrip()} …"


def quoted(text: str) -> str:
    """`text` as a YAML value in double quotes, which YAML neither cuts nor retypes; `…` for nothing."""
    return json.dumps(clean(text) or "…", ensure_ascii=False)


def label(text: str) -> str:
    """A label of a criterion: the first words, without what YAML or the language would take for its own."""
    plain = " ".join(_LABEL.sub(" ", clean(text)).split())
    if len(plain) > _LONGEST_LABEL:
        plain = plain[:_LONGEST_LABEL].rsplit(" ", 1)[0]
    plain = plain.strip(" ,-/'(")
    if not plain[:1].isalpha() or _RESERVED.fullmatch(plain) or plain.startswith("at least"):
        plain = f"criterion {plain}".strip()
    return plain


def prose(text: str) -> str:
    """The source's words as a quotation in Markdown, in which nothing is markup."""
    plain = clean(text).replace("\\", "\\\\").replace("`", "'").replace("<", "&lt;")
    return "> " + re.sub(r"^([#>+*\-=~|]|\d+[.)])", r"\\\1", plain)


def cites(place: Cited) -> str:
    """`{section: …, item: …, fingerprint: …}`."""
    parts = [f"section: {quoted(place.section)}", f"item: {quoted(place.item)}"]
    if place.fingerprint:
        parts.append(f"fingerprint: {quoted(place.fingerprint)}")
    return "{" + ", ".join(parts) + "}"


def block(kind: str, lines: Iterable[str]) -> list[str]:
    """A fenced block and a blank line."""
    return [f"```yaml {kind}", *lines, "```", ""]


def flow(row: Mapping[str, str]) -> str:
    """A row of texts as a YAML mapping on one line."""
    return "{" + ", ".join(f"{key}: {quoted(value)}" for key, value in row.items()) + "}"
