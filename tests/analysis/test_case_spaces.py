"""Policies whose changes together cut facts into too many cells, and policies whose rules ask for codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysis.judged_cases import answers, trial

from coverdict import open_library
from coverdict.analysis.cases.cases import cases
from coverdict.analysis.cases.requests import case_requests
from coverdict.analysis.texts import find_text
from coverdict.decision import Desk

VOCABULARY = """\
vocabulary: tests
title: Facts of the tests
facts:
  product: {type: name, options: {standard: Standard}, label: Product}
  service.date: {type: date, label: Date of service, scope: line}
  service.code: {type: code, systems: [CPT, HCPCS], label: Code, scope: line}
  first: {type: date, label: First day}
  second: {type: date, label: Second day}
  third: {type: date, label: Third day}
  score: {type: number, label: Score, min: 0, max: 10}
"""

PAYER = """\
---
payer: pay
title: A payer
name: A payer
vocabulary: tests
adopts: [x/tried]
---

# A payer
"""

HEAD = """\
---
policy: x/tried
title: Tried
in force: {from: 2020-01-01, until: 2022-12-31}
vocabulary: tests
---

# Tried
"""

DATES = """
```yaml rule
id: in-time
when:
  - months from first to second >= 6
  - years from second to third >= 1
  - weeks from first to third <= 200
  - days from second to service.date <= 1400
  - months from third to service.date >= 3
  - service.date >= 2020-07-01
  - years from first to third >= 2
status: established
```

```yaml codes
codes:
  - {code: 10001, system: CPT}
```
"""

CODES = """
```yaml value set
id: open
title: Open ways
system: CPT
codes: [10001, 10002]
```

```yaml rule
id: open-way
when:
  - service.code in open
  - score > 2.25
status: established
```

```yaml rule
id: other-way
when: service.code in (CPT 10003, HCPCS E0100)
status: medically_necessary
otherwise: not_medically_necessary
```

```yaml codes
codes:
  - {code: 10001, system: CPT, role: governed}
  - {code: 10002, system: CPT, role: governed}
  - {code: 10003, system: CPT, role: governed, from: 2021-01-01}
  - {code: 10004, system: CPT, role: governed}
  - {code: 10005, system: CPT, role: governed, until: 2020-06-30}
  - {code: E0100, system: HCPCS, role: governed}
  - {code: 76940, system: CPT, role: companion}
  - {code: 76941, system: CPT, role: companion}
```
"""


def _opened(folder: Path, policy: str) -> Desk:
    for name, text in (
        ("vocabulary/tests.yaml", VOCABULARY),
        ("payers/pay.md", PAYER),
        ("policies/tried.md", HEAD + policy),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return open_library(folder)


def test_many_dates_are_tried_part_by_part(tmp_path: Path) -> None:
    # Spans with all their neighbours are more cells than a group may have. Still every mutant is noticed,
    # equal, or said not to be tried; and whoever is said to notice one does, by the reference evaluator.
    one = trial(_opened(tmp_path, DATES), "x/tried")
    told = {number for patient in one.choice.patients for number in patient.told}
    beyond = {showing.says for showing in one.choice.beyond}
    assert one.choice.at_least <= len(one.choice.patients)
    for number, mutant in enumerate(one.mutants):
        assert number in told or number in one.choice.equal or mutant.says in beyond
    for number in sorted(told)[::5]:
        changed = one.judged(one.mutants[number].side)
        for patient in one.choice.patients:
            differs = answers(changed, patient.facts) != answers(one.texts, patient.facts)
            assert differs is (number in patient.told)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return _opened(tmp_path, CODES)


def test_every_code_is_a_service_on_a_day_on_which_it_is_listed(desk: Desk) -> None:
    # Codes that rules tell apart, and codes with days of their own: each is some patient's service, governed
    # and on a day within its listing; companions come beside a governed service and without one.
    found = cases(desk, find_text(desk, "x/tried"))
    lines = [line for each in case_requests(desk, found) for line in desk.decide(each.request).lines]
    by_routing = {
        routing: {line.service.code.code for line in lines if line.routing == routing}
        for routing in ("addressed", "companion", "not_addressed")
    }
    assert by_routing["addressed"] == {"10001", "10002", "10003", "10004", "10005", "E0100"}
    assert by_routing["companion"] == by_routing["not_addressed"] == {"76940", "76941"}
    assert found.told + len(found.equal) == found.slips


def test_a_ruling_is_that_of_the_service(desk: Desk) -> None:
    # The status of each service is the one that its code has by hand.
    by_hand = {"10003": "medically_necessary", "E0100": "medically_necessary"}
    found = cases(desk, find_text(desk, "x/tried"))
    for each in case_requests(desk, found):
        for line in desk.decide(each.request).lines:
            if line.routing == "addressed":
                code = line.service.code.code
                small = float(str(each.patient.facts["score"])) <= 2.25
                wanted = by_hand.get(code, "not_medically_necessary")
                if code in ("10001", "10002") and not small:
                    wanted = "established"
                assert [one.status for one in line.possible] == [wanted]
