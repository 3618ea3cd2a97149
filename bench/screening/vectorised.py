"""The small rule in OpenFisca and PolicyEngine, which decide arrays: one value for each claim.

Neither knows a missing value, nor compares texts. So whether a value is known is an array of its own, and
what is compared with a list of constants is encoded while the claims are read.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from bench.screening.columns import LISTED_DIAGNOSES, LISTED_PROCEDURES
from bench.screening.hand import connected, reading

Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
Arrays: TypeAlias = Mapping[str, Array]
Engine: TypeAlias = Literal["openfisca", "policyengine"]

ENGINES: tuple[Engine, ...] = ("openfisca", "policyengine")
OUTCOMES = ("no_policy", "covered", "not_covered", "unknown")
NO_POLICY, COVERED, NOT_COVERED, UNKNOWN = range(4)
PERIOD = "2024-06"


def version(engine: Engine) -> str:
    return importlib.metadata.version(f"{engine}-core")


# --- claims to arrays, arrays to a result ---------------------------------------------------------------


def _known(name: str, column: str, otherwise: str) -> dict[str, str]:
    return {f"{name}_known": f"{column} IS NOT NULL", name: f"coalesce({column}, {otherwise})"}


ENCODED: Mapping[str, str] = {
    "early": "date_of_service < DATE '2024-01-01'",
    "listed": f"cpt IN {LISTED_PROCEDURES}",
    "diagnosed": f"icd10 IN {LISTED_DIAGNOSES}",
    "federal": "product = 'FEP'",
    "medicaid": "product = 'MEDICAID'",
    **_known("count", "lesion_count", "0"),
    **_known("size", "max_diameter_cm::FLOAT", "0"),
    **_known("resectable", "resectable", "false"),
    **_known("outside", "extrahepatic_disease", "false"),
    **_known("active", "metabolically_active", "false"),
}
TYPES: Mapping[str, type] = {name: {"count": int, "size": float}.get(name, bool) for name in ENCODED}


def encoded(claims: Path) -> tuple[Array, Arrays]:
    """The request_ids of a file of claims, and its columns as the engines take them."""
    columns = ", ".join(f"{value} AS {name}" for name, value in ENCODED.items())
    with reading(claims) as connection:
        found = connection.execute(f"SELECT request_id, {columns} FROM claims").fetchnumpy()
    return np.asarray(found["request_id"]), {name: np.asarray(found[name]) for name in ENCODED}


def write(identifiers: Array, outcomes: Array, result: Path) -> None:
    """A result, as the hand-written query for the outcome alone writes it."""
    listed = ", ".join(f"'{outcome}'" for outcome in OUTCOMES)
    texts = " ".join(f"WHEN {number} THEN '{text}'::outcome" for number, text in enumerate(OUTCOMES))
    with connected() as connection:
        connection.execute(f"CREATE TYPE outcome AS ENUM ({listed})")
        connection.register("decided", {"request_id": identifiers, "outcome": outcomes.astype(np.uint8)})
        connection.execute(
            f"COPY (SELECT request_id, CASE outcome {texts} END AS outcome FROM decided) "
            f"TO '{result}' (FORMAT parquet)"
        )


# --- the rule -------------------------------------------------------------------------------------------


def _met(claim: Any, period: Any) -> Any:
    """Certainly met."""
    small = (
        claim("count_known", period)
        & (claim("count", period) < 2)
        & claim("size_known", period)
        & (claim("size", period) <= 4)
    )
    return (
        claim("listed", period)
        & claim("diagnosed", period)
        & claim("resectable_known", period)
        & ~claim("resectable", period)
        & claim("outside_known", period)
        & ~claim("outside", period)
        & (small | claim("active", period))  # what is not known to be active is encoded as not active
    )


def _failed(claim: Any, period: Any) -> Any:
    """Certainly not met."""
    large = (claim("count", period) >= 2) | (claim("size", period) > 4)  # what is not known is encoded as 0
    return (
        ~claim("listed", period)
        | ~claim("diagnosed", period)
        | claim("resectable", period)
        | claim("outside", period)
        | (large & claim("active_known", period) & ~claim("active", period))
    )


def _outcome(claim: Any, period: Any) -> Any:
    """A number of `OUTCOMES`; the first that applies counts, so they are laid down from the last."""
    found = np.where(
        claim("met", period), COVERED, np.where(claim("failed", period), NOT_COVERED, UNKNOWN)
    ).astype(np.int32)
    found[claim("medicaid", period)] = NOT_COVERED
    found[claim("federal", period) & claim("listed", period)] = COVERED
    found[claim("early", period)] = NO_POLICY
    return found


def decider(engine: Engine) -> Callable[[Arrays], Array]:
    """What gives each claim of encoded arrays its outcome, as a number of `OUTCOMES`."""
    core = f"{engine}_core"
    variable: Any = importlib.import_module(f"{core}.variables").Variable
    claim = importlib.import_module(f"{core}.entities").build_entity(
        key="claim", plural="claims", label="A claim", is_person=True
    )
    month = importlib.import_module(f"{core}.periods").MONTH
    system = importlib.import_module(f"{core}.taxbenefitsystems").TaxBenefitSystem([claim])
    builder: Any = importlib.import_module(f"{core}.simulations").SimulationBuilder

    def declare(name: str, kind: type, **formula: Callable[[Any, Any], Any]) -> None:
        says = {"value_type": kind, "entity": claim, "definition_period": month, "label": name}
        system.add_variable(type(name, (variable,), {**says, **formula}))

    for name, kind in TYPES.items():
        declare(name, kind)
    declare("met", bool, formula=_met)
    declare("failed", bool, formula=_failed)
    declare("outcome", int, formula=_outcome)

    def decide(arrays: Arrays) -> Array:
        count = len(next(iter(arrays.values())))
        simulation = builder().build_default_simulation(system, count=count)
        for name, values in arrays.items():
            simulation.set_input(name, PERIOD, values)
        return np.asarray(simulation.calculate("outcome", PERIOD))

    return decide


def side(engine: Engine, claims: Path, result: Path) -> Callable[[], None]:
    """A side of a measurement: the file of claims read, encoded, decided, and written as Parquet."""
    decide = decider(engine)

    def run() -> None:
        identifiers, arrays = encoded(claims)
        write(identifiers, decide(arrays), result)

    return run
