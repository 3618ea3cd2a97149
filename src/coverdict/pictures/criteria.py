"""The picture of a policy's criteria: its rules in order, each a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.library.program import Program
from coverdict.pictures.drawing import FAINT, LINE, Picture, Sheet, number
from coverdict.pictures.measuring import Font
from coverdict.pictures.naming import headline, said, subject
from coverdict.pictures.outline import OutlinedRule, Row, outline
from coverdict.pictures.shapes import CONNECTIVE, INSET, READING, Look, look_of, outlined

WIDTH, MARGIN, PAD = 1000.0, 24.0, 18.0
STEP = 26.0  # pixels that each depth is moved to the right
TRUNK, TEXT = 8.0, 20.0  # where, from a row's left, the line to those below it starts, and a text
DEEPEST = 14  # depths that move to the right; a deeper row stands below this one
CITED = 190.0  # the width of the column of citations
STATUS, RULE, LABEL, DETAIL, TAG = Font(15, bold=True), Font(13), Font(14), Font(12.5), Font(11.5)
GUIDE = "Rules are read from the top, and the first that holds decides."
DASHED = " Dashed: an open reading of the source; which option holds is not settled."
NEXT_RULE = "If not: the next rule."
NO_RULE = "If not: the policy does not address the patient."
EMPTY = "This policy has no rules."


@dataclass(frozen=True, slots=True)
class _Set:
    """A row set in lines, with its place down from the first row's top."""

    row: Row
    tag: tuple[str, float]
    label: tuple[str, ...]
    detail: tuple[str, ...]
    cites: tuple[str, ...]
    left: float
    top: float
    height: float


def criteria_picture(program: Program) -> str:
    """The criteria of a program's rules as an SVG document; see `draw_criteria`."""
    return draw_criteria(program).svg


def draw_criteria(program: Program) -> Picture:
    """The rules of a program in order: status, criteria as a tree, citation, and what holds otherwise.

    Arguments:
        program: a policy by itself (`compile_texts(library, (document,))`), or with others around it.
    """
    rules = outline(program)
    title = f"{subject(program)}: criteria"
    sheet = Sheet()
    open_reading = any(row.kind == "reading" for rule in rules for row in rule.rows)
    guide = GUIDE + DASHED * open_reading if rules else EMPTY
    top = headline(sheet, program, "criteria", guide, MARGIN, WIDTH - 2 * MARGIN) + MARGIN
    for rule in rules:
        top = _draw_rule(sheet, rule, top, last=rule is rules[-1]) + MARGIN
    description = " ".join(_sentences(rules)) or EMPTY
    return sheet.picture(f"criteria {program.policy.id}", title, description, WIDTH, top)


# --- in sentences -------------------------------------------------------------------------------------


def _sentences(rules: tuple[OutlinedRule, ...]) -> Iterator[str]:
    """The outline, for those who do not see the picture."""
    for rule in rules:
        label = f", “{rule.label}”" if rule.label else ""
        cites = f" [{rule.cites}]" if rule.cites else ""
        yield f"Rule {rule.number}, {rule.id}: {said(rule.value)}{label}, {rule.when}{cites}."
        for row in rule.rows:
            yield _row_sentence(row)
        yield from _after(rule, last=rule is rules[-1])


def _row_sentence(row: Row) -> str:
    words = ": ".join(filter(None, (row.tag, row.label))) or "without a name"
    detail = f" ({row.detail})" if row.detail else ""
    again = f", as in {row.again[0]}" if row.again else ""
    cites = f" [{row.cites}]" if row.cites else ""
    return f"{row.number} {words}{detail}{again}{cites}."


def _after(rule: OutlinedRule, *, last: bool) -> Iterator[str]:
    """What holds when the rule's criteria do not, and what else it says."""
    if rule.otherwise:
        yield f"Otherwise: {said(rule.otherwise)}."
    elif rule.when != "always":
        yield NO_RULE if last else NEXT_RULE
    yield from rule.remarks


# --- drawn --------------------------------------------------------------------------------------------


def _draw_rule(sheet: Sheet, rule: OutlinedRule, top: float, *, last: bool) -> float:
    """Draw a rule from `top` down; where it ends."""
    rows, below = _rows(rule)
    head = _head(rule)
    foot = list(_foot(rule, last=last))
    foot_height = sum(height for _, _, height in foot)
    height = head.height + below + foot_height + PAD
    left, width = MARGIN, WIDTH - 2 * MARGIN
    sheet.shape(
        "rect", "box", x=left, y=top, width=width, height=height, rx=10, fill="#fbfdfe", stroke="#6b8699"
    )
    _draw_head(sheet, rule, head, top)
    first = top + head.height
    for one in rows:
        if one.row.kind == "reading":
            _draw_frame(sheet, one, rows, first)
    for position, one in enumerate(rows):
        _draw_branches(sheet, position, rows, first)
        _draw_row(sheet, one, first)
    y = first + below
    for look, lines, part in foot:
        x = left + PAD
        if look is not None:
            sheet.text("otherwise", x, y + 18, RULE, colour=FAINT)
            x += RULE.width("otherwise") + 10
            _draw_status(sheet, look, lines, x, y)
        else:
            sheet.lines(lines, x, y + 2, RULE, colour=FAINT)
        y += part
    return top + height


@dataclass(frozen=True, slots=True)
class _Head:
    """The status, the condition, the names and the citation of a rule, in lines."""

    status: tuple[str, ...]
    when: tuple[str, ...]
    names: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def height(self) -> float:
        beside = LABEL.line * len(self.when) + TAG.line * len(self.names)
        return max(STATUS.line * len(self.status) + 8, beside, TAG.line * len(self.cites)) + 24


