"""Which text decides: by payer, code and date of service (design §5.2)."""

from __future__ import annotations

import pytest

from coverdict.decision.model import LineDetermination
from tests.decision.trial import CODES, FRONT, SWITCHES, benefits, line, request, statuses, target, trial

LATER = (
    FRONT.replace("2020-01-01", "2021-01-01")
    + CODES
    + """
```yaml rule
id: all
status: investigational
```
"""
)
TWO = {"policies/acme/trial/2021.md": LATER}
UNDATED = FRONT.replace("in force:\n  from: 2020-01-01", "in force: not stated")
HISTORY = """
```yaml history
- {date: 2015-01-01, action: Adopted}
- {date: 2018-01-01, action: Revised}
- {date: 2020-01-01, action: Revised}
```
"""


def on(day: str, code: str = "11111", **changed: object) -> LineDetermination:
    given = request("plain", service_date=day, services=[{"system": "CPT", "code": code}])
    return line(trial(**changed), {**given, "facts": {"tumor.stage": "early"}})


# The version in force on the date of service decides, each from its first day on.
@pytest.mark.parametrize(
    ("day", "version", "status"),
    [
        ("2020-01-01", "2020-01-01", "established"),
        ("2020-12-31", "2020-01-01", "established"),
        ("2021-01-01", "2021-01-01", "investigational"),
        ("2030-01-01", "2021-01-01", "investigational"),
    ],
)
def test_versions(day: str, version: str, status: str) -> None:
    found = on(day, extra=TWO)
    assert (found.version, statuses(found), found.routing) == (version, {status}, "addressed")


# Of two lines of one request, each is decided by the version of its own day.
def test_lines_of_two_versions() -> None:
    services = [{"system": "CPT", "code": "11111", "date": day} for day in ("2020-06-01", "2021-06-01")]
    found = trial(extra=TWO).decide(request("plain", services=services)).lines
    assert [one.version for one in found] == ["2020-01-01", "2021-01-01"]


# Three refusals that differ, and none of them is "not covered": each goes to intake.
@pytest.mark.parametrize(
    ("day", "code", "front", "routing", "status"),
    [
        ("2021-03-03", "99999", FRONT, "not_addressed", "not_addressed"),
        ("2019-12-31", "11111", FRONT, "no_version", None),
        ("2014-12-31", "11111", FRONT + HISTORY, "no_version", None),
        ("2015-01-01", "11111", FRONT + HISTORY, "text_not_held", None),
        ("2019-12-31", "11111", FRONT + HISTORY, "text_not_held", None),
        ("2021-03-03", "11111", UNDATED, "no_window", None),
    ],
)
def test_refusals(day: str, code: str, front: str, routing: str, status: str | None) -> None:
    found = on(day, code, front=front)
    assert (found.routing, statuses(found), benefits(found)) == (routing, {status}, {"undetermined"})
    assert (found.action, target(found), found.disposition) == ("refer", "intake", "unsettled")
    assert (found.questions, found.approval, found.reasons.sets) == ((), None, ())
    assert found.referral is not None and found.trace[0].label == found.referral.why
    assert found.version is None


# A version that ends by itself leaves the days after it without a text.
def test_end_of_a_version() -> None:
    front = FRONT.replace("  from: 2020-01-01", "  from: 2020-01-01\n  until: 2020-06-30")
    assert on("2020-06-30", front=front).routing == "addressed"
    assert on("2020-07-01", front=front).routing == "no_version"


# A policy without dates is in force in the payer's window, both its days included, and the trace says why.
@pytest.mark.parametrize(
    ("day", "routing"),
    [
        ("2020-12-31", "no_window"),
        ("2021-01-01", "addressed"),
        ("2021-12-31", "addressed"),
        ("2022-01-01", "no_window"),
    ],
)
@pytest.mark.parametrize("example", ["yes", "no"])
def test_window(day: str, routing: str, example: str) -> None:
    window = "\n```yaml window\npolicy: acme/trial\nfrom: 2021-01-01\nuntil: 2021-12-31\n"
    window += f"example: {example}\n```\n"
    found = on(day, front=UNDATED, payer=SWITCHES + window)
    assert found.routing == routing
    if routing == "addressed":
        assert found.version == "undated"
        assert "2021-01-01 until 2021-12-31" in found.trace[0].text
        assert ("example" in found.trace[0].text) == (example == "yes")


# Nothing is approved beyond the last day of the version: a service that ends later is referred.
@pytest.mark.parametrize(("end", "action"), [("2021-12-31", "approve"), ("2022-01-01", "refer")])
@pytest.mark.parametrize("dated", [True, False])
def test_end_of_an_approval(end: str, action: str, dated: bool) -> None:
    window = "\n```yaml window\npolicy: acme/trial\nfrom: 2021-01-01\nuntil: 2021-12-31\n```\n"
    desk = (
        trial(front=FRONT.replace("  from: 2020-01-01", "  from: 2020-01-01\n  until: 2021-12-31"))
        if dated
        else trial(front=UNDATED, payer=SWITCHES + window)
    )
    services = [{"system": "CPT", "code": "11111", "end": end}]
    found = line(desk, request("trusting", services=services, facts={"tumor.stage": "early"}))
    assert (found.action, found.approval is not None) == (action, action == "approve")


# A window without an end goes on.
def test_open_window() -> None:
    window = "\n```yaml window\npolicy: acme/trial\nfrom: 2021-01-01\n```\n"
    assert on("2050-01-01", front=UNDATED, payer=window).routing == "addressed"


# A code counts from its first to its last day; outside of them no policy addresses it.
@pytest.mark.parametrize(
    ("day", "routing"),
    [
        ("2020-12-31", "not_addressed"),
        ("2021-01-01", "addressed"),
        ("2021-06-30", "addressed"),
        ("2021-07-01", "not_addressed"),
    ],
)
def test_days_of_a_code(day: str, routing: str) -> None:
    codes = (
        "\n```yaml codes\ncodes:\n  - {code: 11111, system: CPT, role: governed, "
        "from: 2021-01-01, until: 2021-06-30}\n```\n"
    )
    assert on(day, codes=codes).routing == routing


# The same code of another system is another code.
def test_code_system() -> None:
    services = [{"system": "HCPCS", "code": "11111"}]
    assert line(trial(), request("plain", services=services)).routing == "not_addressed"
