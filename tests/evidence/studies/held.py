"""The shipped studies, and the numbers in them by where each stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from coverdict.evidence.studies.model import Cell, Cite, Nature, PValue, Result, Study
from coverdict.evidence.studies.reading import read_study
from tests.evidence.studies.printed import Printed

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "library" / "evidence" / "studies"
FILES = tuple(sorted(FOLDER.glob("*.yaml")))
Shared = Callable[[str], Path]


@cache
def studies() -> dict[str, Study]:
    """The shipped studies by id."""
    read = (read_study(path.read_text("utf-8"), path.name) for path in FILES)
    return {study.id: study for study in read}


@cache
def source_file(policy: str, version: str) -> str:
    """The file of a policy version's source document, by the policy's own front matter."""
    text = (ROOT / "library" / "policies" / policy / f"{version}.md").read_text("utf-8")
    found = re.search(r"^  file: (\S+)$", text, re.MULTILINE)
    assert found, (policy, version)
    return found[1]


def printed_at(cite: Cite, shared: Shared) -> Printed:
    """What the lines that `cite` names print."""
    path = shared(f"documents/{source_file(cite.source, cite.version)}")
    lines = path.read_text("utf-8").split("\n")
    assert cite.last <= len(lines), cite
    return Printed("\n".join(lines[cite.first - 1 : cite.last]))


@dataclass(frozen=True)
class Number:
    """A number of the data that some source prints.

    Arguments:
        kind: `percentage`, `p` with its sign before it, or `plain`.
        about: whose it is, for messages.
    """

    value: Decimal
    kind: str
    about: str
    cites: tuple[Cite, ...]

    def stands_in(self, printed: Printed) -> bool:
        if self.kind == "percentage":
            return self.value in printed.percentages
        if self.kind.startswith("p "):
            return (self.kind[2:], self.value) in printed.p_values
        return self.value in printed.numbers


def numbers(study: Study) -> Iterator[Number]:
    """Every number of a study's data that is printed, once for each place in the data."""
    if study.n is not None:
        yield Number(Decimal(study.n), "plain", f"{study.id} n", study.cites)
    if study.in_several_arms:
        yield Number(Decimal(study.in_several_arms), "plain", f"{study.id} both", study.cites)
    for year in study.recruited or ():
        yield Number(Decimal(year), "plain", f"{study.id} recruited", study.cites)
    for arm in study.arms:
        if arm.n is not None and arm.derived is None:
            yield Number(Decimal(arm.n), "plain", f"{study.id} {arm.id} n", study.cites)
    for prose in (study.title, study.details, study.population):
        for number in _in_words(prose):
            yield Number(number, "plain", f"{study.id} in words", study.cites)
    for result in study.results:
        about = f"{study.id} {result.id}"
        yield from _of_result(study, result, about)
    for difference in study.differences:
        for cite, says in difference.versions:
            for number in _in_words(says):
                yield Number(number, "plain", f"{study.id} {difference.about}", (cite,))


def _of_result(study: Study, result: Result, about: str) -> Iterator[Number]:
    for cell in result.cells:
        yield from _of_cell(study, result, cell, f"{about} {cell.arm or 'all'}")
    if result.time:
        yield Number(Decimal(result.time.split()[0]), "plain", f"{about} at", result.cites)
    if result.effect:
        effect = result.effect
        for figure in (effect.estimate, effect.lower, effect.upper):
            if figure is not None:
                yield Number(figure.value, "plain", f"{about} effect", result.cites)
    if result.p:
        yield _p(result.p, about, result.cites)
    for number in _in_words(result.says if result.nature is Nature.WORDS else ""):
        yield Number(number, "plain", f"{about} says", result.cites)


def _of_cell(study: Study, result: Result, cell: Cell, about: str) -> Iterator[Number]:
    if cell.events is not None and not cell.is_derived("events"):
        yield Number(Decimal(cell.events), "plain", f"{about} events", result.cites)
    if cell.total is not None and not cell.is_derived("total"):
        # A total may stand where the study is told of, before its outcomes are.
        yield Number(Decimal(cell.total), "plain", f"{about} total", study.cites)
    kind = "percentage" if cell.percent else "plain"
    for figure in (cell.figure, cell.lower, cell.upper):
        if figure is not None:
            yield Number(figure.value, kind, about, result.cites)


def _p(p: PValue, about: str, cites: tuple[Cite, ...]) -> Number:
    return Number(p.figure.value, f"p {p.sign}", f"{about} p", cites)


def _in_words(says: str) -> Iterator[Decimal]:
    """The numbers that a text writes in digits."""
    for found in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)*(?![\w])", says):
        if found.count(".") < 2:
            yield Decimal(found.replace(",", ""))


def curves(study: Study) -> Iterator[tuple[str, tuple[Decimal, ...], tuple[Cite, ...]]]:
    """The figures of every curve's arm, in the order of times: about, figures, where."""
    for name in dict.fromkeys(result.curve for result in study.results if result.curve):
        members = [result for result in study.results if result.curve == name]
        for cell in members[0].cells:
            cells = [member.cell(cell.arm) for member in members]
            figures = tuple(one.figure.value for one in cells if one is not None and one.figure)
            yield f"{study.id} {name} {cell.arm}", figures, members[0].cites
