"""Accessible SVG: the tree of a policy's criteria, its decision diagram, and flows between outcomes."""

from coverdict.pictures.criteria import criteria_picture, draw_criteria
from coverdict.pictures.diagram import MOST_NODES, TooLargeError, diagram_picture, draw_diagram
from coverdict.pictures.drawing import Picture
from coverdict.pictures.flow import draw_flow
from coverdict.pictures.flow_data import End, Flow, Ribbon, Way

__all__ = [
    "MOST_NODES",
    "End",
    "Flow",
    "Picture",
    "Ribbon",
    "TooLargeError",
    "Way",
    "criteria_picture",
    "diagram_picture",
    "draw_criteria",
    "draw_diagram",
    "draw_flow",
]
