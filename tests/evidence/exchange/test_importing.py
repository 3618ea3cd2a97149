"""What a file of literature brings: drafts of what is new, and a word on everything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.exchange.drafts import ASKED
from coverdict.evidence.exchange.importing import MOST, Imported, Known, import_records
from coverdict.evidence.studies.reading import read_study
from coverdict.text import DocumentError, Problem
from tests.evidence.exchange.records import NBIB, RIS

LIBRARY = (Known("bala-2013", "Bala 2013", "23740609"), Known("xu", "Xu", ""))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=60)


def imported(text: str, known: tuple[Known, ...] = ()) -> Imported:
    return import_records(text.encode(), "x.txt", known)


def missing(text: str) -> set[str]:
    """The keys that the reader of studies asks for; it refuses the draft for nothing else."""
    with pytest.raises(DocumentError) as refused:
        read_study(text, "draft.yaml")
    found = [re.fullmatch(r"a study has no (.+)", problem.what) for problem in refused.value.problems]
    assert all(found), str(refused.value)
    return {match.group(1) for match in found if match}


# Which of the two formats a file has, its first line says, whatever its name.
def test_the_first_line_says_the_format() -> None:
    assert (imported(RIS).form, imported(NBIB).form) == ("RIS", "PubMed")


# Each record becomes a file called after first author and year, and asks for what only a person can say.
def test_each_record_becomes_a_draft() -> None:
    found = imported(RIS).new
    assert [(one.id, one.label, one.file) for one in found] == [
        ("awad-2009", "Awad 2009", "awad-2009.yaml"),
        ("korpan-1997", "Korpan 1997", "korpan-1997.yaml"),
    ]
    assert all(one.holes == tuple(ASKED) for one in found)


# No reader takes a draft for a study: it names each thing that is missing, and nothing else.
def test_a_draft_is_refused_for_what_is_missing() -> None:
    for one in (*imported(RIS).new, *imported(NBIB).new):
        assert missing(one.text) == set(ASKED)
        assert one.text.count("\n# TO DO ") == len(ASKED)


# A draft that a person has filled in is a study, with what the record said.
def test_a_finished_draft_is_a_study() -> None:
    (_, one) = imported(NBIB).new
    lines = {
        "title": "Whether freezing adds to resection",
        "design": "comparative study",
        "condition": "colorectal liver metastases",
        "population": "People whose metastases were resected",
        "n": "415",
        "cited": "{bsc: {policy: bsc/7.01.75, version: 2021-11-01, lines: 240-242, reference: 25}}",
    }
    text = one.text
    for key, value in lines.items():
        text = re.sub(rf"^# TO DO {key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE)
    study = read_study(text, "niu-2007.yaml")
    assert (study.id, study.label, study.pmid, study.year) == ("niu-2007", "Niu 2007", "17473951", 2007)
    assert study.note.startswith("Niu R, Yan TD, Zhu JC, et al. Ann Surg Oncol 2007")


# The title as published is shown to the person, in a comment, and stands under no key.
def test_the_published_title_is_not_taken_over() -> None:
    one = imported(NBIB).new[0]
    lines = [line for line in one.text.splitlines() if "Cryotherapy for liver metastases" in line]
    assert len(lines) == 1 and lines[0].startswith("# TO DO title: in own words")


# What the library has is recognised by its number in PubMed, and brings no file.
def test_known_studies_are_recognised() -> None:
    found = imported(NBIB, LIBRARY)
    assert [one.id for one in found.new] == ["niu-2007"]
    (known,) = found.known
    assert known.because == "the library has it as bala-2013, by PMID 23740609"
    assert (known.label, known.place.line) == ("Bala 2013", 1)


# A publication that stands in the file twice is drafted once, by number, DOI, or title, year and author.
@pytest.mark.parametrize(
    "again",
    [
        "TY  - JOUR\nN1  - PMID: 19821432\nER  - ",
        "TY  - JOUR\nDO  - https://doi.org/10.1002/14651858.CD007611.pub2.\nER  - ",
        "TY  - JOUR\nAU  - Awad, Tahany\nPY  - 2009\nTI  - Cryotherapy for Hepatocellular carcinoma.\nER  - ",
    ],
)
def test_a_publication_is_drafted_once(again: str) -> None:
    found = imported(f"{RIS}\n{again}\n")
    assert [one.id for one in found.new] == ["awad-2009", "korpan-1997"]
    (repeated,) = found.repeated
    assert repeated.because == "the same publication as in line 1"


# Two publications of one title are two where their numbers say so.
def test_two_numbers_are_two_publications() -> None:
    record = "TY  - JOUR\nAU  - Xu, K\nPY  - 2008\nTI  - Freezing\nN1  - PMID: {}\nER  - \n"
    found = imported(record.format(1) + record.format(2))
    assert [one.id for one in found.new] == ["xu-2008", "xu-2008-2"] and not found.repeated


# A name that the library has is not used again, and a label that it has is said.
def test_names_are_used_once() -> None:
    known = (Known("awad-2009", "Awad 2009", "1"), Known("awad-2009-2", "Other", ""))
    first = imported(RIS, known).new[0]
    assert first.id == "awad-2009-3"
    assert any("awad-2009; make sure" in warning for warning in first.warnings)


# Without author, year or number there is still a name, and the draft says what is missing.
def test_a_bare_record_has_a_name() -> None:
    one = imported("TY  - RPRT\nER  - \n").new[0]
    assert (one.id, one.label) == ("without-author", "Without author")
    assert len(one.warnings) == 2 and missing(one.text) == set(ASKED)


# Names in letters that ASCII does not have still make a file's name.
@pytest.mark.parametrize(
    ("author", "name"),
    [("Müller-Łukasz, J", "muller-lukasz-2009"), ("王, 春平", "pmid-7"), ("Ørsted, H", "orsted-2009")],
)
def test_names_are_folded(author: str, name: str) -> None:
    record = f"TY  - JOUR\nAU  - {author}\nPY  - 2009\nN1  - PMID: 7\nER  - \n"
    assert imported(record).new[0].id == name


# A retraction stands at the head of the draft.
def test_a_retraction_is_said() -> None:
    one = imported("PMID- 1\nPT  - Retracted Publication\nDP  - 2009\nAU  - Xu K\n").new[0]
    assert "retraction" in one.warnings[0] and "\n# NOTE The record speaks of a retraction" in one.text


# Whatever a record holds, its draft is YAML that asks for what is missing, and its file stays in the folder.
@given(author=TEXTS, title=TEXTS, journal=TEXTS, pages=TEXTS, kind=TEXTS)
def test_no_record_breaks_its_draft(author: str, title: str, journal: str, pages: str, kind: str) -> None:
    fields = {"AU": author, "TI": title, "JO": journal, "SP": pages, "N1": title, "M3": kind}
    record = "TY  - JOUR\n" + "".join(f"{tag}  - {text}\n" for tag, text in fields.items()) + "ER  - \n"
    (one,) = imported(record).new
    assert missing(one.text) == set(ASKED)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*\.yaml", one.file) and len(one.file) < 120


def problems(data: bytes, encoding: str) -> tuple[Problem, ...]:
    """What is wrong with a file; nothing where it brings drafts."""
    try:
        assert import_records(data, "x", (), encoding).new
    except DocumentError as error:
        return error.problems
    return ()


# Any bytes are drafts or one error with a place, never anything else.
@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda data: b"TY  - JOUR\n" + data))
def test_any_bytes_are_drafts_or_an_error(data: bytes) -> None:
    for encoding in ("utf-8", "latin-1"):
        assert all(problem.place.file == "x" for problem in problems(data, encoding))


# More records than PubMed sends at once are refused, and as many are read.
def test_the_number_of_records_has_a_limit() -> None:
    with pytest.raises(DocumentError, match="10,001 records"):
        imported("".join(f"PMID- {number}\n\n" for number in range(1, MOST + 2)))
    assert len(imported("".join(f"PMID- {number}\n\n" for number in range(1, 501))).new) == 500
