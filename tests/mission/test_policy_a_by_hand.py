"""Policy A's status, held to a function written by hand from the document, over every completion."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mission.held import line_a, statuses

# Walks of a diagram make room for their recursion; hypothesis sees the limit move and says so.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

YES_NO = ("yes", "no")
SIZES = tuple(Decimal(size) for size in ("0.5", "3.9", "4", "4.1", "12"))
DOMAINS: dict[str, tuple[Any, ...]] = {
    "tumor.origin": ("primary", "metastatic"),
    "tumor.malignant": YES_NO,
    "tumor.resectable": YES_NO,
    "disease.extrahepatic": YES_NO,
    "tumor.metabolically_active": YES_NO,
    "treatment.intent": ("reduce_metabolic_activity", "curative", "other"),
    "lesion.count": (0, 1, 2, 3),
    "lesion.largest": SIZES,
}


def established(facts: dict[str, Any], both_branches: bool, up_to: bool, as_well: bool) -> bool:
    """Whether A's sentences hold of a patient, under one way to read each of its three open places.

    Arguments:
        both_branches: the words on disease outside the liver belong to primary cancer too.
        up_to: exactly 4 cm is still within the limit.
        as_well: the statement must hold for a metabolically active tumor as well.
    """
    spread_matters = both_branches or facts["tumor.origin"] == "metastatic"
    statement = facts["tumor.resectable"] == "no" and not (
        spread_matters and facts["disease.extrahepatic"] == "yes"
    )
    size = facts["lesion.largest"]
    small = size is not None and (size < 4 or (up_to and size == 4))
    active = (
        facts["tumor.metabolically_active"] == "yes"
        and facts["treatment.intent"] == "reduce_metabolic_activity"
    )
    included = (statement and facts["lesion.count"] == 1 and small) or (active and (statement or not as_well))
    return facts["tumor.malignant"] == "yes" and included


def patients(known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every patient who agrees with what is known and whom there can be."""
    names = tuple(DOMAINS)
    for values in itertools.product(*((known[name],) if name in known else DOMAINS[name] for name in names)):
        patient = dict(zip(names, values, strict=True))
        if patient["tumor.origin"] == "metastatic" and patient["tumor.malignant"] == "no":
            continue
        if patient["lesion.count"] == 0:
            if "lesion.largest" in known:
                continue
            patient["lesion.largest"] = None
        yield patient


def expected(known: dict[str, Any]) -> set[str]:
    return {
        "established" if established(patient, *readings) else "criteria_not_met"
        for patient in patients(known)
        for readings in itertools.product((True, False), repeat=3)
    }


KNOWN = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in DOMAINS.items()}
)


# With some facts unknown, the possible statuses are exactly those of the patients and readings that remain.
@given(KNOWN)
def test_possible_statuses_are_those_of_all_completions(known: dict[str, Any]) -> None:
    facts = {name: f"{value} cm" if name == "lesion.largest" else str(value) for name, value in known.items()}
    line = line_a("example_ppo", facts, payer="example")
    assert statuses(line) == expected(known)
    assert bool(line.conflict) == (not expected(known))


# The same with the tumors given one by one, some of them unmeasured.
@given(KNOWN, st.lists(st.none() | st.sampled_from(SIZES), max_size=3))
def test_tumors_one_by_one(known: dict[str, Any], sizes: list[Decimal | None]) -> None:
    rest = {name: value for name, value in known.items() if not name.startswith("lesion.")}
    lesions = [{} if size is None else {"diameter": f"{size} cm"} for size in sizes]
    line = line_a("example_ppo", rest | {"lesions": lesions}, payer="example")
    measured = [size for size in sizes if size is not None]
    free = SIZES if None in sizes else (None,)
    whole: set[str] = set()
    for size in free:
        found = [*measured, *([size] if size is not None else [])]
        largest = {"lesion.largest": max(found)} if found else {}
        whole |= expected(rest | {"lesion.count": len(sizes)} | largest)
    assert statuses(line) == whole
