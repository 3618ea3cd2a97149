"""What a row brings to an outcome, and in which words it is left out."""

from __future__ import annotations

import pytest

from coverdict.evidence.figures import figure
from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import Row
from coverdict.evidence.studies.model import Cell, Derivation, Nature, PValue, Result, Unit
from coverdict.evidence.synthesis import synthesise
from tests.evidence.synthesis.made import cell, effect, equal, outcome, result, row, study, trial

COUNTED = result([cell("new", 3, 20), cell("old", 6, 22)])
LATE = result([cell("new", None, None), cell("old", None, None)], Nature.TIME_TO_EVENT, time="3 y")


def left_out(measure: str, one: Result, written: Row | None = None) -> str:
    """Why a single row is left out."""
    found = synthesise(outcome(measure, [written or row("a")]), {"a": study("a", one)})
    assert found.main is None and found.contributions == () and len(found.left_out) == 1
    assert found.notes == (f"The one study listed could not be pooled: {found.left_out[0].because}.",)
    return found.left_out[0].because


def kept(measure: str, one: Result, written: Row | None = None) -> Synthesis:
    """The answer to a single row that is kept."""
    found = synthesise(outcome(measure, [written or row("a")]), {"a": study("a", one, sizes=(20, 22))})
    assert found.left_out == ()
    return found


# Whatever brings nothing is left out with its reason.
@pytest.mark.parametrize(
    ("measure", "one", "written", "says"),
    [
        ("odds ratio", COUNTED, row("b"), "the study is not among those at hand"),
        ("odds ratio", COUNTED, row("a", result="death"), "the study has no result 'death'"),
        ("mean difference", COUNTED, None, "'mean difference' is no measure that can be pooled"),
        ("odds ratio", result(nature=Nature.WORDS), None, "the source gives no number"),
        (
            "risk ratio",
            result(nature=Nature.MEDIAN),
            None,
            "the source gives a median, which makes no risk ratio",
        ),
        (
            "proportion",
            result(nature=Nature.RANGE),
            None,
            "the source gives a range, which makes no proportion",
        ),
        (
            "odds ratio",
            result(nature=Nature.RATIO),
            None,
            "the source gives a ratio without counts, which makes no odds ratio",
        ),
        ("odds ratio", COUNTED, row("a", control=""), "an odds ratio needs two arms, and only one is named"),
        ("odds ratio", COUNTED, row("a", control="other"), "nothing is given of other"),
        ("odds ratio", result([cell("new", 3, 20)]), None, "nothing is given of Old"),
        (
            "risk ratio",
            LATE,
            None,
            "a time-to-event estimate at 3 y is no fraction of patients, and no count was derived from it",
        ),
        (
            "risk ratio",
            result([cell("new", 3, 20), cell("old", 6, 22)], Nature.TIME_TO_EVENT),
            None,
            "a time-to-event estimate is no fraction of patients, and no count was derived from it",
        ),
        ("hazard ratio", LATE, None, "a time-to-event estimate at 3 y comes without a hazard ratio"),
        ("hazard ratio", COUNTED, None, "the source prints no hazard ratio"),
        ("odds ratio", COUNTED, row("a", printed=True), "the source prints no odds ratio"),
        (
            "odds ratio",
            result([cell("new", None, 20), cell("old", 6, 22)]),
            None,
            "no count of events is given of New",
        ),
        (
            "odds ratio",
            result([cell("new", 3, None), cell("old", 6, 22)]),
            None,
            "the size of New is not given",
        ),
        ("odds ratio", result([cell("new", 3, 0), cell("old", 6, 22)]), None, "New has nobody"),
        (
            "odds ratio",
            result([cell("new", 3, 20), cell("old", 30, 22)]),
            None,
            "30 events are more than the 22 of Old",
        ),
        (
            "odds ratio",
            result([cell("new", 0, 20), cell("old", 0, 22)]),
            None,
            "nobody in either arm had the event, which says nothing about a ratio",
        ),
        (
            "risk ratio",
            result([cell("new", 20, 20), cell("old", 22, 22)]),
            None,
            "everybody in either arm had the event, which says nothing about a ratio",
        ),
        (
            "hazard ratio",
            result(effect=effect("0.5", "0.2", "1.1", "odds ratio")),
            None,
            "the source prints an odds ratio, and a hazard ratio is asked for",
        ),
        (
            "hazard ratio",
            result(effect=effect("0.5", "0.2", "1.1", arms=("new", "other"))),
            None,
            "the printed hazard ratio compares other arms",
        ),
        (
            "hazard ratio",
            result(effect=effect("0.5", "0.6", "1.1")),
            None,
            "the printed hazard ratio cannot be used: the interval does not hold its estimate",
        ),
        (
            "hazard ratio",
            result(effect=effect("0.5"), p=PValue("<", figure(".05"))),
            None,
            "the printed hazard ratio cannot be used: it comes without an interval, and without a p value "
            "that tells its variance",
        ),
        (
            "hazard ratio",
            result(effect=effect("0.5"), p=equal("1")),
            None,
            "the printed hazard ratio cannot be used: a p value between 0 and 1 is needed to tell a variance",
        ),
        (
            "risk difference",
            result(effect=effect("0.5", "0.6", "0.7", "risk difference")),
            row("a", printed=True),
            "the printed risk difference cannot be used: the interval does not hold its estimate",
        ),
    ],
)
def test_left_out(measure: str, one: Result, written: Row | None, says: str) -> None:
    assert left_out(measure, one, written) == says


