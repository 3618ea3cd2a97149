"""What the rules of texts come to: which apply, overlap or decide, by the meaning of the language alone.

A part of a criterion is known by where it stands: ("rule", document, rule) or ("criterion", "", full id), and
the numbers of the parts on the way down to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from coverdict.language.model import Document, Layer, Rule, Slot
from coverdict.language.syntax import (
    Always,
    And,
    AtLeast,
    Condition,
    Criterion,
    CriterionRef,
    Group,
    Is,
    Leaf,
    Not,
    Or,
    Reading,
    ReadingIs,
    SlotIs,
)
from coverdict_judges.mentions import mentions
from coverdict_judges.populations import Population, Set, Worlds
from coverdict_judges.texts import Texts

Home: TypeAlias = tuple[str, str, str]
Key: TypeAlias = tuple[Home, tuple[int, ...]]
Name: TypeAlias = tuple[str, str]
"""A rule: its document's id and its own."""

Hole: TypeAlias = tuple[Key, Set]
"""A part, and the set that stands in for it."""

Below: TypeAlias = Callable[[str, str], Set]
"""Those who have a value in a slot that lies below."""

DEFAULTS = ("not_addressed", "undetermined")
"""The status and the benefit of whom no rule decides."""

AROUND: tuple[tuple[Slot, Layer], ...] = (
    ("status", "law"),
    ("benefit", "product"),
    ("benefit", "contract"),
    ("benefit", "law"),
)
ALONE: tuple[tuple[Slot, Layer], ...] = (("status", "policy"),)


@dataclass(frozen=True, eq=False)
class Judged:
    """A rule with the patients who fulfil it, who come to it, and whom it and its otherwise decide."""

    document: Document
    rule: Rule
    holds: Set
    reached: Set
    then: Set
    otherwise: Set

    @property
    def name(self) -> Name:
        return self.document.id, self.rule.id


