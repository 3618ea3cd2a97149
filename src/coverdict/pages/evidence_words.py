"""Steps, reviews and studies in words: what the terminal and pages say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverdict.evidence.appraisal import Appraisal, Certainty, Holds, RatingStep, VerdictStep
from coverdict.evidence.reviews.model import Override, Review, Role
from coverdict.evidence.studies.model import Cell, Cite, Design, Result, Study
from coverdict.pages.evidence_numbers import sentence, signed
from coverdict.text import grouped, listed

CERTAINTIES: Mapping[Certainty, str] = {
    Certainty.VERY_LOW: "very low",
    Certainty.LOW: "low",
    Certainty.MODERATE: "moderate",
    Certainty.HIGH: "high",
}
ROLES: Mapping[Role, str] = {
    Role.EFFICACY: "for effects",
    Role.HARMS: "for harms",
    Role.BACKGROUND: "as background",
}
NOT_A_DETERMINATION = "What studies show of a technology, not a determination of anybody's request."
SEVERAL: Mapping[Design, str] = {
    Design.RANDOMISED: "Randomised trials",
    Design.COMPARATIVE: "Comparative studies",
    Design.SERIES: "Studies of a single arm",
    Design.SYSTEMATIC_REVIEW: "Systematic reviews",
    Design.NARRATIVE_REVIEW: "Narrative reviews",
    Design.REPORT: "Reports",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What the reviews were worked out from: the library's digest and the program's version."""

    library: str
    program: str


# --- steps of a rating and of a verdict -----------------------------------------------------------------


def change_words(step: RatingStep) -> str:
    """`−1`, `+2`, `0`; of the start, the level that it is."""
    if step.domain == "start":
        return CERTAINTIES.get(_certainty(step.change), str(step.change))
    return signed(step.change)


def ruled_words(step: RatingStep) -> str:
    """What the rule alone would have set, written like the change."""
    if step.domain == "start":
        return CERTAINTIES.get(_certainty(step.ruled), str(step.ruled))
    return signed(step.ruled)


def _certainty(level: int) -> Certainty:
    return Certainty(min(max(level, Certainty.VERY_LOW), Certainty.HIGH))


def override_words(override: Override | None, ruled: str) -> str:
    """Who set a step in the place of the rule, when and why, and what the rule would have set."""
    if override is None:
        return ""
    because = override.because.strip().rstrip(".")
    return f"Set by {override.by} on {override.on.isoformat()}: {because}. The rule alone: {ruled}."


def inputs_words(step: RatingStep | VerdictStep) -> str:
    """The numbers and facts that a rule read: `name: value; …`."""
    return "; ".join(f"{name}: {value}" for name, value in step.inputs)


def verdict_word(appraisal: Appraisal) -> str:
    """`sufficient` or `insufficient`."""
    return "sufficient" if appraisal.verdict.sufficient else "insufficient"


def holds_word(holds: Holds) -> str:
    """`holds`, `does not hold`, `unknown`."""
    return {Holds.YES: "holds", Holds.NO: "does not hold", Holds.UNKNOWN: "unknown"}[holds]


def as_of_words(review: Review) -> str:
    """What day's knowledge it is."""
    return f"known by {review.as_of.isoformat()}" if review.as_of else "all that the library holds"


def search_words(review: Review) -> str:
    """Where and until when studies were looked for, as far as the source says."""
    search = review.search
    through = f"through {search.through.isoformat()}" if search.through else "until when is not stated"
    return "; ".join(
        part for part in (search.database or "database not stated", through, search.says) if part
    )


def cite_words(cite: Cite) -> str:
    """`bsc/7.01.75, lines 111 to 113, reference 2`."""
    lines = f"line {cite.first}" if cite.first == cite.last else f"lines {cite.first} to {cite.last}"
    reference = f", reference {cite.reference}" if cite.reference else ""
    return f"{cite.source}, {lines}{reference}"


def cites_words(cites: tuple[Cite, ...]) -> str:
    return "; ".join(cite_words(cite) for cite in cites)


def design_words(design: Design) -> str:
    """Several studies of a design, as a heading: `Randomised trials`."""
    words = design.value
    several = {
        "series": words,
        "single arm": "single-arm studies",
        "comparative study": "comparative studies",
    }
    text = several.get(words, f"{words}s")
    return text[:1].upper() + text[1:]


