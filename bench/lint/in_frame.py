"""Defects of identity, terms, questions and designs, put into a document that is right."""

from __future__ import annotations

import random

from bench.lint.drafts import Draft, Part
from bench.lint.words import pick


def _without(made: Draft, *words: str) -> None:
    made.pairs = [pair for pair in made.pairs if not any(word in pair[0] for word in words)]


def no_number(made: Draft, _rng: random.Random) -> None:
    _without(made, "Policy Number", "Policy #", "Reference Number")


def no_dates(made: Draft, _rng: random.Random) -> None:
    _without(made, "Effective", "Origination", "Review")
    made.parts = [part for part in made.parts if part.role != "history"]


def empty_section(made: Draft, rng: random.Random) -> None:
    made.part("regulatory").paragraphs = [rng.choice(("N/A", "TBD", "None"))]


def dates_apart(made: Draft, rng: random.Random) -> None:
    label, value = made.pairs[1]
    if rng.random() < 0.5:
        made.pairs[1] = (label, f"{value[:6]}2012")
    else:
        rows = made.part("history").rows
        rows[2], rows[3] = rows[3], rows[2]


def old_search(made: Draft, _rng: random.Random) -> None:
    text = made.part("evidence").paragraphs[0]
    made.part("evidence").paragraphs[0] = text.replace("January 2020", "March 2015").replace(
        "December 2019", "June 2014"
    )


def agency(made: Draft, _rng: random.Random) -> None:
    made.part("regulatory").paragraphs.append(
        "The Centers for Medicare & Medicaid Services (CMS) has no national coverage determination. The "
        "Agency for Healthcare Research and Quality (AHRQ) published a review."
    )


def misnamed(made: Draft, rng: random.Random) -> None:
    part = made.part("regulatory")
    right, wrong = rng.choice(
        (
            ("Medicare & Medicaid Services", "Medicare & Medicare Services"),
            ("Agency for Healthcare Research", "Agency for Healthcare Reserch"),
            ("Food and Drug Administration", "Food and Drug Adminstration"),
            ("Agency for Healthcare Research and Quality", "Agency for Healthcare Research and Equality"),
        )
    )
    part.paragraphs = [text.replace(right, wrong) for text in part.paragraphs]


def undefined(made: Draft, _rng: random.Random) -> None:
    part = made.part("description")
    part.paragraphs = [text.replace(f" ({made.topic.short})", "") for text in part.paragraphs]


def two_units(made: Draft, _rng: random.Random) -> None:
    t = made.topic
    made.part("studies").paragraphs[0] += (
        f" Patients with {t.analyte} above {t.value} {t.unit} were included."
    )


def other_unit(made: Draft, _rng: random.Random) -> None:
    t = made.topic
    texts = made.part("studies").paragraphs
    texts[0] = texts[0].replace(f"above {t.value} {t.unit}", f"above {t.value * 3} {t.other_unit}")


def with_analyte(made: Draft, rng: random.Random) -> None:
    t = made.topic
    items = made.part("criteria").items
    if not any(t.unit in one for one in items):
        items.append(f"{t.analyte.capitalize()} is less than {t.value} {t.unit}")
    two_units(made, rng)


def range_said(made: Draft, _rng: random.Random) -> None:
    made.part("studies").paragraphs[-1] += " Complications were reported in 23% of procedures."
    made.part("summary").paragraphs.append(
        "Complication rates in the reviewed studies ranged from 2% to 31%."
    )


def range_outgrown(made: Draft, _rng: random.Random) -> None:
    texts = made.part("studies").paragraphs
    texts[-1] = texts[-1].replace("in 23% of", "in 44% of")


def asked(made: Draft, _rng: random.Random) -> None:
    t = made.topic
    question = Part(
        "question",
        "Clinical Context and Therapy Purpose",
        3,
        paragraphs=[
            f"The population of interest is adults with {t.condition}.",
            f"The therapy being considered is {t.service}.",
            f"The following therapies are currently being used: {t.comparator}.",
            "The general outcomes of interest are symptoms, functional outcomes, and quality of life.",
        ],
    )
    at = made.parts.index(made.part("studies"))
    made.parts.insert(at, question)
    made.part("summary").title = "Summary"
    made.part("summary").paragraphs.append(
        "Relevant outcomes are symptoms, functional outcomes, and quality of life."
    )


def children(made: Draft, _rng: random.Random) -> None:
    texts = made.part("studies").paragraphs
    texts[-1] += " The study enrolled children with a mean age of 9 years."


def other_comparator(made: Draft, _rng: random.Random) -> None:
    texts = made.part("studies").paragraphs
    texts[-1] += f" The study compared {made.topic.service} with herbal acupuncture tea."


def other_outcome(made: Draft, _rng: random.Random) -> None:
    texts = made.part("summary").paragraphs
    texts[-1] = texts[-1].replace("quality of life", "disease-specific mortality")


