"""What a policy says of a review's population, exactly, and what is told of evidence that is not right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.analysis.findings.checking import check
from coverdict.analysis.findings.evidence import evidence_of
from coverdict.analysis.statements import appraisal_of, document_of, statement_of
from coverdict.cli.check import Scope, results_of
from coverdict.decision import Desk
from coverdict.evidence.opening import Evidence
from tests.analysis.test_findings_golden import GOLDEN, opened, parts

FILES = dict(parts((GOLDEN / "evidence-contradicts.md").read_text(encoding="utf-8")))
REVIEW, POLICY = "evidence/reviews/primary.yaml", "policies/p.md"
Library = Callable[..., tuple[Desk, Evidence]]


@pytest.fixture
def changed(tmp_path: Path) -> Library:
    """The library of the finding's case, with changes: file, what stands there, what shall stand there."""

    def make(*changes: tuple[str, str, str]) -> tuple[Desk, Evidence]:
        files = dict(FILES)
        for file, old, new in changes:
            assert files[file].count(old) == 1, (file, old)
            files[file] = files[file].replace(old, new)
        desk = opened(tmp_path, files)
        evidence = evidence_of(desk.library)
        assert evidence is not None
        return desk, evidence

    return make


def statuses(desk: Desk, evidence: Evidence, name: str) -> tuple[str, ...]:
    review = evidence.reviews[name]
    document = document_of(desk.library, review)
    assert document is not None
    return statement_of(desk.library, document, [review]).of(review)


# Of each population the statuses that its own patients can get, not those of others.
def test_statuses_by_population(changed: Library) -> None:
    library = changed()
    assert statuses(*library, "primary") == ("established", "not_medically_necessary")
    assert statuses(*library, "metastases") == ("investigational",)


# A narrower population gets less; everybody gets everything.
@pytest.mark.parametrize(
    ("patients", "expected"),
    [
        ("origin is primary and size <= 2 cm", ("established",)),
        ("origin is primary and size > 3 cm", ("not_medically_necessary",)),
        ("size > 3 cm", ("investigational", "not_medically_necessary")),
        ("origin is primary and size < 1 cm and size > 2 cm", ()),
    ],
)
def test_narrower_populations(changed: Library, patients: str, expected: tuple[str, ...]) -> None:
    library = changed((REVIEW, "patients: origin is primary", f"patients: {patients}"))
    assert statuses(*library, "primary") == expected


def test_everybody(changed: Library) -> None:
    library = changed((REVIEW, "  patients: origin is primary\n", ""))
    assert statuses(*library, "primary") == ("investigational", "established", "not_medically_necessary")


def told(desk: Desk) -> list[str]:
    return [one.what for one in check(desk).findings if one.id == "evidence-contradicts"]


# The finding goes when the rule no longer says it, and comes back the other way round when the evidence
# suffices and the rule calls the service investigational.
def test_either_way(changed: Library) -> None:
    desk, _ = changed((POLICY, "status: established", "status: investigational"))
    assert told(desk) == []


def test_sufficient_evidence_for_what_is_called_investigational(changed: Library) -> None:
    study = "evidence/studies/long-2020.yaml"
    desk, evidence = changed(
        (POLICY, "status: established", "status: investigational"),
        (study, "n: 400\n", "n: 8000\n"),
        (study, "n: 200}\n  heat", "n: 4000}\n  heat"),
        (study, "treatment: heating, n: 200", "treatment: heating, n: 4000"),
        (study, "20 of 200 (10 %), heat: 22 of 200 (11 %)", "400 of 4000 (10 %), heat: 800 of 4000 (20 %)"),
    )
    found = appraisal_of(desk.library, evidence, evidence.reviews["primary"])
    assert found.verdict.sufficient, [(step.rule, step.holds, step.because) for step in found.verdict.steps]
    assert found.verdict.contradicts == (
        "the policy's statement says investigational; the evidence is sufficient",
    )
    assert told(desk) == [
        "the rule small says investigational, and the evidence is sufficient (review primary)"
    ]


# A payer who has another reason accepts the finding, and it is told no more.
def test_accepting(changed: Library) -> None:
    block = (
        "```yaml accepted finding\nfinding: evidence-contradicts\nabout: small\n"
        "because: A law of the state asks for it, whatever the evidence.\n```\n"
    )
    desk, _ = changed(
        (
            POLICY,
            "otherwise: not_medically_necessary\n```\n",
            f"otherwise: not_medically_necessary\n```\n\n{block}",
        )
    )
    assert told(desk) == []
    assert [
        one.finding.about for one in check(desk).accepted if one.finding.id == "evidence-contradicts"
    ] == ["small"]


# A folder without evidence has no such finding, and no problem.
def test_no_evidence(tmp_path: Path) -> None:
    desk = opened(tmp_path, {POLICY: FILES[POLICY]})
    assert told(desk) == [] and check(desk).problems == ()


# What is wrong with the evidence is told as a problem of its file; no statement is judged by it meanwhile.
@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("patients: origin is primary", "patients: origin is primery", "primery"),
        ("patients: origin is primary", "patients: orign is primary", "orign"),
        ("policy: a/b", "policy: a/c", "the policy a/c is not in the library"),
        ("version: p", "version: q", "the policy a/b has no version q"),
        ("study: long-2020, for", "study: long-2021, for", "the study long-2021 is not in the library"),
        ("method: default", "method: ours", "the method ours is not in the library"),
        ("review: primary", "reviews: primary", "a review has no key reviews"),
    ],
)
def test_evidence_with_problems(changed: Library, tmp_path: Path, old: str, new: str, what: str) -> None:
    desk, _ = changed((REVIEW, old, new))
    checked = check(desk)
    assert any(what in one.what and one.place.file == REVIEW for one in checked.problems)
    assert all(one.line for one in checked.problems)
    assert told(desk) == []
    (result,) = results_of((Scope(tmp_path),))
    assert result.falls_short and str(tmp_path / REVIEW) in {one.place.file for one in result.problems}
