"""Labels by which payers give a policy's identity and dates."""

from __future__ import annotations

from types import MappingProxyType

from coverdict.documents.reading.names import bare

LABELS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("title", "policy title", "policy name", "subject", "topic", "name"),
        "number": (
            "policy number",
            "policy #",
            "policy no",
            "policy id",
            "number",
            "guideline #",
            "guideline number",
            "document",
            "document number",
            "lcd id",
            "lcd number",
            "ncd",
            "ncd number",
            "reference number",
            "medical policy number",
        ),
        "document id": ("document id",),
        "version": ("version", "version number", "document version"),
        "original date": (
            "original policy date",
            "origination",
            "origination date",
            "original effective date",
            "original date",
            "issued date",
            "issue date",
        ),
        "effective date": (
            "effective date",
            "effective",
            "current effective date",
            "policy effective date",
            "last effective date",
            "in force from",
        ),
        "end date": (
            "end date",
            "effective end date",
            "retirement date",
            "retired",
            "in force until",
            "termination date",
        ),
        "publish date": ("publish date", "publication date", "published", "posted"),
        "revision date": (
            "revision date",
            "revised",
            "revised dates",
            "last revised",
            "last updated",
        ),
        "last review": (
            "last review",
            "last reviewed",
            "last review date",
            "latest review date",
            "review date",
            "date of last review",
        ),
        "next review": ("next review", "next review date"),
        "implementation date": ("implementation date",),
        "section": ("section", "chapter", "category"),
        "publisher": ("publisher", "payer", "issued by", "plan", "contractor", "contractor name"),
        "page": ("page", "pages"),
        "benefit category": ("benefit category",),
    }
)
"""Labels before a value, by what the value is; in lower case."""

_FIELDS = {label: field for field, labels in LABELS.items() for label in labels}


def field_of(label: str) -> str | None:
    """What a label announces, as `effective date`; None where it is not known."""
    return _FIELDS.get(bare(label))
