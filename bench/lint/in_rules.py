"""Defects of statement, criteria and codes, put into a document that is right."""

from __future__ import annotations

import random

from bench.lint.drafts import Draft, Part
from bench.lint.words import pick


def rationale_against(made: Draft, rng: random.Random) -> None:
    t = made.topic
    text = pick(
        rng,
        f"Thus, {t.service} for {t.condition} is investigational.",
        "The evidence is insufficient to determine that the technology results in an improvement in the "
        "net health outcome.",
        "Therefore, the published evidence is inconclusive.",
        f"In conclusion, {t.service} is considered experimental and unproven.",
    )
    made.part("summary").paragraphs = [text]


def benefits(made: Draft, _rng: random.Random) -> None:
    made.part("statement").paragraphs = made.part("statement").paragraphs[:1]
    rows = [
        ("Product", "Coverage"),
        ("Commercial HMO", "Covered"),
        ("Commercial PPO", "Covered"),
        ("Medicare Advantage", "Covered"),
    ]
    made.parts.append(Part("benefits", "Benefit Coverage Policy", rows=rows))


def barred(made: Draft, _rng: random.Random) -> None:
    part = made.part("benefits")
    part.rows = [part.rows[0], *((name, "Not covered") for name, _ in part.rows[1:])]


def bare_threshold(made: Draft, rng: random.Random) -> None:
    made.part("criteria").items[-1] = pick(
        rng,
        "Lesions are less than 3 in number and 4 cm in size",
        "No more than 2 tumors and 5 cm in diameter",
        "Body mass index is approximately 35 kg/m2",
        "Lesions are generally less than 3 cm",
        "The curve is usually greater than 40 degrees",
    )


def vague(made: Draft, rng: random.Random) -> None:
    made.part("criteria").items[-1] = pick(
        rng,
        "The member has completed an adequate trial of medication",
        "The procedure is performed in selected patients",
        "Treatment is repeated as clinically appropriate",
        "Requests are considered on a case-by-case basis",
        "The service may be provided in certain circumstances",
    )


def unjoined(made: Draft, rng: random.Random) -> None:
    made.part("criteria").paragraphs = [
        pick(
            rng,
            "The following criteria must be met:",
            "The member meets the following criteria:",
            "Coverage is provided when the following requirements are met:",
        )
    ]


def lost_list(made: Draft, _rng: random.Random) -> None:
    part = made.part("criteria")
    part.items = []
    made.part("statement").paragraphs.append(
        f"{made.topic.short} is medically necessary when all of the following criteria are met:"
    )


def counted_list(made: Draft, rng: random.Random) -> None:
    part = made.part("criteria")
    part.paragraphs = [
        f"All {len(part.items)} of the following criteria must be met:"
        if rng.random() < 0.5
        else f"The following {len(part.items)} criteria must all be met:"
    ]


def miscounted(made: Draft, _rng: random.Random) -> None:
    made.part("criteria").items.append("The member has given informed consent")


def approaches(made: Draft, _rng: random.Random) -> None:
    part = made.part("codes")
    part.items = []
    part.rows = [
        ("Type", "Code", "Description"),
        ("CPT", "49999", "Repair, open, of the abdominal wall; initial"),
        ("CPT", "49998", "Laparoscopy, surgical, repair of the abdominal wall; initial"),
        ("CPT", "49997", "Percutaneous repair of the abdominal wall; initial"),
        ("ICD-10-CM", "K43.9", "Ventral hernia"),
    ]
    made.part("description").paragraphs.append(
        "The procedure may be performed as an open technique, laparoscopically, or percutaneously."
    )


def one_approach_less(made: Draft, rng: random.Random) -> None:
    del made.part("codes").rows[rng.choice((2, 3))]


def described_twice(made: Draft, _rng: random.Random) -> None:
    t = made.topic
    made.parts.insert(2, Part("codes 2", "Coding", items=[f"{t.code}: {t.descriptor}"]))


def described_otherwise(made: Draft, rng: random.Random) -> None:
    part = made.part("codes 2")
    words = part.items[0].split()
    del words[rng.randrange(3, len(words))]
    part.items = [" ".join(words)]


def bad_code(made: Draft, rng: random.Random) -> None:
    part = made.part("codes")
    code = rng.choice(("4738", "473811", "G012", "Z1234", "22O14", "G89.O"))
    kind = "ICD-10-CM" if "." in code else "HCPCS" if code[0].isalpha() else "CPT"
    if part.rows:
        part.rows.append((kind, code, "Unlisted procedure of the trunk"))
    else:
        part.items.append(f"{code}: Unlisted procedure of the trunk")


def ended_code(made: Draft, rng: random.Random) -> None:
    part = made.part("codes")
    code = rng.choice(("62310", "97001", "96101", "11100", "77055"))
    if part.rows:
        part.rows.append(("CPT", code, "Procedure of an earlier year"))
    else:
        part.items.append(f"{code}: Procedure of an earlier year")
