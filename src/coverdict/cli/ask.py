"""`coverdict ask`: the questions still worth asking under a policy, the most decisive first."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

from coverdict.cli.interviews import Interview, Opened, open_interview
from coverdict.cli.output import on_terminal, page_layout, write_json, write_page


def ask(policy: str, facts: str | None, library: str | None, as_json: bool) -> int:
    """Ask one by one on a terminal; elsewhere, or as JSON, print the questions that are open now.

    Errors:
        CoverdictError: the policy, the facts or the library cannot be read.
    """
    opened = open_interview(policy, facts, library)
    if as_json:
        write_json(interview_data(opened))
    elif on_terminal():
        _converse(opened.interview)
    else:
        _print(opened.interview)
    return 0


def interview_data(opened: Opened) -> dict[str, Any]:
    """The questions and where the interview stands, as plain data."""
    from coverdict.decision.data import outcomes_data, question_data

    interview = opened.interview
    return {
        "library": {"digest": opened.digest},
        "policy": interview.policy,
        "version": interview.version,
        "target": interview.target,
        "settled": interview.settled,
        "conflict": list(interview.conflict),
        "possible": outcomes_data(interview.possible),
        "dispositions": list(interview.dispositions),
        "questions": [question_data(one) for one in interview.questions],
    }


def _print(interview: Interview) -> None:
    from coverdict.cli.standing import questions_rows

    layout = page_layout()
    write_page(questions_rows(interview, layout), layout)


def _converse(interview: Interview) -> None:
    from coverdict.cli.conversation import converse
    from coverdict.cli.paper import Row

    layout = page_layout()

    def say(rows: list[Row]) -> None:
        write_page(rows, layout)

    converse(interview, say, _hear, layout)


def _hear() -> str | None:
    """One line from the keyboard; None at its end."""
    with suppress(ImportError):
        import_module("readline")  # where there is one, it gives input() its line editing
    try:
        return input("> ")
    except EOFError:
        return None
