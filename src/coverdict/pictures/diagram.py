"""The picture of a policy's decision diagram: the exact function, on the patients that can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.library.layers import Outcome
from coverdict.library.program import Program
from coverdict.logic import IMPOSSIBLE, Diagram
from coverdict.pictures.drawing import FAINT, INK, LINE, PAPER, Picture, Sheet, number
from coverdict.pictures.layout import Layout, Link, Size, Spot, laid_out
from coverdict.pictures.measuring import Font, plural
from coverdict.pictures.naming import headline, said, subject
from coverdict.pictures.reduction import reduced
from coverdict.pictures.shapes import FACT, INSET, READING, Look, look_of, outlined
from coverdict.pictures.store import Reduced
from coverdict.pictures.wording import Asked, Wording
from coverdict.text import CoverdictError

MOST_NODES = 60
NARROWEST = 720.0
MARGIN = 24.0
LABEL, NAME, WORDS, END = Font(14), Font(11.5), Font(12.5), Font(15, bold=True)
WIDEST_LABEL, WIDEST_WORDS = 200.0, 170.0

EVERYBODY = "Every patient is so: no fact and no reading changes it."
NOBODY = "No patient can be as the constraints of the vocabulary demand."


class TooLargeError(CoverdictError):
    """A picture of the diagram could not be read."""


@dataclass(frozen=True, slots=True)
class _Box:
    """What stands in a node: a caption, its label and its names, each in lines."""

    look: Look
    parts: tuple[tuple[Font, tuple[str, ...]], ...]
    size: Size


def diagram_picture(program: Program) -> str:
    """The decision diagram of a program's status as an SVG document; see `draw_diagram`."""
    return draw_diagram(program).svg


def draw_diagram(program: Program) -> Picture:
    """The decision diagram of a program's status: every path leads to what the rules say of such a patient.

    Patients that cannot be are left out, and with them what only tells such patients apart.

    Arguments:
        program: a policy by itself (`compile_texts(library, (document,))`), or with others around it.

    Errors:
        TooLargeError: more than `MOST_NODES` nodes, or a function that the solver holds.
    """
    wording = Wording(program)
    graph = status_diagram(program, wording)
    asked = {
        place: wording.asked(node.dimension, tuple(mask for mask, _ in node.edges))
        for place, node in enumerate(graph.nodes)
        if not node.terminal
    }
    title = f"{subject(program)}: decision diagram"
    sheet, size = _drawn(program, graph, asked)
    description = " ".join(_sentences(graph, asked))
    return sheet.picture(f"diagram {program.policy.id}", title, description, size.width, size.height)


def status_diagram(program: Program, wording: Wording) -> Reduced:
    """The status of each patient that can be, in as few nodes as were found.

    Errors:
        TooLargeError: more than `MOST_NODES` nodes, or a function that the solver holds.
    """
    advice = "draw its criteria instead (--of criteria)"
    if not isinstance(program.outcome, Diagram):
        raise TooLargeError(
            f"{program.policy.id}: its decision diagram is above the node budget, and a solver decides "
            f"instead, so that there is no diagram to draw; {advice}"
        )
    graph = reduced(program.outcome.relabel(_status), wording.blocks)
    if graph.inner > MOST_NODES:
        raise TooLargeError(
            f"{program.policy.id}: its decision diagram has {graph.inner} nodes, and a picture of more than "
            f"{MOST_NODES} cannot be read; {advice}"
        )
    return graph


def _status(outcome: object) -> str:
    assert isinstance(outcome, Outcome)
    return outcome.status.value


# --- in sentences -------------------------------------------------------------------------------------


def _sentences(graph: Reduced, asked: dict[int, Asked]) -> Iterator[str]:
    """The node list, for those who do not see the picture."""
    if not graph.inner:
        value = graph.nodes[0].value
        yield NOBODY if value is IMPOSSIBLE else f"{said(str(value)).capitalize()}. {EVERYBODY}"
        return
    statuses = [said(str(node.value)) for node in graph.nodes if node.terminal]
    yield f"{plural(graph.inner, 'node', 'nodes')} and {plural(len(statuses), 'status', 'statuses')}:"
    yield f"{', '.join(statuses)}. Begin at node 1."
    for place, one in asked.items():
        kind = "Open reading" if one.reading else "Fact"
        name = f" ({one.names})" if one.names else ""
        yield f"Node {place + 1}. {kind}: {one.label or 'without a name'}{name}."
        edges = zip(one.edges, graph.nodes[place].edges, strict=True)
        ways = (f"{words or 'no value'}: {_where_to(graph, child)}" for words, (_, child) in edges)
        yield f"{'; '.join(ways)}."


def _where_to(graph: Reduced, place: int) -> str:
    node = graph.nodes[place]
    return said(str(node.value)) if node.terminal else f"go to node {place + 1}"


# --- drawn --------------------------------------------------------------------------------------------


