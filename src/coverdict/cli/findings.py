"""The parts of an answer that somebody acts on: questions, readings, judgements, duties, guidelines."""

from __future__ import annotations

from rich.text import Text

from coverdict.cli.cleaning import one_line
from coverdict.cli.paper import Layout, Piece, Row, bulleted, hung, row, section
from coverdict.cli.parts import outcome_words
from coverdict.cli.trace import STYLES, state_mark
from coverdict.cli.words import DUTY_STATES, citation, days, person, plain
from coverdict.decision.model import (
    DutyFinding,
    DutyState,
    GuidelineFinding,
    OpenJudgement,
    OpenReading,
    Question,
    State,
)
from coverdict.language.syntax import Citation
from coverdict.text import counted

DUTY_MARKS: dict[DutyState, State | None] = {
    "not applicable": None,
    "met": "met",
    "due": None,
    "missed": "not met",
    "open reading": "unknown",
    "unknown": "unknown",
}


def questions(asked: tuple[Question, ...], layout: Layout) -> list[Row]:
    """The questions still worth asking, best first, each with whom to ask."""
    rows = []
    for number, question in enumerate(asked, start=1):
        lead = f"{number}. " if len(asked) > 1 else ""
        rows += hung(question_rows(question, layout), Text(lead), " " * len(lead))
    return section("ask", rows, layout)


def question_rows(question: Question, layout: Layout) -> list[Row]:
    """The question, its answers or unit, whom to ask, and the fact's name."""
    rows = [row((question.ask or question.fact, "bold"))]
    if question.answers:
        rows.append(row(" / ".join(plain(answer) for answer in question.answers)))
    elif question.unit:
        rows.append(row(f"in {one_line(question.unit)}"))
    rows.append(row((f"ask {person(question.who)} {layout.marks.dot} {one_line(question.fact)}", "dim")))
    return rows


def readings(given: tuple[OpenReading, ...], layout: Layout) -> list[Row]:
    """The readings that nobody has settled: what follows from each, and whether that decides."""
    rows = []
    for reading in given:
        if not reading.matters:
            continue
        head: tuple[Piece, ...] = (
            (plain(reading.name), "bold"),
            f": {weight(reading.decides)}",
            *_cited(reading.cites),
        )
        options = [
            found
            for label, outcomes in reading.options
            for found in bulleted(
                [row(f"{plain(label)} {layout.marks.arrow} ", (outcome_words(outcomes), "bold"))], layout
            )
        ]
        rows += bulleted([row(*head), *options], layout)
    idle = [plain(reading.name) for reading in given if not reading.matters]
    if idle:
        rows.append(row((f"without effect here: {'; '.join(idle)}", "dim")))
    return section("open readings", rows, layout)


def judgements(given: tuple[OpenJudgement, ...], layout: Layout) -> list[Row]:
    """What only a qualified person can judge, those that weigh the same together."""
    together: dict[tuple[str, str], list[OpenJudgement]] = {}
    for judgement in given:
        if judgement.matters:
            key = (person(judgement.who), weight(judgement.decides))
            together.setdefault(key, []).append(judgement)
    rows = []
    for (who, what), alike in together.items():
        rows.append(row(f"for {who}: {what}"))
        for judgement in alike:
            rows += bulleted([judgement_row(judgement)], layout)
    idle = sum(not judgement.matters for judgement in given)
    if idle:
        rows.append(row((f"without effect here: {counted(idle, 'judgement')}", "dim")))
    return section("judgements", rows, layout)


def judgement_row(judgement: OpenJudgement) -> Row:
    if not judgement.ask:
        return row((judgement.fact, "bold"))
    return row((judgement.ask, "bold"), (f" ({judgement.fact})", "dim"))


def weight(decides: bool) -> str:
    """How much hangs on a reading or judgement that some outcome depends on."""
    return "the answer depends on it" if decides else "changes an outcome, not the answer"


def duties(given: tuple[DutyFinding, ...], layout: Layout) -> list[Row]:
    """What somebody must do, in which days, and how it stands."""
    rows = []
    for duty in given:
        if duty.state == "not applicable":
            continue
        state = DUTY_MARKS[duty.state]
        told = DUTY_STATES[duty.state] + (f" as of {duty.as_of}" if duty.as_of else "")
        body = [
            row(f"{plain(duty.actor)}: {plain(duty.action)}, {days(duty.first_day, duty.last_day)}"),
            row((told, STYLES[state] if state else "yellow"), *_dates(duty), *_cited(duty.cites)),
        ]
        for label, under in duty.by_reading:
            body += bulleted([row(f"{label} {layout.marks.arrow} {DUTY_STATES[under]}")], layout)
        mark = state_mark(state, layout)
        rows += hung(body, Text(f"{mark} ", style=STYLES[state]), "  ")
    return section("duties", rows, layout)


def _dates(duty: DutyFinding) -> tuple[Piece, ...]:
    if duty.done_on:
        return (f"; done on {duty.done_on}",)
    reminds = duty.reminder is not None and duty.state in ("due", "unknown")
    return (f"; reminder on {duty.reminder}",) if reminds else ()


def guidelines(given: tuple[GuidelineFinding, ...], layout: Layout) -> list[Row]:
    """What guidelines beside the policy say of this patient; what they might say is only counted."""
    rows = []
    open_in: dict[str, int] = {}
    for finding in given:
        title = finding.title or finding.guideline
        if finding.state == "met":
            body = [
                row((title, "bold"), f": {plain(finding.position)}", *_cited(finding.cites)),
                *([row((finding.label, "dim"))] if finding.label else []),
            ]
            rows += _marked(body, "met", layout)
        elif finding.state == "unknown":
            open_in[title] = open_in.get(title, 0) + 1
    for title, number in open_in.items():
        left = f": {counted(number, 'statement')} may apply, as facts are not known"
        rows += _marked([row((title, "bold"), left)], "unknown", layout)
    return section("guidelines", rows, layout)


def _marked(rows: list[Row], state: State, layout: Layout) -> list[Row]:
    return hung(rows, Text(f"{state_mark(state, layout)} ", style=STYLES[state]), "  ")


def _cited(cites: Citation | None) -> tuple[Piece, ...]:
    place = citation(cites) if cites else ""
    return ((f" [{place}]", "dim"),) if place else ()