# A study counts once: a second row of it is left out.
def test_a_study_counts_once() -> None:
    found = synthesise(outcome("odds ratio", ["a", "a"]), {"a": study("a", COUNTED)})
    assert len(found.contributions) == 1
    assert [one.because for one in found.left_out] == ["its patients are counted already, with event"]


# A time-to-event estimate whose counts somebody derived is pooled, and says that they are derived.
def test_derived_counts_say_so() -> None:
    cells = [cell("new", 13, 180, "7 % of 180 is 12.6"), cell("old", 20, 180, "11 % of 180 is 19.8")]
    found = kept("risk ratio", result(cells, Nature.TIME_TO_EVENT, time="3 y"))
    assert found.contributions[0].derived == "New: 7 % of 180 is 12.6; Old: 11 % of 180 is 19.8"
    assert "1 study has numbers that no source prints; each says how they were come by." in found.notes


# Where a printed figure admits other counts as well, these are named.
def test_other_counts_are_named() -> None:
    new = Cell("new", 13, 180, derived=Derivation("7 % of 180 is 12.6", (12,)))
    found = kept("risk ratio", result([new, cell("old", 20, 180)]))
    assert found.contributions[0].derived == "New: 7 % of 180 is 12.6 (12 events would fit as well)"


# An arm's size stands in for a total that is not printed, marked as derived; of lesions it does not.
def test_the_size_of_an_arm_stands_in() -> None:
    cells = [cell("new", 3, None), cell("old", 6, None)]
    found = kept("odds ratio", result(cells))
    assert (found.contributions[0].treated, found.contributions[0].control) == ((3, 20), (6, 22))
    assert found.contributions[0].derived == "New: all patients of the arm; Old: all patients of the arm"
    lesions = result(cells, unit=Unit.LESIONS)
    one = synthesise(outcome("odds ratio", ["a"]), {"a": study("a", lesions, sizes=(20, 22))})
    assert one.left_out[0].because == "the size of New is not given"


# Counts of lesions are pooled with a warning.
def test_lesions_are_not_patients() -> None:
    found = kept("odds ratio", result([cell("new", 3, 20), cell("old", 6, 22)], unit=Unit.LESIONS))
    assert any(note.startswith("A counts lesions, not patients") for note in found.notes)


# A printed ratio is taken with its interval; printed the other way round it is turned, and says so.
def test_a_printed_ratio() -> None:
    one = kept("hazard ratio", result(effect=effect("0.3", "0.1", "0.9", adjusted=True)))
    assert one.contributions[0].effect.estimate == pytest.approx(0.3)
    assert (one.contributions[0].effect.lower, one.contributions[0].effect.upper) == pytest.approx((0.1, 0.9))
    assert "The effect of A is adjusted, as the source prints it." in one.notes
    turned = effect("2.5", "1.25", "5", arms=("old", "new"))
    other = kept("hazard ratio", result(effect=turned)).contributions[0]
    assert (other.effect.estimate, other.effect.lower, other.effect.upper) == pytest.approx((0.4, 0.2, 0.8))
    assert other.derived == "the source prints old against new; turned round"


# A ratio without an interval has its variance from p, marked as derived: p = .05 puts one bound on no effect.
def test_a_variance_from_p() -> None:
    found = kept("hazard ratio", result(effect=effect("0.5"), p=equal(".05"))).contributions[0]
    assert found.effect.upper == pytest.approx(1.0)
    assert found.derived == "variance from p = .05, taken to be that of a normal statistic"


# What is done about a cell without anybody is said of the study and in the notes.
def test_empty_cells_are_stated() -> None:
    found = kept("odds ratio", result([cell("new", 0, 20), cell("old", 22, 22)]))
    assert found.contributions[0].zeros == (
        "nobody treated had the event and every control had the event: 0.5 added to each cell"
    )
    alone = synthesise(outcome("proportion", ["a"]), {"a": trial("a", (0, 20, 1, 2))})
    assert alone.contributions[0].zeros == "nobody had the event: 0.5 added to events and to the others"
    assert alone.contributions[0].effect.estimate == 0
    assert alone.contributions[0].effect.upper == pytest.approx(1 - 0.025 ** (1 / 20))
