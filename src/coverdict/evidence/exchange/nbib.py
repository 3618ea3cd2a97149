"""Records in PubMed's own format (`.nbib`, or `.txt` from "Save, format PubMed"): MEDLINE.

Source: the National Library of Medicine's MEDLINE/PubMed Data Element (Field) Descriptions, and the PubMed
User Guide's list of field tags: a tag of up to four letters, filled with blanks to four characters, a hyphen
and a blank; a field goes on in lines that begin with six blanks; a record begins with its PMID, and a blank
line stands between records.
"""

from __future__ import annotations

import re

from coverdict.evidence.exchange.decoding import reporting
from coverdict.evidence.exchange.published import Published, Records, authors, doi_in, is_pmid, year_in
from coverdict.evidence.exchange.tagged import Field, Fields, unknown_tags
from coverdict.text import Place, Report

_TAG = re.compile(r"(?=.{4}-)(?P<tag>[A-Z]{2,4}) {0,2}-(?: (?P<text>.*)|\s*)$")
_GOES_ON = "      "
_FIRST = re.compile(r"\s*PMID *-")

_TAGS = """
    AB AD AID AU AUID BTI CDAT CI CIN CN COI COIS CON CP CRDT CRF CRI CTDT CTI DA DCOM DDIN DEP DP DRDT
    DRIN EA EB ECF ECI ED EDAT EFR EIN EN FAU FED FIR FPS GN GR GS IP IR IRAD IS ISBN JID JT LA LID LR
    MH MHDA MID NM OAB OABL OCI OID ORI OT OTO OWN PA PB PG PHST PL PMC PMCR PMID PS PST PT PTDT PUBM RF
    RIN RN ROF RPF RPI RRF RRI SB SFM SI SO SPIN STAT TA TI TT UIN UOF VI VTI
"""
_KNOWN = frozenset(_TAGS.split())


def looks_like_nbib(text: str) -> bool:
    """Whether the first line that is not blank holds a PMID, as PubMed's records begin."""
    return _FIRST.match(text.lstrip("\ufeff")) is not None


def read_nbib(text: str, file: str) -> Records:
    """The records of a file in PubMed's format.

    Errors:
        DocumentError: a record without PMID, or with one that is none, a line that has no tag and goes on
            with nothing, or no record at all; each with its line. Nothing is read in part.
    """
    report = Report(file, text)
    with reporting(report):
        records = _records(report)
        for record in records:
            _check(record, report)
        if not records and not len(report):
            report.add(
                Place(file), "no record begins in this file", "a record begins with PMID- and a number"
            )
    return Records(
        tuple(_published(record, file) for record in records),
        unknown_tags(records, _KNOWN),
    )


def _records(report: Report) -> list[Fields]:
    records: list[Fields] = []
    current: Fields | None = None
    for number, line in enumerate(report.lines, start=1):
        shown = line.lstrip("\ufeff") if number == 1 else line
        if not shown.strip(" \t\f\x1a"):
            current = None
            continue
        found = _TAG.match(shown)
        if found is not None:
            if current is None or found["tag"] == "PMID":
                current = Fields(number, [])
                records.append(current)
            current.fields.append(Field(found["tag"], [found["text"] or ""], number))
        elif current is not None and shown.startswith(_GOES_ON):
            current.fields[-1].lines.append(shown)
        else:
            right = "a tag has four characters, then a hyphen and a blank; a field goes on after six blanks"
            report.add(Place(report.file, number), "a line without a tag", right, len(shown.rstrip()))
            current = current or Fields(number, [Field("", [], number)])
    return [record for record in records if record.fields]


def _check(record: Fields, report: Report) -> None:
    """Whether the record says which one it is."""
    numbers = [field for field in record.fields if field.tag == "PMID"]
    if not numbers:
        what = "a record without a PMID"
        report.add(
            Place(report.file, record.number), what, "a record begins with PMID- ; the file may be cut off", 4
        )
    elif not is_pmid(numbers[0].text):
        what = "a PMID is a number of up to nine digits"
        report.add(Place(report.file, numbers[0].number, 7), what, "", max(1, len(numbers[0].text)))


def _published(record: Fields, file: str) -> Published:
    return Published(
        pmid=record.first("PMID"),
        doi=next(
            (doi_in(text) for text in record.all("AID", "LID") if "[doi]" in text and doi_in(text)),
            doi_in(record.first("SO")),
        ),
        authors=authors(record.all("FAU") or record.all("AU") or record.all("CN")),
        year=next((year for text in record.all("DP", "DEP") if (year := year_in(text)) is not None), None),
        title=record.first("TI", "BTI", "TT"),
        journal=record.first("TA", "JT"),
        source=_source(record),
        kinds=tuple(kind for kind in record.all("PT") if kind != "Journal Article"),
        retracted=_retracted(record),
        place=Place(file, record.number),
    )


def _retracted(record: Fields) -> str:
    """What the record says of a retraction: its type, or the notice (`RIN`, retraction in)."""
    notice = record.first("RIN")
    if notice:
        return f"retraction in {notice}"
    return "PubMed calls it a retracted publication" if "Retracted Publication" in record.all("PT") else ""


def _source(record: Fields) -> str:
    volume, issue, pages = record.first("VI"), record.first("IP"), record.first("PG")
    return (volume + (f"({issue})" if issue else "") + (f":{pages}" if pages else "")).strip(":")
