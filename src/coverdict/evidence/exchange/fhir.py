"""A review as FHIR R5 resources: an EvidenceReport with its Evidence, variables and citations, in one Bundle.

Source: HL7 FHIR 5.0.0 (R5), resources Evidence (maturity 1), EvidenceReport, EvidenceVariable and Citation
(maturity 0 or 1), all for trial use: their next release will change them. So every resource is a draft and
says what it is. Resources refer to one another by the `urn:uuid:` addresses that the bundle gives them; these
are made of the review's id, so that the same review gives the same bundle.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

from coverdict.evidence.appraisal import Appraisal, VerdictStep
from coverdict.evidence.exchange import fhir_codes as codes
from coverdict.evidence.exchange.fhir_codes import Json, concept
from coverdict.evidence.exchange.fhir_statistics import (
    certainty,
    contribution_statistics,
    synthesis_statistics,
)
from coverdict.evidence.exchange.files import ExportFile, file_name
from coverdict.evidence.pooled import Contribution, Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome, Side
from coverdict.evidence.studies.model import Study

TRIAL_USE = (
    "FHIR R5 (5.0.0) has the evidence resources for trial use, at maturity level 1 or below: a ballot "
    "format, which the next release changes. Made by a program from a review; no certified evidence product."
)
PUBMED = "https://pubmed.ncbi.nlm.nih.gov"
_TAG = {
    "system": "urn:coverdict:format",
    "code": "trial-use",
    "display": "FHIR R5 for trial use (ballot format)",
}


def fhir_file(appraisal: Appraisal, level: float = 0.95) -> ExportFile:
    """The bundle of a review as a JSON file.

    Arguments:
        level: of the intervals, as the method sets it.
    """
    text = json.dumps(fhir_bundle(appraisal, level), ensure_ascii=False, indent=2, allow_nan=False)
    name = file_name(appraisal.review.id, "fhir-r5-trial-use")
    return ExportFile(f"{name}.json", f"{text}\n", "FHIR R5 Bundle of Evidence (a ballot format)")


def fhir_bundle(appraisal: Appraisal, level: float = 0.95) -> Json:
    """A Bundle of type `collection`: the EvidenceReport first, then what it refers to."""
    return _Bundle(appraisal, level).made()


class _Bundle:
    """Collects the resources of one review, each under its address."""

    def __init__(self, appraisal: Appraisal, level: float) -> None:
        self.appraisal = appraisal
        self.review = appraisal.review
        self.level = level
        self.studies = {
            study.id: study for study in (*appraisal.studies, *(one.study for one in appraisal.selection))
        }
        self.entries: dict[str, Json] = {}

    def made(self) -> Json:
        report = self._report()
        address = self._address("report")
        entries = {address: report} | self.entries
        return {
            "resourceType": "Bundle",
            "id": self._uuid("bundle"),
            "meta": {"tag": [_TAG]},
            "type": "collection",
            "entry": [{"fullUrl": url, "resource": resource} for url, resource in entries.items()],
        }

    # --- addresses ------------------------------------------------------------------------------------------

    def _uuid(self, *parts: str) -> str:
        return str(uuid5(NAMESPACE_URL, "\n".join(("urn:coverdict:review", self.review.id, *parts))))

    def _address(self, *parts: str) -> str:
        return f"urn:uuid:{self._uuid(*parts)}"

    def _put(self, kind: str, display: str, content: Json, *parts: str) -> Json:
        """Keep a resource; a Reference to it."""
        address = self._address(*parts)
        if address not in self.entries:
            head: Json = {
                "resourceType": kind,
                "id": self._uuid(*parts),
                "meta": {"tag": [_TAG]},
                "text": _narrative([display, TRIAL_USE]),
                "status": "draft",
            }
            self.entries[address] = head | content
        return {"reference": address, "type": kind, "display": display}

    # --- the report -----------------------------------------------------------------------------------------

    def _report(self) -> Json:
        review, verdict = self.review, self.appraisal.verdict
        question = self._question()
        outcomes = [self._outcome_section(one) for one in self.appraisal.syntheses]
        references = [self._citation(study) for study in self.studies.values()]
        sections: list[Json] = [
            {
                "title": "Question",
                "focus": concept(codes.SECTION, ("EvidenceVariable", "Evidence Variables used")),
                "entryReference": question,
            },
            *outcomes,
            {
                "title": "Verdict",
                "focus": concept(codes.SECTION, ("Assertion", "Assertion")),
                "text": _narrative([verdict.says, *verdict.contradicts, *verdict.would_change]),
            },
            {
                "title": "Steps of the verdict",
                "focus": concept(codes.SECTION, ("Reasons", "Reasons")),
                "text": _narrative([_said(step) for step in verdict.steps]),
            },
            {
                "title": "Selection of studies",
                "text": _narrative(
                    f"{one.study.label}: {'kept' if one.kept else 'left out'}. {one.because}"
                    for one in self.appraisal.selection
                ),
            },
            {
                "title": "References",
                "focus": concept(codes.SECTION, ("References", "References")),
                "entryReference": references,
            },
        ]
        return {
            "resourceType": "EvidenceReport",
            "id": self._uuid("report"),
            "meta": {"tag": [_TAG]},
            "text": _narrative([review.title, verdict.says, TRIAL_USE]),
            "status": "draft",
            "identifier": [{"type": {"text": "review in the library"}, "value": review.id}],
            "note": [
                {"text": TRIAL_USE},
                {"text": f"Behind the policy {review.policy}, version {review.version}."},
            ],
            "subject": self._subject(),
            "section": [section for section in sections if _holds(section)],
        }

    def _subject(self) -> Json:
        question = self.review.question
        asked = [
            (("population", "Population"), question.population),
            (("exposure", "Exposure"), question.intervention),
            *((("comparator", "Comparator"), text) for text in question.comparators),
            *((("outcome", "Outcome"), text) for text in question.outcomes),
        ]
        return {
            "characteristic": [
                {"code": concept(codes.FOCUS, code), "valueCodeableConcept": {"text": text}}
                for code, text in asked
                if text
            ],
            "note": [{"text": self.review.title}],
        }

    def _question(self) -> list[Json]:
        question = self.review.question
        return [
            self._variable("population", question.population),
            self._variable("intervention", question.intervention),
            *(self._variable("comparator", text) for text in question.comparators),
        ]

    def _variable(self, role: str, text: str, name: str = "", **more: str) -> Json:
        content: Json = {
            "title": text,
            "experimental": True,
            "description": f"{role}: {text}",
            "note": [{"text": TRIAL_USE}],
            **more,
        }
        return self._put("EvidenceVariable", text, content, "variable", role, name or text)

    def _citation(self, study: Study) -> Json:
        artifact: Json = {}
        if study.pmid:
            artifact["identifier"] = [{"system": PUBMED, "value": study.pmid}]
            artifact["webLocation"] = [{"url": f"{PUBMED}/{study.pmid}/"}]
        if study.year is not None:
            artifact["publicationForm"] = [{"articleDate": f"{study.year:04}"}]
        artifact["note"] = [{"text": f"Design as the library has it: {study.design.value}."}]
        content: Json = {
            "identifier": [{"type": {"text": "study in the library"}, "value": study.id}],
            "title": study.label,
            "experimental": True,
            "description": f"{study.title} (the library's own words, not the title as published)",
            "note": [{"text": TRIAL_USE}],
            "citedArtifact": artifact,
        }
        return self._put("Citation", study.label, content, "citation", study.id)

    # --- outcomes -------------------------------------------------------------------------------------------

    def _outcome_section(self, synthesis: Synthesis) -> Json:
        outcome = self.review.outcome(synthesis.outcome)
        singles = [self._single(synthesis, outcome, one) for one in synthesis.contributions]
        section: Json = {
            "title": synthesis.label,
            "focus": concept(codes.SECTION, _section_code(outcome)),
            "entryReference": [self._body(synthesis, outcome)],
        }
        if singles:
            code = ("SummaryOfIndividualStudyFindings", "Summary of Individual Study Findings")
            inner = {"title": "Each study", "focus": concept(codes.SECTION, code), "entryReference": singles}
            section["section"] = [inner]
        return section

    def _variables(self, synthesis: Synthesis) -> list[Json]:
        """Population, intervention, comparator and outcome of one synthesis."""
        question = self.review.question
        single = synthesis.measure == "proportion"
        roles = [
            ("population", "population", question.population),
            ("exposure", "intervention", question.intervention),
            *(() if single else (("referenceExposure", "comparator", one) for one in question.comparators)),
        ]
        found = [_definition(role, text, self._variable(name, text)) for role, name, text in roles if text]
        outcome = self._variable("outcome", synthesis.label, synthesis.outcome, handling="dichotomous")
        return [*found, _definition("measuredVariable", synthesis.label, outcome)]

    def _body(self, synthesis: Synthesis, outcome: ReviewOutcome | None) -> Json:
        rating = next((one for one in self.appraisal.ratings if one.outcome == synthesis.outcome), None)
        notes = [TRIAL_USE, *synthesis.notes]
        notes += [f"Left out: {one.label}. {one.because}" for one in synthesis.left_out]
        content: Json = {
            "title": f"{synthesis.label}: all studies",
            "experimental": True,
            "description": _described(synthesis, outcome),
            "note": [{"text": note} for note in notes],
            "variableDefinition": self._variables(synthesis),
            "synthesisType": concept(codes.SYNTHESIS, ("std-MA", "summary data meta-analysis")),
        }
        statistics = synthesis_statistics(synthesis, self.level)
        if statistics:
            content["statistic"] = statistics
        if rating is not None:
            content["certainty"] = [certainty(rating)]
        return self._put("Evidence", f"{synthesis.label}: all studies", content, "body", synthesis.outcome)

    def _single(self, synthesis: Synthesis, outcome: ReviewOutcome | None, one: Contribution) -> Json:
        study = self.studies.get(one.study)
        content: Json = {
            "title": f"{synthesis.label}: {one.label}",
            "experimental": True,
            "description": _described(synthesis, outcome),
            "note": [{"text": TRIAL_USE}],
            "variableDefinition": self._variables(synthesis),
            "synthesisType": concept(codes.SYNTHESIS, ("NotApplicable", "not applicable")),
            "statistic": contribution_statistics(one, synthesis.measure, self.level),
        }
        if study is not None:
            cited = self._citation(study)
            content["relatedArtifact"] = [{"type": "derived-from", "resourceReference": cited}]
            content["studyDesign"] = [{"text": study.design.value}]
        if one.bias:
            content["certainty"] = [
                {
                    "type": concept(codes.CERTAINTY_TYPE, ("RiskOfBias", "Risk of bias")),
                    "rating": {"text": one.bias},
                }
            ]
        name = f"{synthesis.label}: {one.label}"
        return self._put("Evidence", name, content, "single", synthesis.outcome, one.study, one.result)


_ROLES: Mapping[str, str] = {
    "population": "population",
    "exposure": "exposure",
    "referenceExposure": "reference exposure",
    "measuredVariable": "measured variable",
}


def _section_code(outcome: ReviewOutcome | None) -> tuple[str, str]:
    if outcome is None:
        return ("Evidence", "Evidence Results")
    harm = outcome.side is Side.HARM
    return ("Harms-outcomes", "Harms outcomes") if harm else ("Efficacy-outcomes", "Efficacy-outcomes")


def _described(synthesis: Synthesis, outcome: ReviewOutcome | None) -> str:
    importance = "" if outcome is None or not outcome.critical else ", a critical outcome"
    return f"{synthesis.label}, as {synthesis.measure}{importance}"


def _definition(role: str, text: str, observed: Json) -> Json:
    displays: Mapping[str, str] = {
        "referenceExposure": "reference exposure",
        "measuredVariable": "measured variable",
    }
    return {
        "description": text,
        "variableRole": concept(codes.ROLE, (role, displays.get(role, role))),
        "observed": observed,
    }


def _said(step: VerdictStep) -> str:
    said = f"{step.rule}, {step.title}: {step.holds.value}. {step.because}"
    if step.override is None:
        return said
    given = step.override
    return f"{said} Set by {given.by} on {given.on.isoformat()}: {given.because} By rule: {step.ruled.value}."


def _narrative(paragraphs: Iterable[str]) -> Json:
    inner = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs if text)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>'}


def _holds(section: Json) -> bool:
    """Whether a section has anything in it: FHIR knows no empty lists, and an empty text says nothing."""
    text: Sequence[str] = section.get("text", {}).get("div", "")
    return bool(section.get("entryReference")) or "<p>" in text
