"""Records are read as their formats' descriptions say, and as the programs that write them do."""

from __future__ import annotations

import pytest

from coverdict.evidence.exchange.nbib import read_nbib
from coverdict.evidence.exchange.published import Author, Published
from coverdict.evidence.exchange.ris import read_ris
from coverdict.text import Place
from tests.evidence.exchange.records import NBIB, RIS


# Fields stand where the RIS specification puts them; a line without a tag goes on with the one before.
def test_a_ris_record_is_read_whole() -> None:
    first = read_ris(RIS, "x.ris").published[0]
    assert first == Published(
        pmid="19821432",
        doi="10.1002/14651858.cd007611.pub2",
        authors=(Author("Awad", "T"), Author("Thorlund", "K"), Author("Gluud", "C")),
        year=2009,
        title="Cryotherapy for hepatocellular carcinoma",
        journal="Cochrane Database Syst Rev",
        source="(4):CD007611",
        kinds=("JOUR",),
        retracted="",
        place=Place("x.ris", 1),
    )


# The older names of the same fields (A1, Y1, T1, T2) say the same.
def test_older_tags_say_the_same() -> None:
    second = read_ris(RIS, "x.ris").published[1]
    assert (second.pmid, second.year, second.place.line) == ("9065296", 1997, 15)
    assert second.citation == "Korpan N. Ann Surg 1997 225(2):193-201"


# Fields of PubMed's format are read by its element descriptions; six blanks go on with the line before.
def test_a_pubmed_record_is_read_whole() -> None:
    first, second = read_nbib(NBIB, "x.nbib").published
    assert first == Published(
        pmid="23740609",
        doi="10.1002/14651858.cd009058.pub2",
        authors=(Author("Bala", "Malgorzata M"), Author("Riemsma", "Robert P")),
        year=2013,
        title="Cryotherapy for liver metastases.",
        journal="Cochrane Database Syst Rev",
        source="(6):CD009058",
        kinds=("Systematic Review",),
        retracted="",
        place=Place("x.nbib", 1),
    )
    expected = (
        "Niu R, Yan TD, Zhu JC, et al. Ann Surg Oncol 2007 14(7):2078-87. doi:10.1245/s10434-007-9400-1"
    )
    assert second.citation == expected


# How a file ends its lines, and whether a byte order mark is before them, changes nothing.
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(end: str) -> None:
    assert read_ris(RIS.replace("\n", end), "x") == read_ris(RIS, "x")
    assert read_nbib(NBIB.replace("\n", end), "x") == read_nbib(NBIB, "x")


# A number counts as PubMed's only where the record says that it is one.
@pytest.mark.parametrize(
    ("fields", "pmid"),
    [
        ("AN  - 9065296", ""),
        ("DB  - Embase\nAN  - 9065296", ""),
        ("DB  - PubMed\nAN  - 9065296", "9065296"),
        ("DP  - National Library of Medicine\nAN  - 9065296", "9065296"),
        ("UR  - http://www.ncbi.nlm.nih.gov/pubmed/9065296", "9065296"),
        ("N1  - PMID: 9065296", "9065296"),
        ("N1  - PMID: 0", ""),
        ("UR  - https://example.org/9065296", ""),
    ],
)
def test_a_number_is_pubmeds_where_the_record_says_so(fields: str, pmid: str) -> None:
    (record,) = read_ris(f"TY  - JOUR\n{fields}\nER  - ", "x").published
    assert record.pmid == pmid


# A year is what a date begins with; anything else is no year, never a guess.
@pytest.mark.parametrize(
    ("written", "year"),
    [
        *(("2015", 2015), ("2015/05/02/", 2015), ("2015 May", 2015), ("c2015", 2015)),
        *(("May 2015", None), ("in press", None), ("20155", None), ("1066", None), ("", None)),
    ],
)
def test_a_year_is_what_the_date_begins_with(written: str, year: int | None) -> None:
    (record,) = read_ris(f"TY  - JOUR\nPY  - {written}\nER  - ", "x").published
    assert record.year == year


# Authors are read in both spellings, groups by their whole name.
@pytest.mark.parametrize(
    ("tag", "written", "family", "shown"),
    [
        ("FAU", "Al-Asfoor, Ahmed", "Al-Asfoor", "Al-Asfoor A"),
        ("AU", "Ruers TJ", "Ruers", "Ruers TJ"),
        ("AU", "van der Berg JA Jr", "van der Berg", "van der Berg JA"),
        ("CN", "European Stroke Group", "European Stroke Group", "European Stroke Group"),
        ("FAU", "Gurusamy, Kurinchi Selvan", "Gurusamy", "Gurusamy KS"),
    ],
)
def test_authors_are_read_in_every_spelling(tag: str, written: str, family: str, shown: str) -> None:
    (record,) = read_nbib(f"PMID- 1\n{tag:<4}- {written}\n", "x").published
    (author,) = record.authors
    assert (author.family, str(author)) == (family, shown)


# A retraction is not overlooked, by its type, by its notice, or by the word in a title.
def test_a_retraction_is_seen() -> None:
    by_type = read_nbib("PMID- 1\nPT  - Retracted Publication\n", "x").published[0]
    by_notice = read_nbib("PMID- 1\nRIN - Hepatology. 2016;64(1):1. PMID: 2\n", "x").published[0]
    by_title = read_ris("TY  - JOUR\nTI  - RETRACTED: Freezing\nER  - ", "x").published[0]
    assert by_type.retracted == "PubMed calls it a retracted publication"
    assert by_notice.retracted == "retraction in Hepatology. 2016;64(1):1. PMID: 2"
    assert by_title.retracted == "the title says so"


# Tags that the formats do not have are counted and left out, and the record is read all the same.
def test_unknown_tags_are_counted() -> None:
    ris = read_ris("TY  - JOUR\nZZ  - x\nZ9  - y\nZZ  - z\nER  - ", "x")
    nbib = read_nbib("PMID- 1\nQQQ - x\n", "x")
    assert (len(ris.published), ris.left_out) == (1, (("Z9", 1), ("ZZ", 2)))
    assert (len(nbib.published), nbib.left_out) == (1, (("QQQ", 1),))
