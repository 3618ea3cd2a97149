"""What a comparison comes to, in sentences that somebody understands who has read neither text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from coverdict.analysis.comparing.comparison import Comparison, Seen
from coverdict.analysis.joint import Pair, Share
from coverdict.analysis.percents import share_words
from coverdict.analysis.ranks import Verdict
from coverdict.analysis.standing import rank_difference, standings
from coverdict.analysis.words import Clause
from coverdict.pages.typical import typical
from coverdict.pages.wording import Facts, answered, capital, phrase, plain, quoted, status_words
from coverdict.text import counted, listed

MOST_CLAUSES = 7
"""Conditions that a sentence names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Called:
    """What the two texts are called within a sentence: `the policy of Blue Shield of California`."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Direction:
    """How the patients are spoken of for whom one of the two is the more permissive.

    Arguments:
        sign: 1 where that is the first, -1 where it is the second.
        subjects: what the two are called in the sentences under the title.
        leads: which of them is spoken of first.
    """

    sign: int
    title: str
    subjects: Called
    leads: Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the two say differently, and for whom.

    Arguments:
        says: what each of them does, as a sentence.
        whom: a condition under which that is so, as a sentence; empty where no region was described.
        region: the number of the region that shows all of it; 0 where none does.
    """

    says: str
    whom: str
    share: str
    region: int


