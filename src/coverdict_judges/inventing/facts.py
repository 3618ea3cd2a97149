"""Invented vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from coverdict.language.model import Fact, FactType, Option, ValueSet, Vocabulary
from coverdict.language.syntax import (
    Code,
    Compare,
    CountTerm,
    ExtremeTerm,
    FactTerm,
)
from coverdict.text import Place
from coverdict_judges.inventing.sizes import Size

HERE = Place("invented")

INDICATION = "indication.kind"

# Names that begin or end like words of the language, or hold them.
_STEMS = (
    "origin", "notes", "android.level", "inside", "island", "anyone", "between.visits", "atlas.at", "of.age",
    "days.open", "counted", "largest.one", "in.situ", "is.new", "one.of", "whereabouts", "from.home",
    "to.date", "not.known", "or.gan", "status.old", "benefits", "all.of", "none.of_it", "leastwise", "min.x",
    "e5",
)  # fmt: skip

UNITS: Mapping[str, Mapping[str, Fraction]] = {
    "cm": {"cm": Fraction(1), "mm": Fraction(1, 10), "m": Fraction(100), "[in_i]": Fraction(254, 100)},
    "kg": {"kg": Fraction(1), "g": Fraction(1, 1000)},
    "ng/mL": {"ng/mL": Fraction(1), "ug/L": Fraction(1), "ng/dL": Fraction(1, 100), "mg/L": Fraction(1000)},
    "mg/dL": {"mg/dL": Fraction(1), "g/L": Fraction(100), "g/dL": Fraction(1000)},
    "%": {"%": Fraction(1)},
}
"""For each unit of a fact, exact factors from the units that texts and requests may use."""

CODES: Mapping[str, tuple[str, ...]] = {
    "CPT": ("47371", "47381", "00100", "0397T", "99213", "76940"),
    "ICD-10-CM": ("C22.0", "C22.9", "C78.7", "E11.9", "E10.65", "D49.0"),
    "HCPCS": ("J9271", "C2618", "E0784", "A0100"),
    "ICD-10-PCS": ("0F5", "3E03317", "0E784ZZ", "0F500ZZ"),
}


@dataclass(frozen=True, eq=False)
class Scene:
    """A vocabulary, and what invented texts say about its facts.

    Arguments:
        constants: for each fact (and each field, as `list.field`) the constants that texts compare it with.
        constraints: the texts of the constraints, in the vocabulary's order.
    """

    vocabulary: Vocabulary
    constants: Mapping[str, tuple[Decimal | date, ...]]
    constraints: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in self.vocabulary.facts}


def invent_scene(random: Random, size: Size, name: str = "invented") -> Scene:
    """A vocabulary without constraints, with constants for its facts."""
    facts: list[Fact] = []
    constants: dict[str, tuple[Decimal | date, ...]] = {}
    names = _Names(random)
    wanted = random.randint(*size.facts)
    kinds, weights = zip(*size.kinds, strict=True)
    if size.shape == "guarded" or size.facts_of_policy:
        facts.append(_indication())
        constants[facts[0].name] = ()
    lists = 0
    while len(facts) < wanted:
        (kind,) = random.choices(kinds, weights)
        if kind == "list":
            if lists == 1:
                continue
            lists += 1
            facts += _list_and_derived(random, names, constants)
            continue
        fact = _fact(random, kind, names.fresh())
        facts.append(fact)
        constants[fact.name] = _constants(random, fact, size.constants)
    for fact in _of_every_request(random):
        facts.append(fact)
        constants[fact.name] = _constants(random, fact, size.constants)
    sets = tuple(_value_sets(random, facts, "set"))
    return Scene(Vocabulary(name, f"Invented facts {name}", HERE, tuple(facts), sets), constants)


class _Names:
    """Fact names, none of them twice."""

    def __init__(self, random: Random) -> None:
        self.left = list(_STEMS)
        random.shuffle(self.left)
        self.count = 0

    def fresh(self) -> str:
        if self.left:
            return self.left.pop()
        self.count += 1
        return f"area{self.count % 7}.fact_{self.count}"


def _indication() -> Fact:
    """What the service is for: policies hold rules for one indication after the other."""
    options = tuple(Option(f"indication_{number}", f"Indication {number}") for number in range(8))
    return Fact(
        INDICATION, FactType.CHOICE, HERE, label="What it is for", ask="What is it for?", options=options
    )


def _of_every_request(random: Random) -> list[Fact]:
    """Facts that requests state in fields of their own; vocabularies may know them."""
    found = [
        Fact(
            "product", FactType.NAME, HERE, label="Product", ask="Which product?", who="provider",
            options=(Option("hmo", "HMO"), Option("ppo", "PPO")),
        )
    ]  # fmt: skip
    if random.random() < 0.5:
        found.append(Fact("service.date", FactType.DATE, HERE, label="Date of service", scope="line"))
    return found


def _fact(random: Random, kind: str, name: str) -> Fact:
    """A fact that is no list."""
    plain = Fact(
        name,
        FactType.NUMBER if kind == "whole" else FactType(kind),
        HERE,
        label=f"Label of {name}",
        ask=f"What about {name}?" if random.random() < 0.85 else "",
        who=random.choice(("provider", "payer", "clinician", "member", None)),
        judgement=kind == "yes/no" and random.random() < 0.2,
        changeable=random.random() < 0.5,
    )
    given = {slot: getattr(plain, slot) for slot in Fact.__slots__}
    if kind in ("choice", "name"):
        count = random.randint(2, 3)
        given["options"] = tuple(
            Option(f"{letter}_{name[0]}", f"Option {letter}") for letter in "abcd"[:count]
        )
    elif kind == "whole":
        given["whole"] = True
        if random.random() < 0.7:
            given["minimum"] = Decimal(0)
        if random.random() < 0.3:
            given["maximum"] = Decimal(130)
    elif kind == "number":
        given["minimum"] = Decimal(0) if random.random() < 0.3 else None
    elif kind == "quantity":
        unit = random.choice(tuple(UNITS))
        given.update(unit=unit, factors=UNITS[unit], minimum=Decimal(0))
    elif kind in ("code", "codes"):
        given["systems"] = (random.choice(tuple(CODES)),)
    return Fact(**given)


def _list_and_derived(
    random: Random, names: _Names, constants: dict[str, tuple[Decimal | date, ...]]
) -> list[Fact]:
    """A list fact and, most of the time, its count and its largest."""
    name = names.fresh()
    first = Fact(
        "diameter",
        FactType.QUANTITY,
        HERE,
        unit="cm",
        factors=UNITS["cm"],
        minimum=Decimal(0),
        label="Diameter",
    )
    item: tuple[Fact, ...] = (first,)
    if random.random() < 0.4:
        item = (*item, Fact("treated", FactType.YES_NO, HERE, label="Treated before"))
    constants[f"{name}.diameter"] = _constants(random, first, 1)
    constants[f"{name}.treated"] = ()
    constants[name] = (Decimal(random.randint(1, 2)),)
    facts = [
        Fact(
            name, FactType.LIST, HERE, label="A list", item=item, ask="Which ones?",
            changeable=random.random() < 0.3,
        )
    ]  # fmt: skip
    if random.random() < 0.7:
        where = None
        if random.random() < 0.2:
            where = Compare(FactTerm("diameter"), ">=", Decimal(1))
        facts.append(
            Fact(
                f"{name}.count", FactType.NUMBER, HERE, label="How many", whole=True, minimum=Decimal(0),
                ask="How many?", changeable=True, derived=CountTerm(name, where),
            )
        )  # fmt: skip
        constants[f"{name}.count"] = constants[name]
    if random.random() < 0.7:
        facts.append(
            Fact(
                f"{name}.largest", FactType.QUANTITY, HERE, label="Largest", unit="cm", factors=UNITS["cm"],
                minimum=Decimal(0), ask="How large?", changeable=True,
                derived=ExtremeTerm("largest", name, "diameter"),
            )
        )  # fmt: skip
        constants[f"{name}.largest"] = constants[f"{name}.diameter"]
    return facts


def _constants(random: Random, fact: Fact, most: int) -> tuple[Decimal | date, ...]:
    count = random.randint(1, most)
    if fact.type is FactType.DATE:
        special = [date(2020, 2, 29), date(2023, 1, 31), date(2021, 12, 31), date(2024, 3, 1)]
        ordinary = date(2018, 1, 1) + timedelta(days=random.randint(0, 2500))
        return tuple(sorted(set(random.sample([*special, ordinary], min(count, 2)))))
    if fact.type is FactType.QUANTITY:
        if fact.unit == "cm" and random.random() < 0.3:
            return tuple(Decimal("2.54") * number for number in sorted(random.sample((1, 2, 3), count)))
        return tuple(Decimal(number) / 10 for number in sorted(random.sample(range(5, 95, 5), count)))
    if fact.type is not FactType.NUMBER:
        return ()
    if fact.whole:
        return tuple(Decimal(number) for number in sorted(random.sample(range(1, 9), count)))
    return tuple(Decimal(number) / 4 for number in sorted(random.sample(range(1, 40), count)))


def _value_sets(random: Random, facts: list[Fact], prefix: str) -> list[ValueSet]:
    """One or two sets, perhaps overlapping, for each code system that facts use."""
    found = []
    for system in sorted({system for fact in facts for system in fact.systems}):
        for number in range(random.randint(1, 2)):
            codes = random.sample(CODES[system], random.randint(1, 3))
            members = tuple(Code(system, code) for code in sorted(codes))
            found.append(ValueSet(f"{prefix}-{system.lower()}-{number}", members, HERE, title="A set"))
    return found
