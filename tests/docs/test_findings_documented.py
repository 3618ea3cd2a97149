"""The page on findings has every finding, and no other."""

from __future__ import annotations

import re

from coverdict.analysis.findings.finding import SEVERITIES
from tests.docs.examples import ROOT


# Every finding of the code has a heading, and its first word there is its severity.
def test_every_finding_is_documented() -> None:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^### (\S+)\n\n(\w+)", page, re.MULTILINE))
    assert {name: word.lower() for name, word in documented.items()} == dict(SEVERITIES)
