"""What holds of every verdict, whatever the evidence."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.appraisal import Holds, Verdict
from coverdict.evidence.verdict import conclude
from tests.evidence.verdict.cases import Known, case, review

ENDS = st.lists(st.floats(-1, 1), min_size=3, max_size=3).map(sorted)
OPEN = st.sampled_from([(True, True), (False, True), (True, False), (False, False)])
DIFFERENCES = st.builds(
    lambda ends, held: (ends[1], ends[0] if held[0] else None, ends[2] if held[1] else None), ENDS, OPEN
)
RATIOS = st.lists(st.floats(0.01, 100), min_size=3, max_size=3).map(sorted)
KNOWN = st.builds(
    Known,
    difference=st.one_of(st.none(), DIFFERENCES),
    good=st.booleans(),
    certain=st.booleans(),
    margin=st.one_of(st.none(), st.just("0.04")),
    health=st.booleans(),
    indirect=st.sampled_from([(), ("comparator",), ("population", "outcome")]),
    threshold=st.one_of(st.none(), st.just("0.05")),
    others=st.lists(RATIOS.map(lambda ends: (ends[1], ends[0], ends[2])), max_size=3).map(tuple),
    available=st.integers(0, 10_000),
    needed=st.integers(1, 100_000),
)
CASES = st.lists(KNOWN, max_size=4)
FACTS = st.sampled_from([True, False, None])


def holds(verdict: Verdict) -> dict[str, Holds]:
    return {step.rule: step.holds for step in verdict.steps}


# Eight steps; sufficient exactly when the four criteria of the default hold; if not, what would change it.
@given(CASES, FACTS, FACTS)
def test_the_verdict_follows_from_its_steps(
    known: list[Known], approved: bool | None, attained: bool | None
) -> None:
    verdict = conclude(case(known, review(approved, attained)))
    found = holds(verdict)
    assert list(found) == [f"R{number}" for number in range(1, 9)]
    met = found["R5"] is Holds.YES or found["R6"] is Holds.YES
    every = met and all(found[name] is Holds.YES for name in ("R1", "R4", "R7"))
    assert verdict.sufficient is every is (found["R8"] is Holds.YES)
    missing = [name for name in ("R1", "R7") if found[name] is not Holds.YES]
    assert verdict.sufficient or not (missing or known) or verdict.would_change


# A technology that is worse by its threshold in a critical outcome is never found beneficial, nor as good.
@given(CASES)
def test_harm_outweighs(known: list[Known]) -> None:
    harm = Known((0.2, 0.1, 0.3), certain=False)
    found = holds(conclude(case([*known, harm])))
    assert found["R5"] is Holds.NO and found["R6"] is Holds.NO


# Evidence that is not certain enough concludes nothing, however large its effects.
@given(CASES)
def test_no_certainty_no_conclusion(known: list[Known]) -> None:
    unsure = [replace(one, certain=False, indirect=("population", "outcome")) for one in known]
    found = holds(conclude(case(unsure)))
    assert found["R4"] is Holds.NO
    assert found["R5"] is not Holds.YES and found["R6"] is not Holds.YES


# No sentence holds a number that is none.
@given(CASES)
def test_sentences(known: list[Known]) -> None:
    verdict = conclude(case(known))
    said = " ".join((verdict.says, *verdict.would_change, *(step.because for step in verdict.steps)))
    said += " ".join(value for step in verdict.steps for _, value in step.inputs)
    assert " nan" not in said and "inf " not in said and "None" not in said
