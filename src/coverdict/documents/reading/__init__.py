"""A document of any payer, as text, Markdown, HTML or PDF, read into one model."""

from coverdict.documents.reading.reading import read_manuscript

__all__ = ["read_manuscript"]
