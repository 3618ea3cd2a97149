"""The command that brings studies in from files of literature: what it takes, and what runs it."""

from __future__ import annotations

import argparse

from coverdict.cli.app_bulk import add_common
from coverdict.cli.usage import Parser


def describe_import(parser: Parser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="RIS, PubMed's format (.nbib, .txt), or a table of counts (.csv)"
    )
    parser.add_argument("--out", metavar="FOLDER", help="write the new files there; without it, say which")
    parser.add_argument(
        "--encoding", metavar="NAME", default="utf-8", help="of the file: utf-8 (usual) or latin-1"
    )
    add_common(parser)
    parser.epilog = """\
Writes a draft of a study's file for each publication that the library does not have, by its number in \
PubMed. What only a person can say (what the study is about in own words, its design, its patients, where a \
policy cites it) is a line TO DO, and no command reads a draft as a study before it is filled in. A table \
that says all this brings finished files. No file is ever written over, and where anything in FILE cannot \
be read, nothing is written. docs/evidence-exchange.md has the formats and the columns.

Examples:
  coverdict evidence-import pubmed-export.nbib
  coverdict evidence-import references.ris --out drafts --encoding latin-1
  coverdict evidence-import counts.csv --out library/evidence/studies"""


def import_(given: argparse.Namespace) -> int:
    from coverdict.cli.evidence_files import import_studies

    return import_studies(given.file, given.out, given.library, given.encoding, given.json)
