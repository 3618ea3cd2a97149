"""The two source documents: what a careful reader found is found, and what is right stays unmarked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coverdict.documents.finding import Finding
from coverdict.documents.lint import RULES, lint_manuscript
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.reading import read_manuscript
from tests.documents.lint.sources import DOCUMENTS, Defect, Place, defects

# Which rules stand for a defect. None: no general rule finds it, and why.
RULES_OF: dict[str, tuple[str, ...] | None] = {
    "N1": ("jointly-infeasible",),
    "N2": ("group-sum",),
    "N3": ("percentage-of-count",),
    "N4": ("percentage-of-count", "percentages-of-parts"),
    "N5": ("percent-sign-missing",),
    "N6": ("percentage-of-count", "percentage-truncated"),
    "N7": ("rate-does-not-follow",),
    "N8": ("denominator-not-stated",),
    "N9": ("denominator-not-stated",),
    "N10": ("parts-of-whole",),
    "N11": ("range-symmetric",),
    "N12": ("unit-slip",),
    "N13": ("follow-up-differs", "survival-beyond-follow-up"),
    "N14": ("matched-size-missing",),
    "N15": ("p-not-reproduced",),
    "N16": ("p-not-reproduced",),
    "N17": ("p-not-reproduced",),
    "N18": ("claim-against-numbers",),
    "N19": None,  # needs the direction of every comparison of the body, arm by arm
    "N20": ("range-contradicted",),
    "R1": ("reference-list-missing",),
    "R2": ("citation-gap",),
    "R3": ("citation-malformed",),
    "R4": ("author-differs",),
    "R5": ("entry-uncited",),
    "R6": ("sign-lost",),
    "R7": ("claim-without-citation",),
    "R8": ("cohorts-overlap",),
    "P1": ("statement-against-rationale",),
    "P2": ("statement-against-benefits",),
    "P3": ("threshold-ambiguous",),
    "P4": ("criteria-not-joined",),
    "P5": ("approach-without-code",),
    "P6": ("code-two-descriptors",),
    "P7": ("section-empty",),
    "P8": ("agency-misnamed",),
    "P9": ("announced-count",),
    "P10": ("summary-denies-trial",),
    "P11": ("population-mismatch",),
    "P12": ("comparator-mismatch",),
    "P13": ("section-missing",),
    "P14": ("design-drift",),
    "P15": ("outcomes-drift",),
    "P16": ("population-in-part",),
    "P17": ("population-narrower",),
    "P18": ("negation-garbled",),
    "P19": None,  # only the other document's text shows that a word was replaced
}

# What was recomputed and is right, or must not be taken for a count: a few words that find the place.
TRUE_NEGATIVES: tuple[tuple[str, str, str], ...] = (
    ("S1", "7 (3.9%) patients following", "7/180"),
    ("S1", "6 (3.3%) patients following RFA ($p=.776$)", "6/180, and p of 7/180 v 6/180"),
    ("S0", "26 (84%) of 31", "26/31"),
    ("S0", "24 (73%) of 33", "24/33"),
    ("S0", "Sixty-four patients\nwere treated", "31 + 33 = 64"),
    ("S1", "205 (92.3%) of 222", "205/222"),
    ("S1", "14 patients had survived and 110 had died", "14 + 110 = 124"),
    ("S1", "67.7% vs 28%; p=.007", "21/31 v 7/25"),
    ("S1", "odds ratio, 4.66; 95% confidence interval [CI], 1.38 to 15.73", "√(1.38 × 15.73) = 4.659"),
    ("S1", "66.7% vs 88.3%; p=.006", "32/48 v 53/60"),
    ("S1", "16.0% vs 9.8%, $p=.493$", "8/50 v 6/61, Yates"),
    ("S1", "12.0% vs 3.3%, $p=.137$", "6/50 v 2/61, Fisher"),
    ("S1", "Twenty-five patients underwent 33", "25 + 22 - 5 = 42"),
    ("S1", "185 tumors in 135 patients", "135 + 165 = 300"),
    ("S1", "832 (96.1%) patients", "832/866"),
    ("S1", "99$ [11.9%] local", "99/832"),
    ("S1", "eliminated in 87% of patients", "27/31"),
    ("S1", "82 of whom had liver metastases", "82 and 41 of 123"),
    ("S1", "median, 31 months; n=45", "45 + 39 + 117 = 201"),
    ("S1", "mortality rate was 3.1%", "13/415"),
    ("S1", "10 (3%) patients and included", "4 + 3 + 1 + 1 + 1 = 10; 10/293"),
    ("S1", "Twenty-nine percent (16/55)", "16/55"),
    ("S1", "39 (5.9%) had additional", "39/665"),
    ("S1", "(19 RFA, 20 CSA)", "19 + 20 = 39"),
    ("S1", "41% (16/39)", "16/39"),
    ("S1", "41 (14.6%) patients", "41/280"),
    ("S1", "115 (41.1%)", "115/280"),
    ("S1", "68 (24.3%)", "68/280"),
    ("S1", "56 (20%)", "56/280"),
    ("S1", "recurrence rate was 47.2%", "154/326"),
    ("S1", "6.4% for all cases", "21/326"),
    ("S0", "with (n=80) or without (n=92) resection", "80 + 92 = 172"),
    ("S0", "17% for all patients, 11% in the sequential", "17 between 11 and 23"),
    ("S0", "23% in the cryosurgery alone group\n(p=0.001)", "p of 11 v 23 over the splits of 420"),
    ("S0", "5-year survival rates were 39%", "p over the splits of 420"),
    ("S1", "84%, 37%, and 17%, respectively", "means inside their ranges"),
    ("S1", "ranged from 46% to 92% at 1 year", "means inside their ranges"),
    ("S1", "97%, 67%, and 40%, and 97%, 66%, and 38%", "survival does not rise"),
    ("S1", "89%, 54%, and 35% in the", "survival does not rise"),
    ("S1", "92%, 82%, and 64%, respectively", "survival does not rise"),
    ("S1", "88%, 47%, and 32%, respectively", "survival does not rise"),
    ("S1", "adjusted hazard ratio, 0.3; 95% CI, 0.1 to 0.9; p=.02", "z over rounded ends"),
    ("S1", "92%, 73%, 61% and 40% at 1, 3, 5, and 10 years", "Kaplan-Meier: no count of 40 is 61 %"),
    ("S0", "79% at 5 years", "actuarial: no count of 15 is 79 %"),
    ("S1", "80% vs 68%, p=.20", "Kaplan-Meier: no count of 64 is 68 %"),
    ("S1", "This review antedates Wang et al (2015)", "the next number is another's"),
    ("S1", "Major complications ranged from 7% to 66%", "a range of one review"),
)


@pytest.fixture
def linted(shared: Callable[[str], Path]) -> dict[str, tuple[Manuscript, tuple[Finding, ...]]]:
    """Both documents with all that is found in them."""
    return {name: _linted(shared(file)) for name, file in DOCUMENTS.items()}


@cache
def _linted(path: Path) -> tuple[Manuscript, tuple[Finding, ...]]:
    manuscript = read_manuscript(path)
    return manuscript, lint_manuscript(manuscript)


def found_at(
    place: Place, rules: tuple[str, ...], manuscript: Manuscript, findings: tuple[Finding, ...]
) -> bool:
    """Whether one of the rules has a finding on one of the lines."""
    for one in findings:
        if one.rule not in rules:
            continue
        for span in (one.span, *one.also):
            first, last = (
                manuscript.place(span.start).line,
                manuscript.place(max(span.start, span.end - 1)).line,
            )
            if first < place.lines.stop and last >= place.lines.start:
                return True
    return False


# Every defect of severity A of the classes N, R and P is found where the table says, and at least 80 % of
# those of severity B.
def test_defects_of_the_sources_are_found(
    linted: dict[str, tuple[Manuscript, tuple[Finding, ...]]],
    shared: Callable[[str], Path],
    record_property: Callable[[str, Any], None],
) -> None:
    table = defects(shared("evidence/defects.md"))
    missed: dict[str, list[Defect]] = {"A": [], "B": []}
    counted = {"A": 0, "B": 0}
    for one in table.values():
        if one.severity not in counted:
            continue
        counted[one.severity] += 1
        rules = RULES_OF[one.id]
        if rules is None or not any(found_at(place, rules, *linted[place.document]) for place in one.places):
            missed[one.severity].append(one)
    told = ", ".join(
        f"{counted[key] - len(missed[key])} of {counted[key]} of severity {key}" for key in counted
    )
    record_property("numbers of defects of the sources found", told)
    assert not missed["A"], f"missed: {', '.join(one.id for one in missed['A'])}"
    assert len(missed["B"]) <= 0.2 * counted["B"], f"missed: {', '.join(one.id for one in missed['B'])}"


# No rule about numbers or references marks what was recomputed and is right, nor a trap.
@pytest.mark.parametrize(("document", "words", "why"), TRUE_NEGATIVES, ids=lambda value: value[:40])
def test_true_negatives_of_the_sources(
    document: str, words: str, why: str, linted: dict[str, tuple[Manuscript, tuple[Finding, ...]]]
) -> None:
    manuscript, findings = linted[document]
    start = manuscript.text.index(words)
    end = start + len(words)
    marked = [
        one
        for one in findings
        if RULES[one.rule].kind != "policy" and one.span.start < end and one.span.end > start
    ]
    # A finding that spans a whole sentence for another reason is not about these words.
    marked = [one for one in marked if one.span.end - one.span.start < 160]
    assert not marked, f"{why}: {[one.rule for one in marked]}"


# Numbers in the text of the newer document rise from 1 to 33 and have their entries: nothing is said of them.
def test_citations_of_the_newer_source(linted: dict[str, tuple[Manuscript, tuple[Finding, ...]]]) -> None:
    _, findings = linted["S1"]
    silent = {
        "citation-without-entry",
        "citation-gap",
        "reference-numbering",
        "citation-order",
        "year-differs",
    }
    assert not [one for one in findings if one.rule in silent]


# Every rule that stands for a defect is in the catalogue.
def test_rules_are_known() -> None:
    assert {rule for rules in RULES_OF.values() if rules for rule in rules} <= set(RULES)


# No rule names a study, a payer, a place or a policy of the source documents.
def test_rules_are_general(shared: Callable[[str], Path]) -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in Path(__file__).resolve().parents[3].joinpath("src/coverdict/documents/lint").rglob("*.py")
    )
    text = shared(DOCUMENTS["S1"]).read_text(encoding="utf-8")
    names = set(re.findall(r"\b([A-Z][a-z\-]+) et al", text)) | {
        "Michigan",
        "California",
        "Cryo",
        "BCNA",
        "7.01.75",
    }
    assert not [name for name in sorted(names) if re.search(rf"\b{re.escape(name)}\b", code)]
