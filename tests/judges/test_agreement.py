"""The two judges, brute force and Z3, say the same; and neither misses what a random patient shows."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from coverdict.language.model import CodeSet, Element, Elements, Fact, FactType, Value, Vocabulary
from coverdict.language.syntax import Code, Compare, Comparison, FactTerm, SpanTerm, SpanUnit
from coverdict.text import Place
from coverdict_judges import dates
from coverdict_judges.cases import Case, judge
from coverdict_judges.generators import cases, large_case, small_cases
from coverdict_judges.inventing.facts import CODES
from coverdict_judges.inventing.sizes import CODES as CODE_SIZE
from coverdict_judges.inventing.sizes import DATES, LISTS, SMALL, Shape, Size
from coverdict_judges.reference import World, holds, outcome, with_derived
from coverdict_judges.texts import gather
from coverdict_judges.worlds import TooManyWorldsError

LONG = os.environ.get("COVERDICT_LONG") == "1"


# On small random cases both judges find the same possible outcomes.
@pytest.mark.parametrize("size", [SMALL, LISTS, CODE_SIZE, DATES], ids=["any", "lists", "codes", "dates"])
def test_brute_force_and_solver_agree(size: Size) -> None:
    count = 3_000 if LONG else 40
    for case in cases(seed=1, count=count, size=size, requests=5):
        assert case.possible() == case.possible_by_solver(), case.request


# The same with cases that can shrink.
@settings(max_examples=500 if LONG else 20, deadline=None)
@given(small_cases())
def test_judges_agree_on_cases_that_shrink(case: Case) -> None:
    assert case.possible() == case.possible_by_solver()


# What hypothesis and the seed invent keeps to the limit of worlds.
def test_cases_are_small_enough() -> None:
    for case in cases(seed=2, count=100):
        assert case.bench.brute.size(case.known) <= SMALL.worlds


# More worlds than the limit are refused, not cut off.
def test_the_limit_is_loud() -> None:
    case = large_case(1, "local")
    with pytest.raises(TooManyWorldsError):
        case.bench.brute.possible({})


# A patient with arbitrary values, none of them chosen near a constant, has an outcome that is possible.
def test_no_patient_is_missed() -> None:
    random = Random(3)
    for case in cases(seed=4, count=2_000 if LONG else 150, requests=10):
        possible = case.possible()
        texts = case.bench.texts
        for _ in range(20):
            world = _any_patient(random, case)
            full = with_derived(texts, world)
            agrees = all(
                full.get(name) == value for name, value in case.known.items() if texts.facts[name].derived
            )
            result = outcome(texts, world)
            assert not agrees or result is None or result in possible, (case.request, world)


# At 100 facts and 60 rules the solver answers; patients that agree with the request are among its outcomes.
@pytest.mark.parametrize("shape", ["local", "guarded", "unstructured"])
def test_large_cases(shape: Shape) -> None:
    random = Random(5)
    for seed in range(20 if LONG else 2):
        case = large_case(seed, shape)
        possible = judge(case).possible
        for _ in range(30):
            result = outcome(case.bench.texts, _any_patient(random, case))
            assert result is None or result in possible


def _any_patient(random: Random, case: Case) -> World:
    """A patient who agrees with the request, derived facts perhaps apart."""
    texts = case.bench.texts
    world = {
        name: _any_value(random, fact, case.known.get(name))
        for name, fact in texts.facts.items()
        if fact.derived is None
    }
    readings = {name: random.choice(options) for name, options in texts.readings.items()}
    return {**world, **readings, **texts.settled}


def _any_value(random: Random, fact: Fact, known: Value | None) -> Value:
    if known is not None and not isinstance(known, CodeSet | Elements):
        return known
    match fact.type:
        case FactType.YES_NO:
            return random.random() < 0.5
        case FactType.CHOICE:
            return random.choice(fact.options).name
        case FactType.NAME:
            return random.choice([*(option.name for option in fact.options), "another"])
        case FactType.DATE:
            return date(2017, 1, 1) + timedelta(days=random.randint(0, 3000))
        case FactType.CODE | FactType.CODES:
            codes = [code for code in _all_codes(fact) if random.random() < 0.3]
            if fact.type is FactType.CODE:
                return random.choice(_all_codes(fact))
            if isinstance(known, CodeSet):
                return known if known.complete else CodeSet((*known.codes, *codes))
            return CodeSet(tuple(codes))
        case FactType.LIST:
            return _any_list(random, fact, known if isinstance(known, Elements) else None)
    low = fact.minimum if fact.minimum is not None else Decimal(-20)
    high = min(fact.maximum, Decimal(20)) if fact.maximum is not None else Decimal(20)
    number = Decimal(random.randint(int(low), int(high)))
    return number if fact.whole else max(low, number + Decimal(random.randint(-9999, 9999)) / 10_000)


def _all_codes(fact: Fact) -> list[Code]:
    return [Code(fact.systems[0], code) for code in (*CODES[fact.systems[0]], "XX1")]


def _any_list(random: Random, fact: Fact, known: Elements | None) -> Elements:
    given = list(known.items) if known is not None else []
    others = 0 if known is not None and known.complete else random.randint(0, 6)
    return Elements(
        tuple(_any_element(random, fact, item) for item in (*given, *(Element(()) for _ in range(others))))
    )


def _any_element(random: Random, fact: Fact, known: Element) -> Element:
    measured = dict(known.fields)
    return Element(
        tuple((part.name, measured.get(part.name, _any_value(random, part, None))) for part in fact.item)
    )


# The dates worth trying reach every joint case of two dates that any two days of a short calendar reach.
@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
def test_dates_reach_every_joint_case(unit: SpanUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = date(2024, 1, 20), date(2025, 3, 5) if unit == "years" else date(2024, 4, 5)
    monkeypatch.setattr(dates, "FIRST", first)
    monkeypatch.setattr(dates, "LAST", last)
    dates._end_borders.cache_clear()
    dates._start_borders.cache_clear()
    random = Random(unit)
    calendar = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for _ in range(40 if LONG else 1 if unit == "years" else 8):
        near = random.choice([date(2024, 2, 29), date(2024, 3, 31), random.choice(calendar)])
        number = Decimal(random.randint(-2, 2) if unit != "days" else random.randint(-40, 40))
        op: Comparison = random.choice(("<", "<=", ">", ">=", "=", "!="))
        made = [
            Compare(FactTerm("a"), random.choice(("<=", "=")), near),
            Compare(FactTerm("b"), ">", random.choice(calendar)),
            Compare(SpanTerm(unit, "a", "b"), op, number),
            Compare(SpanTerm("days", "a", "b"), "<", Decimal(random.randint(-20, 20))),
        ]
        found = dates.date_candidates(["a", "b"], made, {})
        reached = {_joint_case(made, a, b) for a, b in product(found["a"], found["b"])}
        assert reached == {_joint_case(made, a, b) for a, b in product(calendar, calendar)}
    dates._end_borders.cache_clear()
    dates._start_borders.cache_clear()


def _joint_case(made: list[Compare], a: date, b: date) -> tuple[bool, ...]:
    texts = gather([Vocabulary("v", "", Place("here"))], [], "", "")
    return tuple(holds(leaf, texts, {"a": a, "b": b}, {}) for leaf in made)
