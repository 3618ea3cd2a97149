"""The JSON Schemas, judged by the `jsonschema` package: they take what the language takes, and no more.

`COVERDICT_LONG=1` tries every mutant of every text.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from coverdict.language import load_yaml, read_value, read_vocabulary
from coverdict.language.blocks import BLOCKS
from coverdict.language.schema import bundled, definitions, single
from coverdict.language.schema.stated import value_of
from coverdict.text import DocumentError, Place
from tests.docs.examples import examples
from tests.language.samples import GOLDEN, names
from tests.language.written import (
    LOADERS,
    ROOT,
    Retyped,
    Written,
    in_document,
    in_good_documents,
    in_library,
    read_alone,
    read_front_alone,
    shipped,
)

MOST = None if os.environ.get("COVERDICT_LONG") else 60  # mutants of a text
NAMES = (*BLOCKS, "front matter", "vocabulary")
STRUCTURAL = (" has no key ", " cannot be ", " is no status", " is no benefit", " is no position")
"""What the language says of an unknown key, and of a value that is none of the known ones."""


@cache
def validator(name: str, of: str = "") -> Draft202012Validator:
    """What judges texts of that name; `of` names a vocabulary of the shipped library, for its facts."""
    facts = shipped().contents.facts(of) if of else {}
    return Draft202012Validator(single(name, definitions(facts)))


def faults(name: str, data: Any, of: str = "") -> list[str]:
    return [f"{error.json_path}: {error.message[:300]}" for error in validator(name, of).iter_errors(data)]


def shown() -> Iterator[Written]:
    """What the documents about the language show."""
    for path in sorted((ROOT / "docs").glob("*.md")):
        for example in examples(path):
            where = f"{path.name}:{example.line}"
            document = example.language == "markdown" and example.text.startswith("---\n")
            if document and "broken" not in example.file:
                yield from in_document(example.text, where)
            elif example.language == "yaml" and example.detail in NAMES:
                yield Written(example.detail, example.text, where)
            elif "/vocabulary/" in example.file:
                yield Written("vocabulary", example.text, where)


VOCABULARY = Written(
    "vocabulary", (GOLDEN / "_vocabulary.yaml").read_text(encoding="utf-8"), "_vocabulary.yaml"
)
WRITTEN = [*in_library(), *in_good_documents(), *shown(), VOCABULARY]
MUTATED = [
    *(one for one in in_library() if one.name != "vocabulary"),
    *in_good_documents(),
    *(one for one in shown() if one.name == "vocabulary"),
    VOCABULARY,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    """Every schema is valid against the draft that it names."""
    for facts in ({}, shipped().contents.facts("liver-ablation")):
        alone = single(name, definitions(facts))
        assert alone["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        Draft202012Validator.check_schema(alone)
        assert json.loads(json.dumps(alone)) == alone


def test_the_bundle_is_a_schema() -> None:
    """So is the document that has all of them."""
    Draft202012Validator.check_schema(bundled(definitions(shipped().contents.facts("liver-ablation"))))


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_what_is_written_is_valid(written: Written) -> None:
    """Every block, front matter and vocabulary is valid, whatever YAML makes of its scalars."""
    for loader in LOADERS:
        assert not faults(written.name, yaml.load(written.text, Loader=loader))


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_the_bundle_takes_what_is_written(written: Written) -> None:
    """The document with all schemas takes every one of these texts."""
    data = yaml.load(written.text, Loader=Retyped)
    assert bundle().is_valid(data)
    anchor = written.name.replace(" ", "-")
    assert Draft202012Validator({**bundle().schema, "anyOf": [{"$ref": f"#/$defs/{anchor}"}]}).is_valid(data)


@cache
def bundle() -> Draft202012Validator:
    return Draft202012Validator(bundled(definitions({})))


# --- mutants -----------------------------------------------------------------------------------------


def keyed(data: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every key of every mapping in `data`, with the way to the mapping."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield way, key
            yield from keyed(inner, (*way, key))
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            yield from keyed(inner, (*way, number))


def at(data: Any, way: tuple[str | int, ...]) -> Any:
    for step in way:
        data = data[step]
    return data


def mutants(data: Any) -> Iterator[Any]:
    """`data` without a key, with a key more, with a key in another spelling, with another value."""
    for way, key in keyed(data):
        for change in range(6):
            mutant = copy.deepcopy(data)
            holder = at(mutant, way)
            if change == 0:
                del holder[key]
            elif change == 1:
                holder["zzz"] = "zzz"
            elif change == 2:
                holder[f"{key}s"] = holder.pop(key)
            elif change == 3:
                holder[key] = ""
            elif change == 4:
                holder[key] = {"zzz": "zzz"}
            else:
                holder[key] = "zzz zzz"
            yield mutant


def refusal(written: Written, data: Any) -> DocumentError | None:
    try:
        if written.name == "front matter":
            read_front_alone(data)
        elif written.name == "vocabulary":
            text = json.dumps(data, ensure_ascii=False)
            read_vocabulary(text, "alone.yaml", shipped().contents.vocabularies.get)
        else:
            read_alone(written, data)
    except DocumentError as error:
        return error
    return None


def is_structural(error: DocumentError) -> bool:
    """Whether a key is unknown or missing, or a value is none of the known ones."""
    return any(
        any(words in problem.what for words in STRUCTURAL)
        or problem.right == f"write {problem.what.rpartition(' has no ')[2]}: …"
        for problem in error.problems
    )


@pytest.mark.parametrize("written", MUTATED, ids=str)
def test_a_schema_and_the_language_agree_on_mutants(written: Written) -> None:
    """What the language takes, the schema takes; what it refuses for its keys, the schema refuses."""
    data = yaml.load(written.text, Loader=yaml.BaseLoader)
    structural = 0
    chance = random.Random(str(written))
    every = list(mutants(data))
    for mutant in every if MOST is None else chance.sample(every, min(MOST, len(every))):
        error = refusal(written, mutant)
        found = faults(written.name, mutant)
        if error is None:
            assert not found, mutant
        elif is_structural(error):
            structural += 1
            assert found, (str(error), mutant)
    assert structural


# --- descriptions ------------------------------------------------------------------------------------


def described(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every key that a schema knows, with what it says of it."""
    if isinstance(schema, dict):
        if "additionalProperties" in schema and isinstance(schema.get("properties"), dict):
            yield from schema["properties"].items()
        for inner in schema.values():
            yield from described(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from described(inner)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described(name: str) -> None:
    """Every key of every block, at whatever depth, has a title and says what it is."""
    schema = single(name, definitions(shipped().contents.facts("liver-ablation")))
    assert schema["description"]
    keys = list(described(schema))
    assert keys
    for key, inner in keys:
        assert inner.get("title") and len(inner.get("description", "")) > 5, key


@pytest.mark.parametrize("name", NAMES)
def test_every_key_stands_in_the_reference(name: str) -> None:
    """docs/keys.md has every key of every block, of front matter and of a vocabulary."""
    reference = " ".join((ROOT / "docs" / "keys.md").read_text(encoding="utf-8").split())
    for key, _ in described(single(name, definitions({}))):
        assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", reference), key


# --- values of facts ---------------------------------------------------------------------------------

VALUES = (
    *("yes", "No", "TRUE", "unknown", "primary", "Metastatic", "cure", "two words", "4", "04", "4.5", "-1"),
    *("11", "1e1", "1e", "4 cm", "4cm", "41 mm", "3 kg", "+4 cm", ".5 cm", "2021-12-01", "2021-02-30"),
    *("2021-13-01", "1899-12-31", "C22.0", "ICD-10-CM C22.0", "CPT 47381", "47381", "155.0", "0E784"),
    *("[]", "[C22.0, ICD-9-CM 155.0]", "[47381]", "{codes: [C22.0], complete: no}", "{codes: C22.0}"),
    *("{system: CPT, code: 47381}", "{system: CPT, kode: 47381}", "{value: 4, unit: cm}", "{value: 4}"),
    *("[{diameter: 2 cm}]", "[{diameter: 2 cm, active: yes}, {}]", "[{width: 2 cm}]", "[unknown]", "3x"),
    *("{items: [{diameter: 15 mm}], complete: no}", "{items: [], whole: no}", "[[]]", "{}", "0", "1", "3"),
)
TOLD_BY_KEYS = ("choice", "yes/no", "list")
"""Types of which a schema tells every wrong value; units, code systems and days take more than a schema."""


def test_stated_values() -> None:
    """What can be stated of a fact is valid as such, and a wrong option, answer or field is not."""
    taken = refused = 0
    for fact in (*names().facts.values(), *shipped().contents.facts("liver-ablation").values()):
        judge = Draft202012Validator(value_of(fact))
        for text in (*VALUES, *(option.name for option in fact.options)):
            try:
                read_value(fact, load_yaml(text, "value"), Place("value"))
            except DocumentError:
                if fact.type in TOLD_BY_KEYS and not (fact.type == "list" and "cm" in text):
                    refused += 1
                    assert not judge.is_valid(yaml.load(text, Loader=yaml.BaseLoader)), (fact.name, text)
            else:
                taken += 1
                for loader in LOADERS:
                    assert judge.is_valid(yaml.load(text, Loader=loader)), (fact.name, text, loader)
    assert taken > 500 and refused > 500


def test_the_facts_of_a_case_are_those_of_the_vocabulary() -> None:
    """With a vocabulary, a case can state its facts alone, and ask for them alone."""
    case: dict[str, Any] = {
        "id": "one",
        "facts": {"tumor.origin": "primary"},
        "expect": {"status": "delegated"},
    }
    assert not faults("case", case, "liver-ablation")
    assert faults("case", {**case, "facts": {"tumor.orgin": "primary"}}, "liver-ablation")
    assert not faults("case", {**case, "facts": {"tumor.orgin": "primary"}})
    for question, right in (("tumor.origin", True), ("tumor.orgin", False)):
        asked = {**case, "payer": "bsc", "expect": {"questions": [question]}}
        assert bool(faults("case", asked, "liver-ablation")) is not right
