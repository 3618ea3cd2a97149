"""`fact is value`: yes/no, choices and names, and what the layers below have put into a slot."""

from __future__ import annotations

from lark import Token

from coverdict.language import expressions as tree
from coverdict.language.environments import Environment
from coverdict.language.expressions import ExpressionError
from coverdict.language.model import BENEFITS, STATUSES, Fact, FactType
from coverdict.language.names import fact_of, fault, unknown_name
from coverdict.language.syntax import Condition, Is, Not, SlotIs
from coverdict.text import did_you_mean, nearest

SLOT_VALUES = {"status": STATUSES, "benefit": BENEFITS}


def being(expression: tree.Being, environment: Environment) -> Condition:
    """The condition of `fact is [not] value`.

    Errors: ExpressionError.
    """
    operand = expression.operand
    for words in expression.values:
        if len(words) > 1 and words[0] in ("is", "in", "any", "none", "includes", "between"):
            right = (
                "write x in value-set, without is" if words[0] == "in" else "write it without the first is"
            )
            raise fault(words[0], f"`is {words[0]}` means nothing here", right)
    if isinstance(operand, tree.Name) and str(operand.token) in SLOT_VALUES:
        found = _slot(operand.token, expression, environment)
    else:
        fact = fact_of(operand, environment)
        found = Is(fact.name, tuple(value_of(fact, words) for words in expression.values))
    return Not(found) if expression.negated else found


def _slot(token: Token, expression: tree.Being, environment: Environment) -> Condition:
    name = str(token)
    if name not in environment.slots:
        raise ExpressionError(unknown_name(token, environment))
    known = SLOT_VALUES[name]
    values = []
    for words in expression.values:
        value = "_".join(words)
        if expression.negated and "not_" + value in known:
            right = f"write {name} is not_{value}, or not {name} is {value}"
            raise fault(words[0], f"`{name} is not {value}` can be read in two ways", right)
        if len(words) > 1 or value not in known:
            right = f"write {value}" if value in known else did_you_mean(value, known)
            raise _spanning(words, f"{' '.join(words)} is no {name}", right)
        values.append(value)
    return SlotIs("status" if name == "status" else "benefit", tuple(values))


def _spanning(words: tree.Words, what: str, right: str) -> ExpressionError:
    error = fault(words[0], what, right)
    finding = error.findings[0]
    return ExpressionError(type(finding)(finding.start, words[-1].end_pos or 0, what, right))


def value_of(fact: Fact, words: tree.Words) -> str:
    """The value of a yes/no, choice or name fact that `words` name.

    Errors: ExpressionError for facts of other types and for values that the fact does not have.
    """
    value = " ".join(words)
    if fact.type is FactType.YES_NO:
        if value in ("yes", "no"):
            return value
        right = f"write {fact.name} is yes, or is no"
        if value in ("known", "unknown"):
            right = "whether a fact is known is no condition: an unknown fact leaves both outcomes possible"
        raise _spanning(words, f"{fact.name} is a yes/no fact and cannot be {value}", right)
    if fact.type not in (FactType.CHOICE, FactType.NAME):
        raise _spanning(words, f"{fact.name} is a {fact.type} fact and is no word", _instead(fact, words))
    names = [option.name for option in fact.options]
    # A name is an open choice; without options in the vocabulary, any one word can be meant.
    if value in names or (fact.type is FactType.NAME and not names and len(words) == 1):
        return value
    if value in ("known", "unknown"):
        right = "whether a fact is known is no condition: an unknown fact leaves both outcomes possible"
        raise _spanning(words, f"{fact.name} has no option {value}", right)
    joined = "_".join(words)
    right = did_you_mean(joined, names)
    if nearest(joined, names) is None:
        by_label = {option.label.lower(): option.name for option in fact.options if option.label}
        label = nearest(value.lower(), by_label)
        right = f"did you mean {by_label[label]}?" if label else right
    raise _spanning(words, f"{fact.name} has no option {value}", right)


def _instead(fact: Fact, words: tree.Words) -> str:
    value = " ".join(words)
    if fact.type in (FactType.NUMBER, FactType.QUANTITY, FactType.DATE):
        return (
            f"write {fact.name} = {value}, or < or >="
            if value[:1].isdigit()
            else "compare it with =, < or >="
        )
    if fact.type is FactType.CODE:
        return f"write {fact.name} in ({value})"
    if fact.type is FactType.CODES:
        return f"write {fact.name} includes {value}"
    return f"write count({fact.name}) >= 1, for example"
