"""A review's pooled outcomes for R's metafor: the data, and a script that works every number out again.

Source: Viechtbauer, Conducting meta-analyses in R with the metafor package, Journal of Statistical Software
36(3), 2010, and the package's reference manual (`escalc`, `rma.uni`, `rma.mh`, `rma.peto`, `rma.glmm`,
`leave1out`, `cumul`). The script prints metafor's answer beside ours, with the difference, and ends with
status 1 where one of them is further away than the evidence room allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from coverdict.evidence.appraisal import Appraisal
from coverdict.evidence.exchange.files import ExportFile, file_name
from coverdict.evidence.exchange.metafor_groups import groups_compared, regression_compared
from coverdict.evidence.exchange.metafor_text import (
    CLOSED,
    ENDING,
    FAR,
    HEADING,
    ITERATED,
    MOST_SEARCHED,
    PROFILED,
    SEARCHED,
    SECOND_DEGREE,
    comment,
    compared,
    number,
    quoted,
)
from coverdict.evidence.exchange.pool_methods import Method, method_of
from coverdict.evidence.exchange.spreadsheets import write_csv
from coverdict.evidence.pooled import Contribution, Heterogeneity, Influence, Pooled, Synthesis, Test

_WHO = ("study", "label", "year", "result")
_WHAT = ("yi", "vi", "weight", "derived", "zeros")
_PAIRS = (*_WHO, "ai", "n1i", "ci", "n2i", *_WHAT)
_SINGLE = (*_WHO, "xi", "ni", *_WHAT)

_ESCALC = {"odds ratio": "OR", "risk ratio": "RR", "risk difference": "RD", "proportion": "PLO"}
_BACK = {"odds ratio": "exp", "risk ratio": "exp", "hazard ratio": "exp", "proportion": "plogis"}
_NODES = "nAGQ = 25"  # as many as there can be; those that it takes by itself are too few for rare events
FEWEST = 3
"""Studies from which on leaving one out still pools."""

_WITHIN = {"EE": CLOSED, "DL": CLOSED, "HE": CLOSED, "HS": CLOSED, "SJ": CLOSED, "REML": ITERATED}


def metafor_files(appraisal: Appraisal, level: float = 0.95) -> tuple[ExportFile, ...]:
    """The data of each pooled outcome as CSV, and one R script that reproduces the results of all.

    The script looks for the data beside itself; where nothing was pooled, it compares nothing.

    Arguments:
        level: of the intervals, as the method sets it.
    """
    review = appraisal.review.id
    pooled = [synthesis for synthesis in appraisal.syntheses if synthesis.contributions]
    data = {one.outcome: f"{file_name(review, one.outcome)}.csv" for one in pooled}
    tables = [
        ExportFile(data[one.outcome], data_csv(one), f"metafor's data on {one.label}") for one in pooled
    ]
    lines = [*HEADING.format(review=comment(review), title=comment(appraisal.review.title)).splitlines()]
    for one in pooled:
        lines += ["", *_outcome(one, data[one.outcome], level)]
    script = "\n".join([*lines, "", ENDING])
    return (*tables, ExportFile(f"{file_name(review, 'metafor')}.R", script, "R script for metafor"))


def data_csv(synthesis: Synthesis) -> str:
    """The studies of one pool by metafor's names: counts of both arms or of one, effects and variances."""
    single = synthesis.measure == "proportion"
    return write_csv(_SINGLE if single else _PAIRS, (_row(one, single) for one in synthesis.contributions))


def _row(one: Contribution, single: bool) -> dict[str, object]:
    row: dict[str, object] = {
        "study": one.study,
        "label": one.label,
        "year": one.year,
        "result": one.result,
        "yi": one.yi,
        "vi": one.vi,
        "weight": one.weight,
        "derived": one.derived,
        "zeros": one.zeros,
    }
    names = (("xi", "ni"),) if single else (("ai", "n1i"), ("ci", "n2i"))
    for (events, total), arm in zip(names, (one.treated, one.control), strict=False):
        if arm is not None:
            row[events], row[total] = arm
    return row


# --- one outcome --------------------------------------------------------------------------------------------