@dataclass(frozen=True, slots=True)
class Way:
    """The patients for whom the two differ in one direction: 1 where the first is the more permissive."""

    title: str
    share: str
    direction: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class LineSentence:
    """Lines of business, and what the two positions come to for their members."""

    lines: str
    says: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The first screen of a page."""

    headline: str
    lead: str
    ways: tuple[Way, ...]
    lines: tuple[LineSentence, ...]
    rest: tuple[str, ...]


def comparison_summary(found: Comparison) -> Summary:
    """When two texts differ, and for whom."""
    called = called_of(found)
    directions = (
        Direction(1, f"Only {called.first} speaks for the service", Called("it", "the other"), "first"),
        Direction(-1, f"Only {called.second} speaks for the service", Called("the other", "it"), "second"),
    )
    return Summary(
        *_verdict(found, called),
        ways=ways(found, directions),
        lines=line_sentences(found, called),
        rest=tuple(rest(found)),
    )


def called_of(found: Comparison) -> Called:
    """The two by their publishers, where that tells them apart; else by their names."""
    first, second = found.first, found.second
    if (first.kind, first.name) == (second.kind, second.name):
        return Called("the first text", "the second text")
    if first.publisher == second.publisher:
        return Called(_by_name(first), _by_name(second))
    return Called(*(_by_publisher(seen) if seen.publisher else _by_name(seen) for seen in (first, second)))


def _by_publisher(seen: Seen) -> str:
    return f"the {seen.kind} of {seen.publisher}"


def _by_name(seen: Seen) -> str:
    return f"the {seen.kind} {seen.name}"


def _verdict(found: Comparison, called: Called) -> tuple[str, str]:
    """The verdict as a headline, and what it means."""
    if found.verdict == "incomparable":
        return (
            "Neither is the more permissive for everybody.",
            "For some patients only the first speaks for the service, for others only the second.",
        )
    if found.verdict == "equivalent":
        return _equivalent(found, called)
    more, less = (
        (called.first, called.second)
        if found.verdict == "first more permissive"
        else (called.second, called.first)
    )
    return (
        f"{capital(more)} is the more permissive.",
        f"For some patients it speaks for the service and {less} does not. It is never the other way round.",
    )


def _equivalent(found: Comparison, called: Called) -> tuple[str, str]:
    both = f"{capital(called.first)} and {called.second}"
    guideline = "guideline" in (found.first.kind, found.second.kind)
    if not found.pairs:
        return "There is nobody to compare.", "What is said of the findings rules every patient out."
    if found.silent and not found.agreed:
        return "There is nothing to compare.", f"{both} never speak of the same patients."
    if found.silent:
        return "The two never contradict each other.", f"{both} agree wherever both of them say something."
    if not found.same_words:
        return (
            "The two differ in words alone.",
            f"{both} speak for the service for the very same patients, though not always in the same words.",
        )
    if guideline:
        return "The two agree on everybody.", f"{both} speak for the service for the very same patients."
    return "The two say the same of everybody.", f"{both} give every patient the same answer."


# --- for whom -----------------------------------------------------------------------------------------


def ways(found: Comparison, directions: Iterable[Direction]) -> tuple[Way, ...]:
    """The directions in which the two differ, the larger first."""
    of = {
        each: tuple(pair for pair in found.opposed if rank_difference(pair) == each.sign)
        for each in directions
    }
    return tuple(
        Way(each.title, shares(found, pairs), each.sign, tuple(points(found, each, pairs)))
        for each, pairs in sorted(of.items(), key=lambda item: -found.share(item[1]))
        if pairs
    )


def points(found: Comparison, direction: Direction, pairs: Sequence[Pair]) -> Iterable[Point]:
    """The pairs, those that say the same put together, with a condition for each of the largest."""
    number_of = {region.pair: number for number, region in enumerate(found.regions)}
    said: dict[str, list[Pair]] = {}
    for pair in pairs:
        said.setdefault(_says(pair, direction), []).append(pair)
    before: tuple[Clause, ...] = ()
    for says, alike in said.items():
        number = next((number_of[pair] for pair in alike if pair in number_of), None)
        clauses = () if number is None else typical(found.regions[number], found.facts)
        yield Point(
            says,
            "" if number is None else for_whom(clauses, before, found.facts),
            shares(found, alike),
            0 if number is None else number + 1,
        )
        before = clauses or before


def _says(pair: Pair, direction: Direction) -> str:
    """What both do, as a sentence."""
    first, second = standings(pair)
    sides = [
        f"{direction.subjects.first} {status_words(first.says)}",
        f"{direction.subjects.second} {status_words(second.says)}",
    ]
    ordered = sides if direction.leads == "first" else reversed(sides)
    return f"{capital('; '.join(ordered))}."


def for_whom(clauses: Sequence[Clause], before: Sequence[Clause], facts: Facts) -> str:
    """The condition as a sentence.

    Arguments:
        before: that of the sentence before; what both say is not said again where it is most of it.
    """
    if not clauses:
        return "That is so for every patient."
    kept = [clause for clause in clauses if clause not in before]
    subjects = {clause.subject for clause in clauses}
    as_before = len(kept) * 2 <= len(clauses) and all(clause.subject in subjects for clause in before)
    if as_before and kept and before:
        return f"For example, all else being the same, when {_all_of(kept, facts)}."
    return f"For example when {_all_of(clauses, facts)}."


def _all_of(clauses: Sequence[Clause], facts: Facts) -> str:
    """`a, b and c`, `a, and “b” and “c” are answered yes`, or `a, b, and 3 more conditions hold`."""
    shown = clauses if len(clauses) <= MOST_CLAUSES + 1 else clauses[:MOST_CLAUSES]
    answers = [answered(clause, facts) for clause in shown]
    parts = [phrase(clause, facts) for clause, answer in zip(shown, answers, strict=True) if answer is None]
    for wanted in ("yes", "no"):
        labels = [
            quoted(clause.label) for clause, answer in zip(shown, answers, strict=True) if answer == wanted
        ]
        if labels:
            parts.append(f"{listed(labels)} {'is' if len(labels) == 1 else 'are'} answered {wanted}")
    if len(shown) < len(clauses):
        parts.append(f"{counted(len(clauses) - len(shown), 'more condition')} hold")
    if len(parts) == len(clauses) or len(parts) < 2:
        return listed(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def shares(found: Comparison, pairs: Sequence[Pair]) -> str:
    """What part of all combinations some pairs have together, in words."""
    each = [found.pairs[pair] for pair in pairs]
    part = sum((share.part for share in each), Fraction(0))
    return share_words(Share(part, found.counted, max((share.of for share in each), default=0)))


# --- lines of business, and the rest --------------------------------------------------------------------


def line_sentences(found: Comparison, called: Called) -> tuple[LineSentence, ...]:
    """The lines of business by what the positions come to for their members."""
    by_verdict: dict[Verdict, list[str]] = {}
    for line in found.lines:
        by_verdict.setdefault(line.position, []).append(line.label or plain(line.name))
    return tuple(
        LineSentence(listed(labels), position_words(verdict, called))
        for verdict, labels in by_verdict.items()
    )


def position_words(verdict: Verdict, called: Called) -> str:
    """A verdict as a sentence without its end."""
    return {
        "equivalent": "neither is the more permissive",
        "first more permissive": f"{called.first} is the more permissive",
        "second more permissive": f"{called.second} is the more permissive",
        "incomparable": "each is the more permissive for some patients",
    }[verdict]


def rest(found: Comparison) -> Iterable[str]:
    """What there is beside the patients for whom the two are opposed, the largest part first."""
    groups: list[tuple[str, tuple[Pair, ...]]] = [
        ("For {share} both speak for the service, in different words: {words}.", _renamed(found, 1)),
        ("For {share} neither speaks for the service, in different words: {words}.", _renamed(found, 0)),
        ("Of {share} the guideline says nothing.", found.silent),
        ("For {share} the two agree: {words}.", found.agreed if found.share(found.agreed) < 1 else ()),
    ]
    for sentence, pairs in sorted(groups, key=lambda group: -found.share(group[1])):
        if pairs:
            yield sentence.format(share=shares(found, pairs), words=_words_of(pairs))
    if found.pairs and not found.agreed and not found.silent:
        yield "Of no patient do the two say the same in the same words."


def _renamed(found: Comparison, rank: int) -> tuple[Pair, ...]:
    return tuple(pair for pair in found.renamed if standings(pair)[0].rank == rank)


def _words_of(pairs: Iterable[Pair]) -> str:
    """`“a” and “b”; “c”`: what pairs say, each once."""
    said = dict.fromkeys(
        listed(dict.fromkeys(quoted(plain(standing.says)) for standing in standings(pair))) for pair in pairs
    )
    return "; ".join(said)


def how_shares(found: Comparison) -> str:
    """How the shares of a comparison are meant, in short."""
    if found.counted:
        return "Shares are of all combinations of findings that the rules tell apart, not of patients."
    drawn = max((share.of for share in found.pairs.values()), default=0)
    return (
        f"Shares are estimated from {drawn:,} combinations of findings drawn at random. "
        "They are not shares of patients."
    )
