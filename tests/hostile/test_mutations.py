"""Whatever is done to the shipped library or to a request: it is decided, or refused at a place that exists.

`COVERDICT_LONG=1` runs ten times as many mutants.
"""

from __future__ import annotations

import os
import pickle
import random
from pathlib import Path

import pytest

from coverdict.text import CoverdictError, DocumentError, split_lines
from tests.hostile.mutants import (
    REQUESTS,
    Mouth,
    Shelf,
    decide_examples,
    desk_of,
    must_point,
    renamed,
    request_texts,
    shipped,
    sources,
    spoilt,
)

ROUNDS = 10 if os.environ.get("COVERDICT_LONG") else 1
LIBRARY_MUTANTS = 3_500
REQUEST_MUTANTS = 7_000
DECIDED = int(os.environ.get("COVERDICT_DECIDED", 80 if ROUNDS > 1 else 6))  # changed libraries to a file


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    return Shelf(tmp_path, monkeypatch)


def share(file: str) -> int:
    """How many mutants a file gets, by its length; what others build on takes longer and gets fewer."""
    weights = {
        source.file: len(source.text) ** 0.5 * (0.4 if source.file.startswith(("vocab", "defin")) else 1)
        for source in sources()
    }
    return int(LIBRARY_MUTANTS * ROUNDS * weights[file] / sum(weights.values())) + 1


@pytest.mark.parametrize("file", [source.file for source in sources()])
def test_a_library_with_a_mutated_file_decides_or_is_refused(file: str, shelf: Shelf) -> None:
    """A library with one mutated file is refused with problems at real lines, or it decides every example."""
    chance = random.Random(file)
    text = shelf.texts[file]
    refused = decided = 0
    for number in range(share(file)):
        mutant = (
            renamed(text, chance).encode("utf-8", "surrogatepass")
            if number % 3 == 0
            else spoilt(text, chance)
        )
        reading, problems, changed = shelf.replace(file, mutant)
        if problems or reading is None:
            must_point(problems, lambda name, changed=changed: shelf.lines(name, changed))
            refused += 1
        elif file not in reading.documents or shelf.is_new(reading.documents[file]):
            pickle.dumps((reading.contents, reading.documents.get(file)))
            if decided < DECIDED:
                decided += 1
                decide_examples(
                    desk_of(reading), chance.sample(REQUESTS, 4 if ROUNDS == 1 else len(REQUESTS))
                )
    assert refused


@pytest.mark.parametrize("seed", range(6))
def test_mutated_requests_are_decided_or_refused(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutated requests, YAML and JSON, are decided or refused with problems at real lines."""
    chance = random.Random(seed)
    mouth = Mouth(desk_of(shipped()), monkeypatch)
    texts = request_texts()
    refused = 0
    for number in range(REQUEST_MUTANTS * ROUNDS // 6):
        text = chance.choice(texts)
        mutant = (
            renamed(text, chance).encode("utf-8", "surrogatepass") if number % 2 else spoilt(text, chance)
        )
        try:
            mouth.decide(mutant, drawn=number % 25 == 0)
        except DocumentError as error:
            refused += 1
            shown = split_lines(mutant.decode("utf-8-sig"))
            must_point(error.problems, lambda name, shown=shown: shown)
        except CoverdictError as error:
            refused += bool(str(error).strip())
    assert refused > REQUEST_MUTANTS * ROUNDS // 6 // 4


def test_there_are_ten_thousand() -> None:
    """At least ten thousand mutants in the ordinary run."""
    assert sum(share(source.file) for source in sources()) + REQUEST_MUTANTS * ROUNDS >= 10_000 * ROUNDS
