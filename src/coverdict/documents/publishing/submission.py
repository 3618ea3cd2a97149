"""The yearly submission of internal coverage criteria to CMS (CMS-10913, OMB 0938-1488), from the library.

Source of the columns: the record layout "Utilization Management Criteria (UMC)" that CMS published with the
collection (OMB information collection request 202412-0938-017), one row for each service of Medicare Part C
that needs prior authorization. Source of what they ask: 42 CFR 422.101(b)(6), by which a Medicare Advantage
organization may have criteria of its own only where Medicare's do not fully settle coverage, and must publish
them with the evidence.

What the library does not hold is left empty, with the reason; nothing is concluded about Medicare's rules. A
policy can state the organization's own answers in a note:

    kind: regulatory
    id: cms-10913
    data: {fully established: N, mac jurisdictions: NA, no applicable rules: N, interpretation needed: Y,
           flexibility allowed: N, previous coverage guidelines: N, website: https://example.org/criteria}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from coverdict.documents.publishing.spans import InForce, versions_between
from coverdict.evidence.appraisal import Appraisal
from coverdict.language.model import Document, Product
from coverdict.library import Library
from coverdict.text import counted, listed

FORM = "CMS-10913"
NOTE = "cms-10913"
MEDICARE_ADVANTAGE = "medicare_advantage"
CMS = "Centers for Medicare & Medicaid Services"
"""Whose own determinations are nobody's internal criteria."""

SERVICE = "Name of Service"
ESTABLISHED = "Fully Established"
JURISDICTIONS = "Fully Established Medicare Administrative Contractor (MAC) Jurisdictions"
NO_RULES = "Not Fully Established- No Applicable Medicare Rules (422.101(b)(6)(i)(C))"
INTERPRETATION = "Not Fully Established- Interpretation Needed"
FLEXIBILITY = "Not Fully Established- Flexibility Explicitly Allowed"
CRITERIA = "Internal Coverage Criteria"
DOCUMENTS = "Total Number of Internal Coverage Criteria Policies and Documents"
PREVIOUS = "Previous Coverage Guidelines"
ORGANIZATION = "Organization or Vendor"
EVIDENCE = "Internal Coverage Criteria Supported by Evidence"
WEBSITE = "Website Link(s)"

COLUMNS = (
    SERVICE,
    ESTABLISHED,
    JURISDICTIONS,
    NO_RULES,
    INTERPRETATION,
    FLEXIBILITY,
    CRITERIA,
    DOCUMENTS,
    PREVIOUS,
    ORGANIZATION,
    EVIDENCE,
    WEBSITE,
)
"""The columns as CMS published them, in their order."""

STATED: Mapping[str, str] = {
    ESTABLISHED: "fully established",
    JURISDICTIONS: "mac jurisdictions",
    NO_RULES: "no applicable rules",
    INTERPRETATION: "interpretation needed",
    FLEXIBILITY: "flexibility allowed",
    PREVIOUS: "previous coverage guidelines",
    WEBSITE: "website",
}
"""The columns that only the organization can answer, by the key under which a note states them."""

MEDICARE = (ESTABLISHED, JURISDICTIONS, NO_RULES, INTERPRETATION, FLEXIBILITY)
"""The columns about what Medicare's own rules settle."""

