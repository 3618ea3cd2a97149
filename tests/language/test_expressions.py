"""Expressions: printed by a printer of the tests' own and read again; and where the caret stands."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.language import parse_expression
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
    SpanTerm,
    Term,
)
from coverdict.text import DocumentError, Place
from tests.language.samples import block, document, names, rule

HERE = Place("expression")
OPS = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
COUNTS = st.integers(0, 20).map(Decimal)
TENTHS = st.integers(0, 400).map(lambda n: Decimal(n) / 10)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
FIELD = st.one_of(
    st.builds(Compare, st.just(FactTerm("diameter")), OPS, TENTHS),
    st.just(Is("active", ("yes",))),
    st.just(Not(Is("active", ("yes",)))),
)
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, st.just(FactTerm("lesion.count")), OPS, COUNTS),
    st.builds(Compare, st.just(FactTerm("lesion.largest")), OPS, TENTHS),
    st.builds(Compare, st.just(FactTerm("service.date")), OPS, DAYS),
    st.builds(Compare, st.builds(CountTerm, st.just("lesions"), st.none() | FIELD), OPS, COUNTS),
    st.builds(
        Compare,
        st.builds(
            ExtremeTerm,
            st.sampled_from(["largest", "smallest"]),
            st.just("lesions"),
            st.just("diameter"),
            FIELD,
        ),
        OPS,
        TENTHS,
    ),
    st.builds(
        Compare,
        st.builds(
            SpanTerm,
            st.sampled_from(["days", "weeks", "months", "years"]),
            st.just("eligibility.confirmed"),
            st.just("service.date"),
        ),
        OPS,
        st.integers(-30, 30).map(Decimal),
    ),
    st.sampled_from([Is("tumor.origin", ("primary",)), Is("tumor.origin", ("primary", "metastatic"))]),
    st.sampled_from([Is("tumor.resectable", ("yes",)), Is("tumor.resectable", ("no",))]),
    st.just(InCodes("service.code", ("cryoablation",), (Code("CPT", "00100"), Code("HCPCS", "C2618")))),
    st.just(AnyIn("diagnoses", ("liver-cancers",))),
    st.just(AnyIn("diagnoses", (), (Code("ICD-9-CM", "155.0"),))),
)


def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        inner.map(Not),
        several.map(And),
        several.map(Or),
        several.flatmap(lambda parts: st.integers(1, len(parts)).map(lambda count: AtLeast(count, parts))),
    )


CONDITIONS = st.recursive(LEAVES, grow, max_leaves=12)


def printed(condition: Condition, bind: int = 0) -> str:
    """`condition` as an expression, with parentheses only where they are needed."""
    match condition:
        case Or(parts=parts):
            # A nested `or` would melt into the outer one.
            return _in_parentheses(" or ".join(printed(part, 1) for part in parts), bind > 0)
        case And(parts=parts):
            return _in_parentheses(" and ".join(printed(part, 2) for part in parts), bind > 1)
        case Not(part=part):
            return f"not {printed(part, 3)}"
        case AtLeast(count=count, parts=parts):
            return f"at least {count} of ({', '.join(printed(part) for part in parts)})"
        case Is(fact=fact, values=(value,)):
            return fact if value == "yes" else f"{fact} is {value}"
        case Is(fact=fact, values=values):
            return f"{fact} is one of ({', '.join(values)})"
        case InCodes(fact=fact, value_sets=sets, codes=codes):
            return f"{fact} in ({', '.join([*sets, *map(str, codes)])})"
        case AnyIn(fact=fact, value_sets=sets, codes=codes):
            return f"{fact} any in ({', '.join([*sets, *map(str, codes)])})"
        case Compare(term=term, op=op, value=value):
            unit = (
                " cm"
                if "largest" in str(term) or ("diameter" in str(term) and "Count" not in str(term))
                else ""
            )
            return f"{_term(term)} {op} {value}{unit}"
    raise AssertionError(condition)


def _in_parentheses(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _term(term: Term) -> str:
    match term:
        case FactTerm(fact=fact):
            return fact
        case CountTerm(list=name, where=where):
            return f"count({name}{' where ' + printed(where) if where else ''})"
        case ExtremeTerm(which=which, list=name, field=field, where=where):
            return f"{which}({name}.{field}{' where ' + printed(where) if where else ''})"
        case SpanTerm(unit=unit, start=start, end=end):
            return f"{unit} from {start} to {end}"


@given(CONDITIONS)
@settings(max_examples=300, deadline=None)
def test_printed_conditions_are_read_again(condition: Condition) -> None:
    """Whatever condition is printed, reading the text gives that condition."""
    assert parse_expression(printed(condition), names(), HERE) == condition


@given(CONDITIONS, st.lists(st.sampled_from([" ", "  ", "\n  ", "\n"]), min_size=1))
@settings(max_examples=100, deadline=None)
def test_blanks_and_line_ends_mean_nothing(condition: Condition, blanks: list[str]) -> None:
    """Any blanks between the words leave the meaning as it is."""
    words = printed(condition).split(" ")
    text = "".join(word + blanks[index % len(blanks)] for index, word in enumerate(words))
    assert parse_expression(text, names(), HERE) == condition


@given(
    st.lists(st.sampled_from(["tumor.resectable", "score > 2", "lesion.largest <= 4 cm"]), max_size=6),
    st.data(),
)
@settings(max_examples=150, deadline=None)
def test_the_caret_stands_under_the_wrong_name(parts: list[str], data: st.DataObject) -> None:
    """However an expression is laid out in YAML, the message points at the wrong name itself."""
    at = data.draw(st.integers(0, len(parts)))
    words = " and ".join([*parts[:at], "tumor.resectible", *parts[at:]]).split(" ")
    layout = data.draw(st.sampled_from(["plain", "folded", "literal", "'", '"', "several lines", "flow"]))
    breaks = data.draw(st.lists(st.sampled_from([" ", "\n    "]), min_size=len(words), max_size=len(words)))
    broken = "".join(word + gap for word, gap in zip(words, breaks, strict=True)).strip()
    when = {
        "plain": " ".join(words),
        "several lines": broken,
        "folded": f">\n    {broken}",
        "literal": f"|-\n    {broken}",
        "flow": f"[{' '.join(words)}]",
    }.get(layout, f"{layout}{broken}{layout}")
    with pytest.raises(DocumentError) as raised:
        document(rule(when))
    (problem,) = raised.value.problems
    assert problem.line[problem.place.column - 1 :].startswith("tumor.resectible")
    assert problem.width == len("tumor.resectible")


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.sampled_from(["mm", "cm", "m", "[in_i]", "dm"]))
def test_quantities_convert_exactly(digits: int, places: int, unit: str) -> None:
    """A quantity in any unit of length is the same length in centimeters, to the last digit."""
    number = abs(Decimal(digits)).scaleb(-places)
    found = parse_expression(f"lesion.largest <= {number:f} {unit}", names(), HERE)
    assert isinstance(found, Compare) and isinstance(found.value, Decimal)
    per_cm = {
        "mm": Fraction(1, 10),
        "cm": Fraction(1),
        "m": Fraction(100),
        "dm": Fraction(10),
        "[in_i]": Fraction(127, 50),
    }
    assert Fraction(found.value) == Fraction(number) * per_cm[unit]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("tumor.origin = primary", "tumor.origin is primary"),
        ("tumor.origin != primary", "not tumor.origin is primary"),
        ("tumor.origin is not primary", "not tumor.origin is primary"),
        ("tumor.resectable = yes", "tumor.resectable"),
        ("tumor.resectable is yes", "tumor.resectable"),
        ("score between 2 and 4", "score >= 2 and score <= 4"),
        ("lesion.largest between 1 cm and 40 mm", "lesion.largest >= 1 cm and lesion.largest <= 4 cm"),
        ("diagnoses includes ICD-10-CM C22.0", "diagnoses any in (ICD-10-CM C22.0)"),
        ("diagnoses none in liver-cancers", "not diagnoses any in liver-cancers"),
        ("service.code not in cryoablation", "not service.code in cryoablation"),
        (
            "tumor.origin is not one of (primary, metastatic)",
            "not tumor.origin is one of (primary, metastatic)",
        ),
        ("lesion.largest<=4cm", "lesion.largest <= 4 cm"),
    ],
)
def test_ways_to_write_the_same(text: str, same: str) -> None:
    """Two ways to write one condition."""
    assert parse_expression(text, names(), HERE) == parse_expression(same, names(), HERE)


def test_no_word_of_the_language_hides_in_a_name() -> None:
    """Names that begin with a word of the language are names: origin, notes, index, days."""
    for name in (
        "origin",
        "notes",
        "index",
        "android",
        "counts",
        "at",
        "days",
        "isolated",
        "one_more",
        "anyone",
    ):
        with pytest.raises(DocumentError, match=re.escape(f"no fact or criterion {name}")):
            parse_expression(f"score > 2 and {name}", names(), HERE)


def test_references_to_criteria() -> None:
    """A long chain of criteria is no cycle; a cycle of any length shows its way once."""
    chain = [block("criterion", f"id: c{n}\nwhen: c{n + 1} or score > {n % 9}") for n in range(60)]
    document(*chain, block("criterion", "id: c60\nwhen: tumor.resectable"))
    with pytest.raises(DocumentError) as raised:
        document(*chain, block("criterion", "id: c60\nwhen: c0"))
    (problem,) = raised.value.problems
    assert "c0 → c1 →" in problem.what and problem.what.endswith("c60 → c0")
