"""Duties: in which days somebody must do what, and how that stands on a stated day (design §3).

A duty never moves the outcome or the action. Business days are Monday to Friday; no source at hand says
which holidays would count, so none does.
"""

from __future__ import annotations

from datetime import date, timedelta

from coverdict.decision.model import DutyFinding, DutyState
from coverdict.language.model import Duty, Window

_DAY = timedelta(days=1)


def days_of(window: Window, anchor: date) -> tuple[date, date]:
    """The first and the last day of a window around `anchor`, both included."""
    return _moved(anchor, window.start, window.business), _moved(anchor, window.end, window.business)


def _moved(day: date, by: int, business: bool) -> date:
    if not business:
        return day + by * _DAY
    step = _DAY if by > 0 else -_DAY
    left = abs(by)
    while left:
        day += step
        if day.weekday() < 5:
            left -= 1
    return day


def duty_finding(
    duty: Duty,
    anchor: date | None,
    applies: bool | None,
    done_on: date | None,
    as_of: date | None,
    settled: str | None,
) -> DutyFinding:
    """How a duty stands.

    Arguments:
        anchor: the day around which the window lies, usually the date of service; None while unknown.
        applies: None where the facts do not say.
        done_on: when it was done, if that is known.
        as_of: the day for which the question is put; without one, a known day is judged as it stands, and
            what nobody says was done is still to come.
        settled: the option that the payer has settled on, if the window has a reading.
    """
    if done_on is not None and as_of is not None and done_on > as_of:
        done_on = None  # as of that day it has not happened yet
    windows = [(label, window) for label, window in duty.windows if settled in (None, label)]
    first, last = (None, None) if anchor is None else days_of(windows[0][1], anchor)
    by_reading: tuple[tuple[str, DutyState], ...] = ()
    state: DutyState
    if applies is False:
        state = "not applicable"
    elif applies is None or anchor is None:
        state = "unknown"
    else:
        states = tuple((label, _state(days_of(window, anchor), done_on, as_of)) for label, window in windows)
        different = {found for _, found in states}
        state = states[0][1] if len(different) == 1 else "open reading"
        by_reading = () if len(different) == 1 else states
    return DutyFinding(
        id=duty.id,
        actor=duty.actor,
        action=duty.action,
        state=state,
        first_day=first,
        last_day=last,
        reminder=first,
        done_on=done_on,
        as_of=as_of,
        by_reading=by_reading,
        cites=duty.cites,
    )


def _state(days: tuple[date, date], done_on: date | None, as_of: date | None) -> DutyState:
    first, last = days
    still_open = as_of is not None and as_of <= last
    if as_of is not None and done_on is not None and as_of < done_on and still_open:
        return "due"  # on that day it had not been done yet
    if done_on is not None and first <= done_on <= last:
        return "met"
    if done_on is not None:
        return "due" if still_open else "missed"
    return "due" if as_of is None or still_open else "unknown"
