"""The command line: which command is meant, and what it is given.

Each command's own module is imported only when it runs, and arguments are parsed by the standard
library: other parsers take longer to import than a decision takes to make.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from coverdict.cli import app_bulk, app_documents, app_evidence, app_evidence_files, app_lint, app_render
from coverdict.cli.guard import DONE
from coverdict.cli.usage import Parser, UsageError, overview
from coverdict.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it does in a line, what it takes, and what runs it."""

    summary: str
    describe: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name; its exit status.

    Errors:
        UsageError: no such command, or arguments that it does not take.
        CoverdictError: whatever the command finds wrong with its input.
    """
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in ("-h", "--help"):
        return _say(overview({name: command.summary for name, command in COMMANDS.items()}))
    if name == "--version":
        from importlib.metadata import version

        return _say(f"coverdict {version('coverdict')}\n")
    if name not in COMMANDS:
        what, known = ("option", OPTIONS) if name.startswith("-") else ("command", tuple(COMMANDS))
        raise UsageError(f"coverdict has no {what} {name!r}; {did_you_mean(name, known)}", "coverdict")
    command = COMMANDS[name]
    parser = Parser(f"coverdict {name}", command.summary)
    command.describe(parser)
    given = parser.read(rest)
    return _say(parser.format_help()) if given.help else command.run(given)


def _say(text: str) -> int:
    print(text, end="")
    return DONE


def _describe_decide(parser: Parser) -> None:
    parser.add_argument("request", metavar="REQUEST", help="a YAML or JSON file; - is standard input")
    _add_common(parser)
    parser.add_argument(
        "--reviewer", action="store_true", help="show what a referral shows the person who decides"
    )
    parser.epilog = """\
Prints, for each line, the action, the possible outcomes, why, what is still worth asking, what would \
change the answer, the duties with their dates, and the trace through the policy.

A request in its short form:
  payer: bsc
  product: commercial_ppo
  service_date: 2021-12-01
  services: [{system: CPT, code: "47383"}]
  facts: {tumor.origin: primary, lesion.largest: 3.2 cm}

Examples:
  coverdict decide request.yaml
  coverdict decide request.json --json
  coverdict decide - < request.yaml"""


def _decide(given: argparse.Namespace) -> int:
    from coverdict.cli.decide import decide

    return decide(given.request, given.library, given.json, given.reviewer)


def _describe_ask(parser: Parser) -> None:
    parser.add_argument("policy", metavar="POLICY", help="ID, or ID@DATE for the version in force that day")
    parser.add_argument("--facts", metavar="FILE", help="what is known already; - is standard input")
    _add_common(parser)
    parser.epilog = """\
On a terminal the questions come one by one until the answer is settled; elsewhere, or with --json, \
those that are open now are printed in order. With a payer and product among what is known the questions \
settle what becomes of a request, without them the clinical status alone.

Examples:
  coverdict ask bsc/7.01.75
  coverdict ask bsc/7.01.75@2021-12-01 --facts known.yaml --json"""


def _ask(given: argparse.Namespace) -> int:
    from coverdict.cli.ask import ask

    return ask(given.policy, given.facts, given.library, given.json)


def _describe_check(parser: Parser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="documents or folders; without any, the whole library"
    )
    _add_common(parser)
    parser.add_argument(
        "--source", metavar="DOCUMENT", help="hold the citations against this source document"
    )
    parser.add_argument("--all", action="store_true", help="show the accepted findings too, with the reasons")
    parser.epilog = """\
Prints each problem with its file, line and column, the line itself, and what would be right. Where every \
document is well-formed, prints what was found in their rules: rules that never apply, overlaps, gaps, open \
readings and more, each with a patient; docs/findings.md explains them one by one. The exit status is 1 when \
there is a problem or an error.

Examples:
  coverdict check
  coverdict check my-library
  coverdict check my-library/policies/bsc/7.01.75/2021-11-01.md --source policy.txt"""


def _check(given: argparse.Namespace) -> int:
    from coverdict.cli.check import Wishes, check

    return check(given.paths, given.library, Wishes(given.json, given.all, given.source))


def _describe_schema(parser: Parser) -> None:
    parser.add_argument(
        "block", metavar="BLOCK", nargs="*", help="a block, front matter, vocabulary or request"
    )
    parser.add_argument("--vocabulary", metavar="NAME", help="complete the facts of this vocabulary too")
    _add_common(parser)
    parser.epilog = """\
