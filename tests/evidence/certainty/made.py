"""Outcomes, studies and pools made by hand, as small as a rule needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from coverdict.evidence.certainty_ground import Ground
from coverdict.evidence.methods import read_method
from coverdict.evidence.methods_model import Method
from coverdict.evidence.pooled import (
    Absolute,
    Contribution,
    Heterogeneity,
    InformationSize,
    Pooled,
    Span,
    Synthesis,
    Test,
)
from coverdict.evidence.reviews.model import Inclusion, ReviewOutcome, Role, Row, Side, Threshold
from coverdict.evidence.studies.model import Design, Study
from coverdict.text import Place

HERE = Place("made.yaml")
DEFAULT = Path(__file__).resolve().parents[3] / "library" / "evidence" / "methods" / "default.yaml"


def default() -> Method:
    """The method document that comes with the project."""
    return read_method(DEFAULT.read_text(encoding="utf-8"), DEFAULT.name)


def study(
    name: str = "one",
    design: Design = Design.RANDOMISED,
    year: int | None = 2010,
    n: int | None = 100,
    condition: str = "gout",
) -> Study:
    return Study(
        id=name,
        label=name.capitalize(),
        pmid="",
        year=year,
        title="A study",
        design=design,
        details="",
        prospective=None,
        condition=condition,
        population="people with gout",
        n=n,
        country="",
        center="",
        recruited=None,
        arms=(),
        results=(),
        bias=(),
        differences=(),
        cites=(),
        note="",
        place=HERE,
    )


def outcome(
    name: str = "flares",
    side: Side = Side.HARM,
    measure: str = "risk ratio",
    threshold: str | None = None,
    margin: str | None = None,
    critical: bool = True,
    health: bool = True,
    publication_bias: str = "",
    dose_response: str = "",
    opposing_confounding: str = "",
    rows: tuple[Row, ...] = (),
) -> ReviewOutcome:
    return ReviewOutcome(
        name,
        name.capitalize(),
        critical,
        health,
        side,
        measure,
        Threshold(Decimal(threshold), "a guideline") if threshold else None,
        Threshold(Decimal(margin), "a protocol") if margin else None,
        publication_bias,
        dose_response,
        opposing_confounding,
        rows,
        HERE,
    )


@dataclass(frozen=True)
class One:
    """A study in a pool: its effect, its weight, its risk of bias, whether what it is about differs."""

    effect: float = 0.8
    weight: float = 1.0
    bias: str = "low"
    design: Design = Design.RANDOMISED
    yi: float = 0.0
    vi: float = 0.1
    indirect: tuple[str, ...] = ()


def contribution(name: str, one: One) -> Contribution:
    return Contribution(
        study=name,
        label=name.capitalize(),
        year=2010,
        result="r",
        treated=None,
        control=None,
        effect=Span(one.effect, None, None),
        yi=one.yi,
        vi=one.vi,
        weight=one.weight,
        derived="",
        bias=one.bias,
        zeros="",
    )


def pooled(span: tuple[float, float | None, float | None], method: str = "REML") -> Pooled:
    return Pooled(method, "Hartung-Knapp, floored", Span(*span), 0.0, 0.1, None, 0.0, None, None)


def synthesis(
    ones: Sequence[One] = (One(),),
    span: tuple[float, float | None, float | None] = (0.8, 0.76, 1.2),
    measure: str = "risk ratio",
    i2: float | None = 0.0,
    difference: tuple[float, float | None, float | None] | None = None,
    control: float = 0.2,
    information: tuple[int, int] | None = None,
    egger: float | None = None,
    name: str = "flares",
    others: Sequence[tuple[float, float | None, float | None]] = (),
) -> Synthesis:
    """A pool whose numbers are as given; they need not belong together."""
    no_effect = {"proportion": None, "risk difference": 0.0}.get(measure, 1.0)
    return Synthesis(
        outcome=name,
        label=name.capitalize(),
        measure=measure,
        no_effect=no_effect,
        contributions=tuple(contribution(f"s{number}", one) for number, one in enumerate(ones)),
        left_out=(),
        main=pooled(span) if ones else None,
        panel=(*((pooled(span),) if ones else ()), *(pooled(one, f"M{n}") for n, one in enumerate(others))),
        heterogeneity=None
        if i2 is None
        else Heterogeneity(1.0, max(1, len(ones) - 1), 0.5, i2, 1.0, 0.0, None, None),
        leave_one_out=(),
        cumulative=(),
        influence=(),
        small_studies=() if egger is None else (Test("Egger", 1.0, egger, ""),),
        absolute=None if difference is None else Absolute(control, Span(*difference), ""),
        information=None
        if information is None
        else InformationSize(information[0], information[1], information[1], "α 0.05"),
        notes=(),
    )


def ground(
    ones: Sequence[One] = (One(),), asked: ReviewOutcome | None = None, pool: Synthesis | None = None
) -> Ground:
    """What the rules of certainty look at; `pool` has the same studies as `ones`."""
    studies: Mapping[str, Study] = {
        f"s{number}": study(f"s{number}", one.design) for number, one in enumerate(ones)
    }
    inclusions = {
        f"s{number}": Inclusion(
            f"s{number}", Role.EFFICACY, "", tuple((part, "because") for part in one.indirect), HERE
        )
        for number, one in enumerate(ones)
    }
    return Ground(asked or outcome(), pool or synthesis(ones), studies, inclusions, default().certainty)
