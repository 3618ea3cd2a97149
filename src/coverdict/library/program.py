"""A policy version with everything around it, compiled: facts in, cells, and functions of its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from coverdict.language.model import (
    CodeSet,
    Constraint,
    Document,
    Elements,
    Fact,
    Layer,
    Product,
    Rule,
    Slot,
    Value,
)
from coverdict.language.syntax import And, Citation, Condition, Is, Not, condition_of
from coverdict.library.atoms import Names, formula_of
from coverdict.library.dimensions import Dimension, dimension_numbers, dimensions_of, literals_of
from coverdict.library.functions import compile_functions
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.layers import RANKS, SlotTest, compose, rule_name
from coverdict.library.template import Step, conditions, reading_citations, rule_step
from coverdict.logic import (
    IMPOSSIBLE,
    Choose,
    Decision,
    Disj,
    Formula,
    Function,
    Mask,
)
from coverdict.logic import Value as Constant


@dataclass(frozen=True)
class Truth:
    """A step of the trace with its own function: `True` in the worlds in which it is met."""

    step: Step
    function: Function | None
    children: tuple[Truth, ...]


@dataclass(frozen=True)
class Program:
    """What one payer's members are decided by under one version of a policy.

    Arguments:
        texts: the policy, the payer's plans that apply, the mandates.
        rules: every rule by its name (document id, `#`, rule id).
        names: what fact, criterion, value set and reading names stand for.
        dimensions: the groups of facts, and the readings, in the functions' numbering.
        dimension_of: the dimension of each fact and reading that matters.
        outcome: the compiled decision, with an `Outcome` for every world.
        truths: the trace's rules in the order of the layers, each a tree.
        beside: the rules of the guidelines, by guideline, which never approve.
        duties: for each duty of the policy, whether it applies.
        constraints: of each constraint what it says, and where it is broken.
        reading_citations: where in the source the ambiguous sentences stand.
    """

    texts: tuple[Document, ...]
    guidelines: tuple[Document, ...]
    rules: Mapping[str, Rule]
    names: Names
    dimensions: tuple[Dimension, ...]
    dimension_of: Mapping[str, int]
    outcome: Function
    truths: tuple[Truth, ...]
    beside: Mapping[str, tuple[tuple[Rule, Truth], ...]]
    duties: tuple[Function | None, ...]
    constraints: tuple[tuple[str, Function], ...]
    reading_citations: Mapping[str, Citation]

    @property
    def policy(self) -> Document:
        return self.texts[0]

    @cached_property
    def shared(self) -> tuple[int, ...]:
        """The dimensions of several facts."""
        return tuple(number for number, dimension in enumerate(self.dimensions) if len(dimension.facts) > 1)

    @cached_property
    def free(self) -> tuple[Mask, ...]:
        """All cells of each dimension: nothing known."""
        return tuple((1 << dimension.group.size) - 1 for dimension in self.dimensions)


def texts_around(
    library: Library, payer: str, version: PolicyVersion, day: date
) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """The plans and mandates that decide beside a policy version on a date of service, and the guidelines."""
    policy = version.policy
    plans = library.plans(payer, policy, day)
    return (*plans, *library.mandates(policy, day)), library.guidelines(policy, day)


def compile_policy(library: Library, payer: str, version: PolicyVersion, day: date) -> Program:
    """The program by which members of `payer` are decided under a version of a policy.

    Arguments:
        day: the date of service: plans and mandates are taken as they stand then.

    Errors:
        TooManyCells: a group of facts is cut into more cells than a group may have.
    """
    around, guidelines = texts_around(library, payer, version, day)
    return compile_texts(library, (library.text(version.file), *around), guidelines)


def compile_texts(
    library: Library, texts: tuple[Document, ...], guidelines: tuple[Document, ...] = ()
) -> Program:
    """The program of a policy (first), and of the plans and mandates around it."""
    policy = texts[0]
    names = names_of(library, (*texts, *guidelines))
    constraints = (
        *library.contents.constraints(policy.vocabulary),
        *product_constraints(texts, names.facts),
    )
    asked = tuple(conditions_of((*texts, *guidelines), constraints, policy))
    dimensions = dimensions_of(asked, names)
    dimension_of = dimension_numbers(dimensions)
    literals = literals_of(asked, names, dimensions, dimension_of)

    def translate(condition: Condition, slots: SlotTest) -> Formula:
        return formula_of(condition, names, literals, slots)

    composed = compose(texts, translate)
    nevers = tuple(translate(one.never, _no_slots) for one in constraints)
    never = Disj(nevers)
    steps = tuple(_steps(texts, names))
    beside = {
        guideline.id: tuple((rule, rule_step(guideline, rule, names)) for rule in guideline.rules)
        for guideline in guidelines
    }
    duties = tuple(condition_of(duty.when) if duty.when else None for duty in policy.duties)

    decisions: dict[tuple[Condition, SlotTest], Decision] = {}
    wanted = [
        *(
            (condition, composed.below[rule_slot])
            for rule_slot, step in steps
            for condition in conditions(step)
        ),
        *(
            (condition, _no_slots)
            for rules in beside.values()
            for _, step in rules
            for condition in conditions(step)
        ),
        *((condition, _no_slots) for condition in duties if condition is not None),
    ]
    for condition, slots in wanted:
        if (condition, slots) not in decisions:
            truth = Choose(translate(condition, slots), Constant(True), Constant(False))
            decisions[condition, slots] = Choose(never, Constant(IMPOSSIBLE), truth)
    outcome = Choose(never, Constant(IMPOSSIBLE), composed.outcome)
    first, *others = compile_functions(
        tuple(dimension.group.size for dimension in dimensions),
        (
            outcome,
            *(Choose(one, Constant(True), Constant(False)) for one in nevers),
            *decisions.values(),
        ),
        hint=first_dimensions(dimensions),
    )
    broken, truths = others[: len(nevers)], others[len(nevers) :]
    functions = dict(zip(decisions, truths, strict=True))

    def truth_of(step: Step, slots: SlotTest) -> Truth:
        function = functions[step.condition, slots] if step.condition is not None else None
        return Truth(step, function, tuple(truth_of(child, slots) for child in step.children))

    return Program(
        texts=texts,
        guidelines=guidelines,
        rules={rule_name(text, rule): rule for text in texts for rule in text.rules},
        names=names,
        dimensions=dimensions,
        dimension_of=dimension_of,
        outcome=first,
        truths=tuple(truth_of(step, composed.below[rule_slot]) for rule_slot, step in steps),
        beside={
            name: tuple((rule, truth_of(step, _no_slots)) for rule, step in rules)
            for name, rules in beside.items()
        },
        duties=tuple(functions[one, _no_slots] if one is not None else None for one in duties),
        constraints=tuple((one.says, function) for one, function in zip(constraints, broken, strict=True)),
        reading_citations={reading: cites for _, step in steps for reading, cites in reading_citations(step)},
    )


def product_constraints(texts: tuple[Document, ...], facts: Mapping[str, Fact]) -> Iterator[Constraint]:
    """What a product's entry says of every member who has it: its line of business and its funding."""
    if "product" not in facts:
        return
    for text in texts:
        for product in text.products:
            for name, value in implied(product).items():
                if name in facts:
                    has = Is("product", (product.name,))
                    says = f"{product.label or product.name} has {facts[name].label or name} {value}."
                    never = And((has, Not(Is(name, (value,)))))
                    yield Constraint(f"{product.name}-{name}", never, says, product.place)


