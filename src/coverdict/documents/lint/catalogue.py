"""The rules by id: how sure their findings usually are, and what they look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coverdict.documents.finding import Severity

_C, _Q, _I = Severity.CERTAIN, Severity.QUERY, Severity.INFORMATION


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is.

    Arguments:
        kind: `numbers`, `references` or `policy`.
        severity: of its findings, where the case at hand is no weaker one.
        looks_for: in a few words.
    """

    id: str
    kind: str
    severity: Severity
    looks_for: str


_NUMBERS = (
    ("percentage-of-count", _C, "a percentage that is not its count of its total, however rounded"),
    ("percentage-truncated", _Q, "a percentage cut off where the text around it rounds"),
    ("percentage-without-count", _C, "a percentage of so few people that no whole number of them gives it"),
    ("percent-sign-missing", _Q, "a percentage without its sign"),
    ("denominator-not-stated", _Q, "a count with a percentage of a total that the text does not name"),
    ("group-sum", _C, "groups that do not come to their total"),
    ("parts-of-whole", _Q, "a list of parts that does not come to its whole"),
    (
        "percentages-of-parts",
        _C,
        "percentages of parts that do not come to that of the whole, though their counts do",
    ),
    ("interval-reversed", _C, "an interval that ends before it begins"),
    ("estimate-outside-interval", _C, "an estimate outside of its own interval or range"),
    ("range-symmetric", _Q, "a range whose very middle is the average, as of a confidence interval"),
    ("interval-lopsided", _Q, "a ratio far from the middle of its interval"),
    ("p-against-interval", _Q, "a p value that its interval does not admit"),
    ("dispersion-impossible", _C, "a standard deviation too large for its range"),
    ("p-not-reproduced", _Q, "a p value that no test on the percentages beside it gives"),
    ("matched-size-missing", _Q, "percentages after matching whose groups have no size"),
    ("claim-against-p", _Q, "a claim of significance, or of none, that its p value contradicts"),
    ("claim-against-numbers", _Q, "a claim of no difference between percentages that every test tells apart"),
    ("direction-against-numbers", _Q, "higher or lower, where the numbers say the other"),
    ("unit-slip", _C, "one measure in two units that do not come to the same"),
    ("follow-up-differs", _Q, "two average follow-ups of one study"),
    ("survival-beyond-follow-up", _Q, "survival longer than the longest follow-up"),
    ("series-not-monotone", _C, "survival that rises, or a cumulative rate that falls, with time"),
    ("respectively-mismatch", _Q, "more or fewer rates than the times that they are given for"),
    ("rate-does-not-follow", _Q, "a survival rate said to follow from deaths that leave others alive"),
    ("range-contradicted", _Q, "a range for what was reviewed that a study in the text lies outside of"),
    (
        "jointly-infeasible",
        _C,
        "percentages of a subset that no number of people admits beside those of the whole",
    ),
)
_REFERENCES: tuple[tuple[str, Severity, str], ...] = ()
_POLICY: tuple[tuple[str, Severity, str], ...] = ()

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        id: Rule(id, kind, severity, looks_for)
        for kind, rules in (("numbers", _NUMBERS), ("references", _REFERENCES), ("policy", _POLICY))
        for id, severity, looks_for in rules
    }
)
"""Every rule by its id, in the order in which documents and help list them."""
