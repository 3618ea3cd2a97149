"""Making a finding: its severity comes from the catalogue, unless the case at hand is a weaker one."""

from __future__ import annotations

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.catalogue import RULES
from coverdict.documents.manuscript import Span


def finding(
    rule: str,
    span: Span,
    what: str,
    computed: str = "",
    right: str = "",
    also: tuple[Span, ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding of the rule with this id.

    Arguments:
        severity: where this case is not as sure as the rule's findings usually are.

    Errors:
        KeyError: no such rule.
    """
    return Finding(rule, severity or RULES[rule].severity, span, also, what, computed, right)
