"""A file of literature → drafts of studies: what is new, what the library has, what stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from coverdict.evidence.exchange.counts_reading import TableDraft, read_counts
from coverdict.evidence.exchange.decoding import decode, reporting
from coverdict.evidence.exchange.drafts import ASKED, Draft, draft_text
from coverdict.evidence.exchange.naming import Names, study_label
from coverdict.evidence.exchange.nbib import looks_like_nbib, read_nbib
from coverdict.evidence.exchange.published import Published, Records
from coverdict.evidence.exchange.ris import looks_like_ris, read_ris
from coverdict.evidence.studies.model import Cite, Design
from coverdict.evidence.studies.reading import read_study
from coverdict.text import DocumentError, Place, Problem, Report, counted, listed

MOST = 10_000
"""Studies that one file may bring: as many as PubMed sends at once."""


@dataclass(frozen=True, slots=True)
class Known:
    """A study that the library has already; `pmid` is empty where none is known."""

    id: str
    label: str
    pmid: str


@dataclass(frozen=True, slots=True)
class NewStudy:
    """A study's file that is to be written.

    Arguments:
        file: its name within `library/evidence/studies`.
        holes: the keys that a person has to fill in before it can be read.
        warnings: what to look at, in sentences.
    """

    id: str
    label: str
    file: str
    text: str
    holes: tuple[str, ...]
    warnings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Left:
    """A record that brings no new file, and why."""

    label: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file brings.

    Arguments:
        form: `RIS`, `PubMed` or `CSV`.
        known: records of studies that the library has already.
        repeated: records that stand in the file a second time.
        notes: what else was left out, in sentences.
    """

    file: str
    form: str
    new: tuple[NewStudy, ...]
    known: tuple[Left, ...]
    repeated: tuple[Left, ...]
    notes: tuple[str, ...]


def import_records(data: bytes, file: str, known: Sequence[Known], encoding: str = "utf-8") -> Imported:
    """The drafts that a RIS or PubMed file brings. Which of the two it is, its first line says.

    Arguments:
        data: the whole file.
        file: its name, for messages.
        known: the studies of the library.
        encoding: `utf-8` or `latin-1`.

    Errors:
        DocumentError: the file cannot be decoded, is of neither format, or its records cannot be read; with
            places. Nothing is imported in part.
    """
    text = decode(data, file, encoding)
    form, read = _format(text, file)
    records = read(text, file)
    limit(len(records.published), file)
    new, repeated = _once(records.published)
    here, known_here = _unknown(new, known)
    return Imported(file, form, _drafted(here, known, file, form), known_here, repeated, _notes(records))


def import_table(data: bytes, file: str, known: Sequence[Known], encoding: str = "utf-8") -> Imported:
    """The studies that a table with arms and counts brings.

    Arguments: as of `import_records`.

    Errors:
        DocumentError: the file cannot be decoded or read as such a table, or a study of it would be no study
            for the library; with places. Nothing is imported in part.
    """
    text = decode(data, file, encoding)
    drafts = read_counts(text, file)
    limit(len(drafts), file)
    report = Report(file, text)
    with reporting(report):
        for found in drafts:
            _check(found, report)
    ids = {study.id: study for study in known}
    by_pmid = {study.pmid: study for study in known if study.pmid}
    new: list[NewStudy] = []
    left: list[Left] = []
    for found in drafts:
        draft, place = found.draft, Place(file, found.line)
        study = by_pmid.get(draft.pmid) or ids.get(draft.id)
        if study is None:
            new.append(new_study(draft, place))
        else:
            by = f", by PMID {draft.pmid}" if study.pmid == draft.pmid and draft.pmid else ""
            left.append(Left(draft.label, f"the library has it as {study.id}{by}", place))
    return Imported(file, "CSV", tuple(new), tuple(left), (), ())


def _check(found: TableDraft, report: Report) -> None:
    """Hold a study against the reader of studies, its open keys filled in for the while."""
    draft = found.draft
    filled = replace(
        draft,
        title=draft.title or "open",
        design=draft.design or Design.REPORT,
        condition=draft.condition or "open",
        population=draft.population or "open",
        cites=draft.cites or (Cite("open", 1, 1, "", "open", "open"),),
        opened=frozenset(),
    )
    try:
        read_study(draft_text(filled), report.file)
    except DocumentError as error:
        for problem in error.problems:
            what = f"the study {draft.id} cannot be written to the library: {problem.what}"
            report.add(Place(report.file, found.line), what, problem.right)


def limit(number: int, file: str) -> None:
    """Hold the number of studies of one file against `MOST`.

    Errors:
        DocumentError: there are more.
    """
    if number > MOST:
        what = f"the file holds {number:,} records, and at most {MOST:,} are read at once"
        raise DocumentError([Problem(Place(file), what, "split it into several files")])


