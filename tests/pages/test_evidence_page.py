"""The page of reviews: accessible, complete, harmless, with no number that is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files

import pytest

from coverdict.evidence.appraisal import Appraisal
from coverdict.evidence.pooled import Absolute, Span
from coverdict.pages.evidence import SHEET, evidence_page
from coverdict.pages.evidence_thresholds import thresholds
from coverdict.pages.evidence_words import Source
from tests.pages.appraisals import EVERY, SCRIPT, appraisal, drawn, likely, outcome, overridden, unknowns
from tests.pages.reading import Element, must_be_a_good_page, parsed

MADE_FROM = Source("sha256:" + "0123456789abcdef" * 4, "0.1.0")
PAGES = pytest.mark.parametrize("name", list(EVERY))


def page_of(given: Appraisal) -> str:
    return evidence_page([given], given.review.title, MADE_FROM)


def section(root: Element, name: str) -> Element:
    (found,) = [each for each in root.walk() if each.attributes.get("aria-labelledby") == f"r1-{name}"]
    return found


def pictures(root: Element) -> list[Element]:
    return [each for each in root.all("svg") if each.attributes.get("role") == "img"]


# Every page is good, says what it is not, and is the same each time.
@PAGES
def test_pages_are_good(name: str) -> None:
    given = EVERY[name]()
    page = page_of(given)
    root = must_be_a_good_page(page)
    assert "not a determination of anybody’s request" in root.text.replace("'", "’")
    assert page == page_of(given)
    words = "sufficient" if given.verdict.sufficient else "insufficient"
    (first,) = root.classed("first")
    assert f"The evidence is {words}." in first.text


# No number that is none reaches a page, in words or in a picture.
@PAGES
def test_no_number_is_none(name: str) -> None:
    page = re.sub(r"<style>.*?</style>", "", page_of(EVERY[name]()), flags=re.S)
    assert not re.search(r"\bnan\b|\binf\b|\binfinity\b|\bNone\b", re.sub(r"\bNaN\b", "nan", page))


# Whatever is unknown is said to be unknown, and drawn nowhere.
def test_what_is_unknown() -> None:
    text = parsed(page_of(unknowns())).text
    assert "Odds ratio 0.70 (unknown to unknown)" in text and "undefined" in text
    assert "nobody has stated one" in text and "database not stated" in text


# A review with nothing to pool says so, and draws nothing.
def test_nothing_to_pool() -> None:
    root = parsed(page_of(EVERY["empty"]()))
    assert "Nothing could be pooled." in root.text and not pictures(root)
    assert "Dunne 2014" in section(root, "outcomes").text and "It prints no number." in root.text
    assert "No study was kept." in root.text and "No study was left out." in root.text
    assert "This review has no outcome to pool." in parsed(page_of(EVERY["nothing"]())).text


# Plots are drawn where there is something to see: a funnel from three studies on, years from two.
@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("one", ["Forest plot"]),
        ("two", ["Forest plot", "The same studies by every method", "Cumulative forest plot"]),
        (
            "likely",
            ["Forest plot", "The same studies by every method", "Cumulative forest plot", "Funnel plot"],
        ),
        ("proportion", ["Forest plot", "Funnel plot"]),
    ],
)
def test_which_plots(name: str, titles: list[str]) -> None:
    root = parsed(page_of(EVERY[name]()))
    assert [each.text for each in section(root, "outcomes").all("h4")] == titles
    assert len(pictures(root)) == len(titles)
    assert ("A funnel plot has no shape with fewer than 3 studies" in root.text) is (
        "Funnel plot" not in titles
    )


# The forest has every study with its counts, effect, weight and risk of bias, as the appraisal has them.
@pytest.mark.parametrize("name", ["likely", "one", "ten", "hundred"])
def test_the_forest_has_every_study(name: str) -> None:
    given = EVERY[name]()
    forest = pictures(parsed(page_of(given)))[0]
    (description,) = forest.all("desc")
    for one in given.syntheses[0].contributions:
        assert one.treated is not None and one.control is not None
        words = re.escape(one.label) + r": [^:]*: events of all " + counts(one.treated, one.derived)
        found = re.search(words, description.text)
        assert found, one.label
        rest = description.text[found.end() :].split(" risk of bias ")
        assert counts(one.control, one.derived) in rest[0]
        assert f"{one.effect.estimate:.2f} (" in rest[0] and f"Weight {100 * one.weight:.1f} %" in rest[0]
        assert rest[1].startswith(one.bias)


def counts(pair: tuple[int, int], derived: str) -> str:
    return f"{pair[0]} of {pair[1]}{' †' if derived else ''}"


# Every number on the page stands in the appraisal, as it is or rounded to what is shown.
@pytest.mark.parametrize("name", ["likely", "one", "two", "overridden", "proportion", "ten"])
def test_every_number_stands_in_the_data(name: str) -> None:
    given = EVERY[name]()
    root = parsed(page_of(given))
    # Beside the data: the level of intervals, contours, R1 to R8, and thresholds as odds ratios.
    known = {*numbers_in(given), 0.95, 0.10, 0.05, 0.01, *map(float, range(9))}
    for risk in (one.absolute.control_risk for one in given.syntheses if one.absolute):
        known |= {odds(risk + way) / odds(risk) for way in (-0.05, 0.05)}
    words = " ".join(told(root))
    for sign, number in re.findall(r"(?<![\w.,:-])([−-]?)(\d[\d,]*(?:\.\d+)?)(?![\w-])", words):
        if not stands(f"{'-' if sign else ''}{number.replace(',', '')}", known):
            raise AssertionError(f"{sign}{number} stands nowhere in the appraisal")


def told(root: Element) -> Iterator[str]:
    """The words of the page's own parts, without what explains how to read it."""
    (main,) = root.all("main")
    for part in main.parts:
        if isinstance(part, Element) and part.attributes.get("aria-labelledby") not in ("reading", "made"):
            for each in part.walk():
                if each.name in ("td", "th", "dd", "li", "p", "desc"):
                    yield each.text


