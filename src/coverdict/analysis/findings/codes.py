"""Ways to reach a tumor, and the like, that a policy's text names and its codes lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.analysis.findings.finding import Finding, found
from coverdict.language.model import Document, Fact, FactType, Option
from coverdict.library import Library
from coverdict.text import Place, listed, split_lines

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


def approaches(library: Library, document: Document) -> Iterator[Finding]:
    """The approaches that the prose of a policy names and that none of its governed codes has."""
    coded = [entry.approach for entry in document.codes if entry.role == "governed" and entry.approach]
    fact = _approach_fact(library, document, frozenset(coded))
    if fact is None:
        return
    prose = tuple(_prose(document))
    codes = listed([str(entry.code) for entry in document.codes if entry.role == "governed"])
    for option in fact.options:
        named = _named(option, prose, document) if option.name not in coded else None
        if named is not None:
            place, words = named
            name = option.name.replace("_", " ")
            what = (
                f"the text names the approach {name} ({option.label}), and no governed code has it ({codes})"
            )
            right = "add its code, or say in the text that it has none here and accept this finding"
            yield found("approach-without-code", document, place, what, right, option.name, marked=words)


def _approach_fact(library: Library, document: Document, coded: frozenset[str]) -> Fact | None:
    """The choice that all the approaches of the codes are options of; the one with the fewest options."""
    if not coded:
        return None
    choices = [
        fact
        for fact in library.contents.facts(document.vocabulary).values()
        if fact.type in (FactType.CHOICE, FactType.NAME) and coded <= {option.name for option in fact.options}
    ]
    return min(choices, key=lambda fact: len(fact.options), default=None)


def _prose(document: Document) -> Iterator[tuple[int, str]]:
    """The lines for people: neither front matter nor blocks, each with its number."""
    inside = ""
    front = False
    for number, line in enumerate(split_lines(document.text), 1):
        if number == 1 and line.rstrip() == "---":
            front = True
        elif front:
            front = line.rstrip() != "---"
        elif fence := _FENCE.match(line):
            mark = fence.group(1)
            if not inside:
                inside = mark
            elif mark.startswith(inside):
                inside = ""
        elif not inside:
            yield number, line


def _named(
    option: Option, prose: tuple[tuple[int, str], ...], document: Document
) -> tuple[Place, str] | None:
    """Where the prose first names an option, by its name or its label, and with which words of that line."""
    starts: list[int] = []
    whole = ""
    for _, line in prose:
        starts.append(len(whole))
        whole += line + "\n"
    phrases = [phrase.split() for phrase in (option.name.replace("_", " "), option.label)]
    # A phrase may go on in the next line.
    patterns = [r"\s+".join(map(re.escape, words)) for words in phrases if words]
    matches = [re.search(rf"\b{pattern}\b", whole, re.IGNORECASE) for pattern in patterns]
    first = min((match for match in matches if match), key=lambda match: match.start(), default=None)
    if first is None:
        return None
    row = max(number for number, start in enumerate(starts) if start <= first.start())
    column = first.start() - starts[row] + 1
    return Place(document.place.file, prose[row][0], column), first.group().split("\n")[0]
