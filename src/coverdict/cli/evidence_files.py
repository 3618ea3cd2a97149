"""Studies in from files of literature, and reviews out to files for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coverdict.cli.guard import DONE
from coverdict.cli.inputs import UnreadableError, file_bytes
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.cli.writing import UnwritableError

if TYPE_CHECKING:
    from coverdict.cli.paper import Layout, Row
    from coverdict.evidence.appraisal import Appraisal
    from coverdict.evidence.exchange.files import ExportFile
    from coverdict.evidence.exchange.importing import Imported, Known


@dataclass(frozen=True, slots=True)
class Placed:
    """An import that was written: what it brought, and where the new files stand; None where none do."""

    imported: Imported
    folder: Path | None


def import_studies(file: str, out: str | None, library: str | None, encoding: str, as_json: bool) -> int:
    """Write a draft for each study that a file brings and the library has not, and say what is in it.

    Arguments:
        file: RIS, PubMed's format, or a table in CSV (its name ends in .csv).
        out: the folder for the new files; without it nothing is written, and what would be is said.
        library: the library whose studies are known; the shipped one when None. Studies in `out` are known
            as well.
        encoding: of the file, `utf-8` or `latin-1`.

    Errors:
        CoverdictError: the file cannot be read, with file and line, or the folder cannot be written to; then
            nothing is written.
    """
    if out is not None and not out:
        raise UnwritableError("the name of the folder is empty")
    data = _bytes(file)
    imported = _imported(data, file, _known(library, out), encoding)
    folder = None if out is None else Path(out)
    if folder is not None and imported.new:
        from coverdict.evidence.exchange.placing import place_files

        place_files(folder, {study.file: study.text for study in imported.new})
    placed = Placed(imported, folder if imported.new else None)
    if as_json:
        write_json(_data(placed))
    else:
        layout = page_layout()
        write_page(_rows(placed, layout), layout)
    return DONE


def _imported(data: bytes, file: str, known: Sequence[Known], encoding: str) -> Imported:
    from coverdict.evidence.exchange.importing import import_records, import_table

    read = import_table if file.lower().endswith((".csv", ".tsv")) else import_records
    return read(data, file, known, encoding)


def _bytes(name: str) -> bytes:
    """The bytes of a file, one more than is read at most.

    Errors:
        UnreadableError: it is not there or cannot be read.
    """
    from coverdict.evidence.exchange.decoding import LARGEST

    return file_bytes(name, LARGEST + 1)


def _known(library: str | None, out: str | None) -> tuple[Known, ...]:
    from coverdict.evidence.exchange.known import known_studies
    from coverdict.library.files import EVIDENCE
    from coverdict.library.opening import shipped_folder

    folder = shipped_folder() if library is None else Path(library)
    if library is not None and not folder.is_dir():
        raise UnreadableError(f"{library}: there is no such folder")
    there = known_studies(folder / EVIDENCE / "studies")
    return (*there, *known_studies(Path(out))) if out is not None else there


def _data(placed: Placed) -> dict[str, Any]:
    imported = placed.imported
    return {
        "file": imported.file,
        "format": imported.form,
        "folder": None if placed.folder is None else str(placed.folder),
        "new": [
            {
                "study": study.id,
                "label": study.label,
                "file": study.file,
                "line": study.place.line,
                "to_do": list(study.holes),
                "warnings": list(study.warnings),
            }
            for study in imported.new
        ],
        "known": [
            {"label": one.label, "because": one.because, "line": one.place.line} for one in imported.known
        ],
        "repeated": [
            {"label": one.label, "because": one.because, "line": one.place.line} for one in imported.repeated
        ],
        "notes": list(imported.notes),
    }


def _rows(placed: Placed, layout: Layout) -> list[Row]:
    from coverdict.cli.paper import blank, row, section
    from coverdict.text import counted, listed

    imported = placed.imported
    where = "nothing written; --out FOLDER writes them" if placed.folder is None else str(placed.folder)
    new: list[Row] = []
    for study in imported.new:
        to_do = f"to fill in: {listed(study.holes)}" if study.holes else "complete"
        new.append(row((study.file, "bold"), f"  {study.label} (line {study.place.line}); {to_do}"))
        new += [row("  ", (warning, "yellow")) for warning in study.warnings]
    rows = [
        row((imported.file, "bold"), f"  {imported.form}"),
        blank(),
        *section("new", new or [row("no study that the library has not")], layout),
    ]
    if imported.new:
        rows += section("written to", [row(where)], layout)
    for name, left in (("known", imported.known), ("repeated", imported.repeated)):
        if left:
            shown = [row(f"{one.label} (line {one.place.line}): {one.because}") for one in left]
            rows += section(name, shown, layout)
    if imported.notes:
        rows += section("notes", [row(note) for note in imported.notes], layout)
    left_open = sum(1 for study in imported.new if study.holes)
    if left_open:
        what = f"{counted(left_open, 'draft')} to fill in; no command reads a draft as a study before that"
        rows += [blank(), row((what, "dim"))]
    return rows


# --- out ----------------------------------------------------------------------------------------------------


def export_files(appraisal: Appraisal, forms: Sequence[str], level: float = 0.95) -> tuple[ExportFile, ...]:
    """A review as files for other programs.

    Arguments:
        forms: some of `csv`, `metafor` and `fhir`.
        level: of the intervals, as the review's method sets it.
    """
    found: list[ExportFile] = []
    if "csv" in forms:
        from coverdict.evidence.exchange.tables import table_files

        found += table_files(appraisal)
    if "metafor" in forms:
        from coverdict.evidence.exchange.metafor import metafor_files

        found += metafor_files(appraisal, level)
    if "fhir" in forms:
        from coverdict.evidence.exchange.fhir import fhir_file

        found.append(fhir_file(appraisal, level))
    return tuple(found)
