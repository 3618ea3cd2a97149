"""Duties: the days of a window, and how a duty stands on a stated day (design §3, §5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.decision.duties import days_of, duty_finding
from coverdict.decision.model import DutyFinding
from coverdict.language.model import Duty, Window
from coverdict.text import Place
from tests.decision.trial import STATUS, line, request, shipped, trial

CALENDAR = Window(-5, -1)
BUSINESS = Window(-5, -1, business=True)

DUTY = """
```yaml duty
id: confirm
actor: provider
action: Confirm the coverage
event: eligibility.confirmed
WHEN
window:
  reading: which days
  options:
    - calendar days: {from: -5 days, to: -1 days}
    - business days: {from: -5 business days, to: -1 business days}
```
"""


def duty_text(when: str = "when: tumor.stage is early", anchor: str = "service.date") -> str:
    return STATUS + DUTY.replace("WHEN", f"anchor: {anchor}\n{when}".rstrip())


def found(
    done_on: str | None, as_of: str | None, window: Window = CALENDAR, applies: bool | None = True
) -> DutyFinding:
    """How a duty with one window around Wednesday 2021-03-03 stands."""
    duty = Duty(
        "confirm",
        "provider",
        "Confirm",
        "eligibility.confirmed",
        "service.date",
        (("plain", window),),
        Place("x"),
    )
    done = date.fromisoformat(done_on) if done_on else None
    day = date.fromisoformat(as_of) if as_of else None
    return duty_finding(duty, date(2021, 3, 3), applies, done, day, None)


# Calendar days are counted as they come, weekends among them, and both ends belong to the window.
def test_calendar_window() -> None:
    assert days_of(CALENDAR, date(2021, 3, 3)) == (date(2021, 2, 26), date(2021, 3, 2))


# Business days leave out Saturdays and Sundays, whatever weekday the service is on.
@pytest.mark.parametrize(
    ("anchor", "first", "last"),
    [
        ("2021-03-01", "2021-02-22", "2021-02-26"),  # Monday
        ("2021-03-03", "2021-02-24", "2021-03-02"),  # Wednesday
        ("2021-03-05", "2021-02-26", "2021-03-04"),  # Friday
        ("2021-03-06", "2021-03-01", "2021-03-05"),  # Saturday
        ("2021-03-07", "2021-03-01", "2021-03-05"),  # Sunday
    ],
)
def test_business_window(anchor: str, first: str, last: str) -> None:
    assert days_of(BUSINESS, date.fromisoformat(anchor)) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


# A window of n business days before a day holds exactly n days that are neither Saturday nor Sunday.
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_business_days_counted_one_by_one(anchor: date, days: int) -> None:
    first, last = days_of(Window(-days, -1, business=True), anchor)
    between = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert first.weekday() < 5 and last.weekday() < 5 and last < anchor
    after = [last + timedelta(n) for n in range(1, (anchor - last).days)]
    assert all(day.weekday() >= 5 for day in after)


# Days after the anchor are counted in the same way as days before it.
def test_window_after_the_anchor() -> None:
    assert days_of(Window(1, 3, business=True), date(2021, 3, 5)) == (date(2021, 3, 8), date(2021, 3, 10))
    assert days_of(Window(0, 2), date(2021, 3, 5)) == (date(2021, 3, 5), date(2021, 3, 7))


# Done on any day of the window, the first and the last included: met.
@pytest.mark.parametrize("done", ["2021-02-26", "2021-02-28", "2021-03-02"])
@pytest.mark.parametrize("as_of", [None, "2021-03-02", "2021-03-10"])
def test_done_inside(done: str, as_of: str | None) -> None:
    assert found(done, as_of).state == "met"


# Not known to be done: due until the last day of the window, and afterwards nobody knows.
@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (None, "due"),
        ("2021-01-01", "due"),
        ("2021-02-26", "due"),
        ("2021-03-02", "due"),
        ("2021-03-03", "unknown"),
        ("2021-04-01", "unknown"),
    ],
)
def test_event_unknown(as_of: str | None, state: str) -> None:
    assert found(None, as_of).state == state


# Done too early, the duty can still be met until the window has ended; then it is missed.
@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2021-02-27", "due"), ("2021-03-02", "due"), ("2021-03-03", "missed"), (None, "missed")],
)
def test_done_too_early(as_of: str | None, state: str) -> None:
    assert found("2021-02-25", as_of).state == state


# Done after the window: missed.
@pytest.mark.parametrize("as_of", [None, "2021-03-03", "2021-03-10"])
def test_done_too_late(as_of: str | None) -> None:
    assert found("2021-03-03", as_of).state == "missed"


# What is to happen after the as-of date has not happened on it: the duty is still due.
@pytest.mark.parametrize("as_of", ["2021-02-20", "2021-02-26", "2021-02-27"])
def test_done_after_the_day_asked_about(as_of: str) -> None:
    assert found("2021-02-28", as_of).state == "due"


# A duty that does not apply is neither due nor missed, and one that may apply is unknown.
@pytest.mark.parametrize(("applies", "state"), [(False, "not applicable"), (None, "unknown")])
@pytest.mark.parametrize("done", [None, "2021-02-28", "2021-01-01"])
def test_applies(applies: bool | None, state: str, done: str | None) -> None:
    given_found = found(done, "2021-03-10", applies=applies)
    assert given_found.state == state
    assert given_found.by_reading == ()


# Where the ways to read the window lead apart, the state is open and each way's state is named.
def test_open_window_reading() -> None:
    desk = trial(status=duty_text(""))
    (duty,) = line(desk, request(facts={"eligibility.confirmed": "2021-02-25"}, as_of="2021-03-10")).duties
    assert duty.state == "open reading"
    assert dict(duty.by_reading) == {"calendar days": "missed", "business days": "met"}


# Where all ways agree, there is nothing open about the window.
@pytest.mark.parametrize(("done", "state"), [("2021-03-01", "met"), ("2021-02-01", "missed")])
def test_agreeing_window_readings(done: str, state: str) -> None:
    desk = trial(status=duty_text(""))
    (duty,) = line(desk, request(facts={"eligibility.confirmed": done}, as_of="2021-03-10")).duties
    assert (duty.state, duty.by_reading) == (state, ())


# A window whose reading the payer has settled has that one's days, its state, and no other.
@pytest.mark.parametrize(
    ("option", "state", "first"),
    [("calendar days", "missed", "2021-02-26"), ("business days", "met", "2021-02-24")],
)
def test_settled_window(option: str, state: str, first: str) -> None:
    settled = f"""
