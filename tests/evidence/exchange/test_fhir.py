"""The bundle is FHIR R5, as far as that can be checked here: elements, codes, references, numbers."""

from __future__ import annotations

import importlib.util
import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

from coverdict.evidence.appraising import appraise
from coverdict.evidence.exchange.fhir import TRIAL_USE, fhir_bundle, fhir_file
from coverdict.evidence.opening import open_evidence
from coverdict.evidence.pooled import Span
from coverdict.evidence.synthesis_parameters import Parameters
from tests.evidence.exchange.appraisals import appraisal, complications
from tests.evidence.exchange.pooled_data import BCG, EMPTY, synthesis

Json = dict[str, Any]

# Elements that FHIR 5.0.0 gives each type, of those that an export may have; `!` marks what has to be there.
HEAD = "resourceType! id meta text identifier status! experimental title description note"
ELEMENTS = {
    "Bundle": "resourceType! id meta type! entry",
    "EvidenceReport": "resourceType! id meta text status! identifier note subject! section",
    "EvidenceReport.subject": "characteristic note",
    "EvidenceReport.subject.characteristic": "code! valueCodeableConcept!",
    "EvidenceReport.section": "title focus text entryReference section",
    "Evidence": f"{HEAD} relatedArtifact variableDefinition! synthesisType studyDesign statistic certainty",
    "Evidence.variableDefinition": "description variableRole! observed",
    "Evidence.relatedArtifact": "type! resourceReference",
    "Evidence.statistic": "description statisticType category quantity numberOfEvents numberAffected "
    "sampleSize attributeEstimate modelCharacteristic",
    "Evidence.statistic.sampleSize": "numberOfStudies numberOfParticipants",
    "Evidence.statistic.attributeEstimate": "description type quantity level range attributeEstimate",
    "Evidence.statistic.attributeEstimate.attributeEstimate": "description type quantity level range",
    "Evidence.statistic.modelCharacteristic": "code!",
    "Evidence.certainty": "description note type rating rater subcomponent",
    "Evidence.certainty.subcomponent": "description note type rating rater",
    "EvidenceVariable": f"{HEAD} handling",
    "Citation": f"{HEAD} citedArtifact",
    "Citation.citedArtifact": "identifier note publicationForm webLocation",
}

# Codes that FHIR 5.0.0 or HL7's terminology has in the systems that an export uses.
CODES = {
    "statistic-type": "C16932 C93152 0000424 C93150 0000457 C44256",
    "attribute-estimate-type": "C53324 C44185 0000421 0000420 0000419",
    "statistic-model-code": "metaAnalysis poolInverseVariance poolMantelHaenzsel poolPeto "
    "poolGeneralizedLinearMixedModel effectsFixed effectsRandom hartungKnapp modifiedHartungKnapp "
    "tauDersimonianLaird tauPauleMandel tauRestrictedMaximumLikelihood tauMaximumLikelihood "
    "tauEmpiricalBayes tauHunterSchmidt tauSidikJonkman tauHedges",
    "synthesis-type": "std-MA NotApplicable",
    "variable-role": "population exposure referenceExposure measuredVariable",
    "certainty-type": "Overall RiskOfBias Inconsistency Indirectness Imprecision PublicationBias "
    "DoseResponseGradient PlausibleConfounding LargeEffect",
    "certainty-rating": "high moderate low very-low no-concern serious-concern very-serious-concern "
    "extremely-serious-concern present absent no-change downcode1 downcode2 downcode3 upcode1 upcode2",
    "evidence-report-section": "Evidence EvidenceVariable Efficacy-outcomes Harms-outcomes References "
    "Assertion Reasons SummaryOfIndividualStudyFindings",
    "focus-characteristic-code": "population exposure comparator outcome",
}
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"


REVIEWS = ("bcbsm-crc-2011", "bcbsm-hcc-2011", "bsc-crc-2021", "bsc-hcc-2021", "bsc-net-2021")


@cache
def made(name: str) -> Json:
    """A bundle: made by hand; of every measure, empty cells and the whole panel; of a shipped review."""
    if name == "by hand":
        return fhir_bundle(appraisal())
    if name == "pooled":
        measures = ("odds ratio", "risk ratio", "risk difference", "proportion")
        found = [synthesis(measure, BCG, Parameters()) for measure in measures]
        found += [replace(synthesis("odds ratio", EMPTY, Parameters()), outcome="empty")]
        return fhir_bundle(replace(appraisal(), syntheses=tuple(found)))
    evidence = open_evidence()
    review = evidence.reviews[name]
    return fhir_bundle(appraise(review, evidence.studies, evidence.methods[review.method]))