Appraise: TypeAlias = Callable[[InForce], Sequence[Appraisal]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table.

    Arguments:
        value: as it is submitted; None where the library does not hold it.
        because: what it was read off, or why it is empty.
    """

    value: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Row:
    """A service: its policy, and its cells in the order of `COLUMNS`."""

    policy: str
    versions: tuple[str, ...]
    products: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """What a payer submits for a year.

    Arguments:
        left_out: policies and products that are not submitted, each with the reason.
    """

    payer: str
    year: int
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]


def submission(library: Library, payer: str, year: int, appraise: Appraise, website: str) -> Submission:
    """The submission of a payer for a calendar year.

    Arguments:
        payer: a payer of the library; `KeyError` otherwise.
        appraise: the reviews of evidence behind a version, worked out.
        website: where the organization publishes its criteria; empty where each policy's note says it.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    by_policy: dict[str, list[InForce]] = {}
    for one in versions_between(library, payer, first, last):
        by_policy.setdefault(one.version.policy, []).append(one)
    rows: list[Row] = []
    left_out: list[str] = []
    for policy in library.contents.payers[payer].adopts:
        held = by_policy.get(policy, [])
        if not held:
            left_out.append(f"{policy}: no version is in force for {payer} on any day of {year}")
            continue
        if library.text(held[-1].version.file).front.get("publisher") == CMS:
            left_out.append(f"{policy}: a determination of Medicare itself, no internal coverage criteria")
            continue
        products = _products(library, payer, held)
        needing = [product for product in products if product.authorization != "not_required"]
        if not products:
            left_out.append(
                f"{policy}: no plan of {payer} that applies to it has a Medicare Advantage product"
            )
        elif not needing:
            left_out.append(
                f"{policy}: no Medicare Advantage product of {payer} needs prior authorization for it"
            )
        else:
            rows.append(_row(library, held, needing, appraise, website))
    return Submission(payer, year, tuple(rows), tuple(left_out))


def _products(library: Library, payer: str, held: Sequence[InForce]) -> tuple[Product, ...]:
    """The Medicare Advantage products to which the versions apply, each once."""
    found: dict[str, Product] = {}
    for one in held:
        for plan in library.plans(payer, one.version.policy, one.first):
            for product in plan.products:
                if product.line_of_business == MEDICARE_ADVANTAGE:
                    found.setdefault(product.name, product)
    return tuple(found.values())


def _row(
    library: Library, held: Sequence[InForce], products: Sequence[Product], appraise: Appraise, website: str
) -> Row:
    texts = tuple(library.text(one.version.file) for one in held)
    newest = texts[-1]
    stated = _stated(newest)
    medicare = _medicare(newest)
    cells: dict[str, Cell] = {
        SERVICE: Cell(newest.title or newest.id, "the policy's title"),
        CRITERIA: _criteria(newest),
        DOCUMENTS: Cell(str(len({one.version.file for one in held})), _counted(held)),
        ORGANIZATION: _organization(newest),
        EVIDENCE: _evidence([found for one in held for found in appraise(one)]),
    }
    for column, key in STATED.items():
        value = stated.get(key, "")
        if value:
            cells[column] = Cell(value, f"the policy's note {NOTE}")
        elif column == WEBSITE and website:
            cells[column] = Cell(website, "given with the command")
        else:
            about = medicare if column in MEDICARE else ""
            cells[column] = Cell(None, f"not held: no note {NOTE} of the policy states {key!r}{about}")
    names = tuple(_named(product) for product in products)
    return Row(
        newest.id,
        tuple(one.version.name for one in held),
        names,
        tuple(cells[column] for column in COLUMNS),
    )


def _named(product: Product) -> str:
    says = {"required": "", "not_stated": " (whether prior authorization is required is not stated)"}
    return f"{product.label or product.name}{says.get(product.authorization, '')}"


def _stated(document: Document) -> dict[str, str]:
    """What the organization itself states for the submission, by key."""
    for note in document.notes:
        if note.id == NOTE and isinstance(note.data, dict):
            return {str(key): str(value).strip() for key, value in note.data.items()}
    return {}


def _medicare(document: Document) -> str:
    """What the policy's own text says of Medicare's determinations, for whoever answers."""
    said = [
        f"{key}: {value}"
        for note in document.notes
        if note.kind == "regulatory" and isinstance(note.data, dict)
        for key, value in note.data.items()
        if str(key).endswith("coverage determination")
    ]
    return f"; the policy says {listed(said)}, and nothing of statutes and regulations" if said else ""


def _criteria(document: Document) -> Cell:
    if not document.rules:
        return Cell("N", "the policy has no rules")
    return Cell("Y", f"the policy has {counted(len(document.rules), 'rule')}")


def _counted(held: Sequence[InForce]) -> str:
    names = listed(dict.fromkeys(one.version.name for one in held))
    windows = [one.window for one in held if one.window is not None]
    example = "; the payer's window is an example" if any(window.example for window in windows) else ""
    return f"versions in force in the year: {names}{example}"


def _organization(document: Document) -> Cell:
    publisher = str(document.front.get("publisher", ""))
    if publisher:
        return Cell(publisher, "the policy's publisher")
    return Cell(None, "not held: the policy names no publisher")


def _evidence(appraisals: Sequence[Appraisal]) -> Cell:
    """Whether the reviews behind the versions support their statements, by the library's own verdicts."""
    if not appraisals:
        return Cell(None, "not held: the library has no review of evidence behind this version")
    reviews = listed(one.review.id for one in appraisals)
    against = [one.review.id for one in appraisals if one.verdict.contradicts]
    if against:
        return Cell("N", f"worked out: the evidence contradicts the statement in {listed(against)}")
    return Cell("Y", f"worked out: no review contradicts the statement ({reviews})")


def open_cells(found: Submission) -> Iterator[tuple[Row, str, str]]:
    """The cells that are empty: the row, the column, and why."""
    for row in found.rows:
        for column, cell in zip(COLUMNS, row.cells, strict=True):
            if cell.value is None:
                yield row, column, cell.because


def submission_rows(found: Submission) -> tuple[dict[str, str | None], ...]:
    """The rows by column, None where a cell is empty."""
    return tuple(
        {column: cell.value for column, cell in zip(COLUMNS, row.cells, strict=True)} for row in found.rows
    )


def submission_data(found: Submission) -> dict[str, object]:
    """The submission as plain data: its columns, rows, what each cell was read off, and what is open."""
    return {
        "form": FORM,
        "payer": found.payer,
        "year": found.year,
        "columns": list(COLUMNS),
        "rows": [
            {
                "policy": row.policy,
                "versions": list(row.versions),
                "products": list(row.products),
                "cells": {
                    column: {"value": cell.value, "because": cell.because}
                    for column, cell in zip(COLUMNS, row.cells, strict=True)
                },
            }
            for row in found.rows
        ],
        "left_out": list(found.left_out),
    }
