"""The reference evaluator on worlds worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coverdict.language.model import (
    CodeSet,
    Constraint,
    Document,
    Element,
    Elements,
    Fact,
    FactType,
    Kind,
    Layer,
    Rule,
    Slot,
    Value,
    ValueSet,
    Vocabulary,
)
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Comparison,
    Condition,
    CountTerm,
    Criterion,
    ExtremeTerm,
    FactTerm,
    Group,
    InCodes,
    Is,
    Leaf,
    Not,
    Or,
    Reading,
    SlotIs,
    SpanTerm,
    SpanUnit,
)
from coverdict.text import Place
from coverdict_judges.reference import holds, outcome, span, with_derived
from coverdict_judges.texts import Texts, gather

HERE = Place("by hand")
LESIONS = Fact("lesions", FactType.LIST, HERE, item=(Fact("size", FactType.QUANTITY, HERE, unit="cm"),))
COUNT = Fact("n", FactType.NUMBER, HERE, whole=True, derived=CountTerm("lesions"))
LARGEST = Fact("big", FactType.QUANTITY, HERE, unit="cm", derived=ExtremeTerm("largest", "lesions", "size"))
FACTS = (
    Fact("a", FactType.YES_NO, HERE),
    Fact("b", FactType.YES_NO, HERE),
    Fact("code", FactType.CODE, HERE, systems=("CPT",)),
    Fact("codes", FactType.CODES, HERE, systems=("CPT",)),
    LESIONS,
    COUNT,
    LARGEST,
)
SETS = (
    ValueSet("odd", (Code("CPT", "1"), Code("CPT", "3")), HERE),
    ValueSet("low", (Code("CPT", "1"),), HERE),
)
VOCABULARY = Vocabulary("v", "V", HERE, FACTS, SETS)
A, B = Is("a", ("yes",)), Is("b", ("yes",))


def leaf(condition: Condition) -> Criterion:
    return Criterion(Leaf("", condition), HERE)


def rule(slot: Slot, layer: Layer, then: str, when: Condition | None, otherwise: str | None = None) -> Rule:
    criterion = None if when is None else leaf(when)
    return Rule("r", slot, layer, then, HERE, when=criterion, otherwise=otherwise)


def document(kind: Kind, *rules: Rule) -> Document:
    return Document(kind, kind, "", HERE, "v", "", payer="p" if kind == "plan" else "", rules=rules)


def texts_of(*documents: Document, never: Condition | None = None) -> Texts:
    constraints = () if never is None else (Constraint("c", never, "", HERE),)
    return gather([replace(VOCABULARY, constraints=constraints)], documents, "policy", "p")


def lesions(*sizes: str) -> Elements:
    return Elements(tuple(Element((("size", Decimal(size)),)) for size in sizes))


def true(condition: Condition, world: Mapping[str, Value]) -> bool:
    texts = texts_of()
    return holds(condition, texts, with_derived(texts, world), {})


# Months and years are completed ones by the day of the month, weeks and negative spans go towards zero.
@pytest.mark.parametrize(
    ("unit", "start", "end", "number"),
    [
        ("days", "2024-02-28", "2024-03-01", 2),
        ("days", "2024-03-01", "2024-02-28", -2),
        ("weeks", "2024-01-01", "2024-01-14", 1),
        ("weeks", "2024-01-14", "2024-01-01", -1),
        ("weeks", "2024-01-06", "2024-01-01", 0),
        ("months", "2023-01-31", "2023-02-28", 0),
        ("months", "2023-01-31", "2023-03-01", 1),
        ("months", "2023-03-30", "2023-02-28", -1),
        ("months", "2023-03-28", "2023-02-28", -1),
        ("years", "2006-12-31", "2024-01-01", 17),
        ("years", "2004-02-29", "2022-02-28", 17),
        ("years", "2004-02-29", "2022-03-01", 18),
        ("years", "2022-03-01", "2004-02-29", -18),
        ("years", "2023-05-05", "2023-05-05", 0),
    ],
)
def test_spans(unit: SpanUnit, start: str, end: str, number: int) -> None:
    assert span(unit, date.fromisoformat(start), date.fromisoformat(end)) == number
    world = {"x": date.fromisoformat(start), "y": date.fromisoformat(end)}
    assert true(Compare(SpanTerm(unit, "x", "y"), "=", Decimal(number)), world)


# A derived fact equals its term; without any element the largest has no value and no comparison holds.
def test_derived_facts() -> None:
    small = Compare(FactTerm("big"), "<=", Decimal(4))
    assert true(small, {"lesions": lesions("2", "4")})
    assert not true(small, {"lesions": lesions("2", "4.1")})
    every: tuple[Comparison, ...] = ("<", "<=", ">", ">=", "=", "!=")
    for op in every:
        assert not true(Compare(FactTerm("big"), op, Decimal(4)), {"lesions": lesions()})
    assert true(Not(small), {"lesions": lesions()})
    assert true(Compare(FactTerm("n"), "=", Decimal(0)), {"lesions": lesions()})


# A count and an extreme look only at the elements for which `where` holds.
def test_where() -> None:
    small = Compare(FactTerm("size"), "<", Decimal(3))
    world = {"lesions": lesions("1", "2", "5")}
    assert true(Compare(CountTerm("lesions", small), "=", Decimal(2)), world)
    assert true(Compare(ExtremeTerm("largest", "lesions", "size", small), "=", Decimal(2)), world)
    assert true(Compare(ExtremeTerm("smallest", "lesions", "size", Not(small)), "=", Decimal(5)), world)
    assert not true(
        Compare(ExtremeTerm("smallest", "lesions", "size", small), ">", Decimal(0)), {"lesions": lesions("5")}
    )


# A code is in a set, a set of codes meets one; the system belongs to the code.
def test_codes() -> None:
    three, other = Code("CPT", "3"), Code("HCPCS", "3")
    assert true(InCodes("code", ("odd", "low")), {"code": three})
    assert not true(InCodes("code", ("low",)), {"code": three})
    assert not true(InCodes("code", ("odd",)), {"code": other})
    assert true(InCodes("code", (), (other,)), {"code": other})
    assert true(AnyIn("codes", ("odd",)), {"codes": CodeSet((Code("CPT", "2"), three))})
    assert not true(AnyIn("codes", ("odd",)), {"codes": CodeSet(())})


# Connectives, in expressions and in criteria trees.
def test_connectives() -> None:
    for a in (True, False):
        for b in (True, False):
            world = {"a": a, "b": b}
            assert true(And((A, B)), world) == (a and b)
            assert true(Or((A, B)), world) == (a or b)
            assert true(AtLeast(2, (A, B, B)), world) == (a + 2 * b >= 2)
            texts = texts_of(
                document(
                    "policy",
                    replace(rule("status", "policy", "established", A), when=Criterion(
                        Group("none of", (leaf(A), leaf(B))), HERE
                    )),
                )
            )  # fmt: skip
            result = outcome(texts, world)
            assert result is not None and (result[0] == "established") == (not a and not b)


# The first rule whose condition holds wins; `otherwise` ends its layer; no rule leaves the default.
def test_rules_of_a_layer() -> None:
    texts = texts_of(
        document(
            "policy",
            rule("status", "policy", "established", A),
            rule("status", "policy", "investigational", B, otherwise="criteria_not_met"),
            rule("status", "policy", "delegated", None),
        )
    )
    assert outcome(texts, {"a": True, "b": True}) == ("established", "undetermined")
    assert outcome(texts, {"a": False, "b": True}) == ("investigational", "undetermined")
    assert outcome(texts, {"a": False, "b": False}) == ("criteria_not_met", "undetermined")
    assert outcome(texts_of(), {}) == ("not_addressed", "undetermined")


# Law on status sees the status below; benefit rules see the final status, contract and law the benefit below.
def test_layers() -> None:
    texts = texts_of(
        document("policy", rule("status", "policy", "investigational", A)),
        document(
            "plan",
            rule("benefit", "contract", "not_covered", And((B, SlotIs("status", ("delegated",))))),
            rule("benefit", "product", "covered", SlotIs("status", ("delegated",))),
        ),
        document(
            "mandate",
            rule("status", "law", "delegated", SlotIs("status", ("investigational",))),
            rule("benefit", "law", "coinsurance_only", SlotIs("benefit", ("not_covered",))),
        ),
    )
    assert outcome(texts, {"a": True, "b": False}) == ("delegated", "covered")
    assert outcome(texts, {"a": True, "b": True}) == ("delegated", "coinsurance_only")
    assert outcome(texts, {"a": False, "b": True}) == ("not_addressed", "undetermined")


# A reading chooses one of its options, whatever the others would say.
def test_readings() -> None:
    both = Reading("policy#size", (("strict", leaf(And((A, B)))), ("loose", leaf(A))))
    status = replace(rule("status", "policy", "established", A), when=Criterion(both, HERE))
    texts = texts_of(document("policy", status))
    assert outcome(texts, {"a": True, "b": False, "policy#size": "loose"}) == ("established", "undetermined")
    assert outcome(texts, {"a": True, "b": False, "policy#size": "strict"}) == (
        "not_addressed",
        "undetermined",
    )


# A world that a constraint rules out, or in which a number leaves its bounds, is no patient.
def test_constraints() -> None:
    assert outcome(texts_of(never=And((A, B))), {"a": True, "b": True}) is None
    assert outcome(texts_of(never=And((A, B))), {"a": True, "b": False}) is not None
    bounded = replace(VOCABULARY, facts=(replace(COUNT, maximum=Decimal(1)), LESIONS))
    texts = gather([bounded], [], "policy", "p")
    assert outcome(texts, {"lesions": lesions("1")}) is not None
    assert outcome(texts, {"lesions": lesions("1", "2")}) is None


# Plans of other payers, and documents for other policies, do not count.
def test_which_documents_apply() -> None:
    plan = document("plan", rule("benefit", "product", "covered", None))
    assert outcome(texts_of(plan), {}) == ("not_addressed", "covered")
    assert outcome(texts_of(replace(plan, payer="q")), {}) == ("not_addressed", "undetermined")
    assert outcome(texts_of(replace(plan, applies_to=("x",))), {}) == ("not_addressed", "undetermined")
    assert outcome(texts_of(replace(plan, applies_to=("x", "policy"))), {}) == ("not_addressed", "covered")
