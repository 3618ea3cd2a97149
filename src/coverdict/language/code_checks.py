"""`fact in codes`: membership of codes in value sets and lists of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coverdict.language import expressions as tree
from coverdict.language.environments import Environment
from coverdict.language.expression_messages import Finding
from coverdict.language.expressions import ExpressionError
from coverdict.language.model import Fact, FactType
from coverdict.language.names import fact_of, fault
from coverdict.language.syntax import AnyIn, Code, Condition, InCodes, Not
from coverdict.text import did_you_mean, nearest

_LOOKS_LIKE_CODE = re.compile(r"[A-Za-z]{0,2}\d[\dA-Za-z.]*")


def membership(expression: tree.Membership, environment: Environment) -> Condition:
    """The condition of `fact in codes`, `any in`, `none in` and `includes`.

    Errors: ExpressionError.
    """
    fact = fact_of(expression.operand, environment)
    token = expression.operand.token
    how = expression.how
    if fact.type is FactType.CODES and how == "in":
        form = "none in" if expression.negated else "any in"
        raise fault(token, f"{fact.name} is a set of codes", f"write {fact.name} {form} …")
    if fact.type is FactType.CODE and how != "in":
        form = "not in" if how == "none in" else "in"
        raise fault(token, f"{fact.name} is one code, not a set of codes", f"write {fact.name} {form} …")
    if fact.type not in (FactType.CODE, FactType.CODES):
        right = f"write {fact.name} is one of (…)" if fact.options else "compare it with =, < or >="
        raise fault(token, f"{fact.name} is a {fact.type} fact and has no codes", right)
    sets: list[str] = []
    codes: list[Code] = []
    for words in expression.items:
        found = _item(words, fact, environment)
        if isinstance(found, Code):
            codes.append(found)
        else:
            sets.append(found)
    if fact.type is FactType.CODE:
        inside: Condition = InCodes(fact.name, tuple(sets), tuple(codes))
    else:
        inside = AnyIn(fact.name, tuple(sets), tuple(codes))
    return Not(inside) if expression.negated or how == "none in" else inside


def _item(words: tree.Words, fact: Fact, environment: Environment) -> str | Code:
    """The full name of a value set, or a code."""
    first, last = words[0], words[-1]
    if len(words) > 2:
        text = " ".join(words)
        what = f"{text} is neither a value set nor a code"
        raise ExpressionError(
            Finding(first.start_pos or 0, last.end_pos or 0, what, "write SYSTEM CODE, as CPT 47383")
        )
    if len(words) == 2:
        system = str(first)
        if fact.systems and system not in fact.systems:
            what = f"{fact.name} has no codes of {system}"
            raise fault(first, what, did_you_mean(system, fact.systems))
        return Code(system, str(last))
    name = str(first)
    value_set = environment.value_sets.get(name)
    if value_set is None:
        if _LOOKS_LIKE_CODE.fullmatch(name) and nearest(name, environment.value_sets) is None:
            system = system_of(name, fact.systems)
            raise fault(first, f"the code {name} stands without its code system", f"write {system} {name}")
        raise fault(first, f"there is no value set {name}", did_you_mean(name, environment.value_sets))
    held = {code.system for code in value_set.codes}
    if fact.systems and held and not held & set(fact.systems):
        what = f"{name} holds codes of {_join(held)}, and {fact.name} has codes of {_join(fact.systems)}"
        raise fault(first, what, _fitting(name, fact, environment))
    return value_set.name


def _fitting(name: str, fact: Fact, environment: Environment) -> str:
    fitting = [
        other
        for other, held in environment.value_sets.items()
        if any(code.system in fact.systems for code in held.codes)
    ]
    return did_you_mean(name, fitting)


_PATTERNS = (
    ("CPT", r"\d{4}[\dA-Z]"),
    ("HCPCS", r"[A-V]\d{4}"),
    ("ICD-10-CM", r"[A-Z]\d[\dA-Z](?:\.?[\dA-Z]{1,4})?"),
    ("ICD-9-CM", r"\d{3}(?:\.\d{1,2})?"),
    ("ICD-9-PCS", r"\d{2}\.\d{1,2}"),
)


def system_of(code: str, systems: Iterable[str]) -> str:
    """The one of `systems` that such a code probably belongs to."""
    known = tuple(systems)
    for system, pattern in _PATTERNS:
        if (not known or system in known) and re.fullmatch(pattern, code):
            return system
    return known[0] if known else "SYSTEM"


def _join(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))
