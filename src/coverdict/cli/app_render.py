"""The commands that publish: what each takes, and what runs it."""

from __future__ import annotations

import argparse

from coverdict.cli.app_bulk import add_common
from coverdict.cli.usage import Parser


def describe_render(parser: Parser) -> None:
    parser.add_argument(
        "policy", metavar="POLICY", help="ID, ID@DATE for the version in force that day, or a file"
    )
    parser.add_argument("--to", metavar="FORM", default="html", help="html (usual), md or pdf")
    parser.add_argument("--out", metavar="FILE", help="write it to this file instead of printing it")
    add_common(parser)
    parser.epilog = """\
Writes a policy as its publisher hands it out: identity and dates, the position, criteria as nested lists \
with their open readings, codes, benefits by product, duties, evidence, guidelines, definitions, history, \
sources, and what changed since the version before. The policy's own text is printed letter by letter at the \
end, so that nothing is lost on paper. PDF needs an extra: pip install 'coverdict[pdf]'.

Examples:
  coverdict render bsc/7.01.75 --out policy.html
  coverdict render bsc/7.01.75@2021-12-01 --to pdf --out policy.pdf
  coverdict render bcbsm/cryosurgical-ablation-liver --to md"""


def describe_export(parser: Parser) -> None:
    parser.add_argument("what", metavar="WHAT", help="submission: to CMS, as CSV; criteria: a public page")
    parser.add_argument("payer", metavar="PAYER", help="the payer's id in the library")
    parser.add_argument("--year", metavar="YYYY", help="the calendar year of a submission")
    parser.add_argument("--on", metavar="DATE", help="the day on which criteria are in force")
    parser.add_argument("--website", metavar="URL", help="where the organization publishes its criteria")
    parser.add_argument("--out", metavar="FILE", help="write it to this file instead of printing it")
    add_common(parser)
    parser.epilog = """\
submission: the yearly table of internal coverage criteria of Medicare Advantage (CMS-10913), one row for \
each policy that is in force in the year and needs prior authorization, in the columns that CMS published. \
What the library does not hold is left empty, and each empty cell is told with the reason.

criteria: the criteria that are in force on a day, with the evidence, its sources and the rationale \
(42 CFR 422.101(b)(6)(ii)), as one HTML page that needs nothing else.

Examples:
  coverdict export submission bcn --year 2012 --out umc.csv
  coverdict export submission bcn --year 2012 --website https://example.org/criteria --json
  coverdict export criteria bsc --on 2026-01-01 --out criteria.html"""


def export(given: argparse.Namespace) -> int:
    from coverdict.cli.export import Wishes, export

    wishes = Wishes(given.what, given.year, given.on, given.website, given.out, given.json)
    return export(given.payer, given.library, wishes)


def render(given: argparse.Namespace) -> int:
    from coverdict.cli.render import Wishes, render

    return render(given.policy, given.library, Wishes(given.to, given.out, given.json))
