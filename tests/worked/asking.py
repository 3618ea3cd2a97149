"""Requests of the worked table in one line, and what its columns ask of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverdict.decision import Desk
from coverdict.decision.model import LineDetermination

POLICY_A = "bcbsm/cryosurgical-ablation-liver"
SIZE = "size limit"

# One tumor of 3 cm, unresectable, liver only.
SMALL = {
    "tumor.malignant": "yes",
    "tumor.metabolically_active": "no",
    "tumor.origin": "primary",
    "tumor.resectable": "no",
    "disease.extrahepatic": "no",
    "lesion.count": 1,
    "lesion.largest": "3 cm",
}
# A metabolically active neuroendocrine metastasis of 6 cm, treated to reduce its activity.
ACTIVE = {
    **SMALL,
    "tumor.origin": "metastatic",
    "tumor.histology": "neuroendocrine",
    "tumor.metabolically_active": "yes",
    "treatment.intent": "reduce_metabolic_activity",
    "lesion.largest": "6 cm",
}

Facts = Mapping[str, Any]


def ask_a(
    desk: Desk, product: str, facts: Facts, payer: str = "bcn", day: str = "2012-06-01", **more: Any
) -> LineDetermination:
    request = {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": "47381"}],
        "facts": dict(facts),
        **more,
    }
    (line,) = desk.decide(request).lines
    return line


def ask_b(
    desk: Desk, facts: Facts, product: str = "commercial_ppo", day: str = "2021-12-01", **more: Any
) -> LineDetermination:
    request = {
        "payer": "bsc",
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": "47383"}],
        "facts": dict(facts),
        **more,
    }
    (line,) = desk.decide(request).lines
    return line


def statuses(line: LineDetermination) -> set[str | None]:
    return {outcome.status for outcome in line.possible}


def benefits(line: LineDetermination) -> set[str]:
    return {outcome.benefit for outcome in line.possible}


def refers(line: LineDetermination, to: str) -> bool:
    return line.action == "refer" and line.referral is not None and line.referral.to == to


def asked(line: LineDetermination) -> list[str]:
    return [question.fact for question in line.questions]


def settled(reading: str, option: str, policy: str = POLICY_A) -> str:
    return f"""

```yaml settled reading
policy: {policy}
reading: {reading}
as: {option}
signed by: Test signature
role: medical director
on: 2012-01-05
```
"""


APPROVAL_ON = {"payers/bcn.md": ("product: bcn65\non: no", "product: bcn65\non: yes\naccept: attested")}


def guided(
    day: str = "2021-12-01", other: str = "47383", payer: str = "bsc", product: str = "commercial_ppo"
) -> dict[str, Any]:
    return {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": other}, {"system": "CPT", "code": "76940"}],
    }


def two_indications(payer: str, product: str, day: str, code: str) -> dict[str, Any]:
    cancer = {**SMALL, "lesion.count": 2}
    active = {**ACTIVE, "lesion.count": 2}
    return {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": code}],
        "indications": [{"id": "active", "facts": active}, {"id": "cancer", "facts": cancer}],
    }
