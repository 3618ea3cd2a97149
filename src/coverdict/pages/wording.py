"""What the program's names stand for, in plain English: facts, clauses, statuses, benefits, verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coverdict.analysis.patients import request_value
from coverdict.analysis.words import Clause
from coverdict.language.model import Fact, FactType, Value
from coverdict.text import listed

Facts = Mapping[str, Fact]

STATUSES: Mapping[str, str] = {
    "established": "calls the service established",
    "medically_necessary": "calls the service medically necessary",
    "investigational": "calls the service investigational",
    "not_medically_necessary": "calls the service not medically necessary",
    "criteria_not_met": "finds its criteria not met",
    "delegated": "leaves the decision to another set of criteria",
    "not_addressed": "does not address the service",
    "supports": "supports the service",
    "supports_with_conditions": "supports the service with conditions",
    "other_therapy": "names another therapy",
    "does_not_support": "does not support the service",
    "silent": "says nothing",
}

# A label that is a sentence about one thing, so that its verb alone can be negated.
_SENTENCE = re.compile(
    r"(?:There (?:is|are|was|were)"
    r"|(?:The|This|It) [^.:;?]* (?:is|are|was|were|can|will|must|has been|have been)) "
)
_NEGATABLE = re.compile(
    r"(?P<subject>(?:The|This|It) [^.:;?]*?) (?P<verb>is|are|was|were|can|will|has|have) (?P<rest>[^.:;?]+)"
)
_THERE = re.compile(r"There (?P<verb>is|are|was|were) (?:an? )?(?P<rest>[^.:;?]+)")
_AMBIGUOUS = re.compile(
    r"\b(?:and|or|nor|all|any|each|every|some|both|either|most|many|several|few|no|not|never|none|nobody"
    r"|only|always|but|unless|if|which|that|who)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:What|Where|When|Which|Who|Whom|Whose|How|Why|Whether) ")
_NOUN = re.compile(r"[A-Z][a-z]+ (?:of|in|at|on|from|to|for|between|since|until|with|without|after|before) ")
_SIGNS = re.compile(r"(<=|>=|<|>) ")
_NUMBERS = {"<=": "at most ", ">=": "at least ", "<": "under ", ">": "more than "}
_DAYS = {"<=": "no later than ", ">=": "no earlier than ", "<": "before ", ">": "after "}
_SPAN = re.compile(r"(?P<unit>\w+) from (?P<start>\S+) to (?P<end>\S+)")


def plain(name: str) -> str:
    """A name of the program's as words: `not_covered` is "not covered"."""
    return name.replace("_", " ")


def quoted(text: str) -> str:
    return f"“{text}”"


