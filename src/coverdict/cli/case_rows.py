"""A policy's test patients as a page."""

from __future__ import annotations

from coverdict.analysis.cases.cases import CasePatient, Cases
from coverdict.analysis.cases.files import ruled_words
from coverdict.analysis.cases.obligations import Kind
from coverdict.analysis.cases.requests import shown_words
from coverdict.analysis.patients import Patient
from coverdict.cli.analysed import patient_words
from coverdict.cli.paper import Layout, Row, blank, bulleted, row, section
from coverdict.cli.words import versioned
from coverdict.text import counted

MOST_EQUAL = 6
"""Changes without effect that are named; the others are counted."""


def case_rows(found: Cases, layout: Layout) -> list[Row]:
    """The policy, how many patients it takes, then each of them."""
    rows = [
        row("test patients of ", (found.policy, "bold"), versioned(found.version)),
        row((found.title, "dim")),
        blank(),
        *_summary(found, layout),
    ]
    for patient in found.patients:
        rows += [blank(), *_patient(found, patient, layout)]
    return rows


def _summary(found: Cases, layout: Layout) -> list[Row]:
    patients = len(found.patients)
    needed = "no fewer would do" if found.at_least == patients else f"at least {found.at_least} are needed"
    rows = section("patients", [row((counted(patients, "patient"), "bold"), f"; {needed}")], layout)
    noticed = [row(f"{found.told} of {counted(found.slips, 'single change')} of the texts")]
    if found.equal:
        shown = found.equal[:MOST_EQUAL]
        left = len(found.equal) - len(shown)
        changes = [row(slip.says) for slip in shown]
        changes += [row((f"and {left} more", "dim"))] if left else []
        noticed.append(row("the others change nobody's answer:"))
        noticed += [line for change in changes for line in bulleted([change], layout)]
    rows += section("they notice", noticed, layout)
    for label, missing in (("nobody shows", found.nobody), ("not tried", found.beyond)):
        told = [row(f"{one.kind}: {one.says}") for one in missing]
        rows += section(label, [line for one in told for line in bulleted([one], layout)], layout)
    if found.occasion.why:
        rows += section("no requests", [row(found.occasion.why)], layout)
    return rows


def _patient(found: Cases, patient: CasePatient, layout: Layout) -> list[Row]:
    services = ", ".join(str(code) for code in patient.services) or "no service"
    payer = f" {layout.marks.dot} payer {found.occasion.payer}" if found.occasion.payer else ""
    rows = [row((f"{patient.number}. {services}", "bold"), f", on {patient.day}{payer}")]
    shown = _said(patient, "boundary", "rule", "code") or (
        [] if _said(patient, "criterion") else shown_words(patient)
    )
    rows += section("  shows", [row("; ".join(shown))] if shown else [], layout)
    decides = _said(patient, "criterion")
    rows += section("  decides", [row("; ".join(decides))] if decides else [], layout)
    facts = patient_words(Patient(patient.facts, {}), found.facts)
    rows += section("  facts", [row(facts)] if patient.facts else [row("none needed")], layout)
    told = ruled_words(patient.rulings) or ["not addressed"]
    lines = [line for words in told for line in bulleted([row(words)], layout)]
    return [*rows, *section("  expected", lines if len(told) > 1 else [row(told[0])], layout)]


def _said(patient: CasePatient, *kinds: Kind) -> list[str]:
    return [one.says for one in patient.shows if one.kind in kinds]
