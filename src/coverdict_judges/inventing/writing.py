"""Trees → the text of a vocabulary or a document, as a policy analyst would write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from coverdict.language.model import Document, Fact, FactType, NamedCriterion, Rule, SettledReading, ValueSet
from coverdict.language.syntax import Code, CountTerm, Criterion, Group, Leaf, Reading
from coverdict_judges.inventing.conditions import plain
from coverdict_judges.inventing.facts import Scene

Yaml: TypeAlias = "str | list[Yaml] | dict[str, Yaml]"


def yaml_lines(value: Yaml, indent: int = 0) -> Iterator[str]:
    """Block YAML with plain scalars, nothing quoted."""
    pad = " " * indent
    if isinstance(value, str):
        yield pad + value
    elif isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str):
                yield f"{pad}{key}: {part}"
            else:
                yield f"{pad}{key}:"
                yield from yaml_lines(part, indent + 2)
    else:
        for item in value:
            first, *rest = yaml_lines(item, indent + 2)
            yield f"{pad}- {first.lstrip()}"
            yield from rest


def _yaml(value: Yaml) -> str:
    return "\n".join(yaml_lines(value)) + "\n"


# --- vocabularies ------------------------------------------------------------------------------------------


def vocabulary_text(scene: Scene) -> str:
    """The YAML of a vocabulary."""
    vocabulary = scene.vocabulary
    whole: dict[str, Yaml] = {"vocabulary": vocabulary.id, "title": vocabulary.title}
    whole["facts"] = {fact.name: _fact(fact) for fact in vocabulary.facts}
    if vocabulary.value_sets:
        whole["value sets"] = {given.name: _set(given) for given in vocabulary.value_sets}
    if vocabulary.constraints:
        constraints: list[Yaml] = []
        for constraint, text in zip(vocabulary.constraints, scene.constraints, strict=True):
            how, _, expression = text.partition(": ")
            constraints.append({"id": constraint.id, how: expression, "says": constraint.says})
        whole["constraints"] = constraints
    return _yaml(whole)


def _fact(fact: Fact) -> dict[str, Yaml]:
    keys: dict[str, Yaml] = {"type": fact.type.value, "label": fact.label}
    texts = {"unit": fact.unit, "ask": fact.ask, "who": fact.who or ""}
    keys.update({key: text for key, text in texts.items() if text})
    if fact.unit == "%":
        keys["unit"] = '"%"'
    flags = {"whole": fact.whole, "judgement": fact.judgement, "changeable": fact.changeable}
    keys.update({key: "yes" for key, on in flags.items() if on})
    bounds = {"min": fact.minimum, "max": fact.maximum}
    keys.update({key: plain(bound) for key, bound in bounds.items() if bound is not None})
    if fact.scope != "request":
        keys["scope"] = fact.scope
    if fact.options:
        keys["options"] = {option.name: option.label for option in fact.options}
    if fact.systems:
        keys["systems"] = list(fact.systems)
    if fact.derived is not None:
        keys["derived"] = _derived(fact)
    if fact.type is FactType.LIST:
        keys["item"] = {field.name: _fact(field) for field in fact.item}
    return keys


def _derived(fact: Fact) -> str:
    term = fact.derived
    assert term is not None
    if not isinstance(term, CountTerm):
        return f"{term.which}({term.list}.{term.field})"
    return f"count({term.list})" if term.where is None else f"count({term.list} where diameter >= 1 cm)"


def _set(given: ValueSet) -> dict[str, Yaml]:
    return {
        "title": given.title,
        "system": given.codes[0].system,
        "codes": [code.code for code in given.codes],
    }


# --- documents ---------------------------------------------------------------------------------------------


def document_text(document: Document) -> str:
    """The Markdown of a document."""
    front: dict[str, Yaml] = {document.kind: document.id, "title": document.title}
    front["vocabulary"] = document.vocabulary
    for key, values in (
        ("uses", document.uses),
        ("applies to", document.applies_to),
        ("adopts", document.adopts),
    ):
        if values:
            front[key] = list(values)
    if document.kind == "plan":
        front["payer"] = document.payer
    if document.kind == "payer":
        front["name"] = f"Payer {document.id}"
    if document.effective is not None:
        front["in force"] = {"from": document.effective.isoformat()}
    parts = [f"---\n{_yaml(front)}---\n\n# {document.title}\n"]
    parts += [_block(kind, value) for kind, value in _blocks(document)]
    return "\n".join(parts)


def _block(kind: str, value: Yaml) -> str:
    return f"What the text says here in prose.\n\n```yaml {kind}\n{_yaml(value)}```\n"


def _blocks(document: Document) -> Iterator[tuple[str, Yaml]]:
    if document.codes:
        yield "codes", [_governed(entry.code, entry.role) for entry in document.codes]
    if document.products:
        yield "products", [{"product": given.name, "label": given.label} for given in document.products]
    for value_set in document.value_sets:
        yield "value set", {"id": _local(value_set.name), **_set(value_set)}
    for criterion in document.criteria:
        yield "criterion", _named(criterion)
    for rule in document.rules:
        yield "rule", _rule(rule, document)
    for settled in document.settled:
        yield "settled reading", _settled(settled)


def _local(full: str) -> str:
    return full.partition("#")[2]


def _governed(code: Code, role: str) -> Yaml:
    return {"code": code.code, "system": code.system, "role": role}


def _settled(settled: SettledReading) -> Yaml:
    policy, _, reading = settled.reading.partition("#")
    return {
        "policy": policy,
        "reading": reading,
        "as": settled.option,
        "signed by": settled.signed_by,
        "role": settled.role,
        "on": settled.on.isoformat(),
    }


def _named(criterion: NamedCriterion) -> Yaml:
    return {"id": _local(criterion.id), "title": criterion.title, "when": _criterion(criterion.criterion)}


def _rule(rule: Rule, document: Document) -> Yaml:
    keys: dict[str, Yaml] = {"id": rule.id}
    if rule.when is not None:
        keys["when"] = _criterion(rule.when)
    keys[rule.slot] = rule.then
    if rule.meaning is not None and rule.otherwise is not None:
        means: Yaml = {"reading": _local(rule.meaning.reading), "options": list(rule.meaning.options)}
        keys["otherwise"] = {rule.slot: rule.otherwise, "means": means}
    elif rule.otherwise is not None:
        keys["otherwise"] = rule.otherwise
    if document.kind == "plan" and rule.layer == "contract":
        keys["layer"] = "contract"
    if rule.individual_consideration:
        keys["individual consideration"] = "yes"
    texts = {"label": rule.label, "class": rule.denial_class or "", "note": rule.note}
    keys.update({key: text for key, text in texts.items() if text})
    return keys


def _criterion(criterion: Criterion) -> Yaml:
    """A criterion: an expression, a list, a group, or a label with one of these."""
    match criterion.body:
        case Leaf(text=text):
            inner: Yaml = text
        case Group(connective="all of", parts=parts):
            listed: list[Yaml] = [_criterion(part) for part in parts]
            inner = listed if criterion.label or len(parts) > 2 else {"all of": listed}
        case Group(connective=connective, parts=parts, at_least=count):
            key = f"at least {count} of" if connective == "at least" else connective
            inner = {key: [_criterion(part) for part in parts]}
        case Reading(reading=reading, options=options):
            labelled: list[Yaml] = [{label: _criterion(option)} for label, option in options]
            inner = {"reading": _local(reading), "options": labelled}
    return {criterion.label: inner} if criterion.label else inner


# --- whole libraries ---------------------------------------------------------------------------------------

_FOLDERS: Mapping[str, str] = {
    "policy": "policies",
    "plan": "plans",
    "payer": "payers",
    "mandate": "mandates",
    "definitions": "definitions",
}


def file_of(document: Document) -> str:
    """Where a document stands in the library's folder."""
    version = f"/{document.effective}" if document.effective is not None else ""
    return f"{_FOLDERS[document.kind]}/{document.id}{version}.md"


def files(scene: Scene, documents: Iterable[Document]) -> dict[str, str]:
    """The files of a library: path in the folder → text."""
    found = {f"vocabulary/{scene.vocabulary.id}.yaml": vocabulary_text(scene)}
    found.update({file_of(document): document_text(document) for document in documents})
    return found
