"""Reviews and methods with one thing wrong: what is changed, and into what."""

from __future__ import annotations

REVIEWS: dict[str, tuple[str, str]] = {
    "misspelt-key": ("principles:", "principels:"),
    "missing-key": ("method: default\n", ""),
    "no-mapping": (
        "search: {database: MEDLINE, through: not stated, says: Nothing is said of its end., lines: 11}",
        "search: MEDLINE",
    ),
    "wrong-day": ("as of: 2020-06-30", "as of: 2020-02-30"),
    "wrong-lines": ("lines: 10-20", "lines: 20-10"),
    "wrong-role": ("for: efficacy", "for: eficacy"),
    "wrong-indirect": ("indirect: {population: Only the old.}", "indirect: {populations: Only the old.}"),
    "unknown-study": ("{study: other-2009, because", "{study: other-2019, because"),
    "study-listed-twice": ("{study: other-2009, because", "{study: long-2010, because"),
    "cohort-of-one": ("studies: [short-2012, early-2008]", "studies: [short-2012]"),
    "cohort-of-strangers": ("studies: [short-2012, early-2008]", "studies: [short-2012, other-2009]"),
    "kept-elsewhere": ("early-2008], because", "early-2008], keep: early-2009, because"),
    "wrong-measure": ("measure: risk ratio", "measure: risc ratio"),
    "threshold-in-percent": ("difference: 0.05", "difference: 5"),
    "threshold-of-a-proportion": (
        "    measure: proportion\n",
        "    measure: proportion\n    threshold: {difference: 0.05, because: A guideline says so.}\n",
    ),
    "row-without-control": ("treated: cold, control: warm", "treated: cold"),
    "row-with-itself": ("treated: cold, control: warm", "treated: cold, control: cold"),
    "proportion-of-two-arms": (
        "result: frostbite, treated: cold",
        "result: frostbite, treated: cold, control: warm",
    ),
    "row-of-a-stranger": ("{study: long-2010, result", "{study: other-2009, result"),
    "row-without-result": ("result: flares,", "result: flare,"),
    "row-without-arm": ("control: warm", "control: warmth"),
    "row-of-an-arm-without-numbers": (
        "{study: short-2012, result: frostbite, treated: cold}",
        "{study: long-2010, result: pain, treated: cold}\n      - {study: long-2010, result: flares}",
    ),
    "printed-effect-of-counts": ("control: warm}", "control: warm, printed effect: yes}"),
    "printed-effect-of-another-measure": (
        "result: flares, treated: cold, control: warm",
        "result: pain, treated: cold, control: warm, printed effect: yes",
    ),
    "outcome-twice": ("id: harm\n", "id: flares\n"),
    "unknown-step": ("step: imprecision", "step: imprecison"),
    "step-cannot-be": ('value: "-1"', 'value: "+1"'),
    "step-of-no-outcome": ("outcome: flares, value", "outcome: flare, value"),
    "verdict-step-of-an-outcome": ("{step: R7, value", "{step: R7, outcome: flares, value"),
    "override-without-a-person": (
        ", by: The committee, on: 2024-01-31, because: Too much.",
        ", on: 2024-01-31, because: Too much.",
    ),
    "override-without-a-reason": (", because: Too much.", ""),
    "overridden-twice": ("step: R7, value: yes", "step: imprecision, outcome: flares, value: 0"),
    "unknown-method": ("method: default", "method: defualt"),
    "published-later": ("as of: 2020-06-30", "as of: 2011-06-30"),
    "cited-and-unsaid": ("  - {study: other-2009, because: It warms and does not chill.}", "  []"),
    "wrong-fact": ("holds: yes, because: Cleared.", "holds: perhaps, because: Cleared."),
    "empty-value": ("title: Chilling in gout", "title:"),
    "key-twice": ("note: Small on purpose.", "note: Small.\nnote: On purpose."),
    "no-yaml": ("principles:", "principles: ["),
}

METHODS: dict[str, tuple[str, str]] = {
    "misspelt-key": ("between studies: REML", "between study: REML"),
    "unknown-estimator": ("between studies: REML", "between studies: RELM"),
    "level-in-percent": ("level: 0.95", "level: 95"),
    "no-number": ("alpha: 0.05", "alpha: five percent"),
    "levels-out-of-range": ("    each: 1\n", "    each: 4\n"),
    "weaker-second": ("very serious from: 75", "very serious from: 40"),
    "large-effects-exchanged": ("very large above: 5", "very large above: 1.5"),
    "unknown-certainty": ("at least: moderate", "at least: medium"),
    "unknown-rule": ("[R1, R4, R5 or R6, R7]", "[R1, R4, R5 or R9, R7]"),
    "too-many-criteria": ("at least: 4 ", "at least: 5 "),
    "unknown-status": (
        "sufficient contradicts: [investigational]",
        "sufficient contradicts: [investigative]",
    ),
    "rule-left-out": ("    R7:\n", "    R9:\n"),
    "rule-named-twice": ("rule: G3", "rule: G2"),
    "rule-of-the-verdict": ("rule: G3", "rule: R3"),
    "version-empty": ('version: "1.0"', "version:"),
}
