"""Layouts of several payers, in invented words: what each becomes, and that no restriction is lost."""

from __future__ import annotations

from pathlib import Path

from tests.documents.importing.pieces import imported, shape

CIRCUMSTANCES = """\
Surgical Treatment of Snoring

Policy Number: 2024T0525L
Effective Date: January 1, 2024

Table of Contents\tPage
Coverage Rationale\t1
Applicable Codes\t2

Coverage Rationale

Palate surgery is proven and medically necessary in certain circumstances. \
For criteria, refer to another guideline.

Nasal valve suspension is proven and medically necessary for treating obstruction when all of the following \
criteria are met:
• Obstruction is documented; and
• One of the following:
o Failed trial of spray
o Contraindication to spray; and
• Age 18 years or older

The following are unproven and not medically necessary due to insufficient evidence:
• Laser surgery
• Implants

Applicable Codes

CPT Code\tDescription
21199\tOsteotomy
30469\tRepair
"""

SECTIONS_IN_A_LIST = """\
<html><body><h1>Bulletin: Widgets</h1><p>Number: 0042</p><h2>Policy</h2>
<ol type="I"><li><p><b>Medical Necessity</b></p>
<p>The plan considers widgets medically necessary for <em>any</em> of the following indications:</p>
<ol type="A"><li>Fractures that meet all of the following criteria:<ol>
<li>Fracture is 6 weeks old; <em>and</em></li><li>No infection.</li></ol></li><li>Non-union.</li></ol></li>
<li><p><b>Experimental, Investigational, or Unproven</b></p>
<p>The plan considers the following interventions experimental or unproven:</p>
<ol type="A"><li>Widgets for arthritis</li><li>Widgets for sprains</li></ol></li></ol>
<h2>CPT Codes / ICD-10 Codes</h2>
<table><tr><td colspan=2><b>CPT codes covered if criteria are met:</b></td></tr>
<tr><td>20974</td><td>Stimulation of bone</td></tr>
<tr><td colspan=2>ICD-10 codes covered if criteria are met:</td></tr>
<tr><td>S42.001K - S42.309K</td><td>Nonunion</td></tr><tr><td>M84.48xA</td><td>Fracture</td></tr></table>
</body></html>
"""

COVERED_AND_NOT = """\
Widget Therapy

Policy Number: 1.01.99
Origination: 6/2015

When Policy Topic is covered
Widget therapy may be considered medically necessary in patients who have:
1. Pain for at least 3 months, AND
2. Failure of exercise, AND
3. No prior surgery.

When Policy Topic is not covered
Widget therapy is considered investigational in all other situations.

Considerations
There is no specific code.
"""

LABELS_ABOVE = """\
LCD ID
L33333

LCD Title
Nerve Blocks

Coverage Indications, Limitations, and/or Medical Necessity

Covered Indications

Nerve blocks are considered reasonable and necessary if all of the following are met:

1. Moderate pain
2. Documented failure of care

Limitations

The following are not reasonable and necessary:

? Blocks for headache
? Repeat blocks
"""


def rules(folder: Path, text: str, name: str = "policy.txt") -> list[tuple[str, list[object], bool]]:
    """Each position: its status, its conditions, and whether it speaks of what all others leave."""
    found = imported(folder, text, name).found.statements
    return [(one.status.value, [shape(node) for node in one.when], one.remainder) for one in found]


# Delegated beside covered beside unproven; what a position is for stays a criterion beside the list.
def test_circumstances(tmp_path: Path) -> None:
    assert rules(tmp_path, CIRCUMSTANCES) == [
        ("delegated", [], False),
        ("delegated", [], False),
        (
            "medically_necessary",
            [
                "for treating obstruction",
                (
                    "all of",
                    "Obstruction is documented",
                    ("any of", "Failed trial of spray", "Contraindication to spray"),
                    "Age 18 years or older",
                ),
            ],
            False,
        ),
        ("investigational", [("any of", "Laser surgery", "Implants")], False),
    ]
    found = imported(tmp_path, CIRCUMSTANCES).found
    assert [one.code for one in found.codes] == ["21199", "30469"]
    assert found.identity.number == "2024T0525L"


# Sections that are items of a list; lists in lists that are numbered alike.
def test_sections_in_a_list(tmp_path: Path) -> None:
    assert rules(tmp_path, SECTIONS_IN_A_LIST, "policy.html") == [
        (
            "medically_necessary",
            [
                (
                    "any of",
                    (
                        "all of",
                        "Fractures that meet all of the following criteria",
                        ("all of", "Fracture is 6 weeks old", "No infection."),
                    ),
                    "Non-union.",
                )
            ],
            False,
        ),
        ("investigational", [("any of", "Widgets for arthritis", "Widgets for sprains")], False),
    ]
    found = imported(tmp_path, SECTIONS_IN_A_LIST, "policy.html").found
    assert [(one.system, one.code) for one in found.codes] == [("CPT", "20974"), ("ICD-10-CM", "M84.48XA")]
    assert "code-range-1" in {hole.id for hole in found.holes}


def test_covered_and_not(tmp_path: Path) -> None:
    assert rules(tmp_path, COVERED_AND_NOT) == [
        (
            "medically_necessary",
            [("all of", "Pain for at least 3 months", "Failure of exercise", "No prior surgery.")],
            False,
        ),
        ("investigational", [], True),
    ]


def test_labels_above_their_values(tmp_path: Path) -> None:
    assert rules(tmp_path, LABELS_ABOVE) == [
        ("medically_necessary", [("all of", "Moderate pain", "Documented failure of care")], False),
        ("not_medically_necessary", [("any of", "Blocks for headache", "Repeat blocks")], False),
    ]
    assert imported(tmp_path, LABELS_ABOVE).found.identity.number == "L33333"
