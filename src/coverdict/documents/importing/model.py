"""What was read of a document, before it is written as a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from coverdict.documents.importing.located import Cited
from coverdict.documents.importing.words import Position


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a criterion needs and no vocabulary has yet.

    Arguments:
        quote: the source's words for it.
        unit: of a quantity, in UCUM; empty for yes/no and for a number.
    """

    name: str
    type: str
    quote: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A criterion: an expression of the language, with the words that it stands for."""

    expression: str
    quote: str
    cites: Cited


@dataclass(frozen=True, slots=True)
class Missing:
    """A hole in a condition: its name, and what is missing."""

    name: str
    says: str
    cites: Cited


@dataclass(frozen=True, slots=True)
class Joined:
    """Criteria under a connective (`all of`, `any of`, `none of`, `at least 2 of`).

    Arguments:
        quote: the words that announce them.
    """

    connective: str
    parts: tuple[Node, ...]
    quote: str
    cites: Cited


@dataclass(frozen=True, slots=True)
class Unjoined:
    """Criteria of a list that does not say what joins them: an open reading of its own."""

    name: str
    parts: tuple[Node, ...]
    quote: str
    cites: Cited


Node: TypeAlias = "Test | Missing | Joined | Unjoined"


@dataclass(frozen=True, slots=True)
class Stated:
    """A position that the document takes.

    Arguments:
        label: the payer's own word for it.
        when: its conditions, all of which must hold; empty where there is none.
        remainder: whether it speaks of everything that the others leave.
    """

    id: str
    status: Position
    label: str
    quote: str
    cites: Cited
    when: tuple[Node, ...] = ()
    remainder: bool = False


@dataclass(frozen=True, slots=True)
class Hole:
    """What could not be read, of the document as a whole."""

    id: str
    says: str
    cites: Cited | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What the document says and that decides nothing: a note of the language.

    Arguments:
        data: rows of plain texts.
    """

    kind: str
    id: str
    says: str
    cites: Cited | None
    data: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Defined:
    """A term that the document defines by a list; a criterion that others can use."""

    id: str
    title: str
    when: tuple[Node, ...]
    cites: Cited


@dataclass(frozen=True, slots=True)
class Listed:
    """A code that the document lists."""

    system: str
    code: str
    description: str
    label: str
    companion: bool
    approach: str
    cites: Cited


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the policy's history, with its day."""

    day: date
    action: str
    cites: Cited


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the document is.

    Arguments:
        others: labels with values that the language has no key for.
    """

    title: str = ""
    number: str = ""
    publisher: str = ""
    section: tuple[str, str] | None = None
    original: date | None = None
    effective: date | None = None
    until: date | None = None
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was read of a document.

    Arguments:
        sections: title, role and lines of each section, as remarks of the draft.
    """

    identity: Identity
    statements: tuple[Stated, ...]
    definitions: tuple[Defined, ...]
    codes: tuple[Listed, ...]
    history: tuple[Event, ...]
    remarks: tuple[Remark, ...]
    holes: tuple[Hole, ...]
    facts: tuple[Fact, ...]
    sections: tuple[dict[str, str], ...] = field(default_factory=tuple)
