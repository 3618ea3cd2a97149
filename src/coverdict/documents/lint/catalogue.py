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
_REFERENCES = (
    ("reference-list-missing", _C, "citations by number, and no list of references"),
    ("citation-without-entry", _C, "a citation of a number that the list does not have"),
    ("entry-uncited", _C, "an entry of the list that nothing cites"),
    ("citation-gap", _C, "a number that is skipped"),
    ("citation-malformed", _C, "a citation whose brackets do not fit, or that holds nothing"),
    ("reference-numbering", _C, "a list of references that skips or repeats a number"),
    ("citation-order", _I, "a citation far ahead of its order"),
    ("author-differs", _C, "an author's name that is another in the list"),
    ("author-not-listed", _Q, "an author whom the list does not have"),
    ("year-differs", _Q, "a year that is another in the list"),
    ("claim-without-citation", _Q, "a rate from the literature without a citation"),
    ("sign-lost", _Q, "a sign of comparison that a title has lost"),
    ("cohorts-overlap", _Q, "studies by the same people, where overlapping ones are said to be excluded"),
    ("population-narrower", _Q, "a population that a study's title narrows and the text does not"),
)
_POLICY = (
    ("statement-against-rationale", _C, "a statement that its own rationale contradicts"),
    ("statement-against-benefits", _C, "a statement that the benefit table contradicts"),
    ("threshold-ambiguous", _C, "a threshold without its comparison, or behind a hedge"),
    ("thresholds-overlap", _Q, "two bands that share their border"),
    ("vague-term", _Q, "a condition without a measure"),
    ("days-ambiguous", _I, "a time limit that does not say which days"),
    ("criteria-not-joined", _Q, "criteria that nothing joins by and or or"),
    ("criteria-unlinked", _Q, "criteria that the statement does not refer to"),
    ("list-lost", _C, "a list that is announced, and does not follow"),
    ("announced-count", _C, "a number announced, and another that follows"),
    ("approach-without-code", _C, "an approach that the text names and no code covers"),
    ("code-two-descriptors", _Q, "one code with two descriptors"),
    ("code-malformed", _C, "a code with the structure of none"),
    ("code-ended", _C, "a code, or a code set, that had ended before the policy"),
    ("no-diagnosis-code", _I, "procedure codes, and no diagnosis code"),
    ("missing-identifier", _Q, "no policy number"),
    ("missing-effective-date", _Q, "no date from which the policy holds"),
    ("missing-review-date", _I, "no date of review, and no history"),
    ("section-empty", _Q, "a section that holds nothing"),
    ("date-referred-missing", _Q, "a date that the text refers to and does not give"),
    ("dates-disagree", _C, "dates that cannot all be"),
    ("search-stale", _Q, "a search of the literature that is much older than the policy"),
    ("search-date-missing", _I, "a review of the literature without a date"),
    ("agency-misnamed", _C, "an agency under a wrong name"),
    ("abbreviation-undefined", _I, "an abbreviation that is never spelled out"),
    ("abbreviation-redefined", _I, "an abbreviation that is spelled out in two ways"),
    ("population-mismatch", _Q, "a study of others than the question asks for"),
    ("population-in-part", _Q, "a study of whom only a part is as the question asks"),
    ("comparator-mismatch", _Q, "a comparison with something that is no comparator of the question"),
    ("outcomes-drift", _Q, "an outcome of the summary that no question names"),
    ("design-drift", _Q, "a study under a heading of another design"),
    ("summary-denies-trial", _Q, "a summary without randomized trials, where the text has one"),
    ("section-missing", _Q, "a section that one part lacks and the others have"),
    ("negation-garbled", _Q, "neither … or, and none … nor"),
    ("word-doubled", _I, "a word that stands twice"),
    ("words-joined", _I, "a word stuck to a number"),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        name: Rule(name, kind, severity, looks_for)
        for kind, rules in (("numbers", _NUMBERS), ("references", _REFERENCES), ("policy", _POLICY))
        for name, severity, looks_for in rules
    }
)
"""Every rule by its id, in the order in which documents and help list them."""
