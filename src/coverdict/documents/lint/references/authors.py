"""Authors and years in the text against the entries that are cited beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.entries import Entry
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import MENTION, NAME
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Role

# A lone author with a year: `Korpan (1997)`.
_LONE = re.compile(rf"\b(?P<name>{NAME})\s(?:and\s{NAME}\s)?\((?P<year>(?:19|20)\d\d)[a-z]?\)")
_NO_NAMES = word_set(
    "January February March April May June July August September October November December Phase Table "
    "Figure Version Medicare Medicaid Part Section Appendix Society Association College Network Academy "
    "Institute Administration Committee Group Board Force Center Centers Services Department Panel "
    "Guideline Guidelines Update Consensus Cochrane Evidence Trial Study Review Policy International "
    "American European National In Since As The This"
)
_CLOSE = 2  # letters by which a name may differ and still be the same name misspelt


def authors(survey: Survey) -> Iterator[Finding]:
    """Names and years of studies that their entries do not bear out."""
    entries = survey.entries
    if not entries or not any(entry.authors for entry in entries):
        return
    by_number = {entry.number: entry for entry in entries}
    surnames = {folded(surname) for entry in entries for surname, _ in entry.authors}
    for sentence in survey.running():
        if sentence.role is Role.REFERENCES:
            continue
        for match in _mentions(sentence):
            yield from _judge(survey, sentence, match, by_number, surnames)


def _mentions(sentence: Sentence) -> list[re.Match[str]]:
    found = {match.start(): match for match in _LONE.finditer(sentence.plain)}
    found |= {match.start(): match for match in MENTION.finditer(sentence.plain)}
    return [found[start] for start in sorted(found) if found[start]["name"] not in _NO_NAMES]


def _judge(
    survey: Survey,
    sentence: Sentence,
    match: re.Match[str],
    by_number: dict[int, Entry],
    surnames: set[str],
) -> Iterator[Finding]:
    name, year = match["name"], match["year"]
    cited = _cited_beside(survey, sentence, match, by_number)
    span = sentence.found(match, "name")
    if cited:
        names = [entry for entry in cited if _named(name, entry)]
        if names:
            yield from _year(sentence, match, year, names)
            return
        near = [entry for entry in cited if entry.authors and distance(name, entry.authors[0][0]) <= _CLOSE]
        if near:
            entry = near[0]
            yield finding(
                "author-differs",
                span,
                f"the text names {name}, reference {entry.number} {entry.authors[0][0]}",
                right="write the name as it is",
                also=(entry.span,),
            )
        elif folded(name) not in surnames and len(cited) == 1 and cited[0].authors:
            yield finding(
                "author-differs",
                span,
                f"the text names {name}, reference {cited[0].number} is by {cited[0].authors[0][0]}",
                right="put right the name or the number",
                also=(cited[0].span,),
                severity=Severity.QUERY,
            )
        return
    if folded(name) in surnames or not year:
        return
    entries = [entry for entry in by_number.values() if entry.authors]
    if any(_named(name, entry) for entry in by_number.values()):
        return
    near = [entry for entry in entries if distance(name, entry.authors[0][0]) == 1 and year in entry.years]
    if near:
        yield finding(
            "author-differs",
            span,
            f"the text names {name}, reference {near[0].number} {near[0].authors[0][0]}",
            right="write the name as it is",
            also=(near[0].span,),
        )
    elif not survey.citations and len(entries) > 2:
        yield finding(
            "author-not-listed",
            span,
            f"the list of references has nothing by {name}",
            right="add the entry, or put right the name",
        )


def _named(name: str, entry: Entry) -> bool:
    return re.search(rf"\b{re.escape(folded(name))}\b", folded(entry.text)) is not None


def folded(name: str) -> str:
    """A name in small letters without accents, as catalogues write it."""
    apart = unicodedata.normalize("NFKD", name.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _cited_beside(
    survey: Survey, sentence: Sentence, match: re.Match[str], by_number: dict[int, Entry]
) -> list[Entry]:
    """The entries cited after a name, in its sentence and before the next name."""
    later = [one.start() for one in MENTION.finditer(sentence.plain, match.end())]
    end = later[0] if later else len(sentence.plain)
    cited = survey.cited_in(sentence.at(match.end(), end))
    first = cited[:1]
    return [by_number[number] for citation in first for number in citation.numbers if number in by_number]


def _year(
    sentence: Sentence, match: re.Match[str], year: str | None, entries: list[Entry]
) -> Iterator[Finding]:
    if not year or any(year in entry.years or not entry.years for entry in entries):
        return
    entry = entries[0]
    yield finding(
        "year-differs",
        sentence.found(match, "year"),
        f"the text dates it {year}, reference {entry.number} {entry.years[-1]}",
        right="put right the year or the number",
        also=(entry.span,),
    )


def distance(one: str, other: str) -> int:
    """How many letters have to change, come, go or swap places to make one name of the other (Damerau 1964);
    no more than the length of the longer."""
    a, b = folded(one), folded(other)
    if abs(len(a) - len(b)) > _CLOSE or len(a) > 40 or len(b) > 40 or min(len(a), len(b)) < 3:
        return max(len(a), len(b))
    rows = [list(range(len(b) + 1))]
    for i, char in enumerate(a, start=1):
        row = [i]
        for j, there in enumerate(b, start=1):
            cost = 0 if char == there else 1
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + cost)
            if i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == there:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    found = rows[-1][-1]
    # Of short names, two changes make another name.
    return found if found <= (1 if min(len(a), len(b)) < 5 else _CLOSE) else max(len(a), len(b))
