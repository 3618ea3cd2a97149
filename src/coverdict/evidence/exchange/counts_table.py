"""Studies as a table of counts: one row for each number that a source prints, and the columns it stands in.

The table holds what pooling needs: who the study is, its arms, and its results with every number as written.
Risk of bias, differences between documents and notes are not in it. What the table holds comes back from
`counts_reading` as it was, so that a table that is written, read and written again stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coverdict.evidence.exchange.draft_results import ALL, level_text, lines_text, p_text
from coverdict.evidence.exchange.spreadsheets import write_csv
from coverdict.evidence.studies.model import Accepted, Arm, Cell, Cite, Effect, Result, Study, Unit

STUDY = (
    *("study", "label", "pmid", "year", "title", "design", "condition", "population", "n"),
    *("in_several_arms", "cited", "accepted"),
)
RESULT = (
    "result",
    "outcome",
    "nature",
    "counts",
    "in",
    "time",
    "curve",
    "group",
    "part_of",
    "p",
    "says",
    "lines",
)
ARM = ("arm", "arm_label", "treatment", "arm_n", "arm_n_derived", "arm_n_others")
CELL = ("events", "total", "figure", "percent", "lower", "upper", "derived", "derived_of", "others")
EFFECT = ("measure", "against", "level", "adjusted")
COLUMNS = STUDY + RESULT + ARM + CELL + EFFECT
"""The columns of the table of counts, in order."""

PAIR = (
    *("outcome", "time", "group", "treated", "treated_events", "treated_total"),
    *("control", "control_events", "control_total"),
)
"""The columns that a table of two arms a row has instead of those of results, arms and cells."""


def counts_csv(studies: Iterable[Study]) -> str:
    """The table of counts of some studies, as CSV text."""
    return write_csv(COLUMNS, (row for study in studies for row in _rows(study)))


def _rows(study: Study) -> Iterator[dict[str, object]]:
    head = _study(study)
    arms = {arm.id: _arm(arm) for arm in study.arms}
    shown: set[str] = set()
    wrote = False
    for result in study.results:
        named = head | _result(result, study.cites)
        for row, arm in _result_rows(result):
            shown.add(arm)
            wrote = True
            yield named | arms.get(arm, {}) | row
    for arm, cells in arms.items():
        if arm not in shown:
            wrote = True
            yield head | cells
    if not wrote:
        yield head


def _study(study: Study) -> dict[str, object]:
    return who(study) | {
        "in_several_arms": study.in_several_arms or None,
        "cited": cited_text(study.cites),
        "accepted": accepted_text(study.accepted),
    }


def who(study: Study) -> dict[str, object]:
    """What a study is and whom it is about, by the names of the columns."""
    return {
        "study": study.id,
        "label": study.label,
        "pmid": study.pmid,
        "year": study.year,
        "title": study.title,
        "design": study.design.value,
        "condition": study.condition,
        "population": study.population,
        "n": study.n,
    }


def cited_text(cites: Sequence[Cite]) -> str:
    """Where a study is cited, in one cell: `bsc: bsc/7.01.75@2021-11-01 111-113 [2]; …`."""
    return "; ".join(
        f"{cite.name}: {cite.source}@{cite.version} {lines_text(cite)}"
        + (f" [{cite.reference}]" if cite.reference else "")
        for cite in cites
    )


def accepted_text(accepted: Sequence[Accepted]) -> str:
    """The findings that are the source's own slips, in one cell: `FINDING of WHAT: because; | …`."""
    return " | ".join(f"{one.finding} of {one.about}: {one.because}" for one in accepted)


def _result(result: Result, cites: Sequence[Cite]) -> dict[str, object]:
    same = result.cites == tuple(cites)
    return {
        "result": result.id,
        "outcome": result.outcome,
        "nature": result.nature.value,
        "counts": "" if result.unit is Unit.PATIENTS else result.unit.value,
        "in": result.measured,
        "time": result.time,
        "curve": result.curve,
        "group": result.group,
        "part_of": result.part_of,
        "p": "" if result.p is None else p_text(result.p),
        "says": result.says,
        "lines": "" if same else "; ".join(f"{cite.name} {lines_text(cite)}" for cite in result.cites),
    }


def _result_rows(result: Result) -> Iterator[tuple[dict[str, object], str]]:
    """The rows of one result, each with the arm that it is about."""
    for cell in result.cells:
        yield {"arm": cell.arm or ALL} | _cell(cell), cell.arm
    if result.effect is not None:
        yield {"arm": result.effect.treated} | _effect(result.effect), result.effect.treated
    elif not result.cells:
        yield {}, ""


def _arm(arm: Arm) -> dict[str, object]:
    row: dict[str, object] = {
        "arm": arm.id,
        "arm_label": arm.label,
        "treatment": arm.treatment,
        "arm_n": arm.n,
    }
    if arm.derived is not None:
        row |= {"arm_n_derived": arm.derived.how, "arm_n_others": _numbers(arm.derived.others)}
    return row


def _cell(cell: Cell) -> dict[str, object]:
    row: dict[str, object] = {
        "events": cell.events,
        "total": cell.total,
        "figure": cell.figure and cell.figure.text,
        "percent": True if cell.percent else None,
        "lower": cell.lower and cell.lower.text,
        "upper": cell.upper and cell.upper.text,
    }
    if cell.derived is not None:
        row |= {
            "derived": cell.derived.how,
            "derived_of": " ".join(cell.derived.of),
            "others": _numbers(cell.derived.others),
        }
    return row


def _effect(effect: Effect) -> dict[str, object]:
    return {
        "figure": effect.estimate.text,
        "lower": effect.lower and effect.lower.text,
        "upper": effect.upper and effect.upper.text,
        "measure": effect.measure,
        "against": effect.control,
        "level": level_text(effect),
        "adjusted": effect.adjusted,
    }


def _numbers(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))
