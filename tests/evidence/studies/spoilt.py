"""Studies' files with one thing wrong in each, for the golden messages."""

from __future__ import annotations

from dataclasses import dataclass

from tests.evidence.studies.written import HEAD


@dataclass(frozen=True)
class Spoilt:
    """What is changed in the right file: `old`, which stands there once, into `new`."""

    old: str
    new: str


OTHER = "  other: {policy: other/policy, version: 2021, lines: 5}\n"

RIGHT = (
    HEAD.replace("reference: 1}\n", "reference: 1}\n" + OTHER)
    + """\
  - id: complications
    outcome: complications
    nature: count
    found: {cold: 7 of 60 (11.7 %), hot: 6 of 40 (15 %)}
    p: .63

  - id: survival
    outcome: overall survival
    nature: time to event
    at: [1 y, 3 y]
    found:
      cold: [90 %, 70 %]
      hot: [85 %, 60 %]
    derived:
      cold: {events: 42, total: 60, how: by hand}

  - id: recurrence
    outcome: recurrence
    nature: ratio
    effect: {measure: hazard ratio, treated: cold, control: hot, value: 0.5 (0.2 to 1.2)}
    p: .13

risk of bias:
  - {domain: overall, level: low, because: Well made.}

differences:
  - about: year
    prints: {paper: "2020", other: "2021"}
"""
)

CITED = RIGHT[RIGHT.index("cited:") : RIGHT.index("\narms:")]
RESULTS = RIGHT[RIGHT.index("  - id: complications") : RIGHT.index("risk of bias")]
EFFECT = "    effect: {measure: hazard ratio, treated: cold, control: hot, value: 0.5 (0.2 to 1.2)}\n"
CELLS = "found: {cold: 7 of 60 (11.7 %), hot"


def _accepting(finding: str) -> Spoilt:
    entry = f"  - {{finding: {finding}, about: survival-3y, because: So printed.}}"
    return Spoilt("risk of bias:", f"accepted findings:\n{entry}\n\nrisk of bias:")


