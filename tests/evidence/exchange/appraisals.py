"""A small review, made by hand: five comparisons of complications, as the two documents' own data have them.

The counts are those of the comparison of complications in the evidence room's method; the pooled numbers are
metafor's own (R 4.2.2, metafor 3.8-1), not this program's.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

from coverdict.evidence.appraisal import (
    Appraisal,
    Certainty,
    Holds,
    Rating,
    RatingStep,
    Selected,
    Verdict,
    VerdictStep,
)
from coverdict.evidence.pooled import Absolute, Contribution, Heterogeneity, LeftOut, Pooled, Span, Synthesis
from coverdict.evidence.reviews.model import (
    Fact,
    Override,
    Question,
    Review,
    ReviewOutcome,
    Search,
    Side,
    Threshold,
)
from coverdict.evidence.studies.model import Arm, Cite, Design, Study
from coverdict.text import Place

HERE = Place("by-hand.yaml", 1)
CITE = Cite("first/freezing", 10, 12, "2", "2021-11-01", "first")

# Study, year, events and total of both arms.
COMPLICATIONS = (
    ("wang-2015", "Wang 2015", 2015, (7, 180), (6, 180)),
    ("ko-2020", "Ko 2020", 2020, (7, 25), (21, 31)),
    ("cha-2020", "Cha 2020", 2020, (6, 61), (8, 50)),
    ("joosten-2005", "Joosten 2005", 2005, (9, 30), (3, 28)),
    ("wei-2020", "Wei 2020", 2020, (53, 60), (32, 48)),
)

# metafor's answer by REML with the ad-hoc floor, on the log odds ratio.
REML = {
    "estimate": 0.0936304948337523,
    "se": 0.570022326406648,
    "p": 0.877494399443985,
    "lower": -1.48900520317145,
    "upper": 1.67626619283895,
    "tau2": 1.27195211574961,
    "q": 19.0478310531355,
    "q_p": 0.000769118741455169,
    "i2": 78.8069182216222,
    "h2": 4.71852093271422,
}


def study(name: str, label: str, year: int | None) -> Study:
    """A study with two arms and nothing found."""
    arms = (Arm("cryo", "Cryoablation", "cryoablation", None), Arm("heat", "Heat", "radiofrequency", None))
    return Study(
        id=name,
        label=label,
        pmid={"wang-2015": "25284802", "ko-2020": "33297809"}.get(name, ""),
        year=year,
        title=f"Freezing and heat, {label}",
        design=Design.RANDOMISED if name == "wang-2015" else Design.COMPARATIVE,
        details="",
        prospective=None,
        condition="hepatocellular carcinoma",
        population="People with liver cancer",
        n=None,
        country="",
        center="",
        recruited=None,
        arms=arms,
        results=(),
        bias=(),
        differences=(),
        cites=(CITE,),
        note="",
        place=HERE,
    )


def contribution(
    name: str, label: str, year: int, treated: tuple[int, int], control: tuple[int, int]
) -> Contribution:
    """The log odds ratio of a table without empty cells, and its variance (Woolf)."""
    (a, n), (c, m) = treated, control
    yi = math.log(a * (m - c) / ((n - a) * c))
    vi = 1 / a + 1 / (n - a) + 1 / c + 1 / (m - c)
    reach = 1.959963984540054 * math.sqrt(vi)
    span = Span(math.exp(yi), math.exp(yi - reach), math.exp(yi + reach))
    return Contribution(
        name, label, year, "complications", treated, control, span, yi, vi, 0.2, "", "some", ""
    )


def pooled() -> Pooled:
    return Pooled(
        method="REML",
        interval="Hartung-Knapp, floored",
        span=Span(*(math.exp(REML[name]) for name in ("estimate", "lower", "upper"))),
        estimate=REML["estimate"],
        se=REML["se"],
        p=REML["p"],
        tau2=REML["tau2"],
        prediction=None,
        significant=False,
    )


def complications() -> Synthesis:
    """What metafor makes of the five comparisons."""
    return Synthesis(
        outcome="complications",
        label="Complications",
        measure="odds ratio",
        no_effect=1.0,
        contributions=tuple(contribution(*row) for row in COMPLICATIONS),
        left_out=(LeftOut("dunne-2014", "Dunne 2014", "No numbers are printed."),),
        main=pooled(),
        panel=(pooled(),),
        heterogeneity=Heterogeneity(
            REML["q"], 4, REML["q_p"], REML["i2"], REML["h2"], REML["tau2"], None, None
        ),
        leave_one_out=(),
        cumulative=(),
        influence=(),
        small_studies=(),
        absolute=Absolute(0.2, Span(0.01, -0.1, None), "the median risk under control"),
        information=None,
        notes=("Joosten 2005: the sizes of the arms are derived.",),
    )


def nothing() -> Synthesis:
    """An outcome of which nothing could be pooled."""
    return replace(
        complications(),
        outcome="survival",
        label="Survival after 5 years",
        contributions=(),
        main=None,
        panel=(),
        heterogeneity=None,
        absolute=None,
        notes=("No study reports it as counts.",),
    )


def outcome(synthesis: Synthesis, side: Side) -> ReviewOutcome:
    return ReviewOutcome(
        id=synthesis.outcome,
        label=synthesis.label,
        critical=True,
        health=True,
        side=side,
        measure=synthesis.measure,
        threshold=Threshold(Decimal("0.05"), "By hand."),
        margin=None,
        publication_bias="",
        dose_response="",
        opposing_confounding="",
        rows=(),
        place=HERE,
    )


def override() -> Override:
    reason = "The reviewer has seen the full texts."
    return Override(
        "imprecision", "complications", "-2", "the reviewer on duty", date(2021, 11, 1), reason, HERE
    )


def rating() -> Rating:
    def step(domain: str, change: int, given: Override | None = None) -> RatingStep:
        ruled = change if given is None else -1
        inputs = (("I2", "78.8"),) if domain == "inconsistency" else ()
        return RatingStep(domain, change, f"Because of {domain}.", inputs, "G", "1.0", given, ruled)

    steps = (
        step("start", 2),
        step("risk of bias", -1),
        step("inconsistency", -2),
        step("indirectness", 0),
        step("imprecision", -2, override()),
        step("publication bias", 0),
        step("large effect", 0),
        step("dose-response", 0),
        step("opposing confounding", 0),
    )
    return Rating("complications", "Complications", Certainty.VERY_LOW, steps)


def appraisal() -> Appraisal:
    """The whole review."""
    syntheses = (complications(), nothing())
    studies = tuple(study(name, label, year) for name, label, year, _, _ in COMPLICATIONS)
    dropped = study("dunne-2014", "Dunne 2014", None)
    review = Review(
        id="by-hand",
        title="Freezing or heat, by hand",
        policy="first/freezing",
        version="2021-11-01",
        as_of=None,
        question=Question(
            "People with liver cancer",
            ("hepatocellular carcinoma",),
            "Freezing",
            ("cryoablation",),
            ("Radiofrequency", "Microwaves"),
            ("Complications", "Survival"),
        ),
        search=Search("MEDLINE", None, "", ()),
        principles=(),
        included=(),
        excluded=(),
        cohorts=(),
        outcomes=(outcome(syntheses[0], Side.HARM), outcome(syntheses[1], Side.BENEFIT)),
        regulatory=Fact(True, "Cleared.", ()),
        attainable=Fact(None, "", ()),
        conclusion=None,
        overrides=(),
        method="default",
        cites=(),
        note="",
        place=HERE,
    )
    selection = (
        *(Selected(one, True, "It answers the question.") for one in studies),
        Selected(dropped, False, "It prints no numbers."),
    )
    steps = tuple(
        VerdictStep(f"R{number}", "A step", Holds.NO, "It does not hold.", (), "1.0", None, Holds.NO)
        for number in range(1, 9)
    )
    verdict = Verdict(False, steps, "The evidence is insufficient.", (), ("900 more patients.",))
    return Appraisal(review, (*studies, dropped), selection, syntheses, (rating(),), verdict)
