"""What a text says of a patient, with the rules that say it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from coverdict.analysis.joint import Pair
from coverdict.analysis.ranks import guideline_rank, status_rank
from coverdict.analysis.space import Side, Space
from coverdict.language.model import Document, Rule
from coverdict.language.syntax import condition_of
from coverdict.library.layers import Ruling, rule_name
from coverdict.logic import Choose, Combine, Decision, mapped
from coverdict.logic import Value as Constant


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with the rule that gives it, or a guideline's word with all rules that hold.

    Arguments:
        says: the status; of a guideline its positions, joined, or `silent`.
        rules: the deciding rules' names (document id, `#`, rule id); none: a default.
        otherwise: whether it is the rule's `otherwise`.
        rank: 1 for the service, 0 against it, None where nothing is said.
        guideline: whether a guideline says it, whose words are not those of statuses.
    """

    says: str
    rules: tuple[str, ...]
    otherwise: bool
    rank: int | None
    guideline: bool = False


def policy_standing(ruling: Hashable) -> Standing:
    """The standing of a policy, from the ruling on its status."""
    assert isinstance(ruling, Ruling)
    rules = (ruling.rule,) if ruling.rule else ()
    return Standing(ruling.value, rules, ruling.otherwise, status_rank(ruling.value))


def standing_of(space: Space, side: Side) -> Decision:
    """What a side says of every patient: its policy with the mandates on status, or its guideline."""
    guideline = side.texts[0]
    if guideline.kind != "guideline":
        return mapped(policy_standing, space.status(side))
    heard: Decision = Constant(())
    for rule in guideline.rules:
        name = (rule_name(guideline, rule), rule.then)
        met: Decision = Constant((name,))
        if rule.when is not None:
            met = Choose(space.of(side, condition_of(rule.when)), met, Constant(()))
        heard = Combine(_both, heard, met)
    return mapped(_heard, heard)


def _both(first: Hashable, second: Hashable) -> tuple[Hashable, ...]:
    assert isinstance(first, tuple) and isinstance(second, tuple)
    return first + second


def _heard(met: Hashable) -> Standing:
    assert isinstance(met, tuple)
    positions = tuple(dict.fromkeys(then for _, then in met))
    rules = tuple(name for name, _ in met)
    return Standing(
        " and ".join(positions) or "silent", rules, False, guideline_rank(positions), guideline=True
    )


def standings(pair: Pair) -> tuple[Standing, Standing]:
    """The two standings of a pair."""
    assert isinstance(pair.first, Standing) and isinstance(pair.second, Standing)
    return pair.first, pair.second


def rank_difference(pair: Pair) -> int:
    """The first's rank less the second's; 0 where one of them says nothing."""
    first, second = standings(pair)
    return 0 if first.rank is None or second.rank is None else first.rank - second.rank


def rules_by_name(documents: Iterable[Document]) -> dict[str, tuple[Document, Rule]]:
    """Every rule by its name, with the document that it stands in."""
    return {rule_name(text, rule): (text, rule) for text in documents for rule in text.rules}
