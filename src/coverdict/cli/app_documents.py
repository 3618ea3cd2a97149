"""The command that turns a payer's document into a draft: what it takes, and what runs it."""

from __future__ import annotations

import argparse

from coverdict.cli.app_bulk import add_common
from coverdict.cli.usage import Parser


def describe_import(parser: Parser) -> None:
    parser.add_argument(
        "document", metavar="DOCUMENT", help="a payer's policy as text, Markdown, HTML or PDF"
    )
    parser.add_argument("--out", metavar="FILE", help="write the draft there; without it, say what was found")
    parser.add_argument(
        "--reader",
        metavar="COMMAND",
        help="a command that proposes what stands in the holes; it gets the document's text",
    )
    parser.add_argument("--reader-seconds", metavar="N", help="how long it may take (usual: 300)")
    add_common(parser)
    parser.epilog = """\
Writes a draft of the policy, and beside it the vocabulary that its criteria need: in the folder \
`vocabulary` of the library in which FILE lies, or next to FILE. What could not be read is a hole: nothing \
is guessed, and the draft decides nothing until a person has filled them all. No file is ever written over. \
docs/importing.md says what is read, and how to finish a draft. With --reader, what a command of yours \
proposes for the holes is added as proposals, which decide nothing either until a person signs them; \
docs/proposing.md says how.

Examples:
  coverdict import policy.pdf
  coverdict import policy.html --out my-library/policies/next.md
  coverdict check my-library/policies/next.md --source policy.html"""


def import_(given: argparse.Namespace) -> int:
    from coverdict.cli.importing import import_document
    from coverdict.cli.proposing import reader_of

    reader = reader_of(given.reader, given.reader_seconds)
    return import_document(given.document, given.out, given.library, given.json, reader)
