"""Holding all rules against a manuscript."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.catalogue import RULES
from coverdict.documents.lint.numeric.claims import claims
from coverdict.documents.lint.numeric.follow_up import follow_up
from coverdict.documents.lint.numeric.groups import groups
from coverdict.documents.lint.numeric.intervals import intervals
from coverdict.documents.lint.numeric.parts import parts
from coverdict.documents.lint.numeric.percentages import percentages
from coverdict.documents.lint.numeric.ranges import ranges
from coverdict.documents.lint.numeric.reported_p import matched_p, reported_p
from coverdict.documents.lint.numeric.series import series
from coverdict.documents.lint.numeric.subsets import subsets
from coverdict.documents.lint.numeric.units import units
from coverdict.documents.lint.prose.survey import Survey, survey
from coverdict.documents.manuscript import Manuscript

_CHECKS: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    percentages,
    groups,
    parts,
    intervals,
    reported_p,
    matched_p,
    claims,
    units,
    follow_up,
    series,
    ranges,
    subsets,
)


def lint(manuscript: Manuscript, rules: Collection[str] = tuple(RULES)) -> tuple[Finding, ...]:
    """What the rules find in a manuscript, in the order of its text; each finding once.

    Arguments:
        rules: ids of the rules to hold against it; all of them without.
    """
    wanted = frozenset(rules)
    seen = survey(manuscript)
    found = {one: None for check in _CHECKS for one in check(seen) if one.rule in wanted}
    return tuple(sorted(found, key=lambda one: (one.span, one.rule)))
