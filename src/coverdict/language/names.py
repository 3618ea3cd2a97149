"""Finding what a name stands for, and saying what it could have been."""

from __future__ import annotations

from lark import Token

from coverdict.language import expressions as tree
from coverdict.language.environments import Environment
from coverdict.language.expression_messages import Finding
from coverdict.language.expressions import ExpressionError
from coverdict.language.model import Fact
from coverdict.text import did_you_mean, nearest


def fault(token: Token, what: str, right: str = "") -> ExpressionError:
    """An error that points at `token`."""
    return ExpressionError(Finding(token.start_pos or 0, token.end_pos or 0, what, right))


def unknown_name(token: Token, environment: Environment) -> Finding:
    """The finding for a name that stands for nothing here."""
    name = str(token)
    start, end = token.start_pos or 0, token.end_pos or 0
    if name in environment.rules:
        right = "name the condition as a criterion and use it in both"
        if name == environment.rule:
            return Finding(start, end, f"the rule {name} refers to itself", "write out what it depends on")
        return Finding(start, end, f"{name} is a rule; a condition cannot refer to rules", right)
    if name in ("status", "benefit", "position"):
        return Finding(start, end, f"{name} cannot be asked about here", _where_slots(name, environment))
    if environment.fields_of:
        what = f"{environment.fields_of} has no field {name}"
        return Finding(start, end, what, did_you_mean(name, environment.facts))
    if name in environment.value_sets:
        right = f"write fact in {name}, or fact any in {name}"
        return Finding(start, end, f"{name} is a value set, no condition", right)
    known = [*environment.facts, *environment.criteria]
    if nearest(name, known) is None:
        ending = "." + name.rpartition(".")[2]
        same = [other for other in environment.facts if other.endswith(ending)]
        known = same or known
    return Finding(start, end, f"there is no fact or criterion {name}", did_you_mean(name, known))


def _where_slots(name: str, environment: Environment) -> str:
    if name == "position":
        return "what a guideline says can be no condition"
    if environment.slots:
        return f"what can be asked about here: {', '.join(sorted(environment.slots))}"
    return "only rules of plans and mandates can ask what stands below them"


def find_fact(token: Token, environment: Environment) -> Fact:
    """The fact of that name.

    Errors: ExpressionError where there is none.
    """
    fact = environment.facts.get(str(token))
    if fact is not None:
        return fact
    if str(token) in environment.criteria:
        name = str(token)
        raise fault(token, f"{name} is a criterion and has no value", f"write {name} alone, or not {name}")
    raise ExpressionError(unknown_name(token, environment))


def fact_of(operand: tree.Operand, environment: Environment) -> Fact:
    """The fact that `operand` names.

    Errors: ExpressionError for any other operand and for an unknown name.
    """
    if isinstance(operand, tree.Name):
        return find_fact(operand.token, environment)
    raise fault(operand.token, f"{operand.token} is no fact", "a fact stands here")
