"""For each finding a study that has it, and a twin that differs in nothing else and has it not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.evidence.studies.written import HEAD, median, rate, result

SINGLE = HEAD.replace("  hot: {label: Hot, treatment: radiofrequency, n: 40}\n", "").replace("100", "60")
"""A study of one arm."""
UNKNOWN = re.sub(r"n: (?:60|40)}", "n: not stated}", HEAD)
"""A study whose arms are of unknown size."""


@dataclass(frozen=True)
class Twin:
    """The results of both studies, and what stands before them."""

    wrong: str
    right: str
    wrong_head: str = HEAD
    right_head: str = HEAD


def _group(first: str, second: str) -> str:
    """A whole arm, and two percentages of a group of it."""
    return (
        result("cold: 50 of 60", outcome="recurrence")
        + result(f"cold: {first}", more="group: few", name="one")
        + result(f"cold: {second}", more="group: few", name="other", outcome="recurrence")
    )


def _effect(p: str) -> str:
    effect = "{measure: hazard ratio, treated: cold, control: hot, value: 0.50 (0.20 to 1.20)}"
    return f"- {{id: a, outcome: a, nature: ratio, p: {p}, effect: {effect}}}"


def _derived(events: int) -> str:
    return result("cold: 30 %", more=f"derived: {{cold: {{events: {events}, total: 60, how: by hand}}}}")


def _observed(follow_up: str, then: str) -> str:
    return median(f"all: {follow_up}", "follow-up", "observed") + then


ANY = result("all: 5")

TWINS = {
    "arms-above-study": Twin(ANY, ANY, HEAD.replace("n: 40}", "n: 41}")),
    "arms-below-study": Twin(
        ANY, ANY, HEAD.replace("n: 100", "n: 101"), HEAD.replace("n: 100", "n: 98\nin several arms: 2")
    ),
    "denominator-not-stated": Twin(result("cold: 7 (70 %)"), result("cold: 7 of 10 (70 %)")),
    "derived-does-not-fit": Twin(_derived(17), _derived(18)),
    "estimate-outside-interval": Twin(
        median("cold: 7 (8 to 64)", "survival"), median("cold: 8 (8 to 64)", "survival")
    ),
    "events-above-total": Twin(result("cold: 61 of 60"), result("cold: 60 of 60")),
    "follow-ups-differ": Twin(
        median("cold: 20", "follow-up", "one") + median("cold: 21", "follow-up", "two"),
        median("cold: 20", "follow-up", "one") + median("hot: 21", "follow-up", "two"),
    ),
    "incidence-falls": Twin(
        rate("cold: [9 %, 8 %]", "[1 y, 2 y]", "recurrence"),
        rate("cold: [9 %, 9 %]", "[1 y, 2 y]", "recurrence"),
    ),
    "jointly-infeasible": Twin(_group("65 %", "38 %"), _group("50 %", "50 %")),
    "median-against-rate": Twin(
        median("cold: 11", "survival") + rate("cold: 51 %", "1 y", "survival"),
        median("cold: 13", "survival") + rate("cold: 51 %", "1 y", "survival"),
    ),
    "p-against-interval": Twin(_effect(".001"), _effect(".13")),
    "p-not-reproduced": Twin(
        result("cold: 30 of 60, hot: 20 of 40", more="p: .04"),
        result("cold: 30 of 60, hot: 10 of 40", more="p: .012"),
    ),
    "p-reproduced": Twin(
        result("cold: 30 of 60, hot: 10 of 40", more="p: .01"), result("cold: 30 of 60, hot: 10 of 40")
    ),
    "parts-above-whole": Twin(
        result("cold: 5") + result("cold: 6", more="part of: outcome", name="part"),
        result("cold: 5") + result("cold: 5", more="part of: outcome", name="part"),
    ),
    "parts-below-whole": Twin(
        result("cold: 5") + result("cold: 4", more="part of: outcome", name="part"),
        result("cold: 60", more="part of: patients"),
    ),
    "percentage-fits-no-count": Twin(result("cold: 7 of 60 (11.5 %)"), result("cold: 7 of 60 (11.7 %)")),
    "percentage-of-arm": Twin(result("cold: 11.4 %"), result("cold: 11.4 %", more="group: few")),
    "percentage-truncated": Twin(result("cold: 7 of 60 (11.6 %)"), result("cold: 7 of 60 (12 %)")),
    "range-symmetric": Twin(
        median("cold: 12.3 (8.4 to 16.2)", "survival"), median("cold: 12.3 (8.4 to 16.3)", "survival")
    ),
    "rate-beyond-follow-up": Twin(
        _observed("11", rate("cold: 50 %", "2 y", "survival")),
        _observed("12", rate("cold: 50 %", "2 y", "survival")),
    ),
    "size-not-stated": Twin(ANY, ANY, UNKNOWN),
    "survival-above-overall": Twin(
        rate("cold: 51 %", "1 y", "overall survival") + rate("cold: 53 %", "1 y", "tumor-free survival", "b"),
        rate("cold: 53 %", "1 y", "overall survival") + rate("cold: 53 %", "1 y", "tumor-free survival", "b"),
    ),
    "survival-beyond-follow-up": Twin(
        _observed("32 (7 to 61)", median("all: 29 (3 to 62)", "survival")),
        _observed("32 (7 to 61)", median("all: 29 (3 to 61)", "survival")),
    ),
    "survival-rises": Twin(
        rate("cold: [50 %, 51 %]", "[1 y, 2 y]", "survival"),
        rate("cold: [50 %, 50 %]", "[1 y, 2 y]", "survival"),
    ),
    "total-above-arm": Twin(result("cold: 5 of 61"), result("cold: 5 of 61", more="counts: lesions")),
}
