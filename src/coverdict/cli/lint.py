"""`coverdict lint`: what is wrong, or worth a question, in a payer's document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coverdict.cli.guard import DONE, FALLS_SHORT
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.cli.usage import UsageError
from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint import RULES, lint_manuscript
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.reading import read_manuscript
from coverdict.text import did_you_mean


class Shape(StrEnum):
    """How the findings are printed."""

    PAGE = "page"
    JSON = "json"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Linted:
    """A document with what was found in it.

    Arguments:
        rules: the ids of those that were held against it.
    """

    manuscript: Manuscript
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.findings)


def lint(document: str, only: tuple[str, ...], without: tuple[str, ...], shape: Shape) -> int:
    """Print what was found in `document`; 1 when something is certain.

    Arguments:
        only: ids or kinds of the rules to hold against it; all without any.
        without: ids or kinds of those to leave out.

    Errors:
        UsageError: no such rule.
        DocumentError: the document cannot be read.
    """
    chosen = chosen_rules(only, without)
    manuscript = read_manuscript(document)
    linted = Linted(manuscript, lint_manuscript(manuscript, chosen), chosen)
    if shape is Shape.PAGE:
        from coverdict.cli.lint_page import lint_rows

        layout = page_layout()
        write_page(lint_rows(linted, layout), layout)
    elif shape is Shape.JSON:
        from coverdict.cli.lint_data import lint_data

        write_json(lint_data(linted))
    else:
        from coverdict.cli.lint_sarif import sarif

        write_json(sarif(linted))
    return FALLS_SHORT if linted.count(Severity.CERTAIN) else DONE


def chosen_rules(only: tuple[str, ...], without: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the rules that are wanted, in the catalogue's order.

    Errors:
        UsageError: a name that is neither a rule nor a kind of rules.
    """
    wanted = _named(only, "--rule") if only else frozenset(RULES)
    left_out = _named(without, "--without")
    return tuple(one for one in RULES if one in wanted and one not in left_out)


def _named(names: tuple[str, ...], option: str) -> frozenset[str]:
    found: set[str] = set()
    kinds = {rule.kind for rule in RULES.values()}
    for name in names:
        if name in RULES:
            found.add(name)
        elif name in kinds:
            found |= {one for one, rule in RULES.items() if rule.kind == name}
        else:
            near = did_you_mean(name, [*RULES, *kinds])
            raise UsageError(f"{option} {name}: there is no such rule; {near}", "coverdict lint")
    return frozenset(found)
