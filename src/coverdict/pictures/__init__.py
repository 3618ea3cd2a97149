"""Pictures of policies as accessible SVG: the tree of a policy's criteria, and its decision diagram."""

from coverdict.pictures.criteria import criteria_picture, draw_criteria
from coverdict.pictures.diagram import MOST_NODES, TooLargeError, diagram_picture, draw_diagram
from coverdict.pictures.drawing import Picture

__all__ = [
    "MOST_NODES",
    "Picture",
    "TooLargeError",
    "criteria_picture",
    "diagram_picture",
    "draw_criteria",
    "draw_diagram",
]
