"""`coverdict import`: a draft policy of a document, and what was found for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coverdict.cli.guard import DONE
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.cli.writing import UnwritableError, write_whole
from coverdict.text import CoverdictError

if TYPE_CHECKING:
    from coverdict.cli.paper import Layout, Row
    from coverdict.documents.importing import Imported
    from coverdict.documents.proposing import Proposed, Reader
    from coverdict.language.model import Vocabulary
    from coverdict.library import Library

VOCABULARY = "vocabulary"  # the folder by which a library is recognised
CORE = "core"  # the vocabulary of facts that every request may state


@dataclass(frozen=True, slots=True)
class Files:
    """Where a draft goes, and the vocabulary that it proposes; None where there is none."""

    draft: Path
    vocabulary: Path | None


def import_document(
    document: str, out: str | None, library: str | None, as_json: bool, reader: Reader | None = None
) -> int:
    """Read a document, write its draft where `out` says, and print what was found.

    Arguments:
        library: the library whose vocabulary the draft builds on. Without it, the one in which `out` lies;
            the shipped one where nothing is written.
        reader: proposes what stands in the holes; without one, the rules work alone.

    Errors:
        CoverdictError: the document cannot be read, the reader gives no answer, or a file cannot be written;
            then none is.
    """
    from coverdict.documents.importing import Base, import_manuscript
    from coverdict.documents.reading import read_manuscript

    folder = _folder(out, library)
    family = _core(folder)
    base = Base(CORE, frozenset(fact.name for one in family for fact in one.facts)) if family else Base()
    manuscript = read_manuscript(document)
    imported = import_manuscript(manuscript, base)
    if not imported.exact:
        _must_load(imported, family, document)
    proposed = None
    if reader is not None:
        from coverdict.documents.proposing import propose

        proposed = propose(imported, manuscript, family, reader)
        imported = proposed.imported
    files = None if out is None else _write(imported, Path(out), folder)
    if as_json:
        write_json(_data(document, imported, files, proposed))
    else:
        layout = page_layout()
        write_page(_rows(document, imported, files, proposed, layout), layout)
    return DONE


# --- where ------------------------------------------------------------------------------------------------


def _folder(out: str | None, library: str | None) -> Path | None:
    """The library on which the draft builds; None where a draft is written that lies in none."""
    from coverdict.library import shipped_folder

    if out == "":
        raise UnwritableError("the name of the file is empty")
    given = Path(library) if library is not None else None
    if given is not None and not given.is_dir():
        raise CoverdictError(f"{library}: there is no such folder")
    if out is None:
        return given or shipped_folder()
    if "\0" in out:
        raise UnwritableError("a file's name holds no NUL")
    where = Path(out).absolute()
    if given is not None:
        if not where.resolve().is_relative_to(given.resolve()):
            raise UnwritableError(f"{out}: does not lie in the library {library}")
        return given
    return next((folder for folder in where.parents if (folder / VOCABULARY).is_dir()), None)


def _core(folder: Path | None) -> tuple[Vocabulary, ...]:
    """The vocabulary of all requests in a library; nothing where it has none."""
    if folder is None:
        return ()
    from coverdict.library import open_library

    library: Library = open_library(folder)
    return library.contents.family(CORE) if CORE in library.contents.vocabularies else ()


def _write(imported: Imported, out: Path, folder: Path | None) -> Files:
    """Write the draft and its vocabulary; neither where one cannot be written."""
    texts = imported.texts
    vocabulary = None
    if texts.vocabulary_text:
        vocabulary = (folder or out.parent) / VOCABULARY / f"{texts.vocabulary}.yaml"
    for path in (out, vocabulary):
        if path is not None and path.exists():
            raise UnwritableError(f"{path}: is there already, and may be finished by hand; name another")
    if out.suffix.lower() != ".md":
        raise UnwritableError(f"{out}: a policy is a Markdown document; let its name end in .md")
    if not out.parent.is_dir():
        raise UnwritableError(f"{out}: there is no folder {out.parent} to write it to")
    if vocabulary is not None:
        vocabulary.parent.mkdir(exist_ok=True)
        write_whole(vocabulary, texts.vocabulary_text.encode())
    try:
        write_whole(out, texts.policy.encode("utf-8", "surrogatepass"))
    except CoverdictError:
        if vocabulary is not None:
            vocabulary.unlink(missing_ok=True)
        raise
    return Files(out, vocabulary)


def _must_load(imported: Imported, family: tuple[Vocabulary, ...], document: str) -> None:
    from coverdict.documents.importing import load

    try:
        load(imported.texts, family)
    except CoverdictError as error:
        raise CoverdictError(
            f"{document}: its draft would not be well-formed, so none is written; please report it\n{error}"
        ) from error


# --- what is said -----------------------------------------------------------------------------------------


def _data(
    document: str, imported: Imported, files: Files | None, proposed: Proposed | None
) -> dict[str, Any]:
    from coverdict.cli.proposing import proposed_data
    from coverdict.documents.importing import holes_of, summary

    found, texts = imported.found, imported.texts
    return {
        "document": document,
        "policy": texts.id,
        "vocabulary": texts.vocabulary,
        "exact": imported.exact,
        "found": summary(found),
        "draft": texts.policy,
        "vocabulary_text": texts.vocabulary_text,
        "written": [str(path) for path in (files.draft, files.vocabulary) if path] if files else [],
        "proposals": None if proposed is None else proposed_data(proposed),
        "holes": [
            {
                "id": hole.id,
                "says": hole.says,
                "section": hole.cites.section if hole.cites else "",
                "at": hole.cites.item if hole.cites else "",
            }
            for hole in holes_of(found)
        ],
        "facts": [
            {"fact": fact.name, "type": fact.type, "unit": fact.unit, "quote": fact.quote}
            for fact in found.facts
        ],
    }


def _rows(
    document: str, imported: Imported, files: Files | None, proposed: Proposed | None, layout: Layout
) -> list[Row]:
    from coverdict.cli.paper import blank, row, section
    from coverdict.cli.proposing import proposed_rows
    from coverdict.documents.importing import holes_of, summary

    found = imported.found
    rows = [row((document, "bold"), f"  draft {imported.texts.id}"), blank()]
    if imported.exact:
        exact = "the document prints its policy exactly; the draft is that text, and has no holes of its own"
        rows += section("exact", [row(exact)], layout)
    for field, told in summary(found).items():
        if field != "holes":
            rows += section(field, [row(told) if told else row(("not found", "yellow"))], layout)
    if not imported.exact:
        holes = [row((hole.id, "bold"), f"  {_place(hole.cites)}{hole.says}") for hole in holes_of(found)]
        rows += section("holes", holes or [row("none beside the first reading by a person")], layout)
        if found.facts:
            facts = [row((fact.name, "bold"), f"  {fact.quote}") for fact in found.facts]
            rows += section("proposed facts", facts, layout)
    if proposed is not None:
        rows += proposed_rows(proposed, layout)
    where = [row(str(path)) for path in (files.draft, files.vocabulary) if path] if files else []
    rows += section("written to", where or [row("nothing written; --out FILE writes the draft")], layout)
    return rows


def _place(cites: Any) -> str:
    return f"[{cites.section}, {cites.item}] " if cites else ""
