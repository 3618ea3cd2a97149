"""Defects of citations and references, put into a document that is right."""

from __future__ import annotations

import random

from bench.lint.drafts import Draft
from bench.lint.words import pick


def _study(made: Draft, rng: random.Random) -> int:
    return rng.randrange(len(made.part("studies").paragraphs))


def no_list(made: Draft, _rng: random.Random) -> None:
    made.entries = []


def no_entry(made: Draft, rng: random.Random) -> None:
    number = len(made.entries) + rng.randint(2, 6)
    made.part("summary").paragraphs.append(f"A later report was similar.{made.cited(number)}")


def uncited(made: Draft, _rng: random.Random) -> None:
    made.entries.append(
        (
            len(made.entries) + 1,
            f"{made.studies[0]} XY. A further view of {made.topic.service}. Clin Outcomes Res. 2015; "
            f"3(2): 11-19.",
        )
    )


def malformed(made: Draft, rng: random.Random) -> None:
    texts = made.part("studies").paragraphs
    at = _study(made, rng)
    number = at + 2
    wrong = rng.choice((f" ({number}])", f" [{number})", f" [{number}, ]", f" [[{number}]"))
    texts[at] = f"{texts[at]} The trial was small.{wrong}"


def other_author(made: Draft, rng: random.Random) -> None:
    at = rng.randrange(1, len(made.studies))
    name = made.studies[at]
    swapped = name[:-2] + rng.choice([a + b for a in "aeiou" for b in "nrlt" if a + b != name[-2:]])
    texts = made.part("studies").paragraphs
    made.part("studies").paragraphs = [text.replace(name, swapped) for text in texts]


def other_year(made: Draft, rng: random.Random) -> None:
    at = rng.randrange(1, len(made.studies))
    texts = made.part("studies").paragraphs
    name, year = made.studies[at], made.years[at]
    mark = made.cited(at + 1)
    texts[at - 1] = f"{name} et al ({year - 2}){mark} is the most recent report. {texts[at - 1]}"


def numbered_twice(made: Draft, rng: random.Random) -> None:
    at = rng.randrange(1, len(made.entries) - 1)
    made.entries.insert(
        at,
        (
            made.entries[at - 1][0],
            "Consensus Panel. Position on therapy. Clin Outcomes Res. 2012; 1(1): 1-4.",
        ),
    )


def no_citation(made: Draft, rng: random.Random) -> None:
    share = rng.randint(5, 40)
    text = pick(
        rng,
        f"Treatment-related deaths occur in {share}% of patients and are most often caused by infection.",
        f"The prevalence of {made.topic.condition} is {share}% in older adults.",
        f"Complications develop in approximately {share}% of all patients.",
    )
    made.part("description").paragraphs.append(text)


def lost_sign(made: Draft, _rng: random.Random) -> None:
    number, text = made.entries[1]
    made.entries[1] = (
        number,
        text.replace("Outcomes of", "Lesions of 2 cm compared with smaller ones in outcomes of"),
    )


def with_sign(made: Draft, _rng: random.Random) -> None:
    texts = made.part("studies").paragraphs
    texts[0] += " For lesions greater than 2 cm, results were alike."


def overlapping(made: Draft, _rng: random.Random) -> None:
    made.part("evidence").paragraphs.append(
        "Studies with duplicative or overlapping populations were excluded."
    )


def same_people(made: Draft, _rng: random.Random) -> None:
    (_, first), (number, text) = made.entries[1], made.entries[2]
    people, others = first.split(", et al.")[0], text.split(", et al.")[0]
    made.entries[2] = (
        number,
        text.replace(others, f"{others.split(', ')[0]}, {', '.join(people.split(', ')[1:])}"),
    )
    made.entries[1] = (made.entries[1][0], first)


def qualified(made: Draft, _rng: random.Random) -> None:
    texts = made.part("studies").paragraphs
    made.part("description").paragraphs.append("Chronic kidney disease (CKD) is common among these patients.")
    name, mark = made.studies[1], made.cited(2)
    texts[0] = f"{name} et al{mark} treated patients with CKD. {texts[0]}"


def narrower(made: Draft, _rng: random.Random) -> None:
    number, text = made.entries[1]
    made.entries[1] = (number, text.replace("Outcomes of", "Severe chronic kidney disease and outcomes of"))
