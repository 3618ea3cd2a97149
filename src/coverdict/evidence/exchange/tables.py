"""A review as tables in CSV: its studies, their effects, the pooled outcomes, the steps of its conclusion.

Numbers are written so that they read back as the same; texts so that no spreadsheet runs them
(`spreadsheets`). The table of counts is the one that `coverdict evidence-import` reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.evidence.appraisal import Appraisal, Rating, RatingStep, VerdictStep
from coverdict.evidence.exchange.counts_table import counts_csv, who
from coverdict.evidence.exchange.files import ExportFile, file_name
from coverdict.evidence.exchange.spreadsheets import write_csv
from coverdict.evidence.pooled import Contribution, Pooled, Synthesis
from coverdict.evidence.studies.model import Study

STUDIES = (
    *("study", "label", "pmid", "year", "title", "design", "condition", "population", "n", "arms"),
    *("risk_of_bias", "kept", "because"),
)
EFFECTS = (
    *("outcome", "outcome_label", "measure", "study", "label", "year", "result"),
    *("treated_events", "treated_total", "control_events", "control_total"),
    *("estimate", "lower", "upper", "yi", "vi", "weight", "risk_of_bias", "derived", "zeros", "left_out"),
)
OUTCOMES = (
    *("outcome", "label", "measure", "method", "interval", "main", "studies"),
    *("estimate", "lower", "upper", "p", "yi", "se", "tau2", "prediction_lower", "prediction_upper"),
    *("significant", "q", "q_df", "q_p", "i2", "h2", "certainty", "notes"),
)
SUBGROUPS = (
    *("outcome", "label", "measure", "by", "group", "studies", "estimate", "lower", "upper", "p", "yi", "se"),
    *("tau2", "i2", "between_q", "between_df", "between_p"),
)
REGRESSIONS = (
    *("outcome", "label", "measure", "on", "studies", "slope", "se", "lower", "upper", "p", "centre", "at"),
    *("tau2", "explained"),
)
STEPS = (
    *("outcome", "step", "title", "set", "by_rule", "because", "inputs", "rule", "version"),
    *("overridden_by", "overridden_on", "override_reason"),
)


def table_files(appraisal: Appraisal) -> tuple[ExportFile, ...]:
    """The tables of a review, each as a file."""
    review = appraisal.review.id
    studies = [one.study for one in appraisal.selection] or list(appraisal.studies)
    tables = (
        ("studies", write_csv(STUDIES, _studies(appraisal)), "the studies, kept and left out"),
        ("counts", counts_csv(studies), "every number of the studies, as evidence-import reads it"),
        ("effects", write_csv(EFFECTS, _effects(appraisal)), "each study's effect on each outcome"),
        ("outcomes", write_csv(OUTCOMES, _outcomes(appraisal)), "the pooled outcomes, by every method"),
        (
            "subgroups",
            write_csv(SUBGROUPS, _subgroups(appraisal)),
            "the outcomes, pooled by groups of studies",
        ),
        (
            "regressions",
            write_csv(REGRESSIONS, _regressions(appraisal)),
            "the outcomes, regressed on the year",
        ),
        ("steps", write_csv(STEPS, _steps(appraisal)), "the steps of certainty and verdict"),
    )
    return tuple(ExportFile(f"{file_name(review, name)}.csv", text, holds) for name, text, holds in tables)


def _studies(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    selected = {one.study.id for one in appraisal.selection}
    for one in appraisal.selection:
        yield _study(one.study) | {"kept": one.kept, "because": one.because}
    for study in appraisal.studies:
        if study.id not in selected:
            yield _study(study)


def _study(study: Study) -> dict[str, object]:
    bias = next((one.level for one in study.bias if one.domain == "overall"), "")
    sizes = (f"{arm.label} ({'size not stated' if arm.n is None else arm.n})" for arm in study.arms)
    return who(study) | {"arms": "; ".join(sizes), "risk_of_bias": bias}


def _effects(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    for synthesis in appraisal.syntheses:
        head = _head(synthesis) | {"outcome_label": synthesis.label}
        for one in synthesis.contributions:
            yield head | _effect(one)
        for left in synthesis.left_out:
            yield head | {"study": left.study, "label": left.label, "left_out": left.because}


def _head(synthesis: Synthesis) -> dict[str, object]:
    return {"outcome": synthesis.outcome, "measure": synthesis.measure}


def _effect(one: Contribution) -> dict[str, object]:
    treated, control = one.treated or (None, None), one.control or (None, None)
    return {
        "study": one.study,
        "label": one.label,
        "year": one.year,
        "result": one.result,
        "treated_events": treated[0],
        "treated_total": treated[1],
        "control_events": control[0],
        "control_total": control[1],
        "estimate": one.effect.estimate,
        "lower": one.effect.lower,
        "upper": one.effect.upper,
        "yi": one.yi,
        "vi": one.vi,
        "weight": one.weight,
        "risk_of_bias": one.bias,
        "derived": one.derived,
        "zeros": one.zeros,
    }


def _outcomes(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    ratings = {rating.outcome: rating for rating in appraisal.ratings}
    for synthesis in appraisal.syntheses:
        head = _head(synthesis) | {
            "label": synthesis.label,
            "studies": len(synthesis.contributions),
            "certainty": _certainty(ratings.get(synthesis.outcome)),
            "notes": " ".join(synthesis.notes),
        }
        if synthesis.main is None:
            yield head
            continue
        yield head | _pooled(synthesis.main) | _heterogeneity(synthesis) | {"main": True}
        for pooled in synthesis.panel:
            if pooled != synthesis.main:
                yield head | _pooled(pooled) | {"main": False}


def _subgroups(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    for synthesis in appraisal.syntheses:
        head = _head(synthesis) | {"label": synthesis.label}
        for grouping in synthesis.subgroups:
            test = {"between_q": grouping.q, "between_df": grouping.freedom, "between_p": grouping.p}
            for one in grouping.groups:
                row = head | {"by": grouping.by, "group": one.name, "studies": "; ".join(one.studies)} | test
                if one.pooled is not None:
                    known = _pooled(one.pooled)
                    row |= {name: value for name, value in known.items() if name in SUBGROUPS}
                yield row | {"i2": None if one.heterogeneity is None else one.heterogeneity.i2}


def _regressions(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    for synthesis in appraisal.syntheses:
        found = synthesis.regression
        if found is not None:
            own = {name: getattr(found, name) for name in REGRESSIONS[3:]}
            yield _head(synthesis) | {"label": synthesis.label} | own


def _certainty(rating: Rating | None) -> str:
    return "" if rating is None else rating.certainty.name.lower().replace("_", " ")


def _pooled(pooled: Pooled) -> dict[str, object]:
    lower, upper = pooled.prediction or (None, None)
    return {
        "method": pooled.method,
        "interval": pooled.interval,
        "estimate": pooled.span.estimate,
        "lower": pooled.span.lower,
        "upper": pooled.span.upper,
        "p": pooled.p,
        "yi": pooled.estimate,
        "se": pooled.se,
        "tau2": pooled.tau2,
        "prediction_lower": lower,
        "prediction_upper": upper,
        "significant": pooled.significant,
    }


def _heterogeneity(synthesis: Synthesis) -> dict[str, object]:
    found = synthesis.heterogeneity
    if found is None:
        return {}
    return {"q": found.q, "q_df": found.df, "q_p": found.p, "i2": found.i2, "h2": found.h2}


def _steps(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    for rating in appraisal.ratings:
        for step in rating.steps:
            yield _rating_step(rating.outcome, step)
    for one in appraisal.verdict.steps:
        yield _verdict_step(one)


def _rating_step(outcome: str, step: RatingStep) -> dict[str, object]:
    return {
        "outcome": outcome,
        "step": step.domain,
        "set": step.change,
        "by_rule": step.ruled,
        **_reasons(step),
    }


def _verdict_step(step: VerdictStep) -> dict[str, object]:
    return {
        "step": step.rule,
        "title": step.title,
        "set": step.holds.value,
        "by_rule": step.ruled.value,
        **_reasons(step),
    }


def _reasons(step: RatingStep | VerdictStep) -> dict[str, object]:
    row: dict[str, object] = {
        "because": step.because,
        "inputs": "; ".join(f"{name}: {value}" for name, value in step.inputs),
        "rule": step.rule,
        "version": step.version,
    }
    if step.override is not None:
        row |= {
            "overridden_by": step.override.by,
            "overridden_on": step.override.on.isoformat(),
            "override_reason": step.override.because,
        }
    return row
