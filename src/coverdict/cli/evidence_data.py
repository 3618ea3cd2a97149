"""Reviews as plain data: the keys of `coverdict evidence --json`, which docs/keys.md lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverdict.cli.evidence_synthesis_data import synthesis_data
from coverdict.evidence.appraisal import Appraisal, Rating, RatingStep, Selected, VerdictStep
from coverdict.evidence.reviews.model import Fact, Override, Review, ReviewOutcome
from coverdict.evidence.studies.model import Cell, Cite, Derivation, Result, Study
from coverdict.pages.evidence_words import CERTAINTIES, Source, verdict_word

Data = Mapping[str, object]


def evidence_data(appraisals: Sequence[Appraisal], source: Source) -> Data:
    """Reviews, and what they were worked out from."""
    return {
        "library": {"digest": source.library},
        "program": {"version": source.program},
        "reviews": [_appraisal(one) for one in appraisals],
    }


def _appraisal(given: Appraisal) -> Data:
    return {
        **_review(given.review),
        "verdict": {
            "verdict": verdict_word(given),
            "says": given.verdict.says,
            "steps": [_verdict_step(step) for step in given.verdict.steps],
            "contradicts": list(given.verdict.contradicts),
            "would_change": list(given.verdict.would_change),
        },
        "outcomes": [_outcome(one) for one in given.review.outcomes],
        "pooled": [synthesis_data(one) for one in given.syntheses],
        "certainty": [_rating(one) for one in given.ratings],
        "studies": [_study(one) for one in _studies(given)],
        "selection": [_selected(one) for one in given.selection],
        "excluded": [{"study": one.study, "because": one.because} for one in given.review.excluded],
    }


def _review(review: Review) -> Data:
    question, search, concluded = review.question, review.search, review.conclusion
    return {
        "id": review.id,
        "title": review.title,
        "policy": review.policy,
        "version": review.version,
        "as_of": review.as_of,
        "method": review.method,
        "question": {
            "population": question.population,
            "patients": question.patients,
            "conditions": list(question.conditions),
            "intervention": question.intervention,
            "treatments": list(question.treatments),
            "comparators": list(question.comparators),
            "outcomes": list(question.outcomes),
        },
        "search": {
            "database": search.database,
            "through": search.through,
            "says": search.says,
            "cites": _cites(search.cites),
        },
        "principles": list(review.principles),
        "regulatory": _fact(review.regulatory),
        "attainable": _fact(review.attainable),
        "conclusion": None
        if concluded is None
        else {"verdict": concluded.verdict, "says": concluded.says, "cites": _cites(concluded.cites)},
        "cites": _cites(review.cites),
        "note": review.note,
    }


def _fact(given: Fact) -> Data:
    return {"holds": given.holds, "because": given.because, "cites": _cites(given.cites)}


def _outcome(given: ReviewOutcome) -> Data:
    thresholds = (("threshold", given.threshold), ("margin", given.margin))
    return {
        "id": given.id,
        "label": given.label,
        "critical": given.critical,
        "health": given.health,
        "side": given.side.value,
        "measure": given.measure,
        **{
            name: None if one is None else {"difference": one.difference, "because": one.because}
            for name, one in thresholds
        },
    }


# --- steps ----------------------------------------------------------------------------------------------


def _rating(given: Rating) -> Data:
    return {
        "outcome": given.outcome,
        "label": given.label,
        "certainty": CERTAINTIES[given.certainty],
        "level": int(given.certainty),
        "steps": [_rating_step(step) for step in given.steps],
    }


def _rating_step(step: RatingStep) -> Data:
    return {"domain": step.domain, "change": step.change, "ruled": step.ruled, **_step(step)}


def _verdict_step(step: VerdictStep) -> Data:
    return {"title": step.title, "holds": step.holds.value, "ruled": step.ruled.value, **_step(step)}


def _step(step: RatingStep | VerdictStep) -> Data:
    return {
        "rule": step.rule,
        "version": step.version,
        "because": step.because,
        "inputs": dict(step.inputs),
        "override": _override(step.override),
    }


def _override(given: Override | None) -> Data | None:
    if given is None:
        return None
    return {"value": given.value, "by": given.by, "on": given.on, "because": given.because}


def _studies(given: Appraisal) -> tuple[Study, ...]:
    """Every study that was selected from, kept or not, each once."""
    found = {one.study.id: one.study for one in given.selection} | {one.id: one for one in given.studies}
    return tuple(found.values())


# --- studies --------------------------------------------------------------------------------------------


def _selected(given: Selected) -> Data:
    return {"study": given.study.id, "kept": given.kept, "because": given.because}


def _study(given: Study) -> Data:
    return {
        "id": given.id,
        "label": given.label,
        "pmid": given.pmid,
        "year": given.year,
        "title": given.title,
        "design": given.design.value,
        "details": given.details,
        "prospective": given.prospective,
        "condition": given.condition,
        "population": given.population,
        "n": given.n,
        "in_several_arms": given.in_several_arms,
        "country": given.country,
        "center": given.center,
        "recruited": list(given.recruited) if given.recruited is not None else None,
        "arms": [
            {
                "id": arm.id,
                "label": arm.label,
                "treatment": arm.treatment,
                "n": arm.n,
                "derived": _derived(arm.derived),
            }
            for arm in given.arms
        ],
        "results": [_result(one) for one in given.results],
        "bias": [
            {"domain": one.domain, "level": one.level, "because": one.because, "cites": _cites(one.cites)}
            for one in given.bias
        ],
        "accepted": [
            {"finding": one.finding, "about": one.about, "because": one.because} for one in given.accepted
        ],
        "differences": [
            {
                "about": one.about,
                "versions": [{"says": says, "cites": _cites((cite,))} for cite, says in one.versions],
            }
            for one in given.differences
        ],
        "cites": _cites(given.cites),
        "note": given.note,
    }


def _result(given: Result) -> Data:
    effect, p = given.effect, given.p
    return {
        "id": given.id,
        "outcome": given.outcome,
        "nature": given.nature.value,
        "unit": given.unit.value,
        "measured": given.measured,
        "curve": given.curve,
        "part_of": given.part_of,
        "time": given.time,
        "months": given.months,
        "group": given.group,
        "found": [_cell(cell) for cell in given.cells],
        "effect": None
        if effect is None
        else {
            "measure": effect.measure,
            "treated": effect.treated,
            "control": effect.control,
            "estimate": effect.estimate.text,
            "lower": effect.lower.text if effect.lower is not None else None,
            "upper": effect.upper.text if effect.upper is not None else None,
            "level": effect.level,
            "adjusted": effect.adjusted,
        },
        "p": None if p is None else f"{p.sign} {p.figure.text}",
        "says": given.says,
        "cites": _cites(given.cites),
    }


def _cell(given: Cell) -> Data:
    figures = (("figure", given.figure), ("lower", given.lower), ("upper", given.upper))
    return {
        "arm": given.arm,
        "events": given.events,
        "total": given.total,
        **{name: one.text if one is not None else None for name, one in figures},
        "percent": given.percent,
        "derived": _derived(given.derived),
    }


def _derived(given: Derivation | None) -> Data | None:
    return None if given is None else {"how": given.how, "others": list(given.others), "of": list(given.of)}


def _cites(given: Sequence[Cite]) -> list[Data]:
    return [
        {
            "source": one.source,
            "version": one.version,
            "lines": [one.first, one.last],
            "reference": one.reference,
        }
        for one in given
    ]