```yaml settled reading
policy: acme/trial
reading: which days
as: {option}
signed by: Test signature
role: operations
on: 2021-01-01
```
"""
    desk = trial(status=duty_text(""), payer=settled)
    found_line = line(desk, request(facts={"eligibility.confirmed": "2021-02-25"}, as_of="2021-03-10"))
    (duty,) = found_line.duties
    assert (duty.state, duty.by_reading, str(duty.first_day)) == (state, (), first)
    assert duty.reminder == duty.first_day
    assert any(node.kind == "settled reading" and option in node.label for node in found_line.trace)


# Whether a duty applies follows from the facts, exactly: unknown only while completions differ.
@pytest.mark.parametrize(
    ("when", "facts", "state"),
    [
        ("when: tumor.stage is early", {"tumor.stage": "early"}, "due"),
        ("when: tumor.stage is early", {"tumor.stage": "late"}, "not applicable"),
        ("when: tumor.stage is early", {}, "unknown"),
        ("when: tumor.stage is early or tumor.stage is late", {}, "due"),
    ],
)
def test_when_it_applies(when: str, facts: dict[str, str], state: str) -> None:
    (duty,) = line(trial(status=duty_text(when)), request(facts=facts)).duties
    assert duty.state == state


# A window around another day than that of the service has no days while that day is unknown.
def test_anchor_unknown() -> None:
    desk = trial(status=duty_text("", anchor="admission.date"))
    (known,) = line(desk, request(facts={"admission.date": "2021-03-01"})).duties
    assert (str(known.first_day), str(known.last_day)) == ("2021-02-24", "2021-02-28")
    (unknown,) = line(desk, request()).duties
    assert unknown.state == "unknown"
    assert (unknown.first_day, unknown.last_day, unknown.reminder) == (None, None, None)


# A line's own date of service is the anchor, not the request's.
def test_anchor_of_the_line() -> None:
    services = [{"system": "CPT", "code": "47383", "date": "2021-12-15"}]
    (duty,) = line(shipped(), {"payer": "bsc", "service_date": "2021-12-01", "services": services}).duties
    assert (str(duty.first_day), str(duty.last_day)) == ("2021-12-10", "2021-12-14")


# A duty moves nothing: possible outcomes, disposition and action are the same however it stands.
@pytest.mark.parametrize("done", ["2021-11-01", "2021-11-28", "2021-12-05"])
@pytest.mark.parametrize("as_of", [None, "2021-11-27", "2021-12-31"])
def test_moves_nothing(done: str, as_of: str | None) -> None:
    plain = {
        "payer": "bsc",
        "product": "commercial_ppo",
        "service_date": "2021-12-01",
        "services": [{"system": "CPT", "code": "47383"}],
    }
    without = line(shipped(), plain)
    with_it = line(shipped(), {**plain, "as_of": as_of, "facts": {"eligibility.confirmed": done}})
    for part in ("possible", "dispositions", "action", "referral", "reasons", "questions", "would_change"):
        assert getattr(with_it, part) == getattr(without, part), part
