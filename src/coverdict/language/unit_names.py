"""The UCUM name of a unit that somebody wrote in another way."""

from __future__ import annotations

from collections.abc import Iterable

from coverdict.text import nearest

_OTHER_NAMES = {
    "[in_i]": ("inch", "inches", "in", '"'),
    "[ft_i]": ("foot", "feet", "ft"),
    "cm": ("centimeter", "centimeters", "centimetre", "centimetres", "cms"),
    "mm": ("millimeter", "millimeters", "millimetre", "millimetres", "mms"),
    "m": ("meter", "meters", "metre", "metres"),
    "[lb_av]": ("lb", "lbs", "pound", "pounds"),
    "[oz_av]": ("oz", "ounce", "ounces"),
    "kg": ("kilogram", "kilograms", "kilo", "kilos"),
    "g": ("gram", "grams", "gm"),
    "mg": ("milligram", "milligrams"),
    "ug": ("mcg", "µg", "μg", "microgram", "micrograms"),
    "um": ("µm", "μm", "micron", "microns"),
    "mL": ("cc", "milliliter", "milliliters"),
    "L": ("liter", "liters", "litre", "litres"),
    "mm[Hg]": ("mmHg", "mm Hg"),
    "[iU]": ("IU", "iu"),
    "[iU]/L": ("IU/L",),
    "[iU]/mL": ("IU/mL", "IU/ml"),
    "m[iU]/mL": ("mIU/mL", "mIU/ml"),
    "10*3/uL": ("K/uL", "x10^3/uL", "thousand/uL"),
    "a": ("year", "years", "yr", "yrs"),
    "mo": ("month", "months"),
    "wk": ("week", "weeks"),
    "d": ("day", "days"),
    "h": ("hour", "hours", "hr", "hrs"),
    "min": ("minute", "minutes"),
    "s": ("second", "seconds", "sec"),
    "Cel": ("°C", "C", "celsius"),
    "[degF]": ("°F", "F", "fahrenheit"),
    "%": ("percent", "pct"),
}
_UCUM = {other: unit for unit, others in _OTHER_NAMES.items() for other in others}


def nearest_unit(unit: str, known: Iterable[str]) -> str:
    """What to write instead of `unit`, which is no UCUM unit.

    Arguments:
        known: the units that would fit.
    """
    fitting = list(known)
    plain = _UCUM.get(unit) or _UCUM.get(unit.lower())
    if plain in fitting:
        return f"units are written in UCUM: {plain}"
    same = [name for name in fitting if name.lower() == unit.lower()]
    near = same[0] if same else nearest(unit, fitting)
    if near:
        return f"did you mean {near}?"
    return "units are written in UCUM, as cm, mg, ng/mL, [in_i], 10*3/uL"
