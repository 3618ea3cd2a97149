"""The outcomes of a review and the results that bear on them."""

from __future__ import annotations

from collections.abc import Iterable

from coverdict.evidence.reviews.model import ReviewOutcome, Row, Side, Threshold
from coverdict.evidence.reviews.shapes import OutcomeShape, RowShape, ThresholdShape
from coverdict.language.nodes import MapNode, Node
from coverdict.language.shapes import place_of, read_shape
from coverdict.text import Report

PROPORTION = "proportion"


def read_outcome(shape: OutcomeShape, node: MapNode, report: Report, rows: Iterable[Node]) -> ReviewOutcome:
    """The outcome of a mapping whose keys are known.

    Arguments:
        rows: the entries under `rows`.
        report: gets what is wrong; the result is then not to be used.
    """
    threshold = _threshold(node.get("threshold"), report, "the threshold")
    margin = _threshold(node.get("margin"), report, "the margin")
    if shape.measure == PROPORTION:
        for key, given in (("threshold", threshold), ("margin", margin)):
            if given is not None:
                what = f"a proportion of one arm has no difference, so no {key} either"
                report.add(place_of(node, key), what, f"remove the {key}, or compare two arms")
    return ReviewOutcome(
        shape.id,
        shape.label,
        shape.critical,
        shape.health,
        Side(shape.event_is),
        shape.measure,
        threshold,
        margin,
        shape.publication_bias,
        shape.dose_response,
        shape.opposing_confounding,
        tuple(row for item in rows if (row := _row(item, shape.measure, report)) is not None),
        place_of(node, "id"),
    )


def _threshold(node: Node | None, report: Report, called: str) -> Threshold | None:
    shape = read_shape(ThresholdShape, node, report, called)
    return Threshold(shape.difference, shape.because) if shape is not None else None


def _row(node: Node, measure: str, report: Report) -> Row | None:
    shape = read_shape(RowShape, node, report, "a row")
    if shape is None or not isinstance(node, MapNode):
        return None
    if measure == PROPORTION:
        if shape.control or shape.printed_effect:
            what = "a proportion has one arm, and no effect"
            report.add(node.place, what, "remove control and printed effect from the row")
    elif not (shape.treated and shape.control):
        what = f"the row compares nothing: the {measure} has two arms"
        report.add(node.place, what, "write treated and control, each with the name of an arm")
    elif shape.treated == shape.control:
        what = f"the row compares the arm {shape.treated} with itself"
        report.add(place_of(node, "control"), what, "name the other arm", len(shape.control))
    place = place_of(node, "study")
    return Row(shape.study, shape.result, shape.treated, shape.control, shape.printed_effect, place)
