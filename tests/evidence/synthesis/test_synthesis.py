"""An outcome, pooled: the documents' own comparisons as metafor has them, by hand, and at the edges."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import exp, log
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.methods import read_method
from coverdict.evidence.pooled import Pooled, Synthesis
from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.pooling import Interval
from coverdict.evidence.synthesis import synthesise
from coverdict.evidence.synthesis_parameters import Parameters, parameters_of
from tests.evidence.statistics.reference.ledger import loaded
from tests.evidence.synthesis.made import (
    cell,
    effect,
    no_number_is_none,
    outcome,
    result,
    row,
    study,
    trial,
    trials,
)

COMPARISONS = (
    "seed_A_local_recurrence",
    "seed_A_local_recurrence_HCConly_noAdam",
    "seed_B_complications",
    "seed_B_complications_vsRFA_HCC",
)
INTERVALS = {"z": "Wald", "knha": "Hartung-Knapp", "adhoc": "Hartung-Knapp, floored"}
FIVE = ((4, 40, 12, 38), (9, 30, 6, 33), (1, 25, 8, 27), (0, 18, 3, 20), (7, 60, 9, 55))


def pooled(measure: str, tables: tuple[tuple[int, int, int, int], ...], **more: Any) -> Synthesis:
    """Made trials, pooled."""
    made = trials(tables)
    return synthesise(outcome(measure, list(made)), made, **more)


def answer(found: Synthesis, method: str, interval: str = "Wald") -> Pooled:
    """One method's answer on the panel."""
    return next(one for one in found.panel if (one.method, one.interval) == (method, interval))


def document(reference: Mapping[str, Any], name: str, measure: str) -> Synthesis:
    """One of the documents' comparisons, as studies."""
    data = reference[name]["data"]
    rows = zip(data["ai"], data["n1i"], data["ci"], data["n2i"], strict=True)
    return pooled(measure, tuple(rows))


# Every answer on the panel of the documents' own comparisons is metafor's.
@pytest.mark.parametrize(
    ("measure", "key"), [("odds ratio", "OR"), ("risk ratio", "RR"), ("risk difference", "RD")]
)
@pytest.mark.parametrize("name", COMPARISONS)
def test_panels_of_the_documents(shared: Callable[[str], Path], name: str, measure: str, key: str) -> None:
    reference = loaded(shared("evidence/metafor_reference.json"))
    found, theirs = document(reference, name, measure), reference[name]
    natural = (lambda value: value) if key == "RD" else exp
    compared = 0
    for one in found.panel:
        fits = [
            fit
            for fit in theirs[key]["fits"].values()
            if fit.get("method") == one.method and INTERVALS[fit["test"]] == one.interval
        ]
        for fit in fits:
            assert one.estimate == pytest.approx(fit["b"], rel=1e-8, abs=1e-8)
            assert one.se == pytest.approx(fit["se"], rel=1e-8)
            assert one.p == pytest.approx(fit["pval"], rel=1e-6, abs=1e-8)
            ends = (natural(fit["ci_lb"]), natural(fit["ci_ub"]))
            assert (one.span.lower, one.span.upper) == pytest.approx(ends, rel=1e-7)
            assert one.significant == (not fit["ci_lb"] <= 0 <= fit["ci_ub"])
            compared += 1
    assert compared == 16  # seven estimators with two intervals each, REML's third, equal effects
    common = answer(found, "Mantel-Haenszel")
    assert common.estimate == pytest.approx(theirs[f"MH_{key}_nocorrect"]["b"], rel=1e-10)
    if key == "OR":
        assert answer(found, "Peto").estimate == pytest.approx(theirs["PETO_fit"]["b"], rel=1e-10)
        mixed = answer(found, "GLMM, fixed study effects")
        assert mixed.estimate == pytest.approx(theirs["GLMM_UM.FS_ML"]["b"], abs=1e-3)
        assert mixed.tau2 == pytest.approx(theirs["GLMM_UM.FS_ML"]["tau2"], abs=1e-3)


