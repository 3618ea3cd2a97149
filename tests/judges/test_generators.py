"""What is invented: texts that the language reads as they were meant, requests as people state them."""

from __future__ import annotations

import os
from time import process_time

from hypothesis import given, settings
from judges.reading import read_shelf

from coverdict.language import read_value
from coverdict.language.model import CodeSet, Element, Elements, Value
from coverdict.text import Place
from coverdict_judges.cases import Bench, Shelf
from coverdict_judges.generators import cases, large_case, library_of, shelves, small_shelves

LONG = os.environ.get("COVERDICT_LONG") == "1"


# Every invented library is text that the language reads without a problem.
def test_texts_can_be_read() -> None:
    for shelf in shelves(seed=1, count=5_000 if LONG else 150):
        read_shelf(shelf)


# The same for libraries that can shrink.
@settings(max_examples=500 if LONG else 25, deadline=None)
@given(small_shelves())
def test_shrinking_texts_can_be_read(shelf: Shelf) -> None:
    read_shelf(shelf)


# The large ones too: 100 facts with 60 rules in three shapes, and many policies of one vocabulary.
def test_large_texts_can_be_read() -> None:
    for shape in ("local", "guarded", "unstructured"):
        shelf = large_case(1, shape).library
        assert len(shelf.vocabulary.facts) >= 100
        assert (
            sum(
                len(document.rules) for document in shelf.documents if document.id in ("acme/p-0", "products")
            )
            == 60
        )
        read_shelf(shelf)  # fmt: skip
    library = library_of(1, 10)
    assert len(library.policies) == 10 and len(library.vocabulary.facts) >= 200
    read_shelf(library)


# What the language makes of a text decides every request as the tree that the text was written from.
def test_texts_mean_what_was_meant() -> None:
    bench = None
    for case in cases(seed=3, count=20_000 if LONG else 160, requests=4):
        if case.bench is not bench:
            bench = case.bench
            reread = Bench(read_shelf(case.library), bench.policy)
        assert reread.brute.possible(case.known) == case.possible(), case.request


# The raw text of every fact means the value that the judges take it for.
def test_raw_values_mean_what_was_meant() -> None:
    for case in cases(seed=5, count=20_000 if LONG else 1_000):
        stated = case.request["facts"]
        assert isinstance(stated, dict)
        for name, raw in stated.items():
            value = read_value(case.bench.texts.facts[name], raw, Place("request"))
            if value is None:
                assert name not in case.known
            else:
                assert _unordered(value) == _unordered(case.known[name])


def _unordered(value: Value) -> object:
    if isinstance(value, CodeSet):
        return frozenset(value.codes), value.complete
    if isinstance(value, Elements):
        return [_fields(item) for item in value.items], value.complete
    return value


def _fields(item: Element) -> dict[str, Value]:
    return dict(item.fields)


# The same seed gives the same texts and requests.
def test_seeds_are_reproducible() -> None:
    first, second = (
        [(case.library.files, case.request) for case in cases(seed=7, count=50)] for _ in range(2)
    )
    assert first == second


# All kinds of facts, partial knowledge, contradictions and open outcomes turn up.
def test_variety() -> None:
    found = list(cases(seed=8, count=500, requests=5))
    sizes = [len(case.possible()) for case in found]
    assert sizes.count(0) > 5 and sum(size > 1 for size in sizes) > 150
    texts = "\n".join(text for case in found for text in case.library.files.values())
    for piece in ("reading:", "at least", "count(", "largest(", "smallest(", " from ", "includes", "none in",
                  "otherwise:", "status is", "benefit is", "layer: contract", "mm", "between", "means:",
                  "settled reading", "definitions:"):  # fmt: skip
        assert piece in texts, piece
    values = [value for case in found for value in case.known.values()]
    assert any(isinstance(value, Elements) and not value.complete for value in values)
    assert any(isinstance(value, CodeSet) and not value.complete for value in values)


# Ten thousand cases, judged, take less than two minutes of one core: here a fortieth of them.
def test_volume() -> None:
    start = process_time()
    for case in cases(seed=9, count=250):
        case.possible()
    assert process_time() - start < 12
