"""Functions of finitely many cells, and the questions one can ask of them."""

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
from coverdict.logic.solver import Solver, SolverError

__all__ = [
    "IMPOSSIBLE",
    "Alternative",
    "AtLeast",
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
    "DimensionParts",
    "Disj",
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
    "Solver",
    "SolverError",
    "Test",
    "Value",
    "asked_questions",
    "build",
    "build_all",
    "build_most",
    "mapped",
    "minimal_reasons",
    "nearest_changes",
    "optimal_questions",
    "possible",
    "questions",
]
