"""What a person reads whose study's file is wrong: whole messages.

Each case of `spoilt.py` has its message in `golden/`. To change them, run

    COVERDICT_GOLDEN=1 pytest tests/evidence/studies/test_messages.py

and read the difference (`git diff tests/evidence/studies/golden`) as carefully as code.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coverdict.evidence.studies.reading import read_study
from coverdict.text import DocumentError
from tests.evidence.studies.spoilt import RIGHT, SPOILT, spoil

GOLDEN = Path(__file__).parent / "golden"


# What the cases spoil is right before.
def test_the_study_is_right() -> None:
    assert read_study(RIGHT, "example.yaml").id == "example"


# Each thing that is wrong has its message: where, what, the line, and what would be right.
@pytest.mark.parametrize("name", SPOILT)
def test_messages(name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_study(spoil(name), "example.yaml")
    said = f"{caught.value}\n"
    wanted = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        wanted.parent.mkdir(exist_ok=True)
        wanted.write_text(said, encoding="utf-8")
    assert said == wanted.read_text(encoding="utf-8")


# No golden message is left over from a case that is gone.
def test_no_message_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(SPOILT)
