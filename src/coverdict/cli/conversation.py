"""Asking a person, one question at a time, until the answer is settled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from coverdict.cli.cleaning import one_line
from coverdict.cli.findings import question_rows
from coverdict.cli.interviews import Interview
from coverdict.cli.paper import Layout, Row, blank, row
from coverdict.cli.standing import standing_rows, title_row
from coverdict.decision.model import Question
from coverdict.text import CoverdictError, DocumentError

UNKNOWN = ("", "?", "unknown")
BACK = "back"
QUIT = ("quit", "exit", "q")
_BARE_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
HELP = "Enter or ? = not known, back = the question before, quit = end here"

Say = Callable[[list[Row]], None]
Hear = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """A state of the conversation, and the one before it."""

    interview: Interview
    before: Turn | None = None

    @property
    def question(self) -> Question | None:
        """The best question; None once it is settled, or nothing more can be told."""
        if self.interview.settled or not self.interview.possible:
            return None
        return next(iter(self.interview.questions), None)


def converse(interview: Interview, say: Say, hear: Hear, layout: Layout) -> Interview:
    """Ask until the answer is settled, nothing is left to ask, or the person ends it.

    Arguments:
        say: shows rows. hear: gives one line that was typed, None at the end of input.

    Result:
        The interview with the answers that were given.
    """
    say([title_row(interview), row((HELP, "dim")), blank()])
    turn = Turn(interview)
    while (question := turn.question) is not None:
        say(question_rows(question, layout))
        typed = hear()
        if typed is None or _is_command(typed, QUIT, question):
            break
        if _is_command(typed, (BACK,), question):
            say([] if turn.before else [row(("this is the first question", "yellow"))])
            turn = turn.before or turn
        else:
            turn = _answered(turn, question, typed, say, layout)
    say(standing_rows(turn.interview, layout))
    return turn.interview


def _answered(turn: Turn, question: Question, typed: str, say: Say, layout: Layout) -> Turn:
    """The next turn; the same one, with the reason said, for an answer that cannot be taken."""
    unknown = typed.strip() in UNKNOWN
    try:
        answered = turn.interview.answer(question.fact, "?" if unknown else meant(typed, question))
    except CoverdictError as error:
        say([*[row((line, "yellow")) for line in _told(error)], blank()])
        return turn
    if not answered.possible:
        say([*standing_rows(answered, layout), row("answer again, or go back"), blank()])
        return turn
    following = Turn(answered, turn)
    if following.question is not None:
        say([*([] if unknown else standing_rows(answered, layout)), blank()])
    return following


def meant(typed: str, question: Question) -> str:
    """The answer that was typed, as the interview reads it.

    An option may be typed in any case, by its number or by a beginning that only it has; a bare number
    is in the unit that the question shows.
    """
    said = typed.strip()
    if said in question.answers:
        return said
    if question.unit and not question.answers and _BARE_NUMBER.fullmatch(said):
        return f"{said} {question.unit}"
    spoken = {answer.lower().replace("_", " "): answer for answer in question.answers}
    plain = said.lower().replace("_", " ")
    if plain in spoken:
        return spoken[plain]
    if question.answers and plain.isascii() and plain.isdigit() and 0 < int(plain) <= len(question.answers):
        return question.answers[int(plain) - 1]
    begun = [answer for words, answer in spoken.items() if plain and words.startswith(plain)]
    return begun[0] if len(begun) == 1 else said


def _is_command(typed: str, commands: tuple[str, ...], question: Question) -> bool:
    said = typed.strip().lower()
    return said in commands and said not in question.answers


def _told(error: CoverdictError) -> list[str]:
    """The message without a place: what was typed stands right above."""
    if isinstance(error, DocumentError):
        said = [(problem.what, problem.right) for problem in error.problems]
        return [one_line(text) for what_and_right in said for text in what_and_right if text]
    return [one_line(line) for line in str(error).splitlines()]
