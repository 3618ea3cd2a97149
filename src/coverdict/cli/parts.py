"""The parts of an answer that say what it is and why: outcomes, reasons, and what the action rests on."""

from __future__ import annotations

from coverdict.cli.cleaning import one_line
from coverdict.cli.facts import facts_shown
from coverdict.cli.paper import Layout, Piece, Row, bulleted, row, section
from coverdict.cli.words import counted_units, days, decided_by, outcome, outcomes, plain
from coverdict.decision.model import (
    Approval,
    Change,
    Disposition,
    LineDetermination,
    PossibleOutcome,
    ReasonSets,
    Referral,
)
from coverdict.text import listed

DISPOSITIONS: dict[Disposition, str] = {
    "favourable": "green",
    "adverse": "red",
    "unsettled": "yellow",
}


def conflict(line: LineDetermination, layout: Layout) -> list[Row]:
    if not line.conflict and not line.conflict_says:
        return []
    rows = [row(("the facts contradict each other", "bold red"))]
    if line.conflict_says:
        rows.append(row(line.conflict_says))
    rows += [found for fact in line.conflict for found in bulleted([row(*_known(fact, line))], layout)]
    return section("conflict", rows, layout)


def possible(line: LineDetermination, layout: Layout) -> list[Row]:
    """The possible outcomes, those that differ in their layer alone on one row."""
    by_outcome: dict[str, list[str]] = {}
    for given in line.possible:
        by_outcome.setdefault(outcome(given), []).append(decided_by(given))
    rows = []
    for words, layers in by_outcome.items():
        named = listed(dict.fromkeys(layer for layer in layers if layer), "or")
        pieces: tuple[Piece, ...] = ((words, "bold"), (f" ({named})" if named else "", "dim"))
        rows += bulleted([row(*pieces)], layout) if len(by_outcome) > 1 else [row(*pieces)]
    return section("outcomes" if len(by_outcome) > 1 else "outcome", rows, layout)


def disposition(line: LineDetermination, layout: Layout) -> list[Row]:
    """What that means for the request, and of which class a decision against it would be."""
    rows = []
    if line.disposition:
        rows.append(row((line.disposition, DISPOSITIONS[line.disposition])))
    elif line.dispositions:
        rows.append(row(("open", "yellow"), f": {listed(line.dispositions, 'or')}"))
    classes = (line.denial_class,) if line.denial_class else line.denial_classes
    return [
        *section("disposition", rows, layout),
        *section("denial class", [row(listed(classes, "or"))] if classes else [], layout),
    ]


def referral(given: Referral | None, layout: Layout) -> list[Row]:
    """Why a person must decide, who can, and who else is told."""
    if given is None:
        return []
    rows = [row(given.why)] if given.why else []
    rows += qualification(given)
    return section("referral", rows, layout)


def qualification(given: Referral) -> list[Row]:
    rows = [row(f"by: {given.qualification}")] if given.qualification else []
    if given.copy_to:
        rows.append(row(f"copy to: {listed(given.copy_to)}"))
    if given.individual_consideration:
        rows.append(row("for individual consideration"))
    return rows


def approval(given: Approval | None, layout: Layout) -> list[Row]:
    """What is authorised: units, days, and the criteria that were met."""
    if given is None:
        return []
    units = f"{counted_units(str(given.units))}, " if given.units is not None else ""
    rows = [row(f"{units}{days(given.first_day, given.last_day)}")]
    if given.criteria:
        rows.append(row(f"criteria: {given.criteria}"))
    return section("authorised", rows, layout)


def reasons(line: LineDetermination, layout: Layout) -> list[Row]:
    """The sets of known facts that each force the disposition, and the status where that differs."""
    if not line.possible:
        return []
    one_status = len({outcome.status for outcome in line.possible}) == 1
    rows = _reasons(line.reasons, "disposition", line.disposition is not None, line, layout)
    if line.status_reasons != line.reasons or not rows:
        rows += _reasons(line.status_reasons, "status", one_status, line, layout)
    return section("why", rows, layout)


def _reasons(
    given: ReasonSets, what: str, single: bool, line: LineDetermination, layout: Layout
) -> list[Row]:
    """What forces the disposition or status; where several are left, what rules out all others."""
    if not given.sets or (() in given.sets and not single):
        return []
    if () in given.sets:
        return [row(f"the {what} is the same whatever the facts are")]
    lead = f"the {what} follows from" if single else f"no other {what} is possible because of"
    more = given.total - len(given.sets)
    if len(given.sets) == 1 and more <= 0:
        return [row(f"{lead} ", *_facts(given.sets[0], line))]
    rows = [row(f"{lead} any one of these:")]
    for facts in given.sets:
        rows += bulleted([row(*_facts(facts, line))], layout)
    if more > 0:
        rows.append(row((f"and {'' if given.exact else 'at least '}{more} more", "dim")))
    return rows


def _facts(names: tuple[str, ...], line: LineDetermination) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for number, name in enumerate(names):
        if number:
            pieces.append(" and " if number == len(names) - 1 else ", ")
        pieces += _known(name, line)
    return tuple(pieces)


def _known(name: str, line: LineDetermination) -> tuple[Piece, ...]:
    shown = facts_shown(line).get(name)
    if shown is None or shown.value is None:
        return (name,)
    return (f"{name} = ", (shown.value, "bold"))


def would_change(changes: tuple[Change, ...], layout: Layout) -> list[Row]:
    """The nearest alterations, each with the outcomes that it leads to."""
    rows = []
    for change in changes:
        altered = listed(
            f"{one_line(one.fact)} were {one_line(one.instead)} (it is {one_line(one.now)})"
            for one in change.alterations
        )
        result = row(f"{layout.marks.arrow} ", (outcomes(change.outcomes), "bold"))
        rows += bulleted([row(f"if {altered}"), result], layout)
    return section("would change", rows, layout)


def notice(line: LineDetermination, layout: Layout) -> list[Row]:
    said = line.referral.why if line.referral else ""
    reason = [row(plain(line.notice_reason))] if line.notice_reason not in ("", said) else []
    return [
        *section("notice reason", reason, layout),
        *section("appeal", [row(plain(line.appeal))] if line.appeal else [], layout),
    ]


def outcome_words(given: tuple[PossibleOutcome, ...]) -> str:
    return outcomes(given) or "impossible"
