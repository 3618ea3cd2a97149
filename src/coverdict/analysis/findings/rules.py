"""Rules that never apply, that overlap, and patients for whom none speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coverdict.analysis.findings.contexts import Applied, Applying, Context
from coverdict.analysis.findings.finding import Finding, Severity, Touched, found
from coverdict.analysis.findings.parts import Key
from coverdict.analysis.findings.wording import says, spoken
from coverdict.language.model import Document, Product, Rule
from coverdict.language.syntax import Is
from coverdict.logic import Node
from coverdict.text import listed


@dataclass(slots=True)
class _Seen:
    """A rule over the contexts in which it stands."""

    document: Document
    rule: Rule
    why: str
    touched: Touched
    applies: bool = False
    reached: bool = False
    turned_away: bool = False


class Reach:
    """Which rules decide for somebody, and which `otherwise` does."""

    def __init__(self) -> None:
        self._seen: dict[Key, _Seen] = {}

    def look(self, context: Context) -> None:
        nobody = context.ground.nobody
        for layer in context.layers:
            for number, applied in enumerate(layer.rules):
                if applied.key not in self._seen:
                    why, touched = ("", Touched()) if applied.then != nobody else _why(context, layer, number)
                    self._seen[applied.key] = _Seen(applied.document, applied.rule, why, touched)
                seen = self._seen[applied.key]
                seen.applies |= applied.then != nobody
                seen.reached |= applied.reached != nobody
                seen.turned_away |= applied.otherwise != nobody

    @property
    def dead(self) -> frozenset[Key]:
        """The rules that decide for no patient."""
        return frozenset(key for key, seen in self._seen.items() if not seen.applies)

    @property
    def certain(self) -> frozenset[Key]:
        """The rules whose `otherwise` decides for no patient, though some patient comes to the rule."""
        return frozenset(
            key
            for key, seen in self._seen.items()
            if seen.rule.otherwise is not None and seen.reached and not seen.turned_away
        )

    def findings(self) -> Iterator[Finding]:
        for key in self._seen.keys() & self.dead:
            seen = self._seen[key]
            rule = seen.rule
            what = f"the rule {rule.id} never applies: {seen.why}"
            right = "correct its condition, put it before the rules that decide first, or remove it"
            yield found("rule-never-applies", seen.document, rule.place, what, right, rule.id, seen.touched)
        for key in self._seen.keys() & self.certain:
            rule = self._seen[key].rule
            what = f"the otherwise of rule {rule.id} never applies: whoever comes to the rule fulfils it"
            touched = Touched(no_patient="no patient who comes to the rule fails its condition")
            right = "remove the otherwise, or correct the condition"
            yield found(
                "otherwise-never-applies",
                *(self._seen[key].document, rule.place, what, right, rule.id, touched),
            )


def _why(context: Context, layer: Applying, number: int) -> tuple[str, Touched]:
    """Why a rule decides for nobody, with somebody who fulfils it in vain."""
    ground, dead = context.ground, layer.rules[number]
    if dead.holds == ground.nobody:
        return "no patient fulfils its condition", Touched(no_patient="no patient fulfils its condition")
    first = [
        earlier
        for earlier in layer.rules[:number]
        if ground.both(dead.holds, ground.either((earlier.then, earlier.otherwise))) != ground.nobody
    ]
    names = listed(
        [
            f"{one.rule.id} with its otherwise"
            if ground.both(dead.holds, one.otherwise) != ground.nobody
            else one.rule.id
            for one in first
        ]
    )
    who = "everybody" if dead.holds == ground.everyone else "every patient who fulfils it"
    return f"{names} before it decides for {who}", ground.touched(dead.holds)


# --- overlaps ---------------------------------------------------------------------------------------------


def overlapping(context: Context, earlier: Applied, later: Applied) -> Node:
    """The patients of whom two rules speak with different results, so that their order decides."""
    ground = context.ground
    apart = earlier.document is not later.document or later.rule.when is None
    if apart or says(earlier.rule) == says(later.rule):
        return ground.nobody
    return ground.both(earlier.then, later.holds)


@dataclass(slots=True)
class _Overlap:
    later: Applied
    touched: Touched
    earlier: dict[str, Rule] = field(default_factory=dict)


class Overlaps:
    """Pairs of rules whose order decides."""

    def __init__(self) -> None:
        self._pairs: dict[Key, _Overlap] = {}

    def look(self, context: Context, apart: frozenset[tuple[Key, Key]] = frozenset()) -> None:
        """Arguments: apart: pairs that meet at a single point of a number, which is a finding of its own."""
        for layer in context.layers:
            for number, later in enumerate(layer.rules):
                for earlier in layer.rules[:number]:
                    if (earlier.key, later.key) in apart:
                        continue
                    both = overlapping(context, earlier, later)
                    if both == context.ground.nobody:
                        continue
                    if later.key not in self._pairs:
                        self._pairs[later.key] = _Overlap(later, context.ground.touched(both))
                    self._pairs[later.key].earlier[earlier.rule.id] = earlier.rule

    def pairs(self, dead: frozenset[Key]) -> frozenset[tuple[Key, str]]:
        """Each later rule with an earlier one's id."""
        return frozenset(
            (key, name) for key, overlap in self._pairs.items() if key not in dead for name in overlap.earlier
        )

    def findings(self, dead: frozenset[Key]) -> Iterator[Finding]:
        for key, overlap in self._pairs.items():
            if key not in dead:
                yield _overlap_finding(overlap)