Prints the JSON Schema (draft 2020-12) by which an editor completes and checks a block while it is typed; \
without BLOCK, all of them in one document, each under $defs. docs/editors.md says how to switch them on.

Examples:
  coverdict schema vocabulary > vocabulary.schema.json
  coverdict schema value set
  coverdict schema case --vocabulary liver-ablation"""


def _schema(given: argparse.Namespace) -> int:
    from coverdict.cli.schema import schema

    return schema(given.block, given.vocabulary, given.library)


def _describe_compare(parser: Parser) -> None:
    parser.add_argument(
        "first", metavar="A", help="a policy (ID or ID@DATE), a guideline, or a file with a draft"
    )
    parser.add_argument("second", metavar="B", help="what to hold it against")
    _add_common(parser)
    parser.add_argument(
        "--html", metavar="FILE", help="write the comparison as a page that needs nothing else"
    )
    parser.add_argument(
        "--regions", metavar="N", type=int, help="how many regions to describe, the largest first"
    )
    parser.epilog = """\
Prints the verdict, overall and by line of business, then where the two differ: each pair of clauses with \
its share of the combinations that the rules tell apart, a condition, and a patient with both answers.

Examples:
  coverdict compare bcbsm/cryosurgical-ablation-liver bsc/7.01.75
  coverdict compare bsc/7.01.75 nccn-neuroendocrine-2.2021
  coverdict compare bsc/7.01.75 drafts/next.md --html difference.html"""


def _compare(given: argparse.Namespace) -> int:
    from coverdict.cli.compare import compare

    _not_negative(given.regions, "--regions", "compare")
    return compare(given.first, given.second, given.library, given.json, given.html, given.regions)


def _describe_diff(parser: Parser) -> None:
    parser.add_argument("old", metavar="OLD", help="a policy (ID@DATE for an earlier version), or a file")
    parser.add_argument("new", metavar="NEW", help="the text that is to follow it")
    _add_common(parser)
    parser.add_argument("--html", metavar="FILE", help="write it as a page, with both texts side by side")
    parser.add_argument("--regions", metavar="N", type=int, help="how many regions to describe")
    parser.epilog = """\
Prints whether the position changes and in which direction, which patients move, and what changed in rules, \
criteria, codes, duties, dates and prose, word by word.

Examples:
  coverdict diff bsc/7.01.75@2020-12-01 bsc/7.01.75@2021-11-01
  coverdict diff bsc/7.01.75 drafts/next.md"""


def _diff(given: argparse.Namespace) -> int:
    from coverdict.cli.diff import diff

    _not_negative(given.regions, "--regions", "diff")
    return diff(given.old, given.new, given.library, given.json, given.html, given.regions)


def _not_negative(number: int | None, option: str, command: str) -> None:
    if number is not None and number < 0:
        raise UsageError(f"{option} is a number from 0 on, not {number}", f"coverdict {command}")


def _describe_picture(parser: Parser) -> None:
    parser.add_argument("policy", metavar="POLICY", help="ID, or ID@DATE for the version in force that day")
    parser.add_argument(
        "--of",
        metavar="KIND",
        default="criteria",
        help="criteria (usual): the rules as trees; diagram: what decides, fact by fact",
    )
    parser.add_argument("--out", metavar="FILE", help="write the picture to this file instead of printing it")
    _add_common(parser)
    parser.epilog = """\
Draws the policy by itself, without plans and mandates, as an SVG picture that says its content in words \
too. Every path of the diagram is exact; patients that cannot be are left out.

Examples:
  coverdict picture bsc/7.01.75 --out criteria.svg
  coverdict picture bcbsm/cryosurgical-ablation-liver --of diagram > diagram.svg"""


def _picture(given: argparse.Namespace) -> int:
    from coverdict.cli.picture import picture

    return picture(given.policy, given.of, given.out, given.library, given.json)


def _describe_cases(parser: Parser) -> None:
    parser.add_argument(
        "policy", metavar="POLICY", help="ID, or ID@DATE for the version in force that day, or a file"
    )
    parser.add_argument("--payer", metavar="ID", help="whose members the patients are")
    parser.add_argument(
        "--out", metavar="DIR", help="write request files with expected determinations into this new folder"
    )
    parser.add_argument(
        "--blocks", action="store_true", help="print the patients as case blocks, to paste into the document"
    )
    _add_common(parser)
    parser.epilog = """\
