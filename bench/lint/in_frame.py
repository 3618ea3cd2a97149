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