def series_heading(made: Draft, _rng: random.Random) -> None:
    at = made.parts.index(made.part("studies"))
    name = made.studies[0]
    made.parts.insert(
        at + 1,
        Part(
            "series",
            "Case Series",
            3,
            paragraphs=[
                f"{name} et al ({made.years[0]}){made.cited(1)} described outcomes of patients at one "
                f"hospital."
            ],
        ),
    )


def compared_there(made: Draft, _rng: random.Random) -> None:
    part = made.part("series")
    part.paragraphs = [
        part.paragraphs[0].replace(
            "described outcomes of patients", "compared outcomes of two groups of patients"
        )
    ]


def trial_told(made: Draft, _rng: random.Random) -> None:
    made.part("studies").paragraphs[-1] += " The authors reported on 1 randomized trial in detail."


def trial_denied(made: Draft, rng: random.Random) -> None:
    made.part("summary").paragraphs.append(
        pick(
            rng,
            "No randomized trials were found.",
            "Limitations of the evidence include a lack of randomization.",
        )
    )


def negation(made: Draft, _rng: random.Random) -> None:
    made.part("studies").paragraphs[-1] += (
        " The reviewers found neither a trial suitable for review or any cohort study."
    )


def sound_negation(made: Draft, _rng: random.Random) -> None:
    made.part("studies").paragraphs[-1] += (
        " The registry found neither a device failure nor any death in 2 centers."
    )


def doubled(made: Draft, _rng: random.Random) -> None:
    made.part("description").paragraphs[0] += " It is used in the the hospital."


def spelled_twice(made: Draft, _rng: random.Random) -> None:
    made.part("description").paragraphs.append(
        "Quality of life (QOL) was assessed in several ways. QOL differed."
    )


def spelled_otherwise(made: Draft, _rng: random.Random) -> None:
    made.part("regulatory").paragraphs.append("Quantity of learning (QOL) is another measure.")


def stuck(made: Draft, _rng: random.Random) -> None:
    made.part("description").paragraphs.append("Visits were planned at 1, 3and 5 months.")


def submitted(made: Draft, rng: random.Random) -> None:
    days = rng.randint(2, 14)
    text = f"The provider must submit the request within {days} business days before the service."
    made.parts.append(Part("authorization", "Prior Authorization Information", paragraphs=[text]))


def any_days(made: Draft, _rng: random.Random) -> None:
    part = made.part("authorization")
    part.paragraphs = [text.replace("business days", "days") for text in part.paragraphs]


def bands(made: Draft, rng: random.Random) -> None:
    low = rng.randint(2, 4)
    made.part("statement").paragraphs.append(
        f"Lesions up to {low} cm are treated. Lesions larger than {low} cm and up to {low + 3} cm are "
        f"reviewed."
    )


def touching_bands(made: Draft, _rng: random.Random) -> None:
    texts = made.part("statement").paragraphs
    low = int(texts[-1].split("up to ")[1].split()[0])
    texts[-1] = f"Lesions up to {low} cm are treated. Lesions of {low} to {low + 3} cm are reviewed."


def current(made: Draft, _rng: random.Random) -> None:
    made.part("regulatory").paragraphs.append("This is current as of the last review date of this policy.")


def no_review(made: Draft, _rng: random.Random) -> None:
    _without(made, "Review")
    made.parts = [part for part in made.parts if part.role != "history"]


def repeated(made: Draft, _rng: random.Random) -> None:
    at = made.parts.index(made.part("studies"))
    for where in ("Adults", "Children", "Veterans"):
        made.parts[at:at] = [
            Part(f"{where} 1", "Populations", 3, paragraphs=[f"{where} were looked for."]),
            Part(
                f"{where} 2", "Study Selection Criteria", 3, paragraphs=["Controlled trials were preferred."]
            ),
            Part(f"{where} 3", "Outcomes", 3, paragraphs=["Symptoms were of interest."]),
        ]
        at += 3


def one_missing(made: Draft, rng: random.Random) -> None:
    gone = f"{rng.choice(('Adults', 'Children', 'Veterans'))} {rng.choice((2, 3))}"
    made.parts = [part for part in made.parts if part.role != gone]


def undated(made: Draft, _rng: random.Random) -> None:
    made.part("evidence").paragraphs = ["The findings of the literature are summarized below."]


def many_cited(made: Draft, _rng: random.Random) -> None:
    marks = "".join(f" A note was added.{made.cited(number)}" for number in range(1, len(made.entries) + 1))
    made.part("description").paragraphs.append(marks.strip())


def without_diagnosis(made: Draft, _rng: random.Random) -> None:
    part = made.part("codes")
    part.rows = [row for row in part.rows if "G89.4" not in row]
    part.items = [item for item in part.items if "G89.4" not in item]
