"""What joins the items of a list: what its announcement says, or its items, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverdict.documents.importing.criteria import connective_of
from tests.documents.importing.pieces import imported, shape, statement

PLAIN = ("one", "two", "three")
ANDS = ("one; and", "two; and", "three")
ORS = ("one; or", "two, or", "three")
MIXED = ("one; and", "two; or", "three")

# The words of logic that payers use, and the traps among them.
ANNOUNCED = [
    ("when all of the following are met:", PLAIN, "all of"),
    ("when ALL of the following criteria are met:", ANDS, "all of"),
    ("for any of the following:", PLAIN, "any of"),
    ("for any one of the following indications:", PLAIN, "any of"),
    ("when one of the following is present:", ORS, "any of"),
    ("when either of the following is present:", PLAIN, "any of"),
    ("when at least one of the following is met:", PLAIN, "any of"),
    ("with one or more of the following:", PLAIN, "any of"),
    ("when both of the following are met:", ("one", "two"), "all of"),
    ("when any two of the following are met:", PLAIN, "at least 2 of"),
    ("when at least 2 of the following are met:", PLAIN, "at least 2 of"),
    ("with two (2) or more of the following:", PLAIN, "at least 2 of"),
    ("when none of the following is present:", PLAIN, "none of"),
    ("when the following criteria are met:", ANDS, "all of"),
    ("when the following criteria are met:", ORS, "any of"),
    ("when the following criteria are met:", ("one and/or", "two"), "any of"),
    ("when the following criteria are met:", PLAIN, None),
    ("when the following criteria are met:", MIXED, None),
    ("when all of the following are met:", ORS, None),
    ("for any of the following:", ANDS, None),
    ("when both of the following are met:", ("one; or", "two"), None),
    ("The patient has any one of these, and all of the following:", PLAIN, "all of"),
]


@pytest.mark.parametrize(("announced", "items", "connective"), ANNOUNCED, ids=lambda value: str(value)[:44])
def test_connectives(announced: str, items: tuple[str, ...], connective: str | None) -> None:
    assert connective_of(announced, items) == connective


NESTED = statement(
    """\
The pump is considered medically necessary when all of the following are met:

1. The wound has been open for at least 30 days; and
2. One of the following:
   a. a diabetic ulcer
   b. a pressure ulcer with both of the following:
      i. stage 3 or 4
      ii. no infection
3. Ordinary dressings have failed."""
)


def test_lists_in_lists(tmp_path: Path) -> None:
    (stated,) = imported(tmp_path, NESTED).found.statements
    assert [shape(node) for node in stated.when] == [
        (
            "all of",
            "The wound has been open for at least 30 days",
            (
                "any of",
                "a diabetic ulcer",
                (
                    "all of",
                    "a pressure ulcer with both of the following",
                    ("all of", "stage 3 or 4", "no infection"),
                ),
            ),
            "Ordinary dressings have failed.",
        )
    ]


# A list that asks for more than it has has lost some of its items.
def test_too_few_items(tmp_path: Path) -> None:
    text = statement(
        "The pump is medically necessary when at least 3 of the following are met:\n\n- one\n- two"
    )
    (stated,) = imported(tmp_path, text).found.statements
    assert [shape(node) for node in stated.when] == [("all of", "one", "two", "hole")]


# What joins a list of lists is written once for each way to read it, however deep the lists stand.
def test_unjoined_lists_stay_small(tmp_path: Path) -> None:
    deep = "\n".join(
        f"{'  ' * depth}- level {depth} has the following:\n{'  ' * depth}- beside {depth}"
        for depth in range(10)
    )
    text = statement(f"The pump is medically necessary under the following circumstances:\n\n{deep}")
    assert len(imported(tmp_path, text).texts.policy) < 60_000
