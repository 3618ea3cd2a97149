"""The command that shows the evidence behind a policy: what it takes, and what runs it."""

from __future__ import annotations

import argparse
from datetime import date

from coverdict.cli.app_bulk import add_common
from coverdict.cli.usage import Parser, UsageError

EXPORTS = ("csv", "metafor", "fhir")


def describe_evidence(parser: Parser) -> None:
    parser.add_argument("review", metavar="REVIEW", help="a review's id, or a policy's for all its reviews")
    parser.add_argument("--as-of", metavar="DATE", help="what could be known that day (YYYY-MM-DD)")
    add_common(parser)
    parser.add_argument("--html", metavar="FILE", help="write it as a page, with forest and funnel plots")
    parser.add_argument("--csv", metavar="DIR", help="write studies, effects and steps as tables")
    parser.add_argument("--metafor", metavar="DIR", help="write data and an R script that reproduces it")
    parser.add_argument("--fhir", metavar="DIR", help="write FHIR R5 evidence resources (a ballot format)")
    parser.epilog = """\
Prints the question, the verdict with its steps R1 to R8, what contradicts it and what new evidence would \
change it; for each outcome the studies, the pooled result by a panel of methods and the certainty with \
every step; and the studies that were kept and left out, with the reasons. Derived numbers carry a dagger. \
It says what studies show of a technology, not what becomes of a request.

Examples:
  coverdict evidence bsc-hcc-2021
  coverdict evidence bsc/7.01.75 --html evidence.html
  coverdict evidence bsc-hcc-2021 --as-of 2011-01-31
  coverdict evidence bsc-hcc-2021 --metafor hcc-in-r"""


def evidence(given: argparse.Namespace) -> int:
    from coverdict.cli.evidence import Wishes, evidence

    exports = {form: folder for form in EXPORTS if (folder := getattr(given, form)) is not None}
    wishes = Wishes(_day(given.as_of), given.html, given.json, exports)
    return evidence(given.review, given.library, wishes)


def _day(given: str | None) -> date | None:
    """A day as it is written.

    Errors:
        UsageError: it is none.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"--as-of {given}: write a day as 2021-11-01", "coverdict evidence") from error