# On the documents' own data, the method decides about significance in two comparisons out of four.
def test_significance_turns_with_the_method(shared: Callable[[str], Path]) -> None:
    reference = loaded(shared("evidence/metafor_reference.json"))
    turned = [
        name
        for name in COMPARISONS
        if len({one.significant for one in document(reference, name, "odds ratio").panel}) == 2
    ]
    assert len(turned) == 2


# The main answer is REML with Hartung-Knapp's interval and the floor, and stands first on the panel.
def test_the_main_answer() -> None:
    found = pooled("odds ratio", FIVE)
    assert found.main is not None and found.main is found.panel[0]
    assert (found.main.method, found.main.interval) == ("REML", "Hartung-Knapp, floored")
    assert found.main.span.estimate == pytest.approx(exp(found.main.estimate))
    assert found.no_effect == 1
    assert found.main.prediction is not None
    assert sum(one.weight for one in found.contributions) == pytest.approx(1)
    assert len({(one.method, one.interval) for one in found.panel}) == len(found.panel)


# A method document can have another estimator, interval and continuity correction.
def test_parameters_are_heeded() -> None:
    parameters = Parameters(level=0.9, estimator=Estimator.DL, interval=Interval.WALD, continuity=0.1)
    found = pooled("odds ratio", FIVE, parameters=parameters)
    assert found.main is not None
    assert (found.main.method, found.main.interval) == ("DL", "Wald")
    half = log(found.main.span.upper or 0) - found.main.estimate
    assert half == pytest.approx(1.6448536269514722 * (found.main.se or 0))
    assert "0.1 added to each cell" in found.contributions[3].zeros
    uncorrected = pooled("odds ratio", FIVE, parameters=replace(parameters, continuity=0.0))
    assert [one.because for one in uncorrected.left_out] == [
        "a cell of its table has nobody in it, and nothing is added to cells"
    ]


# The shipped method document sets what stands in it.
def test_the_shipped_method() -> None:
    path = Path(__file__).resolve().parents[3] / "library" / "evidence" / "methods" / "default.yaml"
    found = parameters_of(read_method(path.read_text(encoding="utf-8"), path.name))
    assert found == Parameters()


# Without one study the others are as if it had never been listed; the last cumulative step is the whole.
def test_steps_are_pools_of_fewer_studies() -> None:
    found = pooled("risk ratio", FIVE)
    made = trials(FIVE)
    for step in found.leave_one_out:
        rest = [name for name in made if name != step.study]
        alone = synthesise(outcome("risk ratio", rest), made).main
        assert alone is not None
        assert step.pooled.span.estimate == pytest.approx(alone.span.estimate, rel=1e-8)
        assert step.pooled.p == pytest.approx(alone.p, rel=1e-6)
    assert found.main is not None
    assert found.cumulative[-1].pooled.estimate == pytest.approx(found.main.estimate, rel=1e-9)
    assert found.cumulative[0].pooled.method == "One study"


# Studies come in by year, those without one last.
def test_cumulative_goes_by_year() -> None:
    years = {"a": 2010, "b": None, "c": 1999, "d": 2010}
    made = {name: trial(name, (3, 30, 6, 30), year) for name, year in years.items()}
    found = synthesise(outcome("odds ratio", list(made)), made)
    assert [step.study for step in found.cumulative] == ["c", "a", "d", "b"]
    assert "Studies whose year is not known stand last in the cumulative answer." in found.notes


# No study, listed or usable: nothing is pooled, and it says so.
def test_nothing_to_pool() -> None:
    empty = synthesise(outcome("odds ratio", []), {})
    assert empty.main is None and empty.panel == () and empty.heterogeneity is None
    assert empty.notes == ("No study is listed for this outcome, so that nothing is pooled.",)
    zeros = pooled("risk ratio", ((0, 10, 0, 12), (0, 20, 0, 18)))
    assert zeros.main is None and zeros.contributions == ()
    assert zeros.notes == ("None of the 2 studies listed could be pooled.",)
    assert {one.because for one in zeros.left_out} == {
        "nobody in either arm had the event, which says nothing about a ratio"
    }


