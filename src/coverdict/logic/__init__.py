"""Functions of finitely many cells, and the questions one can ask of them."""

from coverdict.logic.blocks import (
    ENTRIES,
    Block,
    Blocks,
    Digit,
    Ending,
    TooManyStatesError,
    blocks_of,
    in_order_of_reading,
    symbols_of,
    unlisted_blocks,
)
from coverdict.logic.changes import Alternative, Change, Changes, nearest_changes
from coverdict.logic.construction import Diagrams, Node, OverBudget
from coverdict.logic.diagram import Diagram, FiniteFunction, Nodes, possible
from coverdict.logic.formula import (
    IMPOSSIBLE,
    AtLeast,
    Choose,
    Combine,
    Conj,
    Const,
    Decision,
    Disj,
    Formula,
    Literal,
    Mask,
    Neg,
    Test,
    Value,
    mapped,
)
from coverdict.logic.function import Function
from coverdict.logic.machine import Machine, Reader
from coverdict.logic.optimum import asked_questions, optimal_questions
from coverdict.logic.ordering import build, build_all, build_most
from coverdict.logic.questions import Candidate, Questions, questions
from coverdict.logic.reasons import DimensionParts, Reasons, minimal_reasons
from coverdict.logic.residuals import Residuals
from coverdict.logic.solver import Solver, SolverError

__all__ = [
    "ENTRIES",
    "IMPOSSIBLE",
    "Alternative",
    "AtLeast",
    "Block",
    "Blocks",
    "Candidate",
    "Change",
    "Changes",
    "Choose",
    "Combine",
    "Conj",
    "Const",
    "Decision",
    "Diagram",
    "Diagrams",
    "Digit",
    "DimensionParts",
    "Disj",
    "Ending",
    "FiniteFunction",
    "Formula",
    "Function",
    "Literal",
    "Machine",
    "Mask",
    "Neg",
    "Node",
    "Nodes",
    "OverBudget",
    "Questions",
    "Reader",
    "Reasons",
    "Residuals",
    "Solver",
    "SolverError",
    "Test",
    "TooManyStatesError",
    "Value",
    "asked_questions",
    "blocks_of",
    "build",
    "build_all",
    "build_most",
    "in_order_of_reading",
    "mapped",
    "minimal_reasons",
    "nearest_changes",
    "optimal_questions",
    "possible",
    "questions",
    "symbols_of",
    "unlisted_blocks",
]
