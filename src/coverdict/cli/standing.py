"""Where an interview stands, in words: what is possible, what is settled, what is open."""

from __future__ import annotations

from rich.text import Text

from coverdict.cli.findings import question_rows
from coverdict.cli.interviews import Interview
from coverdict.cli.paper import Layout, Row, blank, bulleted, hung, row
from coverdict.cli.words import outcome, status, versioned
from coverdict.text import counted, listed


def title_row(interview: Interview) -> Row:
    """The policy and its version."""
    return row((interview.policy, "bold"), versioned(interview.version))


def questions_rows(interview: Interview, layout: Layout) -> list[Row]:
    """Every question that is open now, in order, and where the interview stands."""
    rows = [title_row(interview), blank()]
    for number, question in enumerate(interview.questions, start=1):
        lead = f"{number}. "
        rows += [*hung(question_rows(question, layout), Text(lead), " " * len(lead)), blank()]
    return rows + standing_rows(interview, layout)


def standing_rows(interview: Interview, layout: Layout) -> list[Row]:
    """Whether it is settled, what is still worth asking, and the outcomes that are possible."""
    if not interview.possible:
        named = f": {listed(interview.conflict)}" if interview.conflict else ""
        return [row(("the facts contradict each other", "bold red"), named)]
    answer = listed(_answers(interview), "or")
    if interview.settled:
        head = row(("settled: ", "bold green"), (answer, "bold"))
    elif interview.all_questions:
        left = counted(len(interview.all_questions), "question")
        head = row(("open: ", "bold yellow"), f"{answer} ({left} left)")
    else:
        head = row(("open: ", "bold yellow"), f"{answer}; no answer can settle it, so a person decides")
    return [head, *_outcome_rows(interview, layout)]


def _answers(interview: Interview) -> list[str]:
    """The dispositions or, where no plan is at hand, the statuses that are possible."""
    if interview.target == "disposition":
        return list(interview.dispositions)
    return list(dict.fromkeys(status(one) for one in interview.possible))


def _outcome_rows(interview: Interview, layout: Layout) -> list[Row]:
    """The possible outcomes, each once; nothing where the line above has named them."""
    if interview.target == "status":
        return []
    said = dict.fromkeys(outcome(one) for one in interview.possible)
    return [one for words in said for one in bulleted([row((words, "dim"))], layout)]
