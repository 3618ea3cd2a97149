"""A policy document as parts, drawn at random, right in everything."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bench.lint.words import AUTHORS, JOURNALS, TOPICS, Topic, pick


@dataclass
class Part:
    """A section: its heading and what stands under it."""

    role: str
    title: str
    level: int = 2
    paragraphs: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass
class Draft:
    """A whole document.

    Arguments:
        pairs: labels with their values, as identity and dates are given.
        entries: the list of references, numbered from 1 unless a defect numbers otherwise.
        studies: names, each the first author of the entry of its place.
        cite: how a citation is written: raised, brackets or parentheses.
    """

    topic: Topic
    title: str
    pairs: list[tuple[str, str]]
    parts: list[Part]
    entries: list[tuple[int, str]]
    studies: list[str]
    years: list[int]
    cite: str

    def part(self, role: str) -> Part:
        return next(one for one in self.parts if one.role == role)

    def cited(self, number: int) -> str:
        return cited(number, self.cite)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def cited(number: int, style: str) -> str:
    """A citation in a style, as it stands right after a word or a full stop."""
    if style == "raised":
        return str(number).translate(_RAISED)
    return f" [{number}]" if style == "brackets" else f" ({number})"


def draft(rng: random.Random, paragraphs: list[str]) -> Draft:
    """A document that is right; paragraphs about studies are given, `{who}` standing for their authors."""
    topic = rng.choice(TOPICS)
    style = rng.choice(("raised", "brackets", "parentheses"))
    names = rng.sample(AUTHORS, len(paragraphs) + 2)
    years = [rng.randint(2006, 2018) for _ in names]
    effective = f"{rng.randint(1, 12):02d}/01/{rng.choice((2020, 2021))}"
    original = f"{rng.randint(1, 12):02d}/15/2014"
    entries = [
        (i + 1, _entry(rng, name, year, topic))
        for i, (name, year) in enumerate(zip(names, years, strict=True))
    ]
    pairs = [
        (
            pick(rng, "Policy Number", "Policy #", "Reference Number"),
            f"{rng.choice(('MED', 'SURG', 'CP'))}-{rng.randint(100, 999)}",
        ),
        (pick(rng, "Effective Date", "Current Effective Date"), effective),
        (pick(rng, "Original Effective Date", "Origination"), original),
        (pick(rng, "Last Review Date", "Last Reviewed"), effective),
    ]
    made = Draft(
        topic,
        topic.service.title() + " for " + topic.condition.title(),
        pairs,
        [],
        entries,
        names,
        years,
        style,
    )
    made.parts = [
        _statement(rng, topic),
        _criteria(rng, topic),
        _description(rng, made),
        Part(
            "regulatory",
            "Regulatory Status",
            paragraphs=[
                f"Several devices for {topic.service} have been cleared for marketing by the U.S. Food "
                f"and Drug Administration (FDA)."
            ],
        ),
        *_evidence(rng, made, paragraphs),
        _codes(rng, topic),
        Part(
            "history",
            pick(rng, "Policy History", "Revision History"),
            rows=[
                ("Date", "Action"),
                (original, "New policy"),
                (f"{original[:6]}2017", "Annual review. No change."),
                (effective, "Annual review. Literature updated."),
            ],
        ),
    ]
    return made


def _entry(rng: random.Random, name: str, year: int, topic: Topic) -> str:
    others = rng.sample([one for one in AUTHORS if one != name], 2)
    letters = "ABCDEFGHJKLMNPRSTW"
    people = ", ".join(f"{one} {rng.choice(letters)}{rng.choice(letters)}" for one in (name, *others))
    pages = rng.randint(100, 900)
    return (
        f"{people}, et al. Outcomes of {topic.service} in {topic.condition}. {rng.choice(JOURNALS)}. "
        f"{year}; {rng.randint(5, 60)}({rng.randint(1, 12)}): {pages}-{pages + 9}."
    )


def who(made: Draft, number: int, rng: random.Random) -> str:
    """The authors of an entry as a sentence names them, with the citation."""
    name, year = made.studies[number - 1], made.years[number - 1]
    mark = made.cited(number)
    return pick(
        rng,
        f"{name} et al ({year}){mark}",
        f"{name} et al. ({year}){mark}",
        f"{name} and colleagues{mark}",
        f"{name} et al{mark}",
    )


def _statement(rng: random.Random, topic: Topic) -> Part:
    said = pick(
        rng,
        f"{topic.service.capitalize()} may be considered medically necessary for the treatment of "
        f"{topic.condition} when all of the criteria below are met.",
        f"{topic.service.capitalize()} is considered medically necessary for members with "
        f"{topic.condition} when the criteria below are met.",
        f"{topic.service.capitalize()} is covered for {topic.condition} if the criteria below are met.",
        f"The use of {topic.service} has been established for {topic.condition}. Criteria are listed below.",
    )
    rest = pick(
        rng, f"{topic.service.capitalize()} is considered investigational for all other indications.", ""
    )
    title = pick(
        rng, "Policy Statement", "Medical Policy Statement", "Coverage Rationale", "Policy", "Coverage Policy"
    )
    return Part("statement", title, paragraphs=[text for text in (said, rest) if text])


def _criteria(rng: random.Random, topic: Topic) -> Part:
    items = [
        f"The diagnosis of {topic.condition} was confirmed by a specialist",
        pick(
            rng,
            "The member is 18 years of age or older",
            "The member is at least 18 years of age",
            "Age is greater than 18 years",
        ),
        pick(rng, "Symptoms have lasted at least 6 months", "Symptoms have persisted for more than 12 weeks"),
        f"{topic.analyte.capitalize()} is {pick(rng, 'less than', 'greater than')} {topic.value} "
        f"{topic.unit}",
        "Two courses of conservative treatment of at least 6 weeks each have failed",
    ]
    lead = pick(
        rng,
        "All of the following criteria must be met:",
        "The service is medically necessary when ALL of the following are met:",
        "The member meets all of the following criteria:",
        "Any one of the following criteria must be met:",
    )
    return Part(
        "criteria",
        pick(
            rng, "Criteria", "Patient Selection Criteria", "Medical Necessity Criteria", "Coverage Criteria"
        ),
        paragraphs=[lead],
        items=items[: rng.randint(3, 5)],
    )


def _description(rng: random.Random, made: Draft) -> Part:
    t = made.topic
    text = (
        f"{t.service.capitalize()} ({t.short}) is used in the treatment of {t.condition}. "
        f"{t.short} is usually performed in a hospital. About 12% of adults have "
        f"{t.condition}.{made.cited(1)} "
        f"Alternatives include {t.comparator}."
    )
    return Part(
        "description",
        pick(rng, "Description", "Background", "Description/Background", "Overview"),
        paragraphs=[text],
    )


def _evidence(rng: random.Random, made: Draft, paragraphs: list[str]) -> list[Part]:
    t = made.topic
    told = [
        text.replace("{who}", who(made, number, rng), 1).replace("{who}", made.studies[number - 1])
        for number, text in enumerate(paragraphs, start=2)
    ]
    last = len(paragraphs) + 2
    searched = pick(
        rng,
        "The literature was searched in MEDLINE through January 2020.",
        "This policy has been updated with searches of the MEDLINE database; the most recent search was "
        "performed through December 2019.",
    )
    head = Part(
        "evidence",
        pick(rng, "Rationale", "Literature Review", "Clinical Evidence"),
        paragraphs=[f"{searched} The findings are summarized below."],
    )
    studies = Part(
        "studies",
        pick(rng, "Clinical Studies", "Review of Evidence", "Published Studies"),
        3,
        paragraphs=told,
    )
    end = (
        f"{who(made, last, rng)} described registry data of {rng.randint(500, 900)} patients. No device "
        f"failed."
    )
    studies.paragraphs.append(end.replace("{who}", ""))
    closing = pick(
        rng,
        f"In summary, studies show that {t.short} improves symptoms. The evidence is sufficient to "
        f"determine that the technology results in an improvement in the net health outcome.",
        f"Therefore, {t.short} is considered medically necessary when criteria are met.",
        f"Overall, the evidence supports the use of {t.short} in {t.condition}.",
    )
    return [
        head,
        studies,
        Part("summary", pick(rng, "Summary", "Summary of Evidence", "Conclusion"), 3, paragraphs=[closing]),
    ]


def _codes(rng: random.Random, topic: Topic) -> Part:
    table = [
        ("Type", "Code", "Description"),
        ("CPT", topic.code, topic.descriptor),
        ("ICD-10-CM", "G89.4", "Chronic pain syndrome"),
    ]
    part = Part(
        "codes",
        pick(rng, "Coding", "Codes", "Applicable Codes", "Coding/Billing Information"),
        paragraphs=["Inclusion of a code does not guarantee coverage."],
        rows=table,
    )
    if rng.random() < 0.5:
        part.rows, part.items = [], [f"{topic.code}: {topic.descriptor}", "G89.4: Chronic pain syndrome"]
    return part