def _overlap_finding(overlap: _Overlap) -> Finding:
    document, rule = overlap.later.document, overlap.later.rule
    others = listed([f"{one.id} ({spoken(one)})" for one in overlap.earlier.values()])
    plural = "rules" if len(overlap.earlier) > 1 else "rule"
    severity: Severity
    if document.kind == "guideline":
        what = f"the rule {rule.id} ({spoken(rule)}) holds together with the {plural} {others}"
        right = (
            "a person hears both; write into one of them for whom it is not meant, if one should be silent"
        )
        severity = "note"
    else:
        what = (
            f"the rule {rule.id} ({spoken(rule)}) overlaps the {plural} {others} before it: the order decides"
        )
        right = "write into one of them for whom it is not meant, or accept the order with a reason"
        severity = "warning"
    return found(
        "rules-overlap",
        *(document, rule.place, what, right, rule.id, overlap.touched),
        severity=severity,
    )


# --- gaps -------------------------------------------------------------------------------------------------


class Gaps:
    """Patients for whom no rule speaks: of a policy's, or of a plan's on one of its products."""

    def __init__(self) -> None:
        self._policies: dict[str, tuple[Document, Touched]] = {}
        self._products: dict[tuple[str, str], tuple[Document, Product, Touched]] = {}

    def look(self, context: Context) -> None:
        if context.payer:
            self._benefits(context)
        elif context.policy.kind == "policy":
            (layer,) = context.layers
            if layer.left != context.ground.nobody:
                touched = context.ground.touched(layer.left)
                self._policies[context.policy.place.file] = (context.policy, touched)

    def _benefits(self, context: Context) -> None:
        ground = context.ground
        silent = [layer.left for layer in context.layers if layer.slot == "benefit"]
        with_rules = {applied.document.place.file for layer in context.layers for applied in layer.rules}
        for plan in context.texts:
            if plan.kind != "plan" or plan.place.file not in with_rules:
                continue
            for product in plan.products:
                key = (plan.place.file, product.name)
                members = ground.everyone
                if "product" in context.side.names.facts:
                    members = ground.node(context.space.formula(Is("product", (product.name,))))
                left = ground.both(members, ground.everyone, *silent)
                if key not in self._products and left != ground.nobody:
                    self._products[key] = (plan, product, ground.touched(left))

    @property
    def policies(self) -> frozenset[str]:
        """The files of the policies that have a gap."""
        return frozenset(self._policies)

    @property
    def products(self) -> frozenset[tuple[str, str]]:
        """The files of plans that have a gap, each with the product."""
        return frozenset(self._products)

    def findings(self) -> Iterator[Finding]:
        for document, touched in self._policies.values():
            what = "for some patients no rule decides: the policy does not address them"
            if not document.rules:
                what = "the policy has no rule: it addresses nobody"
            right = "add a rule for them, or an otherwise to the last rule"
            yield found("gap", document, document.place, what, right, touched=touched)
        for plan, product, touched in self._products.values():
            what = f"no rule says what becomes of some members of the product {product.name}: undetermined"
            right = "add a rule for them, if only one that says undetermined and why"
            yield found("benefit-gap", plan, product.place, what, right, product.name, touched)
