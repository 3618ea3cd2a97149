"""Invented libraries: a policy or several, a plan, mandates, definitions and a payer's settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Literal, TypeAlias

from coverdict.language.model import (
    BENEFITS,
    STATUSES,
    CodeEntry,
    Constraint,
    Document,
    FactType,
    Kind,
    Layer,
    Meaning,
    NamedCriterion,
    Product,
    ReadingDeclaration,
    Rule,
    SettledReading,
    ValueSet,
)
from coverdict.language.syntax import And, Code, Criterion, Group, Not, Reading
from coverdict_judges.inventing.conditions import Writer
from coverdict_judges.inventing.facts import CODES, HERE, INDICATION, Scene, invent_scene
from coverdict_judges.inventing.sizes import Size

PAYER = "acme"
_LABELS = ("up to it", "under it", "either way")
_Slot: TypeAlias = Literal["status", "benefit"]


@dataclass(frozen=True, eq=False)
class Invented:
    """A whole library as trees; documents in the order of their files."""

    scene: Scene
    documents: tuple[Document, ...]

    @property
    def policies(self) -> tuple[str, ...]:
        return tuple(document.id for document in self.documents if document.kind == "policy")


def invent_library(random: Random, size: Size) -> Invented:
    """A library of the size."""
    scene = invent_scene(random, size)
    scene = _with_constraints(random, scene, size)
    spoken = _spoken(scene)
    documents: list[Document] = []
    shared = (
        _definitions(random, scene, spoken) if random.random() < 0.4 and not size.facts_of_policy else None
    )
    for number in range(size.policies):
        chosen = spoken
        if size.facts_of_policy:
            others = [name for name in spoken if name != INDICATION]
            chosen = (INDICATION, *random.sample(others, min(size.facts_of_policy - 1, len(others))))
        shape = size
        if size.facts_of_policy:
            shape = replace(size, shape=random.choice(("local", "guarded", "unstructured")))
        documents.append(_policy(random, scene, chosen, shape, number, shared))
    policies = tuple(document.id for document in documents)
    mandates = []
    if random.random() < 0.4:
        mandates.append(_mandate(random, scene, spoken, policies))
    plans = [_plan(random, scene, spoken, size)]
    if random.random() < 0.2:
        plans.append(replace(_plan(random, scene, spoken, size), id="other", payer="zeta"))
    payers = [_payer(random, PAYER, policies, documents), _payer(random, "zeta", policies, [])]
    definitions = [shared] if shared is not None else []
    return Invented(scene, (*definitions, *mandates, *payers, *plans, *documents))


def _spoken(scene: Scene) -> tuple[str, ...]:
    """The facts that rules may speak of, the product apart, which plans ask for."""
    return tuple(fact.name for fact in scene.vocabulary.facts if fact.name != "product")


def _with_constraints(random: Random, scene: Scene, size: Size) -> Scene:
    """The scene with constraints between two facts each, or none."""
    facts = [name for name in _spoken(scene) if scene.facts[name].type is not FactType.DATE]
    if len(facts) < 2:
        return scene
    found, texts = [], []
    for number in range(random.randint(0, size.constraints)):
        pair = random.sample(facts, 2)
        writer = Writer(random, scene, tuple(pair), "", _sets(scene))
        parts = [writer.comparison(scene.facts[name]) for name in pair]
        always = random.random() < 0.3
        text = f"{parts[0].within(2)} and {parts[1].within(2)}"
        both = And((parts[0].condition, parts[1].condition))
        texts.append(f"always: not ({text})" if always else f"never: {text}")
        found.append(
            Constraint(f"rule-{number}", Not(Not(both)) if always else both, "It cannot be so.", HERE)
        )
    vocabulary = replace(scene.vocabulary, constraints=tuple(found))
    return Scene(vocabulary, scene.constants, tuple(texts))


# --- documents ---------------------------------------------------------------------------------------------


def _readings(random: Random, most: int) -> dict[str, tuple[str, ...]]:
    return {
        name: _LABELS[: random.randint(2, 3)]
        for name in ("size limit", "second clause")[: random.randint(0, most)]
    }


def _sets(scene: Scene, own: tuple[ValueSet, ...] = ()) -> dict[str, ValueSet]:
    """The value sets that a document sees, by the name that it writes."""
    return {given.name.rpartition("#")[2]: given for given in (*scene.vocabulary.value_sets, *own)}


def _declared(trees: Iterable[Criterion | None]) -> tuple[ReadingDeclaration, ...]:
    """The readings that occur in the criteria."""
    found: dict[str, tuple[str, ...]] = {}
    for tree in trees:
        if tree is not None:
            found.update(_readings_in(tree))
    return tuple(ReadingDeclaration(name, options, HERE) for name, options in found.items())


def _readings_in(criterion: Criterion) -> Iterator[tuple[str, tuple[str, ...]]]:
    match criterion.body:
        case Group(parts=parts):
            for part in parts:
                yield from _readings_in(part)
        case Reading(reading=reading, options=options):
            yield reading, tuple(label for label, _ in options)
            for _, option in options:
                yield from _readings_in(option)


def _own_sets(random: Random, scene: Scene, document: str) -> tuple[ValueSet, ...]:
    systems = sorted({system for fact in scene.vocabulary.facts for system in fact.systems})
    if not systems or random.random() < 0.5:
        return ()
    system = random.choice(systems)
    codes = tuple(Code(system, code) for code in sorted(random.sample(CODES[system], 2)))
    return (ValueSet(f"{document}#own-set", codes, HERE, title="A set of its own"),)


def _definitions(random: Random, scene: Scene, facts: tuple[str, ...]) -> Document:
    readings = _readings(random, 1)
    writer = Writer(random, scene, facts, "shared", _sets(scene), readings=readings)
    criteria = tuple(
        NamedCriterion(f"shared#shared-{number}", writer.criterion(1), HERE, "A shared criterion")
        for number in range(random.randint(1, 2))
    )
    return _document(
        scene,
        "definitions",
        "shared",
        criteria=criteria,
        readings=_declared(one.criterion for one in criteria),
    )


def _policy(
    random: Random, scene: Scene, facts: tuple[str, ...], size: Size, number: int, shared: Document | None
) -> Document:
    name = f"acme/p-{number}"
    readings = _readings(random, 2)
    own = _own_sets(random, scene, name)
    sets = _sets(scene, own)
    visible = {} if shared is None else {one.id.partition("#")[2]: one.id for one in shared.criteria}
    criteria: list[NamedCriterion] = []
    if random.random() < 0.4:
        inner = Writer(random, scene, _near(random, facts, 0, size), name, sets, visible, readings)
        criteria.append(NamedCriterion(f"{name}#criterion-1", inner.criterion(1), HERE, "A criterion"))
        visible["criterion-1"] = f"{name}#criterion-1"
    rules = []
    count = random.randint(*size.rules)
    for index in range(count):
        chosen = _near(random, facts, index, size)
        writer = Writer(random, scene, chosen, name, sets, visible, readings)
        guard = INDICATION if size.shape == "guarded" else ""
        when = writer.conjunction(size.conjuncts, guard) if size.conjuncts else writer.criterion(size.depth)
        ends = size.ends if index < count - 1 else 0.25
        rules.append(_rule(random, f"rule-{index}", ("status", "policy"), writer.document, when, ends))
    return _document(
        scene,
        "policy",
        name,
        uses=() if shared is None else ("shared",),
        effective=date(2000, 1, 1),
        rules=tuple(rules),
        criteria=tuple(criteria),
        readings=_declared([*(rule.when for rule in rules), *(one.criterion for one in criteria)]),
        value_sets=own,
        codes=(CodeEntry(Code("CPT", str(10001 + number)), "governed", HERE),),
    )


def _near(random: Random, facts: tuple[str, ...], index: int, size: Size) -> tuple[str, ...]:
    """The facts that one rule speaks of, by the shape of the policy."""
    if size.shape == "unstructured" or len(facts) <= 6:
        return facts if len(facts) <= 6 else tuple(random.sample(facts, 6))
    start = index * len(facts) // max(1, size.rules[1])
    return tuple(facts[(start + step) % len(facts)] for step in range(5))


def _rule(
    random: Random, name: str, home: tuple[_Slot, Layer], document: str, when: Criterion, ends: float
) -> Rule:
    """A rule; with the chance `ends` it has an `otherwise` or no condition."""
    slot, layer = home
    values = STATUSES if slot == "status" else BENEFITS
    otherwise = random.choice(values) if random.random() < ends else None
    always = otherwise is None and random.random() < ends / 5
    meaning = None
    if otherwise is not None and random.random() < 0.2:
        meaning = Meaning(f"{document}#what it means", tuple(values[1:3]))
    return Rule(
        name,
        slot,
        layer,
        random.choice(values),
        HERE,
        when=None if always else when,
        otherwise=otherwise,
        label="Their own words" if random.random() < 0.3 else "",
        denial_class=random.choice((None, "clinical", "administrative", "unsettled")),
        individual_consideration=random.random() < 0.1,
        meaning=meaning,
        note="A note on the rule" if random.random() < 0.2 else "",
    )


def _plan(random: Random, scene: Scene, facts: tuple[str, ...], size: Size) -> Document:
    name = "products"
    rules = []
    count = random.randint(max(1, size.rules[0] // 2), max(2, size.rules[1] // 2))
    for index in range(count):
        chosen = tuple(random.sample(facts, min(2, len(facts))))
        if random.random() < 0.4:
            chosen = (*chosen, "product")
        writer = Writer(random, scene, chosen, name, _sets(scene), slots=("status",))
        layer: Layer = "contract" if random.random() < 0.25 else "product"
        when = writer.conjunction(2, "") if size.conjuncts else writer.criterion(1)
        ends = size.ends if index < count - 1 else 0.6
        rules.append(_rule(random, f"plan-{index}", ("benefit", layer), name, when, ends))
    products = (Product("hmo", "HMO", HERE), Product("ppo", "PPO", HERE))
    return _document(scene, "plan", name, payer=PAYER, rules=tuple(rules), products=products)


def _mandate(random: Random, scene: Scene, facts: tuple[str, ...], policies: tuple[str, ...]) -> Document:
    name = "some-law"
    rules = []
    for index in range(random.randint(1, 2)):
        slot: _Slot = random.choice(("status", "benefit"))
        slots = ("status",) if slot == "status" else ("status", "benefit")
        chosen = tuple(random.sample(facts, min(2, len(facts))))
        writer = Writer(random, scene, chosen, name, _sets(scene), slots=slots)
        rules.append(_rule(random, f"law-{index}", (slot, "law"), name, writer.criterion(1), 0.25))
    applies = (
        () if random.random() < 0.5 else tuple(sorted(random.sample(policies, (len(policies) + 1) // 2)))
    )
    return _document(scene, "mandate", name, applies_to=applies, rules=tuple(rules))


def _payer(random: Random, name: str, policies: tuple[str, ...], documents: list[Document]) -> Document:
    readings = [reading for document in documents for reading in document.readings]
    settled = []
    if readings and random.random() < 0.25:
        reading = random.choice(readings)
        settled.append(
            SettledReading(
                reading.id, random.choice(reading.options), "A director", "director", date(2020, 1, 1), HERE
            )
        )
    return _document(scene=None, kind="payer", name=name, adopts=policies, settled=tuple(settled))


def _document(scene: Scene | None, kind: Kind, name: str, **parts: object) -> Document:
    vocabulary = "invented" if scene is None else scene.vocabulary.id
    plain = Document(kind, name, f"Title of {name}", HERE, vocabulary, "")
    return replace(plain, **parts)  # type: ignore[arg-type]  # each caller names fields of Document
