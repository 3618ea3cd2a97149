"""Questions, reasons and changes against the words of the design, tried out by brute force on small cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from exactness.program import LONG, Desks, told

from coverdict_judges.definitions import dispositions
from coverdict_judges.generators import cases
from coverdict_judges.inventing.sizes import TINY

BATCHES = 8
CASES = 5_000 if LONG else 400


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_questions_reasons_and_changes_are_as_defined(batch: int, tmp_path: Path) -> None:
    desks = Desks(tmp_path)
    for case in cases(seed=50_000 + batch, count=CASES, size=TINY):
        line = desks.decide(case)
        about = "\n".join(told(case))
        if line.conflict:
            # Facts that contradict each other are named: a smallest set that does so.
            assert frozenset(line.conflict) in case.reasons(), about
            continue
        # A question is an unknown fact, obtainable from somebody, such that after some answers to other
        # unknowns the disposition is still open and an answer to this one settles it.
        assert {question.fact for question in line.questions} == case.questions(), about
        # Every reason forces the disposition (or the status), none of its facts can be dropped, and all
        # such sets are counted; the five smallest are listed.
        for reasons, judged, settled in (
            (line.reasons, case.reasons, line.disposition is not None),
            (line.status_reasons, case.status_reasons, len({one.status for one in line.possible}) == 1),
        ):
            if settled:
                minimal = judged()
                assert reasons.exact, about
                assert reasons.total == len(minimal), about
                assert {frozenset(names) for names in reasons.sets} <= minimal, about
                sizes = sorted(len(names) for names in minimal)
                assert [len(names) for names in reasons.sets] == sizes[:5], about
            else:
                assert reasons.sets == (), about
        # Every nearest change leads to other outcomes, and no smaller one does.
        judged_changes = case.changes()
        wanted = {(change.facts, change.outcomes) for change in judged_changes}
        named = {
            (
                frozenset(one.fact for one in change.alterations),
                frozenset((one.status, one.benefit) for one in change.outcomes),
            )
            for change in line.would_change
        }
        assert bool(named) == bool(wanted), about
        assert {facts for facts, _ in named} <= {facts for facts, _ in wanted}, about
        for facts, outcomes in named:
            # A change may name several values at once; each leads to outcomes among those it names.
            reached = [found for names, found in wanted if names == facts]
            assert any(found <= outcomes for found in reached), about
        assert set(line.dispositions) == dispositions(case.possible()), about
