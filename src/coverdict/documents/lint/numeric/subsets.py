"""Percentages of a group whose size is not given, against those of the whole that it is part of.

Each may be right as a fraction while no size of the group lets all of them be so together: what follows is
that they are jointly infeasible, not which of them is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.shares import MODELLED, Share, shares_in
from coverdict.documents.lint.prose.figures import FREE, NUMBER, PEOPLE, SIGN, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Span
from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.percentages import counts_for, truncated_counts

_SUBSET = re.compile(
    rf"(?:^|[.;]\s)\s*(?:Among|In|For|Of)\s+(?:the\s+|those\s+)?(?P<who>(?:[A-Za-z\-]+\s+){{0,4}}(?:"
    rf"{PEOPLE}|subgroup|subset)(?:\s+(?:with|of|who)(?:\s+[A-Za-z\-]+){{1,4}})?),"
)
_PERCENT = re.compile(rf"{FREE}(?P<p>{NUMBER}){SIGN}")
_SMALL = word_set(
    "the a an of in for and or with at to by than was were is are who had more less rate rates frequent "
    "after but similar"
)
_LARGEST = 1_000


@dataclass(frozen=True, slots=True)
class _Pair:
    """The percentages of one outcome in the two arms of a subset."""

    words: frozenset[str]
    figures: tuple[Figure, Figure]
    span: Span


def subsets(survey: Survey) -> Iterator[Finding]:
    """Subsets whose percentages no number of people admits, beside the counts of the whole arms."""
    for study in survey.studies:
        wholes = _wholes(study)
        if wholes is None:
            continue
        words, arms, at = wholes
        for sentence in study.sentences:
            match = _SUBSET.search(sentence.plain)
            if not match or sentence.number <= at.number or MODELLED.search(sentence.plain):
                continue
            pairs = _pairs(sentence, match.end())
            if pairs:
                yield from _judge(sentence, match["who"], pairs, words, arms)


def _wholes(study: Study) -> tuple[frozenset[str], tuple[Share, Share], Sentence] | None:
    """Two counts with their totals in one sentence, and the words of their outcome."""
    for sentence in study.sentences:
        stated = [one for one in shares_in(sentence) if one.total is not None and one.count <= one.total]
        if len(stated) == 2:
            return _words(sentence.plain), (stated[0], stated[1]), sentence
    return None


def _pairs(sentence: Sentence, start: int) -> list[_Pair]:
    text = sentence.plain
    found = list(_PERCENT.finditer(text, start))
    if len(found) < 2 or len(found) % 2 or shares_in(sentence):
        return []
    pairs, last = [], start
    for first, second in zip(found[::2], found[1::2], strict=True):
        words = _words(text[last : second.start()])
        pairs.append(
            _Pair(words, (read(first["p"]), read(second["p"])), sentence.at(first.start(), second.end()))
        )
        last = second.end()
    return pairs


def _words(text: str) -> frozenset[str]:
    words = (word.lower().rstrip("s") for word in re.findall(r"[A-Za-z][A-Za-z\-]{2,}", text))
    return frozenset(word for word in words if word not in _SMALL)


def _judge(
    sentence: Sentence, who: str, pairs: Sequence[_Pair], words: frozenset[str], arms: tuple[Share, Share]
) -> Iterator[Finding]:
    # Words that every pair has, such as the names of the arms, do not tell which outcome is meant.
    common = frozenset.intersection(*(pair.words for pair in pairs)) if len(pairs) > 1 else frozenset()
    told = words - common
    whole_pair = max(pairs, key=lambda pair: len(pair.words & told))
    shares_words = bool(whole_pair.words & told)
    for arm, share in enumerate(arms):
        assert share.total is not None
        if share.total > _LARGEST:
            continue
        figures = [pair.figures[arm] for pair in pairs]
        fits = (
            all(_fits(figure, n) for figure in figures)
            and (not shares_words or _room(whole_pair.figures[arm], n, share))
            for n in range(1, share.total + 1)
        )
        if any(fits):
            continue
        shown = " and ".join(f"{figure.text} %" for figure in figures)
        alone = [n for n in range(1, share.total + 1) if _room(whole_pair.figures[arm], n, share)]
        computed = (
            f"{whole_pair.figures[arm].text} % of them beside {share.count} of all {share.total} leaves "
        )
        computed += f"only {_listed(alone)} of them" if alone else "no number of them"
        others = [figure for figure in figures if figure is not whole_pair.figures[arm]]
        if alone and others:
            computed += f", and {others[0].text} % of them is no whole number"
        yield finding(
            "jointly-infeasible",
            sentence.span,
            f"no number of {' '.join(who.split())} admits {shown} beside {share.count} of {share.total} "
            f"in all",
            computed,
            "ask whether all are rates of patients; which of the numbers is wrong cannot be told",
            (share.span,),
        )
        return


def _fits(figure: Figure, size: int) -> bool:
    return bool(counts_for(figure, size)) or bool(truncated_counts(figure, size))


def _room(figure: Figure, size: int, share: Share) -> bool:
    """Whether a subset of this size can have the percentage while the whole has its count."""
    assert share.total is not None
    counts = {*counts_for(figure, size), *truncated_counts(figure, size)}
    return any(0 <= share.count - one <= share.total - size for one in counts)


def _listed(sizes: Sequence[int]) -> str:
    shown = [str(size) for size in sizes[:5]]
    return ", ".join(shown) + (" …" if len(sizes) > 5 else "")
