"""A function of cells, whichever way it is held."""

from __future__ import annotations

from typing import TypeAlias

from coverdict.logic.diagram import Diagram
from coverdict.logic.solver import Solver

Function: TypeAlias = Diagram | Solver
"""A diagram or, where that would be over its budget, the solver: both answer every question of this room."""
