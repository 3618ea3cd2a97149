"""The worked requests, read off the two documents by hand: which policy decides, and for which indication."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coverdict.decision import Desk
from tests.worked.asking import (
    SMALL,
    ask_a,
    ask_b,
    asked,
    benefits,
    guided,
    refers,
    statuses,
    two_indications,
)

# --- companion codes ------


def test_b_76940_with_47383_of_the_same_session(desk: Desk) -> None:
    listed, companion = desk.decide(guided()).lines
    assert companion.routing == "companion"
    assert companion.possible == listed.possible
    assert companion.action == listed.action
    assert companion.referral == listed.referral


def test_b_76940_alone(desk: Desk) -> None:
    request = guided()
    request["services"] = request["services"][1:]
    (line,) = desk.decide(request).lines
    assert statuses(line) == {"not_addressed"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_a_76940_at_all(desk: Desk) -> None:
    request = guided("2012-06-01", "47381", "bcn", "commercial_hmo")
    _, companion = desk.decide(request).lines
    assert statuses(companion) == {"not_addressed"}
    assert benefits(companion) == {"undetermined"}
    assert refers(companion, "intake")


# --- versions and windows ------


def test_b_before_the_first_version(desk: Desk) -> None:
    line = ask_b(desk, {}, day="2015-02-26")
    assert line.routing == "no_version"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_b_a_version_whose_text_is_not_held(desk: Desk) -> None:
    line = ask_b(desk, {}, day="2018-03-01")
    assert line.routing == "text_not_held"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


@pytest.mark.parametrize("day", ["2011-01-31", "2014-01-01"])
def test_a_outside_the_payers_window(desk: Desk, day: str) -> None:
    line = ask_a(desk, "commercial_hmo", SMALL, day=day)
    assert line.routing == "no_window"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_a_no_window_set(changed: Callable[..., Desk]) -> None:
    desk = changed(replaced={"payers/bcn.md": ("```yaml window", "```text window")})
    line = ask_a(desk, "commercial_hmo", SMALL)
    assert line.routing == "no_window"
    assert statuses(line) == {None}
    assert refers(line, "intake")


# --- contradictions and strangers ------


def test_contradictory_facts_a_metastasis_that_is_a_primary_tumor(desk: Desk) -> None:
    line = ask_a(desk, "commercial_hmo", {**SMALL, "tumor.histology": "colorectal"})
    assert line.possible == ()
    assert line.disposition is None
    assert line.action == "pend"
    assert set(line.conflict) == {"tumor.histology", "tumor.origin"}
    (question,) = line.questions
    assert "tumor.origin" in question.fact and question.ask


def test_a_code_that_nobody_addresses(desk: Desk) -> None:
    request = guided()
    request["services"] = [{"system": "CPT", "code": "99213"}]
    (line,) = desk.decide(request).lines
    assert statuses(line) == {"not_addressed"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


# --- split evaluation ------


def test_a_active_metastasis_and_a_3_cm_cancer(desk: Desk) -> None:
    for payer, product in (("bcn", "commercial_hmo"), ("example", "example_ppo")):
        first, second = desk.decide(two_indications(payer, product, "2012-06-01", "47381")).lines
        assert (first.indication, second.indication) == ("active", "cancer")
        assert statuses(first) == {"established"}
        assert statuses(second) == {"criteria_not_met"}
        for line in (first, second):
            assert line.split
            if payer == "example":
                assert refers(line, "physician")
            else:  # the whole service waits for what only the payer can say
                assert (line.action, asked(line)) == ("pend", ["group.override"])
    request = two_indications("bcn", "commercial_hmo", "2012-06-01", "47381")
    request["facts"] = {"group.override": "no"}
    for line in desk.decide(request).lines:
        assert refers(line, "physician")


def test_b_active_metastasis_and_a_3_cm_cancer(desk: Desk) -> None:
    lines = desk.decide(two_indications("bsc", "commercial_ppo", "2021-12-01", "47383")).lines
    assert len(lines) == 2
    for line in lines:
        assert statuses(line) == {"investigational"}
        assert benefits(line) == {"undetermined"}
        assert not line.split
        assert refers(line, "physician")
