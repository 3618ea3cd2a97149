"""Rows of group 10, and those of group 8 that are held already: references between texts, and history."""

from __future__ import annotations

from datetime import date

from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.texts import find_text
from tests.mission.held import B, checked, decide, desk, note, policy_a, policy_b, request

EXPECTED = [  # first day, position change, statement change, literature
    (date(2015, 2, 27), None, None, False),
    (date(2016, 7, 1), True, None, False),
    (date(2017, 8, 1), False, None, False),
    (date(2018, 9, 1), False, None, False),
    (date(2019, 12, 1), False, None, False),
    (date(2020, 4, 1), None, False, False),
    (date(2020, 12, 1), None, False, True),
    (date(2021, 11, 1), None, False, True),
]


# A names three related policies by title, each bullet with its title again.
def test_a100() -> None:
    related = note(policy_a(), "related-policies").data
    assert len(related) == 3
    assert all(given["title"] and given["held"] == "no" for given in related)


# B names six, and says what tells each apart: the organ or the energy.
def test_b100() -> None:
    related = note(policy_b(), "related-policies").data
    assert len(related) == 6
    assert {given["differs by"] for given in related} == {"organ", "energy", "organ and energy"}


# B's history has eight rows, in the order of their days.
def test_b101() -> None:
    days = [row.effective for row in policy_b().history]
    assert len(days) == 8
    assert days == sorted(days)


# The first row is an adoption from upstream.
def test_b102() -> None:
    assert [row.upstream for row in policy_b().history if row.upstream] == ["BCBSA"]
    assert policy_b().history[0].upstream == "BCBSA"


# Each row says what changed: the position, the statement, the literature, or that it does not say.
def test_b103() -> None:
    shown = [
        (row.effective, row.position_change, row.statement_change, row.literature)
        for row in policy_b().history
    ]
    assert shown == EXPECTED
    # More than fifteen months lie between the first two rows alone.
    assert {about for name, about in checked() if name == "review-overdue"} == {"2016-07-01"}


# That the statement did not change is computed from the two wordings in the appendix.
def test_b104() -> None:
    appendix = note(policy_b(), "appendix-a").data
    assert appendix["before"] == appendix["after"]
    (rule,) = policy_b().rules
    assert rule.cites is not None
    assert rule.cites.fingerprint == appendix["after"]
    itself = find_text(desk(), B)
    assert diff(desk(), itself, itself).same_text


# The disclaimer is held with the kinds of sources that it names.
def test_b105() -> None:
    assert len(note(policy_b(), "guide").data["sources"]) == 3


# A day before the first row has no version; a day under an older row has one whose text is not held.
def test_history_decides_what_is_missing() -> None:
    (before,) = decide(request("bsc", "commercial_ppo", "2015-02-26", "47383", {})).lines
    (between,) = decide(request("bsc", "commercial_ppo", "2018-03-01", "47383", {})).lines
    assert (before.routing, between.routing) == ("no_version", "text_not_held")
    for line in (before, between):
        assert line.referral is not None
        assert line.referral.to == "intake"


# The last search of the literature, its database and its day.
def test_a71() -> None:
    assert note(policy_a(), "literature-search").data == {"database": "MEDLINE", "through": "2011-01"}


# The registry of trials, its day and what was found.
def test_b7b() -> None:
    held = note(policy_b(), "trial-registry").data
    assert (held["registry"], held["as of"], held["trials"]) == ("ClinicalTrials.gov", "2021-07", "0")


# The supplemental section binds nobody.
def test_b7c() -> None:
    assert note(policy_b(), "supplemental-information").data == {"normative": "no"}
