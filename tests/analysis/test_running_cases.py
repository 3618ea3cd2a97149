"""The cases of a document against the library: what holds, and in which words what does not is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysis.judged_cases import POLICIES

from coverdict import open_library
from coverdict.analysis.cases.cases import cases
from coverdict.analysis.cases.data import case_blocks
from coverdict.analysis.cases.requests import case_requests
from coverdict.analysis.cases.running import case_runner, run_case
from coverdict.analysis.texts import Text, find_text
from coverdict.decision import Desk

MICHIGAN, CALIFORNIA = POLICIES

SMALL_TUMOR = """\
facts:
  tumor.malignant: yes
  tumor.resectable: no
  disease.extrahepatic: no
  tumor.origin: primary
  lesion.count: 1
  lesion.largest: {size}
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


def _with_blocks(desk: Desk, policy: str, blocks: str, folder: Path) -> Text:
    """The policy's document with blocks added, as a draft."""
    file = folder / "draft.md"
    file.write_text(f"{find_text(desk, policy).document.text}\n{blocks}\n", encoding="utf-8")
    return find_text(desk, str(file))


def _ran(desk: Desk, policy: str, block: str, folder: Path) -> tuple[str, ...]:
    """What is told of one case."""
    text = _with_blocks(desk, policy, f"```yaml case\nid: tried\n{block}```\n", folder)
    (case,) = [one for one in text.document.cases if one.id == "tried"]
    return run_case(desk, text, case)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("payer", [False, True])
def test_generated_blocks_hold(desk: Desk, policy: str, payer: bool, tmp_path: Path) -> None:
    # The blocks that `coverdict cases --blocks` prints, pasted into the document, are read and hold.
    found = cases(desk, find_text(desk, policy))
    requests = case_requests(desk, found) if payer else ()
    blocks = case_blocks(found, requests)
    text = _with_blocks(desk, policy, blocks, tmp_path)
    made = [case for case in text.document.cases if case.id.startswith("case-")]
    assert len(made) == sum(bool(patient.rulings) for patient in found.patients)
    runner = case_runner(desk, text)
    assert {case.id: runner.run(case) for case in made} == {case.id: () for case in made}


@pytest.mark.parametrize(
    ("size", "option", "status", "decider"),
    [
        ("3.9 cm", "under 4 cm", "established", "established"),
        ("4 cm", "up to 4 cm", "established", "established"),
        ("4 cm", "under 4 cm", "criteria_not_met", "all-other"),
        ("4.1 cm", "up to 4 cm", "criteria_not_met", "all-other"),
    ],
)
def test_readings_are_fixed(
    desk: Desk, size: str, option: str, status: str, decider: str, tmp_path: Path
) -> None:
    # The size limit read by hand: with the reading fixed, one status is possible, and one rule decides.
    case = SMALL_TUMOR.format(size=size) + (
        "  tumor.metabolically_active: no\n"
        f"readings: {{size limit: {option}}}\nexpect: {{status: {status}, decided by: {decider}}}\n"
    )
    assert _ran(desk, MICHIGAN, case, tmp_path) == ()


def test_what_is_unknown_stays_open(desk: Desk, tmp_path: Path) -> None:
    # At 4 cm and with the reading open, both statuses are possible; whoever expects one is told so.
    case = SMALL_TUMOR.format(size="4 cm") + "  tumor.metabolically_active: no\n"
    both = "expect: {status: [criteria_not_met, established], decided by: [all-other, established]}\n"
    assert _ran(desk, MICHIGAN, case + both, tmp_path) == ()
    one = "expect: {status: established, decided by: established}\n"
    assert _ran(desk, MICHIGAN, case + one, tmp_path) == (
        "status is criteria_not_met or established; the case expects established",
        "decided by is all-other or established; the case expects established",
    )


def test_what_a_payer_does_is_held_against_the_request(desk: Desk, tmp_path: Path) -> None:
    # The fictional payer covers what is established; attested facts alone go to intake. A draft is decided
    # with the payer's plans as the library has them.
    case = SMALL_TUMOR.format(size="3 cm") + "payer: example\nproduct: example_ppo\ndate: 2012-06-01\n"
    right = (
        "expect: {status: established, benefit: covered, action: refer, refer to: intake, questions: []}\n"
    )
    assert _ran(desk, MICHIGAN, case + right, tmp_path) == ()
    wrong = (
        "expect: {status: established, benefit: not_covered, action: approve, questions: [lesion.count]}\n"
    )
    assert _ran(desk, MICHIGAN, case + wrong, tmp_path) == (
        "benefit is covered; the case expects not_covered",
        "action is refer; the case expects approve",
        "questions is none; the case expects lesion.count",
    )


def test_a_reading_is_fixed_for_a_payer_too(desk: Desk, tmp_path: Path) -> None:
    # At 4 cm a payer's member gets the benefit of the reading that the case takes.
    case = SMALL_TUMOR.format(size="4 cm") + (
        "  tumor.metabolically_active: no\npayer: example\nproduct: example_ppo\ndate: 2012-06-01\n"
    )
    within = "readings: {size limit: up to 4 cm}\nexpect: {status: established, benefit: covered}\n"
    assert _ran(desk, MICHIGAN, case + within, tmp_path) == ()
    beyond = "readings: {size limit: under 4 cm}\nexpect: {status: criteria_not_met, benefit: not_covered}\n"
    assert _ran(desk, MICHIGAN, case + beyond, tmp_path) == ()


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (
            "facts: {tumor.origin: metastatic, tumor.malignant: no}\nexpect: {status: established}\n",
            "the facts contradict each other",
        ),
        (
            "payer: nobody\nexpect: {status: established}\n",
            "no payer nobody in the library",
        ),
        (
            "payer: bsc\nexpect: {status: established}\n",
            "bsc does not work under bcbsm/cryosurgical-ablation-liver",
        ),
        (
            "payer: bcn\ndate: 2020-01-01\nexpect: {status: established}\n",
            "no version decides: bcbsm/cryosurgical-ablation-liver has no date of its own",
        ),
        (
            "payer: bcn\ncode: CPT 47383\nexpect: {status: established}\n",
            "no version decides: no policy of bcn addresses CPT 47383",
        ),
        (
            "readings: {some-law#a reading: yes}\nexpect: {status: established}\n",
            "no text that decides here has a reading some-law#a reading",
        ),
    ],
)
def test_what_cannot_be_run_is_told(desk: Desk, block: str, told: str, tmp_path: Path) -> None:
    # One sentence says why a case says nothing.
    (sentence,) = _ran(desk, MICHIGAN, block, tmp_path)
    assert sentence.startswith(told)