def _head(rule: OutlinedRule) -> _Head:
    status = STATUS.lines(said(rule.value), 280) or ("no value",)
    beside = WIDTH - 2 * (MARGIN + PAD) - CITED - _wide(STATUS, status) - 2 * INSET - 34
    names = f"rule {rule.id}" + (f" · in the payer's words “{rule.label}”" if rule.label else "")
    when = LABEL.lines(f"{rule.number}. {rule.when}", beside)
    return _Head(status, when, TAG.lines(names, beside), TAG.lines(rule.cites, CITED))


def _draw_head(sheet: Sheet, rule: OutlinedRule, head: _Head, top: float) -> None:
    x = MARGIN + PAD
    _draw_status(sheet, look_of(rule.value), head.status, x, top + 12)
    x += _wide(STATUS, head.status) + 2 * INSET + 14
    y = sheet.lines(head.when, x, top + 12, LABEL)
    sheet.lines(head.names, x, y, TAG, colour=FAINT)
    sheet.lines(head.cites, WIDTH - MARGIN - PAD, top + 14, TAG, colour=FAINT, anchor="end")


def _draw_status(sheet: Sheet, look: Look, lines: tuple[str, ...], x: float, top: float) -> None:
    width = _wide(STATUS, lines) + 2 * INSET
    outlined(sheet, look, x, top, width, STATUS.line * len(lines) + 8)
    sheet.lines(lines, x + width / 2, top + 4, STATUS, anchor="middle")


def _foot(rule: OutlinedRule, *, last: bool) -> Iterator[tuple[Look | None, tuple[str, ...], float]]:
    """What stands below the rows: a status or a sentence, in lines, with its height."""
    width = WIDTH - 2 * (MARGIN + PAD)
    sentences = list(_after(rule, last=last))
    if rule.otherwise:
        lines = STATUS.lines(said(rule.otherwise), width - 200) or ("no value",)
        yield look_of(rule.otherwise), lines, STATUS.line * len(lines) + 16
        sentences = sentences[1:]
    for sentence in sentences:
        lines = RULE.lines(sentence, width)
        yield None, lines, RULE.line * len(lines) + 4


def _rows(rule: OutlinedRule) -> tuple[tuple[_Set, ...], float]:
    """The rows in lines, each below the one before, and the height of all."""
    found = []
    top = 0.0
    for row in rule.rows:
        left = MARGIN + PAD + 2 + STEP * min(row.depth, DEEPEST)
        tag = (row.tag, round(TAG.width(row.tag) + 2 * INSET, 1) if row.tag else 0.0)
        width = WIDTH - MARGIN - PAD - CITED - 20 - left - (tag[1] + 8 if row.tag else TEXT)
        again = ""
        if row.again is not None:
            again = "spelt out above" + (f": {row.again[1]}" if row.again[1] != row.label else "")
        label = LABEL.lines(row.label or ("" if row.tag else "without a name"), width)
        detail = DETAIL.lines(" · ".join(filter(None, (row.detail, again))), width)
        cites = TAG.lines(row.cites, CITED)
        words = LABEL.line * max(len(label), 0 if detail else 1) + DETAIL.line * len(detail)
        height = max(words, TAG.line * len(cites), 22.0) + 13
        found.append(_Set(row, tag, label, detail, cites, left, top, height))
        top += height
    return tuple(found), top + (8 if found else 0)


def _draw_row(sheet: Sheet, one: _Set, first: float) -> None:
    top = first + one.top + 4
    x = one.left
    name, width = one.tag
    if name:
        look = CONNECTIVE if one.row.kind == "criterion" else READING
        outlined(sheet, look, x, top, width, 20)
        sheet.text(name, x + width / 2, top + 14, TAG, anchor="middle")
        x += width + 8
    else:
        sheet.shape("circle", "mark", cx=x + TRUNK, cy=top + 10, r=3.5, fill=LINE)
        x += TEXT
    y = sheet.lines(one.label, x, top + (1 if one.label else 0), LABEL)
    sheet.lines(one.detail, x, y + (0 if one.label else 2), DETAIL, colour=FAINT)
    sheet.lines(one.cites, WIDTH - MARGIN - PAD, top + 2, TAG, colour=FAINT, anchor="end")


def _draw_frame(sheet: Sheet, one: _Set, rows: tuple[_Set, ...], first: float) -> None:
    """The frame around a reading and its options."""
    end = rows[one.row.last]
    left, right = one.left - 7, WIDTH - MARGIN - PAD - CITED - 8
    sheet.shape(
        "rect",
        "box",
        x=left,
        y=first + one.top,
        width=right - left,
        height=end.top + end.height - one.top - 4,
        rx=6,
        fill="#fffdf4",
        stroke=READING.edge,
        stroke_width=1,
        stroke_dasharray=READING.dashes,
    )


def _draw_branches(sheet: Sheet, position: int, rows: tuple[_Set, ...], first: float) -> None:
    """The lines from a row to those right below it."""
    one = rows[position]
    below = [row for row in rows[position + 1 : one.row.last + 1] if row.row.depth == one.row.depth + 1]
    if not below:
        return
    x = one.left + TRUNK
    start = first + one.top + (24 if one.tag[0] else 14)
    for row in below:
        y = first + row.top + 14
        path = f"M{number(x)} {number(start)}V{number(y)}H{number(row.left + (0 if row.tag[0] else TRUNK))}"
        sheet.shape("path", "line", d=path, fill="none", stroke="#6b8699", stroke_width=1.2)


def _wide(font: Font, lines: tuple[str, ...]) -> float:
    return round(max((font.width(line) for line in lines), default=0.0), 1)
