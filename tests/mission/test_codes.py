"""Rows of group 3: codes select a policy and approve nothing."""

from __future__ import annotations

from coverdict.language.syntax import Code
from tests.mission.held import (
    SMALL,
    B,
    checked,
    contents,
    decide,
    line_b,
    note,
    policy_a,
    policy_b,
    request,
    said,
)


def codes_of(role: str) -> dict[str, str]:
    return {entry.code.code: entry.approach for entry in policy_b().codes if entry.role == role}


# A listed code alone approves nothing at A, and the trace quotes the note that says so.
def test_a20() -> None:
    (line,) = decide(request("example", "example_ppo", "2012-06-01", "47381", {})).lines
    assert line.action == "pend"
    assert note(policy_a(), "a-code-is-no-coverage").says in said(line)


# A's established codes are the two that it lists, with its own label.
def test_a21() -> None:
    listed = {entry.code: entry.label for entry in policy_a().codes}
    assert listed == {Code("CPT", "47371"): "Established codes", Code("CPT", "47381"): "Established codes"}


# A speaks of the percutaneous approach without a code: 47383 is not addressed, and never "not covered".
def test_a22() -> None:
    assert note(policy_a(), "other-codes").data["approach without a code"] == "percutaneous"
    assert ("approach-without-code", "percutaneous") in checked()
    for code in ("47383", "76940"):
        (line,) = decide(request("bcn", "commercial_hmo", "2012-06-01", code, SMALL)).lines
        assert line.routing == "not_addressed"
        assert {(outcome.status, outcome.benefit) for outcome in line.possible} == {
            ("not_addressed", "undetermined")
        }


# B's laparoscopic code.
def test_b20() -> None:
    assert codes_of("governed")["47371"] == "laparoscopic"


# B's open code.
def test_b21() -> None:
    assert codes_of("governed")["47381"] == "open"


# B's percutaneous code.
def test_b22() -> None:
    assert codes_of("governed")["47383"] == "percutaneous"


# Ultrasound guidance follows the line that it goes with, and alone belongs to no policy.
def test_b23() -> None:
    assert set(codes_of("companion")) == {"76940"}
    alone = line_b("commercial_ppo", code="76940")
    assert alone.routing == "not_addressed"
    both = request("bsc", "commercial_ppo", "2021-12-01", "47383", {})
    both["services"] = [
        {"id": "ablation", "system": "CPT", "code": "47383"},
        {"id": "guidance", "system": "CPT", "code": "76940", "with": "ablation"},
    ]
    ablation, guidance = decide(both).lines
    assert guidance.possible == ablation.possible
    assert guidance.action == ablation.action
    assert note(policy_b(), "remark-for-guidance-alone").data["remittance remark code"] == "M121"


# B's coding table names four CPT codes, the same ones that the policy lists, and no HCPCS code.
def test_b24() -> None:
    table = note(policy_b(), "no-hcpcs-code").data
    assert table["HCPCS"] == "none"
    assert set(table["CPT"]) == {entry.code.code for entry in policy_b().codes}


# A code says nothing about coverage at B, whether it is listed or not.
def test_b26() -> None:
    held = note(policy_b(), "a-code-is-no-coverage")
    assert held.data["not listed"] == "says nothing"
    assert held.says in said(line_b("commercial_ppo"))
    (unlisted,) = decide(request("bsc", "commercial_ppo", "2021-12-01", "99999", {})).lines
    assert {outcome.benefit for outcome in unlisted.possible} == {"undetermined"}


# B's sections have roles: the statement binds, the guidelines interpret, the coding informs.
def test_b27() -> None:
    roles = note(policy_b(), "roles-of-sections").data
    assert (roles["Policy Statement"], roles["Policy Guidelines"], roles["Coding"]) == (
        "normative",
        "interpretive",
        "informational",
    )
    assert policy_b().rules[0].heading == "Policy Statement"


# B speaks of no other services, and asks for a review of the contract first.
def test_b28() -> None:
    assert note(policy_b(), "named-services-only").data == {"extends to other services": "no"}
    assert note(policy_b(), "contract-review").says in said(line_b("commercial_ppo"))


# The mapping of diagnoses is ours, says so, and holds both revisions of the classification.
def test_ab2() -> None:
    sets = contents().value_sets("liver-ablation")
    assert all(given.cites is not None and not given.cites.from_source for given in sets.values())
    primary = {str(code) for code in sets["primary-liver-cancer"].codes}
    secondary = {str(code) for code in sets["secondary-liver-cancer"].codes}
    assert {"ICD-10-CM C22.0", "ICD-10-CM C22.1", "ICD-9-CM 155.0"} <= primary
    assert {"ICD-10-CM C78.7", "ICD-10-CM C7B.02", "ICD-9-CM 197.7"} <= secondary
    assert not primary & secondary
    assert B in contents().versions


# ICD-9-CM codes belong to services before 2015-10-01, ICD-10-CM codes to those from that day on.
def test_the_classification_of_a_diagnosis_fits_the_date_of_service() -> None:
    area = contents().vocabularies["liver-ablation"]
    sets = {given.name: set(given.codes) for given in area.value_sets}
    by_system = {"ICD-10-CM": sets.pop("named-in-icd-10-cm"), "ICD-9-CM": sets.pop("named-in-icd-9-cm")}
    for system, named in by_system.items():
        assert named == {code for codes in sets.values() for code in codes if code.system == system}
    for day, code, fits in (
        ("2012-06-01", "ICD-9-CM 155.0", True),
        ("2012-06-01", "ICD-10-CM C22.0", False),
    ):
        (line,) = decide(request("bcn", "commercial_hmo", day, "47381", {**SMALL, "diagnoses": [code]})).lines
        assert line.conflict == (() if fits else ("service.date", "diagnoses"))
    for code, fits in (("ICD-10-CM C22.0", True), ("ICD-9-CM 155.0", False)):
        asked = request("bsc", "commercial_ppo", "2021-12-01", "47383", {"diagnoses": [code]})
        (line,) = decide(asked).lines
        assert line.conflict == (() if fits else ("service.date", "diagnoses"))
