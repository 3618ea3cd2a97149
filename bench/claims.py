"""Seeded claims, and what one coverage rule says of each, written down a third time as plain Python.

The rule: before 2024 there is no policy. A federal employee's plan covers a listed procedure; Medicaid
does not cover. Otherwise covered are a listed procedure for a listed diagnosis when the tumor cannot be
resected, nothing is outside the liver, and there is one lesion at most, of 4 cm at most, or the tumor is
metabolically active. Where what is not known decides, the answer is unknown.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeAlias

Row: TypeAlias = dict[str, str | int | float | bool | None]

LISTED_PROCEDURES = ("47370", "47371", "47380", "47382")
LISTED_DIAGNOSES = ("C22.0", "C22.1", "C78.7", "C7B.02")
PROCEDURES = (*LISTED_PROCEDURES, "99213", "70450", "43239", "27447")
DIAGNOSES = (*LISTED_DIAGNOSES, "E11.9", "I10", "M54.5", "C18.9")
PRODUCTS = ("COMMERCIAL", "MA", "FEP", "MEDICAID")
FIRST_DAY = date(2023, 7, 1)
IN_FORCE = "2024-01-01"


def claims(count: int, seed: int = 20240101) -> list[Row]:
    """`count` claims; 10 to 15 % of each clinical fact is missing, the rest evenly drawn."""
    return list(_draw(count, random.Random(seed)))


def _draw(count: int, chance: random.Random) -> Iterator[Row]:
    for _ in range(count):
        yield {
            "cpt": chance.choice(PROCEDURES),
            "icd10": chance.choice(DIAGNOSES),
            "lesion_count": None if chance.random() < 0.10 else chance.randrange(5),
            "max_diameter_cm": None if chance.random() < 0.10 else (5 + chance.randrange(76)) / 10,
            "resectable": None if chance.random() < 0.15 else chance.random() < 0.35,
            "extrahepatic_disease": None if chance.random() < 0.15 else chance.random() < 0.35,
            "metabolically_active": None if chance.random() < 0.15 else chance.random() < 0.40,
            "product": chance.choice(PRODUCTS),
            "date_of_service": (FIRST_DAY + timedelta(days=chance.randrange(900))).isoformat(),
        }


def answer(row: Row) -> str:
    """`no_policy`, `covered`, `not_covered` or `unknown`.

    No fact that can be missing occurs twice in the rule, so three-valued tables are exact here: a row
    engine that knows no better can be compared. Where a fact occurs twice they are not.
    """
    if str(row["date_of_service"]) < IN_FORCE:
        return "no_policy"
    listed = row["cpt"] in LISTED_PROCEDURES
    if row["product"] == "FEP" and listed:
        return "covered"
    if row["product"] == "MEDICAID":
        return "not_covered"
    count, size = row["lesion_count"], row["max_diameter_cm"]
    met = _both(
        listed,
        row["icd10"] in LISTED_DIAGNOSES,
        _opposite(row["resectable"]),
        _opposite(row["extrahepatic_disease"]),
        _either(
            _both(
                None if count is None else float(count) < 2,
                None if size is None else float(size) <= 4,
            ),
            _known(row["metabolically_active"]),
        ),
    )
    return {True: "covered", False: "not_covered", None: "unknown"}[met]


def _known(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _opposite(value: object) -> bool | None:
    return not value if isinstance(value, bool) else None


def _both(*parts: bool | None) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _either(*parts: bool | None) -> bool | None:
    if True in parts:
        return True
    return None if None in parts else False