def capital(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def status_words(says: str) -> str:
    """What a text does that says this: `calls the service established`; of a guideline, each of its words."""
    return listed(STATUSES.get(word, f"says {quoted(plain(word))}") for word in says.split(" and "))


def phrase(clause: Clause, facts: Facts) -> str:
    """A clause as a part of a sentence: `the tumor cannot be resected`."""
    if clause.reading:
        return f"{quoted(clause.label)} {_read_as(clause.values)}"
    fact = facts.get(clause.subject)
    if fact is None:
        return _span(clause, facts)
    if clause.values == "none" and not clause.options:
        return f"{_named(fact)} has no value"
    if fact.type is FactType.YES_NO and len(clause.options) == 1:
        answer = clause.options[0]
        return yes_no(_label(fact), answer == "yes") or f"{quoted(_label(fact))} is answered {answer}"
    if fact.type is FactType.CHOICE and clause.options:
        return f"{_named(fact)} {_chosen(fact, clause.options)}"
    if fact.type in (FactType.NUMBER, FactType.QUANTITY, FactType.DATE):
        return f"{_named(fact)} is {compared(clause.values, fact.type is FactType.DATE)}"
    return f"{quoted(_label(fact))}: {plain_values(clause.values)}"


def answered(clause: Clause, facts: Facts) -> str | None:
    """`yes` or `no` where that answer to a quoted label is how a clause is said; None for all others."""
    fact = facts.get(clause.subject)
    if clause.reading or fact is None or fact.type is not FactType.YES_NO or len(clause.options) != 1:
        return None
    (answer,) = clause.options
    return None if yes_no(_label(fact), answer == "yes") else answer


def yes_no(label: str, yes: bool) -> str:
    """What it means that a yes/no fact holds or does not.

    A label is negated only where that can mean one thing, and is made no part of a sentence unless it is a
    sentence itself: of others nothing is said, and they are to be quoted with the answer.
    """
    if yes:
        return label[0].lower() + label[1:] if _SENTENCE.match(label) else ""
    if _AMBIGUOUS.search(label):
        return ""
    if there := _THERE.fullmatch(label):
        return f"there {there['verb']} no {there['rest']}"
    found = _NEGATABLE.fullmatch(label)
    return _negated(found) if found else ""


def _negated(found: re.Match[str]) -> str:
    """The sentence with its verb negated; nothing where that would not be English."""
    subject, verb, rest = found["subject"], found["verb"], found["rest"]
    if verb in ("has", "have") and not rest.startswith(("been ", "had ")):
        return ""
    negated = "cannot" if verb == "can" else f"{verb} not"
    return f"{subject[0].lower()}{subject[1:]} {negated} {rest}"


def _label(fact: Fact) -> str:
    return fact.label or fact.name


def _named(fact: Fact) -> str:
    """A fact as the subject of a sentence: `the number of tumors`, `the answer to “Where it is”`."""
    label = _label(fact)
    if _QUESTION.match(label):
        return f"the answer to {quoted(label)}"
    # Other words may be names ("Karnofsky score"), which keep their capital.
    if _NOUN.match(label):
        return f"the {label[0].lower()}{label[1:]}"
    return quoted(label)


def _chosen(fact: Fact, options: Sequence[str]) -> str:
    """`is “Cure”`, `is “A” or “B”`, `is neither “A” nor “B”`: whichever is shorter."""
    labels = {option.name: option.label or option.name for option in fact.options}
    out = [quoted(label) for name, label in labels.items() if name not in options]
    left = [quoted(labels.get(name, name)) for name in options]
    if not out or len(left) <= len(out):
        return f"is {listed(left, 'or')}"
    return f"is not {out[0]}" if len(out) == 1 else f"is neither {' nor '.join(out)}"


def compared(values: str, days: bool = False) -> str:
    """`> 3 cm and <= 5 cm` as words: "more than 3 cm and at most 5 cm"."""
    words = _DAYS if days else _NUMBERS
    return _SIGNS.sub(lambda sign: words[sign[1]], values)


def _read_as(values: str) -> str:
    """`is read as “up to 4 cm”`, `is read as one of (a, b)`."""
    names, out = names_in(values)
    if names == values:
        return f"is read as {quoted(values)}"
    return f"is read as {'none' if out else 'one'} of ({names})"


def plain_values(values: str) -> str:
    """Values in short, the braces and signs as words."""
    names, out = names_in(values)
    return compared(values) if names == values else f"{'none' if out else 'one'} of ({names})"


def names_in(values: str) -> tuple[str, bool]:
    """What stands in `in {a, b}` and `not in {a, b}`, and whether it is left out; anything else as it is."""
    out = values.startswith("not in {")
    if values.endswith("}") and (out or values.startswith("in {")):
        return values.partition("{")[2][:-1], out
    return values, False


def _span(clause: Clause, facts: Facts) -> str:
    """A span between two dates: `“days” from “First visit” to “Surgery”: more than 5`."""
    found = _SPAN.fullmatch(clause.subject)
    if found is None:
        return f"{quoted(clause.label)}: {plain_values(clause.values)}"
    start, end = (
        facts[name].label or name if name in facts else name for name in found.group("start", "end")
    )
    return f"the {found['unit']} from {quoted(start)} to {quoted(end)} are {compared(clause.values)}"


def value_words(fact: Fact, value: Value) -> str:
    """A patient's value as a person says it: an option's label, `yes`, `4 cm`."""
    if fact.type is FactType.CHOICE:
        labels = {option.name: option.label for option in fact.options}
        return labels.get(str(value)) or str(value)
    return stated(request_value(fact, value))


def stated(value: object) -> str:
    """Plain data of a request in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(stated(item) for item in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name} {stated(item)}" for name, item in value.items())
    return str(value)
