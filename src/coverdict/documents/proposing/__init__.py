"""An optional reader proposes what stands in a draft's holes; its proposals decide nothing by themselves.

A reader is anything that keeps the protocol `Reader`: a language model behind a command, as a rule. It is
off unless the user names one, and nothing here reaches the network. A proposal is kept only when every
sentence that it quotes stands in the source at that very place, and when its value could be right; a kept one
becomes a hole of the draft, until a person has signed it.
"""

from coverdict.documents.proposing.answers import AnswerError, read_answer
from coverdict.documents.proposing.commands import CommandReader, ReaderError
from coverdict.documents.proposing.model import (
    Accepted,
    Answer,
    Asked,
    KnownFact,
    Proposal,
    Proposed,
    ProposedKind,
    Quote,
    Reader,
    Rejected,
    Request,
)
from coverdict.documents.proposing.proposing import propose

__all__ = [
    "Accepted",
    "Answer",
    "AnswerError",
    "Asked",
    "CommandReader",
    "KnownFact",
    "Proposal",
    "Proposed",
    "ProposedKind",
    "Quote",
    "Reader",
    "ReaderError",
    "Rejected",
    "Request",
    "propose",
    "read_answer",
]
