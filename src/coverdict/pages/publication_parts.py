"""The parts of a published policy that are read off its text: identity, codes, duties, history, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from coverdict.documents.publishing.house import LABELS
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Mark,
    Pairs,
    Paragraph,
    Run,
    Style,
    Table,
    Tone,
    Words,
    plain,
)
from coverdict.documents.publishing.tables import without_empty_columns
from coverdict.language.model import Document, Duty, Fact, FactType, HistoryRow, Window
from coverdict.language.syntax import condition_of
from coverdict.library.atoms import Names, facts_of
from coverdict.library.index import PolicyVersion
from coverdict.pages.publication_words import day_words
from coverdict.pages.views import citation_words
from coverdict.pages.wording import capital, quoted
from coverdict.text import counted, listed, with_unit

NOT_STATED = "not stated"
CODES_NOTE = (
    "Codes select the policy that applies; the policy statement decides. Descriptors of CPT codes are the "
    "American Medical Association’s and are not printed here."
)
LICENSED = "CPT"
"""The system whose codes are shown bare: a label of such an entry could be a descriptor."""
ROLES = {
    "governed": "Governed by this policy",
    "companion": "Goes with a governed code of the same session, and has its outcome",
}
_PEOPLE = {
    "provider": "the provider",
    "payer": "the payer",
    "clinician": "a clinician",
    "member": "the member",
    None: "",
}


def identity(document: Document, version: PolicyVersion) -> Pairs:
    """Number, publisher and dates under the labels that payers print; what is not stated says so."""
    front = document.front
    section = front.get("section")
    rows: list[tuple[str, str]] = [
        (LABELS.number, _stated(front, "number")),
        (LABELS.document, document.id),
        (LABELS.version, version.name),
        (LABELS.publisher, _stated(front, "publisher")),
    ]
    if isinstance(section, dict):
        rows.append((LABELS.section, " ".join(str(part) for part in section.values())))
    original = _day(front.get("original date"))
    if original is not None:
        rows.append((LABELS.original, day_words(original)))
    effective = day_words(document.effective) if document.effective else NOT_STATED
    rows.append((LABELS.effective, effective))
    if version.last is not None:
        rows.append((LABELS.end, day_words(version.last)))
    sponsors = front.get("sponsors")
    if isinstance(sponsors, list) and listed(map(str, sponsors)) != front.get("publisher"):
        rows.append(("Sponsors", listed(map(str, sponsors))))
    meta = front.get("meta")
    if isinstance(meta, dict) and "reference number" in meta:
        rows.append(("Reference", str(meta["reference number"])))
    return Pairs(tuple((label, plain(value)) for label, value in rows))


def _stated(front: Mapping[str, Any], key: str) -> str:
    value = front.get(key)
    return str(value) if isinstance(value, str) and value else NOT_STATED


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


# --- codes ------------------------------------------------------------------------------------------------


def codes_content(document: Document) -> Iterator[Content]:
    """The codes by role, without descriptors; value sets that the policy itself holds."""
    if not document.codes:
        yield Paragraph(plain("This policy lists no codes."))
    else:
        yield Paragraph(plain(CODES_NOTE), Tone.QUIET)
        columns = ("Code", "System", "Role", "Approach", "Listed as", "Dates", "Source")
        rows = [
            (
                (Run(entry.code.code, Style.CODE),),
                plain(entry.code.system),
                plain(ROLES[entry.role]),
                plain(capital(entry.approach)),
                plain(entry.label if entry.code.system != LICENSED else ""),
                plain(_span(entry.first, entry.last)),
                plain(capital(citation_words(entry.cites))),
            )
            for entry in document.codes
        ]
        caption = "Codes that this policy governs, and codes that go with them"
        yield without_empty_columns(Table(caption, columns, tuple(rows)))
    for value_set in document.value_sets:
        title = value_set.title or value_set.name.rpartition("#")[2]
        yield Paragraph((Run(f"{title}: ", Style.STRONG), Run(listed(map(str, value_set.codes)) or "empty")))


def _span(first: date | None, last: date | None) -> str:
    parts = [f"from {day_words(first)}" if first else "", f"until {day_words(last)}" if last else ""]
    return capital(" ".join(part for part in parts if part))


# --- duties and history -----------------------------------------------------------------------------------


def duties_content(duties: tuple[Duty, ...], names: Names) -> Iterator[Content]:
    """Who must do what, in which days; each way to read the days."""
    for duty in duties:
        lead = (
            Run(f"{capital(_PEOPLE.get(duty.actor, duty.actor) or duty.actor)}. ", Style.STRONG),
            Run(f"{duty.action}."),
        )
        anchor = names.facts.get(duty.anchor)
        around = (anchor.label if anchor else "") or duty.anchor
        below: tuple[Item, ...]
        if duty.reading:
            options = tuple(
                Item(
                    (Run("Read as "), Run(quoted(label), Style.STRONG), Run(f": {_window(window, around)}.")),
                    (),
                    "",
                    Mark.OPTION,
                )
                for label, window in duty.windows
            )
            name = quoted(duty.reading.rpartition("#")[2])
            below = (Item((Run("Open reading", Style.READING), Run(f" {name}.")), options, "", Mark.READING),)
        else:
            below = tuple(Item(plain(f"{capital(_window(window, around))}.")) for _, window in duty.windows)
        if duty.note:
            below = (*below, Item(plain(duty.note)))
        where = citation_words(duty.cites)
        yield Items((Item((*lead, *((Run(f" [{where}]", Style.QUIET),) if where else ())), below),))


def _window(window: Window, anchor: str) -> str:
    """`from 5 days before the day of “Date of service” to 1 day before it`."""
    day = "business day" if window.business else "day"
    start, end = _relative(window.start, day), _relative(window.end, day)
    around = quoted(anchor)
    if window.start == window.end:
        return f"{start} {around}" if window.start else f"on the day itself of {around}"
    first = f"{start} {around}" if window.start else f"the day itself of {around}"
    last = f"{end} it" if window.end else "the day itself"
    return f"from {first} to {last}"


def _relative(days: int, day: str) -> str:
    return f"{counted(abs(days), day)} {'before' if days < 0 else 'after'}" if days else ""


def history_content(rows: tuple[HistoryRow, ...]) -> Iterator[Content]:
    if not rows:
        yield Paragraph(plain("This policy states no history."))
        return
    columns = ("Effective Date", "Action", "Position", "Statement", "Literature")
    yield Table(
        "History of this policy",
        columns,
        tuple(
            (
                plain(day_words(row.effective)),
                plain(row.action),
                plain(_change(row.position_change)),
                plain(_change(row.statement_change)),
                plain("Brought up to date" if row.literature else ""),
            )
            for row in rows
        ),
    )


def _change(changed: bool | None) -> str:
    return {True: "Changed", False: "Not changed", None: "Not stated"}[changed]


# --- definitions ------------------------------------------------------------------------------------------


def facts_table(document: Document, names: Names) -> Iterator[Content]:
    """The facts that the rules speak of: what is asked, of whom, and which answers there are."""
    spoken: dict[str, None] = {}
    for rule in document.rules:
        if rule.when is not None:
            spoken.update(dict.fromkeys(facts_of(condition_of(rule.when), names)))
    facts = [names.facts[name] for name in spoken if name in names.facts]
    if facts:
        rows = tuple(
            (
                plain(fact.label or fact.name),
                (Run(fact.name, Style.CODE),),
                plain(fact.ask or "Not asked"),
                plain(capital(_PEOPLE[fact.who])),
                plain(answers(fact)),
            )
            for fact in facts
        )
        columns = ("Fact", "Name", "Question", "Who answers", "Answers")
        yield Table("The facts that the criteria speak of", columns, rows)


def answers(fact: Fact) -> str:
    """Which answers a fact has: options, unit and bounds."""
    if fact.type is FactType.YES_NO:
        return "Yes or no"
    if fact.options:
        return "; ".join(option.label or option.name for option in fact.options)
    kinds = {
        FactType.NUMBER: "A whole number" if fact.whole else "A number",
        FactType.QUANTITY: f"A quantity in {fact.unit}",
        FactType.DATE: "A day",
        FactType.CODE: "A code",
        FactType.CODES: "Codes",
        FactType.LIST: "A list",
        FactType.NAME: "A name",
        FactType.CHOICE: "One of a list",
    }
    bounds = [
        f"{word} {with_unit(bound, fact.unit)}"
        for word, bound in (("from", fact.minimum), ("to", fact.maximum))
        if bound is not None
    ]
    return " ".join([kinds[fact.type], *bounds])


def terms(pairs: tuple[tuple[str, str], ...]) -> Iterator[Content]:
    if pairs:
        rows = tuple((plain(term), plain(meaning)) for term, meaning in pairs)
        yield Table("Abbreviations and terms", ("Term", "Meaning"), rows)


def sources_content(document: Document, library: str) -> Iterator[Content]:
    """What the text was taken from, and the place of each rule, criterion, code and duty in it."""
    source = document.front.get("source")
    rows: list[tuple[str, Words]] = []
    if isinstance(source, dict):
        labels = {"name": "Source document", "file": "File", "pages": "Pages", "dated": "Dated"}
        rows += [(label, plain(str(source[key]))) for key, label in labels.items() if key in source]
        if "sha256" in source:
            rows.append(("SHA-256 of the source", (Run(str(source["sha256"]), Style.CODE),)))
    else:
        rows.append(("Source document", plain("none: the text is the publisher’s own")))
    rows.append(("File in the library", (Run(document.place.file, Style.CODE),)))
    rows.append(("SHA-256 of the library", (Run(library, Style.CODE),)))
    yield Pairs(tuple(rows))
    cited = tuple(_cited(document))
    if cited:
        columns = ("Part", "Place in the source", "Fingerprint of the sentence")
        yield Paragraph(
            plain(
                "A fingerprint is the first 16 digits of SHA-256 over the sentence of the source, "
                "normalised; coverdict check --source says which sentences have changed."
            ),
            Tone.QUIET,
        )
        yield Table("Where each part stands in the source", columns, cited)


def _cited(document: Document) -> Iterator[tuple[Words, ...]]:
    parts = [
        *((f"Rule {one.id}", one.cites) for one in document.rules),
        *((f"Criterion {one.id.rpartition('#')[2]}", one.criterion.cites) for one in document.criteria),
        *((f"Code {one.code}", one.cites) for one in document.codes),
        *((f"Duty {one.id}", one.cites) for one in document.duties),
        *((f"Note {one.id or one.kind}", one.cites) for one in document.notes),
    ]
    for name, cites in parts:
        where = citation_words(cites)
        if cites is not None and where:
            yield (
                plain(name),
                plain(capital(where)),
                (Run(cites.fingerprint, Style.CODE),) if cites.fingerprint else (),
            )
