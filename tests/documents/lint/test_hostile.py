"""Text that nobody would write: no error, and work that grows with its length alone."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.lint.measuring import twins
from coverdict.documents.lint import lint_manuscript
from coverdict.text import DocumentError
from tests.documents.lint.reading import found, manuscript

MUTANTS = 10_000 if os.environ.get("COVERDICT_LONG") else 300
PIECES = (
    *(
        "12 (3.4%)",
        "of 40",
        "patients",
        "p=.05",
        "95% CI",
        "(",
        ")",
        "[1]",
        "¹",
        "n=5",
        " vs ",
        "and",
        "or",
        ";",
    ),
    *("\n", "\n\n", "# Rationale\n", "## Criteria\n\n", "- ", "| a | b |\n", "et al", "Alder", "two hundred"),
    *(
        "1-, 3-, and 5-year",
        "survival",
        "median",
        "range",
        "-",
        "–",
        "%",
        "0",
        "9" * 30,
        "1e9",
        "±",
        "<",
        "≤",
    ),
    *(
        "investigational",
        "medically necessary",
        "all of the following:",
        "(ABC)",
        "ng/mL",
        "01/02/2020",
        "\t",
    ),
    *(
        "among the",
        "ranged from",
        "did not differ",
        "47371",
        "C22.0",
        "References\n\n1. ",
        "\\leq",
        "&lt;",
        "\x00",
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


# Any pieces of documents in any order are linted without an error, and spans lie within the text.
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=80), st.sampled_from(["", " "]))
def test_any_pieces(folder: Path, pieces: list[str], joined: str) -> None:
    read = manuscript("x" + joined.join(pieces).replace("\x00", "?"), folder)
    for one in lint_manuscript(read):
        for span in (one.span, *one.also):
            assert 0 <= span.start <= span.end <= len(read.text)


# Any characters at all.
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_any_text(folder: Path, text: str) -> None:
    found(f"A title\n\n{text}", folder)


def mutated(text: str, rng: random.Random) -> str:
    """The text with pieces doubled, cut, moved, or replaced by others."""
    for _ in range(rng.randint(1, 6)):
        a = rng.randrange(len(text) + 1)
        b = min(len(text), a + rng.choice((1, 2, 5, 20, 100)))
        text = rng.choice(
            (
                text[:a] + text[b:],
                text[:b] + text[a:],
                text[:a] + rng.choice(PIECES).replace("\x00", "?") + text[b:],
                text[:a] + "".join(rng.sample(text[a:b], b - a)) + text[b:],
                text[b:] + text[:a],
            )
        )
    return text or "x"


# Mutants of whole documents are linted without an error, whatever their layout.
def test_mutated_documents(folder: Path) -> None:
    rng = random.Random(4)
    sources = [pair.wrong for pair in twins(3, 1)]
    for number in range(MUTANTS):
        text, suffix = sources[number % len(sources)]
        with suppress(DocumentError):  # a mutant may hold no text at all; the reader says so
            lint_manuscript(manuscript(mutated(text, rng), folder, f"mutant{suffix}"))


# Mutants of the two source documents, which hold far more than generated ones.
@pytest.mark.parametrize("name", ["000_114209c1697b0ec8.txt", "001_5e3094ee69330f43.txt"])
def test_mutated_sources(name: str, folder: Path, shared: Callable[[str], Path]) -> None:
    text = shared(f"documents/{name}").read_text(encoding="utf-8")
    rng = random.Random(5)
    for _ in range(MUTANTS // 30):
        lint_manuscript(manuscript(mutated(text, rng), folder, "mutant.txt"))


REPEATED = (
    *("1,", "1 ", "12 (3%) of ", "with (n=1) or ", "12%, ", "[1],", "two hundred ", "more than 2 and "),
    *("Among the ", "at 1, 3, ", "median follow-up of ", "n = 1 [", "100 ng/mL ", "Aa Bb ", "compared with "),
    *(
        "of 12 ",
        "ABC (",
        "A. ",
        "- ",
        "3 to 5 ",
        "0.7 (95% CI 0.6 to ",
        "neither a ",
        "12 patients received ",
    ),
    *("Fell in 76 (82.6%). ", "31 received this and 33 received that. ", "A (n=31) or B (n=33). "),
    *("Relief was 31% and 37%, respectively (p=.0001). ", "Relief did not differ (31% vs 57%). "),
)


# Four times as much of the same takes at most about four times as long: no pattern runs away.
@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_length_alone(piece: str, folder: Path) -> None:
    head = "# Rationale\n\nAlder et al (2019) randomized 1800 patients. "

    def spent(length: int) -> float:
        read = manuscript(head + piece * (length // len(piece)), folder)
        start = time.process_time()
        lint_manuscript(read)
        return time.process_time() - start

    short, long = min(spent(10_000) for _ in range(2)), spent(40_000)
    assert long <= 10 * short + 0.5