Prints the fewest test patients that visit every boundary from both sides, make every rule and criterion \
decide, and would notice every single slip of the texts that changes anybody's answer.

Examples:
  coverdict cases bcbsm/cryosurgical-ablation-liver
  coverdict cases bsc/7.01.75 --out bsc-cases
  coverdict cases bsc/7.01.75 --blocks"""


def _cases(given: argparse.Namespace) -> int:
    from coverdict.cli.cases import cases

    return cases(given.policy, given.payer, given.out, given.blocks, given.library, given.json)


def _describe_sample(parser: Parser) -> None:
    parser.add_argument("policy", metavar="POLICY", help="ID, or ID@DATE for the version in force that day")
    parser.add_argument("--rows", metavar="N", required=True, help="how many claims, from 0 up")
    parser.add_argument(
        "--out", metavar="FILE", required=True, help="the table: .parquet, or .csv where a text is wanted"
    )
    parser.add_argument(
        "--seed", metavar="S", default="0", help="a whole number; the same one gives the same claims"
    )
    parser.add_argument("--payer", metavar="ID", help="claims of this payer's members alone")
    parser.add_argument(
        "--unknown", metavar="SHARE", help="the share of facts that are unknown, 0 to 1 (usual: 0.15)"
    )
    _add_common(parser)
    parser.epilog = """\
Writes claims that a policy is asked about: one row for each service line, columns named by the vocabulary, \
values on, close to and away from every constant of the rules, unknown facts left empty. Nobody contradicts \
a constraint. They are drawn, not anybody's: shares among them say nothing about real claims.

Examples:
  coverdict sample bcbsm/cryosurgical-ablation-liver --rows 100000 --out claims.parquet
  coverdict sample bsc/7.01.75 --rows 1000 --out claims.csv --seed 7 --unknown 0.3"""


def _sample(given: argparse.Namespace) -> int:
    from coverdict.cli.sample import Wanted, sample

    wanted = Wanted(given.policy, given.rows, given.out, given.seed, given.payer, given.unknown)
    return sample(wanted, given.library, given.json)


def _add_common(parser: Parser) -> None:
    parser.add_argument("--library", metavar="DIR", help="the policy library; without it, the one that ships")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


OPTIONS = ("--version", "--help")
COMMANDS = {
    "decide": Command("Decide every service line of a request.", _describe_decide, _decide),
    "ask": Command("Ask what is still worth asking, most decisive first.", _describe_ask, _ask),
    "check": Command(
        "Check that documents are well-formed, and what their rules come to.", _describe_check, _check
    ),
    "compare": Command(
        "Say where two policies differ, for whom, and by which clauses.", _describe_compare, _compare
    ),
    "diff": Command("Say what a new version changes, for whom and in which words.", _describe_diff, _diff),
    "cases": Command("Find the fewest test patients that show all of a policy.", _describe_cases, _cases),
    "screen": Command("Answer every row of a claims table.", app_bulk.describe_screen, app_bulk.screen),
    "impact": Command(
        "Say who moves when a policy is replaced, over a claims table.",
        app_bulk.describe_impact,
        app_bulk.impact,
    ),
    "sql": Command("Print a policy as SQL, to paste into a warehouse.", app_bulk.describe_sql, app_bulk.sql),
    "picture": Command("Draw a policy's criteria, or its decision diagram.", _describe_picture, _picture),
    "sample": Command("Write claims drawn from a policy's vocabulary.", _describe_sample, _sample),
    "evidence": Command(
        "Show the evidence behind a policy, and what it comes to.",
        app_evidence.describe_evidence,
        app_evidence.evidence,
    ),
    "evidence-import": Command(
        "Draft studies from RIS, PubMed or a table of counts.",
        app_evidence_files.describe_import,
        app_evidence_files.import_,
    ),
    "import": Command(
        "Turn a payer's document into a draft policy, its holes marked.",
        app_documents.describe_import,
        app_documents.import_,
    ),
    "render": Command(
        "Write a policy as a published document.", app_render.describe_render, app_render.render
    ),
    "export": Command(
        "Write the submission to CMS, or the public page of criteria.",
        app_render.describe_export,
        app_render.export,
    ),
    "lint": Command("Find defects in any payer's policy document.", app_lint.describe_lint, app_lint.lint),
    "schema": Command("Print JSON Schemas, for editors.", _describe_schema, _schema),
}
