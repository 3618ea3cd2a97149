"""The table of units: held to pint, which comes to its factors in another way (floats, other definitions)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.language.units import InexactError, UnitError, convert, factors_to, in_unit, known_units

ROOT = Path(__file__).parents[2]
# What an assay, a charge or a body surface defines has a dimension of its own here, and none in pint.
OWN = ("{1", "eq", "osm", "mol", "kat", "U", "HPF", "LPF", "FU", "Cel", "degF", "pH", "B", "MET")
# UCUM's own definitions differ from pint's: m[Hg] is 133.322 kPa (pint: a density of mercury), its inch
# follows from it, and [Cal] is the kilocalorie (pint: the calorie).
OTHER_IN_PINT = ("Hg]", "[Cal]")


@cache
def in_pint(unit: str) -> Any:
    """One `unit` as a quantity of pint."""
    return _registry().from_ucum(unit) * 1


@cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


@pytest.mark.filterwarnings("ignore")
def test_factors_agree_with_pint() -> None:
    """Every factor of the table is the factor of pint, to the precision of a float."""
    first: dict[frozenset[str], str] = {}
    checked = 0
    for unit in known_units():
        if unit.startswith("{") or any(part in unit for part in (*OWN, *OTHER_IN_PINT)):
            continue
        other = first.setdefault(frozenset(factors_to(unit)), unit)
        ratio = (in_pint(unit) / in_pint(other)).to("dimensionless").magnitude
        assert ratio == pytest.approx(float(factors_to(other)[unit]), rel=1e-9), (unit, other)
        checked += 1
    assert checked > 250


@pytest.mark.parametrize(
    ("number", "unit", "wanted", "expected"),
    [
        ("41", "mm", "cm", "4.1"),
        ("1", "[in_i]", "cm", "2.54"),
        ("0.5", "m", "cm", "50"),
        ("5", "ng/mL", "ug/L", "5"),
        ("1", "g/dL", "mg/dL", "1000"),
        ("150", "10*3/uL", "10*9/L", "150"),
        ("2", "a", "mo", "24"),
        ("1", "kg", "[lb_av]", None),
        ("1", "d", "a", None),
        ("0.1", "%", "1", "0.001"),
        ("3", "m[IU]/mL", "[iU]/L", "3"),
    ],
)
def test_conversions_are_exact(number: str, unit: str, wanted: str, expected: str | None) -> None:
    """Known conversions, by hand; what no decimal is equal to is an error."""
    if expected is None:
        with pytest.raises(UnitError):
            in_unit(Decimal(number), unit, wanted, factors_to(wanted))
    else:
        value = in_unit(Decimal(number), unit, wanted, factors_to(wanted))
        assert str(value) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mmol/L", "mg/dL"),  # depends on the substance
        ("meq/L", "mmol/L"),  # depends on the charge
        ("mL/min", "mL/min/{1.73_m2}"),  # related to the body's surface, or not
        ("[iU]/L", "U/L"),
        ("Cel", "[degF]"),  # another zero
        ("/[HPF]", "1"),
        ("cm", "cm2"),
    ],
)
def test_what_no_factor_converts(one: str, other: str) -> None:
    """Units that look alike and measure different things do not convert."""
    assert one in factors_to(one) and other in factors_to(other)
    assert one not in factors_to(other) and other not in factors_to(one)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**6),
    st.sampled_from(["mm", "m", "[in_i]", "km"]),
)
def test_conversion_there_and_back(number: Decimal, unit: str) -> None:
    """What converts to centimeters is the same number of units again."""
    there = convert(number, factors_to("cm")[unit])
    assert Fraction(there) == Fraction(number) * factors_to("cm")[unit]
    assert convert(there, factors_to(unit)["cm"]) == number


def test_inexact_results_are_refused() -> None:
    """A third of a unit is no decimal."""
    with pytest.raises(InexactError):
        convert(Decimal(1), Fraction(1, 3))


@pytest.mark.skipif(not os.environ.get("COVERDICT_LONG"), reason="parses all units: half a minute")
def test_table_is_what_the_script_writes(tmp_path: Path) -> None:
    """The table in the package is the one that its script generates."""
    script = (ROOT / "scripts" / "make_units.py").read_text(encoding="utf-8")
    table = tmp_path / "units.json"
    program = script.replace("TABLE.write_text(", f"__import__('pathlib').Path({str(table)!r}).write_text(")
    subprocess.run(
        [sys.executable, "-c", program.replace("Path(__file__).parent", "Path('.')")], check=True, cwd=ROOT
    )
    shipped = ROOT / "src" / "coverdict" / "language" / "units.json"
    assert json.loads(table.read_text(encoding="utf-8")) == json.loads(shipped.read_text(encoding="utf-8"))