@pytest.fixture(params=["by hand", "pooled", *REVIEWS])
def bundle(request: pytest.FixtureRequest) -> Json:
    """Each bundle in turn."""
    return made(request.param)


def resources(bundle: Json, kind: str = "") -> list[Json]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if not kind or one["resourceType"] == kind]


def nodes(value: Any) -> Iterator[Json]:
    """Every object within."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def check_elements(value: Json, path: str) -> None:
    known = [name.rstrip("!") for name in ELEMENTS[path].split()]
    required = [name[:-1] for name in ELEMENTS[path].split() if name.endswith("!")]
    assert set(value) <= set(known), (path, set(value) - set(known))
    assert set(required) <= set(value), (path, set(required) - set(value))
    for name, inner in value.items():
        below = "EvidenceReport.section" if path == name == "section" else f"{path}.{name}"
        below = "EvidenceReport.section" if below == "EvidenceReport.section.section" else below
        if below in ELEMENTS:
            for one in inner if isinstance(inner, list) else [inner]:
                check_elements(one, below)


# Each resource has the elements that R5 asks for, and none that R5 does not have.
def test_elements_are_those_of_r5(bundle: Json) -> None:
    check_elements(bundle, "Bundle")
    for resource in resources(bundle):
        check_elements(resource, resource["resourceType"])


# The package fhir.resources holds R5's own definitions; where it is installed, it takes every bundle.
def test_r5_models_take_the_bundle(bundle: Json) -> None:
    if importlib.util.find_spec("fhir") is None:
        pytest.skip("the package fhir.resources is not installed here")
    from fhir.resources import get_fhir_model_class

    for resource in (bundle, *resources(bundle)):
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)


# Codes are those of the code systems that R5 binds; where R5 has none, there is a text.
def test_codes_are_known(bundle: Json) -> None:
    seen = set()
    for node in nodes(bundle):
        for coding in node.get("coding", ()):
            system = coding["system"].removeprefix(TERMINOLOGY)
            assert coding["code"] in CODES[system].split() and coding["display"]
            seen.add(system)
        if "coding" in node or set(node) == {"text"}:
            assert node.get("coding") or node["text"]
    assert {"variable-role", "synthesis-type", "evidence-report-section"} <= seen


# Every reference leads to a resource of the bundle, of the type that it says, and no address stands twice.
def test_references_resolve(bundle: Json) -> None:
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(addresses) == len(set(addresses))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", address) for address in addresses)
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    references = [node for node in nodes(bundle) if "reference" in node]
    assert references and all(kinds[node["reference"]] == node["type"] for node in references)
    told = {node["reference"] for node in references} | {bundle["entry"][0]["fullUrl"]}
    assert told == set(addresses)  # nothing lies about that nothing speaks of


# Numbers are JSON numbers, finite; nothing is null, empty or a number in quotes.
def test_numbers_are_finite(bundle: Json) -> None:
    text = json.dumps(bundle, allow_nan=False)
    assert "null" not in text
    for node in nodes(bundle):
        assert all(value not in ("", [], {}) for value in node.values())
        if "value" in node and "unit" not in node and "system" not in node and "type" not in node:
            assert isinstance(node["value"], (int, float)) and math.isfinite(node["value"])


# Each resource says in its tag, its narrative and a note that the format is for trial use, and is a draft.
def test_every_resource_is_marked(bundle: Json) -> None:
    for resource in resources(bundle):
        assert resource["status"] == "draft"
        assert resource["meta"]["tag"][0]["code"] == "trial-use"
        assert any(note["text"] == TRIAL_USE for note in resource["note"])
        assert "trial use" in resource["text"]["div"]
    assert bundle["meta"]["tag"][0]["code"] == "trial-use"


# A narrative is well-formed XHTML, whatever the texts hold.
def test_narratives_are_well_formed() -> None:
    evil = '<script>alert(1)</script> & "x"'
    given = replace(appraisal(), review=replace(appraisal().review, title=evil))
    for resource in resources(fhir_bundle(given)):
        ElementTree.fromstring(resource["text"]["div"])
        assert "<script" not in resource["text"]["div"]


# The main answer stands with its interval, p, variance between studies, Q and I²; certainty with its steps.
def test_the_main_answer_is_told_whole() -> None:
    (body,) = [
        one
        for one in resources(fhir_bundle(appraisal()), "Evidence")
        if one["title"] == "Complications: all studies"
    ]
    main = body["statistic"][0]
    assert main["statisticType"]["coding"][0]["code"] == "C16932"  # odds ratio
    assert main["quantity"]["value"] == pytest.approx(1.0981538, abs=1e-7)
    assert main["sampleSize"] == {"numberOfStudies": 5, "numberOfParticipants": 693}
    assert main["numberOfEvents"] == 152
    by_code = {
        one["type"]["coding"][0]["code"]: one for one in main["attributeEstimate"] if "coding" in one["type"]
    }
    assert by_code["C53324"]["level"] == 0.95
    assert by_code["C53324"]["range"]["low"]["value"] == pytest.approx(0.2255970, abs=1e-7)
    assert by_code["C44185"]["quantity"]["value"] == pytest.approx(0.877494, abs=1e-6)
    assert by_code["0000421"]["quantity"]["value"] == pytest.approx(1.271952, abs=1e-6)
    assert by_code["0000420"]["quantity"] == {
        "value": pytest.approx(78.80692, abs=1e-5),
        "unit": "%",
        "system": "http://unitsofmeasure.org",
        "code": "%",
    }
    (certainty,) = body["certainty"]
    assert certainty["rating"]["coding"][0]["code"] == "very-low"
    found = {one["type"]["coding"][0]["code"]: one for one in certainty["subcomponent"][1:]}
    assert [code["code"] for code in found["RiskOfBias"]["rating"]["coding"]] == [
        "serious-concern",
        "downcode1",
    ]
    assert found["LargeEffect"]["rating"]["coding"][0]["code"] == "absent"
    assert found["Imprecision"]["rater"] == "the reviewer on duty"
    assert "2021-11-01" in found["Imprecision"]["note"][1]["text"]


# A side of an interval that is open is left out, the other one stays.
def test_an_open_side_is_left_out() -> None:
    bundle = fhir_bundle(appraisal())
    statistics = [one for body in resources(bundle, "Evidence") for one in body.get("statistic", ())]
    (absolute,) = [one for one in statistics if one["description"].startswith("absolute effect")]
    assert absolute["attributeEstimate"][0]["range"] == {"low": {"value": -0.1}}


# An outcome that could not be pooled is there, without statistics, and says why.
def test_what_could_not_be_pooled_says_why() -> None:
    bodies = {one["title"]: one for one in resources(fhir_bundle(appraisal()), "Evidence")}
    nothing = bodies["Survival after 5 years: all studies"]
    assert "statistic" not in nothing
    assert {"text": "No study reports it as counts."} in nothing["note"]


# Studies are cited by their number in PubMed, those that were left out too.
def test_studies_are_cited() -> None:
    cited = {one["title"]: one["citedArtifact"] for one in resources(fhir_bundle(appraisal()), "Citation")}
    assert len(cited) == 6 and "identifier" not in cited["Dunne 2014"]
    assert cited["Wang 2015"]["identifier"] == [
        {"system": "https://pubmed.ncbi.nlm.nih.gov", "value": "25284802"}
    ]
    assert cited["Wang 2015"]["publicationForm"] == [{"articleDate": "2015"}]


# The same review gives the same file, byte for byte; another review gives other addresses.
def test_the_same_review_gives_the_same_file() -> None:
    first, second = fhir_file(appraisal()), fhir_file(appraisal())
    assert first == second and first.name == "by-hand-fhir-r5-trial-use.json"
    other = fhir_bundle(replace(appraisal(), review=replace(appraisal().review, id="other")))
    mine = {entry["fullUrl"] for entry in json.loads(first.text)["entry"]}
    assert mine.isdisjoint(entry["fullUrl"] for entry in other["entry"])


# A number that is none never becomes JSON: it is an error, not a file.
def test_what_is_no_number_is_refused() -> None:
    broken = replace(complications(), main=replace(complications().main, span=Span(math.nan, None, None)))
    with pytest.raises(ValueError, match="no number that FHIR can hold"):
        fhir_bundle(replace(appraisal(), syntheses=(broken,)))
