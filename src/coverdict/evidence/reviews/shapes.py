"""The shapes of a review's file: which keys stand where, and what each value is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from coverdict.evidence.studies.shapes import Lines, Perhaps
from coverdict.language.scalars import read_day
from coverdict.language.shapes import Day, Identifier, Number, Shape, Text, Tree, YesNo

NOT_STATED = "not stated"


def _day_or_not(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return None if value.strip() == NOT_STATED else read_day(value)


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _difference(value: Any) -> Any:
    if not 0 < value < 1:
        raise ValueError(f"a difference of risks between 0 and 1 is expected, as 0.05, not {value}")
    return value


DayOrNot = Annotated[date | None, BeforeValidator(_day_or_not)]
Texts = Annotated[list[Text], BeforeValidator(_one_or_more)]
Difference = Annotated[Number, AfterValidator(_difference)]
Measure = Literal["odds ratio", "risk ratio", "risk difference", "hazard ratio", "proportion"]


class ReviewShape(Shape):
    """A whole file."""

    review: Identifier
    title: Text
    policy: Text
    version: Text
    as_of: DayOrNot = None
    method: Identifier
    lines: Lines | None = None
    question: Tree
    search: Tree
    principles: Texts = Field(default_factory=list)
    included: Tree = None
    excluded: Tree = None
    cohorts: Tree = None
    outcomes: Tree = None
    regulatory: Tree
    attainable: Tree
    conclusion: Tree = None
    overrides: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset(
        {
            "question",
            "search",
            "included",
            "excluded",
            "cohorts",
            "outcomes",
            "regulatory",
            "attainable",
            "conclusion",
            "overrides",
        }
    )


class QuestionShape(Shape):
    """Population, intervention, comparators and outcomes."""

    population: Text
    conditions: Texts
    intervention: Text
    treatments: Texts
    comparators: Texts = Field(default_factory=list)
    outcomes: Texts
    patients: Text = ""


class SearchShape(Shape):
    """Where and until when studies were looked for."""

    database: Text
    through: DayOrNot
    says: Text = ""
    lines: Lines | None = None


class InclusionShape(Shape):
    """A study that is taken in."""

    study: Identifier
    for_: Literal["efficacy", "harms", "background"]
    because: Text
    indirect: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"indirect"})


class IndirectShape(Shape):
    """Which parts of the question a study does not meet, each with the reason."""

    population: Text = ""
    intervention: Text = ""
    comparator: Text = ""
    outcome: Text = ""


class ExclusionShape(Shape):
    """A study that is left out."""

    study: Identifier
    because: Text


class CohortShape(Shape):
    """Studies that may have the same patients."""

    studies: list[Identifier]
    keep: Identifier = ""
    because: Text


class ThresholdShape(Shape):
    """A difference of risks, and where it comes from."""

    difference: Difference
    because: Text


class OutcomeShape(Shape):
    """An outcome and the results that bear on it."""

    id: Identifier
    label: Text
    critical: YesNo
    health: YesNo
    event_is: Literal["benefit", "harm"]
    measure: Measure
    threshold: Tree = None
    margin: Tree = None
    publication_bias: Text = ""
    dose_response: Text = ""
    opposing_confounding: Text = ""
    rows: Tree = None
    trees: ClassVar[frozenset[str]] = frozenset({"threshold", "margin", "rows"})


class RowShape(Shape):
    """One study's result, and the arms that are compared."""

    study: Identifier
    result: Identifier
    treated: Identifier = ""
    control: Identifier = ""
    printed_effect: YesNo = False


class FactShape(Shape):
    """Something that no study shows."""

    holds: Perhaps
    because: Text
    lines: Lines | None = None


class ConclusionShape(Shape):
    """What the document itself concludes."""

    verdict: Literal["sufficient", "insufficient"]
    says: Text
    lines: Lines | None = None


class OverrideShape(Shape):
    """A person's own judgement in the place of a rule's."""

    step: Text
    outcome: Identifier = ""
    value: Text
    by: Text
    on: Day
    because: Text
