"""Test patients as the judges see them: their rulings by the reference evaluator, reading by reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import product

from coverdict.analysis.cases.cases import status_side
from coverdict.analysis.cases.choosing import Choice, choose
from coverdict.analysis.cases.mutants import Mutant, mutants_of
from coverdict.analysis.cases.occasions import Occasion, occasion_of
from coverdict.analysis.space import Side
from coverdict.analysis.texts import Text, find_text
from coverdict.decision import Desk
from coverdict.language.model import Document, Element, Elements, Fact, FactType, Value
from coverdict.language.syntax import CountTerm, ExtremeTerm
from coverdict_judges.rulings import Ruling, ruling
from coverdict_judges.texts import Texts

POLICIES = ("bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75")
"""The two policies that were written from sources."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A policy with its mutants and test patients."""

    desk: Desk
    text: Text

    @cached_property
    def side(self) -> Side:
        return status_side(self.desk, self.text)

    @cached_property
    def occasion(self) -> Occasion:
        return occasion_of(self.desk, self.text, None)

    @cached_property
    def mutants(self) -> tuple[Mutant, ...]:
        return mutants_of(self.side)

    @cached_property
    def choice(self) -> Choice:
        return choose(self.desk.library, self.side, self.mutants, self.occasion)

    @cached_property
    def texts(self) -> Texts:
        return self.judged(self.side)

    def judged(self, side: Side) -> Texts:
        """A side as the judges read it."""
        return Texts(
            facts=side.names.facts,
            constraints=self.desk.library.contents.constraints(self.text.document.vocabulary),
            value_sets={name: frozenset(one.codes) for name, one in side.names.value_sets.items()},
            documents=side.texts,
            criteria={name: one.criterion for name, one in side.names.criteria.items()},
            readings=side.names.readings,
            settled={},
        )

    def with_document(self, document: Document) -> Texts:
        """The texts with another document in the place of the policy or mandate of the same name."""
        others = tuple(document if one.id == document.id else one for one in self.side.texts)
        criteria = {one.id: one.criterion for one in document.criteria}
        value_sets = {one.name: frozenset(one.codes) for one in document.value_sets}
        texts = self.texts
        return replace(
            texts,
            documents=others,
            criteria={**texts.criteria, **criteria},
            value_sets={**texts.value_sets, **value_sets},
            readings={**texts.readings, **{one.id: one.options for one in document.readings}},
        )


def trial(desk: Desk, policy: str) -> Trial:
    return Trial(desk, find_text(desk, policy))


def combinations(texts: Texts) -> Iterator[Mapping[str, str]]:
    """Every way to read the texts."""
    names = tuple(texts.readings)
    for options in product(*(texts.readings[name] for name in names)):
        yield dict(zip(names, options, strict=True))


def answers(texts: Texts, facts: Mapping[str, Value]) -> tuple[Ruling | None, ...]:
    """A patient's rulings, one for each way to read the texts.

    The vocabulary's constraints are left out: they speak of facts that no rule asks for.
    """
    plain = replace(texts, constraints=())
    whole = {**_lists(texts.facts, facts), **facts}
    return tuple(ruling(plain, {**whole, **read}) for read in combinations(plain))


def _lists(known: Mapping[str, Fact], facts: Mapping[str, Value]) -> dict[str, Value]:
    """A list for each that is told by the number of its elements and their largest alone: such is enough."""
    found: dict[str, Value] = {}
    for name, listed in known.items():
        if listed.type is not FactType.LIST or name in facts:
            continue
        derived = {
            type(fact.derived): facts[fact.name]
            for fact in known.values()
            if fact.derived is not None and fact.derived.list == name and fact.name in facts
        }
        count, extreme = derived.get(CountTerm), derived.get(ExtremeTerm)
        if count is None and extreme is None:
            continue
        number = int(count) if isinstance(count, Decimal) else 1
        fields = tuple((field.name, _any_value(field, extreme)) for field in listed.item)
        found[name] = Elements((Element(fields),) * number)
    return found


def _any_value(field: Fact, extreme: Value | None) -> Value:
    if field.type in (FactType.NUMBER, FactType.QUANTITY):
        return extreme if extreme is not None else Decimal(1)
    if field.type is FactType.YES_NO:
        return True
    if field.type in (FactType.CHOICE, FactType.NAME):
        return field.options[0].name
    raise TypeError(f"{field.name}: a field of such a type is not expected here")
