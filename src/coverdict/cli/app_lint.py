"""`coverdict lint`: what it takes, and what runs it."""

from __future__ import annotations

import argparse

from coverdict.cli.usage import Parser, UsageError


def describe_lint(parser: Parser) -> None:
    parser.add_argument("document", metavar="DOCUMENT", help="a policy as text, Markdown, HTML or PDF")
    parser.add_argument(
        "--rule",
        metavar="RULES",
        action="append",
        default=[],
        help="hold these rules alone against it, with commas; numbers, references and policy are kinds of "
        "them",
    )
    parser.add_argument(
        "--without", metavar="RULES", action="append", default=[], help="leave these rules, or kinds, out"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.add_argument("--sarif", action="store_true", help="print SARIF 2.1.0, for code hosts")
    parser.epilog = """\
Prints what is wrong, or worth a question, in any payer's policy document: numbers that cannot be or do not \
agree, citations and references that do not fit, and what the policy says against itself or leaves \
open. Each finding has its place, its line and what was computed. A certain finding is arithmetic, or \
in the text itself; a query needs the source; information is worth knowing. docs/lint.md explains every \
rule. The exit status is 1 when there is a certain finding.

Examples:
  coverdict lint policy.pdf
  coverdict lint policy.html --without abbreviation-undefined
  coverdict lint policy.txt --rule numbers --sarif > findings.sarif"""


def lint(given: argparse.Namespace) -> int:
    from coverdict.cli.lint import Shape, lint

    if given.json and given.sarif:
        raise UsageError("--json and --sarif are two ways to print the same; give one", "coverdict lint")
    shape = Shape.JSON if given.json else Shape.SARIF if given.sarif else Shape.PAGE
    return lint(given.document, parts(given.rule), parts(given.without), shape)


def parts(given: list[str]) -> tuple[str, ...]:
    """The names in options that may be given again, each with commas."""
    return tuple(name for one in given for part in one.split(",") if (name := part.strip()))
