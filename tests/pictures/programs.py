"""Policies to draw: those of the library, invented ones, and one whose words are as bad as can be."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from coverdict.library import Library, open_library
from coverdict.library.program import Program, compile_texts
from coverdict_judges.generators import shelves

LONG_RUN = os.environ.get("COVERDICT_LONG") == "1"
SEEDS = range(30 if LONG_RUN else 3)
ROOT = Path(__file__).resolve().parents[2]
BCBSM, BSC = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"

SCRIPT = "<script>alert('x')</script> and ]]> <!-- --> &amp; \"quotes\""
TURNED = "right \u202e to \u200f left \u2066 \u05d0\u05d1\u05d2"
LONG = "a very long label that goes on and on " * 12 + "X" * 300


def _quoted(text: str) -> str:
    """The text as YAML holds it between double quotes, in plain letters."""
    return json.dumps(text)


HOSTILE = {
    "vocabulary/bad.yaml": f"""\
vocabulary: bad
title: Bad words
facts:
  single: {{type: yes/no, label: {_quoted(SCRIPT)}}}
  two:
    type: choice
    options: {{a: {_quoted(LONG)}, b: {_quoted(TURNED)}, c: ""}}
    label: {_quoted(TURNED)}
  three: {{type: number}}
  began: {{type: date, label: Began}}
  done: {{type: date, label: Done}}
""",
    "policies/bad.md": f"""\
---
policy: bad/words
title: {_quoted(SCRIPT)}
vocabulary: bad
in force: {{from: 2024-01-01}}
---

```yaml rule
id: first
label: {_quoted(LONG)}
when:
  - {_quoted(SCRIPT)}: single
  - {_quoted(LONG)}: two is a
  - any of:
      - x:
          reading: {_quoted(LONG[:90])}
          options:
            - {_quoted(TURNED)}: three > 2
            - {_quoted(LONG)}: three >= 2
      - none of:
          - weeks from began to done >= 4
          - two is b
status: established
cites: {{section: {_quoted(LONG)}, item: {_quoted(SCRIPT)}}}
```

```yaml rule
id: second
when: two is one of (b, c)
status: investigational
otherwise: not_medically_necessary
```
""",
}


def program_of(library: Library, policy: str) -> Program:
    """The newest version of a policy by itself."""
    version = library.contents.versions[policy][-1]
    return compile_texts(library, (library.text(version.file),))


@cache
def real(policy: str) -> Program:
    return program_of(open_library(ROOT / "library"), policy)


def written(files: Mapping[str, str], folder: Path) -> Library:
    """The library of these texts."""
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_library(folder)


def invented(seed: int, count: int, folder: Path) -> Iterator[Program]:
    """The policies of `count` invented libraries."""
    for number, shelf in enumerate(shelves(seed, count)):
        library = written(shelf.files, folder / str(number))
        for policy in shelf.policies:
            yield program_of(library, policy)
