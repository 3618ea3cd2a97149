"""The codes by which FHIR R5 says what a number is, how it was worked out, and how sure one may be of it.

Source: HL7 FHIR 5.0.0 (R5), the code systems that the bindings of Evidence and EvidenceReport name, all of
them drafts for trial use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverdict.evidence.appraisal import Certainty, RatingStep

TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

STATISTIC = f"{TERMINOLOGY}/statistic-type"
ATTRIBUTE = f"{TERMINOLOGY}/attribute-estimate-type"
MODEL = f"{TERMINOLOGY}/statistic-model-code"
SYNTHESIS = f"{TERMINOLOGY}/synthesis-type"
ROLE = f"{TERMINOLOGY}/variable-role"
CERTAINTY_TYPE = f"{TERMINOLOGY}/certainty-type"
CERTAINTY_RATING = f"{TERMINOLOGY}/certainty-rating"
SECTION = f"{TERMINOLOGY}/evidence-report-section"
FOCUS = f"{TERMINOLOGY}/focus-characteristic-code"

MEASURES: Mapping[str, tuple[str, str]] = {
    "odds ratio": ("C16932", "Odds Ratio"),
    "risk ratio": ("C93152", "Relative Risk"),
    "risk difference": ("0000424", "Risk Difference"),
    "hazard ratio": ("C93150", "Hazard Ratio"),
    "mean difference": ("0000457", "Mean Difference"),
    "proportion": ("C44256", "Proportion"),
}

CONFIDENCE = ("C53324", "Confidence interval")
P_VALUE = ("C44185", "P-value")
TAU2 = ("0000421", "Tau squared")
I2 = ("0000420", "I-squared")
Q = ("0000419", "Cochran's Q statistic")

ESTIMATORS: Mapping[str, tuple[str, str]] = {
    "DL": ("tauDersimonianLaird", "Dersimonian-Laird method"),
    "PM": ("tauPauleMandel", "Paule-Mandel method"),
    "REML": ("tauRestrictedMaximumLikelihood", "Restricted Maximum Likelihood method"),
    "ML": ("tauMaximumLikelihood", "Maximum Likelihood method"),
    "EB": ("tauEmpiricalBayes", "Empirical Bayes method"),
    "HS": ("tauHunterSchmidt", "Hunter-Schmidt method"),
    "SJ": ("tauSidikJonkman", "Sidik-Jonkman method"),
    "HE": ("tauHedges", "Hedges method"),
}
MANTEL_HAENSZEL = ("poolMantelHaenzsel", "Mantel-Haenszel method")  # the code is spelt so
PETO = ("poolPeto", "Peto method")
GLMM = ("poolGeneralizedLinearMixedModel", "Generalized linear mixed model (GLMM)")
INVERSE_VARIANCE = ("poolInverseVariance", "Inverse variance method")
FIXED = ("effectsFixed", "Fixed-effects")
RANDOM = ("effectsRandom", "Random-effects")
HARTUNG_KNAPP = ("hartungKnapp", "Hartung-Knapp adjustment")
FLOORED = ("modifiedHartungKnapp", "Modified Hartung-Knapp adjustment")
META_ANALYSIS = ("metaAnalysis", "Meta-analysis")

_LEVELS: Mapping[Certainty, tuple[str, str]] = {
    Certainty.HIGH: ("high", "High quality"),
    Certainty.MODERATE: ("moderate", "Moderate quality"),
    Certainty.LOW: ("low", "Low quality"),
    Certainty.VERY_LOW: ("very-low", "Very low quality"),
}

_DOMAINS: Mapping[str, tuple[str, str]] = {
    "risk of bias": ("RiskOfBias", "Risk of bias"),
    "inconsistency": ("Inconsistency", "Inconsistency"),
    "indirectness": ("Indirectness", "Indirectness"),
    "imprecision": ("Imprecision", "Imprecision"),
    "publication bias": ("PublicationBias", "Publication bias"),
    "large effect": ("LargeEffect", "Large effect"),
    "dose-response": ("DoseResponseGradient", "Dose response gradient"),
    "opposing confounding": ("PlausibleConfounding", "Plausible confounding"),
}
RATING_UP = frozenset({"large effect", "dose-response", "opposing confounding"})

_CONCERNS = {
    0: ("no-concern", "no serious concern"),
    -1: ("serious-concern", "serious concern"),
    -2: ("very-serious-concern", "very serious concern"),
    -3: ("extremely-serious-concern", "extremely serious concern"),
}
_CHANGES = {
    0: ("no-change", "no change to rating"),
    -1: ("downcode1", "reduce rating: -1"),
    -2: ("downcode2", "reduce rating: -2"),
    -3: ("downcode3", "reduce rating: -3"),
    1: ("upcode1", "increase rating: +1"),
    2: ("upcode2", "increase rating: +2"),
}

Json = dict[str, Any]


def concept(system: str, *codes: tuple[str, str], text: str = "") -> Json:
    """A CodeableConcept with these codes of one system, or with a text alone."""
    coding = [{"system": system, "code": code, "display": display} for code, display in codes]
    return ({"coding": coding} if coding else {}) | ({"text": text} if text else {})


def measure_concept(measure: str) -> Json:
    """What kind of statistic a measure is; a text alone where R5 has no code for it."""
    code = MEASURES.get(measure)
    return concept(STATISTIC, code, text=measure) if code else concept(STATISTIC, text=measure)


def level_concept(certainty: Certainty) -> Json:
    """A level of certainty."""
    return concept(CERTAINTY_RATING, _LEVELS[certainty])


def domain_concept(step: RatingStep) -> Json:
    """The aspect of certainty that a step is about; `start` is in no code system."""
    code = _DOMAINS.get(step.domain)
    return concept(CERTAINTY_TYPE, code) if code else concept(CERTAINTY_TYPE, text=step.domain)


def step_concept(step: RatingStep) -> Json:
    """What a step found: the level it starts from, a concern, or a reason to rate up; and the change."""
    if step.domain == "start":
        known = step.change in tuple(Certainty)
        return level_concept(Certainty(step.change)) if known else concept(CERTAINTY_RATING, text="unknown")
    if step.domain in RATING_UP:
        found = ("present", "present") if step.change > 0 else ("absent", "absent")
    else:
        found = _CONCERNS[max(-3, min(0, step.change))]
    change = _CHANGES[max(-3, min(2, step.change))]
    return concept(CERTAINTY_RATING, found, change)
