"""What a study is called in the library, and by readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from coverdict.evidence.exchange.decoding import plain_line
from coverdict.evidence.exchange.published import Published

_LONGEST = 40  # letters of a family name that a name takes over
_MOST = 100  # letters of a name
_FOLDED = str.maketrans({"ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def study_label(record: Published) -> str:
    """How a reader cites the study: `Wang 2015`; by its PMID or its title where nobody signed."""
    if record.authors:
        first = record.authors[0].family
    elif record.pmid:
        first = f"PMID {record.pmid}"
    else:
        first = " ".join(record.title.split()[:4]) or "Without author"
    return plain_line(f"{first[:_LONGEST]} {record.year or ''}")


class Names:
    """Gives studies names that no other study has.

    Arguments:
        taken: the names that studies have already.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def of(self, record: Published) -> str:
        """A new name for this study: letters of ASCII, digits and hyphens, as `wang-2015`, `wang-2015-2`."""
        name = slug(study_label(record))
        if not re.search(r"[a-z]", name):  # a name in letters that ASCII does not have
            name = f"pmid-{record.pmid}" if record.pmid else f"study-{name}".rstrip("-")
        number = self._last.get(name, 0) + 1
        while (found := name if number == 1 else f"{name}-{number}") in self._taken:
            number += 1
        self._last[name] = number
        self._taken.add(found)
        return found


def slug(text: str) -> str:
    """`text` in small letters of ASCII, digits and hyphens, at most 100; empty where nothing is left."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    plain = folded.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MOST].strip("-")
