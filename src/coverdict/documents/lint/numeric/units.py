"""The same measure in two units that do not come to the same, and units that a measure does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.figures import NUMBER, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Role, Span
from coverdict.evidence.figures import Figure

_MASS: Mapping[str, int | str] = {
    "kg": 1000,
    "g": 1,
    "mg": "1/1000",
    "ug": "1/1000000",
    "mcg": "1/1000000",
    "ng": "1/1000000000",
    "pg": "1/1000000000000",
}
_AMOUNT: Mapping[str, int | str] = {
    "mol": 1,
    "mmol": "1/1000",
    "umol": "1/1000000",
    "nmol": "1/1000000000",
    "pmol": "1/1000000000000",
    "mEq": "1/1000",
}
_ACTIVE: Mapping[str, int | str] = {
    "kIU": 1000,
    "IU": 1,
    "mIU": "1/1000",
    "uIU": "1/1000000",
    "U": 1,
    "mU": "1/1000",
    "kU": 1000,
}
_VOLUME: Mapping[str, int | str] = {"L": 1, "dL": "1/10", "mL": "1/1000", "uL": "1/1000000"}
_UNITS: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {
        f"{above}/{below}": (kind, Fraction(size) / Fraction(part))
        for kind, sizes in (("mass", _MASS), ("amount", _AMOUNT), ("activity", _ACTIVE))
        for above, size in sizes.items()
        for below, part in _VOLUME.items()
    }
)
_PREFIXES = "kg|mg|ug|mcg|ng|pg|g|mmol|umol|nmol|pmol|mol|mEq|kIU|mIU|uIU|IU|kU|mU|U"
_QUANTITY = re.compile(
    rf"(?<![\w.,/])(?P<n>{NUMBER})\s?(?P<unit>(?:{_PREFIXES})\s?/\s?(?:dL|mL|uL|L|dl|ml|ul|l))(?![A-Za-z/])"
)
_ANALYTE = re.compile(
    r"(?P<analyte>(?:[A-Za-z][A-Za-z0-9'\-]*\s+){0,3}[A-Za-z][A-Za-z0-9'\-]*)\s*(?:\((?P<short>[A-Za-z][A-"
    r"Za-z0-9\-]{1,9})\)\s*)?"
    r"(?:[,:]\s*)?$"
)
# What stands between a measure and its value.
_FILLER = word_set(
    "should must may can will would shall be been reached reaches rose fell exceeded stays stayed "
    "level levels value values concentration concentrations count of is are was were less more than "
    "greater lower higher above below under over at least most up to or and equal exceeding between "
    "from about approximately a an the any fasting serum plasma blood total postoperative preoperative "
    "baseline initial mean median normal elevated measured with by in for not exceed exceeds reaching "
    "remains remained being had have has having if when who whose patients patient threshold cutoff "
    "cut-off limit maximum minimum sustained persistent persistently documented confirmed repeat "
    "repeated within preoperatively postoperatively i.e e.g free"
)
_COMPARED = re.compile(
    r"[<>≤≥=~±]|\b(?:less|more|greater|lower|higher)\s+than\b|\bor\s+(?:less|more|equal)\b", re.IGNORECASE
)
_ALIKE = Fraction(13, 10)  # how far apart converted values may lie and still be the same written twice
_BODY_MASS = re.compile(
    rf"\b(?:BMI|body\s+mass\s+index)\b[^;()]{{0,60}}?(?<![\w.])(?P<n>{NUMBER})\s?(?P<unit>kg/?\s?(?:m2|"
    rf"m\uE002|m\^2|cm2|m3|m\b)|lbs?\b|kg\b)"
)


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A concentration of something."""

    analyte: str
    figure: Figure
    unit: str
    span: Span
    sentence: Sentence

    @property
    def base(self) -> Fraction:
        """The value in base units."""
        return Fraction(self.figure.value) * _UNITS[self.unit][1]

    @property
    def kind(self) -> str:
        return _UNITS[self.unit][0]


