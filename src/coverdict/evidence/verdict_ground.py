"""What the rules of the verdict look at, and what each of them comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coverdict.evidence.appraisal import Holds, Rating, Selected
from coverdict.evidence.certainty import words
from coverdict.evidence.certainty_down import indirect_parts
from coverdict.evidence.certainty_effects import Effect, beside_margin, panel_of
from coverdict.evidence.certainty_ground import Ground
from coverdict.evidence.methods_model import Method
from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import Review, ReviewOutcome
from coverdict.evidence.studies.model import Study


@dataclass(frozen=True, slots=True)
class Judged:
    """A critical outcome with its pool and its rating.

    Arguments:
        effect: the pooled effect beside its thresholds; None where there is none.
        panel: what the other methods answer; none where they need not agree.
        margin: every method's answer beside the margin of non-inferiority, the main one first.
        certain: whether its certainty permits conclusions (R4).
        direct: whether studies with most of the weight compare with the question's alternatives.
    """

    outcome: ReviewOutcome
    synthesis: Synthesis
    rating: Rating
    effect: Effect | None
    panel: tuple[Effect, ...]
    margin: tuple[Effect, ...]
    certain: bool
    direct: bool

    @property
    def label(self) -> str:
        """The outcome's label within a sentence: a capital stays where the word has more of them."""
        label = self.outcome.label
        return label[:1].lower() + label[1:] if label[1:2].islower() or not label[1:] else label

    @property
    def better(self) -> bool:
        """Whether it is better by its threshold."""
        return self.effect is not None and self.effect.better and not self.effect.odds

    @property
    def worse(self) -> bool:
        """Whether it is worse by its threshold."""
        return self.effect is not None and self.effect.worse and not self.effect.odds

    @property
    def superior(self) -> bool:
        """Whether it is better than no effect."""
        return self.effect is not None and self.effect.superior

    @property
    def agreed(self) -> bool:
        """Whether every other method finds it better than no effect as well."""
        return all(one.superior for one in self.panel)

    def written(self) -> str:
        """The outcome with its effect and certainty, as people read it."""
        effect = "no effect" if self.effect is None else self.effect.written()
        return f"{effect}, {words(self.rating.certainty)} certainty"


@dataclass(frozen=True, slots=True)
class Case:
    """A whole review before its verdict; `studies` are those that were kept, by id."""

    review: Review
    method: Method
    selection: tuple[Selected, ...]
    critical: tuple[Judged, ...]
    studies: Mapping[str, Study]

    @property
    def conclusive(self) -> tuple[Judged, ...]:
        """The critical health outcomes whose certainty permits conclusions."""
        return tuple(one for one in self.critical if one.outcome.health and one.certain)


@dataclass(frozen=True, slots=True)
class Held:
    """What one rule comes to, with its reason and what it read."""

    holds: Holds
    because: str
    inputs: tuple[tuple[str, str], ...] = ()


def judged(ground: Ground, rating: Rating, method: Method) -> Judged:
    """A critical outcome, ready for the verdict."""
    outcome, synthesis = ground.outcome, ground.synthesis
    margin = beside_margin(outcome, synthesis)
    agree = method.verdict.permitting.methods_agree
    return Judged(
        outcome,
        synthesis,
        rating,
        ground.effect,
        panel_of(outcome, synthesis) if agree else (),
        margin if agree else margin[:1],
        permits(rating, method),
        "comparator" not in indirect_parts(ground),
    )


def permits(rating: Rating, method: Method) -> bool:
    """Whether a certainty permits conclusions: high enough, or reached by rating up (R4)."""
    bar = method.verdict.permitting
    raised = any(step.change > 0 for step in rating.steps if step.domain != "start")
    return rating.certainty >= bar.at_least or (raised and rating.certainty >= bar.rated_up)
