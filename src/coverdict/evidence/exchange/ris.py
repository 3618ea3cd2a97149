"""Records from RIS files, as reference managers and publishers export them.

Source: the RIS Format Specification (Research Information Systems, later Thomson ResearchSoft, 2001, and the
tag table of 2012 for EndNote and Reference Manager): a tag of two characters at the beginning of a line, two
blanks, a hyphen and a blank; `TY` begins a record, `ER` ends it; a line without a tag goes on with the field
before it. Tags that programs use alike for one thing (`AU` and `A1`, `PY` and `Y1`) are read alike.
"""

from __future__ import annotations

import re

from coverdict.evidence.exchange.decoding import reporting
from coverdict.evidence.exchange.published import Published, Records, authors, doi_in, is_pmid, year_in
from coverdict.evidence.exchange.tagged import Field, Fields, unknown_tags
from coverdict.text import Place, Report

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  -(?: (?P<text>.*)|\s*)$")
# Nearly a tag: blanks lost or added, small letters, a dash for the hyphen.
_NEARLY = re.compile(r"\s*(?P<tag>TY|ER)\s*[-–—]", re.IGNORECASE)
_IN_TEXT = re.compile(
    r"\bPMID:?\s*([0-9]+)|(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/([0-9]+)"
)
_PUBMED = re.compile(r"pubmed|medline|national library of medicine|\bnlm\b", re.IGNORECASE)
_RETRACTED = re.compile(r"\W*retracted\b", re.IGNORECASE)

_TAGS = """
    A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP DS ED EP ER ET
    FD H1 H2 ID IP IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OL OP PA PB PP PY
    RD RI RN RP RT SE SF SL SN SP SR ST T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO WP WT WV Y1 Y2 YR
"""
_KNOWN = frozenset(_TAGS.split())


def looks_like_ris(text: str) -> bool:
    """Whether the first line that is not blank begins a RIS record, or nearly does."""
    first = text.lstrip("\ufeff \t\r\n")[:40].split("\n", 1)[0]
    return first[:2].upper() == "TY" and _NEARLY.match(first) is not None


def read_ris(text: str, file: str) -> Records:
    """The records of a RIS file.

    Errors:
        DocumentError: a record without an end, a field outside of a record, text before the first record, or
            no record at all; each with its line. Nothing is read in part.
    """
    report = Report(file, text)
    with reporting(report):
        records = _records(report)
        if not records and not len(report):
            report.add(Place(file), "no record begins in this file", "a record begins with TY  - JOUR")
    return Records(
        tuple(_published(record, file) for record in records),
        unknown_tags(records, _KNOWN),
    )


def _records(report: Report) -> list[Fields]:
    records: list[Fields] = []
    current: Fields | None = None
    for number, line in enumerate(report.lines, start=1):
        found = _TAG.match(line)
        if found is None:
            _untagged(line, number, current, report)
            continue
        tag, written = found["tag"], found["text"] or ""
        place = Place(report.file, number)
        if tag == "TY":
            if current is not None:
                _cut_off(current, place, report)
            current = Fields(number, [Field(tag, [written], number)])
        elif current is None:
            what = f"the field {tag} stands outside of a record"
            report.add(place, what, "a record begins with TY  - JOUR, or another type", 2)
        elif tag == "ER":
            records.append(current)
            current = None
        else:
            current.fields.append(Field(tag, [written], number))
    if current is not None:
        _cut_off(current, Place(report.file, current.number), report)
    return records


def _untagged(line: str, number: int, current: Fields | None, report: Report) -> None:
    """A line without a tag goes on with the field before it."""
    nearly = _NEARLY.match(line)
    if nearly:
        right = f"write {nearly['tag'].upper()}  - : two blanks, a hyphen, a blank, from the line's beginning"
        report.add(Place(report.file, number), "this line is nearly a tag", right, len(nearly.group()))
    elif current is not None:
        current.fields[-1].lines.append(line)
    elif line.strip("\ufeff \t\f\x1a"):
        column = len(line) - len(line.lstrip()) + 1
        right = "a record begins with TY  - JOUR, or another type"
        report.add(Place(report.file, number, column), "text outside of a record", right)


def _cut_off(record: Fields, place: Place, report: Report) -> None:
    what = (
        "the record that begins here has no end"
        if place.line == record.number
        else f"a record begins before that of line {record.number} has ended"
    )
    report.add(place, what, "a record ends with a line ER  - ; the file may be cut off", 2)


def _published(record: Fields, file: str) -> Published:
    title = record.first("TI", "T1", "CT", "BT", "ST")
    return Published(
        pmid=_pmid(record),
        doi=next(
            (doi for text in record.all("DO", "DI", "M3", "UR", "L3", "N1") if (doi := doi_in(text))), ""
        ),
        authors=authors(record.all("AU", "A1")),
        year=next(
            (year for text in record.all("PY", "Y1", "YR", "DA") if (year := year_in(text)) is not None), None
        ),
        title=title,
        journal=record.first("JO", "JF", "T2", "JA", "J2", "J1"),
        source=_source(record),
        kinds=record.all("TY", "M3")[:1],
        retracted="the title says so" if _RETRACTED.match(title) else "",
        place=Place(file, record.number),
    )


def _pmid(record: Fields) -> str:
    """The record's number in PubMed, where it says that the number is one.

    An accession number (`AN`) alone may be any database's: it counts only beside PubMed's or MEDLINE's name.
    """
    for text in record.all("N1", "UR", "L2", "L1", "LK", "C2", "ID", "AN", "U1", "NO"):
        for found in _IN_TEXT.finditer(text):
            number = found.group(1) or found.group(2)
            if is_pmid(number):
                return number
    if any(_PUBMED.search(text) for text in record.all("DB", "DP")):
        return next((number for number in record.all("AN") if is_pmid(number)), "")
    return ""


def _source(record: Fields) -> str:
    volume, issue = record.first("VL", "VO"), record.first("IS", "IP", "CP")
    first, last = record.first("SP"), record.first("EP")
    pages = f"{first}-{last}" if first and last and "-" not in first else first
    return (volume + (f"({issue})" if issue else "") + (f":{pages}" if pages else "")).strip(":")
