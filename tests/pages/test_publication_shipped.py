"""The two shipped policies as published documents: complete, true to the library, good pages."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from coverdict.documents.publishing.house import House
from coverdict.documents.publishing.publication import Items, Section
from coverdict.pages.publication_html import publication_page
from tests.docs.examples import ROOT
from tests.pages.cases import BCBSM, BSC, desk
from tests.pages.publications import (
    SHIPPED,
    aged,
    cells,
    outline,
    section,
    shipped,
    tables,
    texts,
    written,
)
from tests.pages.reading import HEADINGS, must_be_a_good_page

policies = pytest.mark.parametrize("policy", SHIPPED)
STATED = (House.STATEMENT, House.CRITERIA, House.CODES, House.BENEFITS, House.AUTHORIZATION, House.HISTORY)
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
NUMBER = re.compile(r"\d+(?:\.\d+)*")


# The page is well-formed, alone and accessible, has an outline, and every link finds its place.
@policies
def test_the_page_is_a_good_page(policy: str) -> None:
    root = must_be_a_good_page(publication_page(shipped(policy)))
    (head,) = root.all("head")
    (title,) = head.all("title")
    assert title.text.startswith("Cryosurgical Ablation of Primary or Metastatic Liver Tumors | ")
    assert not root.all("script") and not root.all("img")


# Sections have the names that payers use, stand in the house's order, and none is empty.
@policies
def test_sections_in_the_houses_order(policy: str) -> None:
    titles = [one.title for one in shipped(policy).sections]
    order = [house.value for house in House]
    assert [order.index(title) for title in titles] == sorted(order.index(title) for title in titles)
    for title in ("Policy Statement", "Coverage Criteria", "Applicable Codes", "Benefit Application"):
        assert title in titles
    assert titles[-1] == "Appendix C: The Policy, Exactly"
    root = must_be_a_good_page(publication_page(shipped(policy)))
    levels = [int(each.name[1]) for each in root.all(*HEADINGS)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


# Identity and dates as the two documents print them (mission rows A01 to A03, B01 to B04).
def test_identity_by_hand() -> None:
    assert dict(_identity(BSC)) == {
        "Policy Number": "7.01.75",
        "Document ID": "bsc/7.01.75",
        "Version": "2021-11-01",
        "Publisher": "Blue Shield of California",
        "Section": "7.0 Surgery",
        "Original Policy Date": "February 27, 2015",
        "Effective Date": "November 1, 2021",
        "Reference": "BCBSA 7.01.75",
    }
    assert dict(_identity(BCBSM)) == {
        "Policy Number": "not stated",
        "Document ID": BCBSM,
        "Version": "undated",
        "Publisher": "Blue Cross Blue Shield of Michigan and Blue Care Network",
        "Effective Date": "not stated",
    }


def _identity(policy: str) -> list[tuple[str, str]]:
    return [(label, "".join(run.text for run in words)) for label, words in shipped(policy).identity.rows]


# The position at the head: established for some and open for the rest; investigational for everybody.
def test_positions_by_hand() -> None:
    (first,) = [one for one in shipped(BSC).summary.content if isinstance(one, Items)]
    assert [words for _, _, words in outline(first.items)] == ["Investigational for everybody (rule 1)."]
    said = list(texts(shipped(BCBSM).summary.content))
    assert (
        said[0]
        == "Established where these hold: a cancer; any of (few and small, metabolically active) (rule 1)."
    )
    assert said[1].startswith(
        "Criteria not met where these hold: a cancer; the statement names the patient (rule 2)"
    )
    assert said[2].endswith("whether that means investigational or not medically necessary is open.")
    assert "“extrahepatic scope”, “size limit”, “statement for active tumors” and “other tumors”" in said[3]


# The criteria of document A, as design §5 reads them, with their depth and every open reading (by hand).
def test_the_criteria_by_hand() -> None:
    rule = section(shipped(BCBSM), "Rule 1: Established")
    (listing,) = [one for one in rule.content if isinstance(one, Items)]
    got = [(depth, words.split(" [")[0]) for depth, _, words in outline(listing.items)]
    assert got == [
        (0, "A cancer. The tumor is a cancer."),
        (0, "Any one of these holds:"),
        (1, "Few and small. All of these hold:"),
        (2, "The patients whom the statement names: All of these hold:"),
        (3, "Unresectable. The tumor cannot be resected."),
        (
            3,
            "Confined to the liver. Open reading “extrahepatic scope”. The words on disease outside the "
            "liver may belong to both groups or to the metastases alone.",
        ),
        (4, "Read as “both branches”: There is no evidence of disease outside the liver."),
        (4, "Read as “metastases only”: Any one of these holds:"),
        (5, "The answer to “Where the tumor comes from” is “It began in the liver”."),
        (5, "There is no evidence of disease outside the liver."),
        (2, "One tumor, within 4 cm: All of these hold:"),
        (3, "One tumor. The number of tumors in the liver is at least 1 and under 2."),
        (
            3,
            "Within the size limit. Open reading “size limit”. The source gives 4 cm without saying whether "
            "4 cm itself is still within.",
        ),
        (4, "Read as “up to 4 cm”: The diameter of the largest tumor in the liver is at most 4 cm."),
        (4, "Read as “under 4 cm”: The diameter of the largest tumor in the liver is under 4 cm."),
        (
            1,
            "Metabolically active. Open reading “statement for active tumors”. The second inclusion repeats "
            "neither that the tumor is unresectable nor that it is confined to the liver.",
        ),
        (2, "Read as “statement as well”: All of these hold:"),
        (3, "A metabolically active tumor, treated to reduce its activity: All of these hold:"),
        (4, "Metabolically active. The tumor is metabolically active."),
        (
            4,
            "To reduce the activity. The answer to “What the treatment is meant to do” is “Reduce the "
            "tumor's metabolic activity”.",
        ),
        (3, "The patients whom the statement names: as in 1.2.1.1."),
        (
            2,
            "Read as “inclusion alone”: A metabolically active tumor, treated to reduce its activity: "
            "as in 1.2.2.1.1.",
        ),
    ]


# An item's number says where it stands, so that a list that lost its indentation still has its form.
@policies
def test_numbers_tell_the_depth(policy: str) -> None:
    for rule in section(shipped(policy), "Coverage Criteria").content:
        if isinstance(rule, Section) and rule.title.startswith("Rule "):
            for listing in rule.content:
                if isinstance(listing, Items):
                    numbers = [(depth, number) for depth, number, _ in outline(listing.items)]
                    assert all(number.count(".") == depth + 1 for depth, number in numbers)
                    assert len({number for _, number in numbers}) == len(numbers)


# "As in 1.2.1.1" leads to an item that has that number.
@policies
def test_what_is_referred_to_is_there(policy: str) -> None:
    whole = list(texts(shipped(policy).sections))
    page = publication_page(shipped(policy))
    for text in whole:
        for number in re.findall(r"as in ([\d.]+)\.$", text):
            assert f'<span class="number">{number}</span>' in page


# The codes of the two documents (mission rows A21, B20 to B23), and no descriptor of CPT.
def test_codes_by_hand() -> None:
    (table,) = tables(section(shipped(BCBSM), "Applicable Codes").content)
    assert [row[:2] for row in cells(table)] == [["47371", "CPT"], ["47381", "CPT"]]
    (table,) = tables(section(shipped(BSC), "Applicable Codes").content)
    rows = cells(table)
    assert [row[0] for row in rows] == ["47371", "47381", "47383", "76940"]
    assert [row[2].split()[0] for row in rows] == ["Governed", "Governed", "Governed", "Goes"]
    for policy in SHIPPED:
        page = publication_page(shipped(policy))
        for descriptor in ("Laparoscopy, surgical", "Ablation, open", "monitoring of, parenchymal"):
            assert descriptor not in page


# Benefits by product as document A's table has them, with the readings of it (mission rows A30 to A35).
def test_benefits_by_hand() -> None:
    benefits = section(shipped(BCBSM), "Benefit Application")
    first, _, second, _ = tables(benefits.content)
    assert cells(first) == [["PPO", "Undetermined", "No rule of a plan speaks of this product."]]
    hmo, bcna, bcn65 = "Commercial HMO", "BCNA (Medicare Advantage)", "BCN65 (Medicare Complementary)"
    complete = "Blue Cross Complete of Michigan (Medicaid)"
    override = "“The group sets aside the payer's product table for this service” is answered"
    primary = "The answer to “What the primary payer decided on this line” is “The primary payer"
    age = "“Member's age in completed years on the date of service” is"
    assert [row[:3] for row in cells(second)] == [
        [hmo, "Not covered", f"{override} no."],
        [hmo, "Undetermined (“As the group's contract says”)", f"{override} yes."],
        [bcna, "Not covered", "The date of service is before January 1, 2024."],
        [bcna, "Undetermined", "The date of service is no earlier than January 1, 2024."],
        [bcn65, "Coinsurance only (“Coinsurance covered”)", f"{primary} covers the line”."],
        [bcn65, "Not covered", f"{primary} denies the line”."],
        [complete, "Undetermined", f"{age} under 21."],
        [complete, "Not covered", f"{age} at least 21."],
    ]
    assert {row[3] for row in cells(second)} == {"The product’s coverage policy"}
    assert [row[4] for row in cells(second)][2:4] == ["Clinical", "Clinical"]
    (table, _) = tables(section(shipped(BSC), "Blue Shield of California").content)
    assert {row[1] for row in cells(table)} == {"Undetermined"}


# Nobody publishes a payer that does not exist beside a real policy.
@policies
def test_no_invented_payer_is_published(policy: str) -> None:
    assert "fictional" not in publication_page(shipped(policy)).lower()


# The history is that of document B, row by row (mission rows B101 to B103).
def test_history_by_hand() -> None:
    (table,) = tables(section(shipped(BSC), "Policy History").content)
    assert [(row[0], row[2], row[3]) for row in cells(table)] == [
        ("February 27, 2015", "Not stated", "Not stated"),
        ("July 1, 2016", "Changed", "Not stated"),
        ("August 1, 2017", "Not changed", "Not stated"),
        ("September 1, 2018", "Not changed", "Not stated"),
        ("December 1, 2019", "Not changed", "Not stated"),
        ("April 1, 2020", "Not stated", "Not changed"),
        ("December 1, 2020", "Not stated", "Not changed"),
        ("November 1, 2021", "Not stated", "Not changed"),
    ]


# The duty of document B with each way to read its days, and its contacts (mission rows B41 and B43).
def test_duties_and_contacts_by_hand() -> None:
    said = list(texts(section(shipped(BSC), "Prior Authorization Requirements").content))
    for words in (
        "The provider. Confirm the member's coverage with Blue Shield.",
        "Read as “calendar days before the day of service”: "
        "from 5 days before “Date of service” to 1 day before it.",
        "Read as “day of service counts”: from 5 days before “Date of service” to the day itself.",
        "Read as “business days”: from 5 business days before “Date of service” to 1 business day before it.",
        "(800) 541-6652",
        "3507708",
    ):
        assert any(words in text for text in said), words


# Every number and code in what decides stands in a document of the library: dates are the library's days.
@policies
def test_every_number_stands_in_the_library(policy: str) -> None:
    sources = [
        file.read_text(encoding="utf-8")
        for folder in ("policies", "plans", "payers", "vocabulary", "mandates", "definitions")
        for file in (ROOT / "library" / folder).rglob("*")
        if file.is_file()
    ]
    whole = "\n".join(sources)
    known = {*NUMBER.findall(whole), "4.1"}  # 41 mm, in the unit of its fact
    for year, month, day in ISO.findall(whole):
        date(int(year), int(month), int(day))
        known |= {year, str(int(day))}
    for house in STATED:
        for part in shipped(policy).sections:
            if part.title != house.value:
                continue
            for text in texts(part.content):
                plain = re.sub(r"as in [\d.]+\.|Appendix C, line \d+|^Rule \d+:|rule \d+", "", text)
                assert set(NUMBER.findall(plain)) <= known, text


# The evidence is there where a review is: the verdicts of the mission, a plot for each pooled outcome.
def test_evidence_by_hand() -> None:
    for policy, reviews in ((BCBSM, 4), (BSC, 3)):
        found = [
            one
            for one in section(shipped(policy), "Rationale").content
            if isinstance(one, Section) and one.title.startswith("Summary of evidence")
        ]
        assert len(found) == reviews
        for review in found:
            said = list(texts(review.content))
            assert any(text.startswith("The evidence is insufficient.") for text in said)
            contradicts = any(text.startswith("Contradiction: ") for text in said)
            assert contradicts == (policy == BCBSM), review.title
    root = must_be_a_good_page(publication_page(shipped(BSC)))
    assert root.all("svg") and all(each.attributes["role"] == "img" for each in root.all("svg"))


# What is not held is said: no version before, no date, no history.
def test_what_is_not_held_is_said() -> None:
    for policy in SHIPPED:
        said = list(texts(section(shipped(policy), "Appendix A: Policy Statement, Before and After").content))
        assert any("holds no version of this policy before this one" in text for text in said)
    assert "This policy states no history." in list(texts(section(shipped(BCBSM), "Policy History").content))


# The fingerprints of the sources are those of the library's own citations.
def test_fingerprints_are_those_of_the_library() -> None:
    for policy in SHIPPED:
        document = desk().library.text(desk().version(policy).file)
        (table,) = tables(section(shipped(policy), "Appendix B: Sources and Fingerprints").content)
        found = {row[0]: row[2] for row in cells(table)}
        for rule in document.rules:
            assert rule.cites is not None and found[f"Rule {rule.id}"] == rule.cites.fingerprint


# The same library gives the same bytes, and the documents in `docs/published` are those of today.
def test_published_documents_are_up_to_date() -> None:
    for file, text in written():
        assert file.is_file(), f"{file.name} is missing: python -m tests.pages.publications"
        assert aged(file.read_text(encoding="utf-8")) == aged(text), (
            f"{file.name} has aged: write it anew with python -m tests.pages.publications, and look at it"
        )
