"""What a reader is asked, what it answers, and what becomes of that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from coverdict.documents.importing import Imported
from coverdict.documents.importing.located import Sentence


class ProposedKind(StrEnum):
    """What can be proposed for a hole."""

    CRITERION = "criterion"  # an expression of the language
    CODE = "code"  # a code with its system, as `CPT 47381`
    DATE = "date"  # a day, as `2021-11-01`
    STATUS = "status"  # a status that covers nothing
    TEXT = "text"  # words of the source, as a title or a number


# --- what is asked ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A hole of the draft.

    Arguments:
        id: its id or, in a condition, its name.
        says: what is missing.
        section, at: where the importer stood when it could not read on; empty where that is the document as a
            whole.
        sentences: the numbers of the sentences there, from 1.
        takes: the kinds of proposal that it takes.
    """

    id: str
    says: str
    section: str
    at: str
    sentences: tuple[int, ...]
    takes: tuple[ProposedKind, ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that a criterion may use.

    Arguments:
        unit: of a quantity, in UCUM; empty elsewhere.
        options: of a choice or name, its values.
    """

    name: str
    type: str
    label: str
    unit: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is asked about one document.

    Arguments:
        document: the file's name, without its folder.
        sentences: all sentences of the document in order; the first has number 1.
        places: where each of them stands, as `line 12`.
        statuses: the statuses that may be proposed.
    """

    document: str
    sentences: tuple[str, ...]
    places: tuple[str, ...]
    holes: tuple[Asked, ...]
    facts: tuple[KnownFact, ...]
    statuses: tuple[str, ...]


# --- what is answered -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quote:
    """A whole sentence of the source: its number, from 1, and its words."""

    sentence: int
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reader proposes for a hole, with the sentences that say so.

    Arguments:
        kind: one of `ProposedKind`, as text: a reader may write anything.
    """

    hole: str
    kind: str
    value: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A proposal that is not kept.

    Arguments:
        hole, value: as proposed; empty where they could not be read.
        because: why, as one clause without a full stop.
    """

    hole: str
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says.

    Arguments:
        reader: what it calls itself, as a model's name with its version.
        malformed: proposals of which no value could be taken.
    """

    reader: str
    proposals: tuple[Proposal, ...]
    malformed: tuple[Rejected, ...] = ()


class Reader(Protocol):
    """Proposes what stands in the holes of a draft."""

    def read(self, request: Request) -> Answer:
        """The proposals for a document's holes; for as many of them as it likes.

        Errors:
            CoverdictError: there is no answer.
        """


# --- what becomes of it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal that is kept, for a person to look at.

    Arguments:
        id: of the hole that it is in the draft.
        quoted: the source's own sentences, whole.
    """

    id: str
    hole: str
    kind: ProposedKind
    value: str
    quoted: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A draft with what a reader proposed.

    Arguments:
        imported: the draft; every kept proposal is one hole more.
        reader: what the reader calls itself; empty where it was not asked, since there is no hole.
    """

    imported: Imported
    reader: str
    accepted: tuple[Accepted, ...]
    rejected: tuple[Rejected, ...]
