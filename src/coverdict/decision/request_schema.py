"""The JSON Schema of a request file, for those who write one by hand."""

from __future__ import annotations

from collections.abc import Mapping

from coverdict.decision.requests import CORE_KEYS, SERVICE_KEYS, STAGES, TOP_KEYS, URGENCIES
from coverdict.language.model import Fact
from coverdict.language.schema.parts import (
    ANYTHING,
    CODE,
    DAY,
    TEXT,
    YES_NO,
    Schema,
    mapping,
    one_of,
)
from coverdict.language.schema.stated import UNKNOWN, stated, value_of

REQUEST = {
    "payer": "The payer that the request is for.",
    "product": "The member's product.",
    "line_of_business": "The line of business, where the product does not tell it.",
    "funding": "How the member's group is funded, where the product does not tell it.",
    "state": "The state whose law applies.",
    "group": "The member's group.",
    "network": "The network of the provider.",
    "stage": "When the request is made; `prospective` is usual.",
    "urgency": "Whether it is urgent.",
    "received": "The day on which the request was received.",
    "as_of": "The day on which duties are judged.",
    "member": "What is known of the member: {age}.",
    "service_date": "The day of the services that state none of their own.",
    "services": "The services that are asked for; one at least.",
    "diagnoses": "The codes of the diagnoses.",
    "indications": "What the services are for, each with facts of its own.",
    "facts": (
        "What is known: {name of the fact: value}, or {value, date, source, by, role, documented}. What is "
        "absent is unknown."
    ),
}
SERVICE = {
    "id": "Its name in the answer; its number where absent.",
    "system": "The code system: CPT, HCPCS …",
    "code": "The code, in quotes where it begins with 0.",
    "date": "The day of the service, where it is not the request's.",
    "end": "The last day of the service.",
    "units": "How many.",
    "modifiers": "The modifiers of the code.",
    "place": "The place of service.",
    "for": "The id of the indication that it is for.",
    "with": "The id of the service of the same session that it goes with.",
    "facts": "What is known of this service alone; it counts over what is said of the request.",
}
INDICATION = {
    "id": "Its name, by which services name it.",
    "diagnoses": "The codes of its diagnoses.",
    "facts": "What is known of this indication alone.",
}
LONG = {
    "value": "The value.",
    "date": "The day on which it was found.",
    "source": "The document that says so.",
    "by": "Who says so.",
    "role": "In which role.",
    "documented": "`yes`: a document proves it.",
}
MEMBER = {"age": "The age in years."}


def request_schema(facts: Mapping[str, Fact]) -> Schema:
    """What a request file may hold.

    Arguments:
        facts: the facts that it may state; where there are none, any.
    """
    services: Schema = {"type": "array", "items": _service(facts), "minItems": 1}
    inner = {
        **{key: _optional(TEXT) for key in ("product", *CORE_KEYS)},
        **{key: _value(facts[fact]) for key, fact in CORE_KEYS.items() if fact in facts},
        "payer": TEXT,
        "stage": _optional(one_of(STAGES)),
        "urgency": _optional(one_of(URGENCIES)),
        **{key: _optional(DAY) for key in ("received", "as_of", "service_date")},
        "member": _optional(mapping({"age": _core("member.age", facts)}, (), MEMBER)),
        "services": services,
        "diagnoses": _core("diagnoses", facts),
        "indications": _optional({"type": "array", "items": _indication(facts)}),
        "facts": _facts(facts),
    }
    days = [
        {"required": ["service_date"]},
        {"properties": {"services": {"items": {"required": ["date"]}}}},
    ]
    return {
        "title": "request",
        "description": "Who asks for what and when, and what is known. What is absent is unknown.",
        **mapping({key: inner[key] for key in TOP_KEYS}, ("payer", "services"), REQUEST),
        "anyOf": days,
    }


def _optional(inner: Schema) -> Schema:
    """That, or that it is unknown."""
    return {"anyOf": [inner, *UNKNOWN]}


def _service(facts: Mapping[str, Fact]) -> Schema:
    names = _optional(TEXT)
    inner = {
        **dict.fromkeys(("id", "place", "for", "with"), names),
        "system": TEXT,
        "code": CODE,
        **dict.fromkeys(("date", "end"), _optional(DAY)),
        "units": _optional({"type": ["number", "string"], "exclusiveMinimum": 0}),
        "modifiers": _optional({"type": "array", "items": names}),
        "facts": _facts(facts),
    }
    return mapping({key: inner[key] for key in SERVICE_KEYS}, ("system", "code"), SERVICE)


def _indication(facts: Mapping[str, Fact]) -> Schema:
    inner = {"id": TEXT, "diagnoses": _core("diagnoses", facts), "facts": _facts(facts)}
    return mapping(inner, ("id",), INDICATION)


def _core(name: str, facts: Mapping[str, Fact]) -> Schema:
    """The value of a fact that has a key of its own."""
    return _value(facts[name]) if name in facts else _optional(ANYTHING)


def _value(fact: Fact) -> Schema:
    """A fact's value, or the same with where it comes from."""
    short = value_of(fact)
    return {**short, "anyOf": [*short["anyOf"], _long({"anyOf": short["anyOf"]})]}


def _long(value: Schema) -> Schema:
    texts = dict.fromkeys(("source", "by", "role"), _optional(TEXT))
    inner = {"value": value, "date": _optional(DAY), **texts, "documented": _optional(YES_NO)}
    return mapping({key: inner[key] for key in LONG}, ("value",), LONG)


def _facts(facts: Mapping[str, Fact]) -> Schema:
    if not facts:
        return _optional({**stated(facts), "additionalProperties": _optional(ANYTHING)})
    return _optional(mapping({name: _value(fact) for name, fact in facts.items()}))
