"""What each product does with a policy's position: the rules of plans, each with its layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Paragraph,
    Run,
    Section,
    Style,
    Table,
    Tone,
    Words,
    plain,
)
from coverdict.documents.publishing.tables import without_empty_columns
from coverdict.language.model import Document, Product, Rule
from coverdict.language.syntax import And, Condition, Is, Not, Or, condition_of
from coverdict.library import Library
from coverdict.library.atoms import Names
from coverdict.library.layers import RANKS
from coverdict.pages.publication_words import day_words, in_words, sentence, told
from coverdict.pages.views import citation_words
from coverdict.pages.wording import capital, quoted
from coverdict.pages.wording import plain as as_words

LAYERS = {
    "law": "law",
    "contract": "the member’s contract",
    "product": "the product’s coverage policy",
    "policy": "the medical policy",
}
CLASSES = {
    "clinical": "clinical",
    "administrative": "administrative",
    "unsettled": "not settled",
    None: "",
}
EXAMPLE = "An example: no such product exists."


@dataclass(frozen=True, slots=True)
class Payer:
    """A payer that works under a policy: its settings, and its plans on the day."""

    settings: Document
    plans: tuple[Document, ...]

    @property
    def name(self) -> str:
        return str(self.settings.front.get("name") or self.settings.title or self.settings.id)


def payers_of(library: Library, policy: Document, day: date) -> tuple[Payer, ...]:
    """The payers that adopt a policy, with their plans as they stand on a day.

    A payer that is an example stands beside policies that are examples alone: nobody publishes it.
    """
    return tuple(
        Payer(settings, library.plans(payer, policy.id, day))
        for payer, settings in library.contents.payers.items()
        if policy.id in settings.adopts and (policy.example or not settings.example)
    )


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a rule says of one product, in words.

    Arguments:
        benefit: `not_covered`.
        when: the condition that is left once the product is known; empty where nothing is.
    """

    rule: Rule
    benefit: str
    when: str


def rules_of(product: Product, plans: tuple[Document, ...], names: Names) -> tuple[Ruled, ...]:
    """The rules of plans that speak of a product, those that outrank others first."""
    rules = [
        rule
        for layer in reversed(RANKS["benefit"])
        for plan in plans
        for rule in plan.rules
        if (rule.slot, rule.layer) == ("benefit", layer)
    ]
    found = []
    for rule in rules:
        left = True if rule.when is None else known(condition_of(rule.when), product)
        if left is not False:
            when = "" if left is True else sentence(told(in_words(left, names)))
            found.append(Ruled(rule, rule.then, when))
    return tuple(found)


def known(condition: Condition, product: Product) -> Condition | bool:
    """What is left of a condition for the members of a product: True or False where nothing is."""
    match condition:
        case Is(fact="product", values=values):
            return product.name in values
        case Is(fact="line_of_business", values=values) if product.line_of_business:
            return product.line_of_business in values
        case Not(part=part):
            left = known(part, product)
            return not left if isinstance(left, bool) else Not(left)
        case And(parts=parts):
            return _left([known(part, product) for part in parts], And, decides=False)
        case Or(parts=parts):
            return _left([known(part, product) for part in parts], Or, decides=True)
    return condition


def _left(parts: list[Condition | bool], joined: type[And] | type[Or], *, decides: bool) -> Condition | bool:
    """What is left of joined parts; one that is known to be `decides` settles them all."""
    open_parts = tuple(part for part in parts if not isinstance(part, bool))
    if decides in parts or not open_parts:
        return decides if decides in parts else not decides
    return open_parts[0] if len(open_parts) == 1 else joined(open_parts)


def benefit_content(payers: tuple[Payer, ...], names: Names) -> Iterator[Content]:
    """What products do with the position, payer by payer."""
    yield Paragraph(
        plain(
            "A position is not a benefit. What a product covers stands in the plan documents of each payer; "
            "where they do not say, the benefit is undetermined, and nothing inherits one by silence."
        )
    )
    if not payers:
        yield Paragraph(plain("No payer of this library has adopted the policy, so no product is held."))
    for number, payer in enumerate(payers, start=1):
        yield Section(f"benefits-{number}", payer.name, tuple(_payer(payer, names)))


def _payer(payer: Payer, names: Names) -> Iterator[Content]:
    if payer.settings.example:
        yield Paragraph(plain("An example: no such payer exists."), Tone.CAUTION)
    products = [(product, plan) for plan in payer.plans for product in plan.products]
    if not products:
        yield Paragraph(plain("No product of this payer is held in the library."))
        return
    rows = [row for product, _ in products for row in _rows(product, payer.plans, names)]
    columns = ("Product", "Benefit", "When", "Decided by", "Class of a denial", "Source")
    yield without_empty_columns(Table(f"What the products of {payer.name} cover", columns, tuple(rows)))
    yield Table(
        f"The products of {payer.name}",
        ("Product", "Line of business", "Prior authorization", "Appeal"),
        tuple(map(_product, (product for product, _ in products))),
    )


def _rows(product: Product, plans: tuple[Document, ...], names: Names) -> Iterator[tuple[Words, ...]]:
    name = plain(product.label or product.name)
    rules = rules_of(product, plans, names)
    for ruled in rules:
        rule = ruled.rule
        label = rule.label if rule.label.lower() != as_words(rule.then) else ""
        says: Words = (Run(capital(as_words(ruled.benefit)), Style.STRONG),)
        yield (
            name,
            (*says, Run(f" ({quoted(label)})")) if label else says,
            plain(ruled.when or "Always."),
            plain(capital(LAYERS.get(rule.layer, rule.layer))),
            plain(capital(CLASSES[rule.denial_class])),
            plain(capital(citation_words(rule.cites))),
        )
    if not rules:
        undetermined = (Run("Undetermined", Style.STRONG),)
        yield (name, undetermined, plain("No rule of a plan speaks of this product."), (), (), ())


def _product(product: Product) -> tuple[Words, ...]:
    return (
        plain(product.label or product.name),
        plain(capital(as_words(product.line_of_business)) or "Not stated"),
        plain(capital(as_words(product.authorization))),
        plain(product.appeal or "Not stated"),
    )


def settings_content(payers: tuple[Payer, ...], policy: str) -> Iterator[Content]:
    """What payers set for a policy: when it is in force for them, and which readings they settled."""
    items = []
    for payer in payers:
        for window in payer.settings.windows:
            if window.policy != policy:
                continue
            until = f" to {day_words(window.end)}" if window.end else " on"
            example = " An example." if window.example and "example" not in window.note.lower() else ""
            note = f" {window.note}" if window.note else ""
            words = f"from {day_words(window.start)}{until}.{note}{example}"
            items.append(Item((Run(f"{payer.name}: ", Style.STRONG), Run(words))))
        for settled in payer.settings.settled:
            if settled.reading.partition("#")[0] == policy:
                words = (
                    f"{quoted(settled.reading.partition('#')[2])} is read as {quoted(settled.option)}, "
                    f"signed by {settled.signed_by} ({settled.role}) on {day_words(settled.on)}."
                )
                items.append(Item((Run(f"{payer.name}: ", Style.STRONG), Run(words))))
    if items:
        yield Items(tuple(items))