def _drawn(program: Program, graph: Reduced, asked: dict[int, Asked]) -> tuple[Sheet, Size]:
    boxes = [_box(asked.get(place), node.value) for place, node in enumerate(graph.nodes)]
    words, links = [], []
    for place, one in asked.items():
        for text, (_, child) in zip(one.edges, graph.nodes[place].edges, strict=True):
            lines = WORDS.lines(text, WIDEST_WORDS) or ("no value",)
            words.append(lines)
            links.append(Link(place, child, _size(((WORDS, lines),), 6.0, 2.0)))
    layout = laid_out([box.size for box in boxes], links)
    width = max(NARROWEST, layout.size.width + 2 * MARGIN)
    sheet = Sheet()
    legend = _legend(graph, asked)
    top = headline(sheet, program, "decision diagram", legend, MARGIN, width - 2 * MARGIN) + MARGIN
    left = (width - layout.size.width) / 2
    for line in layout.lines:
        _line(sheet, [(x + left, y + top) for x, y in line])
    for spot in _ends(layout, links):
        x, y = spot.x + left, spot.y - spot.size.height / 2 + top
        points = ((x, y), (x - 4, y - 8), (x + 4, y - 8))
        sheet.shape(
            "polygon", "mark", points=" ".join(f"{number(a)},{number(b)}" for a, b in points), fill=LINE
        )
    for spot, box in zip(layout.boxes, boxes, strict=True):
        _draw_box(sheet, box, spot.x + left, spot.y - spot.size.height / 2 + top)
    for spot, lines in zip(layout.words, words, strict=True):
        x, y = spot.x + left, spot.y - spot.size.height / 2 + top
        sheet.shape(
            "rect",
            "paper",
            x=x - spot.size.width / 2,
            y=y,
            width=spot.size.width,
            height=spot.size.height,
            fill=PAPER,
        )
        sheet.lines(lines, x, y + 2, WORDS, anchor="middle")
    bottom = top + layout.size.height
    if not graph.inner:
        sentence = NOBODY if graph.nodes[0].value is IMPOSSIBLE else EVERYBODY
        lines = LABEL.lines(sentence, width - 2 * MARGIN)
        bottom = sheet.lines(lines, width / 2, bottom + 14, LABEL, anchor="middle")
    return sheet, Size(width, bottom + MARGIN)


def _legend(graph: Reduced, asked: dict[int, Asked]) -> str:
    if not graph.inner:
        return ""
    words = "Follow the answers from the top. Every patient who can be has one way down."
    if any(one.reading for one in asked.values()):
        words += " Dashed: an open reading, which no patient answers."
    return words


def _box(asked: Asked | None, value: object) -> _Box:
    if asked is None:
        text = "nobody" if value is IMPOSSIBLE else said(str(value))
        parts: tuple[tuple[Font, tuple[str, ...]], ...] = ((END, END.lines(text, WIDEST_LABEL)),)
        return _Box(look_of(str(value)), parts, _size(parts, INSET + 8, 10))
    label = (LABEL, LABEL.lines(asked.label, WIDEST_LABEL) or ("without a name",))
    if asked.reading:
        parts = ((NAME, ("open reading",)), label, (NAME, NAME.lines(asked.names, WIDEST_LABEL)))
        return _Box(READING, parts, _size(parts, INSET + 6, 8))
    parts = (label, (NAME, NAME.lines(asked.names, WIDEST_LABEL)))
    return _Box(FACT, parts, _size(parts, INSET, 8))


def _size(parts: tuple[tuple[Font, tuple[str, ...]], ...], beside: float, above: float) -> Size:
    """The size of a box around lines of text."""
    width = max((font.width(line) for font, lines in parts for line in lines), default=0.0)
    height = sum(font.line * len(lines) for font, lines in parts)
    return Size(round(width + 2 * beside, 1), round(height + 2 * above, 1))


def _draw_box(sheet: Sheet, box: _Box, x: float, top: float) -> None:
    outlined(sheet, box.look, x - box.size.width / 2, top, box.size.width, box.size.height)
    y = top + (box.size.height - sum(font.line * len(lines) for font, lines in box.parts)) / 2
    for font, lines in box.parts:
        y = sheet.lines(lines, x, y, font, colour=FAINT if font == NAME else INK, anchor="middle")


def _line(sheet: Sheet, points: list[tuple[float, float]]) -> None:
    """A line through the points: straight down, a bend, straight down."""
    (x, y), (_, low), (end, high), (_, bottom) = points
    middle = (low + high) / 2
    path = f"M{number(x)} {number(y)}V{number(low)}"
    path += f"C{number(x)} {number(middle)} {number(end)} {number(middle)} {number(end)} {number(high)}"
    sheet.shape("path", "line", d=f"{path}V{number(bottom)}", fill="none", stroke=LINE, stroke_width=1.5)


def _ends(layout: Layout, links: list[Link]) -> list[Spot]:
    """The boxes that a line ends at."""
    return [layout.boxes[place] for place in sorted({link.target for link in links})]
