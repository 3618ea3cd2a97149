"""The tree of an expression → a condition, with every name known and every type right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coverdict.language import expressions as tree
from coverdict.language.code_checks import membership
from coverdict.language.comparisons import between, comparison
from coverdict.language.environments import Environment
from coverdict.language.expression_messages import Finding
from coverdict.language.expressions import Expression, ExpressionError
from coverdict.language.model import FactType
from coverdict.language.names import unknown_name
from coverdict.language.scalars import shorten
from coverdict.language.syntax import And, AtLeast, Condition, CriterionRef, Is, Not, Or
from coverdict.language.values_of import being
from coverdict.text import DocumentError, Place, Problem, nearest


def parse_expression(text: str, environment: Environment, place: Place) -> Condition:
    """The condition that an expression stands for.

    Arguments:
        text: the expression.
        environment: the names that it may use.
        place: where its first character stands.
    Errors: DocumentError with a problem for each thing that is wrong.
    """
    try:
        return condition(text, environment)
    except ExpressionError as error:
        raise DocumentError(
            Problem(
                Place(place.file, place.line, place.column + finding.start),
                finding.what,
                finding.right,
                " " * (place.column - 1) + text,
                max(1, finding.end - finding.start),
            )
            for finding in error.findings
        ) from None


def condition(text: str, environment: Environment) -> Condition:
    """The condition that an expression stands for.

    Errors: ExpressionError, with offsets into `text`.
    """
    return check(tree.parse(text), environment)


def check(expression: Expression, environment: Environment) -> Condition:
    """The condition that a parsed expression stands for.

    Errors: ExpressionError with a finding for each part that is wrong.
    """
    match expression:
        case tree.Grouped(part=part):
            return check(part, environment)
        case tree.Negation(part=part):
            return Not(check(part, environment))
        case tree.Both(parts=parts):
            return And(_all(parts, environment))
        case tree.Either(parts=parts):
            _reject_values_after_or(parts, environment)
            return Or(_all(parts, environment))
        case tree.Some():
            return _some(expression, environment)
        case tree.Alone(operand=operand):
            return _alone(operand, environment)
        case tree.Comparing():
            return comparison(expression, environment, check)
        case tree.Betweenness():
            return between(expression, environment, check)
        case tree.Being():
            return being(expression, environment)
        case tree.Membership():
            return membership(expression, environment)


def _all(parts: Sequence[Expression], environment: Environment) -> tuple[Condition, ...]:
    done: list[Condition] = []
    findings: list[Finding] = []
    for part in parts:
        try:
            done.append(check(part, environment))
        except ExpressionError as error:
            findings += error.findings
    if findings:
        raise ExpressionError(*findings)
    return tuple(done)


def _some(expression: tree.Some, environment: Environment) -> Condition:
    parts = _all(expression.parts, environment)
    token = expression.count
    if not token.isdigit() or not 1 <= int(token[:9]) <= len(parts):
        what = f"at least {shorten(token)} of {len(parts)} is {'always' if token == '0' else 'never'} so"
        right = f"write a whole number from 1 to {len(parts)}"
        raise ExpressionError(Finding(token.start_pos or 0, token.end_pos or 0, what, right))
    return AtLeast(int(token), parts)


def _reject_values_after_or(parts: Sequence[Expression], environment: Environment) -> None:
    """`x is a or b` reads as two comparisons of x, and is none: the second has no fact."""
    for left, right in pairwise(parts):
        fact, options = _subject(left, environment)
        if not isinstance(right, tree.Alone) or not fact:
            continue
        operand = right.operand
        if not isinstance(operand, tree.Name | tree.Number | tree.Quantity | tree.Day):
            continue
        word = str(operand.token)
        strange = word not in environment.facts and word not in environment.criteria
        if word in options or (isinstance(operand, tree.Name) and options and strange):
            value = _first_value(left)
            word_right = word if word in options else nearest(word, options) or word
            right_form = f"write {fact} is one of ({value}, {word_right})"
        elif not isinstance(operand, tree.Name):
            right_form = f"each side of `or` is a comparison of its own: write {fact} = {word}, or < or >"
        else:
            continue
        what = f"`or` joins comparisons, and {word} is none"
        raise ExpressionError(
            Finding(operand.token.start_pos or 0, operand.token.end_pos or 0, what, right_form)
        )


def _subject(expression: Expression, environment: Environment) -> tuple[str, tuple[str, ...]]:
    match expression:
        case tree.Being(operand=tree.Name(token=name)) | tree.Comparing(operands=(tree.Name(token=name), *_)):
            fact = environment.facts.get(str(name))
            if fact and fact.type is FactType.YES_NO:
                return str(name), ("yes", "no")
            return str(name), tuple(option.name for option in fact.options) if fact else ()
    return "", ()


def _first_value(expression: Expression) -> str:
    match expression:
        case tree.Being(values=(words, *_)):
            return " ".join(words)
        case tree.Comparing(operands=(_, tree.Name(token=word), *_)):
            return str(word)
    return "…"


_HOW_TO_USE = {
    FactType.CHOICE: "write {name} is {option}",
    FactType.NAME: "write {name} is {option}",
    FactType.NUMBER: "write {name} >= 1, for example",
    FactType.QUANTITY: "write {name} >= 1 {unit}, for example",
    FactType.DATE: "write {name} >= 2024-01-31, for example",
    FactType.CODE: "write {name} in value-set",
    FactType.CODES: "write {name} any in value-set",
    FactType.LIST: "write count({name}) >= 1, for example",
}


def _alone(operand: tree.Operand, environment: Environment) -> Condition:
    token = operand.token
    start, end = token.start_pos or 0, token.end_pos or 0
    if not isinstance(operand, tree.Name):
        right = "compare it: fact >= 1, for example"
        raise ExpressionError(Finding(start, end, f"{token} alone is no condition", right))
    name = str(token)
    fact = environment.facts.get(name)
    criterion = environment.criteria.get(name)
    if fact and criterion:
        what = f"{name} is both a fact and a criterion"
        raise ExpressionError(Finding(start, end, what, "give the criterion another name"))
    if criterion:
        return CriterionRef(criterion)
    if fact is None:
        raise ExpressionError(unknown_name(token, environment))
    if fact.type is FactType.YES_NO:
        return Is(name, ("yes",))
    option = fact.options[0].name if fact.options else "value"
    right = _HOW_TO_USE[fact.type].format(name=name, option=option, unit=fact.unit)
    raise ExpressionError(Finding(start, end, f"{name} is a {fact.type} fact, not yes/no", right))
