"""The rule of `bench.claims`, decided by the program and by zen-engine from the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench import program, zen_peer
from bench.claims import Row, answer, claims
from bench.measure import Rate, rates, seconds
from bench.report import Line, Section, at_least, per_second

ROWS = 200_000
CHECKED = 20_000
COLD = 2_000


def rows() -> Section:
    """Deciding without a trace."""
    given = claims(ROWS)
    cold_decide = program.row_decider()
    cold = COLD / seconds(lambda: [cold_decide(row) for row in given[:COLD]])
    ours = program.row_decider()
    wrong = _wrong(ours, given[:CHECKED])
    for row in given:
        ours(row)
    sides = {"ours": ours, "expression": zen_peer.expression(), "table": zen_peer.table()}
    for name in ("expression", "table"):
        wrong += _wrong(sides[name], given[:3_000])
    found = rates(sides, given)
    return Section(
        "A rule, row by row",
        f"One coverage rule with missing facts ({ROWS:,} claims; see `bench/claims.py`), answered from "
        f"the same dictionaries; zen-engine {zen_peer.version()} as a compiled expression and as a "
        "decision table, Coverdict from its policy text. Kleene's tables happen to be exact for this "
        "rule, so that all can be compared.",
        (
            Line("Coverdict, warm", _spread(found["ours"])),
            Line(f"Coverdict, cold, first {COLD:,} rows", per_second(cold)),
            Line("zen-engine, compiled expression", _spread(found["expression"])),
            Line("zen-engine, decision table", _spread(found["table"])),
            at_least("beside the expression, warm", found["ours"].median / found["expression"].median, 4),
            at_least("beside the table, warm", found["ours"].median / found["table"].median, 50),
            Line("beside the expression, cold", f"{cold / found['expression'].median:,.1f} times"),
            Line("wrong answers, all sides", str(wrong), "none", wrong == 0),
        ),
    )


def determinations() -> Section:
    """Whole determinations, with trace, reasons and questions, beside a table with its trace."""
    given = claims(CHECKED)
    cold_decide = program.determiner()
    cold = COLD / seconds(lambda: [cold_decide(row) for row in given[:COLD]])
    ours = program.determiner()
    wrong = _wrong(lambda row: program.answer_of(ours(row)), given)
    found = rates({"ours": ours, "traced": zen_peer.traced_table()}, given)
    return Section(
        "Whole determinations",
        f"The same rule, {CHECKED:,} of the rows. Coverdict gives the whole determination: possible "
        "outcomes, disposition, action, reasons, questions, changes and trace; zen-engine its decision table "
        "with trace.",
        (
            Line("Coverdict, warm", _spread(found["ours"])),
            Line(f"Coverdict, cold, first {COLD:,} rows", per_second(cold)),
            Line("zen-engine, decision table with trace", _spread(found["traced"])),
            at_least("beside it, warm", found["ours"].median / found["traced"].median, 4),
            Line("beside it, cold", f"{cold / found['traced'].median:,.1f} times"),
            Line("wrong answers", str(wrong), "none", wrong == 0),
        ),
    )


def _wrong(decide: Callable[[Row], object], given: Sequence[Row]) -> int:
    return sum(decide(row) != answer(row) for row in given)


def _spread(rate: Rate) -> str:
    return f"{per_second(rate.median)} ({rate.slowest / rate.median:.0%} to {rate.fastest / rate.median:.0%})"
