"""`term < constant`: numbers, quantities with units, dates, counts, extremes and spans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from lark import Token

from coverdict.language import expressions as tree
from coverdict.language.code_checks import system_of
from coverdict.language.constants import Comparand, constant_for
from coverdict.language.environments import Environment
from coverdict.language.expression_messages import Finding
from coverdict.language.expressions import Expression, ExpressionError
from coverdict.language.model import Fact, FactType
from coverdict.language.names import fact_of, fault, find_fact, unknown_name
from coverdict.language.syntax import (
    And,
    Compare,
    Comparison,
    Condition,
    CountTerm,
    ExtremeTerm,
    FactTerm,
    Is,
    Not,
    SlotIs,
    SpanTerm,
    SpanUnit,
)
from coverdict.language.values_of import SLOT_VALUES, being, value_of
from coverdict.text import did_you_mean

Check: TypeAlias = Callable[[Expression, Environment], Condition]
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_CONSTANTS = (tree.Number, tree.Quantity, tree.Day)


def comparison(expression: tree.Comparing, environment: Environment, check: Check) -> Condition:
    """The condition of `term op constant`, or of `fact = value`.

    Errors: ExpressionError.
    """
    operands, ops = expression.operands, expression.ops
    _reject_chain(operands, ops)
    left, right, op = operands[0], operands[1], ops[0]
    if isinstance(left, _CONSTANTS):
        if isinstance(right, _CONSTANTS):
            raise fault(left.token, "two constants are compared", "a fact stands on the left side")
        right_form = f"write {_text(right)} {_TURNED[str(op)]} {left.token}"
        raise fault(left.token, "a constant stands on the left side", right_form)
    if isinstance(right, tree.Name):
        return _with_word(left, op, right.token, environment)
    if not isinstance(right, _CONSTANTS):
        raise _two_facts(right.token)
    if isinstance(left, tree.Name):
        _reject_code(find_fact(left.token, environment), op, right.token)
    term, comparand = comparand_of(left, environment, check)
    value = constant_for(comparand, right, op)
    return Compare(term, cast(Comparison, str(op)), value)


def between(expression: tree.Betweenness, environment: Environment, check: Check) -> Condition:
    """The condition of `term between low and high`, both included.

    Errors: ExpressionError.
    """
    term, comparand = comparand_of(expression.operand, environment, check)
    low = constant_for(comparand, expression.low, None)
    high = constant_for(comparand, expression.high, None)
    if _less(high, low):
        what = f"{expression.low.token} is more than {expression.high.token}: this never holds"
        raise fault(expression.low.token, what, "write the smaller one first")
    return And((Compare(term, ">=", low), Compare(term, "<=", high)))


def _less(a: Decimal | date, b: Decimal | date) -> bool:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return a < b
    return isinstance(a, date) and isinstance(b, date) and a < b


def _text(operand: tree.Operand) -> str:
    match operand:
        case tree.Aggregate(token=token, path=path, where=where):
            return f"{token}({path}{' where …' if where else ''})"
        case tree.Span(token=token, start=start, end=end):
            return f"{token} from {start} to {end}"
    return str(operand.token)


def _reject_chain(operands: tuple[tree.Operand, ...], ops: tuple[Token, ...]) -> None:
    if len(ops) == 1:
        return
    right = "join two comparisons with `and`"
    if len(ops) == 2 and {str(op) for op in ops} <= {"<", "<="} and not isinstance(operands[1], _CONSTANTS):
        low, middle, high = (_text(operand) for operand in operands)
        first = _TURNED[str(ops[0])]
        right = f"write {middle} {first} {low} and {middle} {ops[1]} {high}"
        if all(str(op) == "<=" for op in ops):
            right = f"write {middle} between {low} and {high}"
    token = ops[1]
    raise ExpressionError(Finding(token.start_pos or 0, token.end_pos or 0, "two comparisons in one", right))


def _two_facts(token: Token) -> ExpressionError:
    right = "a fact is compared with a constant; the days between two dates: days from a to b <= 5"
    return fault(token, "two facts are compared with each other", right)


def _with_word(left: tree.Operand, op: Token, word: Token, environment: Environment) -> Condition:
    """`fact = value` and `fact != value`; anything else with a word on its right side is an error."""
    if isinstance(left, tree.Name) and str(left.token) in SLOT_VALUES and str(op) in ("=", "!="):
        if str(left.token) not in environment.slots:
            raise ExpressionError(unknown_name(left.token, environment))
        found = being(tree.Being(left, ((word,),), negated=False, listed=False), environment)
        assert isinstance(found, SlotIs)
        return found if op == "=" else Not(found)
    if not isinstance(left, tree.Name):
        raise _two_facts(word) if str(word) in environment.facts else _constant_expected(word)
    fact = fact_of(left, environment)
    if fact.type in (FactType.YES_NO, FactType.CHOICE, FactType.NAME):
        known = str(word) in environment.facts and not any(
            str(word) == option.name for option in fact.options
        )
        if known:
            raise _two_facts(word)
        if str(op) not in ("=", "!="):
            raise fault(
                op, f"{fact.name} is a {fact.type} fact and has no order", f"write {fact.name} is {word}"
            )
        found_value = Is(fact.name, (value_of(fact, (word,)),))
        return found_value if op == "=" else Not(found_value)
    if str(word) in environment.facts:
        raise _two_facts(word)
    if fact.type in (FactType.CODE, FactType.CODES):
        form = f"in ({word})" if fact.type is FactType.CODE else f"includes {word}"
        raise fault(op, f"{fact.name} is a {fact.type} fact", f"write {fact.name} {form}")
    raise _constant_expected(word)


def _reject_code(fact: Fact, op: Token, constant: Token) -> None:
    """`service.code = 47383`: a number where a code belongs."""
    if fact.type not in (FactType.CODE, FactType.CODES):
        return
    system = system_of(str(constant), fact.systems)
    form = f"in ({system} {constant})" if fact.type is FactType.CODE else f"includes {system} {constant}"
    raise fault(
        op, f"{fact.name} is a {fact.type} fact, and {constant} is a number", f"write {fact.name} {form}"
    )


def _constant_expected(word: Token) -> ExpressionError:
    return fault(word, f"a number or date is expected, not {word}", "compare with a constant")


def comparand_of(
    operand: tree.Operand, environment: Environment, check: Check
) -> tuple[FactTerm | CountTerm | ExtremeTerm | SpanTerm, Comparand]:
    """The term that `operand` stands for, and what its constants must be.

    Errors: ExpressionError.
    """
    match operand:
        case tree.Name(token=token):
            fact = find_fact(token, environment)
            return FactTerm(fact.name), _of_fact(fact, token)
        case tree.Aggregate():
            return _aggregate(operand, environment, check)
        case tree.Span(token=unit, start=start, end=end):
            for token in (start, end):
                fact = find_fact(token, environment)
                if fact.type is not FactType.DATE:
                    raise fault(token, f"{token} is a {fact.type} fact, no date", _dates(environment))
            if str(start) == str(end):
                raise fault(end, f"{unit} from a date to itself are always 0", "name another date")
            term = SpanTerm(cast(SpanUnit, str(unit)), str(start), str(end))
            return term, Comparand(f"{unit} from {start} to {end}", "number", whole=True)
    raise fault(operand.token, f"{operand.token} is no fact", "a fact stands here")


def _dates(environment: Environment) -> str:
    dates = [fact.name for fact in environment.facts.values() if fact.type is FactType.DATE]
    return "dates here: " + ", ".join(dates[:6]) if dates else "there is no date fact here"


def _of_fact(fact: Fact, token: Token) -> Comparand:
    if fact.type is FactType.NUMBER:
        return Comparand(fact.name, "number", fact.whole, fact.minimum, fact.maximum)
    if fact.type is FactType.QUANTITY:
        return Comparand(
            fact.name,
            "quantity",
            minimum=fact.minimum,
            maximum=fact.maximum,
            unit=fact.unit,
            factors=fact.factors,
        )
    if fact.type is FactType.DATE:
        return Comparand(fact.name, "date")
    rights = {
        FactType.LIST: f"write count({fact.name}) or largest({fact.name}.field)",
        FactType.CODE: f"write {fact.name} in (CPT 47383), for example",
        FactType.CODES: f"write {fact.name} any in value-set",
        FactType.YES_NO: f"write {fact.name} is yes, or is no",
    }
    option = fact.options[0].name if fact.options else "value"
    right = rights.get(fact.type, f"write {fact.name} is {option}, for example")
    raise fault(token, f"{fact.name} is a {fact.type} fact and is compared with no number", right)


def _aggregate(
    operand: tree.Aggregate, environment: Environment, check: Check
) -> tuple[CountTerm | ExtremeTerm, Comparand]:
    path, which = operand.path, str(operand.token)
    name, field_name = (str(path), "") if which == "count" else str(path).rpartition(".")[::2]
    listed = environment.facts.get(name)
    if listed is None or listed.type is not FactType.LIST:
        raise _no_list(operand, environment, name)
    fields = {item.name: item for item in listed.item}
    where: Condition | None = None
    if operand.where is not None:
        where = check(operand.where, Environment(fields, environment.value_sets, fields_of=name))
    if which == "count":
        return CountTerm(name, where), Comparand(f"count({name})", "number", whole=True, minimum=Decimal(0))
    if field_name not in fields:
        right = did_you_mean(field_name, fields)
        raise fault(path, f"{name} has no field {field_name}", right)
    inner = fields[field_name]
    if inner.type not in (FactType.NUMBER, FactType.QUANTITY, FactType.DATE):
        raise fault(path, f"{field_name} of {name} is a {inner.type} field and has no order", "")
    comparand = _of_fact(inner, path).named(f"{which}({path})")
    extreme = ExtremeTerm("largest" if which == "largest" else "smallest", name, field_name, where)
    return extreme, comparand


def _no_list(operand: tree.Aggregate, environment: Environment, name: str) -> ExpressionError:
    path, which = operand.path, str(operand.token)
    lists = {fact.name: fact for fact in environment.facts.values() if fact.type is FactType.LIST}
    if environment.fields_of:
        return fault(
            path,
            "a list cannot be asked about inside `where`",
            f"fields here: {', '.join(environment.facts)}",
        )
    whole = environment.facts.get(str(path))
    if which != "count" and whole is not None and whole.type is FactType.LIST:
        fields = [item.name for item in whole.item]
        return fault(
            path,
            f"{which} needs a field of {path}",
            f"write {which}({path}.{fields[0] if fields else 'field'})",
        )
    if which == "count" and str(path).rpartition(".")[0] in lists:
        return fault(
            path,
            f"{path} is a field, and count counts a list",
            f"write count({str(path).rpartition('.')[0]})",
        )
    if name in environment.facts or str(path) in environment.facts:
        known = environment.facts.get(name) or environment.facts[str(path)]
        return fault(path, f"{known.name} is a {known.type} fact, no list", did_you_mean(name, lists))
    return fault(path, f"there is no list {name or path}", did_you_mean(name or str(path), lists))