def implied(product: Product) -> dict[str, str]:
    """The facts that follow from a member's product."""
    found = {"line_of_business": product.line_of_business, "funding": product.funding}
    return {name: value for name, value in found.items() if value}


def _no_slots(slot: str, values: tuple[str, ...]) -> Formula:
    raise ValueError(f"{slot} is {values}: there is no {slot} to speak of here")


def names_of(library: Library, texts: tuple[Document, ...]) -> Names:
    """What the names in the texts' conditions stand for; the policy's vocabulary goes first."""
    contents = library.contents
    vocabulary = texts[0].vocabulary
    documents = (*contents.definitions.values(), *texts)
    return Names(
        facts={
            name: fact
            for text in (*texts[1:], texts[0])
            for name, fact in contents.facts(text.vocabulary).items()
        },
        criteria={one.id: one for text in documents for one in text.criteria},
        value_sets={
            **contents.value_sets(vocabulary),
            **{one.name: one for text in documents for one in text.value_sets},
        },
        readings={one.id: one.options for text in documents for one in text.readings},
    )


def conditions_of(
    texts: tuple[Document, ...], constraints: tuple[Constraint, ...], policy: Document
) -> Iterator[Condition]:
    """Every condition that decides: of the rules, of the policy's duties, of the constraints."""
    for text in texts:
        for rule in text.rules:
            if rule.when is not None:
                yield condition_of(rule.when)
    for duty in policy.duties:
        if duty.when is not None:
            yield condition_of(duty.when)
    for constraint in constraints:
        yield constraint.never


def _steps(texts: tuple[Document, ...], names: Names) -> Iterator[tuple[tuple[Slot, Layer], Step]]:
    """The steps of all rules in the order in which the layers are looked at, with their slot and layer."""
    for slot, layers in RANKS.items():
        for layer in layers:
            for text in texts:
                for rule in text.rules:
                    if (rule.slot, rule.layer) == (slot, layer):
                        yield (slot, layer), rule_step(text, rule, names)


def first_dimensions(dimensions: tuple[Dimension, ...]) -> tuple[int, ...]:
    """Dimensions that guards of rules tend to speak of: codes, names and choices, before measurements."""
    early = {"code", "codes", "name", "choice"}
    return tuple(
        number
        for number, dimension in enumerate(dimensions)
        if any(fact.type.value in early for fact in dimension.facts)
    )


# --- values of facts, as the cells take them ----------------------------------------------------------


def raw_value(fact: Fact, value: Value) -> object:
    """A fact's value in the form that its cells take."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, CodeSet):
        return frozenset(value.codes), value.complete
    if isinstance(value, Elements):
        fields = {field.name: field for field in fact.item}
        items = tuple(
            {name: raw_value(fields[name], given) for name, given in element.fields}
            for element in value.items
        )
        return items, value.complete
    return value
