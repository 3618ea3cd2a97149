"""Findings: what `check` says of documents that are well-formed, each with its place and a patient."""
