"""Write src/coverdict/language/units.json: exact factors of the UCUM units that policies use.

The definitions come from `ucum-essence.xml` and the grammar from the package ucumvert, both of the extra
`units`. Factors are computed as fractions, never as floats. The tests hold the table to pint.

Run: python scripts/make_units.py
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ucumvert
from ucumvert import parse_ucum

HERE = Path(__file__).parent
TABLE = HERE.parent / "src" / "coverdict" / "language" / "units.json"

# Whatever no factor leads to anything else: what is counted, what an assay defines, and equivalents
# (a milliequivalent is a millimole only for one charge). They are dimensions of their own.
OWN = ("mol", "eq", "osm", "[HPF]", "[LPF]", "kat", "U", "Cel", "[degF]", "[pH]", "[MET]", "[diop]", "B")
BASES = ("m", "s", "g", "rad", "K", "C", "cd")

SIMPLE = """
1 % [ppth] [ppm] [ppb] 10* 10*3 10*6 10*9 10*12
pm nm um mm cm dm m km [in_i] [ft_i] [yd_i] [mi_i]
mm2 cm2 m2 [sin_i] [sft_i] mm3 cm3 dm3 m3 [cin_i]
nl ul ml cl dl l nL uL mL cL dL L fL pL hL [foz_us] [cup_us] [pt_us] [qt_us] [gal_us] [tsp_us] [tbs_us]
fg pg ng ug mg cg dg g kg t [oz_av] [lb_av] [gr] [stone_av]
ns us ms s min h d wk mo a mo_j a_j mo_g a_g Hz kHz MHz /min /h /d /s /wk /mo /a
pmol nmol umol mmol mol fmol peq neq ueq meq eq uosm mosm osm
uU mU U kU MU nkat ukat mkat kat [iU] m[iU] k[iU] u[iU] n[iU] [IU] m[IU] k[IU] u[IU]
[arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [CFU] [PFU] [FFU] [EU] [AU] [BAU] [PNU]
[HPF] [LPF] [pH] Cel [degF] K [MET] [diop] dB
Pa hPa kPa MPa mbar bar atm mm[Hg] cm[H2O] m[Hg] [psi] [in_i'Hg]
mJ J kJ cal kcal [Cal] mW W kW N kN eV keV MeV mGy cGy Gy uSv mSv Sv Bq kBq MBq GBq uCi mCi Ci
mV V kV mA A uA Ohm kOhm mS S mT T lm lx cd
L/min mL/min mL/h L/h mL/s L/s mL/min/{1.73_m2} mL/min/(173.10*-2.m2) mL/kg mL/kg/h mL/kg/min mL/m2
mL/d L/d mL/dL
kg/m2 g/m2 mg/m2 ug/m2 g/cm2 g/cm3 mg/kg ug/kg ng/kg g/kg mg/kg/d ug/kg/min mg/kg/h
mg/d g/d ug/d ug/min mg/h mg/min g/h
mm/h mm/s cm/s m/s km/h {beats}/min {breaths}/min {count} {score} {points} {cells}/uL {copies}/mL {lesions}
10*3/uL 10*6/uL 10*9/L 10*12/L 10*3/mL 10*6/mL /uL /mL /L /mm3 10*3/mm3 10*6/mm3 10*6/L
/[HPF] {cells}/[HPF] {mitoses}/[HPF] {copies}/mL
[CFU]/mL U/g U/g{Hb} umol/mol mmol/mol mg/g ug/g ng/g g/g mg/mg ug/mg mmol/g mg/mmol umol/g mg/g{creat}
W/m2 J/m2 kcal/d kcal/kg kcal/kg/d mJ/cm2 Gy/min
mm[Hg]/min [wood'U] dyn.s/cm5 L/min/m2 mmol/kg mmol/d mmol/h meq/kg meq/d mosm/kg mmol/min umol/min
a.{packs} {packs}/d {pack}.a
"""
PER_VOLUME = """
fg pg ng ug mg g kg fmol pmol nmol umol mmol mol meq ueq eq mosm uU mU U kU [iU] m[iU] k[iU] u[iU]
[IU] m[IU] k[IU] u[IU] ukat nkat [arb'U] [EU] [AU] [BAU]
"""
VOLUMES = "uL mL dL L ul ml dl l cm3 m3"


class NotARatioError(Exception):
    """The unit has no exact factor: it rests on π, or on a scale with another zero."""


class Definitions:
    """The prefixes and units of UCUM, evaluated exactly."""

    def __init__(self) -> None:
        essence = Path(ucumvert.__file__).parent / "vendor" / "ucum-essence.xml"
        root = ElementTree.parse(essence).getroot()
        self.prefixes = {
            node.attrib["Code"]: Fraction(_value(node).attrib["value"])
            for node in root.iterfind(".//{*}prefix")
        }
        self.units = {node.attrib["Code"]: node for node in root.iterfind(".//{*}unit")}
        self.known: dict[str, tuple[Fraction, dict[str, int]]] = {}

    def unit(self, code: str) -> tuple[Fraction, dict[str, int]]:
        """Factor and dimensions of one atom."""
        if code not in self.known:
            self.known[code] = self._define(code)
        return self.known[code]

    def _define(self, code: str) -> tuple[Fraction, dict[str, int]]:
        if code in BASES or code in OWN:
            return Fraction(1), {code: 1}
        if code in ("10*", "10^"):
            return Fraction(10), {}
        node = self.units[code]
        if code == "[pi]" or node.attrib.get("isSpecial") == "yes":
            raise NotARatioError(code)
        if node.attrib.get("isArbitrary") == "yes":
            return Fraction(1), {code.upper(): 1}
        value = _value(node)
        factor, dimensions = self.term(value.attrib["Unit"])
        return Fraction(value.attrib["value"]) * factor, dimensions

    def term(self, text: str) -> tuple[Fraction, dict[str, int]]:
        """Factor and dimensions of any UCUM expression."""
        if text in ("", "1"):
            return Fraction(1), {}
        return self._walk(parse_ucum(text))

    def _walk(self, tree: Any) -> tuple[Fraction, dict[str, int]]:
        if tree.data == "simple_unit":
            *prefix, atom = (str(token) for token in tree.children)
            if re.fullmatch(r"\d+", atom):
                return Fraction(atom), {}
            factor, dimensions = self.unit(atom)
            return factor * (self.prefixes[prefix[0]] if prefix else 1), dimensions
        factor, dimensions = Fraction(1), dict[str, int]()
        sign = 1
        for child in tree.children:
            kind = getattr(child, "type", None)
            if kind in ("OPERATOR", "DIVIDE"):
                sign = -1 if child == "/" else 1
            elif kind == "EXPONENT":
                power = int(child)
                factor, dimensions = factor**power, {name: n * power for name, n in dimensions.items()}
            elif kind == "ANNOTATION":
                if child[1:2].isdigit():  # {1.73_m2}: what it is related to must not get lost
                    dimensions = {**dimensions, str(child): 1}
            elif kind is None:
                inner, more = self._walk(child)
                factor *= inner**sign
                names = {*dimensions, *more}
                dimensions = {name: dimensions.get(name, 0) + sign * more.get(name, 0) for name in names}
        return factor, {name: n for name, n in dimensions.items() if n}


def _value(node: Any) -> Any:
    found = node.find("{*}value")
    assert found is not None
    return found


def main() -> None:
    """Write the table."""
    definitions = Definitions()
    names = [
        *SIMPLE.split(),
        *(f"{over}/{under}" for over in PER_VOLUME.split() for under in VOLUMES.split()),
    ]
    table = {}
    for name in dict.fromkeys(names):
        try:
            factor, dimensions = definitions.term(name)
        except NotARatioError:
            continue
        key = ".".join(f"{unit}{power}" for unit, power in sorted(dimensions.items())) or "1"
        table[name] = [key, str(factor)]
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(table.items()))
    TABLE.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
