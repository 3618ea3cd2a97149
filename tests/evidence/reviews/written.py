"""A small review, the studies that it names, and ways to spoil it."""

from __future__ import annotations

from pathlib import Path

from coverdict.evidence.methods import read_method
from coverdict.evidence.methods_model import Method
from coverdict.evidence.reviews.checks import check_reviews
from coverdict.evidence.reviews.model import Review
from coverdict.evidence.reviews.reading import read_review
from coverdict.evidence.studies.model import Study
from coverdict.evidence.studies.reading import read_study
from coverdict.text import DocumentError, Problem

SHIPPED = Path(__file__).resolve().parents[3] / "library" / "evidence"
METHOD = (SHIPPED / "methods" / "default.yaml").read_text(encoding="utf-8")

REVIEW = """\
review: gout
title: Chilling in gout
policy: first/chilling
version: "2024"
as of: 2020-06-30
method: default
lines: 10-20
question:
  population: people with gout
  patients: disease is gout
  conditions: [gout]
  intervention: chilling
  treatments: [chilling]
  comparators: [warming]
  outcomes: [flares, harm]
search: {database: MEDLINE, through: not stated, says: Nothing is said of its end., lines: 11}
principles:
  - Trials first.
included:
  - {study: long-2010, for: efficacy, because: The only trial.}
  - study: short-2012
    for: harms
    because: A large series.
    indirect: {population: Only the old.}
  - {study: early-2008, for: harms, because: An earlier series.}
excluded:
  - {study: other-2009, because: It warms and does not chill.}
cohorts:
  - {studies: [short-2012, early-2008], because: One hospital.}
outcomes:
  - id: flares
    label: Flares
    critical: yes
    health: yes
    event is: harm
    measure: risk ratio
    threshold: {difference: 0.05, because: A guideline says so.}
    rows:
      - {study: long-2010, result: flares, treated: cold, control: warm}
  - id: harm
    label: Frostbite
    critical: yes
    health: yes
    event is: harm
    measure: proportion
    rows:
      - {study: short-2012, result: frostbite, treated: cold}
regulatory: {holds: yes, because: Cleared., lines: 12}
attainable: {holds: not stated, because: Nobody says., lines: 13}
conclusion: {verdict: insufficient, says: Not enough., lines: 20}
overrides:
  - {step: imprecision, outcome: flares, value: "-1", by: The committee, on: 2024-01-31, because: Too much.}
  - {step: R7, value: yes, by: The committee, on: 2024-01-31, because: Two centers are known to us.}
note: Small on purpose.
"""


def _study(name: str, year: int, design: str, arms: str, results: str, n: int = 100) -> str:
    return f"""\
study: {name}
label: {name.split("-")[0].capitalize()} {year}
pmid: not stated
year: {year}
title: A study
design: {design}
condition: gout
population: People with gout
n: {n}
cited:
  first: {{policy: first/chilling, version: "2024", lines: 15}}
arms:
{arms}
results:
{results}
risk of bias:
  - {{domain: overall, level: low, because: Well done.}}
"""


COLD = "  cold: {label: Chilling, treatment: chilling, n: 50}"
WARM = "  warm: {label: Warming, treatment: warming, n: 50}"
STUDIES = (
    _study(
        "long-2010",
        2010,
        "randomised trial",
        f"{COLD}\n{WARM}",
        "  - {id: flares, outcome: flares, nature: count, found: {cold: 10 of 50, warm: 20 of 50}}\n"
        "  - id: pain\n    outcome: pain\n    nature: ratio\n"
        "    effect: {measure: hazard ratio, treated: cold, control: warm, value: 0.5 (0.3 to 0.9)}",
    ),
    _study(
        "short-2012",
        2012,
        "single arm",
        "  cold: {label: Chilling, treatment: chilling, n: 200}",
        "  - {id: frostbite, outcome: frostbite, nature: count, found: {cold: 2 of 200 (1 %)}}",
        200,
    ),
    _study(
        "early-2008",
        2008,
        "single arm",
        "  cold: {label: Chilling, treatment: chilling, n: 80}",
        "  - {id: frostbite, outcome: frostbite, nature: count, found: {cold: 1 of 80 (1 %)}}",
        80,
    ),
    _study(
        "other-2009",
        2009,
        "single arm",
        "  warm: {label: Warming, treatment: warming, n: 50}",
        "  - {id: burns, outcome: burns, nature: count, found: {warm: 1 of 50 (2 %)}}",
    ),
)


def studies(*texts: str) -> dict[str, Study]:
    """The studies of these texts, by id; those of the small review where there are none."""
    read = (read_study(text, "study.yaml") for text in texts or STUDIES)
    return {study.id: study for study in read}


def methods() -> dict[str, Method]:
    return {"default": read_method(METHOD, "default.yaml")}


def review(text: str = REVIEW) -> Review:
    return read_review(text, "evidence/reviews/gout.yaml")


def spoilt(text: str, old: str, new: str) -> str:
    """The text with one place changed."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def told(text: str) -> str:
    """What is said of a review's text: by reading it or, where it can be read, beside its studies."""
    try:
        read = review(text)
    except DocumentError as error:
        return str(error)
    return "\n".join(
        str(_with_line(problem, text)) for problem in check_reviews([read], studies(), methods())
    )


def _with_line(problem: Problem, text: str) -> Problem:
    line = text.split("\n")[problem.place.line - 1]
    return Problem(problem.place, problem.what, problem.right, line, problem.width)
