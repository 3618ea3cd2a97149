"""A method document → the rules and numbers in it, checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from coverdict.evidence.appraisal import Certainty
from coverdict.evidence.methods_model import (
    CertaintyRules,
    Concluding,
    Imprecision,
    Inconsistency,
    Indirectness,
    Information,
    LargeEffect,
    Method,
    Permitting,
    Pooling,
    PublicationBias,
    RatingUp,
    RiskOfBias,
    Start,
    VerdictRule,
    VerdictRules,
)
from coverdict.evidence.methods_shapes import (
    CRITERIA,
    CertaintyShape,
    ConclusionShape,
    InformationShape,
    MethodShape,
    PoolingShape,
    RatingUpShape,
    VerdictShape,
)
from coverdict.language.model import STATUSES
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode
from coverdict.language.shapes import open_shape, place_of
from coverdict.text import Report, did_you_mean


def read_method(text: str, file: str) -> Method:
    """The method that a YAML text holds.

    Arguments:
        text: the whole text.
        file: its name, for messages.
    Errors: DocumentError with all its problems.
    """
    shape, tree, report = open_shape(MethodShape, text, file, "a method")
    verdict = _verdict(shape.verdict, tree, report)
    _check_order(shape.certainty, tree, report)
    _check_ids(tree, report)
    report.raise_if_any()
    return Method(
        shape.method,
        shape.title,
        shape.version,
        tuple(shape.sources),
        _pooling(shape.pooling),
        _information(shape.information_size),
        _certainty(shape.certainty),
        verdict,
        place_of(tree, "method"),
    )


def certainty_of(word: str) -> Certainty:
    """The certainty that a document writes as `very low`, `low`, `moderate` or `high`."""
    return Certainty[word.upper().replace(" ", "_")]


def _pooling(shape: PoolingShape) -> Pooling:
    return Pooling(
        shape.level,
        shape.between_studies,
        shape.interval,
        shape.floor,
        shape.continuity,
        shape.prediction_from,
        shape.small_studies_from,
        shape.regression_from,
    )


def _information(shape: InformationShape) -> Information:
    return Information(shape.alpha, shape.power, shape.relative_reduction)


def _certainty(shape: CertaintyShape) -> CertaintyRules:
    start, bias, uneven = shape.start, shape.risk_of_bias, shape.inconsistency
    apart, vague, unseen, large = (
        shape.indirectness,
        shape.imprecision,
        shape.publication_bias,
        shape.large_effect,
    )
    return CertaintyRules(
        Start(
            start.rule,
            start.says,
            certainty_of(start.randomised),
            certainty_of(start.not_randomised),
            certainty_of(start.single_arm),
        ),
        RiskOfBias(bias.rule, bias.says, bias.most, bias.differ_below_p, bias.serious, bias.critical),
        Inconsistency(
            uneven.rule,
            uneven.says,
            uneven.serious_from,
            uneven.serious,
            uneven.very_serious_from,
            uneven.very_serious,
        ),
        Indirectness(apart.rule, apart.says, apart.most, apart.each, apart.at_most),
        Imprecision(
            vague.rule,
            vague.says,
            vague.one_threshold,
            vague.both_thresholds,
            vague.lower_relative_risk,
            vague.upper_relative_risk,
            vague.far_below,
            vague.far_too_few,
        ),
        PublicationBias(unseen.rule, unseen.says, unseen.suspected, unseen.egger_below_p),
        LargeEffect(
            large.rule,
            large.says,
            large.large_below,
            large.large_above,
            large.large,
            large.very_large_below,
            large.very_large_above,
            large.very_large,
        ),
        _rating_up(shape.dose_response),
        _rating_up(shape.opposing_confounding),
    )


def _rating_up(shape: RatingUpShape) -> RatingUp:
    return RatingUp(shape.rule, shape.says, shape.levels)


# Of two numbers that mean "serious" and "very serious", the second must be the further one.
_ORDERED = (
    ("inconsistency", "serious from", "very serious from", 1),
    ("inconsistency", "serious", "very serious", 1),
    ("risk of bias", "serious", "critical", 1),
    ("imprecision", "one threshold", "both thresholds", 1),
    ("large effect", "large above", "very large above", 1),
    ("large effect", "large below", "very large below", -1),
    ("large effect", "large", "very large", 1),
)


def _check_order(shape: CertaintyShape, tree: MapNode, report: Report) -> None:
    for part, first, second, sign in _ORDERED:
        rule = getattr(shape, part.replace(" ", "_"))
        less, more = (getattr(rule, key.replace(" ", "_")) for key in (first, second))
        if sign * (more - less) < 0:
            node = _inside(tree, ("certainty", part, second))
            what = f"{second} is {more}, and {first} is {less}: the second is the weaker one"
            report.add(node.place, what, "exchange the two numbers", len(str(more)))


def _check_ids(tree: MapNode, report: Report) -> None:
    """A step is traced to its rule by the rule's id, so no two rules share one."""
    seen: dict[str, str] = {}
    for domain, rule in cast(MapNode, tree.get("certainty")).items():
        node = cast(TextNode, cast(MapNode, rule).get("rule"))
        first = seen.setdefault(node.text, domain)
        if first != domain or node.text in (*CRITERIA, "R8"):
            of = first if first != domain else "the verdict"
            what = f"the rule {node.text} is already that of {of}"
            report.add(node.place, what, "give it another id", len(node.text))


def _verdict(shape: VerdictShape, tree: MapNode, report: Report) -> VerdictRules:
    rules = tuple(
        VerdictRule(name, rule.title, rule.says)
        for name, rule in ((name, getattr(shape.rules, name)) for name in (*CRITERIA, "R8"))
    )
    permits = shape.permits_conclusions
    return VerdictRules(
        rules,
        Permitting(certainty_of(permits.at_least), certainty_of(permits.rated_up), permits.methods_agree),
        _concluding(shape.conclusion, tree, report),
    )


def _concluding(shape: ConclusionShape, tree: MapNode, report: Report) -> Concluding:
    within = ("verdict", "conclusion")
    clauses = tuple(tuple(part.strip() for part in clause.split(" or ")) for clause in shape.must_hold)
    for clause, node in zip(clauses, _items(_inside(tree, (*within, "must hold"))), strict=True):
        for name in clause:
            if name not in CRITERIA:
                report.add(node.place, f"no rule before R8 is called {name}", did_you_mean(name, CRITERIA))
    if shape.at_least > len(clauses):
        what = f"at least {shape.at_least} of {len(clauses)} criteria"
        place = _inside(tree, (*within, "at least")).place
        report.add(place, f"{what} can never hold", f"write a number from 1 to {len(clauses)}")
    for key, statuses in (
        ("insufficient contradicts", shape.insufficient_contradicts),
        ("sufficient contradicts", shape.sufficient_contradicts),
    ):
        for status, node in zip(statuses, _items(_inside(tree, (*within, key))), strict=True):
            if status not in STATUSES:
                right = did_you_mean(status, STATUSES)
                report.add(node.place, f"no status is called {status}", right, len(status))
    return Concluding(
        clauses,
        shape.at_least,
        shape.sufficient,
        shape.insufficient,
        tuple(shape.insufficient_contradicts),
        tuple(shape.sufficient_contradicts),
    )


def _inside(tree: MapNode, path: Sequence[str]) -> Node:
    """The node at the path; its shape is right, so it is there."""
    node: Node = tree
    for key in path:
        node = cast(Node, cast(MapNode, node).get(key))
    return node


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) else (cast(TextNode, node),)
