"""A policy as the document that its publisher hands out: all that the library says of it, in order.

What is printed is read off the library: the policy's own text, the plans, mandates and guidelines beside it
on the day, the reviews of evidence behind it, the version before. Nothing is added but sentences that say
what is not held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverdict.analysis.texts import AnalysisError, Opened, Text
from coverdict.documents.publishing import listing
from coverdict.documents.publishing.anchors import within
from coverdict.documents.publishing.house import House
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Listing,
    Paragraph,
    Publication,
    Run,
    Section,
    Style,
    Tone,
    plain,
)
from coverdict.evidence.appraisal import Appraisal
from coverdict.language.model import Document
from coverdict.library.atoms import Names
from coverdict.library.program import names_of
from coverdict.pages.publication_benefits import (
    Payer,
    benefit_content,
    payers_of,
    settings_content,
)
from coverdict.pages.publication_changes import changes_content
from coverdict.pages.publication_criteria import POLICY, Voice, rule_sections
from coverdict.pages.publication_evidence import evidence_content, study_references
from coverdict.pages.publication_notes import glossary, prose_by_house
from coverdict.pages.publication_parts import (
    codes_content,
    duties_content,
    facts_table,
    history_content,
    identity,
    sources_content,
    terms,
)
from coverdict.pages.publication_position import examples, position
from coverdict.pages.publication_words import day_words
from coverdict.text import counted

EXACT_NOTE = (
    "This is the text from which this document was made, letter by letter, so that coverdict import reads it "
    "again from this page. A dot is a blank at the beginning of a line or after another blank; a line that "
    "begins with an arrow goes on from the one before; a backslash is printed as two."
)


def publication(desk: Opened, text: Text, appraisals: Sequence[Appraisal], program: str) -> Publication:
    """A policy as a published document.

    Arguments:
        text: the policy, of the library or a draft beside it.
        appraisals: the reviews of evidence behind it, worked out; none where there are none.
        program: the version of this program.

    Errors:
        AnalysisError: the text is no policy, or its version cannot be held against the one before.
    """
    document, version = text.document, text.version
    if version is None:
        raise AnalysisError(f"{text.id} is a {document.kind}; name a policy")
    around = _Around.of(desk, text)
    sections = tuple(_sections(desk, text, around, appraisals))
    return Publication(
        kind="Medical policy",
        title=document.title or document.id,
        publisher=text.publisher,
        identity=identity(document, version),
        summary=Section("position", "Position in short", tuple(position(document, around.names))),
        sections=sections,
        made=(
            ("Policy", f"{document.id}, version {version.name}"),
            ("Policy library", desk.library.digest),
            ("Text of the policy (SHA-256)", listing.digest(document.text)),
            ("Coverdict", f"version {program}"),
        ),
        caution=_caution(text),
    )


class _Around:
    """What stands around a policy on a day: payers with their plans, mandates, guidelines, definitions."""

    def __init__(
        self,
        names: Names,
        payers: tuple[Payer, ...],
        mandates: tuple[Document, ...],
        guidelines: tuple[Document, ...],
        definitions: tuple[Document, ...],
    ) -> None:
        self.names = names
        self.payers = payers
        self.mandates = mandates
        self.guidelines = guidelines
        self.definitions = definitions

    @classmethod
    def of(cls, desk: Opened, text: Text) -> _Around:
        library, document, day = desk.library, text.document, text.day
        payers = payers_of(library, document, day)
        mandates = library.mandates(document.id, day)
        guidelines = library.guidelines(document.id, day)
        plans = tuple(plan for payer in payers for plan in payer.plans)
        used = tuple(
            found for name in document.uses if (found := library.contents.definitions.get(name)) is not None
        )
        names = names_of(library, (document, *plans, *mandates, *guidelines))
        return cls(names, payers, mandates, guidelines, used)


def _caution(text: Text) -> str:
    if text.draft:
        return f"A draft, read from {text.draft}. It is not in the library and not in force."
    if text.document.example:
        return "An example. No such policy exists."
    if text.document.holes:
        holes = counted(len(text.document.holes), "hole")
        return f"A draft with {holes}. It decides nothing until all are filled."
    return ""


def _sections(
    desk: Opened, text: Text, around: _Around, appraisals: Sequence[Appraisal]
) -> Iterator[Section]:
    """The sections of the house layout that have something in them."""
    document = text.document
    prose = prose_by_house(document)
    found: dict[House, tuple[Content, ...]] = {
        House.STATEMENT: (*prose.get(House.STATEMENT, ()), *_in_force(text, around)),
        House.CRITERIA: tuple(_criteria(document, around, prose.get(House.CRITERIA, ()))),
        House.CODES: (*codes_content(document), *prose.get(House.CODES, ())),
        House.BENEFITS: (
            *benefit_content(around.payers, around.names),
            *_mandates(around),
            *prose.get(House.BENEFITS, ()),
        ),
        House.AUTHORIZATION: (
            *prose.get(House.AUTHORIZATION, ()),
            *_duties(document, around),
        ),
        House.EVIDENCE: (*prose.get(House.EVIDENCE, ()), *evidence_content(appraisals)),
        House.GUIDELINES: (*prose.get(House.GUIDELINES, ()), *_guidelines(around)),
        House.DEFINITIONS: tuple(_definitions(document, around, prose.get(House.DEFINITIONS, ()))),
        House.HISTORY: (*history_content(document.history), *prose.get(House.HISTORY, ())),
        House.REFERENCES: tuple(_references(around, appraisals, prose.get(House.REFERENCES, ()))),
        House.CHANGES: (*prose.get(House.CHANGES, ()), *changes_content(desk, text)),
        House.SOURCES: tuple(sources_content(document, desk.library.digest)),
        House.EXACT: tuple(_exact(document)),
    }
    for house in House:
        content = found.get(house, prose.get(house, ()))
        if content:
            yield Section(house.anchor, house.value, content)


def _in_force(text: Text, around: _Around) -> Iterator[Content]:
    """Since when the statement holds, and for whom a payer's own settings say more."""
    version = text.version
    assert version is not None  # a policy has one
    if version.effective is None:
        words = (
            "The policy states no date. It decides only where a payer’s own settings say when it is in force."
        )
    else:
        until = f" to {day_words(version.last)}" if version.last else ", until another version follows"
        words = f"This statement is in force for services from {day_words(version.effective)}{until}."
    yield Paragraph(plain(words))
    yield from settings_content(around.payers, text.id)


