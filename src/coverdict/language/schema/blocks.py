"""The schema of each kind of block, of the parts that they share, and of a fact's values in a case."""

from __future__ import annotations

from collections.abc import Mapping

from coverdict.language import blocks as shapes
from coverdict.language.model import BENEFITS, POSITIONS, STATUSES, Fact, FactType
from coverdict.language.schema import words
from coverdict.language.schema.conditions import condition, window
from coverdict.language.schema.parts import (
    ANYTHING,
    CODE,
    IDENTIFIER,
    NAME,
    NEVER,
    TEXT,
    Schema,
    cites,
    mapping,
    one_of,
    one_or_list,
    referring,
    written,
)
from coverdict.language.schema.shaped import shaped
from coverdict.language.schema.stated import FACT_NAME, stated

_SLOTS = {"status": STATUSES, "benefit": BENEFITS, "position": POSITIONS}
_WHEN = {"when": referring("condition"), "cites": referring("cites")}
_ROWS = {"codes": words.CODES, "products": words.PRODUCTS, "history": words.HISTORY}


def block_definitions(facts: Mapping[str, Fact]) -> dict[str, Schema]:
    """The schema of each kind of block by its kind, and of what they share.

    Arguments:
        facts: the facts that a case may state; where there are none, any.
    """
    parts = {"condition": condition(words.CONDITION), "cites": cites(words.CITES)}
    blocks = {
        "rule": _rule(),
        "criterion": shaped(shapes.CriterionShape, words.CRITERION, {"id": NAME, **_WHEN}),
        "value set": value_set(),
        "duty": _duty(facts),
        "window": shaped(shapes.PolicyWindowShape, words.POLICY_WINDOW, {}),
        "settled reading": shaped(shapes.SettledShape, words.SETTLED, {}),
        "automatic approval": shaped(shapes.ApprovalShape, words.APPROVAL, {}),
        "referral": shaped(shapes.ReferralShape, words.REFERRAL, {}),
        "note": _note(),
        "case": _case(facts),
        "accepted finding": _accepted(),
        "hole": shaped(shapes.HoleShape, words.HOLE, {"id": IDENTIFIER, "cites": referring("cites")}),
        **{kind: _rows(kind) for kind in _ROWS},
    }
    ordered = {
        kind: {"title": kind, "description": words.BLOCKS[kind], **blocks[kind]} for kind in shapes.BLOCKS
    }
    return {**ordered, **parts}


def _otherwise(slot: str) -> Schema:
    value = one_of(_SLOTS[slot])
    meanings = {
        "type": "array",
        "items": {**value, "description": f"A {slot}."},
        "minItems": 2,
        "uniqueItems": True,
    }
    means = shaped(shapes.MeansShape, words.MEANS, {"options": meanings})
    open_meaning = mapping({slot: value, "value": value, "means": means}, (), words.OTHERWISE)
    given = {"oneOf": [{"required": [slot]}, {"required": ["value"]}]}
    return {"anyOf": [value, {**open_meaning, **given}]}


def _rule() -> Schema:
    inner = {
        "id": IDENTIFIER,
        **_WHEN,
        "otherwise": {},
        **{slot: one_of(values) for slot, values in _SLOTS.items()},
    }
    return {
        **shaped(shapes.RuleShape, words.RULE, inner),
        "oneOf": [{"required": [slot]} for slot in _SLOTS],
        "dependentRequired": {"otherwise": ["when"]},
        "allOf": [
            {"if": {"required": [slot]}, "then": {"properties": {"otherwise": _otherwise(slot)}}}
            for slot in _SLOTS
        ],
    }


def value_set() -> Schema:
    """A value set."""
    undated = {"code": CODE, "from": NEVER, "until": NEVER}
    member = {"anyOf": [CODE, shaped(shapes.SetMemberShape, words.SET_MEMBER, undated)]}
    codes = {"type": "array", "items": member}
    by_system = {"type": "object", "additionalProperties": codes}
    inner = {"id": NAME, "codes": codes, "codes by system": by_system, "cites": referring("cites")}
    return {
        **shaped(shapes.ValueSetShape, words.VALUE_SET, inner),
        "oneOf": [{"required": ["codes"]}, {"required": ["codes by system"]}],
        "dependentRequired": {"codes": ["system"]},
    }


def _rows(kind: str) -> Schema:
    """A list of rows, or a mapping that holds one."""
    inner = {"code": CODE, "product": IDENTIFIER, "cites": referring("cites")}
    row = shaped(shapes.BLOCKS[kind], _ROWS[kind], inner)
    under = mapping({kind: {"type": "array", "items": row}}, (kind,), {kind: words.BLOCKS[kind]})
    return {**under, "type": ["array", "object"], "items": row}


def _duty(facts: Mapping[str, Fact]) -> Schema:
    inner = {"id": IDENTIFIER, **_WHEN, "window": window(words.WINDOW)}
    dates = [name for name, fact in facts.items() if fact.type is FactType.DATE]
    if dates:
        inner |= dict.fromkeys(("event", "anchor"), one_of(dates))
    return shaped(shapes.DutyShape, words.DUTY, inner)


def _note() -> Schema:
    inner = {"id": IDENTIFIER, "data": ANYTHING, "cites": referring("cites")}
    says = [{"required": ["says"]}, {"required": ["data"]}]
    return {**shaped(shapes.NoteShape, words.NOTE, inner), "anyOf": says}


def _case(facts: Mapping[str, Fact]) -> Schema:
    needs_payer = ("benefit", "action", "refer to", "questions")
    asks_payer = {"type": "object", "anyOf": [{"required": [key]} for key in needs_payer]}
    with_system = written(r"^\s*\S+\s+\S+\s*$", "Write the code with its system, as CPT 47381.")
    inner = {"id": IDENTIFIER, "code": CODE, "facts": stated(facts), "expect": _expect(facts)}
    return {
        **shaped(shapes.CaseShape, words.CASE, inner),
        "dependentRequired": {"product": ["payer"], "system": ["code"]},
        "allOf": [
            {"if": {"properties": {"expect": asks_payer}}, "then": {"required": ["payer"]}},
            {"if": {"not": {"required": ["system"]}}, "then": {"properties": {"code": with_system}}},
        ],
    }


def _expect(facts: Mapping[str, Fact]) -> Schema:
    inner = {
        "status": one_or_list(one_of(STATUSES), minItems=1, uniqueItems=True),
        "benefit": one_or_list(one_of(BENEFITS), minItems=1, uniqueItems=True),
        "decided by": one_or_list(TEXT, minItems=1),
        "questions": one_or_list(one_of(facts) if facts else FACT_NAME),
    }
    return {
        **shaped(shapes.ExpectShape, words.EXPECT, inner),
        "minProperties": 1,
        "if": {"required": ["refer to"]},
        "then": {"properties": {"action": {"const": "refer"}}},
    }


def _accepted() -> Schema:
    because = written(r"^\s*\S+\s+\S+\s+\S", "Write why the finding may stay, in a sentence.")
    return shaped(shapes.AcceptedShape, words.ACCEPTED, {"because": because})
