"""Conditions in words: each kind of condition said as a person says it, and nothing said that is not so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product as worlds_of

import pytest

from coverdict.language.model import Fact, FactType, Option, Product, ValueSet
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Condition,
    CountTerm,
    ExtremeTerm,
    FactTerm,
    InCodes,
    Is,
    Not,
    Or,
    SlotIs,
    SpanTerm,
)
from coverdict.library.atoms import Names
from coverdict.pages.publication_benefits import known
from coverdict.pages.publication_words import day_words, holds_always, in_words, told
from coverdict.text import Place

HERE = Place("words.yaml")
FACTS = {
    fact.name: fact
    for fact in (
        Fact("clean", FactType.YES_NO, HERE, "The wound is clean"),
        Fact("size", FactType.QUANTITY, HERE, "Size of the wound", unit="cm"),
        Fact("count", FactType.NUMBER, HERE, "Number of wounds", whole=True),
        Fact("cause", FactType.CHOICE, HERE, "Cause", options=(Option("a", "A burn"), Option("b", "A cut"))),
        Fact("town", FactType.NAME, HERE, "Town", options=(Option("x", "Xanten"),)),
        Fact("first", FactType.DATE, HERE, "First visit"),
        Fact("last", FactType.DATE, HERE, "Last visit"),
        Fact("code", FactType.CODE, HERE, "Code of the service"),
        Fact("diagnoses", FactType.CODES, HERE, "Diagnoses"),
        Fact(
            "wounds",
            FactType.LIST,
            HERE,
            "Wounds",
            item=(Fact("width", FactType.QUANTITY, HERE, "Width", unit="cm"),),
        ),
    )
}
BURNS = ValueSet("burns", (Code("ICD-10-CM", "T30.0"),), HERE, "Burns")
NAMES = Names(FACTS, {}, {"burns": BURNS}, {})
WIDE = Compare(FactTerm("width"), ">", Decimal(1))


def size(op: str, value: str) -> Condition:
    return Compare(FactTerm("size"), op, Decimal(value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Is("clean", ("yes",)), "the wound is clean"),
        (Is("clean", ("no",)), "the wound is not clean"),
        (Not(Is("clean", ("yes",))), "the wound is not clean"),
        (size("<=", "4.0"), "the size of the wound is at most 4 cm"),
        (size("<", "4"), "the size of the wound is under 4 cm"),
        (size("=", "4.1"), "the size of the wound is 4.1 cm"),
        (size("!=", "4"), "the size of the wound is not 4 cm"),
        (Not(size("<", "4")), "the size of the wound is at least 4 cm"),
        (Not(Not(size("<", "4"))), "the size of the wound is under 4 cm"),
        (And((size(">", "1"), size("<=", "3"))), "the size of the wound is more than 1 cm and at most 3 cm"),
        (Is("cause", ("a",)), "“Cause” is “A burn”"),
        (Not(Is("cause", ("a",))), "“Cause” is “A cut”"),
        (Is("town", ("x",)), "“Town” is “Xanten”"),
        (Compare(FactTerm("first"), "<", date(2024, 1, 31)), "“First visit” is before January 31, 2024"),
        (
            Compare(SpanTerm("weeks", "first", "last"), ">=", Decimal(4)),
            "the weeks from “First visit” to “Last visit” are at least 4",
        ),
        (InCodes("code", codes=(Code("CPT", "47371"),)), "“Code of the service” is CPT 47371"),
        (
            InCodes("code", codes=(Code("CPT", "00100"), Code("CPT", "47381"))),
            "“Code of the service” is one of CPT 00100 and CPT 47381",
        ),
        (AnyIn("diagnoses", ("burns",)), "one of “Diagnoses” is in the set “Burns”"),
        (Not(AnyIn("diagnoses", ("burns",))), "none of “Diagnoses” is in the set “Burns”"),
        (Compare(CountTerm("wounds"), "<=", Decimal(2)), "the number of “Wounds” is at most 2"),
        (
            Compare(CountTerm("wounds", WIDE), "=", Decimal(0)),
            "the number of “Wounds” of which “Width” is more than 1 cm is 0",
        ),
        (
            Compare(ExtremeTerm("largest", "wounds", "width"), "<", Decimal(3)),
            "the largest “Width” among “Wounds” is under 3 cm",
        ),
        (SlotIs("status", ("criteria_not_met",)), "the policy’s position is “criteria not met”"),
        (
            Not(SlotIs("status", ("established", "medically_necessary"))),
            "the policy’s position is neither “established” nor “medically necessary”",
        ),
        (
            Or((size("<", "1"), Is("clean", ("yes",)))),
            "the size of the wound is under 1 cm or the wound is clean",
        ),
        (
            AtLeast(2, (size("<", "1"), Is("clean", ("yes",)), Is("cause", ("b",)))),
            "at least 2 of these hold: the size of the wound is under 1 cm, the wound is clean "
            "and “Cause” is “A cut”",
        ),
    ],
)
def test_a_condition_in_words(condition: Condition, words: str) -> None:
    assert told(in_words(condition, NAMES)) == words


# What is joined stays apart: an "or" within an "and" stands in brackets, and in a list it is its own part.
def test_connectives_keep_their_scope() -> None:
    either = Or((size("<", "1"), Is("cause", ("a",))))
    clauses = in_words(And((Is("clean", ("yes",)), either)), NAMES)
    assert (clauses.join, [part.join for part in clauses.parts]) == ("all", ["", "any"])
    assert (
        told(clauses) == "the wound is clean and (the size of the wound is under 1 cm or “Cause” is “A burn”)"
    )
    assert in_words(Not(either), NAMES).join == "none"
    assert in_words(Not(And((size("<", "1"), Is("cause", ("a",))))), NAMES).join == "none"


# What names every answer of a closed question is for everybody; what leaves one out is not.
def test_what_holds_for_everybody() -> None:
    assert holds_always(Is("cause", ("b", "a")), NAMES)
    assert holds_always(Or((size("<", "1"), Is("clean", ("yes", "no")))), NAMES)
    assert not holds_always(Is("cause", ("a",)), NAMES)
    assert not holds_always(Is("town", ("x",)), NAMES)
    assert not holds_always(And((size("<", "1"), Is("clean", ("yes", "no")))), NAMES)
    assert "may be either of “A burn” or “A cut”" in told(in_words(Is("cause", ("a", "b")), NAMES))


def test_days_as_people_write_them() -> None:
    assert day_words(date(2021, 11, 1)) == "November 1, 2021"
    assert day_words(date(2015, 2, 27)) == "February 27, 2015"


# --- what is left of a condition for the members of a product -----------------------------------------------

HMO = Product("hmo", "HMO", HERE, line_of_business="commercial")
LEAVES: tuple[Condition, ...] = (
    Is("product", ("hmo", "ppo")),
    Is("product", ("ppo",)),
    Is("line_of_business", ("commercial",)),
    Is("line_of_business", ("medicaid",)),
    Is("clean", ("yes",)),
    Is("cause", ("a",)),
)


def holds(condition: Condition | bool, world: dict[str, str]) -> bool:
    """The meaning of a condition in a world, as the language defines it."""
    match condition:
        case bool():
            return condition
        case Is(fact=fact, values=values):
            return world[fact] in values
        case Not(part=part):
            return not holds(part, world)
        case And(parts=parts):
            return all(holds(part, world) for part in parts)
        case Or(parts=parts):
            return any(holds(part, world) for part in parts)
        case AtLeast(count=count, parts=parts):
            return sum(holds(part, world) for part in parts) >= count
    raise AssertionError(condition)


# What is left holds for exactly the members for whom the whole condition holds, for every small condition.
def test_what_is_left_means_the_same_for_members() -> None:
    members = [
        {"product": "hmo", "line_of_business": "commercial", "clean": clean, "cause": cause}
        for clean, cause in worlds_of(("yes", "no"), ("a", "b"))
    ]
    pairs = [join((one, Not(other))) for join in (And, Or) for one in LEAVES for other in LEAVES]
    triples = [join((pair, leaf)) for join in (And, Or) for pair in pairs for leaf in LEAVES]
    counts = [AtLeast(2, (pair, LEAVES[0], LEAVES[4])) for pair in pairs]
    for condition in (*LEAVES, *pairs, *triples, *counts):
        left = known(condition, HMO)
        assert all(holds(left, member) == holds(condition, member) for member in members), condition
