"""What a person reads who gets a review or a method wrong: whole messages.

To change them, run `COVERDICT_GOLDEN=1 pytest tests/evidence/reviews/test_messages.py` and read the
difference as carefully as code.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coverdict.evidence.methods import read_method
from coverdict.text import DocumentError
from tests.evidence.reviews.spoilt import METHODS, REVIEWS
from tests.evidence.reviews.written import METHOD, REVIEW, spoilt, told

GOLDEN = Path(__file__).parent / "golden"


def must_be(name: str, said: str) -> None:
    """Hold what was said against the golden file."""
    wanted = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        wanted.write_text(f"{said}\n", encoding="utf-8")
    assert f"{said}\n" == wanted.read_text(encoding="utf-8")


# What the cases spoil is right before.
def test_the_small_review_is_right() -> None:
    assert told(REVIEW) == ""


# Each mistake in a review has its message, with the place and what would be right.
@pytest.mark.parametrize("name", REVIEWS)
def test_reviews(name: str) -> None:
    said = told(spoilt(REVIEW, *REVIEWS[name]))
    assert said.startswith("evidence/reviews/gout.yaml:")
    must_be(f"review-{name}", said)


# Each mistake in a method has its message.
@pytest.mark.parametrize("name", METHODS)
def test_methods(name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_method(spoilt(METHOD, *METHODS[name]), "evidence/methods/own.yaml")
    must_be(f"method-{name}", str(caught.value))


# Every golden file belongs to a case.
def test_no_golden_file_is_left_over() -> None:
    cases = {f"review-{name}" for name in REVIEWS} | {f"method-{name}" for name in METHODS}
    assert {path.stem for path in GOLDEN.glob("*.txt")} == cases
