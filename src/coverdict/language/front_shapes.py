"""The shape of each kind of front matter."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from coverdict.language.blocks import Texts
from coverdict.language.shapes import Day, Shape, Text, Tree, YesNo


class InForceShape(Shape):
    """The days on which a version is in force, both included."""

    from_: Day
    until: Day | None = None


class FrontShape(Shape):
    """What every document says of itself."""

    title: Text = ""
    vocabulary: Text = ""
    uses: Texts = Field(default_factory=list)
    source: dict[str, Any] = Field(default_factory=dict)
    meta: dict[str, Any] = Field(default_factory=dict)
    example: YesNo = False
    note: Text = ""


class PolicyFront(FrontShape):
    policy: Text
    publisher: Text = ""
    sponsors: Texts = Field(default_factory=list)
    joint: YesNo = False
    number: Text = ""
    section: dict[str, Text] = Field(default_factory=dict)
    original_date: Day | None = None
    in_force: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"in force"})


class PlanFront(FrontShape):
    plan: Text
    payer: Text
    publisher: Text = ""
    applies_to: Texts = Field(default_factory=list)
    layer: Literal["product", "contract"] = "product"
    in_force: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"in force"})


class PayerFront(FrontShape):
    payer: Text
    name: Text = ""
    adopts: Texts = Field(default_factory=list)


class MandateFront(FrontShape):
    mandate: Text
    publisher: Text = ""
    applies_to: Texts = Field(default_factory=list)
    in_force: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"in force"})


class GuidelineFront(FrontShape):
    guideline: Text
    version: Text = ""
    publisher: Text = ""
    published: Text = ""
    accessed: Text = ""
    applies_to: Texts = Field(default_factory=list)


class DefinitionsFront(FrontShape):
    definitions: Text
    publisher: Text = ""


FRONTS: dict[str, type[FrontShape]] = {
    "policy": PolicyFront,
    "plan": PlanFront,
    "payer": PayerFront,
    "mandate": MandateFront,
    "guideline": GuidelineFront,
    "definitions": DefinitionsFront,
}
