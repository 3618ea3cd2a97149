"""Questions, reasons and changes: small cases worked out by hand, and more raw values that change nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from coverdict.language.model import (
    Document,
    Element,
    Elements,
    Fact,
    FactType,
    Option,
    ReadingDeclaration,
    Rule,
    Value,
    Vocabulary,
)
from coverdict.language.syntax import (
    And,
    Compare,
    Condition,
    CountTerm,
    Criterion,
    ExtremeTerm,
    FactTerm,
    Is,
    Leaf,
    Not,
    Or,
    ReadingIs,
)
from coverdict.text import Place
from coverdict_judges import definitions
from coverdict_judges.definitions import changes, disposition, obtainable, questions, reasons
from coverdict_judges.generators import cases
from coverdict_judges.inventing.sizes import TINY
from coverdict_judges.texts import Texts, gather
from coverdict_judges.worlds import BruteForce, Known, raw_values

HERE = Place("by hand")
FACTS = (
    Fact("primary", FactType.YES_NO, HERE, ask="?", changeable=True),
    Fact("far", FactType.YES_NO, HERE, ask="?", changeable=True),
    Fact("judged", FactType.YES_NO, HERE, ask="?", judgement=True),
    Fact("hidden", FactType.YES_NO, HERE),
    Fact("kind", FactType.CHOICE, HERE, ask="?", options=(Option("x", "X"), Option("y", "Y"))),
    Fact("lesions", FactType.LIST, HERE, ask="?", item=(Fact("size", FactType.QUANTITY, HERE, unit="cm"),)),
    Fact("n", FactType.NUMBER, HERE, ask="?", whole=True, changeable=True, derived=CountTerm("lesions")),
    Fact(
        "big", FactType.QUANTITY, HERE, ask="?", unit="cm", derived=ExtremeTerm("largest", "lesions", "size")
    ),
)
PRIMARY, FAR = Is("primary", ("yes",)), Is("far", ("yes",))
JUDGED, HIDDEN = Is("judged", ("yes",)), Is("hidden", ("yes",))
ONE = Compare(FactTerm("n"), "<", Decimal(2))
SMALL = Compare(FactTerm("big"), "<=", Decimal(4))


def covered_when(condition: Condition) -> Texts:
    """A plan that covers when the condition holds, and else does not."""
    criterion = Criterion(Leaf("", condition), HERE)
    rule = Rule("r", "benefit", "product", "covered", HERE, when=criterion, otherwise="not_covered")
    plan = Document("plan", "plan", "", HERE, "v", "", payer="p", rules=(rule,))
    reading = ReadingDeclaration("plan#size", ("strict", "loose"), HERE)
    policy = Document("policy", "policy", "", HERE, "v", "", readings=(reading,))
    return gather([Vocabulary("v", "", HERE, FACTS)], [policy, plan], "policy", "p")


def asked(condition: Condition, known: Known) -> frozenset[str]:
    texts = covered_when(condition)
    return questions(texts, known, BruteForce(texts).possible)


# A fact is asked exactly when it can settle the disposition after some answers to others.
def test_questions() -> None:
    assert asked(And((PRIMARY, FAR)), {}) == {"primary", "far"}
    assert asked(And((PRIMARY, FAR)), {"far": False}) == set()
    assert asked(And((PRIMARY, FAR)), {"far": True}) == {"primary"}
    assert asked(Or((PRIMARY, Not(PRIMARY))), {}) == set()


# Judgements, readings and facts that nobody can be asked for stay open, and are never questions.
@pytest.mark.parametrize("never_asked", [JUDGED, HIDDEN, ReadingIs("plan#size", "strict")])
def test_what_is_never_asked(never_asked: Condition) -> None:
    assert asked(never_asked, {}) == set()
    assert asked(And((PRIMARY, never_asked)), {}) == {"primary"}  # no settles it; yes leaves it open
    differs = Or((And((PRIMARY, Not(never_asked))), And((Not(PRIMARY), never_asked))))
    assert asked(differs, {}) == set()  # whatever the answer, it stays open


# A list, its count and its largest are each other's questions; a list known in part can still be asked.
def test_questions_on_lists() -> None:
    assert asked(And((ONE, SMALL)), {}) == {"lesions", "n", "big"}
    two = Elements((Element((("size", Decimal(2)),)), Element(())))
    assert asked(SMALL, {"lesions": two}) == {"lesions", "big"}
    assert asked(ONE, {"lesions": two}) == set()
    assert "lesions" not in obtainable(covered_when(SMALL), {"lesions": Elements(())})


# Reasons are the minimal sets of known facts that force the disposition.
def test_reasons() -> None:
    texts = covered_when(Or((PRIMARY, And((FAR, Is("kind", ("x",)))))))
    possible = BruteForce(texts).possible
    known: Known = {"primary": True, "far": True, "kind": "x", "judged": False}
    assert reasons(known, possible, disposition) == {frozenset({"primary"}), frozenset({"far", "kind"})}
    assert reasons({"primary": False, "far": False}, possible, disposition) == {frozenset({"primary", "far"})}
    always = covered_when(Or((PRIMARY, Not(PRIMARY))))
    assert reasons({"primary": True}, BruteForce(always).possible, disposition) == {frozenset()}


# Facts that contradict each other are named, and nothing else.
def test_contradictions() -> None:
    texts = covered_when(PRIMARY)
    known: Known = {"primary": True, "n": Decimal(0), "big": Decimal(3), "far": True}
    assert BruteForce(texts).possible(known) == set()
    assert reasons(known, BruteForce(texts).possible, disposition) == {frozenset({"n", "big"})}


# A change alters the fewest changeable facts so that only other outcomes are possible.
def test_changes() -> None:
    texts = covered_when(And((PRIMARY, FAR)))
    possible = BruteForce(texts).possible
    found = changes(texts, {"primary": False, "far": True, "kind": "x"}, possible)
    assert [change.values for change in found] == [(("primary", True),)]
    assert found[0].outcomes == {("not_addressed", "covered")}
    (both,) = changes(texts, {"primary": False, "far": False}, possible)
    assert both.facts == {"primary", "far"}
    assert changes(texts, {"primary": False}, possible) == ()  # `far` is unknown, so no other outcome is sure
    assert changes(texts, {"judged": False}, possible) == ()


# A count beyond the constant can come down below it; a list that is given as well holds it where it is.
def test_changes_of_counts() -> None:
    texts = covered_when(ONE)
    possible = BruteForce(texts).possible
    found = changes(texts, {"n": Decimal(7)}, possible)
    assert {change.values[0][1] for change in found} <= {Decimal(0), Decimal(1)} and found
    given = Elements((Element((("size", Decimal(1)),)),) * 2)
    assert changes(texts, {"n": Decimal(2), "lesions": given}, possible) == ()


# Trying many more raw values than the judge does finds neither further questions nor shorter changes.
def test_more_raw_values_find_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 2_000 if os.environ.get("COVERDICT_LONG") == "1" else 60
    for case in cases(seed=31, count=count, size=TINY, requests=4):
        asked, changed = case.questions(), case.changes()
        with monkeypatch.context() as patched:
            patched.setattr(definitions, "raw_values", _more(raw_values))
            assert case.questions() == asked, case.request
            found = case.changes()
        assert {change.facts for change in found} == {change.facts for change in changed}, case.request


def _more(values: Callable[[Texts, str, Known], tuple[Value, ...]]) -> Callable[..., tuple[Value, ...]]:
    def more(texts: Texts, name: str, known: Known) -> tuple[Value, ...]:
        found = list(values(texts, name, known))
        fact = texts.facts[name]
        for value in tuple(found):
            if isinstance(value, date):
                found += [value + timedelta(days=shift) for shift in (-40, -1, 1, 9) if _within(value)]
            elif isinstance(value, Decimal) and not fact.whole:
                found += [value + Decimal("0.0007"), value + Decimal("0.31")]
        return tuple(found)

    return more


def _within(day: date) -> bool:
    return date(1901, 1, 1) < day < date(2199, 1, 1)
