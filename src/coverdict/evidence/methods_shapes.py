"""The shape of a method document."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from coverdict.language.scalars import read_decimal, shorten
from coverdict.language.shapes import Identifier, Number, Shape, Text, YesNo

CRITERIA = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")
"""The rules that R8 can conclude from."""


def _checked(holds: Callable[[Decimal], bool], expected: str) -> AfterValidator:
    def check(number: Decimal) -> Decimal:
        if not holds(number):
            raise ValueError(f"{expected} is expected, not {number}")
        return number

    return AfterValidator(check)


def _whole(least: int, most: int) -> BeforeValidator:
    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        number = read_decimal(value)
        if number != number.to_integral_value() or not least <= number <= most:
            raise ValueError(f"a whole number from {least} to {most} is expected, not {shorten(value)}")
        return int(number)

    return BeforeValidator(read)


Share: TypeAlias = Annotated[Number, _checked(lambda number: 0 < number < 1, "a number between 0 and 1")]
Percent: TypeAlias = Annotated[Number, _checked(lambda number: 0 <= number <= 100, "a number from 0 to 100")]
Below: TypeAlias = Annotated[Number, _checked(lambda number: 0 < number < 1, "a ratio between 0 and 1")]
Above: TypeAlias = Annotated[Number, _checked(lambda number: 1 < number <= 1000, "a ratio above 1")]
Levels: TypeAlias = Annotated[int, _whole(0, 3)]
Studies: TypeAlias = Annotated[int, _whole(2, 1000)]
Grade: TypeAlias = Literal["high", "moderate", "low", "very low"]
Estimator: TypeAlias = Literal["REML", "DL", "HE", "HS", "SJ", "ML", "EB", "PM"]


class PoolingShape(Shape):
    level: Share
    between_studies: Estimator
    interval: Literal["Wald", "Hartung-Knapp"]
    floor: YesNo
    continuity: Share
    prediction_from: Annotated[int, _whole(3, 1000)]
    small_studies_from: Annotated[int, _whole(3, 1000)]
    regression_from: Annotated[int, _whole(3, 1000)]


class InformationShape(Shape):
    alpha: Share
    power: Share
    relative_reduction: Share


class RuleShape(Shape):
    rule: Identifier
    says: Text


class StartShape(RuleShape):
    randomised: Grade
    not_randomised: Grade
    single_arm: Grade


class RiskOfBiasShape(RuleShape):
    most: Share
    differ_below_p: Share
    serious: Levels
    critical: Levels


class InconsistencyShape(RuleShape):
    serious_from: Percent
    serious: Levels
    very_serious_from: Percent
    very_serious: Levels


class IndirectnessShape(RuleShape):
    most: Share
    each: Levels
    at_most: Levels


class ImprecisionShape(RuleShape):
    one_threshold: Levels
    both_thresholds: Levels
    lower_relative_risk: Below
    upper_relative_risk: Above
    far_below: Share
    far_too_few: Levels


class PublicationBiasShape(RuleShape):
    suspected: Levels
    egger_below_p: Share


class LargeEffectShape(RuleShape):
    large_below: Below
    large_above: Above
    large: Levels
    very_large_below: Below
    very_large_above: Above
    very_large: Levels


class RatingUpShape(RuleShape):
    levels: Levels


class CertaintyShape(Shape):
    start: StartShape
    risk_of_bias: RiskOfBiasShape
    inconsistency: InconsistencyShape
    indirectness: IndirectnessShape
    imprecision: ImprecisionShape
    publication_bias: PublicationBiasShape
    large_effect: LargeEffectShape
    dose_response: RatingUpShape
    opposing_confounding: RatingUpShape


class VerdictRuleShape(Shape):
    title: Text
    says: Text


class RulesShape(Shape):
    """R1 to R8; none is left out, so that every verdict has the same steps."""

    R1: VerdictRuleShape
    R2: VerdictRuleShape
    R3: VerdictRuleShape
    R4: VerdictRuleShape
    R5: VerdictRuleShape
    R6: VerdictRuleShape
    R7: VerdictRuleShape
    R8: VerdictRuleShape


class PermitsShape(Shape):
    at_least: Grade
    rated_up: Grade
    methods_agree: YesNo


class ConclusionShape(Shape):
    must_hold: list[Text]
    at_least: Annotated[int, _whole(1, len(CRITERIA))]
    sufficient: Text
    insufficient: Text
    insufficient_contradicts: list[Text]
    sufficient_contradicts: list[Text]


class VerdictShape(Shape):
    rules: RulesShape
    permits_conclusions: PermitsShape
    conclusion: ConclusionShape


class MethodShape(Shape):
    """The rules and numbers that evidence is held to."""

    method: Identifier
    title: Text
    version: Text
    sources: list[Text] = Field(default_factory=list)
    pooling: PoolingShape
    information_size: InformationShape
    certainty: CertaintyShape
    verdict: VerdictShape