def _criteria(document: Document, around: _Around, prose: tuple[Content, ...]) -> Iterator[Content]:
    yield Paragraph(
        plain(
            "The rules are looked at in their order, and the first that holds decides. Numbers are those of "
            "the rule and of the criterion within it; square brackets name the place in the source."
        ),
        Tone.QUIET,
    )
    yield from rule_sections(document, around.names, POLICY)
    yield from examples(document.cases, around.names)
    yield from prose


def _mandates(around: _Around) -> Iterator[Content]:
    """Mandates that outrank the policy, each with its rules."""
    for number, mandate in enumerate(around.mandates, start=1):
        prefix = f"mandate-{number}-"
        voice = Voice(prefix, "the mandate says nothing.")
        note = (Paragraph(plain(str(mandate.front["note"]))),) if mandate.front.get("note") else ()
        rules = tuple(rule_sections(mandate, around.names, voice))
        lead = Paragraph(plain("A mandate outranks the policy: where one of its rules holds, it decides."))
        yield Section(f"{prefix}rules", f"Mandate: {mandate.title}", (lead, *note, *rules))


def _duties(document: Document, around: _Around) -> Iterator[Content]:
    content = tuple(duties_content(document.duties, around.names))
    if content:
        yield Section("duties", "Duties", content)


def _guidelines(around: _Around) -> Iterator[Content]:
    """Guidelines that run beside the policy, and never approve."""
    for number, guideline in enumerate(around.guidelines, start=1):
        prefix = f"guideline-{number}-"
        voice = Voice(prefix, "the guideline says nothing.")
        front = guideline.front
        version = f", version {front['version']}" if front.get("version") else ""
        publisher = str(front.get("publisher", ""))
        lead = f"{publisher}{version}. It runs beside the policy and never approves.".lstrip(", ")
        note = (Paragraph(plain(str(front["note"]))),) if front.get("note") else ()
        rules = tuple(rule_sections(guideline, around.names, voice))
        yield Section(f"{prefix}rules", guideline.title, (Paragraph(plain(lead)), *note, *rules))


def _definitions(document: Document, around: _Around, prose: tuple[Content, ...]) -> Iterator[Content]:
    yield from facts_table(document, around.names)
    yield from terms(glossary((document, *around.definitions), around.names.facts))
    for number, definitions in enumerate(around.definitions, start=1):
        voice = f"terms-{number}"
        inside = tuple(part for content in prose_by_house(definitions).values() for part in content)
        renamed = tuple(within(part, voice) for part in inside)
        yield Section(voice, definitions.title or definitions.id, renamed)
    yield from prose


def _references(
    around: _Around, appraisals: Sequence[Appraisal], prose: tuple[Content, ...]
) -> Iterator[Content]:
    yield from prose
    items: list[Item] = []
    for guideline in around.guidelines:
        front = guideline.front
        version = f" Version {front['version']}." if front.get("version") else ""
        accessed = f" Accessed {front['accessed']}." if front.get("accessed") else ""
        items.append(
            Item(plain(f"{front.get('publisher', '')}. {guideline.title}.{version}{accessed}".lstrip(". ")))
        )
    items += [Item(words) for words in study_references(appraisals)]
    if items:
        numbered = tuple(Item(one.words, (), f"{number}.") for number, one in enumerate(items, start=1))
        yield Items(numbered)
    elif not prose:
        yield Paragraph(plain("The library holds no reference for this policy beside its source."))


def _exact(document: Document) -> Iterator[Content]:
    yield Paragraph(plain(EXACT_NOTE))
    yield Paragraph((Run("SHA-256: "), Run(listing.digest(document.text), Style.CODE)))
    yield Listing(listing.printed(document.text), "The policy’s text")
