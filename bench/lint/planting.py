"""One defect put into a document that is right: in its references, or in what it says as a policy."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.lint import in_frame, in_references, in_rules
from bench.lint.drafts import Draft


def _unchanged(_made: Draft, _rng: random.Random) -> None:
    """What needs no preparation."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A defect: what puts it in, the rules of which one should find it, and what is readied in both twins."""

    put: Callable[[Draft, random.Random], None]
    rules: tuple[str, ...]
    ready: Callable[[Draft, random.Random], None] = _unchanged


PLANTS: Mapping[str, Plant] = {
    "list of references missing": Plant(in_references.no_list, ("reference-list-missing",)),
    "entry missing": Plant(in_references.no_entry, ("citation-without-entry",)),
    "entry not cited": Plant(in_references.uncited, ("entry-uncited",)),
    "citation malformed": Plant(in_references.malformed, ("citation-malformed",)),
    "author misspelt": Plant(in_references.other_author, ("author-differs",)),
    "year differs": Plant(in_references.other_year, ("year-differs",)),
    "number twice": Plant(in_references.numbered_twice, ("reference-numbering",)),
    "rate without citation": Plant(in_references.no_citation, ("claim-without-citation",)),
    "sign lost in a title": Plant(in_references.lost_sign, ("sign-lost",), in_references.with_sign),
    "rationale contradicts": Plant(in_rules.rationale_against, ("statement-against-rationale",)),
    "benefits contradict": Plant(in_rules.barred, ("statement-against-benefits",), in_rules.benefits),
    "threshold": Plant(in_rules.bare_threshold, ("threshold-ambiguous",)),
    "no measure": Plant(in_rules.vague, ("vague-term",)),
    "criteria not joined": Plant(in_rules.unjoined, ("criteria-not-joined",)),
    "list lost": Plant(in_rules.lost_list, ("list-lost",)),
    "number announced": Plant(in_rules.miscounted, ("announced-count",), in_rules.counted_list),
    "approach without code": Plant(
        in_rules.one_approach_less, ("approach-without-code",), in_rules.approaches
    ),
    "two descriptors": Plant(
        in_rules.described_otherwise, ("code-two-descriptors",), in_rules.described_twice
    ),
    "code malformed": Plant(in_rules.bad_code, ("code-malformed",)),
    "code ended": Plant(in_rules.ended_code, ("code-ended",)),
    "no policy number": Plant(in_frame.no_number, ("missing-identifier",)),
    "no dates": Plant(in_frame.no_dates, ("missing-effective-date", "missing-review-date")),
    "section empty": Plant(in_frame.empty_section, ("section-empty",)),
    "dates apart": Plant(in_frame.dates_apart, ("dates-disagree",)),
    "search old": Plant(in_frame.old_search, ("search-stale",)),
    "agency misnamed": Plant(in_frame.misnamed, ("agency-misnamed",), in_frame.agency),
    "abbreviation undefined": Plant(in_frame.undefined, ("abbreviation-undefined",)),
    "unit slipped": Plant(in_frame.other_unit, ("unit-slip",), in_frame.with_analyte),
    "range outgrown": Plant(in_frame.range_outgrown, ("range-contradicted",), in_frame.range_said),
    "other population": Plant(in_frame.children, ("population-mismatch",), in_frame.asked),
    "other comparator": Plant(in_frame.other_comparator, ("comparator-mismatch",), in_frame.asked),
    "other outcome": Plant(in_frame.other_outcome, ("outcomes-drift",), in_frame.asked),
    "other design": Plant(in_frame.compared_there, ("design-drift",), in_frame.series_heading),
    "trial denied": Plant(in_frame.trial_denied, ("summary-denies-trial",), in_frame.trial_told),
    "negation": Plant(in_frame.negation, ("negation-garbled",), in_frame.sound_negation),
    "word doubled": Plant(in_frame.doubled, ("word-doubled",)),
    "cohorts overlap": Plant(in_references.same_people, ("cohorts-overlap",), in_references.overlapping),
    "population narrower": Plant(in_references.narrower, ("population-narrower",), in_references.qualified),
    "abbreviation twice": Plant(
        in_frame.spelled_otherwise, ("abbreviation-redefined",), in_frame.spelled_twice
    ),
    "words joined": Plant(in_frame.stuck, ("words-joined",)),
    "days of any kind": Plant(in_frame.any_days, ("days-ambiguous",), in_frame.submitted),
    "bands that touch": Plant(in_frame.touching_bands, ("thresholds-overlap",), in_frame.bands),
    "date referred to": Plant(
        in_frame.no_review, ("date-referred-missing", "missing-review-date"), in_frame.current
    ),
    "section missing": Plant(in_frame.one_missing, ("section-missing",), in_frame.repeated),
    "search without date": Plant(in_frame.undated, ("search-date-missing",), in_frame.many_cited),
    "no diagnosis code": Plant(in_frame.without_diagnosis, ("no-diagnosis-code",)),
}
