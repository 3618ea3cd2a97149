"""Small studies, written out, and what is found in them."""

from __future__ import annotations

import textwrap

from coverdict.evidence.studies.checks import findings
from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Study
from coverdict.evidence.studies.reading import read_as_written

HEAD = """\
study: example
label: Example 2020
pmid: 123456
year: 2020
title: Freezing against heating, a made-up trial
design: randomised trial
condition: hepatocellular carcinoma
population: Grown-up patients
n: 100

cited:
  paper: {policy: example/policy, version: 2020, lines: 10-20, reference: 1}

arms:
  cold: {label: Cold, treatment: cryoablation, n: 60}
  hot: {label: Hot, treatment: radiofrequency, n: 40}

results:
"""


def study(results: str, head: str = HEAD) -> Study:
    """The study with these results, as written."""
    return read_as_written(text(results, head), "example.yaml")


def text(results: str, head: str = HEAD) -> str:
    """The file's text: the head, and the results indented under it."""
    return head + textwrap.indent(textwrap.dedent(results).strip("\n"), "  ") + "\n"


def result(
    found: str, nature: str = "count", more: str = "", name: str = "outcome", outcome: str = ""
) -> str:
    """One result with these cells; its outcome is called like itself, unless said otherwise."""
    lines = [f"- id: {name}", f"  outcome: {outcome or name}", f"  nature: {nature}", f"  found: {{{found}}}"]
    return "\n".join([*lines, *(f"  {line}" for line in more.splitlines())]) + "\n"


def rate(found: str, at: str, outcome: str, name: str = "rate") -> str:
    """A result over time."""
    return result(found, "time to event", f"at: {at}", name, outcome)


def median(found: str, outcome: str, name: str = "median") -> str:
    """A median in months."""
    return result(found, "median", "in: months", name, outcome)


def found_in(results: str, head: str = HEAD) -> list[Finding]:
    """What is found in a study with these results."""
    return list(findings(study(results, head)))


def ids(results: str, head: str = HEAD) -> list[str]:
    """The ids of what is found."""
    return [finding.id for finding in found_in(results, head)]
