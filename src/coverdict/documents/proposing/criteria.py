"""Whether a proposed criterion is an expression of the language that its sentences could mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from coverdict.documents.importing.codes import SYSTEMS
from coverdict.documents.proposing.verbatim import days_in, holds, numbers_in
from coverdict.language import Environment, parse_expression
from coverdict.language.syntax import Condition
from coverdict.library.atoms import Names, formula_of
from coverdict.library.dimensions import dimension_numbers, dimensions_of, literals_of
from coverdict.logic import Diagrams, Formula, OverBudget
from coverdict.text import DocumentError, Place, listed

NODES = 50_000
"""Nodes to spend on whether a criterion holds for everybody; beyond that it is taken not to."""

_TOKEN = re.compile(r"[^\s()<>=!,]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+\-]?(?!10[*^])(\d+(?:\.\d+)?)")  # its unit may follow at once; 10*3/uL is a unit
_CODE = re.compile(r"[A-Z]\d[0-9A-Z.]+")  # one that has left out its system, after another in a list


def wrong_criterion(text: str, quoted: Sequence[str], environment: Environment) -> str:
    """What is wrong with a criterion, as one clause; empty where nothing is.

    Arguments:
        text: an expression of the language.
        quoted: the sentences that are quoted for it: its numbers, days and codes have to stand there.
        environment: the names that it may use.
    """
    try:
        condition = parse_expression(text, environment, Place("criterion"))
    except DocumentError as error:
        first = error.problems[0]
        return f"{first.what}; {first.right}" if first.right else first.what
    except RecursionError:
        return "the expression is nested too deeply to be read"
    strange = list(_strange(text, quoted))
    if strange:
        return f"no sentence quoted holds {listed(dict.fromkeys(strange))}"
    if _is_settled(condition, environment):
        return "it holds for every patient, or for none"
    return ""


def _strange(text: str, quoted: Sequence[str]) -> Iterator[str]:
    """The numbers, days and codes of an expression that no quoted sentence holds."""
    numbers, days = numbers_in(quoted), days_in(quoted)
    before = ""
    for token in _TOKEN.findall(text):
        if _DAY.fullmatch(token):
            known = token in days
        elif before in SYSTEMS or _CODE.fullmatch(token):
            known = holds(quoted, token)
        else:
            number = _NUMBER.match(token)
            known = number is None or Decimal(number[1]) in numbers
        if not known:
            yield token
        before = token


def _is_settled(condition: Condition, environment: Environment) -> bool:
    """Whether a condition does not depend on the patient."""
    names = Names(environment.facts, {}, environment.value_sets, {})
    dimensions = dimensions_of((condition,), names)
    literals = literals_of((condition,), names, dimensions, dimension_numbers(dimensions))
    diagrams = Diagrams([dimension.group.size for dimension in dimensions], budget=NODES)
    try:
        root = diagrams.formula(formula_of(condition, names, literals, _no_slot))
        return root in (diagrams.true, diagrams.false)
    except OverBudget:
        return False


def _no_slot(slot: str, values: tuple[str, ...]) -> Formula:
    raise ValueError(f"a criterion cannot speak of {slot} {values}")
