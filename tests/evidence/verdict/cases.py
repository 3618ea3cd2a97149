"""Cases for the verdict: a review's facts, its critical outcomes and their pools, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coverdict.evidence.appraisal import Selected
from coverdict.evidence.certainty import rate
from coverdict.evidence.certainty_ground import Ground
from coverdict.evidence.methods_model import Method
from coverdict.evidence.reviews.model import (
    Conclusion,
    Fact,
    Inclusion,
    Override,
    Question,
    Review,
    Role,
    Search,
    Side,
)
from coverdict.evidence.studies.model import Study
from coverdict.evidence.verdict_ground import Case, judged
from tests.evidence.certainty.made import HERE, One, default, outcome, study, synthesis

QUESTION = Question("people with gout", ("gout",), "Chilling", ("chilling",), ("warming",), ("flares",))


def review(
    approved: bool | None = True,
    attained: bool | None = True,
    concludes: str = "",
    overrides: tuple[Override, ...] = (),
) -> Review:
    return Review(
        id="gout",
        title="Chilling in gout",
        policy="first/chilling",
        version="2024",
        as_of=None,
        question=QUESTION,
        search=Search("", None, "", ()),
        principles=(),
        included=(),
        excluded=(),
        cohorts=(),
        outcomes=(),
        regulatory=Fact(approved, "cleared", ()),
        attainable=Fact(attained, "two centers", ()),
        conclusion=Conclusion(concludes, "said", ()) if concludes else None,
        overrides=overrides,
        method="default",
        cites=(),
        note="",
        place=HERE,
    )


@dataclass(frozen=True)
class Known:
    """A critical outcome: its difference of risks with its interval, against a threshold of 5 points.

    Arguments:
        good: whether more of it is good.
        others: the risk ratios by which other methods of the panel answer; the risk under control is 20 %.
        certain: whether it is a trial at low risk of bias, and not a series at high risk.
    """

    difference: tuple[float, float | None, float | None] | None
    good: bool = False
    certain: bool = True
    margin: str | None = None
    health: bool = True
    indirect: tuple[str, ...] = ()
    threshold: str | None = "0.05"
    others: tuple[tuple[float, float | None, float | None], ...] = ()
    available: int = 1000
    needed: int = 1000


BETTER = Known((-0.10, -0.14, -0.05))
"""Flares fall by at least 5 points, at most 14."""

NO_HARM = Known((0.0, -0.02, 0.02))
"""A harm that is neither better nor worse by 5 points."""


def case(
    known: Sequence[Known], given: Review | None = None, method: Method | None = None, kept: int = 1
) -> Case:
    """A review with these critical outcomes, `o0`, `o1` and so on."""
    rules = method or default()
    asked = given or review()
    critical = []
    for number, one in enumerate(known):
        name = f"o{number}"
        side = Side.BENEFIT if one.good else Side.HARM
        about = replace(
            outcome(name, side, threshold=one.threshold, margin=one.margin, health=one.health), label=name
        )
        bias = "low" if one.certain else "critical"
        ones = [One(bias=bias, indirect=one.indirect)] if one.difference is not None else []
        estimate = (0.9, 0.8, 1.0)
        pool = synthesis(
            ones,
            estimate,
            difference=one.difference,
            information=(one.available, one.needed),
            name=name,
            others=one.others,
        )
        inclusions = {
            "s0": Inclusion("s0", Role.EFFICACY, "", tuple((part, "because") for part in one.indirect), HERE)
        }
        ground = Ground(about, pool, {"s0": study("s0")}, inclusions, rules.certainty)
        critical.append(judged(ground, rate(ground, asked.overrides, rules), rules))
    selected = tuple(Selected(study(f"s{number}"), True, "for efficacy") for number in range(kept))
    studies: dict[str, Study] = {one.study.id: one.study for one in selected}
    return Case(asked, rules, selected, tuple(critical), studies)
