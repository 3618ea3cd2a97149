"""p values that no test reproduces, and sizes after matching that are not said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.comparisons import (
    MATCHED,
    MODEL,
    Arms,
    Comparison,
    arms_of,
    comparisons_in,
)
from coverdict.documents.lint.numeric.reproducing import (
    MOST_TABLES,
    counts_of,
    gives,
    quick_tests_on,
    splits_of,
    tables_of,
    tests_on,
)
from coverdict.documents.lint.prose.survey import Survey
from coverdict.evidence.studies.two_by_two import Table, p_values

_SIGNIFICANT = 0.05
_FEW, _EXACT = 60, 400  # tables whose exact tests are always, and at most, worked out
_FACTOR = 6.0  # by which exact tests may lie beyond those that need no sum over tables
_APART = 2.0  # how far, as a ratio, a p value of rates over time may lie from that of the last rates
_RIGHT = "ask which test it was, and of what: patients, lesions or procedures"


def reported_p(survey: Survey) -> Iterator[Finding]:
    """Every p value beside two percentages, against all tests on all counts that they admit."""
    for study in survey.studies:
        arms: Arms | None = None
        for sentence in study.sentences:
            for one in comparisons_in(sentence):
                if one.p is None or MODEL.search(one.clause):
                    continue
                arms = arms or arms_of(study)
                found = _judge(one, arms)
                if found is not None:
                    yield found


def _judge(one: Comparison, arms: Arms) -> Finding | None:
    if one.totals[0] is not None and one.totals[1] is not None:
        return _against(one, tables_of(one.figures, one.counts, (one.totals[0], one.totals[1])))
    if MATCHED.search(one.sentence.plain):
        return _matched(one, arms)
    if one.over_time:
        return _over_time(one, arms)
    if arms.sizes is not None:
        swapped = (arms.sizes[1], arms.sizes[0])
        tables = list(chain(*(tables_of(one.figures, one.counts, sizes) for sizes in (arms.sizes, swapped))))
        return _against(one, tables) if tables else None
    if arms.total is not None:
        return _against(one, splits_of(one.figures, one.counts, arms.total), arms.total)
    return None


def _against(one: Comparison, tables: Iterable[Table], total: int | None = None) -> Finding | None:
    """A finding where no test on any of the tables gives the p value."""
    assert one.p is not None
    printed = float(one.p.figure.value)
    found: list[float] = []
    unsure: list[Table] = []
    for number, table in enumerate(tables):
        if number >= MOST_TABLES:
            return None
        values = quick_tests_on(table).values()
        if any(gives(value, one.p) for value in values):
            return None
        found += values
        if values and (number < _FEW or min(values) / _FACTOR <= printed <= max(values) * _FACTOR + 1e-3):
            unsure.append(table)
    for table in unsure[:_EXACT]:
        values = tests_on(table).values()
        if any(gives(value, one.p) for value in values):
            return None
        found += values
    if not found or len(unsure) > _EXACT:
        return None
    of = (
        f"over every division of {total} into two groups that admits both percentages"
        if total
        else "on these counts"
    )
    return finding(
        "p-not-reproduced",
        one.span,
        f"no test gives p {one.p.sign} {one.p.figure.text} for {one.shown}",
        f"{of}, tests give p from {_shown(min(found))} to {_shown(max(found))}",
        _RIGHT,
    )


def _matched(one: Comparison, arms: Arms) -> Finding | None:
    """After matching, the groups have other sizes; where none is given, percentages may tell the smallest."""
    sentence = one.sentence
    if "n=" in sentence.plain.replace(" ", "") and sentence.plain.find("n") > sentence.plain.find("match"):
        return None
    if arms.sizes is None:
        return None
    orders = (arms.sizes, (arms.sizes[1], arms.sizes[0]))
    if any(
        all(counts_of(figure, None, size) for figure, size in zip(one.figures, order, strict=True))
        for order in orders
    ):
        return None
    sizes = [
        n for n in range(2, min(arms.sizes) + 1) if all(counts_of(figure, None, n) for figure in one.figures)
    ]
    shown = f"neither {arms.sizes[0]} nor {arms.sizes[1]} admits {one.shown}"
    if sizes:
        shown += f"; the smallest equal groups that do have {sizes[0]} each"
    return finding(
        "matched-size-missing",
        one.span,
        "the sizes of the groups after matching are not given",
        shown,
        "give the number of patients in each matched group",
    )


def matched_p(survey: Survey) -> Iterator[Finding]:
    """p values after matching, against all equal groups that the percentages admit."""
    for study in survey.studies:
        for sentence in study.sentences:
            if not MATCHED.search(sentence.plain):
                continue
            for one in comparisons_in(sentence):
                arms = arms_of(study)
                if one.p is None or arms.sizes is None or _matched(one, arms) is None:
                    continue
                tables = [
                    table
                    for n in range(2, min(arms.sizes) + 1)
                    for table in tables_of(one.figures, one.counts, (n, n))
                ]
                found = _against(one, tables) if tables else None
                if found is not None:
                    yield found


def _over_time(one: Comparison, arms: Arms) -> Finding | None:
    """Rates over time: a test on the times may differ, so only what lies far off counts."""
    if arms.sizes is None or one.p is None or one.p.sign != "=":
        return None
    found: list[float] = []
    for sizes in (arms.sizes, (arms.sizes[1], arms.sizes[0])):
        events = tuple(
            round(float(figure.value) * n / 100) for figure, n in zip(one.figures, sizes, strict=True)
        )
        found += p_values(Table((events[0], events[1]), sizes)).values()
    if not found:
        return None
    printed = float(one.p.figure.value)
    above = printed < _SIGNIFICANT < min(found) and min(found) > _APART * printed
    below = max(found) < _SIGNIFICANT < printed and printed > _APART * max(found)
    if not above and not below:
        return None
    return finding(
        "p-not-reproduced",
        one.span,
        f"p = {one.p.figure.text} is far from what the last rates, {one.shown}, come to",
        f"taken as fractions of {arms.sizes[0]} and {arms.sizes[1]}, they give p from "
        f"{_shown(min(found))} to {_shown(max(found))}",
        "ask which test it was; one on the times may differ",
    )


def _shown(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value >= 0.001 else "below .001"
