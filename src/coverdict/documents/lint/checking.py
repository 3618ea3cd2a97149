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
from coverdict.documents.lint.policy.agencies import agencies
from coverdict.documents.lint.policy.codes import codes
from coverdict.documents.lint.policy.criteria import criteria
from coverdict.documents.lint.policy.designs import designs
from coverdict.documents.lint.policy.identity import identity
from coverdict.documents.lint.policy.positions import positions
from coverdict.documents.lint.policy.questions import questions
from coverdict.documents.lint.policy.template import template
from coverdict.documents.lint.policy.terms import terms
from coverdict.documents.lint.policy.thresholds import thresholds
from coverdict.documents.lint.policy.wording import wording
from coverdict.documents.lint.prose.survey import Survey, survey
from coverdict.documents.lint.references.authors import authors
from coverdict.documents.lint.references.lists import lists
from coverdict.documents.lint.references.titles import titles
from coverdict.documents.lint.references.uncited import uncited
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
    lists,
    authors,
    uncited,
    titles,
    positions,
    criteria,
    thresholds,
    codes,
    identity,
    agencies,
    terms,
    questions,
    designs,
    template,
    wording,
)


def lint_manuscript(manuscript: Manuscript, rules: Collection[str] = tuple(RULES)) -> tuple[Finding, ...]:
    """What the rules find in a manuscript, in the order of its text; each finding once.

    Arguments:
        rules: ids of the rules to hold against it; all of them without.
    """
    wanted = frozenset(rules)
    seen = survey(manuscript)
    found = {one: None for check in _CHECKS for one in check(seen) if one.rule in wanted}
    return tuple(sorted(found, key=lambda one: (one.span, one.rule)))


NOT_CHECKED = (
    "whether well-formed codes exist (code sets are licensed and change every year; structure and some codes "
    "that had ended are)",
    "whether references say what the text says of them",
)
"""What no rule looks at, in words."""
