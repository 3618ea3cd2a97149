"""What a method document holds: every number and rule by which evidence is pooled, rated and concluded from.

Numbers are exact, as written. Each rule has an id, by which the steps of a rating and of a verdict name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from coverdict.evidence.appraisal import Certainty
from coverdict.text import Place


@dataclass(frozen=True, slots=True)
class Pooling:
    """How the results of studies are pooled.

    Arguments:
        level: of every interval, 0 to 1.
        estimator: of the variance between studies, as `REML`.
        interval: `Wald` or `Hartung-Knapp`.
        floored: whether a Hartung-Knapp interval is never narrower than Wald's.
        continuity: what is added to each cell of a table in which a cell is empty.
        prediction_from: the fewest studies for a prediction interval.
        small_studies_from: the fewest studies for tests of effects of small studies.
        regression_from: the fewest studies for a regression of effects on the year.
    """

    level: Decimal
    estimator: str
    interval: str
    floored: bool
    continuity: Decimal
    prediction_from: int
    small_studies_from: int
    regression_from: int


@dataclass(frozen=True, slots=True)
class Information:
    """From what the required information size is computed.

    Arguments:
        alpha: two-sided.
        power: 1 - beta.
        reduction: the relative reduction of risk that is to be found where no threshold of importance is
            stated.
    """

    alpha: Decimal
    power: Decimal
    reduction: Decimal


@dataclass(frozen=True, slots=True)
class Start:
    """Where certainty starts, by the design of the studies; of several designs the lowest counts."""

    rule: str
    says: str
    randomised: Certainty
    comparative: Certainty
    single: Certainty


@dataclass(frozen=True, slots=True)
class RiskOfBias:
    """Rating down for risk of bias.

    Arguments:
        most: studies carry most of the weight when their share is above this, 0 to 1.
        differ: two groups of studies differ when the p value of their difference is below this.
        serious, critical: the levels that certainty loses.
    """

    rule: str
    says: str
    most: Decimal
    differ: Decimal
    serious: int
    critical: int


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Rating down for inconsistency: I² from which on, in percent, and the levels that certainty loses."""

    rule: str
    says: str
    serious_from: Decimal
    serious: int
    very_serious_from: Decimal
    very_serious: int


@dataclass(frozen=True, slots=True)
class Indirectness:
    """Rating down for each part of the question that studies with most of the weight do not meet."""

    rule: str
    says: str
    most: Decimal
    each: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Imprecision:
    """Rating down for imprecision.

    Arguments:
        one, both: the levels lost where the interval crosses one threshold of importance, or both.
        lower, upper: the relative risks that are thresholds where none is stated.
        far: patients are far too few below this part of the required information size.
        far_below: the levels lost then.
    """

    rule: str
    says: str
    one: int
    both: int
    lower: Decimal
    upper: Decimal
    far: Decimal
    far_below: int


@dataclass(frozen=True, slots=True)
class PublicationBias:
    """Rating down for publication bias: suspected by the review, or by Egger's test below this p value."""

    rule: str
    says: str
    suspected: int
    egger: Decimal


@dataclass(frozen=True, slots=True)
class LargeEffect:
    """Rating up for a relative risk at or beyond these numbers."""

    rule: str
    says: str
    large_below: Decimal
    large_above: Decimal
    large: int
    very_large_below: Decimal
    very_large_above: Decimal
    very_large: int


@dataclass(frozen=True, slots=True)
class RatingUp:
    """Rating up for what the review states: a dose-response, or confounding that would hide an effect."""

    rule: str
    says: str
    levels: int


@dataclass(frozen=True, slots=True)
class CertaintyRules:
    """The rules of GRADE."""

    start: Start
    risk_of_bias: RiskOfBias
    inconsistency: Inconsistency
    indirectness: Indirectness
    imprecision: Imprecision
    publication_bias: PublicationBias
    large_effect: LargeEffect
    dose_response: RatingUp
    opposing_confounding: RatingUp


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """One of R1 to R8, in words."""

    id: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Permitting:
    """When evidence permits conclusions (R4).

    Arguments:
        at_least: the certainty of a critical health outcome that suffices.
        rated_up: the certainty that suffices where it was reached by rating up.
        methods_agree: whether an effect counts only where every method of the panel finds it.
    """

    at_least: Certainty
    rated_up: Certainty
    methods_agree: bool


@dataclass(frozen=True, slots=True)
class Concluding:
    """How R8 concludes from the steps before it.

    Arguments:
        must_hold: the criteria; of the rules in one of them, any one suffices.
        at_least: how many of the criteria must hold.
        sufficient, insufficient: the payer's own words for the two conclusions.
        denied_by_insufficient: the statuses of a policy that insufficient evidence contradicts.
        denied_by_sufficient: those that sufficient evidence contradicts.
    """

    must_hold: tuple[tuple[str, ...], ...]
    at_least: int
    sufficient: str
    insufficient: str
    denied_by_insufficient: tuple[str, ...]
    denied_by_sufficient: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictRules:
    """R1 to R8."""

    rules: tuple[VerdictRule, ...]
    permitting: Permitting
    concluding: Concluding

    def rule(self, name: str) -> VerdictRule:
        """The rule of that id, one of R1 to R8."""
        return next(rule for rule in self.rules if rule.id == name)


@dataclass(frozen=True, slots=True)
class Method:
    """The rules and numbers that one payer, or everybody, holds evidence to.

    Arguments:
        id: its name in the library, as `default`.
        version: named by every step that was worked out by it.
        sources: the publications that the rules come from.
    """

    id: str
    title: str
    version: str
    sources: tuple[str, ...]
    pooling: Pooling
    information: Information
    certainty: CertaintyRules
    verdict: VerdictRules
    place: Place
