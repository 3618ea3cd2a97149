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
        head: tuple[Piece, ...] = ((reading.name, "bold"), f": {weight(reading.decides, reading.matters)}")
        options = [
            found
            for label, outcomes in reading.options
            for found in bulleted(
                [row(f"{label} {layout.marks.arrow} ", (outcome_words(outcomes), "bold"))], layout
            )
        ]
        rows += bulleted([row(*head, *_cited(reading.cites)), *options], layout)
    return section("open readings", rows, layout)


def judgements(given: tuple[OpenJudgement, ...], layout: Layout) -> list[Row]:
    """What only a qualified person can judge."""
    rows = []
    for judgement in given:
        rows += bulleted(
            [
                row((judgement.ask or judgement.fact, "bold")),
                row(weight(judgement.decides, judgement.matters)),
                row((f"{person(judgement.who)} {layout.marks.dot} {judgement.fact}", "dim")),
            ],
            layout,
        )
    return section("judgements", rows, layout)


def weight(decides: bool, matters: bool) -> str:
    if decides:
        return "the answer depends on it"
    return "changes an outcome, not the answer" if matters else "changes nothing here"


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
    return (f"; reminder on {duty.reminder}",) if duty.state in ("due", "unknown") else ()


def guidelines(given: tuple[GuidelineFinding, ...], layout: Layout) -> list[Row]:
    """What guidelines say beside the policy, of this patient; those that do not apply stay unsaid."""
    rows = []
    for finding in given:
        if finding.state == "not met":
            continue
        said = plain(finding.position)
        if finding.state == "unknown":
            said = f"{said}, if its conditions are met"
        mark = state_mark(finding.state, layout)
        body = [
            row((finding.title or finding.guideline, "bold"), f": {said}", *_cited(finding.cites)),
            *([row((finding.label, "dim"))] if finding.label else []),
        ]
        rows += hung(body, Text(f"{mark} ", style=STYLES[finding.state]), "  ")
    return section("guidelines", rows, layout)


def _cited(cites: Citation | None) -> tuple[Piece, ...]:
    place = citation(cites) if cites else ""
    return ((f" [{place}]", "dim"),) if place else ()
