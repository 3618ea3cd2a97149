"""The rule of `bench.claims`, decided by the program and by zen-engine from the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench import program, zen_peer
from bench.claims import Row, answer, claims
from bench.measure import Rate, first_rates, rates
from bench.report import Line, Section, at_least, per_second

ROWS = 200_000
CHECKED = 20_000
COLD = 2_000
PEER_CHECKED = 3_000


def rows() -> Section:
    """Deciding without a trace."""
    given = claims(ROWS)
    ours, expression, table = program.row_decider(), zen_peer.expression(), zen_peer.table()
    wrong = _wrong(lambda row: program.answer_in(ours(row)), given)  # and ours has met every row
    wrong += _wrong(expression, given[:PEER_CHECKED]) + _wrong(table, given[:PEER_CHECKED])
    cold = first_rates({"ours": program.row_decider, "expression": zen_peer.expression}, given[:COLD])
    warm = rates({"ours": ours, "expression": expression, "table": table}, given)
    return Section(
        "A rule, row by row",
        f"One coverage rule with missing facts ({ROWS:,} claims; see `bench/claims.py`), answered from "
        f"the same dictionaries; zen-engine {zen_peer.version()} as a compiled expression and as a "
        "decision table, Coverdict from its policy text: the possible outcomes (`Rows.possible`). Kleene's "
        "tables happen to be exact for this rule, so that all can be compared.",
        (
            Line("Coverdict, warm", _spread(warm["ours"])),
            Line("zen-engine, compiled expression, warm", _spread(warm["expression"])),
            Line("zen-engine, decision table, warm", _spread(warm["table"])),
            _beside("beside the expression, warm", warm["ours"], warm["expression"], 4),
            _beside("beside the table, warm", warm["ours"], warm["table"], 50),
            Line(f"Coverdict, cold, first {COLD:,} rows, compiling included", _spread(cold["ours"])),
            Line(f"zen-engine, compiled expression, first {COLD:,} rows", _spread(cold["expression"])),
            Line("beside the expression, cold", _times(cold["ours"], cold["expression"])),
            Line("wrong answers, all sides", str(wrong), "none", wrong == 0),
        ),
    )


def determinations() -> Section:
    """Whole determinations, with trace, reasons and questions, beside a table with its trace."""
    given = claims(CHECKED)
    ours, traced = program.determiner(), zen_peer.traced_table()
    wrong = _wrong(lambda row: program.answer_of(ours(row)), given)
    wrong += _wrong(traced, given[:PEER_CHECKED])
    cold = first_rates({"ours": program.determiner, "traced": zen_peer.traced_table}, given[:COLD])
    warm = rates({"ours": ours, "traced": traced}, given)
    return Section(
        "Whole determinations",
        f"The same rule, {CHECKED:,} of the rows. Coverdict gives the whole determination "
        "(`Rows.determine`): possible outcomes, disposition, action, reasons, questions, changes and trace; "
        "zen-engine its decision table with trace.",
        (
            Line("Coverdict, warm", _spread(warm["ours"])),
            Line("zen-engine, decision table with trace, warm", _spread(warm["traced"])),
            _beside("beside it, warm", warm["ours"], warm["traced"], 4),
            Line(f"Coverdict, cold, first {COLD:,} rows, compiling included", _spread(cold["ours"])),
            Line(f"zen-engine, the same, first {COLD:,} rows", _spread(cold["traced"])),
            Line("beside it, cold", _times(cold["ours"], cold["traced"])),
            Line("wrong answers, both sides", str(wrong), "none", wrong == 0),
        ),
    )


def _wrong(decide: Callable[[Row], object], given: Sequence[Row]) -> int:
    return sum(decide(row) != answer(row) for row in given)


def _beside(what: str, ours: Rate, theirs: Rate, goal: float) -> Line:
    return at_least(what, ours.median / theirs.median, goal)


def _times(ours: Rate, theirs: Rate) -> str:
    return f"{ours.median / theirs.median:,.1f} times"


def _spread(rate: Rate) -> str:
    return f"{per_second(rate.median)} ({rate.slowest / rate.median:.0%} to {rate.fastest / rate.median:.0%})"