@dataclass(frozen=True, eq=False)
class Meaning:
    """Texts that decide together, over a population of their own.

    Arguments:
        layers: those whose rules are asked about: `ALONE` for a policy by itself, `AROUND` for its plans and
            mandates.
    """

    texts: Texts
    people: Population
    layers: tuple[tuple[Slot, Layer], ...]

    @cached_property
    def judged(self) -> dict[tuple[Slot, Layer], tuple[Judged, ...]]:
        found: dict[tuple[Slot, Layer], tuple[Judged, ...]] = {}
        for slot, layer in (*ALONE, *AROUND):
            self._slots[slot, layer] = self._below(dict(found))
            found[slot, layer] = tuple(self._layer(slot, layer))
        return {each: found[each] for each in self.layers}

    @cached_property
    def _slots(self) -> dict[tuple[Slot, Layer], Below]:
        return {}

    def _below(self, known: dict[tuple[Slot, Layer], tuple[Judged, ...]]) -> Below:
        """For `status is …` and `benefit is …`: who has a value after the layers so far."""
        seen: dict[tuple[str, str], Set] = {}

        def below(slot: str, value: str) -> Set:
            if (slot, value) not in seen:
                seen[slot, value] = self._value(slot, value, known)
            return seen[slot, value]

        return below

    def _value(self, slot: str, value: str, known: dict[tuple[Slot, Layer], tuple[Judged, ...]]) -> Set:
        people = self.people
        having = people.everyone if value in DEFAULTS else people.nobody
        for (filled, _), rules in known.items():
            if filled != slot or not rules:
                continue
            then = [one.then for one in rules if one.rule.then == value]
            otherwise = [one.otherwise for one in rules if one.rule.otherwise == value]
            anybody = people.either(each for one in rules for each in (one.then, one.otherwise))
            having = people.either([people.without(having, anybody), *then, *otherwise])
        return having

    def _layer(self, slot: Slot, layer: Layer) -> Iterator[Judged]:
        people = self.people
        left = people.everyone
        for document in self.texts.documents:
            for rule in document.rules:
                if (rule.slot, rule.layer) != (slot, layer):
                    continue
                holds = self._rule(document, rule, self._slots[slot, layer], None)
                then = people.both([left, holds])
                otherwise = people.without(left, holds) if rule.otherwise is not None else people.nobody
                yield Judged(document, rule, holds, left, then, otherwise)
                left = people.without(people.without(left, then), otherwise)

    # --- criteria -------------------------------------------------------------------------------------

    def _rule(self, document: Document, rule: Rule, below: Below, hole: Hole | None) -> Set:
        if rule.when is None:
            return self.people.everyone
        return self._criterion(rule.when, (("rule", document.id, rule.id), ()), below, hole)

    def _criterion(self, criterion: Criterion, key: Key, below: Below, hole: Hole | None) -> Set:
        people = self.people
        if hole is not None and key == hole[0]:
            return hole[1]
        match criterion.body:
            case Leaf(condition=condition):
                return self._condition(condition, key, below, hole)
            case Group(connective=connective, parts=parts, at_least=least):
                sets = [
                    self._criterion(part, _down(key, number), below, hole)
                    for number, part in enumerate(parts)
                ]
                if connective == "all of":
                    return people.both(sets)
                if connective == "at least":
                    return people.at_least(least, sets)
                either = people.either(sets)
                return either if connective == "any of" else people.without(people.everyone, either)
            case Reading(reading=reading, options=options):
                return people.either(
                    people.both(
                        [
                            people.compare(ReadingIs(reading, label)),
                            self._criterion(option, _down(key, number), below, hole),
                        ]
                    )
                    for number, (label, option) in enumerate(options)
                )

    def _condition(self, condition: Condition, key: Key, below: Below, hole: Hole | None) -> Set:
        people = self.people
        if hole is not None and key == hole[0]:
            return hole[1]

        def parts(given: tuple[Condition, ...]) -> list[Set]:
            return [
                self._condition(part, _down(key, number), below, hole) for number, part in enumerate(given)
            ]

        match condition:
            case Always(value=value):
                return people.everyone if value else people.nobody
            case Not(part=part):
                return people.without(people.everyone, parts((part,))[0])
            case And(parts=given):
                return people.both(parts(given))
            case Or(parts=given):
                return people.either(parts(given))
            case AtLeast(count=count, parts=given):
                return people.at_least(count, parts(given))
            case CriterionRef(criterion=name):
                return self._criterion(self.texts.criteria[name], (("criterion", "", name), ()), below, hole)
            case SlotIs(slot=slot, values=values):
                return people.either(below(slot, value) for value in values)
            case _:
                return people.compare(condition)

    # --- rules ------------------------------------------------------------------------------------------

    @cached_property
    def _everyone(self) -> tuple[Judged, ...]:
        return tuple(one for rules in self.judged.values() for one in rules)

    def rules(self) -> frozenset[Name]:
        return frozenset(one.name for one in self._everyone)

    @cached_property
    def applying(self) -> frozenset[Name]:
        """The rules that decide for somebody."""
        return frozenset(one.name for one in self._everyone if not self.people.empty(one.then))

    def fulfilled(self, name: Name) -> Set:
        """Those who fulfil a rule's condition."""
        return next(one.holds for one in self._everyone if one.name == name)

    def otherwise(self) -> dict[Name, tuple[bool, bool]]:
        """Of each rule with an otherwise: whether somebody comes to the rule, and to its otherwise."""
        return {
            one.name: (not self.people.empty(one.reached), not self.people.empty(one.otherwise))
            for one in self._everyone
            if one.rule.otherwise is not None
        }

    @cached_property
    def overlaps(self) -> dict[tuple[Name, str], Set]:
        """A later rule with an earlier one of its layer and document that decides some patient otherwise."""
        found: dict[tuple[Name, str], Set] = {}
        for rules in self.judged.values():
            for number, later in enumerate(rules):
                for earlier in rules[:number]:
                    if earlier.document.id != later.document.id or later.rule.when is None:
                        continue
                    if (earlier.rule.then, earlier.rule.denial_class) == (
                        later.rule.then,
                        later.rule.denial_class,
                    ):
                        continue
                    both = self.people.both([earlier.then, later.holds])
                    if not self.people.empty(both):
                        found[later.name, earlier.rule.id] = both
        return found

    def left(self, name: Name) -> Set:
        """Those for whom no rule of a rule's layer decides."""
        people = self.people
        (rules,) = [rules for rules in self.judged.values() if any(one.name == name for one in rules)]
        return people.without(
            people.everyone, people.either(each for one in rules for each in (one.then, one.otherwise))
        )

    def silent(self, slot: str = "status") -> Set:
        """Those for whom no rule on the slot decides."""
        people = self.people
        spoken = [
            each
            for (filled, _), rules in self.judged.items()
            if filled == slot
            for one in rules
            for each in (one.then, one.otherwise)
        ]
        return people.without(people.everyone, people.either([people.nobody, *spoken]))

    def silent_on(self, product: str) -> Set:
        """Those who have a product and for whom no rule on the benefit speaks."""
        silent = self.silent("benefit")
        if "product" not in mentions(self.texts).facts:
            return silent
        return self.people.both([silent, self.people.compare(Is("product", (product,)))])

    # --- criteria that do not decide ----------------------------------------------------------------------

    def replaceable(self) -> dict[Key, tuple[bool, bool]]:
        """Of every part of every criterion that a rule which decides for somebody uses: whether no ruling
        changes when it is replaced by "always", and when by "never", wherever it stands.
        """
        people = self.people
        living = self.applying
        found: dict[Key, tuple[bool, bool]] = {}
        for layer, rules in self.judged.items():
            used: dict[Key, list[Judged]] = {}
            for one in rules:
                if one.rule.when is not None:
                    home = ("rule", one.document.id, one.rule.id)
                    for key in dict.fromkeys(self._keys(one.rule.when, (home, ()))):
                        used.setdefault(key, []).append(one)
            for key, users in used.items():
                if any(one.name in living for one in users):
                    always, never = found.get(key, (True, True))
                    found[key] = (
                        always and all(self._same(one, layer, (key, people.everyone)) for one in users),
                        never and all(self._same(one, layer, (key, people.nobody)) for one in users),
                    )
        return found

    def _same(self, one: Judged, layer: tuple[Slot, Layer], hole: Hole) -> bool:
        """Whether a rule holds for the same of those who come to it, with a part of its criteria replaced."""
        people = self.people
        replaced = self._rule(one.document, one.rule, self._slots[layer], hole)
        differ = people.either([people.without(one.holds, replaced), people.without(replaced, one.holds)])
        return people.empty(people.both([one.reached, differ]))

    def _keys(self, criterion: Criterion, key: Key) -> Iterator[Key]:
        yield key
        match criterion.body:
            case Leaf(condition=condition):
                yield from list(self._inner(condition, key))[1:]
            case Group(parts=parts):
                for number, part in enumerate(parts):
                    yield from self._keys(part, _down(key, number))
            case Reading(options=options):
                for number, (_, option) in enumerate(options):
                    yield from self._keys(option, _down(key, number))

    def _inner(self, condition: Condition, key: Key) -> Iterator[Key]:
        yield key
        match condition:
            case Not(part=part):
                yield from self._inner(part, _down(key, 0))
            case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
                for number, part in enumerate(parts):
                    yield from self._inner(part, _down(key, number))
            case CriterionRef(criterion=name):
                yield from self._keys(self.texts.criteria[name], (("criterion", "", name), ()))

    # --- readings -----------------------------------------------------------------------------------------

    def touched(self, reading: str) -> list[int]:
        """Of each layer, those whom options of a reading lead to different rulings. For `Worlds` alone."""
        people = self.people
        assert isinstance(people, Worlds)
        found = []
        for rules in self.judged.values():
            parted = [each for one in rules for each in (one.then, one.otherwise)]
            parted.append(people.without(people.everyone, people.either(parted)))
            found.append(people.without(people.everyone, people.unmoved(reading, parted)))
        return found


def _down(key: Key, number: int) -> Key:
    home, path = key
    return home, (*path, number)
