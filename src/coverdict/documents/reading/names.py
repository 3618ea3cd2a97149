"""What payers call the sections of their policies, and what each is for.

The names were gathered from policies of 26 payers. A heading is known by its name alone, whoever wrote it:
numbers before it, brackets after it, capitals and a colon do not matter. A name that is not here takes the
role of the section that it stands under.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from coverdict.documents.manuscript import Role

NAMES: MappingProxyType[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.STATEMENT: (
            "policy statement",
            "policy statements",
            "medical policy statement",
            "policy",
            "general policy",
            "coverage",
            "coverage rationale",
            "coverage policy",
            "coverage statement",
            "coverage position",
            "position",
            "position statement",
            "policy position",
            "clinical indications",
            "indications",
            "covered indications",
            "nationally covered indications",
            "public statement",
            "medical statement",
            "indications and limitations of coverage",
            "coverage indications, limitations, and/or medical necessity",
            "when policy topic is covered",
            "when services are eligible for coverage",
            "when services may be eligible for coverage",
            "when services may be eligible for coverage under certain circumstances",
            "medically necessary",
            "medical necessity",
        ),
        Role.CRITERIA: (
            "criteria",
            "criteria for coverage",
            "coverage criteria",
            "selection criteria",
            "patient selection criteria",
            "medical necessity criteria",
            "clinical criteria",
            "inclusionary and exclusionary guidelines",
            "inclusionary guidelines",
            "inclusions",
            "inclusion criteria",
            "medical appropriateness",
        ),
        Role.EXCLUSIONS: (
            "exclusions",
            "exclusion criteria",
            "exclusionary guidelines",
            "limitations",
            "limitations of coverage",
            "not medically necessary",
            "not covered",
            "non-covered indications",
            "noncovered indications",
            "nationally non-covered indications",
            "nationally noncovered indications",
            "experimental investigational",
            "experimental/investigational",
            "investigational/experimental",
            "experimental, investigational, or unproven",
            "experimental and investigational",
            "investigational",
            "reasons for noncoverage",
            "reasons for non-coverage",
            "when policy topic is not covered",
            "when services are not eligible for coverage",
        ),
        Role.DESCRIPTION: (
            "description",
            "description/background",
            "description of procedure or service",
            "description of services",
            "description of service",
            "item/service description",
            "overview",
            "general background",
            "introduction",
            "general",
        ),
        Role.EVIDENCE: (
            "rationale",
            "rationale/source",
            "background",
            "literature review",
            "clinical evidence",
            "evidence",
            "evidence review",
            "evidence summary",
            "summary of evidence",
            "summary of the evidence",
            "analysis of evidence",
            "section summary",
            "scientific background",
            "discussion",
            "ongoing and unpublished clinical trials",
        ),
        Role.GUIDELINES: (
            "technology assessments, guidelines, and position statements",
            "practice guidelines and position statements",
            "practice guidelines",
            "guidelines and position statements",
            "supplemental information",
            "clinical input",
            "clinical input from physician specialty societies and academic medical centers",
            "clinical practice guidelines",
            "professional society guidelines",
        ),
        Role.CODES: (
            "cpt/hcpcs level ii codes",
            "cpt/hcpcs codes",
            "cpt codes",
            "cpt code",
            "hcpcs codes",
            "icd-10 codes",
            "icd-10-cm codes",
            "diagnosis codes",
            "codes",
            "coding",
            "billing and coding",
            "billing/coding information",
            "billing/coding/physician documentation information",
            "applicable codes",
            "coding/billing information",
            "coding information",
            "procedure codes",
            "covered diagnosis codes",
            "covered diagnosis codes for procedure codes",
            "established codes",
            "other codes",
            "policy guidelines, coding",
            "procedure and billing codes",
        ),
        Role.BENEFITS: (
            "benefit application",
            "benefit variations",
            "benefit or product variations",
            "product variations",
            "benefit coverage policy",
            "benefits",
            "coverage determination",
            "program exceptions",
            "scope",
            "prior authorization information",
            "prior authorization requirements",
            "prior authorization",
            "administrative guidelines",
            "products",
            "benefits by product",
            "line of business",
            "lines of business",
        ),
        Role.REGULATORY: (
            "regulatory status",
            "regulatory information",
            "government regulations",
            "medicare national coverage",
            "medicare coverage",
            "medicare",
            "cms national coverage policy",
            "u.s. food and drug administration",
            "fda",
            "u.s. preventive services task force recommendations",
        ),
        Role.DOCUMENTATION: (
            "documentation for clinical review",
            "required documentation",
            "documentation requirements",
            "documentation",
        ),
        Role.DEFINITIONS: (
            "definitions",
            "definition",
            "definitions of decision determinations",
            "definition of terms",
            "glossary",
            "terms",
            "abbreviations",
        ),
        Role.HISTORY: (
            "policy history",
            "revision history",
            "revision history information",
            "history",
            "guideline history",
            "policy history/revision information",
            "revised dates",
            "update history",
            "change history",
            "changes",
        ),
        Role.REFERENCES: (
            "references",
            "reference",
            "reference list",
            "bibliography",
            "sources",
            "literature",
            "literature cited",
            "source and references",
        ),
        Role.RELATED: (
            "related policies",
            "related policy",
            "related medical policies",
            "related guidelines",
            "related coverage resources",
            "related documents",
            "see also",
        ),
        Role.IDENTITY: ("identity", "document information", "policy information", "lcd information"),
        Role.OTHER: (
            "appendix",
            "comments",
            "disclaimer",
            "policy guidelines",
            "considerations",
            "important information",
            "instructions for use",
            "contact",
            "attachments",
            "table of contents",
            "contents",
        ),
    }
)
"""The names in lower case, by role. `OTHER` holds names that end another section's role."""

