"""Policy libraries as text, drawn from a seed: how diagrams, loading and routing grow with size."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAYER = "generated"
STATUSES = ("established", "medically_necessary", "not_medically_necessary", "investigational")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a generated vocabulary: its name, how it is declared, and comparisons with it."""

    name: str
    declared: str
    comparisons: tuple[str, ...]


def facts(count: int) -> tuple[Fact, ...]:
    """Yes/no facts, choices, whole numbers and lengths, in turn."""
    return tuple(_fact(number) for number in range(count))


def _fact(number: int) -> Fact:
    name = f"finding.f{number:03d}"
    asked = f"label: finding {number}, ask: What is finding {number}?, who: provider, changeable: yes"
    match number % 4:
        case 0 | 1:
            return Fact(name, f"{{type: yes/no, {asked}}}", (f"{name} is yes", f"{name} is no"))
        case 2:
            options = ", ".join(f"{letter}: option {letter}" for letter in "abcd")
            some = tuple(f"{name} is {letter}" for letter in "abcd")
            return Fact(
                name,
                f"{{type: choice, options: {{{options}}}, {asked}}}",
                (*some, f"{name} is one of (a, b)"),
            )
        case _:
            if number % 8 == 3:
                declared = f"{{type: number, whole: yes, min: 0, {asked}}}"
                return Fact(name, declared, (f"{name} < 2", f"{name} >= 2", f"{name} between 2 and 4"))
            declared = f"{{type: quantity, unit: cm, min: 0, {asked}}}"
            return Fact(
                name, declared, (f"{name} <= 4 cm", f"{name} > 3 cm", f"{name} between 1 cm and 5 cm")
            )


# --- shapes: which facts a rule speaks of -------------------------------------------------------------

Shape = Callable[[random.Random, Sequence[Fact], int], list[str]]


def by_indication(chance: random.Random, known: Sequence[Fact], number: int) -> list[str]:
    """Twelve indications; a rule speaks of its own indication's facts and now and then of a shared one."""
    shared, own = known[:4], known[4:]
    indication = number % 12
    part = own[indication * len(own) // 12 : (indication + 1) * len(own) // 12]
    chosen = [*chance.sample(part, 3), *chance.sample(shared, 1)]
    return [f"indication is i{indication:02d}", *some_of(chance, chosen)]


def in_windows(chance: random.Random, known: Sequence[Fact], number: int) -> list[str]:
    """A rule speaks of facts near each other, and neighbouring rules of neighbouring facts."""
    start = min(number * len(known) // 60, len(known) - 9)
    return some_of(chance, chance.sample(known[start : start + 9], 4))


def scattered(chance: random.Random, known: Sequence[Fact], _number: int) -> list[str]:
    """A rule speaks of any four facts: the shape that no order of questions suits."""
    return some_of(chance, chance.sample(known, 4))


SHAPES: Mapping[str, Shape] = {
    "by indication": by_indication,
    "in windows": in_windows,
    "scattered": scattered,
}


def some_of(chance: random.Random, chosen: Sequence[Fact]) -> list[str]:
    """A comparison with each of the facts."""
    return [chance.choice(fact.comparisons) for fact in chosen]


# --- documents ----------------------------------------------------------------------------------------


def policy(
    name: str, code: str, known: Sequence[Fact], rules: int, shape: Shape, chance: random.Random
) -> str:
    """The text of one policy; of the facts chosen for a rule the last two are alternatives."""
    parts = [
        f"---\npolicy: {name}\ntitle: Generated policy {name}\npublisher: nobody\n"
        "in force: {from: 2024-01-01}\nvocabulary: generated\nexample: yes\n---\n",
        f'```yaml codes\ncodes:\n  - {{code: "{code}", system: CPT, role: governed}}\n```\n',
    ]
    for number in range(rules):
        *needed, first, second = shape(chance, known, number)
        lines = [f"  - {condition}" for condition in needed]
        lines += ["  - any of:", f"      - {first}", f"      - {second}"]
        status = STATUSES[number % len(STATUSES)]
        last = "otherwise: criteria_not_met\n" if number == rules - 1 else ""
        when = "\n".join(lines)
        parts.append(f"```yaml rule\nid: r{number:02d}\nwhen:\n{when}\nstatus: {status}\n{last}```\n")
    return "\n".join(parts)


def write_library(folder: Path, policies: Mapping[str, str], known: Sequence[Fact]) -> None:
    """A whole library: vocabulary, policies (texts by name), one payer that adopts them all, its plan."""
    indications = ", ".join(f"i{number:02d}: indication {number}" for number in range(12))
    vocabulary = [
        "vocabulary: generated\ntitle: Generated facts\nfacts:",
        "  product: {type: name, label: product, scope: request}",
        "  service.code: {type: code, label: procedure, scope: line, systems: [CPT]}",
        "  service.date: {type: date, label: date of service, scope: line}",
        f"  indication: {{type: choice, options: {{{indications}}}, label: indication,"
        " ask: What is it for?, who: provider}",
        *(f"  {fact.name}: {fact.declared}" for fact in known),
    ]
    files = {
        "vocabulary/generated.yaml": "\n".join(vocabulary) + "\n",
        "payers/generated.md": f"---\npayer: {PAYER}\ntitle: Generated payer\nname: Generated payer\n"
        f"vocabulary: generated\nexample: yes\nadopts: [{', '.join(policies)}]\n---\n",
        "plans/generated.md": f"---\nplan: generated-plan\ntitle: Generated plan\npayer: {PAYER}\n"
        "vocabulary: generated\nexample: yes\n---\n\n"
        "```yaml products\nproducts:\n  - {product: standard, label: standard, example: yes}\n```\n\n"
        "```yaml rule\nid: standard\nwhen: status is one of (established, medically_necessary)\n"
        "benefit: covered\notherwise: not_covered\n```\n",
        **{f"policies/{name.replace('/', '-')}.md": text for name, text in policies.items()},
    }
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def shapes_library(folder: Path, seed: int = 7) -> dict[str, str]:
    """Three policies of 100 facts and 60 rules, one a shape; the result maps a shape to its policy's name."""
    known = facts(100)
    names = {shape: f"generated/{shape.replace(' ', '-')}" for shape in SHAPES}
    policies = {
        names[shape]: policy(names[shape], str(10000 + number), known, 60, draw, random.Random(seed + number))
        for number, (shape, draw) in enumerate(SHAPES.items())
    }
    write_library(folder, policies, known)
    return names


def wide_library(folder: Path, count: int, facts_each: int = 20, rules: int = 8, seed: int = 11) -> list[str]:
    """`count` policies, each on some of one vocabulary's 200 facts; the result lists their codes."""
    known = facts(200)
    chance = random.Random(seed)
    policies = {}
    for number in range(count):
        name = f"generated/p{number:04d}"
        some = chance.sample(known, facts_each)
        policies[name] = policy(name, str(10000 + number), some, rules, scattered, chance)
    write_library(folder, policies, known)
    return [str(10000 + number) for number in range(count)]
