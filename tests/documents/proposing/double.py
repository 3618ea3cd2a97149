"""A recorded double of the protocol `Reader`: it answers what a file of recorded answers holds, and keeps the
request. It stands for a language model, and is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coverdict.documents.importing import Base, Imported, import_manuscript
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.proposing import (
    Answer,
    Proposal,
    Proposed,
    Quote,
    Reader,
    Request,
    propose,
    read_answer,
)
from coverdict.documents.reading import read_manuscript
from coverdict.language.model import Vocabulary
from coverdict.library import open_library, shipped_folder

HERE = Path(__file__).parent
DOCUMENT = HERE / "pumps.txt"


@dataclass(slots=True)
class RecordedReader:
    """Answers with a recorded file, whatever it is asked."""

    file: Path
    asked: list[Request] = field(default_factory=list)

    def read(self, request: Request) -> Answer:
        self.asked.append(request)
        return read_answer(self.file.read_bytes())


@dataclass(slots=True)
class SaidReader:
    """Answers with what a test writes down."""

    proposals: tuple[Proposal, ...]
    asked: list[Request] = field(default_factory=list)

    def read(self, request: Request) -> Answer:
        self.asked.append(request)
        return Answer("a double", self.proposals)


def base() -> tuple[Vocabulary, ...]:
    """The vocabulary of all requests of the shipped library."""
    return open_library(shipped_folder()).contents.family("core")


def imported(document: Path = DOCUMENT) -> tuple[Manuscript, Imported]:
    """A document, and the draft that the rules alone make of it."""
    manuscript = read_manuscript(document)
    facts = frozenset(fact.name for one in base() for fact in one.facts)
    return manuscript, import_manuscript(manuscript, Base("core", facts))


def proposed(reader: Reader, document: Path = DOCUMENT) -> Proposed:
    """What becomes of a reader's proposals for a document."""
    manuscript, draft = imported(document)
    return propose(draft, manuscript, base(), reader)


def sentence(number: int) -> str:
    """The words of a sentence of the document."""
    reader = SaidReader(())
    proposed(reader)
    return reader.asked[0].sentences[number - 1]


def quoting(number: int) -> tuple[Quote, ...]:
    """A true quote of one sentence."""
    return (Quote(number, sentence(number)),)
