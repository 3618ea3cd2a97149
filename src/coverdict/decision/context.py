"""What is known of one service line and one indication: the request's facts, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coverdict.decision.model import Indication, Request, Service, Stated
from coverdict.language.model import CodeSet, Document, Fact, Product, Value
from coverdict.language.syntax import Code
from coverdict.library.index import Library, in_force_on


@dataclass(frozen=True, slots=True)
class Context:
    """The facts that are known, and those that the request and the payer's products contradict.

    Arguments:
        facts: stated facts by name, those from the request's own fields and the product included.
        named: the product that the request names, by its key or as a fact.
        product: the same, if the payer's plans name it.
        clash: facts that the request states otherwise than the product's entry does.
    """

    facts: Mapping[str, Stated]
    named: str | None
    product: Product | None
    clash: tuple[str, ...] = ()


def product_of(plans: tuple[Document, ...], name: str | None) -> Product | None:
    for plan in plans:
        for product in plan.products:
            if product.name == name:
                return product
    return None


def context_of(
    library: Library,
    known: Mapping[str, Fact],
    request: Request,
    service: Service,
    indication: Indication | None,
) -> Context:
    """The facts known of one line and one indication.

    Arguments:
        known: the facts of the policy's vocabulary; anything else is left out.
    """
    facts: dict[str, Stated] = {}
    for name, value in _fields(request, service):
        if name in known:
            facts[name] = Stated(value, source="request", documented=True)
    clash: list[str] = []
    levels = (request.facts, indication.facts if indication else {}, service.facts)
    stated = {name: given for level in levels for name, given in level.items()}
    # What is true of the whole request is not otherwise for one of its lines.
    for name, given in request.facts.items():
        if name in known and known[name].scope == "request" and stated[name].value != given.value:
            clash.append(name)
    for name, given in stated.items():
        if name not in known:
            continue
        if name not in facts:
            facts[name] = given
        elif facts[name].value != given.value:
            clash.append(name)
            facts[name] = given
    stated_product = facts["product"].value if "product" in facts else None
    named = request.product or (stated_product if isinstance(stated_product, str) else None)
    plans = tuple(
        plan
        for plan in library.contents.plans
        if plan.payer == request.payer and in_force_on(plan, service.date)
    )
    product = product_of(plans, named)
    return Context(facts, named, product, tuple(dict.fromkeys(clash)))


def _fields(request: Request, service: Service) -> list[tuple[str, Value]]:
    """The request's own fields that are facts of the core vocabulary."""
    fields: list[tuple[str, str | Decimal | date | None]] = [
        ("payer", request.payer),
        ("product", request.product),
        ("stage", request.stage),
        ("urgency", request.urgency),
        ("service.date", service.date),
        ("service.units", service.units),
        ("service.place", service.place or None),
    ]
    found: list[tuple[str, Value]] = [(name, value) for name, value in fields if value is not None]
    found.append(("service.code", service.code))
    if service.modifiers:
        found.append(
            ("service.modifiers", CodeSet(tuple(Code("modifier", one) for one in service.modifiers)))
        )
    return found