# All cells of events are empty: a difference of risks and a proportion have an answer all the same.
def test_no_event_in_any_study() -> None:
    zeros = pooled("risk difference", ((0, 10, 0, 10), (0, 20, 0, 20)))
    assert zeros.main is not None and zeros.main.span.estimate == pytest.approx(0)
    made = trials(((0, 10, 0, 10), (0, 20, 0, 20), (0, 30, 0, 30)))
    shares = synthesise(outcome("proportion", list(made)), made)
    assert shares.main is not None and 0 < shares.main.span.estimate < 0.1
    assert shares.main.p is None and shares.main.significant is None and shares.no_effect is None
    assert "A mixed model has no finite answer here: its likelihood rises without end." in shares.notes


# One study stands for itself, with Wald's interval and no heterogeneity.
def test_one_study() -> None:
    found = pooled("odds ratio", (FIVE[0],))
    assert found.main is not None
    assert (found.main.method, found.main.interval, found.main.tau2) == ("One study", "Wald", None)
    assert found.main.span == found.contributions[0].effect
    assert found.heterogeneity is None and found.leave_one_out == () and found.influence == ()
    assert "One study alone: nothing is pooled, and how far studies differ cannot be told." in found.notes


# Two studies have no prediction interval, and a wide interval with one degree of freedom.
def test_two_studies() -> None:
    found = pooled("odds ratio", FIVE[:2])
    assert found.main is not None and found.main.prediction is None
    assert found.heterogeneity is not None and found.heterogeneity.df == 1
    assert "Fewer than 3 studies: no prediction interval." in found.notes
    assert [one.pooled.method for one in found.leave_one_out] == ["One study", "One study"]


# Studies that all say exactly the same leave Hartung-Knapp's interval, without the floor, no width: Wald's.
def test_the_same_thrice() -> None:
    parameters = Parameters(interval=Interval.HKSJ)
    found = pooled("risk difference", ((5, 20, 5, 20),) * 3, parameters=parameters)
    assert found.main is not None and found.main.interval == "Wald"
    assert no_number_is_none(found)


# The absolute effect, by hand: 40 of 200 controls had the event.
@pytest.mark.parametrize("measure", ["odds ratio", "risk ratio", "risk difference"])
def test_the_absolute_effect(measure: str) -> None:
    found = pooled(measure, ((10, 100, 20, 100), (12, 100, 20, 100)))
    assert found.main is not None and found.absolute is not None
    span = found.main.span
    assert found.absolute.control_risk == 0.2
    expected = {
        "odds ratio": span.estimate * 0.25 / (1 + span.estimate * 0.25) - 0.2,
        "risk ratio": 0.2 * (span.estimate - 1),
        "risk difference": span.estimate,
    }
    assert found.absolute.difference.estimate == pytest.approx(expected[measure])
    assert found.absolute.because == "at the risk of all controls together, 40 of 200"


# A ratio without counts of controls, or without an event among them, has no absolute effect and no size.
def test_no_absolute_effect() -> None:
    printed = synthesise(
        outcome("hazard ratio", ["a"]), {"a": study("a", result(effect=effect("0.5", "0.2", "1.2")))}
    )
    assert printed.absolute is None and printed.information is None
    assert "Without counts of controls there is no absolute effect." in printed.notes
    assert "Without counts of controls there is no required information size." in printed.notes
    none = pooled("risk ratio", ((3, 40, 0, 40),))
    assert none.absolute is None
    assert "No control had the event, so that a ratio makes no absolute effect." in none.notes


# The method's check value: control 5 %, relative reduction 25 %, α 1 %, power 90 %.
def test_the_required_information_size() -> None:
    parameters = Parameters(alpha=0.01, power=0.9, reduction=0.25)
    found = pooled("risk ratio", ((8, 200, 10, 200),), parameters=parameters).information
    assert found is not None
    assert (found.available, found.required, found.adjusted) == (400, 15_936, 15_936)
    assert found.assumptions == (
        "control risk 5 %, treated risk 3.75 % (a relative reduction of 25 %), α 1 % two-sided, power 90 %, "
        "D² 0 %"
    )


