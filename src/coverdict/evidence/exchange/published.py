"""What a database of literature says of one publication, whatever format it was sent in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coverdict.evidence.exchange.decoding import plain_line
from coverdict.text import Place

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"'<>]+")
_PMID = re.compile(r"[1-9][0-9]{0,8}")
_YEAR = re.compile(r"\D{0,3}((?:1[89]|20)[0-9]{2})(?![0-9])", re.ASCII)
# `Wang CP`: initials without points and after the name, as PubMed's AU field has them.
_INITIALS = re.compile(r"(?P<family>.+) (?P<initials>[^\W\d_a-z]{1,4})(?: (?:Jr|Sr|2nd|3rd|4th|II|III))?")


@dataclass(frozen=True, slots=True)
class Author:
    """An author; `given` is empty where only a name is known, or where a group signed."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        initials = "".join(part[0] for part in re.split(r"[\s.\-]+", self.given) if part)
        return f"{self.family} {initials}".rstrip()


@dataclass(frozen=True, slots=True)
class Published:
    """One publication as a record has it; what the record does not say is empty.

    Arguments:
        authors: in order.
        year: of publication; None where the record has none that can be read.
        title: as published, so never to be copied into the library.
        source: where in the journal, as `61(5):1579-90`.
        kinds: what the database calls it, as `Randomized Controlled Trial` or `JOUR`.
        retracted: what the record says of a retraction; empty where it says nothing.
        place: where the record begins.
    """

    pmid: str
    doi: str
    authors: tuple[Author, ...]
    year: int | None
    title: str
    journal: str
    source: str
    kinds: tuple[str, ...]
    retracted: str
    place: Place

    @property
    def citation(self) -> str:
        """Authors (at most three), journal, year, place and DOI: what a reader looks it up by."""
        names = [str(author) for author in self.authors]
        people = ", ".join(names[:3]) + (", et al" if len(names) > 3 else "")
        where = " ".join(part for part in (self.journal, str(self.year or ""), self.source) if part)
        doi = f"doi:{self.doi}" if self.doi else ""
        return ". ".join(part for part in (people, where, doi) if part)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one file.

    Arguments:
        left_out: tags that the format's description does not have, each with how often it stands there.
    """

    published: tuple[Published, ...]
    left_out: tuple[tuple[str, int], ...]


def author(text: str) -> Author:
    """The author whom `Wang, Chunping`, `Wang CP` or the name of a group names."""
    name = plain_line(text)
    family, comma, given = name.partition(",")
    if comma:
        return Author(family.strip(), given.strip().rstrip(","))
    found = _INITIALS.fullmatch(name)
    return Author(found["family"], " ".join(found["initials"])) if found else Author(name)


def authors(texts: Iterable[str]) -> tuple[Author, ...]:
    """Each author once, in order; texts that hold no name are left out."""
    return tuple(dict.fromkeys(found for text in texts if (found := author(text)).family))


def doi_in(text: str) -> str:
    """The DOI that `text` is or holds, in lower case; empty where there is none."""
    found = _DOI.search(text)
    return found.group().rstrip(".,;").lower() if found else ""


def is_pmid(text: str) -> bool:
    """Whether `text` can be a number in PubMed: digits, the first of them not 0."""
    return _PMID.fullmatch(text) is not None


def year_in(text: str) -> int | None:
    """The year that a date begins with (`2015`, `2015/03/12/`, `c2015`, `2015 Mar`); None where none does."""
    found = _YEAR.match(text.strip())
    return int(found.group(1)) if found else None
