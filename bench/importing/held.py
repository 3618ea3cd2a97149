"""The contents of four documents, read by a person, and how what was found is held against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverdict.documents.importing.model import Findings, Joined, Missing, Node, Test, Unjoined


@dataclass(frozen=True, slots=True)
class Held:
    """What a document holds.

    Arguments:
        sections: how many headings of each role, in the words of `Role`.
        positions: how many sentences take each status.
        criteria: items of lists that are criteria, and clauses that bind a position.
        thresholds: numbers that a criterion or a position compares with.
        joined: the connectives that its lists say.
        open_joined: lists that do not say what joins them.
        related, references, products, definitions: how many entries.
        misses: fields that are not found whole, in their order.
    """

    name: str
    file: str
    title: str
    number: str = ""
    section: str = ""
    original: str = ""
    effective: str = ""
    sections: tuple[tuple[str, int], ...] = ()
    positions: tuple[tuple[str, int], ...] = ()
    criteria: int = 0
    thresholds: int = 0
    joined: tuple[str, ...] = ()
    open_joined: int = 0
    codes: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    products: int = 0
    history: tuple[str, ...] = ()
    related: int = 0
    references: int = 0
    definitions: int = 0
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A field: what the document holds, and what was found of it."""

    field: str
    holds: str
    told: str

    @property
    def found(self) -> bool:
        return self.holds == self.told


DOCUMENTS = (
    Held(
        name="A",
        file="000_114209c1697b0ec8.txt",
        title="Cryosurgical Ablation of Primary or Metastatic Liver Tumors",
        sections=(
            ("benefits", 3),
            ("codes", 3),
            ("criteria", 2),
            ("description", 1),
            ("evidence", 6),
            ("exclusions", 1),
            ("guidelines", 1),
            ("other", 1),
            ("regulatory", 5),
            ("related policies", 1),
            ("statement", 1),
        ),
        positions=(("established", 1), ("criteria_not_met", 1)),
        criteria=3,
        thresholds=2,
        open_joined=1,
        codes=("CPT 47371", "CPT 47381"),
        products=4,
        related=3,
        misses=("thresholds",),
    ),
    Held(
        name="B",
        file="001_5e3094ee69330f43.txt",
        title="Cryosurgical Ablation of Primary or Metastatic Liver Tumors",
        number="7.01.75",
        section="7.0 Surgery",
        original="2015-02-27",
        effective="2021-11-01",
        sections=(
            ("benefits", 2),
            ("codes", 2),
            ("definitions", 1),
            ("description", 1),
            ("documentation", 1),
            ("evidence", 39),
            ("guidelines", 3),
            ("history", 1),
            ("other", 4),
            ("references", 1),
            ("regulatory", 3),
            ("related policies", 1),
            ("statement", 1),
        ),
        positions=(("investigational", 1),),
        codes=("CPT 47371", "CPT 47381", "CPT 47383", "CPT 76940"),
        companions=("CPT 76940",),
        history=(
            "2015-02-27",
            "2016-07-01",
            "2017-08-01",
            "2018-09-01",
            "2019-12-01",
            "2020-04-01",
            "2020-12-01",
            "2021-11-01",
        ),
        related=6,
        references=34,
        definitions=3,
        misses=("sections by role",),
    ),
    Held(
        name="NCD 270.1",
        file="cms-ncd-270.1.html",
        title="[Electrical Stimulation (ES) and Electromagnetic Therapy for] the Treatment of Wounds",
        effective="2004-07-01",
        sections=(("description", 1), ("exclusions", 1), ("identity", 1), ("statement", 3)),
        positions=(("medically_necessary", 3), ("not_medically_necessary", 3), ("delegated", 1)),
        criteria=6,
        thresholds=2,
        definitions=4,
        misses=("thresholds",),
    ),
    Held(
        name="NCD 30.3.3",
        file="cms-ncd-30.3.3.html",
        title="Acupuncture for Chronic Lower Back Pain (cLBP)",
        number="30.3.3",
        effective="2020-01-21",
        sections=(
            ("description", 2),
            ("exclusions", 1),
            ("history", 1),
            ("identity", 1),
            ("statement", 3),
        ),
        positions=(("medically_necessary", 3), ("not_medically_necessary", 1)),
        criteria=13,
        thresholds=4,
        joined=("all of", "all of", "all of"),
        open_joined=1,
        definitions=1,
        misses=("thresholds",),
    ),
)


def compared(held: Held, found: Findings) -> tuple[Row, ...]:
    """Each field that a document holds, or of which something was found."""
    return tuple(row for row in _rows(held, found) if row.holds or row.told)


def _rows(held: Held, found: Findings) -> Iterator[Row]:
    identity = found.identity
    yield Row("title", held.title, identity.title)
    yield Row("number", held.number, identity.number)
    yield Row("section", held.section, " ".join(identity.section or ()))
    yield Row("original date", held.original, identity.original.isoformat() if identity.original else "")
    yield Row("effective date", held.effective, identity.effective.isoformat() if identity.effective else "")
    roles = Counter(one["role"] for one in found.sections if one["title"] != "before the first heading")
    yield Row("sections by role", _counts(held.sections), _counts(roles.items()))
    statuses = Counter(one.status.value for one in found.statements)
    yield Row("positions with status", _counts(held.positions), _counts(statuses.items()))
    nodes = list(_nodes([*(one.when for one in found.statements), *(one.when for one in found.definitions)]))
    yield Row("criteria", _many(held.criteria), _many(sum(isinstance(node, Test) for node in nodes)))
    limits = sum(isinstance(node, Test) and any(sign in node.expression for sign in "<>") for node in nodes)
    yield Row("thresholds", _many(held.thresholds), _many(limits))
    joined = sorted(node.connective for node in nodes if isinstance(node, Joined))
    yield Row("connectives said", ", ".join(sorted(held.joined)), ", ".join(joined))
    unjoined = sum(isinstance(node, Unjoined) for node in nodes)
    yield Row("connectives not said", _many(held.open_joined), _many(unjoined))
    yield Row("codes", ", ".join(held.codes), ", ".join(f"{one.system} {one.code}" for one in found.codes))
    companions = [f"{one.system} {one.code}" for one in found.codes if one.companion]
    yield Row("companion codes", ", ".join(held.companions), ", ".join(companions))
    products = [row for one in found.remarks if one.id.startswith("products") for row in one.data]
    yield Row("products", _many(held.products), _many(len(products)))
    yield Row("history", ", ".join(held.history), ", ".join(one.day.isoformat() for one in found.history))
    yield Row("related policies", _many(held.related), _many(_entries(found, "related-policies")))
    yield Row("references", _many(held.references), _many(_entries(found, "references")))
    meanings = sum(one.kind == "definition" for one in found.remarks)
    nested = sum("defined as" in node.quote for node in nodes if isinstance(node, Joined))
    yield Row("definitions", _many(held.definitions), _many(meanings + nested))


def _nodes(lists: Iterable[Iterable[Node]]) -> Iterator[Node]:
    todo = [node for nodes in lists for node in nodes]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, Test | Missing):
            todo += node.parts


def _entries(found: Findings, name: str) -> int:
    return sum(len(one.data) for one in found.remarks if one.id == name)


def _many(number: int) -> str:
    return str(number) if number else ""


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(pairs))
