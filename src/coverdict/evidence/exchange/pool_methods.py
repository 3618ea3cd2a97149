"""What a method of pooling is called by R and by FHIR."""

from __future__ import annotations

from dataclasses import dataclass

from coverdict.evidence.pooled import Pooled

ESTIMATORS = ("EE", "DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM", "PMM")
"""Estimators of the variance between studies, by metafor's names; EE assumes none."""

SCALES = {"arcsine": "PAS", "logarithmic": "PLN", "scale of proportions": "PR", "Freeman-Tukey": "PFT"}
"""metafor's names of the scales of proportions that are shown beside the logit."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method in the words that formats have for it.

    Arguments:
        named: as the result names it.
        pool: `inverse variance`, `MH`, `Peto`, `GLMM`, or empty for another and for a single study.
        estimator: one of `ESTIMATORS`, or empty.
        test: metafor's name of how the interval is made: `z`, `t`, `knha`, `adhoc`, or empty for another.
        scale: metafor's name of the scale of proportions, where it is another than the outcome's; else empty.
        conditional: whether a mixed model conditions on the events of each study.
    """

    named: str
    pool: str
    estimator: str
    test: str
    scale: str = ""
    conditional: bool = False


def method_of(pooled: Pooled) -> Method:
    """The method by which an answer was worked out; what has no name elsewhere is left empty."""
    named = pooled.method
    plain = named.casefold()
    test = _test(pooled.interval.casefold())
    if "mantel" in plain or plain == "mh":
        return Method(named, "MH", "EE", test)
    if "peto" in plain:
        return Method(named, "Peto", "EE", test)
    if "glmm" in plain or "mixed model" in plain:
        return Method(named, "GLMM", "ML", test, conditional="conditional" in plain)
    estimator = next((name for name in ESTIMATORS if name in named.split()), "")
    if not estimator and ("common" in plain or "fixed" in plain or "equal" in plain):
        estimator = "EE"
    scale = next((code for words, code in SCALES.items() if words in named), "")
    return Method(named, "inverse variance" if estimator else "", estimator, test, scale)


def _test(interval: str) -> str:
    """metafor's name of an interval."""
    if "hartung" in interval or "hksj" in interval:
        return "adhoc" if "floor" in interval else "knha"
    words = interval.replace(",", " ").split()
    if "wald" in words or "normal" in words or "z" in words:
        return "z"
    return "t" if "t" in words else ""
