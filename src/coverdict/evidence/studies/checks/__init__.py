"""Checks of the numbers that a study reports, against each other alone: nothing is looked up."""

from coverdict.evidence.studies.checks.checking import findings, unaccepted_errors

__all__ = ["findings", "unaccepted_errors"]