def units(survey: Survey) -> Iterator[Finding]:
    """Concentrations of one thing in units of one kind, whose factors and values differ."""
    forms = {long: short for short, long in survey.abbreviations.forms().items()}
    by_analyte: dict[tuple[str, str], list[_Quantity]] = {}
    for sentence in survey.running():
        if sentence.role is Role.REFERENCES or "/" not in sentence.plain:
            continue
        for one in _quantities(sentence, forms):
            by_analyte.setdefault((one.analyte, one.kind), []).append(one)
        for match in _BODY_MASS.finditer(sentence.plain):
            if re.sub(r"\s", "", match["unit"]) not in ("kg/m2", "kg/m\ue002", "kg/m^2"):
                says = f"a body mass index is given in kg/m2, not in {match['unit'].strip()}"
                yield finding("unit-slip", sentence.found(match), says, right="write kg/m2")
    for (analyte, _), all_of in by_analyte.items():
        yield from _differ(analyte, all_of)


def _quantities(sentence: Sentence, forms: Mapping[str, str]) -> Iterator[_Quantity]:
    text = sentence.plain
    for match in _QUANTITY.finditer(text):
        unit = re.sub(r"\s", "", match["unit"])
        above, below = unit.split("/")
        unit = f"{above}/{below[:-1]}{below[-1].upper()}"
        if unit not in _UNITS:
            continue
        analyte = _analyte(text[max(0, match.start() - 110) : match.start()], forms)
        if analyte:
            yield _Quantity(analyte, read(match["n"]), unit, sentence.found(match), sentence)


def _analyte(before: str, forms: Mapping[str, str]) -> str:
    """What a value belongs to: the last words before it that are no filling, abbreviated if they can be."""
    words = before.replace("(", " ( ").replace(")", " ) ").split()
    clause: list[str] = []
    for word in reversed(words):
        bare = word.strip(",;:.\"'").lower()
        if word in ("(", ")") and not clause:
            continue
        if _COMPARED.fullmatch(word) or bare in _FILLER or not bare:
            if clause:
                break
            continue
        if word in ("(", ")") or word[-1:] in (".", ";") or (word.endswith(",") and clause):
            break
        if re.fullmatch(r"[\d.,%]+", bare) or "/" in bare:
            break
        clause.append(word.strip(",;:.\"'"))
        if len(clause) == 3:
            break
    if not clause:
        return ""
    named = " ".join(reversed(clause))
    lower = named.lower()
    for long, short in forms.items():
        if lower == long or lower.endswith(f" {long}") or (long.endswith(f" {lower}") and len(clause) > 1):
            return short
    last = clause[0]
    return last if last.isupper() and len(last) > 1 else lower if len(clause) > 1 else last.lower()


def _differ(analyte: str, all_of: list[_Quantity]) -> Iterator[Finding]:
    units_used = {one.unit: _UNITS[one.unit][1] for one in all_of}
    if len(set(units_used.values())) < 2:
        return
    usual = max(units_used, key=lambda unit: (sum(one.unit == unit for one in all_of), -all_of[0].span.start))
    usual_ones = [one for one in all_of if units_used[one.unit] == units_used[usual]]
    for one in all_of:
        if units_used[one.unit] == units_used[usual]:
            continue
        if any(
            _alike(one, other)
            for other in all_of
            if other is not one and units_used[other.unit] != units_used[one.unit]
        ):
            continue
        against = usual_ones[0]
        converted = one.base / units_used[usual]
        yield finding(
            "unit-slip",
            one.span,
            f"{analyte} is given in {one.unit} here and in {usual} elsewhere",
            f"{one.figure.text} {one.unit} = {_plain(converted)} {usual}, beside {against.figure.text} "
            f"{usual}",
            f"write {usual} if that is meant",
            (against.span,),
        )


def _alike(one: _Quantity, other: _Quantity) -> bool:
    """Whether two values in different units are the same value."""
    small, large = sorted((one.base, other.base))
    return small > 0 and large / small <= _ALIKE


def _plain(value: Fraction) -> str:
    return f"{float(value):.6g}"
