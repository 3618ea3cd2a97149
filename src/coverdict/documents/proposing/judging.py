"""What is kept of a reader's answer: proposals whose every sentence is the source's, and that could be right.

A quote is a whole sentence, so that no "not" can be left out of it, and has to stand where the reader says it
stands. Sentences are compared as everywhere in the house, by `coverdict.text.normalise`; what the draft shows
is the source's own text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from coverdict.documents.importing.located import Sentence
from coverdict.documents.importing.words import DELEGATES, FAVOURABLE, Position
from coverdict.documents.proposing.criteria import wrong_criterion
from coverdict.documents.proposing.model import (
    Accepted,
    Answer,
    Asked,
    Proposal,
    ProposedKind,
    Quote,
    Rejected,
)
from coverdict.documents.proposing.verbatim import days_in, holds, is_code_in
from coverdict.language import Environment
from coverdict.text import did_you_mean, listed, normalise

STATUSES = tuple(position.value for position in Position if position not in FAVOURABLE)
"""The statuses that may be proposed: what nobody could read never becomes coverage."""

MOST_QUOTES = 8
"""Sentences behind one proposal."""

MOST_FOR_ONE = 3
"""Proposals kept for one hole; more are no help to a person."""

LONGEST_VALUE = 1_000
"""Characters of a value."""

_SLACK = 64  # characters by which a quote may be longer than its sentence, for blanks and markup


class _RefusedError(Exception):
    """Why a proposal is not kept."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What proposals are held against.

    Arguments:
        sentences: of the source, in order.
        holes: of the draft, by id.
        environment: the names that a criterion may use.
    """

    sentences: Sequence[Sentence]
    holes: dict[str, Asked]
    environment: Environment


@dataclass(frozen=True, slots=True)
class Judged:
    """The proposals that are kept, and the others with the reasons."""

    accepted: tuple[Accepted, ...]
    rejected: tuple[Rejected, ...]


def judged(answer: Answer, ground: Ground) -> Judged:
    """Each proposal of an answer, kept or rejected; an answer can do no more than fill these two lists."""
    accepted: list[Accepted] = []
    rejected = list(answer.malformed)
    names = (name for number in count(1) if (name := f"proposal-{number}") not in ground.holes)
    seen: set[tuple[str, str, str]] = set()
    kept: Counter[str] = Counter()
    for proposal in answer.proposals:
        try:
            key = (proposal.hole, proposal.kind, " ".join(proposal.value.split()))
            if key in seen:
                raise _RefusedError("it was proposed before")
            if kept[proposal.hole] == MOST_FOR_ONE:
                raise _RefusedError(f"{MOST_FOR_ONE} proposals for this hole are kept already")
            kind, quoted = _examined(proposal, ground)
        except _RefusedError as refused:
            rejected.append(Rejected(proposal.hole[:100], proposal.value[:100], str(refused)))
        else:
            seen.add(key)
            kept[proposal.hole] += 1
            accepted.append(Accepted(next(names), proposal.hole, kind, proposal.value.strip(), quoted))
    return Judged(tuple(accepted), tuple(rejected))


def _examined(proposal: Proposal, ground: Ground) -> tuple[ProposedKind, tuple[Sentence, ...]]:
    """The kind of a proposal and the sentences that it quotes.

    Errors:
        _RefusedError: it is not kept.
    """
    hole = ground.holes.get(proposal.hole)
    if hole is None:
        near = did_you_mean(proposal.hole, ground.holes)
        raise _RefusedError(f"the draft has no such hole; {near}" if near else "the draft has no such hole")
    kind = next((one for one in hole.takes if one.value == proposal.kind), None)
    if kind is None:
        takes = listed((one.value for one in hole.takes), "or")
        raise _RefusedError(f"the hole takes a {takes}, not {proposal.kind[:40]!r}")
    value = proposal.value.strip()
    if not value or len(value) > LONGEST_VALUE or not value.isprintable():
        raise _RefusedError(
            f"the value is no line of at most {LONGEST_VALUE:,} characters that can all be seen"
        )
    if not 1 <= len(proposal.quotes) <= MOST_QUOTES:
        raise _RefusedError(
            f"it quotes {len(proposal.quotes)} sentences; 1 to {MOST_QUOTES} have to stand behind it"
        )
    quoted = tuple(_sentence(quote, ground.sentences) for quote in proposal.quotes)
    wrong = _wrong_value(kind, value, [one.text for one in quoted], ground.environment)
    if wrong:
        raise _RefusedError(wrong)
    return kind, quoted


def _sentence(quote: Quote, sentences: Sequence[Sentence]) -> Sentence:
    """The sentence that a quote names, if these are its words."""
    if not 1 <= quote.sentence <= len(sentences):
        raise _RefusedError(f"the source has no sentence {quote.sentence}; it has {len(sentences)}")
    sentence = sentences[quote.sentence - 1]
    if not quote.words.strip():
        raise _RefusedError(f"the quote of sentence {quote.sentence} is empty")
    # What is much longer is another text, and normalising it would only take time.
    long = len(quote.words) > 2 * len(sentence.text) + _SLACK
    if long or (quote.words != sentence.text and normalise(quote.words) != normalise(sentence.text)):
        raise _RefusedError(f"sentence {quote.sentence} of the source does not say that, or not that alone")
    return sentence


def _wrong_value(kind: ProposedKind, value: str, quoted: Sequence[str], environment: Environment) -> str:
    """What is wrong with a value, beside the sentences that are quoted for it; empty where nothing is."""
    match kind:
        case ProposedKind.CRITERION:
            return wrong_criterion(value, quoted, environment)
        case ProposedKind.STATUS:
            return _wrong_status(value, quoted)
        case ProposedKind.DATE:
            return "" if value in days_in(quoted) else "no sentence quoted names that day, as YYYY-MM-DD"
        case ProposedKind.CODE:
            return (
                "" if is_code_in(value, quoted) else "no sentence quoted holds that code; write SYSTEM CODE"
            )
        case ProposedKind.TEXT:
            return "" if holds(quoted, value) else "no sentence quoted holds those words"


def _wrong_status(value: str, quoted: Sequence[str]) -> str:
    if value in {position.value for position in FAVOURABLE}:
        return "what was not read never becomes coverage: a person alone may write that status"
    if value not in STATUSES:
        return f"no such status may be proposed; {did_you_mean(value, STATUSES)}"
    if value != Position.DELEGATED and any(DELEGATES.search(sentence) for sentence in quoted):
        return "the source leaves this to others, so it stays delegated"
    return ""
