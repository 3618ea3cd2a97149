"""A policy whose diagram is over the budget: what the solver still tells of it."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.analysis.findings.finding import Finding, Touched, found
from coverdict.analysis.patients import patient_of
from coverdict.analysis.space import side_of, space_of
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.library.layers import NO_STATUS, Ruling, rule_name
from coverdict.logic import Solver, SolverError
from coverdict.logic.cells import TooManyCellsError


def solved(library: Library, document: Document) -> Iterator[Finding]:
    """Rules that never apply, and a gap; nothing where the solver is not there or gives up."""
    try:
        side = side_of(library, (document,))
        space = space_of(library, (side,))
        solver = Solver(space.sizes, space.feasible(space.status(side)))
        worlds = solver.worlds(space.full)
    except (SolverError, TooManyCellsError):
        return
    rulings = {key[1]: blocks for key, blocks in worlds if isinstance(key[1], Ruling)}
    said = {(ruling.rule, ruling.otherwise) for ruling in rulings}
    for rule in document.rules:
        name = rule_name(document, rule)
        if (name, False) not in said:
            what = f"the rule {rule.id} never applies: it decides for no patient"
            right = "correct its condition, put it before the rules that decide first, or remove it"
            touched = Touched(no_patient="the solver finds no patient for whom it decides")
            yield found("rule-never-applies", document, rule.place, what, right, rule.id, touched)
        elif rule.otherwise is not None and (name, True) not in said:
            what = f"the otherwise of rule {rule.id} never applies: it decides for no patient"
            right = "remove the otherwise, or correct the condition"
            touched = Touched(no_patient="the solver finds no patient for whom it decides")
            yield found("otherwise-never-applies", document, rule.place, what, right, rule.id, touched)
    if NO_STATUS in rulings:
        cells = {
            dimension: (
                solver.encoding.blocks[dimension][block] & -solver.encoding.blocks[dimension][block]
            ).bit_length()
            - 1
            for dimension, block in rulings[NO_STATUS].items()
        }
        what = "for some patients no rule decides: the policy does not address them"
        right = "add a rule for them, or an otherwise to the last rule"
        touched = Touched(patient=patient_of(space, cells), facts=space.names.facts)
        yield found("gap", document, document.place, what, right, touched=touched)
