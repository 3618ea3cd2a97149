"""The shape of each fenced block."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from coverdict.language.scalars import shorten
from coverdict.language.shapes import Day, Identifier, Name, Shape, Text, Tree, YesNo


def _days(value: object) -> object:
    """`-5 days` → (-5, False), `3 business days` → (3, True)."""
    if not isinstance(value, str):
        raise ValueError("a number of days is expected, as -5 days or 3 business days")
    words = value.split()
    number = words[0].lstrip("+-") if words else ""
    if (
        number.isascii()
        and number.isdigit()
        and len(number) <= 5
        and words[1:]
        in (
            ["day"],
            ["days"],
            ["business", "day"],
            ["business", "days"],
        )
    ):
        return int(words[0]), len(words) == 3
    raise ValueError(f"a number of days is expected, as -5 days or 3 business days, not {shorten(value)}")


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Days = Annotated[Any, BeforeValidator(_days), WithJsonSchema({"type": "string"})]
Texts = Annotated[list[Text], BeforeValidator(_listed)]


class RuleShape(Shape):
    """What a slot becomes when a condition holds."""

    id: Identifier
    when: Tree = None
    status: Text | None = None
    benefit: Text | None = None
    position: Text | None = None
    otherwise: Tree = None
    layer: Literal["law", "contract", "product", "policy", "guideline"] | None = None
    label: Text = ""
    class_: Literal["clinical", "administrative", "unsettled"] | None = None
    individual_consideration: YesNo = False
    cites: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"when", "otherwise", "cites"})


class OpenMeaningShape(Shape):
    """A value that stays open, because the payer's word can stand for several."""

    status: Text | None = None
    benefit: Text | None = None
    position: Text | None = None
    value: Text | None = None
    means: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"means"})


class MeansShape(Shape):
    """The reading of a payer's word, and what it can stand for."""

    reading: Text
    options: list[Text]


class CriterionShape(Shape):
    """A criterion that others use by its id."""

    id: Name
    title: Text = ""
    when: Tree
    cites: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"when", "cites"})


class ValueSetShape(Shape):
    """A named set of codes, of one system or of several."""

    id: Name
    title: Text = ""
    system: Text = ""
    codes: Tree = None
    codes_by_system: Tree = None
    cites: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"codes", "codes by system", "cites"})


class SetMemberShape(Shape):
    """A code of a value set with a note; a set holds the same codes on every day."""

    code: Text
    from_: Day | None = None
    until: Day | None = None
    note: Text = ""


class CodeShape(Shape):
    """A code that the policy governs, or a companion of one."""

    code: Text
    system: Text
    role: Literal["governed", "companion"] = "governed"
    approach: Text = ""
    label: Text = ""
    from_: Day | None = None
    until: Day | None = None
    cites: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"cites"})


class WindowShape(Shape):
    """From and to a number of days before (negative) or after the anchor."""

    from_: Days
    to: Days


class DutyShape(Shape):
    """What somebody must do in a window of time."""

    id: Identifier
    actor: Text
    action: Text
    event: Text
    anchor: Text = "service.date"
    when: Tree = None
    window: Tree
    cites: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"when", "window", "cites"})


class ProductShape(Shape):
    """A product of a payer."""

    product: Identifier
    label: Text = ""
    line_of_business: Text = ""
    funding: Text = ""
    appeal: Text = ""
    authorization: Literal["required", "not required", "not stated"] = "not stated"
    example: YesNo = False


class HistoryShape(Shape):
    """One row of a policy's history."""

    date: Day
    action: Text
    position_change: YesNo | None = None
    statement_change: YesNo | None = None
    literature: YesNo = False
    upstream: Text = ""
    cites: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"cites"})


class PolicyWindowShape(Shape):
    """When an undated policy is in force for this payer."""

    policy: Text
    from_: Day
    until: Day | None = None
    example: YesNo = False
    note: Text = ""


class SettledShape(Shape):
    """A payer's own decision on an open reading, signed and dated."""

    policy: Text
    reading: Text
    as_: Text
    signed_by: Text
    role: Text
    on: Day
    note: Text = ""


class ApprovalShape(Shape):
    """Whether favourable determinations of a product are approved without a person."""

    product: Text
    on: YesNo
    accept: Literal["documented", "attested"] = "documented"
    note: Text = ""


class ReferralShape(Shape):
    """What a referral shows the person who decides."""

    shows: Literal["clauses", "conclusion"] = "clauses"
    note: Text = ""


NoteKind = Literal[
    "precedence",
    "scope",
    "disclaimer",
    "process",
    "documentation",
    "contact",
    "regulatory",
    "definition",
    "guideline",
    "clinical input",
    "related",
    "history",
    "glossary",
    "identity",
    "section",
    "coding",
    "individual consideration",
    "evidence watch",
]


class NoteShape(Shape):
    """Everything that a source says and that is no rule."""

    kind: NoteKind
    id: Identifier | None = None
    says: Text = ""
    data: Tree = None
    in_trace: YesNo = False
    cites: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"data", "cites"})


class CaseShape(Shape):
    """An example patient, with what is expected of the answer."""

    id: Identifier
    says: Text = ""
    payer: Text = ""
    product: Text = ""
    date: Day | None = None
    system: Text = ""
    code: Text = ""
    facts: Tree = None
    readings: dict[str, Text] = Field(default_factory=dict)
    expect: Tree
    trees: ClassVar[frozenset[str]] = frozenset({"facts", "expect"})


class ExpectShape(Shape):
    """What is expected of the answer to a case."""

    status: Texts = Field(default_factory=list)
    benefit: Texts = Field(default_factory=list)
    action: Literal["approve", "pend", "refer", "not required"] | None = None
    refer_to: Literal["physician", "benefits", "intake"] | None = None
    decided_by: Texts = Field(default_factory=list)
    questions: Texts | None = None


class AcceptedShape(Shape):
    """A finding of the check that stays, and why."""

    finding: Text
    about: Text = ""
    because: Text
    by: Text = ""
    on: Day | None = None


class HoleShape(Shape):
    """What is missing, and has to be written before the document decides anything."""

    id: Identifier
    says: Text
    proposed: Text = ""
    signed_by: Text = ""
    on: Day | None = None
    cites: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"cites"})


BLOCKS: dict[str, type[Shape]] = {
    "rule": RuleShape,
    "criterion": CriterionShape,
    "value set": ValueSetShape,
    "codes": CodeShape,
    "duty": DutyShape,
    "products": ProductShape,
    "history": HistoryShape,
    "window": PolicyWindowShape,
    "settled reading": SettledShape,
    "automatic approval": ApprovalShape,
    "referral": ReferralShape,
    "note": NoteShape,
    "case": CaseShape,
    "accepted finding": AcceptedShape,
    "hole": HoleShape,
}
"""The shape of each kind of block; of `codes`, `products` and `history`, the shape of a row."""

ANYWHERE = frozenset({"note", "history", "value set", "criterion", "accepted finding"})
ALLOWED: dict[str, frozenset[str]] = {
    "policy": ANYWHERE | {"rule", "codes", "duty", "case", "hole"},
    "plan": ANYWHERE | {"rule", "codes", "duty", "products"},
    "payer": ANYWHERE | {"products", "duty", "window", "settled reading", "automatic approval", "referral"},
    "mandate": ANYWHERE | {"rule", "duty"},
    "guideline": ANYWHERE | {"rule", "codes"},
    "definitions": ANYWHERE,
}
"""The kinds of block that each kind of document can hold."""