def _outcome(synthesis: Synthesis, data: str, level: float) -> Iterator[str]:
    yield f"# --- {comment(synthesis.label)}: {comment(synthesis.measure)}"
    yield f"outcome <- {quoted(synthesis.label)}"
    yield f"dat <- data_of({quoted(data)})"
    yield from _effects(synthesis)
    if synthesis.main is None:
        yield 'cat(outcome, ": not pooled\\n")'
        return
    if len(synthesis.contributions) < 2:
        yield 'cat(outcome, ": one study, which metafor does not pool\\n")'
        return
    for pooled in (synthesis.main, *(one for one in synthesis.panel if one != synthesis.main)):
        yield from _answer(pooled, synthesis, level)
    method = method_of(synthesis.main)
    if method.pool != "inverse variance" or not method.test:
        return
    yield f"main <- fitted({quoted(synthesis.main.method)}, {_call(method, synthesis, level)})"
    plain = _call(replace(method, test="z"), synthesis, level)
    yield f"plain <- fitted({quoted(synthesis.main.method)}, {plain})"
    yield "if (!is.null(main) && !is.null(plain)) {"
    within = _WITHIN.get(method.estimator, SECOND_DEGREE)
    if synthesis.heterogeneity is not None:
        yield from _heterogeneity(synthesis.heterogeneity, within)
    yield from _steps(synthesis, method, level, within)
    yield from groups_compared(synthesis, within)
    if synthesis.regression is not None:
        yield from regression_compared(synthesis.regression, method, level, within)
    yield from _influence(synthesis.influence, len(synthesis.contributions))
    yield from _small_studies(synthesis.small_studies)
    yield "}"


def _effects(synthesis: Synthesis) -> Iterator[str]:
    """Work the effects out from the counts, where there are any, and hold them against ours."""
    measure = _ESCALC.get(synthesis.measure)
    counted = any(one.treated is not None for one in synthesis.contributions)
    if measure is None or not counted:
        return
    counts = "xi = xi, ni = ni" if measure == "PLO" else "ai = ai, n1i = n1i, ci = ci, n2i = n2i"
    yield f'own <- escalc(measure = "{measure}", {counts}, data = dat[, setdiff(names(dat), c("yi", "vi"))])'
    yield 'known <- !is.na(own$yi) & dat$zeros == ""'
    yield 'compare("effects of the studies", own$yi[known], dat$yi[known], 1e-10)'
    yield 'compare("their variances", own$vi[known], dat$vi[known], 1e-10)'


def _answer(pooled: Pooled, synthesis: Synthesis, level: float) -> Iterator[str]:
    """One method's answer, worked out again and held against ours."""
    method = method_of(pooled)
    named = f"{pooled.method}, {pooled.interval}"
    call = _call(method, synthesis, level)
    if not call:
        yield f"# {comment(named)}: metafor has no such method by a name that this export knows"
        return
    yield f"fit <- fitted({quoted(named)}, {call})"
    within = _WITHIN.get(method.estimator, SECOND_DEGREE)
    if method.pool == "GLMM":
        within = FAR if (pooled.tau2 or 0.0) > MOST_SEARCHED else SEARCHED
    yield compared(f"{named}: estimate", "fit$b[1]", pooled.estimate, within)
    if pooled.se is not None:
        yield compared(f"{named}: standard error", "fit$se[1]", pooled.se, within)
    if pooled.p is not None:
        yield compared(f"{named}: p", "fit$pval[1]", pooled.p, within)
    if pooled.tau2 is not None:
        yield compared(f"{named}: tau2", "fit$tau2", pooled.tau2, within)
    if method.scale:
        return
    back = _BACK.get(synthesis.measure, "as_difference")
    for named_, bound, value in (
        ("lower bound", "fit$ci.lb[1]", pooled.span.lower),
        ("upper bound", "fit$ci.ub[1]", pooled.span.upper),
    ):
        if value is not None:
            yield compared(f"{named}: {named_}", f"natural({back}, {bound})", value, within)
    if pooled.prediction is not None and method.pool == "inverse variance":
        ends = ", ".join(number(end) for end in pooled.prediction)
        ours = f"c({ends})"
        share = number(level)
        theirs = f"natural({back}, expected(fit, {share}))"
        yield f"compare({quoted(f'{named}: prediction')}, {theirs}, {ours}, {within})"


def _call(method: Method, synthesis: Synthesis, level: float, data: str = "dat") -> str:
    """The call that fits a model to `data`; empty where metafor has no such model."""
    how = f"level = {number(level * 100)}"
    single = f"xi = xi, ni = ni, data = {data}"
    pair = f"ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = {data}"
    measure = _ESCALC.get(synthesis.measure)
    if method.pool == "inverse variance" and method.test:
        effects = f'{single}, measure = "{method.scale}"' if method.scale else f"yi, vi, data = {data}"
        test = "" if method.test == "z" else f', test = "{method.test}"'
        return f'rma({effects}, method = "{method.estimator}"{test}, {how}, control = tight)'
    if method.pool == "MH" and measure in ("OR", "RR", "RD"):
        return f'rma.mh(measure = "{measure}", {pair}, {how}, correct = FALSE)'
    if method.pool == "Peto" and measure == "OR":
        return f"rma.peto({pair}, {how})"
    if method.pool == "GLMM" and measure == "PLO":
        return f'rma.glmm(measure = "PLO", {single}, {how}, {_NODES})'
    if method.pool == "GLMM" and measure == "OR":
        model = "CM.AL" if method.conditional else "UM.FS"
        return f'rma.glmm(measure = "OR", model = "{model}", {pair}, {how}, {_NODES})'
    return ""


