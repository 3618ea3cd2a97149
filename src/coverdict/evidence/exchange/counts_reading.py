"""A table of studies with arms and counts → drafts of studies.

Two forms are read. In the table of counts each row is one number of one arm, as `counts_table` writes it. In
the table of pairs each row has two arms with their events and totals. What stands in the columns of a study
has to be the same in all its rows, or empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePath

from coverdict.evidence.exchange.counts_cells import RowReader
from coverdict.evidence.exchange.counts_table import COLUMNS, PAIR, STUDY
from coverdict.evidence.exchange.decoding import reporting
from coverdict.evidence.exchange.drafts import Draft
from coverdict.evidence.exchange.naming import slug
from coverdict.evidence.exchange.spreadsheets import TableRow, read_csv
from coverdict.evidence.studies.model import Arm, Cell, Cite, Design, Nature, Result, Unit
from coverdict.text import Place, Report

_DESIGNS = tuple(design.value for design in Design)
_NATURES = tuple(nature.value for nature in Nature)
_UNITS = tuple(unit.value for unit in Unit)
# What all rows of a result say alike; an empty cell says what the first row says.
_SHARED = ("outcome", "nature", "counts", "in", "time", "curve", "group", "part_of", "p", "says", "lines")


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A study of the table, and the line where it begins."""

    draft: Draft
    line: int


@dataclass(slots=True)
class _Rows:
    """The rows of one study."""

    name: str
    rows: list[RowReader] = field(default_factory=list)


def read_counts(text: str, file: str) -> tuple[TableDraft, ...]:
    """The studies of a table, in the order in which they first stand there.

    Errors:
        DocumentError: the text is no CSV, a column is not known or one that is needed is missing, or a cell
            cannot be read; with its line. Nothing is read in part.
    """
    report = Report(file, text)
    with reporting(report):
        table = read_csv(text, (*COLUMNS, *(name for name in PAIR if name not in COLUMNS)), report)
        if table is None:
            return ()
        rows = _as_counts(table.rows) if _pairs(table.columns, report) else table.rows
        if not rows and not len(report):
            report.add(Place(file), "the table has a header and no rows", "")
        studies = () if len(report) else _studies([RowReader(row, report) for row in rows])
        return tuple(_draft(study, file) for study in studies)


def _pairs(columns: Sequence[str], report: Report) -> bool:
    """Whether the table has two arms a row; a column that it needs and has not is a problem."""
    pairs = "treated" in columns
    needed = ("outcome", "treated", "treated_events", "treated_total", "control") if pairs else ("outcome",)
    missing = [name for name in needed if name not in columns]
    if "study" not in columns and "label" not in columns:
        missing.insert(0, "study or label")
    for name in missing:
        report.add(Place(report.file), f"the table has no column {name}", "add it to the header")
    if pairs:
        for name in columns:
            if name not in (*STUDY, *PAIR, "result", "nature", "counts", "p", "says", "lines"):
                what = f"the column {name} has no place in a table of pairs"
                report.add(Place(report.file), what, "write one row for each arm, or remove it")
    return pairs


def _as_counts(rows: Iterable[TableRow]) -> tuple[TableRow, ...]:
    """Each row of two arms as two rows of one arm."""
    found: list[TableRow] = []
    for row in rows:
        for side in ("treated", "control"):
            named = {"treatment": side, "events": f"{side}_events", "total": f"{side}_total"}
            if not any(row[column] for column in named.values()):
                continue
            cells = {name: text for name, text in row.cells.items() if name not in PAIR[3:]}
            cells |= {name: row[column] for name, column in named.items()}
            found.append(replace(row, cells=cells, named=named))
    return tuple(found)


def _studies(rows: Iterable[RowReader]) -> tuple[_Rows, ...]:
    """The rows of each study, by its id or, without one, its label."""
    found: dict[str, _Rows] = {}
    for row in rows:
        name = row.id("study") if row.row["study"] else slug(row.row["label"])
        if not name:
            if not row.row["study"]:
                row.problem("study", "the row says of no study", "fill in study or label")
            continue
        found.setdefault(name, _Rows(name)).rows.append(row)
    return tuple(found.values())


def _draft(study: _Rows, file: str) -> TableDraft:
    head = _shared(study.rows, STUDY[1:])
    cites = head.cited()
    design = head.word("design", _DESIGNS)
    written = {
        "title": bool(head.row["title"]),
        "design": bool(head.row["design"]),
        "condition": bool(head.row["condition"]),
        "population": bool(head.row["population"]),
        "cited": bool(head.row["cited"]),
    }
    draft = Draft(
        id=study.name,
        label=head.row["label"] or study.name,
        origin=f"{PurePath(file).name}, line {head.row.line} (CSV)",
        pmid=head.pmid(),
        year=head.year(),
        title=head.row["title"],
        design=Design(design) if design else None,
        condition=head.row["condition"],
        population=head.row["population"],
        n=head.whole("n"),
        in_several_arms=head.whole("in_several_arms") or 0,
        accepted=head.accepted(),
        cites=cites,
        arms=_arms(study.rows),
        results=_results(study.rows, cites),
        opened=frozenset(key for key, given in written.items() if not given),
    )
    return TableDraft(draft, head.row.line)


def _shared(rows: Sequence[RowReader], columns: Sequence[str]) -> RowReader:
    """The first row, with what the others say where it is empty; rows that differ are a problem."""
    first = rows[0]
    cells = dict(first.row.cells)
    lines = dict.fromkeys(columns, first.row.line)
    for row in rows[1:]:
        for column in columns:
            text = row.row[column]
            if text and not cells.get(column):
                cells[column], lines[column] = text, row.row.line
            elif text and text != cells.get(column):
                what = f"line {lines[column]} says something else of it"
                row.problem(column, what, "write the same in all rows, or leave the further ones empty")
    return RowReader(replace(first.row, cells=cells), first.report)


