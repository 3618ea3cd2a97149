"""The values that a request gives to facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from coverdict.language.model import CodeSet, Element, Elements, Fact, FactType, Value
from coverdict.language.nodes import ListNode, MapNode, TextNode
from coverdict.language.scalars import FIRST_DAY, LAST_DAY, YES_NO, read_day, shorten, split_quantity
from coverdict.language.syntax import Code
from coverdict.language.units import UnitError, in_unit
from coverdict.text import DocumentError, Place, Problem, did_you_mean, nearest

UNKNOWN = ("unknown", "null", "~", "")
"""Texts that say that a fact is unknown."""
_TOO_LARGE = 10**30
_AS_DATE = "write year, month and day, as 2024-01-31"


def read_value(fact: Fact, raw: object, place: Place) -> Value | None:
    """The value that `raw` gives to `fact`, in the vocabulary's own form; None says that it is unknown.

    Arguments:
        fact: the fact, with its type, unit and options.
        raw: a node of a YAML tree, or plain Python data (text, bool, number, date, list, dict).
        place: where it stands; of a node, its own place is used.
    Returns: a number or quantity in the fact's unit, exactly; a float counts as its shortest decimal.
    Errors: DocumentError with one problem.
    """
    raw = _thawed(raw)
    if isinstance(raw, _Placed):
        place, raw = raw.place, raw.value
    if raw is None or (isinstance(raw, str) and raw.strip() in UNKNOWN):
        return None
    try:
        return _read(fact, raw, place)
    except _FaultError as fault:
        width = len(raw) if isinstance(raw, str) and "\n" not in raw else 1
        what = f"{fact.name}{'' if fault.what.startswith('is ') else ':'} {fault.what}"
        raise DocumentError([Problem(fault.place or place, what, fault.right, width=width)]) from None


def _read(fact: Fact, raw: object, place: Place) -> Value:
    match fact.type:
        case FactType.YES_NO:
            return _yes_no(raw)
        case FactType.CHOICE | FactType.NAME:
            return _choice(fact, raw)
        case FactType.NUMBER | FactType.QUANTITY:
            return _number(fact, raw)
        case FactType.DATE:
            return _day(raw)
        case FactType.CODE:
            return _code(fact, raw)
        case FactType.CODES:
            return _codes(fact, raw)
        case FactType.LIST:
            return _elements(fact, raw, place)


class _FaultError(Exception):
    def __init__(self, what: str, right: str = "", place: Place | None = None) -> None:
        self.what = what
        self.right = right
        self.place = place
        super().__init__(what)


class _Placed:
    """A text, list or mapping with its place."""

    __slots__ = ("place", "value")

    def __init__(self, place: Place, value: object) -> None:
        self.place = place
        self.value = value


def _thawed(raw: object) -> object:
    """Nodes as placed plain values, one level deep; everything else as it is."""
    match raw:
        case TextNode(text=text, place=place):
            return _Placed(place, text)
        case ListNode(items=items, place=place):
            return _Placed(place, list(items))
        case MapNode(entries=entries, place=place):
            return _Placed(place, {key.text: value for key, value in entries})
    return raw


def _plain(raw: object) -> object:
    thawed = _thawed(raw)
    return thawed.value if isinstance(thawed, _Placed) else thawed


def _texts(raw: Mapping[Any, object]) -> Mapping[str, object]:
    """`raw`, whose keys are texts.

    Errors: _FaultError for any other key.
    """
    for key in raw:
        if not isinstance(key, str):
            raise _FaultError("a mapping has a key that is no text", "write names as keys")
    return raw


def _shown(raw: object) -> str:
    match raw:
        case str():
            return shorten(raw)
        case bool():
            return "yes" if raw else "no"
        case int():
            return str(raw) if abs(raw) < _TOO_LARGE else "a number of very many digits"
        case float() | Decimal() | date() | Code():
            return shorten(str(raw))
        case Mapping():
            return "a mapping"
        case list() | tuple() | set() | frozenset():
            return "a list"
    return f"a Python {type(raw).__name__}"


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lower() in YES_NO:
        return YES_NO[raw.strip().lower()]
    raise _FaultError(f"yes or no is expected, not {_shown(raw)}", "write yes, no or unknown")


def _choice(fact: Fact, raw: object) -> str:
    names = [option.name for option in fact.options]
    if isinstance(raw, str):
        value = raw.strip()
        if value in names or (fact.type is FactType.NAME and _is_word(value)):
            return value
        if fact.type is FactType.CHOICE:
            by_label = {option.label.lower(): option.name for option in fact.options if option.label}
            right = did_you_mean("_".join(value.split()), names)
            label = by_label.get(value.lower())
            raise _FaultError(
                f"{shorten(value)} is none of its options", f"did you mean {label}?" if label else right
            )
        joined = "_".join(value.split())
        right = did_you_mean(joined, names) if nearest(joined, names) else f"write {shorten(joined)}"
        raise _FaultError(f"one word is expected, not {shorten(value)}", right)
    raise _FaultError(f"one of its options is expected, not {_shown(raw)}", did_you_mean("", names))


def _is_word(value: str) -> bool:
    return value.isprintable() and len(value) <= 200 and not any(char.isspace() for char in value)


def _number(fact: Fact, raw: object) -> Decimal:
    try:
        value, unit = _split(raw)
    except _FaultError as fault:
        what, _, right = fault.what.partition("; ")
        right = right or (
            f"write a number and its unit, as 3 {fact.unit}" if fact.unit else "write a number, as 3"
        )
        raise _FaultError(what, right, fault.place) from None
    if fact.type is FactType.QUANTITY:
        try:
            value = in_unit(value, unit, fact.unit, fact.factors)
        except UnitError as error:
            raise _FaultError(error.what, error.right) from None
    elif unit:
        raise _FaultError(
            f"a plain number is expected, and {shorten(unit)} stands behind it", f"write {value}"
        )
    if fact.whole and value != value.to_integral_value():
        near = value.to_integral_value(ROUND_FLOOR)
        raise _FaultError(f"a whole number is expected, not {value}", f"write {near} or {near + 1}")
    unit_shown = f" {fact.unit}" if fact.unit else ""
    if fact.minimum is not None and value < fact.minimum:
        raise _FaultError(
            f"{value}{unit_shown} is less than {fact.minimum}{unit_shown}, the least that it can be",
            "look at the number and at its unit" if fact.unit else "look at the number",
        )
    if fact.maximum is not None and value > fact.maximum:
        raise _FaultError(
            f"{value}{unit_shown} is more than {fact.maximum}{unit_shown}, the most that it can be",
            "look at the number and at its unit" if fact.unit else "look at the number",
        )
    return value


def _split(raw: object) -> tuple[Decimal, str]:
    if isinstance(raw, bool):
        raise _FaultError(f"a number is expected, not {_shown(raw)}")
    if isinstance(raw, int):
        if abs(raw) >= _TOO_LARGE:
            raise _FaultError("the number has too many digits")
        return Decimal(raw), ""
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, Decimal):
        if not raw.is_finite() or len(raw.as_tuple().digits) > 30 or abs(raw.adjusted()) > 60:
            raise _FaultError(f"a number is expected, not {_shown(raw)}")
        return raw, ""
    if isinstance(raw, Mapping) and set(raw) == {"value", "unit"}:
        number, _ = _split(_plain(raw["value"]))
        return number, str(_plain(raw["unit"])).strip()
    if isinstance(raw, str):
        try:
            return split_quantity(raw)
        except ValueError as error:
            raise _FaultError(str(error)) from None
    raise _FaultError(f"a number is expected, not {_shown(raw)}")


def _day(raw: object) -> date:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        if not FIRST_DAY <= raw <= LAST_DAY:
            raise _FaultError(f"a date from {FIRST_DAY} to {LAST_DAY} is expected, not {raw}", _AS_DATE)
        return raw
    if not isinstance(raw, str):
        raise _FaultError(f"a date is expected, not {_shown(raw)}", _AS_DATE)
    try:
        return read_day(raw.strip())
    except ValueError as error:
        raise _FaultError(str(error), _AS_DATE) from None


def _code(fact: Fact, raw: object) -> Code:
    raw = _plain(raw)
    default = fact.systems[0] if fact.systems else ""
    if isinstance(raw, Mapping):
        parts = {key: _plain(value) for key, value in _texts(raw).items()}
        strange = [key for key in parts if key not in ("system", "code")]
        if strange:
            raise _FaultError(
                f"a code has no key {shorten(strange[0])}", did_you_mean(strange[0], ("system", "code"))
            )
        system, code = parts.get("system", default), parts.get("code", "")
    elif isinstance(raw, str):
        words = raw.split()
        system, code = (words[0], words[1]) if len(words) == 2 else (default, raw.strip())
    elif isinstance(raw, Code):
        system, code = raw.system, raw.code
    elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        raise _FaultError(
            f"a code is expected, not the number {_shown(raw)}",
            f'write it in quotes, so that no digit is lost: "{_shown(raw)}"',
        )
    else:
        raise _FaultError(f"a code is expected, not {_shown(raw)}", "write SYSTEM CODE, as ICD-10-CM C22.0")
    if not isinstance(system, str) or not isinstance(code, str):
        raise _FaultError("a code and its system are texts", 'write {system: CPT, code: "47383"}')
    if not code or any(char.isspace() for char in code) or not code.isprintable() or len(code) > 60:
        raise _FaultError(f"a code is expected, not {shorten(code)}", "write SYSTEM CODE, as ICD-10-CM C22.0")
    if not system:
        raise _FaultError(f"the code {shorten(code)} stands without its code system", "write SYSTEM CODE")
    if fact.systems and system not in fact.systems:
        raise _FaultError(f"it has no codes of {shorten(system)}", did_you_mean(system, fact.systems))
    return Code(system, code)


def _members(raw: object, key: str) -> tuple[Sequence[object], bool]:
    """The members of a list, and whether there are no others."""
    complete: object = True
    if isinstance(raw, Mapping):
        strange = [name for name in _texts(raw) if name not in (key, "complete")]
        if strange or key not in raw:
            right = (
                did_you_mean(strange[0], (key, "complete"))
                if strange
                else f"write {{{key}: […], complete: no}}"
            )
            raise _FaultError(
                f"{'a key ' + shorten(strange[0]) if strange else 'a mapping'} cannot stand here", right
            )
        complete = _plain(raw.get("complete", True))
        if isinstance(complete, str) and complete.lower() in YES_NO:
            complete = YES_NO[complete.lower()]
        raw = _plain(raw[key])
    if not isinstance(complete, bool):
        raise _FaultError(f"complete: yes or no is expected, not {_shown(complete)}")
    if isinstance(raw, set | frozenset):
        raw = sorted(raw, key=str)
    if not isinstance(raw, list | tuple):
        raise _FaultError(f"a list is expected, not {_shown(raw)}", "write […]")
    return raw, complete


def _codes(fact: Fact, raw: object) -> CodeSet:
    if isinstance(raw, CodeSet):
        return raw
    if isinstance(raw, str | Code):
        raw = [raw]
    members, complete = _members(raw, "codes")
    codes = []
    for member in members:
        try:
            codes.append(_code(fact, member))
        except _FaultError as fault:
            node = _thawed(member)
            where = node.place if isinstance(node, _Placed) else None
            raise _FaultError(fault.what, fault.right, where) from None
    return CodeSet(tuple(dict.fromkeys(codes)), complete)


def _elements(fact: Fact, raw: object, place: Place) -> Elements:
    if isinstance(raw, Elements):
        return raw
    members, complete = _members(raw, "items")
    return Elements(tuple(_element(fact, member, place) for member in members), complete)


def _element(fact: Fact, raw: object, place: Place) -> Element:
    thawed = _thawed(raw)
    if isinstance(thawed, _Placed):
        place, thawed = thawed.place, thawed.value
    fields = {field.name: field for field in fact.item}
    if (isinstance(thawed, str) and thawed.strip() in UNKNOWN) or thawed is None:
        return Element(())
    if not isinstance(thawed, Mapping):
        first = next(iter(fields), "field")
        what = f"an element is a mapping of its fields, not {_shown(thawed)}"
        raise _FaultError(what, f"write {{{first}: …}}", place)
    known: list[tuple[str, Any]] = []
    for name, value in _texts(thawed).items():
        if name not in fields:
            what = f"its elements have no field {shorten(name)}"
            raise _FaultError(what, did_you_mean(name, fields), place)
        read = read_value(fields[name], value, place)
        if read is not None:
            known.append((name, read))
    order = list(fields)
    return Element(tuple(sorted(known, key=lambda pair: order.index(pair[0]))))