def _format(text: str, file: str) -> tuple[str, Callable[[str, str], Records]]:
    if looks_like_nbib(text):
        return "PubMed", read_nbib
    if looks_like_ris(text):
        return "RIS", read_ris
    line = next((line for line in text.splitlines() if line.strip()), "")
    number = text[: text.find(line)].count("\n") + 1
    what = "this file is neither RIS nor PubMed's format"
    right = "RIS begins with a line TY  - JOUR, PubMed's format with PMID- and a number; CSV ends in .csv"
    raise DocumentError([Problem(Place(file, number), what, right, line)])


def _once(records: Iterable[Published]) -> tuple[list[Published], tuple[Left, ...]]:
    """The records, each publication once, and those that stand there again."""
    first: dict[tuple[str, str], Published] = {}
    kept: list[Published] = []
    repeated: list[Left] = []
    for record in records:
        keys = _same(record)
        other = next((first[key] for key in keys if key in first), None)
        if other is not None and not _differ(record, other):
            because = f"the same publication as in line {other.place.line}"
            repeated.append(Left(study_label(record), because, record.place))
            continue
        kept.append(record)
        first.update({key: record for key in keys if key not in first})
    return kept, tuple(repeated)


def _same(record: Published) -> tuple[tuple[str, str], ...]:
    """By what a record is known again: its numbers; its title with year and first author."""
    title = "".join(char for char in record.title.casefold() if char.isalnum())
    family = record.authors[0].family.casefold() if record.authors else ""
    known = f"{title} {record.year} {family}" if title else ""
    keys = (("pmid", record.pmid), ("doi", record.doi), ("title", known))
    return tuple((kind, value) for kind, value in keys if value)


def _differ(record: Published, other: Published) -> bool:
    """Whether two records that are alike are of two publications all the same: their numbers say so."""
    numbers = ((record.pmid, other.pmid), (record.doi, other.doi))
    first = next(((one, two) for one, two in numbers if one and two), ("", ""))
    return first[0] != first[1]


def _unknown(
    records: Iterable[Published], known: Sequence[Known]
) -> tuple[list[Published], tuple[Left, ...]]:
    by_pmid = {study.pmid: study for study in known if study.pmid}
    new: list[Published] = []
    left: list[Left] = []
    for record in records:
        study = by_pmid.get(record.pmid) if record.pmid else None
        if study is None:
            new.append(record)
        else:
            because = f"the library has it as {study.id}, by PMID {record.pmid}"
            left.append(Left(study_label(record), because, record.place))
    return new, tuple(left)


def _drafted(
    records: Iterable[Published], known: Sequence[Known], file: str, form: str
) -> tuple[NewStudy, ...]:
    names = Names(study.id for study in known)
    labels = {study.label.casefold(): study for study in known}
    found: list[NewStudy] = []
    for record in records:
        name = names.of(record)
        label = study_label(record)
        warnings = tuple(_warnings(record, labels.get(label.casefold())))
        draft = Draft(
            id=name,
            label=label,
            origin=f"{PurePath(file).name}, line {record.place.line} ({form})",
            pmid=record.pmid,
            year=record.year,
            note=record.citation,
            opened=frozenset(ASKED),
            hints=_hints(record),
            warnings=warnings,
        )
        found.append(new_study(draft, record.place))
    return tuple(found)


def new_study(draft: Draft, place: Place) -> NewStudy:
    """A draft as the file that is to be written."""
    name = f"{draft.id}.yaml"
    return NewStudy(draft.id, draft.label, name, draft_text(draft), draft.holes, draft.warnings, place)


def _hints(record: Published) -> dict[str, str]:
    """What the record says of what is asked for; the title as published is shown, never taken over."""
    kinds = ", ".join(record.kinds)
    return {
        "title": f"as published, not to be copied: {record.title}" if record.title else "",
        "design": f"the record says: {kinds}" if kinds else "",
    }


def _warnings(record: Published, alike: Known | None) -> Iterable[str]:
    if record.retracted:
        yield f"The record speaks of a retraction ({record.retracted}): do not use its numbers unseen."
    if alike is not None:
        yield f"The library has a study of the same label, {alike.id}; make sure that this is another."
    if not record.pmid:
        yield "The record has no PMID; without one the library cannot tell a study that it has already."
    if record.year is None:
        yield "The record has no year that can be read; write year: …"


def _notes(records: Records) -> tuple[str, ...]:
    if not records.left_out:
        return ()
    shown = [f"{tag} ({counted(number, 'time')})" for tag, number in records.left_out[:10]]
    more = len(records.left_out) - len(shown)
    tags = listed([*shown, f"{more} more"] if more else shown)
    return (f"Tags that the format does not have were left out: {tags}.",)
