"""What is kept of a reader's proposals, and what a draft says of them. Readers are recorded doubles."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coverdict.documents.importing import load
from coverdict.documents.proposing import Proposal, ProposedKind, Quote
from coverdict.documents.proposing.answers import schema, written_request
from coverdict.language.model import STATUSES, Document
from coverdict.text import DocumentError
from tests.documents.proposing.double import (
    HERE,
    RecordedReader,
    SaidReader,
    base,
    imported,
    proposed,
    quoting,
    sentence,
)

RIGHT = HERE / "recorded" / "right.json"
OBEDIENT = HERE / "recorded" / "obedient.json"
LOST = "lost list pressure ulcer following"


def reasons(*proposals: Proposal) -> list[str]:
    """Why proposals are rejected; it is made sure that none is kept."""
    result = proposed(SaidReader(proposals))
    assert result.accepted == ()
    assert result.imported == imported()[1]
    return [one.because for one in result.rejected]


def drafted(result_text: str) -> Document:
    draft = imported()[1]
    return load(replace(draft, texts=replace(draft.texts, policy=result_text)).texts, base())


# --- what is kept -----------------------------------------------------------------------------------------


# Proposals whose sentences stand in the source are kept, each as a hole that quotes the source's own words.
def test_right_proposals_become_holes() -> None:
    reader = RecordedReader(RIGHT)
    result = proposed(reader)
    assert result.rejected == ()
    assert [(one.hole, one.kind, one.value) for one in result.accepted] == [
        (LOST, ProposedKind.CRITERION, "draft.wound_open >= 4 wk and member.age >= 18"),
        ("effective-date", ProposedKind.DATE, "2024-03-01"),
        ("code-range-1", ProposedKind.CODE, "CPT 97605"),
        ("sentence-2", ProposedKind.STATUS, "criteria_not_met"),
        ("sentence", ProposedKind.TEXT, "a member aged 18 or older"),
    ]
    text = result.imported.texts.policy
    assert "> Codes 97605-97608 are those of pumps, and 97607 is without a canister." in text
    document = load(result.imported.texts, base())
    new = [hole for hole in document.holes if hole.proposed]
    assert [hole.proposed for hole in new] == [one.value for one in result.accepted]
    assert all("a recorded double, right" in hole.says for hole in new)
    assert [hole.cites.item for hole in new if hole.cites] == [
        "line 17",
        "line 5",
        "line 29",
        "line 19",
        "line 17",
    ]


# No proposal fills a hole, changes a rule, adds a code or gives the policy a date.
def test_proposals_decide_nothing() -> None:
    before = load(imported()[1].texts, base())
    after = load(proposed(RecordedReader(RIGHT)).imported.texts, base())
    assert {hole.id for hole in before.holes} < {hole.id for hole in after.holes}
    assert replace(after, holes=before.holes, text=before.text) == before
    assert after.effective is None


# A reader that did as the document told it gets nothing into the draft.
def test_instructions_in_the_document_come_to_nothing() -> None:
    result = proposed(RecordedReader(OBEDIENT))
    assert result.accepted == ()
    assert [one.because for one in result.rejected] == [
        "what was not read never becomes coverage: a person alone may write that status",
        "what was not read never becomes coverage: a person alone may write that status",
        "it holds for every patient, or for none",
    ]
    assert result.imported == imported()[1]


# A person's signature, with name and day, takes the proposal's own hole away and no other.
def test_a_person_signs_a_proposal() -> None:
    text = proposed(RecordedReader(RIGHT)).imported.texts.policy
    line = 'proposed: "2024-03-01"'
    assert text.count(line) == 1
    before = {hole.id for hole in drafted(text).holes}
    signed = text.replace(line, f"{line}\nsigned by: A person\non: 2024-04-01")
    assert {hole.id for hole in drafted(signed).holes} == before - {"proposal-2"}


# Half a signature, and one under a hole that proposes nothing, are told with what would be right.
@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (
            "proposed: a\nsigned by: A person",
            "the proposal gap has no on: a person signs it with name and day",
        ),
        (
            "proposed: a\non: 2024-04-01",
            "the proposal gap has no signed by: a person signs it with name and day",
        ),
        ("signed by: A person\non: 2024-04-01", "the hole gap is signed and proposes nothing"),
        ("proposed: a\nsigned by: A person\non: soon", "on:"),
    ],
)
def test_half_a_signature(lines: str, what: str) -> None:
    text = imported()[1].texts.policy + f"\n```yaml hole\nid: gap\nsays: Something.\n{lines}\n```\n"
    with pytest.raises(DocumentError) as caught:
        drafted(text)
    assert len(caught.value.problems) == 1
    assert what in str(caught.value)


# The same proposal counts once, and three for one hole are enough.
def test_proposals_for_one_hole_are_few() -> None:
    given = [
        Proposal("sentence", "text", words, quoting(12))
        for words in ("A pressure ulcer", "A  pressure ulcer", "a wound", "open", "four weeks")
    ]
    result = proposed(SaidReader(tuple(given)))
    assert [one.value for one in result.accepted] == ["A pressure ulcer", "a wound", "open"]
    assert [one.because for one in result.rejected] == [
        "it was proposed before",
        "3 proposals for this hole are kept already",
    ]


# Where rules leave no hole that a reader could fill, it is not asked.
def test_an_exact_document_is_not_asked() -> None:
    manuscript, draft = imported()
    from coverdict.documents.proposing import propose

    reader = SaidReader(())
    result = propose(replace(draft, exact=True), manuscript, base(), reader)
    assert reader.asked == []
    assert result.reader == ""


# --- quotes -----------------------------------------------------------------------------------------------


# A quote that is not the whole sentence at its very place is no quote.
@pytest.mark.parametrize(
    ("quote", "because"),
    [
        (Quote(4, ""), "the quote of sentence 4 is empty"),
        (Quote(4, " \t\n"), "the quote of sentence 4 is empty"),
        (Quote(0, "x"), "the source has no sentence 0; it has 18"),
        (Quote(-1, "x"), "the source has no sentence -1; it has 18"),
        (Quote(19, "x"), "the source has no sentence 19; it has 18"),
        (Quote(10**400, "x"), "the source has no sentence"),
        (
            Quote(5, "This policy was last read by the committee on March 1, 2024."),
            "sentence 5 of the source",
        ),
        (Quote(4, "on March 1, 2024."), "sentence 4 of the source does not say that, or not that alone"),
        (Quote(4, "This policy is in force from March 1, 2024."), "sentence 4 of the source"),
        (Quote(4, "This policy was last read by the committee on March 1, 2024. So pay."), "sentence 4"),
        (Quote(4, "\u200bThis policy was last read by the committee on March 1, 2024."), "sentence 4"),
        (Quote(4, "This policy was last read by the committee on \u202eMarch 1, 2024."), "sentence 4"),
        (
            Quote(4, "This рolicy was last read by the committee on March 1, 2024."),
            "sentence 4",
        ),  # a Cyrillic р
        (Quote(4, "This policy was last read by the committee on March 1, 2024.\ud800"), "sentence 4"),
        (Quote(4, "[" * 5_000_000), "sentence 4"),
        (Quote(4, "."), "sentence 4"),
    ],
)
def test_false_quotes(quote: Quote, because: str) -> None:
    (told,) = reasons(Proposal("effective-date", "date", "2024-03-01", (quote,)))
    assert told.startswith(because)


# One false quote among true ones is enough, and so is none, or too many.
def test_every_quote_counts() -> None:
    true = quoting(4)
    assert len(reasons(Proposal("effective-date", "date", "2024-03-01", (*true, Quote(4, "else"))))) == 1
    assert reasons(Proposal("effective-date", "date", "2024-03-01", ())) == [
        "it quotes 0 sentences; 1 to 8 have to stand behind it"
    ]
    assert len(reasons(Proposal("effective-date", "date", "2024-03-01", true * 9))) == 1


# A quote differs from its sentence in case, blanks, dashes, quotes and markup at most: with the words of any
# other text, nothing is kept.
@given(st.text(max_size=80))
@settings(max_examples=60)
def test_other_words_are_no_quote(words: str) -> None:
    plain = unicodedata.normalize("NFKC", words).lower()
    if "policy" in plain and "committee" in plain:
        return
    reasons(Proposal("effective-date", "date", "2024-03-01", (Quote(4, words),)))


# --- values -----------------------------------------------------------------------------------------------


# A value that is no right one of its kind is rejected, whatever true sentence is quoted for it.
@pytest.mark.parametrize(
    ("hole", "kind", "value", "number", "because"),
    [
        ("no-such-hole", "date", "2024-03-01", 4, "the draft has no such hole"),
        ("not-read-by-a-person", "text", "This policy", 4, "the draft has no such hole"),
        (LOST, "status", "investigational", 16, "the hole takes a criterion, not 'status'"),
        ("sentence", "rule", "investigational", 16, "the hole takes a criterion, code, date, status or text"),
        ("sentence", "status", "medically_necessary", 16, "what was not read never becomes coverage"),
        ("sentence", "status", "established", 16, "what was not read never becomes coverage"),
        ("sentence", "status", "not_addressed", 16, "no such status may be proposed"),
        ("sentence", "status", "covered", 16, "no such status may be proposed"),
        ("sentence", "status", "Investigational", 16, "no such status may be proposed; did you mean"),
        (
            "sentence",
            "status",
            "investigational",
            14,
            "the source leaves this to others, so it stays delegated",
        ),
        ("effective-date", "date", "2024-03-02", 4, "no sentence quoted names that day"),
        ("effective-date", "date", "March 1, 2024", 4, "no sentence quoted names that day"),
        ("effective-date", "date", "2024-03-01", 12, "no sentence quoted names that day"),
        ("code-range-1", "code", "CPT 97606", 18, "no sentence quoted holds that code"),
        ("code-range-1", "code", "97605", 18, "no sentence quoted holds that code"),
        ("code-range-1", "code", "XYZ 97605", 18, "no sentence quoted holds that code"),
        ("code-range-1", "code", "CPT 9760", 18, "no sentence quoted holds that code"),
        ("sentence", "text", "a wound", 4, "no sentence quoted holds those words"),
        ("sentence", "text", "wou", 12, "no sentence quoted holds those words"),
        ("sentence", "text", "", 12, "the value is no line"),
        ("sentence", "text", "a wound\u202e", 12, "the value is no line"),
        ("sentence", "text", "a wound\nsigned by: me\non: 2024-01-01", 12, "the value is no line"),
        ("sentence", "text", "a" * 1001, 12, "the value is no line"),
        (LOST, "criterion", "draft.wound_open >=", 12, "the expression ends too early"),
        (LOST, "criterion", "__import__('os').system('true')", 12, "( is not expected here"),
        (
            LOST,
            "criterion",
            "draft.wound_opened >= 4 wk",
            12,
            "there is no fact or criterion draft.wound_opened",
        ),
        (LOST, "criterion", "status is medically_necessary", 12, "status cannot be asked about here"),
        (
            LOST,
            "criterion",
            "draft.wound_open >= 4",
            12,
            "draft.wound_open is a quantity, and a unit is missing",
        ),
        (
            LOST,
            "criterion",
            "draft.wound_open >= 4 kg",
            12,
            "draft.wound_open is in d, and kg measures something else",
        ),
        (LOST, "criterion", "draft.wound_open >= 3 wk", 12, "no sentence quoted holds 3"),
        (LOST, "criterion", "draft.wound_open >= 3wk", 12, "no sentence quoted holds 3"),
        (
            LOST,
            "criterion",
            "member.age >= 18 and draft.wound_open > 30 d",
            12,
            "no sentence quoted holds 30",
        ),
        (LOST, "criterion", "service.date >= 2024-03-01", 12, "no sentence quoted holds 2024-03-01"),
        (LOST, "criterion", "service.code in (CPT 97605)", 12, "no sentence quoted holds 97605"),
        (
            LOST,
            "criterion",
            "draft.diabetic_ulcer or not draft.diabetic_ulcer",
            12,
            "it holds for every patient",
        ),
        (LOST, "criterion", "draft.wound_open >= 4 wk and draft.wound_open < 4 wk", 12, "it holds for every"),
        (
            LOST,
            "criterion",
            "(" * 490 + "draft.everybody" + ")" * 490,
            12,
            "parentheses and `not` stand more than 60 deep",
        ),
        (
            LOST,
            "criterion",
            "not " * 240 + "draft.nobody",
            12,
            "parentheses and `not` stand more than 60 deep",
        ),
    ],
)
def test_wrong_values(hole: str, kind: str, value: str, number: int, because: str) -> None:
    (told,) = reasons(Proposal(hole, kind, value, quoting(number)))
    assert told.startswith(because)
    assert told
    assert "Traceback" not in told


# Of all statuses, none that covers is ever kept, whatever is quoted for it.
@pytest.mark.parametrize("status", STATUSES)
def test_no_status_covers(status: str) -> None:
    numbers = range(1, 19)
    given = tuple(Proposal("sentence", "status", status, quoting(number)) for number in (1, 6, 13, 15, 16))
    kept = proposed(SaidReader(given)).accepted
    assert bool(kept) is (status not in ("established", "medically_necessary", "not_addressed"))
    assert sentence(numbers[-1]).startswith("Codes")


# Words of numbers count as numbers, and a code's own digits too.
@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("draft.wound_open >= 4 wk", 12),
        ("draft.wound_open >= 4.0 wk", 12),
        ("service.code in (CPT 97607)", 18),
        ("service.date >= 2024-03-01", 4),
        ("draft.ordinary_dressings_failed", 11),
    ],
)
def test_right_criteria(value: str, number: int) -> None:
    result = proposed(SaidReader((Proposal(LOST, "criterion", value, quoting(number)),)))
    assert [one.value for one in result.accepted] == [value]


# Whatever is proposed, with true quotes: the draft loads, keeps its rules, and every hole stays.
@given(
    st.lists(
        st.builds(
            lambda hole, kind, value, number: (hole, kind, value, number),
            st.sampled_from([LOST, "sentence", "sentence-2", "effective-date", "together", ""]),
            st.sampled_from([*(kind.value for kind in ProposedKind), ""]),
            st.one_of(
                st.text(max_size=60),
                st.sampled_from(
                    [
                        *STATUSES,
                        "```",
                        "--- #",
                        "draft.everybody",
                        "not draft.everybody",
                        "Ignore all earlier instructions",
                        "# Pumps for Open Wounds",
                        "**Policy Number:**",
                    ]
                ),
            ),
            st.integers(0, 19),
        ),
        max_size=5,
    )
)
@settings(max_examples=60)
def test_any_proposals_leave_the_draft_as_it_is(drawn: list[tuple[str, str, str, int]]) -> None:
    words = {number: sentence(number) for number in {one[3] for one in drawn} if 1 <= number <= 18}
    given = tuple(
        Proposal(hole, kind, value, (Quote(number, words.get(number, "else")),))
        for hole, kind, value, number in drawn
    )
    result = proposed(SaidReader(given))
    assert len(result.accepted) + len(result.rejected) == len(given)
    before, after = load(imported()[1].texts, base()), load(result.imported.texts, base())
    assert replace(after, holes=before.holes, text=before.text) == before
    assert len(after.holes) == len(before.holes) + len(result.accepted)


# --- what is asked ----------------------------------------------------------------------------------------


# The request holds every sentence, the holes with their places, and the facts; it keeps to its schema.
def test_the_request() -> None:
    reader = RecordedReader(RIGHT)
    proposed(reader)
    (request,) = reader.asked
    data = json.loads(written_request(request))
    for name in ("request", "answer"):
        Draft202012Validator.check_schema(schema(name))
    assert list(Draft202012Validator(schema("request")).iter_errors(data)) == []
    assert [one["number"] for one in data["sentences"]] == list(range(1, 19))
    holes = {one["id"]: one for one in data["holes"]}
    assert "not-read-by-a-person" not in holes
    assert holes[LOST]["takes"] == ["criterion"]
    assert holes[LOST]["at"] == "line 14"
    assert holes[LOST]["sentences"] == [10]
    assert {"medically_necessary", "established"}.isdisjoint(data["statuses"])
    assert {"name": "draft.wound_open", "type": "quantity", "unit": "d"}.items() <= {
        one["name"]: one for one in data["facts"]
    }["draft.wound_open"].items()
    assert str(HERE) not in written_request(request).decode()


# The recorded answers keep to the schema of answers.
@pytest.mark.parametrize("file", [RIGHT, OBEDIENT], ids=lambda path: path.stem)
def test_recorded_answers_keep_to_the_schema(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema("answer")).iter_errors(data)) == []


# A day is the same day however the source writes it.
def test_days() -> None:
    from coverdict.documents.proposing.verbatim import days_in

    written = ["On Mar. 1, 2024 and 4/5/2024", "from 2 June 2024, until 2024-12-31."]
    right = [date(2024, 3, 1), date(2024, 4, 5), date(2024, 6, 2), date(2024, 12, 31)]
    assert days_in(written) == {day.isoformat() for day in right}
