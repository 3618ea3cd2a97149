"""What pooling one outcome of a review comes to: what a page shows and what certainty is rated from.

Numbers are floats on two scales: the scale of analysis (log odds ratio, logit, …) and the natural one, on
which people read them. No number here is ever NaN or infinite: what could not be worked out is None, and
`notes` says why.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """An estimate with its interval, on the natural scale; a side that is open or unknown is None."""

    estimate: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One study in the pool.

    Arguments:
        study, label, year: whose it is.
        result: the id of the result within the study.
        treated, control: events and total of both arms, where there are counts.
        effect: on the natural scale, with its 95 % interval.
        yi, vi: the effect and its variance on the scale of analysis.
        weight: its share in the main estimate, 0 to 1.
        derived: how its counts were come by, where no source prints them; empty otherwise.
        bias: the overall level of its risk of bias.
        zeros: what was done about cells without events; empty where there are none.
    """

    study: str
    label: str
    year: int | None
    result: str
    treated: tuple[int, int] | None
    control: tuple[int, int] | None
    effect: Span
    yi: float
    vi: float
    weight: float
    derived: str
    bias: str
    zeros: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A study that an outcome lists and that could not be pooled, and why."""

    study: str
    label: str
    because: str


@dataclass(frozen=True, slots=True)
class Pooled:
    """One method's answer.

    Arguments:
        method: the estimator of the variance between studies, or of a rare-events method, as `REML`.
        interval: how the interval is made, as `Hartung-Knapp, floored`.
        span: on the natural scale.
        estimate, se: on the scale of analysis; se is None where the method has none.
        p: of no effect; None where there is none (a proportion).
        tau2: variance between studies; None for methods that assume none.
        prediction: where the effect of a further study is expected, on the natural scale; None below
            three studies.
        significant: whether the interval leaves out no effect; None where there is none.
    """

    method: str
    interval: str
    span: Span
    estimate: float
    se: float | None
    p: float | None
    tau2: float | None
    prediction: tuple[float, float] | None
    significant: bool | None


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """How far the studies differ more than by chance. Percentages are 0 to 100."""

    q: float
    df: int
    p: float
    i2: float
    h2: float
    tau2: float
    tau2_interval: tuple[float, float] | None
    i2_interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Step:
    """The pool without one study, or up to one study: which, and the main method's answer."""

    study: str
    label: str
    year: int | None
    pooled: Pooled


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one study moves the whole (Viechtbauer and Cheung 2010); None where undefined."""

    study: str
    label: str
    hat: float
    studentised: float | None
    dffits: float | None
    cook: float | None
    tau2_without: float | None


@dataclass(frozen=True, slots=True)
class Test:
    """A test for effects of small studies: Egger, Begg, or trim and fill."""

    name: str
    statistic: float | None
    p: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Some of the studies, pooled by themselves.

    Arguments:
        name: what they have in common, as `randomised trial`.
        studies: their ids.
        pooled: the main method's answer; None where there is none.
        heterogeneity: None for one study.
    """

    name: str
    studies: tuple[str, ...]
    pooled: Pooled | None
    heterogeneity: Heterogeneity | None


@dataclass(frozen=True, slots=True)
class Subgroups:
    """All studies in groups, two or more, and whether the groups' means differ.

    Arguments:
        by: what they are grouped by, `design` or `risk of bias`.
        q, freedom, p: of all means being the same; None where fewer than two groups have a mean.
    """

    by: str
    groups: tuple[Subgroup, ...]
    q: float | None
    freedom: int
    p: float | None


@dataclass(frozen=True, slots=True)
class Regression:
    """The effect on a number that studies differ in: a meta-regression with one column.

    Arguments:
        on: which number, as `year`.
        studies: how many have it.
        slope, se, lower, upper, p: of the effect for each unit of the number, on the scale of analysis.
        centre: the effect on the natural scale where the number is `at`; None where it is too large.
        tau2: the variance between studies that is left; `explained`, in percent, how much less it is than
            without the regression, None where there is none to explain.
    """

    on: str
    studies: int
    slope: float
    se: float
    lower: float
    upper: float
    p: float
    centre: float | None
    at: int
    tau2: float
    explained: float | None


@dataclass(frozen=True, slots=True)
class Absolute:
    """The effect in patients: the risk under control, and the difference of risks with its interval."""

    control_risk: float
    difference: Span
    because: str


@dataclass(frozen=True, slots=True)
class InformationSize:
    """How many patients a conclusion needs (RIS), against how many there are.

    Arguments:
        required: without heterogeneity; `adjusted` divides by 1 - D².
        assumptions: the risks, α and power it was computed from, in words.
    """

    available: int
    required: int
    adjusted: int
    assumptions: str


@dataclass(frozen=True, slots=True)
class Synthesis:
    """All that pooling says of one outcome.

    Arguments:
        outcome: the review outcome's id; `label` for readers.
        measure: `odds ratio`, `risk ratio`, `risk difference`, `hazard ratio` or `proportion`.
        no_effect: the natural value that means no effect (1, 0); None for a proportion.
        main: the method's default answer; None where nothing could be pooled, and `notes` says why.
        panel: every method's answer, the main one too.
        notes: what was left out, corrected or not worked out, in sentences.
        subgroups: the studies by design and by risk of bias, where they differ in it.
        regression: the effect on the year of the studies; None where `notes` says why.
    """

    outcome: str
    label: str
    measure: str
    no_effect: float | None
    contributions: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]
    main: Pooled | None
    panel: tuple[Pooled, ...]
    heterogeneity: Heterogeneity | None
    leave_one_out: tuple[Step, ...]
    cumulative: tuple[Step, ...]
    influence: tuple[Influence, ...]
    small_studies: tuple[Test, ...]
    absolute: Absolute | None
    information: InformationSize | None
    notes: tuple[str, ...]
    subgroups: tuple[Subgroups, ...] = ()
    regression: Regression | None = None
