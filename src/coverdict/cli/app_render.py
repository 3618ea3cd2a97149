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


def render(given: argparse.Namespace) -> int:
    from coverdict.cli.render import Wishes, render

    return render(given.policy, given.library, Wishes(given.to, given.out, given.json))
