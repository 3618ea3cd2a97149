"""What the rules of certainty look at, and what each of them comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coverdict.evidence.certainty_effects import Effect, effect_of
from coverdict.evidence.methods_model import CertaintyRules
from coverdict.evidence.pooled import Contribution, Synthesis
from coverdict.evidence.reviews.model import Inclusion, ReviewOutcome
from coverdict.evidence.studies.model import Design, Study


@dataclass(frozen=True, slots=True)
class Ground:
    """One outcome's evidence.

    Arguments:
        studies: by id.
        inclusions: how directly each study answers the question, by study.
    """

    outcome: ReviewOutcome
    synthesis: Synthesis
    studies: Mapping[str, Study]
    inclusions: Mapping[str, Inclusion]
    rules: CertaintyRules

    @property
    def effect(self) -> Effect | None:
        """The pooled effect beside its thresholds; None where there is none."""
        return effect_of(self.outcome, self.synthesis, self.rules.imprecision)

    @property
    def designs(self) -> tuple[Design, ...]:
        """The designs of the studies that were pooled, in their order."""
        return tuple(self.studies[one.study].design for one in self.synthesis.contributions)

    def at_risk(self, *levels: str) -> float:
        """The part of the weight of the studies whose risk of bias is one of `levels`, 0 to 1."""
        return self.share(lambda one: one.bias in levels)

    def share(self, belongs: Callable[[Contribution], bool]) -> float:
        """The part of the weight that some of the studies have, 0 to 1."""
        contributions = self.synthesis.contributions
        weights = [max(0.0, one.weight) for one in contributions]
        if not sum(weights) > 0:
            weights = [1.0] * len(contributions)
        mine = sum(weight for one, weight in zip(contributions, weights, strict=True) if belongs(one))
        return mine / sum(weights) if weights else 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule comes to.

    Arguments:
        change: the levels by which certainty moves; of the start, the level itself.
        because: why, in a sentence with its numbers.
        inputs: what the rule read, by name.
    """

    change: int
    because: str
    inputs: tuple[tuple[str, str], ...] = ()


def percent(share: float) -> str:
    """A part of a whole, as people read it."""
    return f"{100 * share:.0f} %"