SPOILT = {
    # --- the file
    "no-mapping": Spoilt(RIGHT, "- a\n- list\n"),
    "empty": Spoilt(RIGHT, ""),
    "malformed-yaml": Spoilt("found: {cold: 7 of", "found: {cold: [7 of"),
    "key-twice": Spoilt("label: Example 2020", "label: Example 2020\nlabel: Again"),
    "misspelt-key": Spoilt("population: Grown-up", "populaton: Grown-up"),
    "no-size": Spoilt("n: 100\n", ""),
    "no-value": Spoilt("title: Freezing against heating, a made-up trial", "title:"),
    "design": Spoilt("design: randomised trial", "design: randomized trial"),
    "pmid": Spoilt("pmid: 123456", "pmid: PMC123456"),
    "year": Spoilt("year: 2020", "year: 20"),
    "cited-nowhere": Spoilt(CITED, "cited: example/policy\n"),
    "lines-backwards": Spoilt("lines: 10-20", "lines: 20-10"),
    "lines-of-words": Spoilt("lines: 10-20", "lines: page 3"),
    # --- arms
    "arm-without-size": Spoilt("treatment: radiofrequency, n: 40", "treatment: radiofrequency"),
    "arm-called-all": Spoilt("  hot: {label: Hot", "  all: {label: Hot"),
    "arm-negative": Spoilt("radiofrequency, n: 40", "radiofrequency, n: -40"),
    "arm-of-nobody": Spoilt("radiofrequency, n: 40", "radiofrequency, n: 0"),
    "arm-huge": Spoilt("radiofrequency, n: 40", "radiofrequency, n: 40000000000"),
    "arm-printed-and-derived": Spoilt(
        "radiofrequency, n: 40}", "radiofrequency, n: 40, derived: {n: 40, how: guessed}}"
    ),
    # --- results
    "no-list": Spoilt(RESULTS, "  complications: {}\n"),
    "unknown-arm": Spoilt("hot: 6 of 40 (15 %)", "hott: 6 of 40 (15 %)"),
    "nature": Spoilt("nature: time to event", "nature: survival"),
    "id-twice": Spoilt("- id: recurrence", "- id: complications"),
    "no-numbers": Spoilt(EFFECT, ""),
    "words-without-says": Spoilt("nature: ratio\n" + EFFECT, "nature: words\n"),
    "part-of-nothing": Spoilt("  - id: recurrence\n", "  - id: recurrence\n    part of: complication\n"),
    "curve-too-short": Spoilt("hot: [85 %, 60 %]", "hot: [85 %]"),
    "curve-without-list": Spoilt("hot: [85 %, 60 %]", "hot: 60 %"),
    "times-backwards": Spoilt("at: [1 y, 3 y]", "at: [3 y, 1 y]"),
    "time": Spoilt("at: [1 y, 3 y]", "at: [1 year, 3 y]"),
    # --- cells
    "cell-of-words": Spoilt("7 of 60 (11.7 %)", "seven of 60"),
    "cell-nan": Spoilt("7 of 60 (11.7 %)", ".nan"),
    "cell-infinite": Spoilt("90 %, 70 %", "inf %, 70 %"),
    "cell-negative": Spoilt("7 of 60 (11.7 %)", "-7 of 60"),
    "cell-of-nobody": Spoilt("7 of 60 (11.7 %)", "0 of 0"),
    "cell-exponent": Spoilt("7 of 60 (11.7 %)", "1e2 of 60"),
    "cell-arabic-digits": Spoilt("7 of 60 (11.7 %)", "٧ of 60"),
    "cell-many-digits": Spoilt("90 %, 70 %", "90.000000000000000000000000000000000001 %, 70 %"),
    "cell-10-to-the-400": Spoilt("7 of 60 (11.7 %)", "1" + "0" * 400 + " of 60"),
    "percentage-above-100": Spoilt("90 %, 70 %", "190 %, 70 %"),
    "rate-without-percent": Spoilt("90 %, 70 %", "0.9, 70 %"),
    "p-above-1": Spoilt("p: .63", "p: 63"),
    "p-of-words": Spoilt("p: .63", "p: NS"),
    "level": Spoilt("value: 0.5 (0.2 to 1.2)", "value: 0.5 (0.2 to 1.2), level: 195 %"),
    "effect-of-one-arm": Spoilt("treated: cold, control: hot", "treated: cold, control: cold"),
    "derived-without-how": Spoilt("total: 60, how: by hand", "total: 60"),
    "derived-printed": Spoilt(CELLS, f"derived: {{cold: {{events: 7, how: by hand}}}}\n    {CELLS}"),
    "unknown-source": Spoilt("    p: .13", "    p: .13\n    lines: {papper: 11}"),
    "difference-of-one": Spoilt('{paper: "2020", other: "2021"}', '{paper: "2020"}'),
    # --- numbers that cannot be
    "events-above-arm": Spoilt("7 of 60 (11.7 %)", "67 of 60"),
    "percentage-of-no-count": Spoilt("7 of 60 (11.7 %)", "7 of 60 (12.7 %)"),
    "survival-rises": Spoilt("hot: [85 %, 60 %]", "hot: [85 %, 86 %]"),
    "interval-without-estimate": Spoilt("0.5 (0.2 to 1.2)", "0.5 (0.6 to 1.2)"),
    "arms-above-study": Spoilt("n: 100\n", "n: 99\n"),
    "derived-does-not-fit": Spoilt("events: 42, total: 60", "events: 40, total: 60"),
    # --- what is accepted
    "accepted-in-vain": _accepting("survival-rises"),
    "accepted-unknown": _accepting("survival-raises"),
}


def spoil(name: str) -> str:
    """The text of a case."""
    case = SPOILT[name]
    assert RIGHT.count(case.old) == 1, (name, RIGHT.count(case.old))
    return RIGHT.replace(case.old, case.new)