def _heterogeneity(found: Heterogeneity, within: str) -> Iterator[str]:
    yield compared("Q", "main$QE", found.q, CLOSED)
    yield compared("p of Q", "main$QEp", found.p, CLOSED)
    yield compared("tau2", "main$tau2", found.tau2, within)
    yield compared("I2", "main$I2", found.i2, within)
    yield compared("H2", "main$H2", found.h2, within)
    intervals = (("tau2", "tau^2", found.tau2_interval), ("I2", "I^2(%)", found.i2_interval))
    if any(interval for _, _, interval in intervals):
        # metafor looks for bounds no further than 100 by itself.
        furthest = max([100.0, *(10 * interval[1] for _, _, interval in intervals[:1] if interval)])
        search = f"tol = 1e-10, maxiter = 10000, tau2.max = {number(furthest)}"
        yield f"profile <- confint(main, control = list({search}))$random"
    for named, row, interval in intervals:
        if interval is not None:
            yield compared(f"{named}: lower bound", f'profile["{row}", "ci.lb"]', interval[0], PROFILED)
            yield compared(f"{named}: upper bound", f'profile["{row}", "ci.ub"]', interval[1], PROFILED)


def _steps(synthesis: Synthesis, method: Method, level: float, within: str) -> Iterator[str]:
    """Leave-one-out and cumulative, where their studies are those of the pool, each once."""
    places = {one.study: at for at, one in enumerate(synthesis.contributions, start=1)}
    for named, call, steps in (
        ("without one study", "leave1out", synthesis.leave_one_out),
        ("cumulative", "cumul", synthesis.cumulative),
    ):
        if not len(steps) == len(places) == len(synthesis.contributions) >= FEWEST:
            continue
        order = ", ".join(str(places[step.study]) for step in steps if step.study in places)
        own = ", ".join(number(step.pooled.estimate) for step in steps)
        yield f"sequence <- dat[c({order}), ]"
        stepped = _call(method, synthesis, level, "sequence")
        yield f"compare({quoted(named)}, {call}({stepped})$estimate, c({own}), {within})"


def _influence(found: Sequence[Influence], studies: int) -> Iterator[str]:
    """How much each study moves the whole, as `influence` has it."""
    if len(found) != studies or studies < FEWEST:
        return
    yield "moved <- influence(plain)$inf"
    for named, column, values in (
        ("hat values", "hat", [one.hat for one in found]),
        ("studentised residuals", "rstudent", [one.studentised for one in found]),
        ("DFFITS", "dffits", [one.dffits for one in found]),
        ("Cook's distances", "cook.d", [one.cook for one in found]),
        ("tau2 without one study", "tau2.del", [one.tau2_without for one in found]),
    ):
        places = [str(at) for at, value in enumerate(values, start=1) if value is not None]
        ours = ", ".join(number(value) for value in values if value is not None)
        if places:
            metafor = f"moved${column}[c({', '.join(places)})]"
            yield f"compare({quoted(named)}, {metafor}, c({ours}), {SECOND_DEGREE})"


_TESTS: Mapping[str, tuple[str, str, str]] = {
    "Egger's test": ('regtest(plain, model = "lm")', "zval", "pval"),
    "Egger's test, with a variance between studies": ('regtest(plain, model = "rma")', "zval", "pval"),
    "Begg's test": ("ranktest(plain)", "tau", "pval"),
    "Trim and fill (L0)": ('trimfill(plain, estimator = "L0")', "k0", ""),
}


def _small_studies(tests: Sequence[Test]) -> Iterator[str]:
    """The tests for effects of small studies, under the names that pooling gives them."""
    for one in tests:
        if one.name not in _TESTS:
            continue
        call, statistic, p = _TESTS[one.name]
        yield f"test <- {call}"
        if one.statistic is not None:
            yield compared(f"{one.name}: statistic", f"test${statistic}", one.statistic, SECOND_DEGREE)
        if one.p is not None and p:
            yield compared(f"{one.name}: p", f"test${p}", one.p, SECOND_DEGREE)