def size_words(study: Study) -> str:
    """How many patients, by arm where the arms are known."""
    whole = patients_words(study)
    arms = [
        f"{arm.label} {grouped(arm.n)}{'†' if arm.derived else ''}" if arm.n is not None else arm.label
        for arm in study.arms
    ]
    if study.n is None and any(arm.n is not None for arm in study.arms):
        return "; ".join(arms)
    return f"{whole} ({'; '.join(arms)})" if arms else whole


def patients_words(study: Study) -> str:
    """How many patients; where only the arms say, those with a plus between them."""
    if study.n is not None:
        return grouped(study.n)
    sizes = [arm.n for arm in study.arms if arm.n is not None]
    return " + ".join(map(grouped, sizes)) or "not stated"


def level_of(study: Study) -> str:
    """The overall level of its risk of bias; `not stated` where nobody has judged it."""
    return next((bias.level for bias in study.bias if bias.domain == "overall"), "not stated")


def published(study: Study) -> str:
    """Its year and its number in PubMed."""
    parts = [str(study.year) if study.year is not None else "year not stated"]
    if study.pmid:
        parts.append(f"PMID {study.pmid}")
    return ", ".join(parts)


def result_words(result: Result, study: Study) -> str:
    """A result as the source prints it: outcome, time, what each arm had, p."""
    name = ", ".join(part for part in (result.outcome, result.time, result.group) if part)
    values = [words for cell in result.cells if (words := _cell_words(cell, result, study))]
    effect = result.effect
    if effect is not None:
        ends = f" ({effect.lower.text} to {effect.upper.text})" if effect.lower and effect.upper else ""
        adjusted = "adjusted " if effect.adjusted else ""
        values.append(f"{adjusted}{effect.measure} {effect.estimate.text}{ends}")
    if result.p is not None:
        values.append(f"p {result.p.sign} {result.p.figure.text}")
    if result.says:
        values.append(result.says)
    return f"{name}: {'; '.join(values)}" if values else name


def _cell_words(cell: Cell, result: Result, study: Study) -> str:
    arm = study.arm(cell.arm)
    who = f"{arm.label if arm else cell.arm} " if cell.arm else ""
    parts = []
    if cell.figure is not None:
        parts.append(f"{cell.figure.text}{' %' if cell.percent else ''}")
    if cell.lower is not None and cell.upper is not None:
        ends = f"{cell.lower.text} to {cell.upper.text}"
        parts.append(f"({ends})" if parts else ends)
    parts = [" ".join((*parts, result.measured)).strip()] if parts else []
    if cell.events is not None and cell.total is not None:
        mark = "†" if cell.derived else ""
        parts.append(f"{grouped(cell.events)} of {grouped(cell.total)}{mark}")
    elif cell.events is not None:
        parts.append(grouped(cell.events))
    return f"{who}{', '.join(parts)}" if parts else ""


def slips(study: Study) -> Iterator[str]:
    """Numbers of the source that do not fit each other and stay as written, each with the reason."""
    for accepted in study.accepted:
        yield f"{accepted.about}, {accepted.finding.replace('-', ' ')}: {sentence(accepted.because)}"


def derivations(study: Study) -> Iterator[str]:
    """How each number that no source prints was come by."""
    for arm in study.arms:
        if arm.derived is not None:
            yield f"{arm.label}, number of patients: {arm.derived.how}"
    for result in study.results:
        for cell in result.cells:
            if cell.derived is not None:
                others = cell.derived.others
                also = f" (also possible: {listed(map(str, others), 'or')})" if others else ""
                yield f"{result.outcome}, {cell.events} of {cell.total}: {cell.derived.how}{also}"


def question_lines(review: Review) -> tuple[tuple[str, str], ...]:
    """Population, intervention, comparators and outcomes, each with its name."""
    question = review.question
    return (
        ("Population", question.population or "not stated"),
        ("Intervention", question.intervention or "not stated"),
        ("Comparators", listed(question.comparators) or "none"),
        ("Outcomes", listed(question.outcomes) or "none"),
    )


def concluded_words(review: Review) -> str:
    """What the document itself concludes; nothing where it does not say."""
    conclusion = review.conclusion
    if conclusion is None:
        return ""
    says = f"{conclusion.verdict}. {conclusion.says}".strip()
    cites = cites_words(conclusion.cites)
    return f"{says} ({cites})" if cites else says


def because_words(step: RatingStep | VerdictStep) -> str:
    """Why a step is as it is; nothing where a person has set it and says so elsewhere."""
    if step.override is not None and step.override.because in step.because:
        return ""
    return sentence(step.because)
