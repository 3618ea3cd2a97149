"""On a terminal: a conversation, colours where they are welcome, and widths that are kept."""

from __future__ import annotations

import pytest
from cli.terminal import ANSI, Terminal

ASK = """
import sys
from cli.interview_by_hand import ByHand
from coverdict.cli.interviews import Opened
import coverdict.cli.ask
coverdict.cli.ask.open_interview = lambda policy, facts, library: Opened(ByHand(), "sha256:00")
from coverdict.cli import main
sys.argv = ["coverdict", "ask", "by/hand"]
main()
"""

DECIDE = """
import sys
from cli import examples
import coverdict.cli.decide
coverdict.cli.decide.determine = lambda given, library: examples.determination(examples.PEND)
from coverdict.cli import main
sys.argv = ["coverdict", "decide", "-"]
main()
"""


def decide_on_a_terminal(columns: int = 80, **changes: str) -> Terminal:
    with Terminal("-c", DECIDE, columns=columns, changes=changes) as terminal:
        terminal.type("payer: bcn\n\x04")
        assert terminal.end() == 0
    return terminal


def test_a_conversation_from_the_first_question_to_the_end() -> None:
    with Terminal("-c", ASK) as terminal:
        seen = terminal.wait_for("Can the tumor be resected?")
        seen = terminal.wait_for("> ", seen)
        terminal.type("perhaps\n")
        seen = terminal.wait_for("neither yes nor no", seen)
        seen = terminal.wait_for("> ", seen)
        terminal.type("?\n")
        seen = terminal.wait_for("How large is the largest lesion?", seen)
        seen = terminal.wait_for("> ", seen)
        terminal.type("back\n")
        seen = terminal.wait_for("> ", terminal.wait_for("Can the tumor be resected?", seen))
        terminal.type("n\n")
        seen = terminal.wait_for("> ", terminal.wait_for("How large is the largest lesion?", seen))
        terminal.type("3.2\n")
        terminal.wait_for("settled: favourable", seen)
        assert terminal.end() == 0
    assert "Traceback" not in terminal.text


@pytest.mark.parametrize(("typed", "status"), [("quit\n", 0), ("\x04", 0)])
def test_a_conversation_can_be_left(typed: str, status: int) -> None:
    with Terminal("-c", ASK) as terminal:
        terminal.wait_for("> ", terminal.wait_for("Can the tumor be resected?"))
        terminal.type(typed)
        assert terminal.end() == status
    assert "Traceback" not in terminal.text


def test_a_conversation_can_be_interrupted() -> None:
    with Terminal("-c", ASK) as terminal:
        terminal.wait_for("> ", terminal.wait_for("Can the tumor be resected?"))
        assert terminal.interrupt() == 130
    assert "Traceback" not in terminal.text


def test_a_terminal_gets_colours() -> None:
    assert ANSI.search(decide_on_a_terminal().raw)


@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_they_are_unwelcome(changes: dict[str, str]) -> None:
    assert not ANSI.search(decide_on_a_terminal(**changes).raw)


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_the_width_of_the_terminal_is_kept(columns: int) -> None:
    shown = decide_on_a_terminal(columns).text
    assert "criteria not met, benefit not" in shown
    assert max(map(len, shown.splitlines())) <= min(columns, 100)
