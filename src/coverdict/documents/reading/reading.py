"""The one door into reading: a file's path to a manuscript."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

from coverdict.documents.manuscript import Format, Manuscript
from coverdict.documents.reading.files import characters, document_bytes
from coverdict.documents.reading.lines import starts_of
from coverdict.documents.reading.plain import read_plain
from coverdict.documents.reading.sections import sections_of


def read_manuscript(path: str | os.PathLike[str]) -> Manuscript:
    """The document in a file.

    Arguments:
        path: a text (UTF-8, UTF-16, Windows-1252), Markdown, HTML or PDF.

    Errors:
        DocumentError: the file cannot be read, or holds no document in one of these formats; one message
            with the file's name.
    """
    where = Path(path)
    data, form = document_bytes(where)
    file = str(path)
    if form is Format.PDF:
        return _read_pdf(data, file)
    text = characters(data, file)
    return _read_page(text, file) if form is Format.HTML else _read_text(text, file, form)


def _read_page(source: str, file: str) -> Manuscript:
    from coverdict.documents.reading.hypertext import read_page

    page = read_page(source, file)
    return Manuscript(
        file=file,
        format=Format.HTML,
        text=page.text,
        starts=starts_of(page.text),
        origins=page.origins,
        pages=(),
        blocks=page.blocks,
        sections=sections_of(page.text, page.blocks),
        pairs=page.pairs,
        notes=(),
    )


def _read_text(text: str, file: str, form: Format) -> Manuscript:
    hints = None
    if form is Format.MARKDOWN:
        from coverdict.documents.reading.marked import markdown_hints

        hints = markdown_hints(text)
    read = read_plain(text, hints)
    return Manuscript(
        file=file,
        format=form,
        text=text,
        starts=starts_of(text),
        origins=(),
        pages=(),
        blocks=read.blocks,
        sections=sections_of(text, read.blocks),
        pairs=read.pairs,
        notes=(),
    )


def _read_pdf(data: bytes, file: str) -> Manuscript:
    from coverdict.documents.reading.pdf import read_pdf

    sheet = read_pdf(data, file)
    read = read_plain(sheet.text, sheet.hints)
    starts = starts_of(sheet.text)
    blocks = tuple(
        replace(block, page=sheet.pages[bisect_right(starts, block.span.start) - 1]) for block in read.blocks
    )
    return Manuscript(
        file=file,
        format=Format.PDF,
        text=sheet.text,
        starts=starts,
        origins=sheet.origins,
        pages=sheet.pages,
        blocks=blocks,
        sections=sections_of(sheet.text, blocks),
        pairs=read.pairs,
        notes=sheet.notes,
    )
