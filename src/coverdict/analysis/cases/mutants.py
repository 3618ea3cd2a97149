"""Mutants: the texts that decide a position with one single thing changed, as by a slip of the pen.

Test patients are worth as much as the slips that they notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from coverdict.analysis.cases.condition_changes import Terms, exchanged, other_choices, other_codes
from coverdict.analysis.cases.criterion_changes import criterion_changes
from coverdict.analysis.space import Side
from coverdict.analysis.spelling import Renaming
from coverdict.language.model import STATUSES, Document, NamedCriterion, Rule, ValueSet
from coverdict.language.syntax import (
    AnyIn,
    Code,
    Compare,
    Condition,
    CountTerm,
    CriterionRef,
    ExtremeTerm,
    InCodes,
    condition_of,
)
from coverdict.library.atoms import own_leaves
from coverdict.text import Place


@dataclass(frozen=True, slots=True)
class Mutant:
    """Texts with one thing changed.

    Arguments:
        side: the texts, and what their names stand for now.
        says: what was changed, of which rule or criterion.
        place: where.
        decides: of the negation of a criterion or a part of one, how that is called: the patients who tell
            it from the original are those for whom that criterion decides.
        compared: of the negation of a comparison, that comparison.
    """

    side: Side
    says: str
    place: Place
    decides: str = ""
    compared: Compare | None = None


def mutants_of(side: Side) -> tuple[Mutant, ...]:
    """Every single change of the texts that can matter to the status, in the order of the texts.

    Arguments:
        side: a policy and the mandates on it.
    """
    terms = Terms(side.names.facts, tuple(_codes(side)))
    found: list[Mutant] = []
    for number, text in enumerate(side.texts):
        for rule_number, rule in enumerate(text.rules):
            if rule.slot == "status":
                found += _of_rule(side, number, rule_number, rule, terms)
        found += _swapped(side, number, text)
    reached, sets = _reached(side)
    for named in reached:
        found += _of_named(side, named, terms)
    for given in sets:
        found += _of_set(side, given, terms)
    return tuple(found)


# --- rules ----------------------------------------------------------------------------------------------


def _of_rule(side: Side, text: int, number: int, rule: Rule, terms: Terms) -> Iterator[Mutant]:
    if rule.when is not None:
        for change in criterion_changes(rule.when, terms, f"the condition of rule {rule.id}"):
            compared = change.negated if isinstance(change.negated, Compare) else None
            changed = _with_rule(side, text, number, replace(rule, when=change.criterion))
            says = f"rule {rule.id}: {change.says}"
            yield Mutant(changed, says, change.place, change.decides, compared)
    for status in STATUSES:
        if status != rule.then:
            says = f"rule {rule.id}: status {rule.then} becomes {status}"
            yield Mutant(_with_rule(side, text, number, replace(rule, then=status)), says, rule.place)
        if rule.otherwise is not None and status != rule.otherwise:
            says = f"rule {rule.id}: otherwise {rule.otherwise} becomes {status}"
            yield Mutant(_with_rule(side, text, number, replace(rule, otherwise=status)), says, rule.place)
    rules = side.texts[text].rules
    left = (*rules[:number], *rules[number + 1 :])
    yield Mutant(_with_rules(side, text, left), f"rule {rule.id} is left out", rule.place)


def _swapped(side: Side, number: int, text: Document) -> Iterator[Mutant]:
    """Two neighbouring rules change places."""
    places = [index for index, rule in enumerate(text.rules) if rule.slot == "status"]
    for first, second in pairwise(places):
        one, other = text.rules[first], text.rules[second]
        rules = exchanged(exchanged(text.rules, first, other), second, one)
        says = f"rules {one.id} and {other.id} change places"
        yield Mutant(_with_rules(side, number, rules), says, one.place)


def _with_rule(side: Side, text: int, number: int, rule: Rule) -> Side:
    return _with_rules(side, text, exchanged(side.texts[text].rules, number, rule))


def _with_rules(side: Side, text: int, rules: tuple[Rule, ...]) -> Side:
    changed = replace(side.texts[text], rules=rules)
    return replace(side, texts=exchanged(side.texts, text, changed))


# --- what rules refer to --------------------------------------------------------------------------------


def _of_named(side: Side, named: NamedCriterion, terms: Terms) -> Iterator[Mutant]:
    name = named.id.partition("#")[2]
    for change in criterion_changes(named.criterion, terms, named.title or name):
        criteria = {**side.names.criteria, named.id: replace(named, criterion=change.criterion)}
        changed = replace(side, names=replace(side.names, criteria=criteria))
        compared = change.negated if isinstance(change.negated, Compare) else None
        yield Mutant(changed, f"criterion {name}: {change.says}", change.place, change.decides, compared)


def _of_set(side: Side, given: ValueSet, terms: Terms) -> Iterator[Mutant]:
    name = given.name.partition("#")[2]
    systems = tuple(dict.fromkeys(code.system for code in given.codes))
    others = other_codes(given.codes, terms.codes, systems)
    choices = [codes for codes in other_choices(given.codes, others) if codes]
    for number, codes in enumerate(choices):
        value_sets = {**side.names.value_sets, given.name: replace(given, codes=codes)}
        renamed = Renaming(value_sets={given.name: f"{given.name} ({number + 1})"})
        changed = replace(side, names=replace(side.names, value_sets=value_sets), renaming=renamed)
        out = [str(code) for code in given.codes if code not in codes]
        new = [str(code) for code in codes if code not in given.codes]
        what = [*(f"{code} is left out" for code in out), *(f"{code} is added" for code in new)]
        yield Mutant(changed, f"value set {name}: {' and '.join(what)}", given.place)


def _reached(side: Side) -> tuple[tuple[NamedCriterion, ...], tuple[ValueSet, ...]]:
    """The named criteria and the documents' own value sets that the rules on status use."""
    criteria: dict[str, NamedCriterion] = {}
    sets: dict[str, ValueSet] = {}

    def look(condition: Condition) -> None:
        for leaf in own_leaves(condition):
            match leaf:
                case CriterionRef(criterion=name) if name not in criteria:
                    criteria[name] = side.names.criteria[name]
                    look(condition_of(criteria[name].criterion))
                case InCodes(value_sets=names) | AnyIn(value_sets=names):
                    # A value set of the vocabulary belongs to no policy.
                    sets.update((one, side.names.value_sets[one]) for one in names if "#" in one)
                case Compare(term=CountTerm(where=where) | ExtremeTerm(where=where)) if where is not None:
                    look(where)
                case _:
                    pass

    for condition in _conditions(side.texts):
        look(condition)
    return tuple(criteria.values()), tuple(sets.values())


def _conditions(texts: Iterable[Document]) -> Iterator[Condition]:
    for text in texts:
        for rule in text.rules:
            if rule.slot == "status" and rule.when is not None:
                yield condition_of(rule.when)


def _codes(side: Side) -> dict[Code, None]:
    """Every code that the texts and the vocabulary name, those of the policy's own table first."""
    known: dict[Code, None] = dict.fromkeys(entry.code for text in side.texts for entry in text.codes)
    value_sets: Mapping[str, ValueSet] = side.names.value_sets
    known.update(dict.fromkeys(code for given in value_sets.values() for code in given.codes))
    return known
