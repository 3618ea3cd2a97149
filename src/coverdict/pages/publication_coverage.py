"""The page on which a payer shows its internal coverage criteria to the public.

42 CFR 422.101(b)(6)(ii) asks a Medicare Advantage organization for three things in a publicly accessible way:
(A) the internal coverage criteria in use and a summary of the evidence that was considered, (B) a list of the
sources of such evidence, and (C) an explanation of the rationale, with the general provisions that are
supplemented or interpreted, and how the criteria provide benefits that are highly likely to outweigh harms.
The page has a part for each, and says of each what the library does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from coverdict.analysis.texts import Opened
from coverdict.documents.publishing.anchors import within
from coverdict.documents.publishing.house import House
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Pairs,
    Paragraph,
    Publication,
    Run,
    Section,
    Style,
    Tone,
    Words,
    plain,
)
from coverdict.documents.publishing.spans import InForce, versions_between
from coverdict.evidence.appraisal import Appraisal
from coverdict.language.model import Document
from coverdict.library.atoms import Names
from coverdict.library.program import names_of
from coverdict.pages.publication_benefits import Payer
from coverdict.pages.publication_criteria import POLICY, rule_sections
from coverdict.pages.publication_evidence import evidence_content, study_references
from coverdict.pages.publication_notes import prose_by_house
from coverdict.pages.publication_parts import codes_content, identity
from coverdict.pages.publication_position import position
from coverdict.pages.publication_words import day_words

REGULATION = "42 CFR 422.101(b)(6)(ii)"
NO_RATIONALE = (
    "The library holds no statement of the publisher on which general provisions of Medicare these criteria "
    "supplement or interpret, or on how their benefits are highly likely to outweigh harms, including those "
    "of delayed or decreased access."
)

Appraise: TypeAlias = Callable[[InForce], Sequence[Appraisal]]


def coverage_criteria(desk: Opened, payer: str, day: date, appraise: Appraise, program: str) -> Publication:
    """The coverage criteria of a payer that are in force on a day.

    Arguments:
        payer: a payer of the library; `KeyError` otherwise.
        appraise: the reviews of evidence behind a version, worked out.
        program: the version of this program.
    """
    library = desk.library
    settings = library.contents.payers[payer]
    name = Payer(settings, ()).name
    held = tuple(versions_between(library, payer, day, day))
    sections = tuple(
        _policy(desk, one, appraise(one), f"policy-{number}") for number, one in enumerate(held, start=1)
    )
    rows = (("Organization", name), ("As of", day_words(day)), ("Policies", str(len(held))))
    return Publication(
        kind="Internal coverage criteria",
        title=f"Coverage criteria of {name}",
        publisher="",
        identity=Pairs(tuple((label, plain(value)) for label, value in rows)),
        summary=Section("policies", "What this page shows", tuple(_summary(name, day, held))),
        sections=sections,
        made=(("Policy library", library.digest), ("Coverdict", f"version {program}")),
        caution="An example. No such payer exists." if settings.example else "",
    )


def _summary(name: str, day: date, held: Sequence[InForce]) -> Iterator[Content]:
    if not held:
        yield Paragraph(plain(f"No policy of {name} is in force on {day_words(day)}."))
        return
    policies = "1 policy" if len(held) == 1 else f"{len(held)} policies"
    yield Paragraph(
        plain(
            f"This page shows the criteria of {policies} by which {name} decides whether a service is "
            f"medically necessary, with the evidence that was considered, its sources and the rationale "
            f"({REGULATION})."
        )
    )
    yield Items(tuple(Item(_listed(one, number)) for number, one in enumerate(held, start=1)))


def _listed(one: InForce, number: int) -> Words:
    example = one.window is not None and one.window.example
    note = " The days on which it is in force are an example." if example else ""
    return (Run(one.version.title or one.version.policy, target=f"policy-{number}"), Run(f".{note}"))


def _policy(desk: Opened, one: InForce, appraisals: Sequence[Appraisal], mark: str) -> Section:
    document = desk.library.text(one.version.file)
    names = names_of(desk.library, (document,))
    prose = prose_by_house(document)
    parts = (
        identity(document, one.version),
        *_in_force(one),
        Section("criteria", "(A) Criteria in use", tuple(_criteria(document, names, prose))),
        Section("evidence", "(A) Evidence that was considered", tuple(_evidence(appraisals, mark))),
        Section("sources", "(B) Sources of the evidence", tuple(_sources(document, appraisals))),
        Section("rationale", "(C) Rationale", tuple(_rationale(prose))),
    )
    return Section(mark, document.title or document.id, tuple(within(part, mark) for part in parts))


def _in_force(one: InForce) -> Iterator[Content]:
    window = one.window
    if window is None:
        return
    until = f" to {day_words(window.end)}" if window.end else " on"
    example = " This is an example." if window.example else ""
    words = f"The policy states no date; here it is in force from {day_words(window.start)}{until}.{example}"
    yield Paragraph(plain(words), Tone.CAUTION if window.example else Tone.PLAIN)


def _criteria(document: Document, names: Names, prose: dict[House, tuple[Content, ...]]) -> Iterator[Content]:
    yield from prose.get(House.STATEMENT, ())
    yield from position(document, names)
    yield from rule_sections(document, names, replace(POLICY, exact=""))
    yield from codes_content(document)


def _evidence(appraisals: Sequence[Appraisal], mark: str) -> Iterator[Content]:
    content = tuple(evidence_content(appraisals, mark))
    yield from content or (
        Paragraph(plain("The library holds no review of the evidence behind this version.")),
    )


def _sources(document: Document, appraisals: Sequence[Appraisal]) -> Iterator[Content]:
    references = [Item(words, (), f"{at}.") for at, words in enumerate(study_references(appraisals), start=1)]
    if references:
        yield Paragraph(plain("Titles are in the library’s own words."), Tone.QUIET)
        yield Items(tuple(references))
    source = document.front.get("source")
    if isinstance(source, dict) and source.get("name"):
        yield Paragraph((Run("Published policy: ", Style.STRONG), Run(f"{source['name']}.")))
    elif not references:
        yield Paragraph(plain("The library names no source of the evidence behind this version."))


def _rationale(prose: dict[House, tuple[Content, ...]]) -> Iterator[Content]:
    yield from prose.get(House.EVIDENCE, ())
    yield from prose.get(House.REGULATORY, ())
    yield Paragraph(plain(NO_RATIONALE), Tone.CAUTION)
