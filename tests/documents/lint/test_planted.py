"""Generated documents: what is right stays unmarked, and what is planted is found."""

from __future__ import annotations

import os
import re

from bench.lint.measuring import score
from coverdict.documents.finding import Severity
from coverdict.documents.lint import RULES
from tests.docs.examples import ROOT

PAIRS = 12 if os.environ.get("COVERDICT_LONG") else 2


# Of each kind of defect nearly all are found, and at most one finding in twenty was not planted.
def test_planted_defects() -> None:
    made = score(7, PAIRS)
    assert sum(made.found.values()) >= 0.95 * sum(made.planted.values()), made.planted - made.found
    for rule, wrong in made.false.items():
        assert wrong <= 0.05 * (wrong + made.true[rule]), rule


# Every rule has a heading on its page, whose first word is its severity, and the page has no other.
def test_every_rule_is_documented() -> None:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^### ([a-z\d-]+)\n\n(\w+)", page, re.MULTILINE))
    assert {name: Severity(word.lower()) for name, word in documented.items()} == {
        name: rule.severity for name, rule in RULES.items()
    }
