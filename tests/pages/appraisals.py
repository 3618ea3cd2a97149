"""Appraisals that were never computed from files: a likely one, the smallest and largest, the worst of words.

Pools are worked out here by themselves, with inverse variances and DerSimonian and Laird's variance between
studies, so that the numbers belong together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from coverdict.evidence.appraisal import (
    Appraisal,
    Certainty,
    Holds,
    Rating,
    RatingStep,
    Selected,
    Verdict,
    VerdictStep,
)
from coverdict.evidence.figures import figure
from coverdict.evidence.pooled import (
    Absolute,
    Contribution,
    Heterogeneity,
    Influence,
    InformationSize,
    LeftOut,
    Pooled,
    Span,
    Step,
    Synthesis,
    Test,
)
from coverdict.evidence.reviews.model import (
    Conclusion,
    Fact,
    Inclusion,
    Override,
    Question,
    Review,
    ReviewOutcome,
    Role,
    Search,
    Side,
    Threshold,
)
from coverdict.evidence.studies.model import (
    Accepted,
    Arm,
    Bias,
    Cell,
    Cite,
    Derivation,
    Design,
    Difference,
    Effect,
    Nature,
    PValue,
    Result,
    Study,
    Unit,
)
from coverdict.text import Place

SCRIPT = "<script>alert('x')</script> ]]> <!-- --> &amp; \"quotes\" {{ 7 * 7 }} {% raw %}"
TURNED = "right \u202e to \u200f left \u2066 \u05d0\u05d1 \u2028 \u200b \ufeff \x1b[31m"
LONG = "a very long name that goes on " * 6 + "X" * 200
HERE = Place("evidence/reviews/made-up.yaml")
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Table:
    """A study of two arms: events and patients under treatment and under control."""

    label: str
    year: int
    treated: tuple[int, int]
    control: tuple[int, int]
    design: Design = Design.COMPARATIVE
    bias: str = "high"
    derived: str = ""


RECURRENCE = (
    Table("Adam 2002", 2002, (26, 31), (24, 33)),
    Table(
        "Wang 2015",
        2015,
        (13, 180),
        (20, 180),
        Design.RANDOMISED,
        "high",
        "7 % and 11 % of 180 by Kaplan and Meier, rounded",
    ),
    Table("Ei 2015", 2015, (11, 55), (20, 64), bias="some", derived="80 % and 68 % by Kaplan and Meier"),
    Table("Cha 2020", 2020, (2, 23), (6, 23), bias="critical", derived="23 is the smallest number that fits"),
)


# --- pooling by hand ------------------------------------------------------------------------------------


def pool(effects: Sequence[tuple[float, float]], method: str = "DL") -> Pooled:
    """What (yi, vi) come to on the scale of logarithms; with `EE` nothing varies between studies."""
    tau2 = tau_of(effects) if method == "DL" else 0.0
    weights = [1 / (variance + tau2) for _, variance in effects]
    estimate = sum(w * y for w, (y, _) in zip(weights, effects, strict=True)) / sum(weights)
    se = sum(weights) ** -0.5
    p = math.erfc(abs(estimate / se) / math.sqrt(2))
    half = Z * math.sqrt(se**2 + tau2)
    prediction = (math.exp(estimate - half), math.exp(estimate + half)) if len(effects) > 2 else None
    return Pooled(
        method,
        "Wald",
        Span(math.exp(estimate), math.exp(estimate - Z * se), math.exp(estimate + Z * se)),
        estimate,
        se,
        p,
        tau2 if method == "DL" else None,
        prediction if method == "DL" else None,
        p < 0.05,
    )


def tau_of(effects: Sequence[tuple[float, float]]) -> float:
    weights = [1 / variance for _, variance in effects]
    mean = sum(w * y for w, (y, _) in zip(weights, effects, strict=True)) / sum(weights)
    q = sum(w * (y - mean) ** 2 for w, (y, _) in zip(weights, effects, strict=True))
    c = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return max(0.0, (q - len(effects) + 1) / c) if c else 0.0


def contribution(table: Table, weight: float) -> Contribution:
    zero = 0 in (*table.treated, *table.control)
    y, v = log_odds(table)
    half = Z * math.sqrt(v)
    return Contribution(
        identifier(table.label),
        table.label,
        table.year,
        "recurrence",
        table.treated,
        table.control,
        Span(math.exp(y), math.exp(y - half), math.exp(y + half)),
        y,
        v,
        weight,
        table.derived,
        table.bias,
        "0.5 was added to each cell" if zero else "",
    )


def log_odds(table: Table) -> tuple[float, float]:
    a, c = table.treated[0], table.control[0]
    b, d = table.treated[1] - a, table.control[1] - c
    shift = 0.5 if 0 in (a, b, c, d) else 0.0
    a_, b_, c_, d_ = (cell + shift for cell in (a, b, c, d))
    return math.log(a_ * d_ / b_ / c_), 1 / a_ + 1 / b_ + 1 / c_ + 1 / d_


def identifier(label: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in label).lower().split())[:60]


def synthesis(tables: Sequence[Table], outcome: str = "recurrence", label: str = "Recurrence") -> Synthesis:
    """What a pool of odds ratios comes to; nothing for no table."""
    effects = [log_odds(table) for table in tables]
    if not tables:
        return Synthesis(
            outcome=outcome,
            label=label,
            measure="odds ratio",
            no_effect=1.0,
            contributions=(),
            left_out=(LeftOut("dunne-2014", "Dunne 2014", "it prints no number"),),
            main=None,
            panel=(),
            heterogeneity=None,
            leave_one_out=(),
            cumulative=(),
            influence=(),
            small_studies=(),
            absolute=None,
            information=None,
            notes=("No study could be pooled.",),
        )
    main = pool(effects)
    tau2 = main.tau2 or 0.0
    weights = [1 / (v + tau2) for _, v in effects]
    shares = [weight / sum(weights) for weight in weights]
    order = sorted(range(len(tables)), key=lambda at: (tables[at].year, tables[at].label))
    cumulative = tuple(
        _step(tables[at], [effects[other] for other in order[: place + 1]]) for place, at in enumerate(order)
    )
    without = tuple(
        _step(tables[at], [one for other, one in enumerate(effects) if other != at])
        for at in range(len(tables))
        if len(tables) > 1
    )
    fixed = [1 / v for _, v in effects]
    mean = sum(w * y for w, (y, _) in zip(fixed, effects, strict=True)) / sum(fixed)
    q = sum(w * (y - mean) ** 2 for w, (y, _) in zip(fixed, effects, strict=True))
    df = len(tables) - 1
    i2 = max(0.0, (q - df) / q * 100) if q else 0.0
    control = sum(table.control[0] for table in tables) / sum(table.control[1] for table in tables)
    return Synthesis(
        outcome=outcome,
        label=label,
        measure="odds ratio",
        no_effect=1.0,
        contributions=tuple(contribution(one, share) for one, share in zip(tables, shares, strict=True)),
        left_out=(LeftOut("dunne-2014", "Dunne 2014", "it prints no number"),),
        main=main,
        panel=(main, pool(effects, "EE")),
        heterogeneity=Heterogeneity(q, df, 0.2, i2, 1.5, tau2, (0.0, 2.5), (0.0, 80.0)) if df else None,
        leave_one_out=without,
        cumulative=cumulative,
        influence=tuple(
            Influence(identifier(one.label), one.label, share, 0.4, -0.2, 0.05, tau2)
            for one, share in zip(tables, shares, strict=True)
        ),
        small_studies=(Test("Egger", None, None, "Fewer than 10 studies: no test was made."),),
        absolute=Absolute(control, Span(-0.04, -0.11, 0.06), "The risk is that of all controls."),
        information=InformationSize(
            600, 2400, 3100, "Control 23 %, relative reduction 25 %, α 5 %, power 80 %."
        ),
        notes=("Ko 2020 has the same patients as Cha 2020 and is left out.",),
    )


def _step(table: Table, effects: Sequence[tuple[float, float]]) -> Step:
    return Step(identifier(table.label), table.label, table.year, pool(effects))


# --- studies, reviews, verdicts -------------------------------------------------------------------------


CITE = Cite("bsc/7.01.75", 111, 113, "2")


def study(table: Table) -> Study:
    arms = (
        Arm("cryo", "Cryoablation", "cryoablation", table.treated[1]),
        Arm(
            "rfa",
            "Radiofrequency ablation",
            "radiofrequency",
            table.control[1],
            Derivation("the smallest number that fits") if table.derived else None,
        ),
    )
    cells = tuple(
        Cell(
            arm.id,
            events=pair[0],
            total=pair[1],
            figure=figure(f"{100 * pair[0] / pair[1]:.1f}"),
            percent=True,
            derived=Derivation(table.derived, (pair[0] + 1,)) if table.derived else None,
        )
        for arm, pair in zip(arms, (table.treated, table.control), strict=True)
    )
    result = Result(
        *("recurrence", "local recurrence", Nature.COUNT, Unit.PATIENTS, "3 y", Decimal(36), "", cells),
        Effect("odds ratio", "cryo", "rfa", figure("0.62"), figure("0.30"), figure("1.29")),
        PValue("=", figure(".043")),
        (CITE,),
        "",
        HERE,
    )
    return Study(
        id=identifier(table.label),
        label=table.label,
        pmid="25284802",
        year=table.year,
        title="Freezing or heating",
        design=table.design,
        details="One center",
        prospective=True,
        condition="hepatocellular carcinoma",
        population="Cirrhosis, one or two lesions",
        n=table.treated[1] + table.control[1],
        country="China",
        center="",
        recruited=(2008, 2013),
        arms=arms,
        results=(result,),
        accepted=(Accepted("group-sum", "study", "printed so in the abstract as well", HERE),),
        bias=(Bias("overall", table.bias, "Allocation was not concealed.", (CITE,)),),
        differences=(Difference("number of patients", ((CITE, "360"), (CITE, "not stated"))),),
        cites=(CITE,),
        note="",
        place=HERE,
    )


def outcome(name: str = "recurrence", label: str = "Recurrence") -> ReviewOutcome:
    return ReviewOutcome(
        *(name, label, True, True, Side.HARM, "odds ratio"),
        Threshold(Decimal("0.05"), "Set by the reviewers, since the document states none."),
        None,
        "",
        "",
        "",
        (),
        HERE,
    )


def review(outcomes: tuple[ReviewOutcome, ...], included: Sequence[Table]) -> Review:
    return Review(
        id="made-up-hcc",
        title="Cryoablation for hepatocellular carcinoma",
        policy="bsc/7.01.75",
        version="2021-11-01",
        as_of=date(2021, 9, 30),
        question=Question(
            "Adults with hepatocellular carcinoma that cannot be resected",
            ("hepatocellular carcinoma",),
            "cryoablation",
            ("cryoablation",),
            ("radiofrequency ablation", "microwave ablation"),
            ("overall survival", "local recurrence", "complications"),
        ),
        search=Search("MEDLINE", date(2021, 9, 13), "", (CITE,)),
        principles=("Comparative studies are preferred.", "Overlapping cohorts are left out."),
        included=tuple(
            Inclusion(identifier(one.label), Role.EFFICACY, "It compares the two.", (), HERE)
            for one in included
        ),
        excluded=(),
        cohorts=(),
        outcomes=outcomes,
        regulatory=Fact(True, "Devices are cleared.", (CITE,)),
        attainable=Fact(None, "Nothing at hand says.", ()),
        conclusion=Conclusion("insufficient", "The evidence does not permit a conclusion.", (CITE,)),
        overrides=(),
        method="default",
        cites=(CITE,),
        note="",
        place=HERE,
    )


def rating_step(domain: str, change: int, because: str, rule: str) -> RatingStep:
    return RatingStep(
        domain, change, because, (("studies", "4"), ("I²", "44.3 %")), rule, "1.0", None, change
    )


RATING = (
    rating_step("start", 2, "The lowest of the designs counts: comparative studies.", "G1"),
    rating_step("risk of bias", -1, "No study is at low risk.", "G2"),
    rating_step("inconsistency", 0, "I² is 44.3 %, below 50 %.", "G3"),
    rating_step("imprecision", -2, "The interval crosses both thresholds.", "G5"),
)
TITLES = (
    "Regulatory approval",
    "Selection of studies",
    "Pooling and certainty",
    "The evidence permits conclusions",
    "Net benefit",
    "As good as the alternatives",
    "Attainable in practice",
    "Conclusion",
)
HOLDS = (Holds.YES, Holds.YES, Holds.YES, Holds.NO, Holds.NO, Holds.NO, Holds.UNKNOWN, Holds.NO)


def verdict(contradicts: tuple[str, ...] = ()) -> Verdict:
    steps = tuple(
        VerdictStep(
            f"R{number}",
            title,
            holds,
            "As the numbers say.",
            (("certainty", "very low"),),
            "1.0",
            None,
            holds,
        )
        for number, (title, holds) in enumerate(zip(TITLES, HOLDS, strict=True), start=1)
    )
    return Verdict(
        False,
        steps,
        "Cryoablation for hepatocellular carcinoma is investigational.",
        contradicts,
        ("2,500 more patients with an odds ratio of 0.60 would make the certainty of recurrence moderate.",),
    )


def appraisal(tables: Sequence[Table]) -> Appraisal:
    """An appraisal of one outcome of these studies, and of one that nobody reports."""
    studies = tuple(study(one) for one in tables)
    out = study(Table("Dunne 2014", 2014, (3, 25), (2, 22)))
    return Appraisal(
        review((outcome(), outcome("mortality", "Death within 30 days")), tables),
        (*studies, out),
        (*(Selected(one, True, "") for one in studies), Selected(out, False, "It prints no number.")),
        (synthesis(tables), synthesis((), "mortality", "Death within 30 days")),
        (
            Rating("recurrence", "Recurrence", Certainty.VERY_LOW, RATING),
            Rating("mortality", "Death within 30 days", Certainty.VERY_LOW, RATING[:1]),
        ),
        verdict(),
    )


# --- every kind of appraisal ----------------------------------------------------------------------------


def drawn(number: int, seed: int = 1) -> tuple[Table, ...]:
    """Tables of studies of all sizes."""
    draw = Random(seed)
    designs = (Design.RANDOMISED, Design.COMPARATIVE)
    found = []
    for place in range(number):
        size = int(10 ** draw.uniform(1.2, 3))
        odds = math.exp(draw.gauss(-0.4, 0.4)) * 0.3
        treated = sum(draw.random() < odds / (1 + odds) for _ in range(size))
        control = sum(draw.random() < 0.23 for _ in range(size))
        year = 1990 + place % 30
        bias = draw.choice(("low", "some", "high", "critical", "not stated"))
        found.append(
            Table(
                f"Study {place + 1} {year}", year, (treated, size), (control, size), designs[place % 2], bias
            )
        )
    return tuple(found)


def likely() -> Appraisal:
    return appraisal(RECURRENCE)


def empty() -> Appraisal:
    """Nothing to pool, no study, no step."""
    given = appraisal(())
    return replace(
        given, studies=(), selection=(), syntheses=given.syntheses[:1], ratings=(), verdict=replace(
            given.verdict, steps=(), contradicts=(), would_change=()
        )
    )  # fmt: skip


def nothing() -> Appraisal:
    """Not even an outcome."""
    given = empty()
    return replace(given, review=replace(given.review, outcomes=(), as_of=None), syntheses=())


def hostile() -> Appraisal:
    bad = f"{SCRIPT} {TURNED}"
    tables = (
        Table(f"{bad} A", 2001, (3, 20), (5, 20), derived=bad),
        Table(f"{LONG} B", 2002, (2, 20), (6, 20), derived=LONG),
        Table(f"{bad} C", 2003, (4, 20), (9, 20)),
    )
    given = appraisal(tables)
    steps = tuple(
        replace(step, because=bad, title=bad, inputs=((bad, LONG),)) for step in given.verdict.steps
    )
    return replace(
        given,
        review=replace(
            given.review, title=bad, note=LONG, question=replace(given.review.question, intervention=bad)
        ),
        syntheses=(replace(given.syntheses[0], label=bad, notes=(bad, LONG)), *given.syntheses[1:]),
        verdict=replace(given.verdict, says=bad, contradicts=(bad,), would_change=(LONG,), steps=steps),
    )


def huge() -> Appraisal:
    """Intervals that no axis holds, and cells without events."""
    tables = (
        Table("Tiny 2001", 2001, (0, 3), (3, 3)),
        Table("Nobody 2002", 2002, (0, 40), (0, 41)),
        Table("All 2003", 2003, (40, 40), (1, 40)),
        Table("Vast 2004", 2004, (480_000, 10_000_000), (500_000, 10_000_000)),
    )
    return appraisal(tables)


def overridden() -> Appraisal:
    """Two persons have set a step each, and the policy is contradicted."""
    given = likely()
    by = Override(
        "imprecision", "recurrence", "-1", "A. Reviewer", date(2022, 3, 1), "The trial is large enough", HERE
    )
    steps = tuple(
        replace(step, change=-1, override=by) if step.domain == "imprecision" else step for step in RATING
    )
    verdict_by = replace(by, step="R7", outcome="", value="yes", because="A registry reports the same.")
    verdict_steps = tuple(
        replace(step, holds=Holds.YES, override=verdict_by) if step.rule == "R7" else step
        for step in given.verdict.steps
    )
    return replace(
        given,
        ratings=(replace(given.ratings[0], certainty=Certainty.LOW, steps=steps), *given.ratings[1:]),
        verdict=replace(
            given.verdict,
            steps=verdict_steps,
            contradicts=("The policy’s own statement says established; the evidence is insufficient.",),
        ),
    )


def proportion() -> Appraisal:
    """Deaths in single arms: no control, no effect that is none."""
    deaths = (("Ng 2012", 10, 293), ("Saxena 2012", 1, 40), ("Yang 2012", 2, 300), ("Niu 2007", 13, 415))
    given = likely()
    made = []
    for label, events, total in deaths:
        y = math.log(events / (total - events))
        v = 1 / events + 1 / (total - events)
        lower, upper = (1 / (1 + math.exp(-y - way * Z * math.sqrt(v))) for way in (-1, 1))
        span = Span(events / total, lower, upper)
        made.append(
            Contribution(
                *(identifier(label), label, int(label[-4:]), "deaths", (events, total), None, span, y, v),
                *(0.25, "", "high", ""),
            )
        )
    pooled = Pooled("REML", "Wald", Span(0.025, 0.015, 0.041), -3.66, 0.26, None, 0.1, (0.008, 0.074), None)
    first = replace(
        given.syntheses[0], label="Death within 30 days", measure="proportion", no_effect=None,
        contributions=tuple(made), main=pooled, panel=(pooled,), cumulative=(), leave_one_out=(),
        absolute=None, information=None,
    )  # fmt: skip
    return replace(given, syntheses=(first,))


def unknowns() -> Appraisal:
    """Whatever may be None is None."""
    given = likely()
    first = given.syntheses[0]
    bare = Pooled("GLMM", "", Span(0.7, None, None), -0.35, None, None, None, None, None)
    parts = tuple(
        replace(one, effect=Span(one.effect.estimate, None, None), treated=None, control=None)
        for one in first.contributions
    )
    steps = tuple(replace(step, year=None, pooled=bare) for step in first.cumulative)
    influence = tuple(
        replace(one, studentised=None, dffits=None, cook=None, tau2_without=None) for one in first.influence
    )
    assert first.heterogeneity is not None
    return replace(
        given,
        studies=tuple(replace(one, year=None, n=None, pmid="", bias=()) for one in given.studies),
        selection=tuple(
            replace(one, study=replace(one.study, year=None, n=None, pmid="", bias=(), arms=()))
            for one in given.selection
        ),
        syntheses=(
            replace(
                first, contributions=parts, main=bare, panel=(bare, bare), cumulative=steps,
                leave_one_out=steps, influence=influence, absolute=None, information=None,
                heterogeneity=replace(first.heterogeneity, tau2_interval=None, i2_interval=None),
            ),
        ),
        review=replace(
            given.review, as_of=None, conclusion=None, search=Search("", None, "", ()), cites=(),
            outcomes=(replace(outcome(), threshold=None),),
        ),
    )  # fmt: skip


EVERY: dict[str, Callable[[], Appraisal]] = {
    "likely": likely,
    "nothing": nothing,
    "empty": empty,
    "one": lambda: appraisal(RECURRENCE[1:2]),
    "two": lambda: appraisal(RECURRENCE[:2]),
    "ten": lambda: appraisal(drawn(10)),
    "hundred": lambda: appraisal(drawn(100)),
    "huge": huge,
    "hostile": hostile,
    "overridden": overridden,
    "proportion": proportion,
    "unknowns": unknowns,
}
