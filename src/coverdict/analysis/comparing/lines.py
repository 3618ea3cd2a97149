"""Lines of business: what two positions come to for the members of each, and what their plans make of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import product

from coverdict.analysis.comparing.comparison import LineOfBusiness, Plans
from coverdict.analysis.joint import Joint, Pair, joint
from coverdict.analysis.ranks import BENEFIT_ORDER, Verdict, benefit_rank, verdict
from coverdict.analysis.space import Space, side_of, space_of, told_apart
from coverdict.analysis.standing import rank_difference
from coverdict.analysis.texts import Opened, Text
from coverdict.language.model import Option, Product
from coverdict.library.layers import Ruling
from coverdict.logic import Decision, Mask, mapped

LINE = "line_of_business"


def lines_of_business(
    desk: Opened, first: Text, second: Text, space: Space, found: Joint
) -> tuple[LineOfBusiness, ...]:
    """The verdict for each line of business that a plan names or a position depends on.

    Arguments:
        space, found: the positions side by side.
    """
    options = _options(desk, first.document.vocabulary)
    if not options:
        return ()
    plans = [PayersPlans(desk, (first, second), payers) for payers in _payers(desk, first, second)]
    named = {product.line_of_business for each in plans for side in each.products for product in side}
    decides = space.dimension_of.get(LINE) in space.ruled
    return tuple(
        LineOfBusiness(
            option.name,
            option.label,
            _verdict(found, within(space, {LINE: (option.name,)})),
            tuple(each.of(option.name) for each in plans),
        )
        for option in options
        if option.name in named or decides
    )


def _payers(desk: Opened, first: Text, second: Text) -> tuple[tuple[str, str], ...]:
    """Who works under each of the two texts; of two versions of one policy each payer with itself."""
    if first.id == second.id:
        return tuple((payer, payer) for payer in payers_of(desk, first))
    return tuple(product(payers_of(desk, first), payers_of(desk, second)))


def _verdict(found: Joint, allowed: Sequence[Mask]) -> Verdict:
    """The verdict on the positions of some patients alone."""
    better = [pair for pair in found.pairs if rank_difference(pair) > 0]
    worse = [pair for pair in found.pairs if rank_difference(pair) < 0]
    return verdict(
        [*([1] if found.some(better, allowed) else []), *([-1] if found.some(worse, allowed) else [])]
    )


def _options(desk: Opened, vocabulary: str) -> tuple[Option, ...]:
    fact = desk.library.contents.facts(vocabulary).get(LINE)
    return fact.options if fact is not None else ()


def payers_of(desk: Opened, text: Text) -> tuple[str, ...]:
    """The payers who work under a policy; fictional ones count where there is no other."""
    adopting = [payer for payer in desk.library.contents.payers.values() if text.id in payer.adopts]
    real = [payer.id for payer in adopting if not payer.example]
    return tuple(real or [payer.id for payer in adopting]) if text.is_policy else ()


def within(space: Space, values: Mapping[str, tuple[str, ...]]) -> tuple[Mask, ...]:
    """The cells in which each fact or reading has one of its values; what nothing asks for is left out."""
    allowed = list(space.full)
    for fact, options in values.items():
        if fact in space.dimension_of:
            number = space.dimension_of[fact]
            group = space.dimensions[number].group
            cells = 0
            for option in options:
                cells |= group.allowed({fact: option})
            allowed[number] &= cells
    return tuple(allowed)


class PayersPlans:
    """What the plans of two payers make of the two positions.

    Arguments:
        payers: one who works under each text.
    """

    def __init__(self, desk: Opened, texts: tuple[Text, Text], payers: tuple[str, str]) -> None:
        self.payers = payers
        sides = []
        self.products: list[tuple[Product, ...]] = []
        for text, payer in zip(texts, payers, strict=True):
            plans = desk.library.plans(payer, text.id, text.day)
            mandates = desk.library.mandates(text.id, text.day)
            sides.append(side_of(desk.library, (text.document, *plans, *mandates)))
            self.products.append(tuple(product for plan in plans for product in plan.products))
        self._apart = payers[0] != payers[1]
        self._sides = told_apart(sides[0], sides[1], contracts=self._apart, labels=_labels(texts, payers))
        self._space = space_of(desk.library, self._sides)
        first, second = (_benefit_of(self._space.composed(side).benefit) for side in self._sides)
        self._found = joint(self._space, first, second)
        self._settled = self._said_by(desk)

    def _said_by(self, desk: Opened) -> dict[str, tuple[str, ...]]:
        """What is so for every member of the two payers: who they are, and the readings that they settled."""
        found: dict[str, tuple[str, ...]] = {}
        for payer, side in zip(self.payers, self._sides, strict=True):
            found[side.renaming.fact("payer")] = (payer,)
            for one in desk.library.contents.payers[payer].settled:
                found[side.renaming.readings.get(one.reading, one.reading)] = (one.option,)
        return found

    def of(self, line: str) -> Plans:
        """What it is for the members of one line of business."""
        products = [
            tuple(product for product in side if product.line_of_business == line) for side in self.products
        ]
        benefits = [self._benefits(number, line, given) for number, given in enumerate(products)]
        labels = tuple(tuple(product.label for product in given) for given in products)
        return Plans(
            self.payers,
            (labels[0], labels[1]),
            (benefits[0], benefits[1]),
            self._verdict(line, products) if all(products) else None,
        )

    def _benefits(self, number: int, line: str, products: tuple[Product, ...]) -> tuple[str, ...]:
        """The benefits that members of these products can have, the most permissive first."""
        if not products:
            return ()
        allowed = self._allowed(line, [products if side == number else () for side in range(2)])
        return tuple(
            benefit
            for benefit in reversed(BENEFIT_ORDER)
            if self._found.some(
                [pair for pair in self._found.pairs if (pair.first, pair.second)[number] == benefit], allowed
            )
        )

    def _verdict(self, line: str, products: Sequence[tuple[Product, ...]]) -> Verdict:
        allowed = self._allowed(line, products)
        return verdict(_difference(pair) for pair in self._found.pairs if self._found.some([pair], allowed))

    def _allowed(self, line: str, products: Sequence[tuple[Product, ...]]) -> tuple[Mask, ...]:
        values = {**self._settled, LINE: (line,)}
        for side, given in zip(self._sides, products, strict=True):
            if given:
                values[side.renaming.fact("product")] = tuple(product.name for product in given)
        return within(self._space, values)


def _labels(texts: tuple[Text, Text], payers: tuple[str, str]) -> tuple[str, str]:
    if payers[0] != payers[1]:
        return payers
    first, second = (f"{text.id} {text.version_name}" for text in texts)
    return first, second


def _benefit_of(benefit: Decision) -> Decision:
    return mapped(_name, benefit)


def _name(benefit: Hashable) -> str:
    assert isinstance(benefit, Ruling)
    return benefit.value


def _difference(pair: Pair) -> int:
    assert isinstance(pair.first, str) and isinstance(pair.second, str)
    return benefit_rank(pair.first) - benefit_rank(pair.second)
