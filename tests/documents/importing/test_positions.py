"""Which position a sentence takes; a third polarity, delegated, is never coverage."""

from __future__ import annotations

import pytest

from coverdict.documents.importing.positions import taken

# Each with the status words that payers use; the last of a pair is what binds it to a condition.
SENTENCES = [
    ("The pump is considered medically necessary.", "medically_necessary", ""),
    (
        "The pump may be considered medically necessary for open wounds.",
        "medically_necessary",
        "for open wounds",
    ),
    ("The pump is proven and medically necessary when ordered.", "medically_necessary", "when ordered"),
    (
        "The pump is reasonable and necessary if a physician orders it.",
        "medically_necessary",
        "if a physician orders it",
    ),
    ("Services are eligible for coverage.", "medically_necessary", ""),
    ("Medicare will cover the pump for members at home.", "medically_necessary", "for members at home"),
    ("The safety of the pump has been established.", "established", ""),
    ("The pump is considered **investigational**.", "investigational", ""),
    ("The pump is unproven and not medically necessary.", "investigational", ""),
    ("The pump is experimental/investigational for acute wounds.", "investigational", "for acute wounds"),
    ("The safety of the pump has not been established.", "investigational", ""),
    ("The pump is not considered to be medically necessary.", "not_medically_necessary", ""),
    ("The pump has not been found to be medically reasonable and necessary.", "not_medically_necessary", ""),
    ("The pump is non-covered.", "not_medically_necessary", ""),
    (
        "The pump will not be covered as an initial treatment.",
        "not_medically_necessary",
        "as an initial treatment",
    ),
    ("The procedure is considered cosmetic.", "not_medically_necessary", ""),
    ("The pump is medically necessary in certain circumstances.", "delegated", ""),
    ("For medical necessity criteria, refer to the other payer's guideline on pumps.", "delegated", ""),
    ("All other uses remain at the discretion of the local contractor.", "delegated", None),
    ("Coverage is decided on a case-by-case basis.", "delegated", None),
]


@pytest.mark.parametrize(("sentence", "status", "clause"), SENTENCES, ids=lambda value: str(value)[:40])
def test_status_words(sentence: str, status: str, clause: str | None) -> None:
    found = taken(sentence)
    assert found is not None
    assert found.status == status
    if clause is not None:
        assert found.clause == clause


# Sentences that only use the words take no position.
@pytest.mark.parametrize(
    "sentence",
    [
        "The pump draws fluid from the wound.",
        "A medically necessary service",
        "NOTE: Refer to Appendix A for the changes.",
        "Chronic ulcers have not healed within 30 days.",
        "An established alternative exists.",
    ],
)
def test_no_position(sentence: str) -> None:
    assert taken(sentence) is None


# Two positions in one sentence contradict each other: neither is taken.
def test_two_positions() -> None:
    found = taken("The pump is medically necessary for ulcers and is investigational for burns.")
    assert found is not None
    assert found.status is None


# What must hold at least is not what suffices.
def test_only() -> None:
    found = taken("The pump can only be covered when performed by a physician.")
    assert found is not None
    assert (found.only, found.clause) == (True, "when performed by a physician")


@pytest.mark.parametrize(
    "words", ["All other uses are", "Any other use is", "The pump for all other indications is"]
)
def test_what_all_others_leave(words: str) -> None:
    found = taken(f"{words} investigational.")
    assert found is not None
    assert found.remainder
