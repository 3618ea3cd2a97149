"""An outcome in sentences: what it is, what pooling says of it, and what that rests on."""

from __future__ import annotations

from math import isfinite

from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome, Threshold
from coverdict.pages.evidence_numbers import (
    counted_patients,
    measure_of,
    method_words,
    minus,
    p_number,
    plain_number,
    sentence,
    studies_words,
)
from coverdict.text import grouped, plain


def kind_words(outcome: ReviewOutcome | None) -> str:
    """`Critical health outcome; more of it is a harm`."""
    if outcome is None:
        return ""
    health = "health outcome" if outcome.health else "intermediate outcome"
    named = f"Critical {health}" if outcome.critical else f"{health.capitalize()}, not critical"
    return f"{named}; more of it is a {outcome.side.value}"


def answer_words(synthesis: Synthesis) -> str:
    """What the main method says, in a sentence; or that nothing could be pooled."""
    main, number = synthesis.main, len(synthesis.contributions)
    if main is None:
        return "Nothing could be pooled."
    measure = measure_of(synthesis.measure)
    patients = patients_of(synthesis)
    told = f" of {counted_patients(patients)}" if patients is not None else ""
    unit = f" {measure.unit}" if measure.unit else ""
    p = f", p {p_number(main.p)}" if main.p is not None else ""
    return (
        f"{measure.name} {measure.span(main.span)}{unit}{p}, from {studies_words(number)}{told}, "
        f"by {method_words(main) if number > 1 else main.interval or main.method}."
    )


def panel_words(synthesis: Synthesis) -> str:
    """Whether the methods of the panel agree; nothing where there are none to compare."""
    told = [one.significant for one in synthesis.panel if one.significant is not None]
    if len(told) < 2 or synthesis.no_effect is None:
        return ""
    none, out = plain_number(synthesis.no_effect), sum(told)
    if out in (0, len(told)):
        all_of = "Both" if len(told) == 2 else f"All {len(told)}"
        return f"{all_of} methods agree: their intervals {'leave out' if out else 'hold'} {none} (no effect)."
    intervals = "interval of 1" if out == 1 else f"intervals of {out}"
    return (
        f"The methods disagree: the {intervals} of {len(told)} {'leaves' if out == 1 else 'leave'} out "
        f"{none} (no effect), the others hold it. No conclusion may rest on one method alone."
    )


def absolute_words(synthesis: Synthesis) -> str:
    """The effect in patients; nothing where it is not known."""
    found = synthesis.absolute
    if found is None or not isfinite(found.control_risk):
        return ""
    points = measure_of("risk difference")
    return (
        f"In 100 patients of whom {minus(f'{found.control_risk * 100:.1f}')} have it under the comparator: "
        f"{points.span(found.difference)} percentage points. {sentence(found.because)}".strip()
    )


def information_words(synthesis: Synthesis) -> str:
    """How many patients there are, against how many a conclusion needs."""
    found = synthesis.information
    if found is None:
        return ""
    adjusted = (
        f", {grouped(found.adjusted)} with the differences between studies"
        if found.adjusted != found.required
        else ""
    )
    has = counted_patients(found.available)
    return f"{has}; {grouped(found.required)} are required{adjusted}. {sentence(found.assumptions)}".strip()


def patients_of(synthesis: Synthesis) -> int | None:
    """How many patients the pooled counts are of; None where no study has counts."""
    sides = [side for one in synthesis.contributions for side in (one.treated, one.control) if side]
    return sum(side[1] for side in sides) if sides else None


def threshold_words(outcome: ReviewOutcome) -> str:
    """The smallest difference that matters, and who says so."""
    if outcome.threshold is None:
        return "nobody has stated one"
    return margin_words(outcome.threshold)


def margin_words(given: Threshold) -> str:
    """A difference of risks in percentage points, and who says so."""
    return f"{plain(given.difference * 100)} percentage points. {sentence(given.because)}".strip()
