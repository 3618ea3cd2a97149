"""What is wrong, or worth a question, in a payer's document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coverdict.documents.manuscript import Span


class Severity(StrEnum):
    """How sure a finding is."""

    CERTAIN = "certain"  # arithmetic or the text itself shows it
    QUERY = "query"  # a contradiction that the source has to settle
    INFORMATION = "information"  # style, and what is worth knowing


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule.

    Arguments:
        rule: the rule's id, as `percentage-of-count`.
        span: what it is about, in the manuscript's text.
        also: further places that belong to it, as the other side of a contradiction.
        what: what is wrong, as one clause without a full stop.
        computed: what was computed, with its numbers ("502/832 = 60.3 %, not 60.2 %"); else empty.
        right: what would be right; empty where nothing is known.
    """

    rule: str
    severity: Severity
    span: Span
    also: tuple[Span, ...]
    what: str
    computed: str
    right: str
