"""Whatever is done to a text: it is read, or it is refused with a message that has a place.

`COVERDICT_LONG=1` runs ten times as many mutants.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.language import load_yaml, parse_expression, read_document, read_value, read_vocabulary
from coverdict.language.model import Fact
from coverdict.text import DocumentError, Place
from tests.language.samples import GOLDEN, names, names_for
from tests.language.test_golden import read_facts

GOOD = Path(__file__).parent / "good"
ROUNDS = 10 if os.environ.get("COVERDICT_LONG") else 1
HOSTILE = (
    *("\x00", "\t", "\r", "\r\n", "\u2028", "\ufeff", "\ud800", "\U0001f600", "é", "²", "٣", "\x85"),
    *(
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        ":",
        ": ",
        " #",
        "#",
        "&a ",
        "*a",
        "!",
        "!!int ",
        "%",
        "@",
        "`",
        "```",
    ),
    *(
        "'",
        '"',
        "\\",
        "<<: ",
        "? ",
        "- ",
        "-",
        "---\n",
        "...\n",
        "> ",
        "| ",
        "|2\n",
        "\n",
        "\n\n",
        " ",
        "    ",
    ),
    *(" and ", " or ", " not ", " is ", " in ", " of ", "at least 2 of ", "between ", "count(", "largest("),
    *(
        "9" * 40,
        "1e999",
        "-0",
        "00100",
        "1_000",
        "NaN",
        "2024-02-30",
        "9999-12-31",
        "0.1",
        "-5 days",
        "~",
        "null",
    ),
    *("yes", "unknown", "status", "id: ", "when: ", "reading: ", "options: ", "cites: ", "\n```yaml rule\n"),
    *("(" * 200, "[" * 200, "{" * 200, "not " * 200, "- " * 200, "> " * 50, "\n" + " " * 200 + "x"),
)


def mutate(text: str, chance: random.Random) -> str:
    """`text` with one to four random changes of characters, words or lines."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _at(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text) + 1)


def _insert(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + chance.choice(HOSTILE) + text[at:]


def _replace(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + chance.choice(HOSTILE) + text[at + chance.randrange(1, 9) :]


def _delete(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + text[at + chance.choice((1, 1, 2, 5, 40)) :]


def _cut(text: str, chance: random.Random) -> str:
    return text[: _at(text, chance)]


def _copy(text: str, chance: random.Random) -> str:
    start, at = _at(text, chance), _at(text, chance)
    return text[:at] + text[start : start + chance.choice((3, 20, 100))] + text[at:]


def _lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    change = chance.randrange(5)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines.insert(at, lines[other])
    elif change == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif change == 3:
        lines[at] = " " * chance.choice((1, 2, 4, 8)) + lines[at]
    else:
        lines[at] = lines[at].lstrip()
    return "\n".join(lines)


def _words(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words))] = chance.choice((*words, *HOSTILE))
    return " ".join(words)


CHANGES = (_insert, _replace, _delete, _cut, _copy, _lines, _lines, _words, _words)


def refusal(read: Callable[[str], object], text: str) -> DocumentError | None:
    """What `read` refuses `text` with, if it does; any other error goes through and fails the test."""
    try:
        read(text)
    except DocumentError as error:
        return error
    return None


def must_be_read_or_refused(read: Callable[[str], object], text: str) -> bool:
    """Whether `read` refuses `text`; each problem has a place and says something."""
    error = refusal(read, text)
    if error is None:
        return False
    assert error.problems
    for problem in error.problems:
        assert problem.what
        assert problem.place.line >= 1 and problem.place.column >= 1
        assert str(problem)
    return True


READERS: dict[str, Callable[[str], object]] = {
    ".md": lambda text: read_document(text, "mutant.md", names_for),
    ".yaml": lambda text: read_facts(text, "mutant.yaml"),
}
SEEDS = [
    *((path, 900) for path in sorted(GOOD.iterdir()) if path.stem != "policy"),
    (GOOD / "policy.md", 1500),
]


@pytest.mark.parametrize(("path", "count"), SEEDS, ids=lambda value: getattr(value, "name", str(value)))
def test_mutated_texts_are_read_or_refused(path: Path, count: int) -> None:
    """Mutated documents and requests never end in anything but a message; unmutated ones are read."""
    text = path.read_text(encoding="utf-8")
    read = READERS[path.suffix]
    assert not must_be_read_or_refused(read, text)
    chance = random.Random(path.name)
    refused = sum(must_be_read_or_refused(read, mutate(text, chance)) for _ in range(count * ROUNDS))
    assert refused > count * ROUNDS // 4


def test_mutated_vocabularies_are_read_or_refused() -> None:
    """Mutated vocabularies never end in anything but a message."""
    text = (GOLDEN / "_vocabulary.yaml").read_text(encoding="utf-8")
    chance = random.Random("vocabulary")
    for _ in range(800 * ROUNDS):
        must_be_read_or_refused(lambda text: read_vocabulary(text, "mutant.yaml"), mutate(text, chance))


EXPRESSIONS = (
    "lesion.count < 2 and lesion.largest <= 4 cm",
    "tumor.origin is one of (primary, metastatic) or not tumor.resectable",
    "at least 2 of (count(lesions where diameter < 3 cm) <= 4, score between 2 and 4, tumor.resectable)",
    "service.code in (CPT 47383, cryoablation) or diagnoses none in liver-cancers",
    "days from eligibility.confirmed to service.date between 1 and 5 or service.date >= 2024-01-31",
)


def test_mutated_expressions_are_read_or_refused() -> None:
    """Mutated expressions never end in anything but a message."""
    chance = random.Random("expressions")
    for _ in range(2200 * ROUNDS):
        mutant = mutate(chance.choice(EXPRESSIONS), chance)
        must_be_read_or_refused(lambda text: parse_expression(text, names(), Place("mutant")), mutant)


ODD_VALUES: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1.5, float("nan"), float("inf"), 10**40, -(10**5000), 1e300, 5e-324),
    *(
        "",
        " ",
        "yes",
        "4",
        "4 cm",
        "4cm",
        "cm",
        "1e99 cm",
        "-",
        "9" * 5000,
        "٣",
        "\x00",
        "4 cm cm",
        "ICD-10-CM C22.0",
    ),
    *([], {}, [[]], [{}], [None], {"codes": None}, {"items": [{"diameter": []}]}, {"complete": "no"}, {1: 2}),
    *(
        {"value": {}, "unit": []},
        {"value": True, "unit": "cm"},
        {"system": 1, "code": None},
        object(),
        b"yes",
        set(),
    ),
    *(
        {"items": [], "complete": 3},
        {"codes": "C22.0"},
        [47383],
        (("a", 1),),
        frozenset({"C22.0"}),
        {"diameter": 1},
    ),
)


