"""A tiny library with two versions of a policy, for impacts that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from coverdict.bulk.compiling import Asking
from coverdict.bulk.impact import Options, impact
from coverdict.bulk.impact_data import Impact, Move
from coverdict.bulk.routes_under import Side
from coverdict.decision import Desk, open_library

VOCABULARY = """\
vocabulary: sleeves
title: Compression sleeves
facts:
  product: {type: name, label: Product}
  swelling.cause:
    type: choice
    options: {surgery: Surgery, radiation: Radiation, inborn: Inborn}
    label: Cause of the swelling
    column: cause
  swelling.difference: {type: quantity, unit: cm, min: 0, label: Difference in girth, column: difference}
  skin.infected: {type: yes/no, label: The skin is infected, column: infected}
  service.code: {type: code, systems: [CPT, HCPCS], label: Code, scope: line, column: code}
  service.date: {type: date, label: Day, scope: line, column: day}
"""

PAYER = """\
---
payer: {id}
title: A made-up payer
name: A made-up payer
vocabulary: sleeves
adopts: {adopts}
example: yes
---

# Settings
"""

PLAN = """\
---
plan: plan
title: What the products cover
payer: acme
vocabulary: sleeves
example: yes
{dates}---

```yaml products
products:
  - {{product: ppo, label: PPO, line of business: commercial, example: yes}}
  - {{product: hmo, label: HMO, line of business: commercial, example: yes}}
```

```yaml rule
id: necessary
when: product is one of (ppo, hmo) and status is medically_necessary
benefit: {benefit}
```

```yaml rule
id: excluded
when: product is hmo and status is not_medically_necessary
benefit: not_covered
class: clinical
```
"""

POLICY = """\
---
policy: {id}
title: Compression sleeves
publisher: A made-up payer
number: A1
in force: {{from: {day}}}
vocabulary: sleeves
example: yes
---

# Position

What the policy says.

```yaml rule
id: sleeve
label: Medically necessary
when:
{when}
status: medically_necessary
otherwise: not_medically_necessary
cites: {{section: Position, item: 1}}
```

```yaml codes
codes:
{codes}
```
"""

OLD_WHEN = """\
  - much thicker: swelling.difference > 2 cm
  - skin intact: skin.infected is no"""
NEW_WHEN = """\
  - cause: swelling.cause is one of (surgery, radiation)
  - much thicker: swelling.difference >= 2 cm
  - skin intact: skin.infected is no"""
CODES = "  - {code: 11111, system: CPT, role: governed}"
OLD, NEW = "sleeves/arm@2024-06-01", "sleeves/arm@2025-06-01"


def policy(day: str, when: str, codes: str = CODES, name: str = "sleeves/arm") -> str:
    return POLICY.format(id=name, day=day, when=when, codes=codes)


def plan(benefit: str = "covered", dates: str = "") -> str:
    return PLAN.format(benefit=benefit, dates=dates)


FILES: Mapping[str, str] = {
    "vocabulary/sleeves.yaml": VOCABULARY,
    "payers/acme.md": PAYER.format(id="acme", adopts="[sleeves/arm]"),
    "plans/plan.md": plan(),
    "policies/sleeves-1.md": policy("2024-01-01", OLD_WHEN),
    "policies/sleeves-2.md": policy("2025-01-01", NEW_WHEN),
}

HEADER = "payer,product,code,day,cause,difference,infected,amount"
ROWS = """\
acme,ppo,11111,2024-03-01,inborn,3,no,100.10
acme,ppo,11111,2024-03-01,surgery,3,no,20
acme,hmo,11111,2026-03-01,surgery,2,no,7.25
acme,hmo,11111,2026-03-01,inborn,3,no,
acme,hmo,11111,2020-03-01,surgery,1,no,1.5
acme,,11111,2020-03-01,surgery,,no,4
acme,ppo,22222,2020-03-01,surgery,1,no,1000
other,ppo,11111,2020-03-01,surgery,1,no,1000
acme,ppo,11111,2020-03-01,surgery,thick,no,1000
acme,ppo,11111,,surgery,1,no,1000
acme,ppo,22222,,surgery,1,no,1000
,ppo,11111,2020-03-01,surgery,1,no,1000
acme,ppo,,2020-03-01,surgery,1,no,1000
"""


def library(folder: Path, changed: Mapping[str, str] | None = None) -> Desk:
    """The library in a folder.

    Arguments:
        changed: texts by their files, for others or besides them.
    """
    for file, text in {**FILES, **(changed or {})}.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_library(folder)


def side(desk: Desk, name: str) -> Side:
    version = desk.version(name)
    return Side(version, desk.library.text(version.file), f"{version.policy}, version {version.name}")


def csv(folder: Path, rows: str = ROWS, header: str = HEADER) -> str:
    """A table of texts."""
    file = folder / "claims.csv"
    file.write_text(f"{header}\n{rows}", encoding="utf-8")
    return str(file)


def parquet(folder: Path, query: str) -> str:
    """A typed table, by the query that makes it."""
    file = folder / "claims.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return str(file)


def found(
    desk: Desk, table: str, old: str = OLD, new: str = NEW, amount: str | None = None, **asking: object
) -> Impact:
    options = Options(Asking(**asking), amount)  # type: ignore[arg-type]
    return impact(desk, side(desk, old), side(desk, new), table, options, lambda _: None)


def said(move: Move) -> tuple[str, str, int, str | None]:
    """A move in short: `medically_necessary covered`, the same after, the rows and the amount."""
    amount = move.tally.amount
    before, after = (f"{one.status} {one.benefit}" for one in (move.before, move.after))
    return before, after, move.tally.rows, None if amount is None else str(amount)
