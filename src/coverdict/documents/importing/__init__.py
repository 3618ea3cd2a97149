"""A document to a draft policy in the project's own language, with a hole for whatever could not be read."""

from coverdict.documents.importing.importing import Base, Imported, findings_of, import_manuscript
from coverdict.documents.importing.loading import load
from coverdict.documents.importing.summary import holes_of, summary

__all__ = ["Base", "Imported", "findings_of", "holes_of", "import_manuscript", "load", "summary"]