def numbers_in(value: object) -> Iterator[float]:
    """Every number of an appraisal; those in its texts as well, counts of its parts, and sums of counts."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield float(value)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from numbers_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        yield float(len(value))
        for part in value:
            yield from numbers_in(part)
        sums = [part.treated for part in value if getattr(part, "treated", None)]
        sides = [part.control for part in value if getattr(part, "control", None)]
        for pairs in (sums, sides):
            yield float(sum(pair[0] for pair in pairs))
            yield float(sum(pair[1] for pair in pairs))
        yield float(sum(pair[1] for pair in (*sums, *sides)))
    else:
        for text in re.findall(r"\d[\d,]*(?:\.\d+)?", str(value)):
            yield float(text.replace(",", ""))


def stands(shown: str, known: set[float]) -> bool:
    """Whether a number that is shown is one that is known, or its hundredfold, to the digits shown."""
    half = 0.5 * 10 ** -len(shown.partition(".")[2]) * (1 + 1e-9)
    return any(abs(float(shown) - one) <= half for value in known for one in (value, value * 100))


def odds(risk: float) -> float:
    return risk / (1 - risk)


# Whatever a name holds, it is text, makes no element and turns nothing; a template's signs stay signs.
def test_hostile_words() -> None:
    page = page_of(EVERY["hostile"]())
    root = must_be_a_good_page(page)
    assert SCRIPT in root.text and "<script" not in page and "\x1b" not in page
    assert root.all("h1")[0].text.startswith(SCRIPT) and "{{ 7 * 7 }}" in page
    assert "\N{REPLACEMENT CHARACTER}" in page


# Every step of the verdict and of each rating is there, with its inputs, its rule and the rule's version.
@pytest.mark.parametrize("given", [likely(), overridden()], ids=["likely", "overridden"])
def test_every_step(given: Appraisal) -> None:
    root = parsed(page_of(given))
    rows = [row for body in section(root, "verdict").all("tbody") for row in body.all("tr")]
    assert len(rows) == 8
    for step, row in zip(given.verdict.steps, rows, strict=True):
        assert f"rule {step.rule}, version {step.version}" in row.text and step.title in row.text
        assert all(f"{name}: {value}" in row.text for name, value in step.inputs)
    rated = section(root, "certainty")
    rows = [row for body in rated.all("tbody") for row in body.all("tr")]
    assert len(rows) == sum(len(rating.steps) for rating in given.ratings)


# A step that a person has set says who, when, why, and what the rule alone would have set.
def test_overrides_are_said() -> None:
    root = parsed(page_of(overridden()))
    texts = [each.text for each in root.classed("override")]
    assert texts == [
        "Set by A. Reviewer on 2022-03-01: A registry reports the same. The rule alone: unknown.",
        "Set by A. Reviewer on 2022-03-01: The trial is large enough. The rule alone: −2.",
    ]
    assert "Contradiction: The policy’s own statement says established" in root.text
    assert not parsed(page_of(likely())).classed("override")


# Studies are listed from the oldest, kept ones and those that were left out, each with its reason.
def test_studies_and_exclusions() -> None:
    given = likely()
    root = parsed(page_of(given))
    kept = [row.all("th")[0].text for body in section(root, "studies").all("tbody") for row in body.all("tr")]
    assert [name.split(",")[0] for name in kept] == [
        "Adam 2002 2002",
        "Ei 2015 2015",
        "Wang 2015 2015",
        "Cha 2020 2020",
    ]
    out = section(root, "left-out").text
    assert "Dunne 2014" in out and "It prints no number." in out and "lines 111 to 113" in out
    details = section(root, "studies").all("details")
    assert len(details) == 4
    assert "study, group sum: Printed so in the abstract as well." in details[0].text
    assert "13 of 180†" in details[2].text and "p = .043" in details[2].text
    assert "number of patients: bsc/7.01.75, lines 111 to 113, reference 2: 360" in details[2].text


# Several reviews stand on one page, each under its own heading, with a list of contents before them.
def test_several_reviews() -> None:
    page = evidence_page([likely(), overridden(), EVERY["empty"]()], "bsc/7.01.75", MADE_FROM)
    root = must_be_a_good_page(page)
    assert [each.text for each in root.all("h1")] == ["bsc/7.01.75"]
    (contents,) = root.classed("contents")
    assert len(contents.all("a")) == 3 == len(root.classed("review"))


# A threshold is a difference of risks; on the axis of a ratio it lies where that difference lies.
@pytest.mark.parametrize("measure", ["risk difference", "risk ratio", "odds ratio", "hazard ratio"])
def test_thresholds(measure: str) -> None:
    (first, *_) = likely().syntheses
    absolute = Absolute(0.2, Span(-0.05, None, None), "")
    low, high = thresholds(replace(first, measure=measure, absolute=absolute), outcome())
    back: dict[str, Callable[[float], float]] = {
        "risk difference": lambda value: 0.2 + value,
        "risk ratio": lambda value: 0.2 * value,
        "odds ratio": lambda value: 0.25 * value / (1 + 0.25 * value),
        "hazard ratio": lambda value: 1 - 0.8**value,
    }
    assert back[measure](low) == pytest.approx(0.15) and back[measure](high) == pytest.approx(0.25)


# A threshold that no patient can reach, and one whose risk is not known, have no place.
def test_thresholds_without_a_place() -> None:
    (first, *_) = likely().syntheses
    assert thresholds(replace(first, absolute=None), outcome()) == ()
    low_risk = replace(first, absolute=Absolute(0.01, Span(0.0, None, None), ""))
    assert len(thresholds(low_risk, outcome())) == 1
    assert thresholds(first, replace(outcome(), threshold=None)) == () == thresholds(first, None)


# A hundred studies make a page that is drawn quickly and is not huge.
def test_a_hundred_studies() -> None:
    page = page_of(appraisal(drawn(100)))
    assert len(page) < 1_000_000
    assert len(pictures(must_be_a_good_page(page))) == 4


# The page's own sheet fetches nothing, names colours of the common sheet alone, and leaves pictures alone.
def test_the_sheet() -> None:
    sheet = files("coverdict.pages").joinpath("styles", SHEET).read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|@font-face|https?:|#[0-9a-f]{3,8}\b|rgba?\(|hsl", sheet)
    common = files("coverdict.pages").joinpath("styles", "pages.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--([a-z-]+)\)", sheet)) <= set(re.findall(r"--([a-z-]+):", common))
    drawn_classes = {
        name
        for picture in pictures(parsed(page_of(likely())))
        for each in picture.walk()
        for name in each.attributes.get("class", "").split()
    }
    assert drawn_classes and not drawn_classes & set(re.findall(r"\.([a-z-]+)", sheet + common))
