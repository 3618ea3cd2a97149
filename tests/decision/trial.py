"""A small library for tests: one payer, one policy, products of each kind; a test replaces its own part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coverdict.decision import Desk, open_library
from coverdict.decision.model import LineDetermination
from coverdict.library import shipped_folder

DAY = "2021-03-03"  # a Wednesday

VOCABULARY = """\
vocabulary: trial
title: Facts of the trial policy
extends: [core]
facts:
  tumor.stage:
    type: choice
    scope: indication
    options: {early: Early, late: Late}
    ask: Is the tumor early or late?
    who: clinician
    changeable: yes
    column: stage_of_tumor
  tumor.size:
    type: quantity
    unit: cm
    min: 0
    scope: indication
    ask: How large is the tumor?
    who: clinician
    changeable: yes
  fit.judged:
    type: yes/no
    scope: indication
    judgement: yes
    ask: Does the service fit this patient?
    who: clinician
  kin.known:
    type: yes/no
    label: A fact that nobody can be asked for
  admission.date:
    type: date
    ask: On which day was the patient admitted?
    who: provider
"""

FRONT = """\
---
policy: acme/trial
title: A policy for trials
in force:
  from: 2020-01-01
vocabulary: trial
---
"""

CODES = """
```yaml codes
codes:
  - {code: 11111, system: CPT, role: governed}
  - {code: 22222, system: CPT, role: governed}
  - {code: 33333, system: CPT, role: companion}
```
"""

STATUS = """
```yaml rule
id: early
label: Established
when:
  - early: tumor.stage is early
status: established
otherwise: criteria_not_met
```
"""

PRODUCTS = """
```yaml products
- {product: plain, line of business: commercial, authorization: required}
- {product: auto, line of business: commercial, authorization: required}
- {product: trusting, line of business: commercial, authorization: required}
- {product: bare, line of business: commercial, authorization: required}
- {product: free, line of business: commercial, authorization: not required}
```
"""

BENEFIT = """
```yaml rule
id: covered
when:
  - one of the plan's: product is one of (plain, auto, trusting, free)
  - a favorable position: status is one of (established, medically_necessary)
benefit: covered
```

```yaml rule
id: not-covered
when:
  - one of the plan's: product is one of (plain, auto, trusting, free)
  - no favorable position: not status is one of (established, medically_necessary)
benefit: not_covered
class: clinical
```
"""

SWITCHES = """
```yaml automatic approval
product: auto
on: yes
```

```yaml automatic approval
product: trusting
on: yes
accept: attested
```

```yaml automatic approval
product: plain
on: no
```
"""


def files(
    *,
    front: str = FRONT,
    codes: str = CODES,
    status: str = STATUS,
    products: str = PRODUCTS,
    benefit: str = BENEFIT,
    payer: str = SWITCHES,
    extra: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The texts of a library, by file."""
    core = (shipped_folder() / "vocabulary" / "core.yaml").read_text(encoding="utf-8")
    return {
        "vocabulary/core.yaml": core,
        "vocabulary/trial.yaml": VOCABULARY,
        "policies/acme/trial/2020.md": front + codes + status,
        "plans/acme.md": "---\nplan: acme\ntitle: Products of Acme\npayer: acme\nvocabulary: core\n---\n"
        + products
        + benefit,
        "payers/acme.md": "---\npayer: acme\nname: Acme\nadopts: [acme/trial]\nvocabulary: core\n---\n"
        + payer,
        **(extra or {}),
    }


def written(folder: Path, texts: Mapping[str, str]) -> Path:
    """The folder, after the texts have been written into it."""
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def trial(**changed: Any) -> Desk:
    """The trial library opened, with some of its texts replaced; see `files`."""
    return _opened(tuple(sorted(files(**changed).items())))


@cache
def _opened(texts: tuple[tuple[str, str], ...]) -> Desk:
    with TemporaryDirectory() as folder:
        desk = open_library(written(Path(folder), dict(texts)))
        for file, _ in texts:  # the documents have to be at hand once the folder is gone
            if file.endswith(".md"):
                desk.library.text(file)
        return desk


@cache
def shipped() -> Desk:
    return open_library()


def request(product: str | None = "plain", /, **more: Any) -> dict[str, Any]:
    """A request to the trial payer for one service; dots in the names of facts stand in `facts`."""
    found: dict[str, Any] = {
        "payer": "acme",
        "service_date": DAY,
        "services": [{"system": "CPT", "code": "11111"}],
    }
    if product is not None:
        found["product"] = product
    return found | more


def line(desk: Desk, given: Mapping[str, Any]) -> LineDetermination:
    """The only line of a determination."""
    (found,) = desk.decide(given).lines
    return found


def documented(value: Any) -> dict[str, Any]:
    return {"value": value, "source": "chart", "documented": True}


def statuses(found: LineDetermination) -> set[str | None]:
    return {outcome.status for outcome in found.possible}


def benefits(found: LineDetermination) -> set[str]:
    return {outcome.benefit for outcome in found.possible}


def asked(found: LineDetermination) -> list[str]:
    return [question.fact for question in found.questions]


def target(found: LineDetermination) -> str | None:
    return found.referral.to if found.referral else None
