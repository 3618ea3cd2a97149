"""Subgroups and the regression on the year, worked out again by R's metafor and held against ours."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.evidence.exchange.metafor_text import SECOND_DEGREE, compared, number, quoted
from coverdict.evidence.exchange.pool_methods import Method, method_of
from coverdict.evidence.pooled import Regression, Subgroup, Synthesis


def groups_compared(synthesis: Synthesis, within: str) -> Iterator[str]:
    """Each group of two or more studies pooled by itself, and the test between groups of all."""
    places = {one.study: at for at, one in enumerate(synthesis.contributions, start=1)}
    if len(places) < len(synthesis.contributions):
        return
    for grouping in synthesis.subgroups:
        yield "parts <- data.frame()"
        for group in grouping.groups:
            rows = ", ".join(str(places[study]) for study in group.studies)
            yield f"part <- dat[c({rows}), ]"
            yield from _group(f"{grouping.by}, {group.name}", group, synthesis, within)
        if grouping.q is not None and grouping.p is not None:
            whole = f"NROW(parts) == {len(grouping.groups)}"
            yield f'between <- if ({whole}) rma(parts$b, sei = parts$se, method = "EE")'
            yield compared(f"{grouping.by}: Q between groups", "between$QE", grouping.q, SECOND_DEGREE)
            yield compared(f"{grouping.by}: p between groups", "between$QEp", grouping.p, SECOND_DEGREE)


def _group(named: str, group: Subgroup, synthesis: Synthesis, within: str) -> Iterator[str]:
    assert synthesis.main is not None  # a script compares what was pooled
    method = method_of(synthesis.main)
    call = f'rma(yi, vi, data = part, method = "{method.estimator}", control = tight)'
    alone = "list(b = part$yi, se = sqrt(part$vi))"
    yield f"fit <- {alone if group.heterogeneity is None else f'fitted({quoted(named)}, {call})'}"
    yield "parts <- if (is.null(fit)) NULL else rbind(parts, data.frame(b = fit$b[1], se = fit$se[1]))"
    if group.pooled is not None:
        yield compared(f"{named}: estimate", "fit$b[1]", group.pooled.estimate, within)


def regression_compared(found: Regression, method: Method, level: float, within: str) -> Iterator[str]:
    """The slope on the year, with its bounds and p."""
    test = "" if method.test == "z" else f', test = "{method.test}"'
    how = f'method = "{method.estimator}"{test}, level = {number(level * 100)}, control = tight'
    call = f"rma(yi, vi, mods = ~ I(year - {found.at}), data = dat[!is.na(dat$year), ], {how})"
    yield f"line <- fitted({quoted(f'regression on the {found.on}')}, {call})"
    for named, theirs, ours in (
        ("slope", "line$b[2]", found.slope),
        ("standard error", "line$se[2]", found.se),
        ("lower bound", "line$ci.lb[2]", found.lower),
        ("upper bound", "line$ci.ub[2]", found.upper),
        ("p", "line$pval[2]", found.p),
    ):
        yield compared(f"regression on the {found.on}: {named}", theirs, ours, within)
