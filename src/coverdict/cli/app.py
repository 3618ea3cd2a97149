"""The command line: which command is meant, and what it is given.

Each command's own module is imported only when it runs, and arguments are parsed by the standard
library: other parsers take longer to import than a decision takes to make.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

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
    parser.epilog = """\
Prints each problem with its file, line and column, the line itself, and what would be right. The exit \
status is 1 when there is one.

Examples:
  coverdict check
  coverdict check my-library
  coverdict check my-library/policies/bsc/7.01.75/2021-11-01.md"""


def _check(given: argparse.Namespace) -> int:
    from coverdict.cli.check import check

    return check(given.paths, given.library, given.json)


def _add_common(parser: Parser) -> None:
    parser.add_argument("--library", metavar="DIR", help="the policy library; without it, the one that ships")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


OPTIONS = ("--version", "--help")
COMMANDS = {
    "decide": Command("Decide every service line of a request.", _describe_decide, _decide),
    "ask": Command("Ask what is still worth asking, most decisive first.", _describe_ask, _ask),
    "check": Command("Check that the documents of a library are well-formed.", _describe_check, _check),
}
