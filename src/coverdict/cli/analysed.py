"""What analysis found, said in a line: conditions, patients, verdicts, clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coverdict.analysis.patients import Patient, request_value
from coverdict.analysis.ranks import Verdict
from coverdict.analysis.regions import Where
from coverdict.analysis.standing import Standing
from coverdict.analysis.words import Clause
from coverdict.cli.cleaning import one_line
from coverdict.cli.paper import Layout, Row, bulleted, row
from coverdict.cli.words import plain
from coverdict.language.model import Fact
from coverdict.text import counted

VERDICTS: Mapping[Verdict, str] = {
    "equivalent": "EQUIVALENT",
    "first more permissive": "THE FIRST IS MORE PERMISSIVE",
    "second more permissive": "THE SECOND IS MORE PERMISSIVE",
    "incomparable": "INCOMPARABLE: each is more permissive for some patients",
}


def clause_words(clause: Clause) -> str:
    """`lesion.largest <= 4 cm`, or `read size limit as up to 4 cm`."""
    if clause.reading:
        return one_line(f"read {clause.label} as {clause.values}")
    return one_line(f"{clause.subject} {clause.values}")


def all_of(clauses: Iterable[Clause]) -> str:
    return ", ".join(clause_words(clause) for clause in clauses)


def where_rows(where: Where, layout: Layout, most: int) -> list[Row]:
    """A condition: what is common, then one way to a line, at most so many."""
    common = all_of(where.common)
    if not where.ways:
        return [row(common or "every patient")]
    shown = where.ways[:most]
    if len(where.ways) == 1 and where.complete:
        return [row(", ".join(part for part in (common, all_of(where.ways[0])) if part))]
    rows = [row(f"{common}, and one of" if common else "one of")]
    for way in shown:
        rows += bulleted([row(all_of(way))], layout)
    left = len(where.ways) - len(shown)
    if left or not where.complete:
        more = "further ways" if not where.complete else counted(left, "further way")
        rows += bulleted([row((more, "dim"))], layout)
    return rows


def patient_words(patient: Patient, facts: Mapping[str, Fact]) -> str:
    """`lesion.count 1, lesion.largest 4 cm; read size limit as up to 4 cm`."""
    stated = [
        f"{name} {_written(request_value(facts[name], value))}" for name, value in patient.facts.items()
    ]
    read = [f"{name.partition('#')[2]} as {option}" for name, option in patient.readings.items()]
    parts = [", ".join(stated) or "whoever it is", f"read {', '.join(read)}" if read else ""]
    return one_line("; ".join(part for part in parts if part))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_written(item)}" for name, item in value.items()) + "}"
    return str(value)


def standing_words(standing: Standing) -> str:
    """`established (rule established)`, `criteria not met (rule all-other, otherwise)`."""
    names = [name.partition("#")[2] for name in standing.rules]
    if not names:
        return plain(standing.says)
    called = ", ".join(names)
    return f"{plain(standing.says)} ({called}{', otherwise' if standing.otherwise else ''})"


def some_names(given: Sequence[str], most: int = 3) -> str:
    """The first names, and how many more there are."""
    more = len(given) - most
    shown = given if more < 2 else given[:most]
    listing = ", ".join(one_line(name) for name in shown)
    return f"{listing} and {more} more" if more >= 2 else listing
