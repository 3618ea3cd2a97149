"""The JSON Schema of requests, judged by the `jsonschema` package: it takes what the program takes."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from coverdict.cli.request_files import plain_data
from coverdict.decision.request_schema import REQUEST, SERVICE, request_schema
from coverdict.decision.requests import SERVICE_KEYS, TOP_KEYS, read_request
from coverdict.language import load_yaml
from coverdict.library import Library, open_library
from coverdict.text import DocumentError, Problem
from tests.language.written import LOADERS, ROOT

REQUESTS = sorted((ROOT / "examples" / "requests").glob("*.yaml"))
MUTANTS = 60  # of each request
OTHERS: tuple[Any, ...] = (
    *("zzz", "zzz zzz", "", "unknown", None, "yes", "4 cm", "3", "-3", "2021-12-01", "2021-02-30", "C22.0"),
    *(
        [],
        ["zzz"],
        [{}],
        {},
        {"zzz": "zzz"},
        {"value": "yes", "source": "chart"},
        {"value": "4", "unit": "cm"},
    ),
)


@cache
def library() -> Library:
    return open_library(ROOT / "library")


@cache
def judge(vocabulary: str = "") -> Draft202012Validator:
    facts = library().contents.facts(vocabulary) if vocabulary else {}
    return Draft202012Validator(request_schema(facts))


def vocabulary_of(request: Path) -> str:
    """The vocabulary of the policy that an example is decided by."""
    return "acupuncture" if request.stem.startswith("acupuncture") else "liver-ablation"


def test_it_has_the_keys_of_a_request() -> None:
    """The schema is one of the draft it names, and describes every key that a request can have."""
    for vocabulary in ("", "liver-ablation", "acupuncture"):
        Draft202012Validator.check_schema(judge(vocabulary).schema)
    assert tuple(judge().schema["properties"]) == TOP_KEYS
    assert set(REQUEST) == set(TOP_KEYS) and set(SERVICE) == set(SERVICE_KEYS)
    for inner in judge().schema["properties"].values():
        assert inner["title"] and inner["description"]


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_the_examples_are_valid(path: Path) -> None:
    """Every example request is valid, whatever YAML makes of its scalars."""
    text = path.read_text(encoding="utf-8")
    for loader in LOADERS:
        data = yaml.load(text, Loader=loader)
        for vocabulary in ("", vocabulary_of(path)):
            assert not [error.message for error in judge(vocabulary).iter_errors(data)]


def ways(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of `data` but the whole."""
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*way, key)
        if isinstance(inner, dict | list):
            yield from ways(inner, (*way, key))


def mutant(data: Any, chance: random.Random) -> Any:
    """`data` with a part that is missing, is another one, or is under another key."""
    found = copy.deepcopy(data)
    *outer, last = chance.choice(list(ways(found)))
    holder = found
    for step in outer:
        holder = holder[step]
    change = chance.randrange(4)
    if change == 0:
        del holder[last]
    elif change == 1 and isinstance(holder, dict):
        holder[f"{last}z"] = holder.pop(last)
    elif change == 2 and isinstance(holder, dict):
        holder["zzz"] = "zzz"
    else:
        holder[last] = chance.choice(OTHERS)
    return found


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_the_schema_and_the_program_agree_on_mutants(path: Path) -> None:
    """What the program reads, the schema takes; what has an unknown key or fact, neither of them does."""
    data = plain_data(load_yaml(path.read_text(encoding="utf-8"), path.name))
    chance = random.Random(path.name)
    unknown = 0
    for _ in range(MUTANTS):
        other = mutant(data, chance)
        problems = refusal(other)
        if not problems:
            for vocabulary in ("", vocabulary_of(path)):
                faults = [error.message[:200] for error in judge(vocabulary).iter_errors(other)]
                assert not faults, other
        elif any(problem.what.startswith(("unknown key", "unknown fact")) for problem in problems):
            unknown += 1
            assert not judge(vocabulary_of(path)).is_valid(other), other
    assert unknown


def refusal(data: Any) -> tuple[Problem, ...]:
    try:
        read_request(data, library())
    except DocumentError as error:
        return error.problems
    return ()
