"""Companion services take the outcome of the governed service of their session (design §5.9)."""

from __future__ import annotations

from typing import Any

import pytest

from coverdict.decision.model import LineDetermination
from tests.decision.trial import asked, line, request, shipped, statuses, target, trial

EARLY = {"tumor.stage": "early"}
LATE = {"tumor.stage": "late"}


def main(name: str = "main", code: str = "11111", **more: Any) -> dict[str, Any]:
    return {"id": name, "system": "CPT", "code": code, **more}


def guide(**more: Any) -> dict[str, Any]:
    return {"id": "guide", "system": "CPT", "code": "33333", **more}


def guided(*services: dict[str, Any], product: str = "trusting", **more: Any) -> LineDetermination:
    """The determination of the companion, which is the last line."""
    found = trial().decide(request(product, services=list(services), **more)).lines[-1]
    assert found.service.code.code == "33333"
    return found


# With one partner the companion has its outcome and all that explains it.
@pytest.mark.parametrize("facts", [{}, EARLY, LATE])
@pytest.mark.parametrize("product", ["plain", "trusting", "bare", "free"])
def test_one_partner(facts: dict[str, str], product: str) -> None:
    first, second = trial().decide(request(product, services=[main(), guide()], facts=facts)).lines
    assert (first.routing, second.routing) == ("addressed", "companion")
    for part in ("possible", "dispositions", "denial_classes", "action", "referral", "questions", "reasons"):
        assert getattr(first, part) == getattr(second, part), part
    assert second.trace[0].kind == "companion" and "11111" in second.trace[0].label
    assert second.service.id == "guide"


# An approval of the companion grants the companion's own units and days, not its partner's.
def test_approval_of_the_companion() -> None:
    found = guided(main(units=1, end="2021-03-09"), guide(units=4, end="2021-03-04"), facts=EARLY)
    assert found.approval is not None
    assert (str(found.approval.units), str(found.approval.last_day)) == ("4", "2021-03-04")


# The order of the lines does not matter.
def test_companion_first() -> None:
    services = [guide(), main()]
    found = trial().decide(request("plain", services=services, facts=EARLY)).lines[0]
    assert (found.routing, statuses(found)) == ("companion", {"established"})


# Alone, or beside another companion only, it is not addressed, and never "not covered".
@pytest.mark.parametrize("services", [[guide()], [main("other", "33333"), guide()]])
def test_alone(services: list[dict[str, Any]]) -> None:
    found = guided(*services)
    assert (statuses(found), found.routing, target(found)) == ({"not_addressed"}, "not_addressed", "intake")
    assert {outcome.benefit for outcome in found.possible} == {"undetermined"}


# A partner that no policy addresses is none.
def test_partner_not_addressed() -> None:
    assert statuses(guided(main(code="99999"), guide())) == {"not_addressed"}


# A service on another day is another session, whether the companion names it or not.
@pytest.mark.parametrize("link", [{}, {"with": "main"}])
def test_other_day(link: dict[str, str]) -> None:
    assert statuses(guided(main(date="2021-03-01"), guide(**link))) == {"not_addressed"}


# A service that lasts several days has its session on each of them.
def test_session_of_several_days() -> None:
    found = guided(main(date="2021-03-01", end="2021-03-04"), guide(), facts=EARLY)
    assert statuses(found) == {"established"}


# Of several partners, the one that is named counts alone.
def test_named_partner() -> None:
    one, two = main("one", facts=EARLY), main("two", "22222", facts=LATE)
    assert statuses(guided(one, two, guide(**{"with": "one"}))) == {"established"}
    assert statuses(guided(one, two, guide(**{"with": "two"}))) == {"criteria_not_met"}


# A named line that is no governed service leaves the companion without a partner.
def test_named_line_is_no_partner() -> None:
    found = guided(main(), main("stranger", "99999"), guide(**{"with": "stranger"}))
    assert statuses(found) == {"not_addressed"}


# Of several partners of the session the outcomes are united: approved only when all are, pended while any has
# a question, else referred.
@pytest.mark.parametrize(
    ("first", "second", "action", "found_statuses"),
    [
        (EARLY, EARLY, "approve", {"established"}),
        (EARLY, LATE, "refer", {"established", "criteria_not_met"}),
        (LATE, EARLY, "refer", {"established", "criteria_not_met"}),
        (LATE, LATE, "refer", {"criteria_not_met"}),
        (EARLY, {}, "pend", {"established", "criteria_not_met"}),
        ({}, LATE, "pend", {"established", "criteria_not_met"}),
    ],
)
def test_union(first: dict[str, str], second: dict[str, str], action: str, found_statuses: set[str]) -> None:
    found = guided(main("one", facts=first), main("two", "22222", facts=second), guide(units=2))
    assert (found.action, statuses(found)) == (action, found_statuses)
    assert (found.referral is not None) == (action == "refer")
    assert (found.approval is not None) == (action == "approve")
    assert bool(asked(found)) == (action == "pend")
    if found.approval is not None:
        assert str(found.approval.units) == "2"
    if len(found.dispositions) > 1:
        assert found.disposition is None and found.reasons.sets == ()
        assert found.dispositions == ("favourable", "adverse")


# A union of referrals to different people goes to a physician first, and copies are kept.
def test_union_of_referrals() -> None:
    benefit = """
```yaml rule
id: excluded
layer: contract
when: service.code in (CPT 22222)
benefit: not_covered
```

```yaml rule
id: clinical
when: not service.code in (CPT 22222)
benefit: not_covered
class: clinical
```
"""
    services = [main("two", "22222"), main("one"), guide()]
    found = trial(benefit=benefit).decide(request("plain", services=services)).lines[-1]
    assert (found.action, target(found), found.denial_class) == ("refer", "physician", None)
    assert found.denial_classes == ("clinical", "administrative")


# A conflict in the partner is the companion's conflict.
def test_conflict_in_the_partner() -> None:
    wrong = {**EARLY, "service.date": "2021-04-01"}
    found = guided(main("one", facts=wrong), main("two", "22222", facts=EARLY), guide())
    assert found.action == "pend" and found.conflict and found.possible == ()


# Ultrasound guidance follows each of policy B's three codes, and none of them under policy A.
@pytest.mark.parametrize("code", ["47371", "47381", "47383"])
def test_shipped_guidance(code: str) -> None:
    services = [{"system": "CPT", "code": code}, {"system": "CPT", "code": "76940"}]
    b = {"payer": "bsc", "product": "commercial_ppo", "service_date": "2021-12-01", "services": services}
    first, second = shipped().decide(b).lines
    assert (second.routing, second.possible, second.action) == ("companion", first.possible, first.action)
    a = {**b, "payer": "bcn", "product": "commercial_hmo", "service_date": "2012-06-01"}
    assert shipped().decide(a).lines[1].routing == "not_addressed"


# A companion alone is referred with a sentence that says what it lacks.
def test_says_what_is_missing() -> None:
    found = line(trial(), request("plain", services=[guide()]))
    assert found.referral is not None and "same session" in found.referral.why