# A stated threshold is what the size has to tell, towards more events where there is no room for fewer.
def test_the_size_tells_the_threshold() -> None:
    made = trials(((8, 200, 10, 200),))
    names = list(made)
    fewer = synthesise(outcome("risk ratio", names, threshold="0.02"), made).information
    more = synthesise(outcome("risk ratio", names, threshold="0.1"), made).information
    assert fewer is not None and "treated risk 3 % (a difference of 2 %)" in fewer.assumptions
    assert more is not None and "treated risk 15 % (a difference of 10 %)" in more.assumptions


# Heterogeneity raises the size by D².
def test_heterogeneity_raises_the_size() -> None:
    found = pooled("risk ratio", ((40, 200, 20, 200), (10, 200, 40, 200), (22, 200, 20, 200))).information
    assert found is not None and found.adjusted > 2 * found.required


# Tests for effects of small studies come with ten studies, in sentences; below that a note says why not.
def test_small_studies() -> None:
    tables = tuple((2 + place, 30 + 9 * place, 6 + place, 30 + 9 * place) for place in range(10))
    found = pooled("odds ratio", tables)
    assert [one.name for one in found.small_studies] == [
        "Egger's test",
        "Egger's test, with a variance between studies",
        "Begg's test",
        "Trim and fill (L0)",
    ]
    assert all(one.says.endswith(".") for one in found.small_studies)
    fewer = pooled("odds ratio", tables[:9])
    assert fewer.small_studies == ()
    assert any(note.startswith("9 studies, fewer than 10: effects of small studies") for note in fewer.notes)
    alike = pooled("odds ratio", ((3, 30, 6, 30),) * 10)
    assert any(note.startswith("Effects of small studies could not be tested: ") for note in alike.notes)


# A proportion's panel has the other scales, and a warning beside Freeman and Tukey's.
def test_scales_of_proportions() -> None:
    made = trials(((4, 40, 0, 1), (9, 30, 0, 1), (1, 25, 0, 1)))
    found = synthesise(outcome("proportion", list(made)), made)
    methods = {one.method for one in found.panel}
    assert {
        "GLMM",
        "REML on the arcsine scale",
        "REML on the logarithmic scale",
        "REML on the scale of proportions",
        "REML on the Freeman-Tukey scale",
    } <= methods
    assert any("Freeman-Tukey" in note and "misleads" in note for note in found.notes)
    assert all(0 <= one.span.estimate <= 1 for one in found.panel)


counts = st.integers(0, 12).flatmap(lambda n: st.tuples(st.integers(0, n + 1), st.sampled_from([n, None])))
measures = st.sampled_from(["odds ratio", "risk ratio", "risk difference", "hazard ratio", "proportion"])


# Whatever is listed, good or bad: an answer, every study kept or left out, and no number that is none.
@given(measures, st.lists(st.tuples(counts, counts, st.booleans()), max_size=11))
def test_no_number_is_ever_none(
    measure: str, drawn: list[tuple[tuple[int, int | None], tuple[int, int | None], bool]]
) -> None:
    made = {}
    for place, (new, old, printed) in enumerate(drawn):
        cells = [cell("new", *new), cell("old", *old)]
        found = effect("0.5", "0.1", "2.5", measure) if printed and measure != "proportion" else None
        made[f"s{place}"] = study(f"s{place}", result(cells, effect=found), year=1990 + place % 4)
    rows = [row(name, printed=made[name].results[0].effect is not None) for name in made]
    if measure == "proportion":
        rows = [replace(one, control="") for one in rows]
    found_ = synthesise(outcome(measure, rows), made)
    assert no_number_is_none(found_)
    assert len(found_.contributions) + len(found_.left_out) == len(drawn)
    assert (found_.main is None) == (found_.contributions == ())
    assert all((note and note[0].isupper()) or note[0].isdigit() for note in found_.notes)
    if len(found_.contributions) > 1:
        assert found_.heterogeneity is not None and found_.panel


# The program starts without NumPy.
def test_numpy_comes_only_with_evidence() -> None:
    check = "import coverdict, coverdict.cli, sys; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
