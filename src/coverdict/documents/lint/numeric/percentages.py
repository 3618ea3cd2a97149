"""Percentages against the counts that they stand for.

A percentage of a known number of people can only take few values (Brown and Heathers, "The GRIM test", Soc
Psychol Personal Sci 2017;8:363). Rates that a model gives (Kaplan-Meier, actuarial, cumulative incidence)
are no such percentages and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.shares import Share, attached_in, shares_in
from coverdict.documents.lint.prose.figures import PEOPLE
from coverdict.documents.lint.prose.studies import Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Span
from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.percentages import (
    Rounding,
    counts_for,
    roundings,
    totals_for,
    truncated_counts,
    truncated_totals,
)

_NEAR = 0.03  # how far off, as a share, a total may lie to be taken for the one that is meant
_WHOLE = re.compile(
    r"(?:(?<![\w.,/])|(?<=\d/))(\d{1,3}(?:,\d{3}){1,2}|\d{1,7})(?!\d|[.,/]\d|\s?%|-?year|-?month)"
)
PEOPLE_ALONE = re.compile(PEOPLE)
_SHARES, _SIBLINGS = 200, 30  # percentages of one study that are looked at, and compared with one of them
_MOST = 60  # whole numbers of one study that are tried as totals


def percentages(survey: Survey) -> Iterator[Finding]:
    """Percentages that do not fit counts and totals, in each study."""
    for study in survey.studies:
        shares = [share for sentence in study.sentences for share in shares_in(sentence)][:_SHARES]
        if shares:
            totals = _totals(study)
            rounds = any(_only_rounds(share, totals) for share in shares)
            for share in shares:
                found = _judge(share, shares, totals, rounds, study)
                if found is not None:
                    yield found
        for sentence in study.sentences:
            for printed, total, span in attached_in(sentence):
                if found := _attached(printed, total, span):
                    yield found


def _totals(study: Study) -> list[int]:
    """Every whole number of the study, and what arms come to together; any may be a total."""
    found: dict[int, None] = {}
    for sentence in study.sentences:
        for match in _WHOLE.finditer(sentence.plain):
            found[int(match[1].replace(",", ""))] = None
    stated = list(found)[:_MOST]
    arms = [one.value for one in study.counts if one.size][:8]
    people = [one.value for one in study.counts if PEOPLE_ALONE.fullmatch(one.who)][:8]
    sums = [a + b for group in (arms, people) for i, a in enumerate(group) for b in group[i + 1 :]]
    rests = [a - b for a in people[:2] for b in people if 0 < b < a / 3]
    return list(dict.fromkeys([*stated, *sums, *rests]))


def _fits(share: Share, total: int) -> frozenset[Rounding]:
    return roundings(share.count, total, share.printed) if total > 0 and share.count <= total else frozenset()


def _only_rounds(share: Share, totals: Sequence[int]) -> bool:
    """Whether a share shows that its writer rounds: rounding fits, and cutting off does not."""
    known = [share.total] if share.total else [total for total in totals if total != share.count]
    ways = [way for total in known if (way := _fits(share, total))]
    return bool(ways) and all(Rounding.TRUNCATED not in way for way in ways)


def _judge(
    share: Share, shares: Sequence[Share], totals: Sequence[int], rounds: bool, study: Study
) -> Finding | None:
    if share.total is not None:
        ways = _fits(share, share.total)
        if not ways:
            return _wrong(share, share.total)
        return _truncated(share, share.total) if ways == {Rounding.TRUNCATED} and rounds else None
    known = [total for total in totals if total != share.count or total == share.begins]
    if share.begins is not None:
        # "Of the N patients …, k (p %)" names its total; only numbers between the two may be another.
        between = share.sentence.plain[: share.span.start - share.sentence.span.start]
        nearer = {int(one[1].replace(",", "")) for one in _WHOLE.finditer(between)}
        known = [total for total in known if total in nearer or total == share.begins]
    fitting = [total for total in known if _fits(share, total)]
    if any(_fits(share, total) != {Rounding.TRUNCATED} for total in fitting):
        return None if share.signed else _unsigned(share)
    if fitting and share.signed:
        return _truncated(share, fitting[0]) if rounds else None
    if not share.signed:
        return _unsigned(share) if share.printed.value <= 100 and _sibling(share, shares) else None
    return _unstated(share, shares, study)


def _wrong(share: Share, total: int, severity: Severity | None = None) -> Finding:
    computed = (
        f"{share.count}/{total} = {_percent(share.count, total, share.printed)} %, not {share.printed.text} %"
    )
    if share.count > total:
        computed = f"{share.count} is more than {total}"
    if needed := _needed(share):
        computed += f"; {share.printed.text} % needs {needed}"
    return finding(
        "percentage-of-count",
        share.span,
        f"{share.printed.text} % is not {share.count} of {total}, however it is rounded",
        computed,
        "put right the count, the total or the percentage",
        severity=severity,
    )


def _truncated(share: Share, total: int) -> Finding:
    return finding(
        "percentage-truncated",
        share.span,
        f"{share.printed.text} % is {share.count} of {total} cut off, where the text around it rounds",
        f"{share.count}/{total} = {_percent(share.count, total, share.printed)} %, cut off "
        f"{share.printed.text} %",
        f"write {_percent(share.count, total, share.printed)} %, or name the total if it is another",
    )


def _unsigned(share: Share) -> Finding:
    return finding(
        "percent-sign-missing",
        share.span,
        f"{share.printed.text} in brackets after a count has no percent sign",
        right=f"write {share.printed.text} % if it is one",
    )


def _sibling(share: Share, shares: Sequence[Share]) -> bool:
    return any(one.sentence is share.sentence and one.signed for one in shares)


def _unstated(share: Share, shares: Sequence[Share], study: Study) -> Finding | None:
    """A share that fits no total in its study."""
    people = list(dict.fromkeys(one.value for one in study.counts if one.value > share.count))[:_MOST]
    if share.begins is not None:
        return _wrong(share, share.begins)
    if not people:
        return None
    rounded, cut = totals_for(share.printed, share.count), truncated_totals(share.printed, share.count)
    siblings = [one for one in shares if one is not share and one.total is None and one.signed][:_SIBLINGS]
    agreeing = {total: sum(bool(_fits(one, total)) for one in siblings) for total in people}
    shared = sorted(
        (total for total in reversed(people) if agreeing[total]), key=lambda total: -agreeing[total]
    )
    for total in shared:
        if any(abs(total - end) <= _NEAR * total for end in _ends(rounded)):
            return _wrong(share, total)
    if rounded and rounded[0] > max(people) and shared:
        return _wrong(share, shared[0])
    if len(people) == 1:
        return _wrong(share, people[0], Severity.QUERY)
    if not rounded and not cut:
        says = f"{share.count} is {share.printed.text} % of no whole number"
    elif not rounded:
        shown = _percent_text(share.count, cut[0], share.printed.decimals + 1)
        says = (
            f"{share.count} is {share.printed.text} % of no whole number; {share.count}/{cut[0]} = "
            f"{shown} %, cut off"
        )
    else:
        says = f"{share.printed.text} % needs {_needed(share)}, which the text does not name"
    beside = ", ".join(
        f"{share.count}/{total} = {_percent(share.count, total, share.printed)} %" for total in people[:3]
    )
    return finding(
        "denominator-not-stated",
        share.span,
        f"of how many {share.shown} is, is not said",
        f"{beside}; {says}",
        "name the number of which it is a percentage",
    )


def _attached(printed: Figure, total: int, span: Span) -> Finding | None:
    if total < 2 or total > 10 ** (2 + printed.decimals) or printed.value > 100:
        return None
    if counts_for(printed, total) or truncated_counts(printed, total):
        return None
    near = round(float(printed.value) * total / 100)
    around = " and ".join(
        f"{count}/{total} = {_percent(count, total, printed)} %"
        for count in (near, near + 1 if near * 100 < printed.value * total else near - 1)
        if 0 <= count <= total
    )
    return finding(
        "percentage-without-count",
        span,
        f"no whole number of {total} is {printed.text} %",
        around,
        "put right the percentage or the number, or say that it is an estimate over time",
    )


def _ends(totals: range) -> tuple[int, ...]:
    return (totals[0], totals[-1]) if totals else ()


def _needed(share: Share) -> str:
    """The totals of which the count is the percentage, in words."""
    totals = totals_for(share.printed, share.count)
    if not totals:
        return ""
    first, last = totals[0], totals[-1]
    return f"a total of {first}" if first == last else f"a total from {first} to {last}"


def _percent(count: int, total: int, like: Figure) -> str:
    return _percent_text(count, total, like.decimals)


def _percent_text(count: int, total: int, decimals: int) -> str:
    return f"{100 * count / total:.{decimals}f}"
