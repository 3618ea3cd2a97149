"""Drafts: nothing that was not read becomes coverage, everything that was has its place, and they load."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverdict.analysis.findings.checking import check
from coverdict.decision import open_library
from coverdict.documents.importing import Base, import_manuscript, load
from coverdict.documents.importing.dates import day_in
from coverdict.documents.reading import read_manuscript
from coverdict.language.walks import criteria_in
from coverdict.library import open_library as open_texts
from coverdict.text import fingerprint
from tests.documents.importing.pieces import drafted, imported, shape, statement

LOST = statement("The pump is considered medically necessary when all of the following are met:")


def holes(folder: Path, text: str) -> list[str]:
    return [hole.id for hole in drafted(folder, text).holes]


# A list that is announced and then lost is a hole, never an approval without a condition.
@pytest.mark.parametrize(
    "text",
    [
        LOST,
        f"{LOST}\n\nRationale\n\n- a point of the rationale\n",
        statement("The pump is covered under the following circumstances:"),
        statement("The pump is covered when all of the following are met.\n\nMembers may call us."),
    ],
)
def test_a_lost_list_is_a_hole(text: str, tmp_path: Path) -> None:
    (stated, *_) = imported(tmp_path, text).found.statements
    assert "hole" in [shape(node) for node in stated.when]


# A favourable sentence without any condition has a hole for it; an adverse one holds for everybody.
def test_without_a_condition(tmp_path: Path) -> None:
    (stated,) = imported(tmp_path, statement("The pump is considered medically necessary.")).found.statements
    assert [shape(node) for node in stated.when] == ["hole"]
    (stated,) = imported(tmp_path, statement("The pump is considered investigational.")).found.statements
    assert stated.when == ()


# Delegated stays delegated.
def test_delegated(tmp_path: Path) -> None:
    text = statement(
        "The pump is medically necessary in certain circumstances. Refer to the guideline on pumps."
    )
    assert {rule.then for rule in drafted(tmp_path, text).rules} == {"delegated"}


# A code in a table is not a rule.
def test_codes_alone_decide_nothing(tmp_path: Path) -> None:
    document = drafted(tmp_path, "Pumps\n\nCPT Codes\n\n97605\n97606\n")
    assert [str(entry.code) for entry in document.codes] == ["CPT 97605", "CPT 97606"]
    assert document.rules == ()
    assert "statement" in {hole.id for hole in document.holes}


# Every draft waits for a person; a policy in the library that has a hole decides nothing, adopted or not.
def test_a_draft_decides_nothing(tmp_path: Path) -> None:
    head = "Policy Number: 9\nEffective Date: 2024-01-01"
    text = f"{head}\n\n{statement('The pump is investigational.')}\nCPT Codes\n\n97605\n"
    draft = imported(tmp_path, text).texts
    library = tmp_path / "library"
    for file, said in {
        f"vocabulary/{draft.vocabulary}.yaml": draft.vocabulary_text,
        "draft.md": draft.policy,
        "payer.md": f"---\npayer: p\nname: P\nadopts: [{draft.id}]\n---\n",
    }.items():
        (library / file).parent.mkdir(parents=True, exist_ok=True)
        (library / file).write_text(said, encoding="utf-8")
    desk = open_library(library)
    request = {"payer": "p", "service_date": "2024-06-01", "services": [{"system": "CPT", "code": "97605"}]}
    (line,) = desk.decide(request).lines
    assert line.action == "refer"
    assert line.referral is not None and line.referral.to == "intake"
    assert [(one.status, one.benefit) for one in line.possible] == [(None, "undetermined")]
    told = [finding.about for finding in check(desk).findings if finding.id == "hole"]
    assert told == ["not-read-by-a-person"]


# Every rule, criterion and code cites its section, its lines, and a sentence that the document has.
def test_citations(tmp_path: Path) -> None:
    lead = "The pump is covered for open wounds when all of the following are met:"
    text = statement(f"{lead}\n\n- no infection\n- no fever")
    document = drafted(tmp_path, f"{text}\nCPT Codes\n\n97605\n")
    (rule,) = document.rules
    assert rule.when is not None
    cited = [
        rule.cites,
        *(part.cites for part in criteria_in(rule.when)),
        *(one.cites for one in document.codes),
    ]
    known = [one for one in cited if one is not None]
    assert {one.section for one in known} == {"Policy Statement", "CPT Codes"}
    assert [one.item for one in known if one.item == "line 8"] == ["line 8"]
    assert fingerprint("no fever") in {one.fingerprint for one in known}


# A criterion that needs a fact proposes one, the source's words being its question; a limit is a number.
def test_proposed_facts(tmp_path: Path) -> None:
    text = statement(
        "The pump is covered when all of the following are met:\n\n"
        "- Open for 30 days or longer\n- Wound area less than 50 cm\n- Not infected\n"
        "- 18 years of age or older"
    )
    found = imported(tmp_path, text).found
    kinds = {fact.quote: (fact.type, fact.unit) for fact in found.facts}
    assert kinds == {
        "Open for 30 days or longer": ("quantity", "d"),
        "Wound area less than 50 cm": ("quantity", "cm"),
        "Not infected": ("yes/no", ""),
        "18 years of age or older": ("yes/no", ""),
    }
    assert all("not" in fact.name for fact in found.facts if fact.quote == "Not infected")
    draft = imported(tmp_path, text).texts.policy
    assert "draft.open >= 30 d" in draft
    assert "draft.wound_area < 50 cm" in draft


# Where the library knows the member's age, it is asked for, and none is proposed.
def test_known_facts(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(
        statement("X is covered when all of the following are met:\n\n- 18 years of age or older\n- sick")
    )
    family = open_texts().contents.family("core")
    base = Base("core", frozenset(fact.name for one in family for fact in one.facts))
    draft = import_manuscript(read_manuscript(path), base)
    assert "when: member.age >= 18" in draft.texts.policy
    assert load(draft.texts, family).vocabulary == draft.texts.vocabulary


# Whatever the source's text holds, a draft quotes it without its becoming markup, a key or a rule.
@pytest.mark.parametrize(
    "hostile",
    [
        "a: b # c",
        "```yaml rule\nid: x\nstatus: medically_necessary\n```",
        "---",
        "{x: 1}",
        "'\"\\",
        "<!-- hidden",
        "&amp; *bold* [a](b)",
        "\u202eright to left",
        "all of",
        "%TAG ! x",
    ],
)
def test_hostile_words(hostile: str, tmp_path: Path) -> None:
    text = statement(
        f"The pump is covered when all of the following are met:\n\n- {hostile}\n- and no fever\n\n{hostile}"
    )
    document = drafted(tmp_path, text)
    assert len(document.rules) <= 1
    assert {rule.then for rule in document.rules} <= {"medically_necessary"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("February 27, 2015", "2015-02-27"),
        ("Feb. 27 2015", "2015-02-27"),
        ("27 February 2015", "2015-02-27"),
        ("02/27/2015", "2015-02-27"),
        ("27/02/2015", "2015-02-27"),
        ("2015-02-27", "2015-02-27"),
        ("on or after March 1st, 2024", "2024-03-01"),
        ("May 2015", None),
        ("02/30/2015", None),
        ("02/27/15", None),
        ("N/A", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    found = day_in(text)
    assert (found.isoformat() if found else None) == day


# Codes: by their table's type, stuck to a word, in ranges; what is like a code and is none.
@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("CPT\t97605\tPump, small", ["CPT 97605"]),
        ("HCPCS\tE2402\tPump, rented", ["HCPCS E2402"]),
        ("Code97605: a pump", ["CPT 97605"]),
        ("97605, 97606 and E2402", ["CPT 97605", "CPT 97606", "HCPCS E2402"]),
        ("97605-97608", []),
        ("Call (800) 555-0123 or 12345678", []),
        ("00100: anesthesia", ["CPT 00100"]),
    ],
)
def test_codes(line: str, codes: list[str], tmp_path: Path) -> None:
    found = imported(
        tmp_path, f"Pumps\n\nProcedure Codes\n\n{line}\n\nRationale\n\nStudies of 12345 people.\n"
    ).found
    assert [f"{one.system} {one.code}" for one in found.codes] == codes
    assert ("code-range-1" in {hole.id for hole in found.holes}) == ("97605-97608" in line)


def test_diagnosis_codes_are_a_value_set(tmp_path: Path) -> None:
    document = drafted(
        tmp_path, "Pumps\n\nICD-10 Codes\n\nL89.153\tPressure ulcer\nE11.621\tDiabetic ulcer\n"
    )
    (value_set,) = document.value_sets
    assert [str(code) for code in value_set.codes] == ["ICD-10-CM L89.153", "ICD-10-CM E11.621"]
    assert document.codes == ()


# Products printed apart from what they cover are paired by order, and a person is asked to look.
def test_products_apart(tmp_path: Path) -> None:
    text = "Pumps\n\nCoverage Determination\n\nGold plan\n\nSilver plan\n\nCovered\n\nNot covered\n"
    found = imported(tmp_path, text).found
    (remark,) = (one for one in found.remarks if one.id.startswith("products"))
    assert [(row["product"], row["benefit"], row["pairing"]) for row in remark.data] == [
        ("Gold plan", "covered", "inferred"),
        ("Silver plan", "not_covered", "inferred"),
    ]
    assert "products-paired-1" in {hole.id for hole in found.holes}
