"""On the documents' own comparisons the method decides about significance; the product says so, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.cli.evidence_outcomes import outcome_rows
from coverdict.cli.paper import UNICODE, Layout, plain_lines
from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.synthesis import synthesise
from coverdict.pages.evidence_outcome_words import panel_words
from tests.evidence.statistics.reference.ledger import loaded
from tests.evidence.synthesis.made import outcome, trials

# What R's metafor says of each comparison, as odds ratios: how many of its fits leave no effect out.
FLIP = ("seed_A_local_recurrence_HCConly_noAdam", "seed_B_complications_vsRFA_HCC")
AGREE = ("seed_A_local_recurrence", "seed_B_complications")
Shared = Callable[[str], Path]


def comparison(shared: Shared, name: str, measure: str = "odds ratio") -> Synthesis:
    data = loaded(shared("evidence/metafor_reference.json"))[name]["data"]
    rows = tuple(zip(data["ai"], data["n1i"], data["ci"], data["n2i"], strict=True))
    made = trials(rows)
    return synthesise(outcome(measure, list(made)), made)


def by_metafor(shared: Shared, name: str) -> set[bool]:
    """Whether metafor's fits leave no effect out: inverse variance, Mantel-Haenszel, Peto, mixed models."""
    found = loaded(shared("evidence/metafor_reference.json"))[name]
    fits = [
        *found["OR"]["fits"].values(),
        found["MH_OR_nocorrect"],
        found["PETO_fit"],
        found["GLMM_UM.FS_ML"],
    ]
    return {fit["pval"] < 0.05 for fit in fits if "pval" in fit}  # one that failed has none


# Two comparisons out of four turn with the method, by metafor's numbers and by ours.
def test_two_of_four_turn(shared: Shared) -> None:
    for name in (*FLIP, *AGREE):
        ours = {one.significant for one in comparison(shared, name).panel}
        assert ours == by_metafor(shared, name)
        assert (len(ours) == 2) is (name in FLIP)


# Where it turns, the terminal and the page say that methods disagree, by how many, and that no conclusion may
# rest on one.
@pytest.mark.parametrize("measure", ["odds ratio", "risk ratio"])
@pytest.mark.parametrize("name", FLIP)
def test_a_disagreement_is_said(shared: Shared, name: str, measure: str) -> None:
    synthesis = comparison(shared, name, measure)
    out = sum(bool(one.significant) for one in synthesis.panel)
    said = panel_words(synthesis)
    assert said.startswith("The methods disagree: the interval") and f"of {len(synthesis.panel)} " in said
    assert said.endswith("No conclusion may rest on one method alone.")
    assert (f"intervals of {out} of" if out > 1 else "interval of 1 of") in said
    layout = Layout(100, UNICODE)
    terminal = " ".join(" ".join(plain_lines(outcome_rows(synthesis, None, layout), layout)).split())
    assert said in terminal


# Where it does not, they say that all methods agree.
@pytest.mark.parametrize("name", AGREE)
def test_an_agreement_is_said(shared: Shared, name: str) -> None:
    synthesis = comparison(shared, name)
    assert panel_words(synthesis).startswith(
        f"All {len(synthesis.panel)} methods agree: their intervals hold 1"
    )


# The main answer is among the careful ones: where methods disagree, its interval holds no effect.
@pytest.mark.parametrize("name", FLIP)
def test_the_main_answer_is_careful(shared: Shared, name: str) -> None:
    main = comparison(shared, name).main
    assert main is not None and main.significant is False