# --- arms ---------------------------------------------------------------------------------------------------


def _arms(rows: Sequence[RowReader]) -> tuple[Arm, ...]:
    """The arms of a study, in the order in which they first stand in its rows."""
    found: dict[str, tuple[Arm, RowReader]] = {}
    for row in rows:
        _name_arm(row)
        arm = row.arm()
        if arm is None:
            continue
        before, _ = found.setdefault(arm.id, (arm, row))
        found[arm.id] = (_joined(before, arm, row), found[arm.id][1])
    for row in rows:
        against = row.row["against"]
        if against and against not in found:
            row.problem("against", f"no row of the study is about an arm {against[:60]}")
    for arm, row in found.values():
        if not arm.treatment:
            row.problem("treatment", f"no row says how the arm {arm.id} was treated")
    return tuple(replace(arm, label=arm.label or arm.treatment) for arm, _ in found.values())


def _name_arm(row: RowReader) -> None:
    """An arm without an id is called after its treatment."""
    if not row.row["arm"] and row.row["treatment"]:
        cells = dict(row.row.cells) | {"arm": slug(row.row["treatment"]) or "arm"}
        row.row = replace(row.row, cells=cells)


def _joined(arm: Arm, other: Arm, row: RowReader) -> Arm:
    """An arm with what a further row says of it."""
    joined = arm
    for column, name in (("arm_label", "label"), ("treatment", "treatment"), ("arm_n", "n")):
        before, now = getattr(joined, name), getattr(other, name)
        if before in ("", None):
            joined = replace(joined, **{name: now})
        elif now not in ("", None, before):
            row.problem(column, f"another row of the arm {arm.id} says {before}", "write the same in both")
    return joined if joined.derived else replace(joined, derived=other.derived)


# --- results ------------------------------------------------------------------------------------------------


def _results(rows: Sequence[RowReader], cites: tuple[Cite, ...]) -> tuple[Result, ...]:
    """The results of a study, each from all its rows."""
    groups: dict[str, list[RowReader]] = {}
    for row in rows:
        name = _result_id(row)
        if name:
            groups.setdefault(name, []).append(row)
    results = [result for name, group in groups.items() if (result := _result(name, group, cites))]
    curves = groupby(results, key=lambda result: result.curve)
    for curve, times in curves:
        if curve:
            _check_curve(curve, list(times), groups)
    return tuple(results)


def _result_id(row: RowReader) -> str:
    """The id of the result that the row is of; without one, made of outcome, time and group."""
    texts = row.row
    if texts["curve"]:
        made = f"{texts['curve']}-{texts['time'].replace(' ', '')}"
        if texts["result"] not in ("", made):
            row.problem("result", f"the result of a curve is called {made}", "leave the cell empty")
        return made
    if texts["result"]:
        return row.id("result")
    if not texts["outcome"]:
        filled = [column for column in (*_SHARED, "events", "total", "figure") if texts[column]]
        if filled:
            row.problem("outcome", f"{filled[0]} stands in a row without an outcome", "fill in outcome")
        return ""
    return slug("-".join(filter(None, (texts["outcome"], texts["time"], texts["group"])))) or "result"


def _result(name: str, rows: Sequence[RowReader], cites: tuple[Cite, ...]) -> Result | None:
    head = _shared(rows, _SHARED)
    if not head.row["outcome"]:
        head.problem("outcome", f"no row says which outcome the result {name} is of")
        return None
    counted = any(row.row["events"] or row.row["total"] for row in rows)
    word = head.word("nature", _NATURES) or ("count" if counted else None)
    if word is None:
        if not head.row["nature"]:
            head.problem("nature", "no row says what kind of number it is", f"one of {', '.join(_NATURES)}")
        return None
    nature = Nature(word)
    unit = head.word("counts", _UNITS)
    time, months = head.time()
    effects = [effect for row in rows if (effect := row.effect())]
    if len(effects) > 1:
        head.problem("measure", f"the result {name} has {len(effects)} effects", "give each its own result")
    return Result(
        id=name,
        outcome=head.row["outcome"],
        nature=nature,
        unit=Unit(unit) if unit else Unit.PATIENTS,
        time=time,
        months=months,
        group=head.row["group"],
        cells=_cells([row for row in rows if not row.row["measure"]], nature),
        effect=effects[0] if effects else None,
        p=head.p(),
        cites=head.lines(cites),
        says=head.row["says"],
        place=Place(head.report.file, head.row.line),
        measured=head.row["in"],
        curve=head.row["curve"],
        part_of=head.row["part_of"],
    )


def _cells(rows: Sequence[RowReader], nature: Nature) -> tuple[Cell, ...]:
    found: dict[str, Cell] = {}
    for row in rows:
        cell = row.cell(nature)
        if cell is None:
            continue
        if cell.arm in found:
            row.problem("arm", "an earlier row has this result of this arm already", "keep one of them")
        found[cell.arm] = cell
    return tuple(found.values())


def _check_curve(curve: str, times: Sequence[Result], groups: Mapping[str, Sequence[RowReader]]) -> None:
    """A curve has a cell at each time for each of its arms, and derived numbers at its last time alone."""
    arms = {cell.arm for result in times for cell in result.cells}
    for result in times:
        first = groups[result.id][0]
        if {cell.arm for cell in result.cells} != arms:
            first.problem("curve", f"the curve {curve} has not the same arms at each of its times")
        if result is not times[-1] and any(cell.derived for cell in result.cells):
            first.problem("derived", "of a curve, only the last time has derived numbers")