WEAK = frozenset(
    {
        "covered",
        "not covered",
        "investigational",
        "experimental and investigational",
        "experimental investigational",
        "experimental/investigational",
        "investigational/experimental",
        "medically necessary",
        "medical necessity",
        "not medically necessary",
        "general",
        "policy",
        "fda",
    }
)
"""Names that are a heading only where markup or a colon says so: sentences and cells hold them too."""

NORMATIVE = frozenset({Role.STATEMENT, Role.CRITERIA, Role.EXCLUSIONS})
"""Roles whose sentences can decide."""

_ROLES = {name: role for role, names in NAMES.items() for name in names}
# A heading that only begins with a name: of two words at least, so that no sentence is taken for one.
_BEGINNINGS = tuple(sorted((n for n in _ROLES if " " in n or n == "appendix"), key=len, reverse=True))
_WITHIN = tuple(name for name in _BEGINNINGS if len(name.split()) > 2)
_NUMBER = re.compile(r"(?:[IVX]{1,5}[.)]|[A-Za-z][.)]|\(?[A-Za-z0-9]\)|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?)\s+")
_MARKS = re.compile(r"^[\s#]+|[*`®™]+|(?<!\w)_+|_+(?!\w)")
_BRACKETS = re.compile(r"\s*\([^()]*\)?\s*$")


def bare(title: str) -> str:
    """`title` in lower case without markup, its number, what stands in brackets after it, and its colon."""
    plain = " ".join(_MARKS.sub("", title).replace("_", " ").split()).replace(" / ", "/").replace("’", "'")
    numbered = _NUMBER.match(plain)
    if numbered:
        plain = plain[numbered.end() :]
    plain = _BRACKETS.sub("", plain.rstrip(" :.")) or plain
    return plain.rstrip(" :.").lower().replace(" & ", " and ")


def named(title: str) -> Role | None:
    """The role of a section that has exactly this name; None where the name is not known."""
    return _ROLES.get(bare(title))


def role_of(title: str) -> Role | None:
    """The role that a heading's words tell, its beginning sufficing; None where they tell none."""
    plain = bare(title)
    role = _ROLES.get(plain)
    if role is not None:
        return role
    for name in _BEGINNINGS:
        if plain.startswith(name) and not plain[len(name)].isalnum():
            return _ROLES[name]
    if ":" in plain and plain.partition(":")[0].strip() in _ROLES:
        return _ROLES[plain.partition(":")[0].strip()]
    for name in _WITHIN:
        if f" {name}" in plain:
            return _ROLES[name]
    return None
