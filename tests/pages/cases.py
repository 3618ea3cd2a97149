"""What pages are made of: comparisons of the real policies, of invented ones, and of the worst of words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.comparing.difference import Difference
from coverdict.analysis.texts import find_text
from coverdict.decision import Desk, open_library

ROOT = Path(__file__).resolve().parents[2]
BCBSM, BSC = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"
GUIDELINES = ("nccn-colon-2.2021", "nccn-hepatobiliary-3.2021", "nccn-neuroendocrine-2.2021")

SCRIPT = "<script>alert('x')</script> ]]> <!-- --> &amp; \"quotes\" 'single' {{ 7 * 7 }} {% raw %}"
TURNED = "right \u202e to \u200f left \u2066 \u05d0\u05d1 \u2028 \u200b \ufeff"
LONG = "a very long label that goes on " * 10 + "X" * 300


@cache
def desk() -> Desk:
    return open_library(ROOT / "library")


def compared(first: str, second: str, most: int = 6, at: Desk | None = None) -> Comparison:
    at = at or desk()
    return compare(at, find_text(at, first), find_text(at, second), most)


def differing(old: str, new: str, most: int = 6, at: Desk | None = None) -> Difference:
    at = at or desk()
    return diff(at, find_text(at, old), find_text(at, new), most)


def real() -> Iterator[Comparison]:
    """Every two texts of the library that can be compared."""
    yield compared(BCBSM, BSC)
    for policy in (BCBSM, BSC):
        for guideline in GUIDELINES:
            yield compared(policy, guideline)


def small(folder: Path, policies: dict[str, str], title: str = "Small", publisher: str = "") -> Desk:
    """A library of policies of one vocabulary, by their ids and the text of their rules."""
    bad = [json.dumps(text) for text in (SCRIPT, TURNED, LONG)]
    _write(
        folder / "vocabulary" / "words.yaml",
        f"""\
vocabulary: words
title: Words
facts:
  single: {{type: yes/no, label: {bad[0]}}}
  two:
    type: choice
    options: {{a: {bad[2]}, b: {bad[1]}, c: {bad[0]}}}
    label: {bad[1]}
  three: {{type: number, label: {bad[2]}}}
  plain: {{type: yes/no, label: The wound is clean}}
""",
    )
    for name, rules in policies.items():
        _write(folder / "policies" / f"{name}.md", document(name, rules, title, publisher))
    return open_library(folder)


def document(
    name: str, rules: str, title: str = "Small", publisher: str = "", day: str = "2024-01-01"
) -> str:
    says = f"publisher: {json.dumps(publisher)}\n" if publisher else "publisher: nobody\n"
    return f"""\
---
policy: small/{name}
title: {json.dumps(title)}
{says}in force: {{from: {day}}}
vocabulary: words
---

# {SCRIPT if title == SCRIPT else "Position"}

{rules}
"""


def rule(name: str, when: str, status: str, otherwise: str, label: str = "Label") -> str:
    return f"""\
```yaml rule
id: {name}
label: {json.dumps(label)}
when:
{when}
status: {status}
otherwise: {otherwise}
cites: {{section: {json.dumps(label)}, item: 1}}
```
"""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