def reading(fact: Fact, raw: object) -> Callable[[str], object]:
    return lambda text: read_value(fact, raw, Place("request"))


@pytest.mark.parametrize("name", sorted(names().facts))
def test_odd_values_are_read_or_refused(name: str) -> None:
    """No Python value, however odd, makes the reading of a fact end in anything but a message."""
    fact = names().facts[name]
    for odd in ODD_VALUES:
        for raw in (odd, [odd], {"items": [odd]}, {"codes": [odd], "complete": False}, {"diameter": odd}):
            must_be_read_or_refused(reading(fact, raw), "")


DEEP = 10_000


@pytest.mark.parametrize(
    "opening", ["(", "[", "{", "not ", "- ", "{a: ", "? ", "[{b: ", "\n ", "count(", '"', "!"]
)
def test_depth_is_refused(opening: str) -> None:
    """Ten thousand openings in one another give a message, and soon."""
    text = opening * DEEP
    front = "---\npolicy: a\ntitle: A\nvocabulary: sample\n---\n"
    assert must_be_read_or_refused(lambda text: parse_expression(text, names(), Place("deep")), text)
    must_be_read_or_refused(lambda text: load_yaml(text, "deep.yaml"), text)
    when = f"{front}\n```yaml rule\nid: r\nwhen: {text}\nstatus: established\n```\n"
    assert must_be_read_or_refused(READERS[".md"], when)
    must_be_read_or_refused(READERS[".md"], front + text)
    must_be_read_or_refused(READERS[".md"], f"---\npolicy: {text}\n---\n")


def test_deep_indentation_is_refused() -> None:
    """Keys that are nested by ever deeper indentation give a message."""
    text = "".join(f"{' ' * depth}k{depth}:\n" for depth in range(2000))
    assert must_be_read_or_refused(lambda text: load_yaml(text, "deep.yaml"), text)


HUGE = ("a" * 10**6, "a: b\n" * 2000, "- x\n" * 10**4, "> " * 10**4)


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "---", "---\n---\n", *HUGE], ids=lambda text: repr(text[:6])
)
def test_huge_and_empty_texts(text: str) -> None:
    """Empty texts and texts of a megabyte are read or refused."""
    for read in (
        *READERS.values(),
        lambda text: read_vocabulary(text, "v"),
        lambda text: load_yaml(text, "y"),
    ):
        must_be_read_or_refused(read, text)


def test_wide_expressions() -> None:
    """Nine hundred alternatives are read, eighteen thousand are refused."""
    wide = " or ".join(["tumor.resectable"] * 900)
    assert not must_be_read_or_refused(lambda text: parse_expression(text, names(), Place("wide")), wide)
    assert must_be_read_or_refused(lambda text: parse_expression(text, names(), Place("wide")), wide * 20)
