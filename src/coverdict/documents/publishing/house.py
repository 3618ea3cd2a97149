"""The house layout: which sections a published policy has, in which order, and what belongs in each.

The names are those that payers use, so that anybody's reader of policies knows each section by its heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coverdict.documents.manuscript import Role


class House(StrEnum):
    """The sections of a published policy, in their order, by their headings."""

    STATEMENT = "Policy Statement"
    CRITERIA = "Coverage Criteria"
    CODES = "Applicable Codes"
    BENEFITS = "Benefit Application"
    AUTHORIZATION = "Prior Authorization Requirements"
    DOCUMENTATION = "Documentation Requirements"
    DESCRIPTION = "Description"
    REGULATORY = "Regulatory Status"
    EVIDENCE = "Rationale"
    GUIDELINES = "Practice Guidelines and Position Statements"
    DEFINITIONS = "Definitions"
    RELATED = "Related Policies"
    HISTORY = "Policy History"
    OTHER = "Comments"
    REFERENCES = "References"
    CHANGES = "Appendix A: Policy Statement, Before and After"
    SOURCES = "Appendix B: Sources and Fingerprints"
    EXACT = "Appendix C: The Policy, Exactly"

    @property
    def anchor(self) -> str:
        """The section's id."""
        return self.name.lower()


_BY_ROLE = {
    Role.STATEMENT: House.STATEMENT,
    Role.CRITERIA: House.CRITERIA,
    Role.EXCLUSIONS: House.CRITERIA,
    Role.CODES: House.CODES,
    Role.BENEFITS: House.BENEFITS,
    Role.DOCUMENTATION: House.DOCUMENTATION,
    Role.DESCRIPTION: House.DESCRIPTION,
    Role.REGULATORY: House.REGULATORY,
    Role.EVIDENCE: House.EVIDENCE,
    Role.GUIDELINES: House.GUIDELINES,
    Role.DEFINITIONS: House.DEFINITIONS,
    Role.RELATED: House.RELATED,
    Role.HISTORY: House.HISTORY,
    Role.REFERENCES: House.REFERENCES,
    Role.IDENTITY: House.OTHER,
    Role.OTHER: House.OTHER,
}
_BY_BLOCK = {
    "rule": House.CRITERIA,
    "criterion": House.CRITERIA,
    "codes": House.CODES,
    "duty": House.AUTHORIZATION,
    "history": House.HISTORY,
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a published policy's identity, as payers print them."""

    number: str = "Policy Number"
    document: str = "Document ID"
    publisher: str = "Publisher"
    section: str = "Section"
    original: str = "Original Policy Date"
    effective: str = "Effective Date"
    end: str = "End Date"
    version: str = "Version"


LABELS = Labels()


def house_of(title: str, role: Role | None, blocks: frozenset[str], above: House | None) -> House:
    """Where a section of a policy's own text is published.

    Arguments:
        title: its heading.
        role: what the heading's words tell; None where they tell nothing.
        blocks: the kinds of the fenced blocks right under it.
        above: where the section around it is published; None at the top.
    """
    plain = title.lower()
    if plain.startswith("appendix"):
        return House.CHANGES
    if "prior authorization" in plain:
        return House.AUTHORIZATION
    if role is not None and role not in (Role.IDENTITY, Role.OTHER):
        return _BY_ROLE[role]
    for kind, house in _BY_BLOCK.items():
        if kind in blocks:
            return house
    if role is None and above is not None:
        return above
    return House.OTHER
