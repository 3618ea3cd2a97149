"""The parts of a document that are not as they were: rules, criteria, codes, duties, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from coverdict.analysis.comparing.difference import Part, What
from coverdict.analysis.space import Space, side_of, space_of, told_apart
from coverdict.analysis.texts import Text
from coverdict.language.markdown import Block, blocks, front_text
from coverdict.language.model import CodeEntry, Document, Rule
from coverdict.language.syntax import Condition, condition_of
from coverdict.library import Library
from coverdict.logic import Choose, Combine, Const, Decision, Diagrams, OverBudget
from coverdict.logic import Value as Constant
from coverdict.text import Report, redlines

MEANING_NODES = 20_000
"""Nodes to spend on whether a rewritten rule means what it meant."""

_NAMED = ("rule", "criterion", "value set", "duty")


def changed_parts(library: Library, old: Text, new: Text) -> tuple[Part, ...]:
    """What was added, removed or changed, kind by kind, in the order of the new text."""
    meaning = Meaning(library, old.document, new.document)
    return (
        *_dates(old.document, new.document),
        *(part for kind in _NAMED for part in _named(kind, old.document, new.document, meaning)),
        *_order(old.document, new.document),
        *_listed("code", _codes(old.document), _codes(new.document)),
    )


def _named(kind: str, old: Document, new: Document, meaning: Meaning) -> Iterator[Part]:
    before, after = _written(kind, old), _written(kind, new)
    for part in _listed(kind, before, after):
        same = meaning.same(kind, part.id) if part.what == "changed" else None
        yield Part(kind, part.id, part.what, part.text, same)


def _listed(
    called: str, before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> Iterator[Part]:
    """The parts of two listings that are not alike, each redlined line by line."""
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        if old != new:
            what: What = "added" if old is None else "removed" if new is None else "changed"
            yield Part(called, name, what, redlines(old or (), new or ()))


def _written(kind: str, document: Document) -> dict[str, tuple[str, ...]]:
    """The blocks of a kind by their id, as lines without comments and citations' fingerprints."""
    report = Report(document.place.file, document.text)
    front = front_text(report)
    lines = 0 if front is None else front.count("\n") + 3
    found: dict[str, tuple[str, ...]] = {}
    for block in blocks(report, lines):
        name = _id(block)
        if block.kind == kind and name:
            found[name] = tuple(
                line.rstrip() for line in block.text.splitlines() if line.strip() and not _is_comment(line)
            )
    return found


def _id(block: Block) -> str:
    for line in block.text.splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip() == "id" and not line[0].isspace():
            return value.split(" #")[0].strip().strip("\"'")
    return ""


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _codes(document: Document) -> dict[str, tuple[str, ...]]:
    return {_dated(entry): (_code_line(entry),) for entry in document.codes}


def _dated(entry: CodeEntry) -> str:
    return f"{entry.code} from {entry.first}" if entry.first else str(entry.code)


def _code_line(entry: CodeEntry) -> str:
    words = [str(entry.code), entry.role, entry.approach, entry.label]
    words += [f"from {entry.first}" if entry.first else "", f"until {entry.last}" if entry.last else ""]
    return ", ".join(word for word in words if word)


def _dates(old: Document, new: Document) -> Iterator[Part]:
    """The title, the number and the days on which the texts are in force."""

    def stated(document: Document) -> dict[str, tuple[str, ...]]:
        front = document.front
        found = {
            "title": document.title,
            "number": str(front.get("number", "")),
            "in force from": str(document.effective or "not stated"),
            "in force until": str(document.until or ""),
            "original date": str(front.get("original date", "")),
        }
        return {name: (value,) for name, value in found.items() if value}

    return _listed("statement", stated(old), stated(new))


def _order(old: Document, new: Document) -> Iterator[Part]:
    """Rules that both have and that stand in another order, which can decide."""
    shared = {rule.id for rule in old.rules} & {rule.id for rule in new.rules}
    before, after = ([rule.id for rule in text.rules if rule.id in shared] for text in (old, new))
    if before != after:
        yield Part("order of rules", "", "changed", redlines([", ".join(before)], [", ".join(after)]))


class Meaning:
    """Whether rules and criteria of one name mean the same in two texts."""

    def __init__(self, library: Library, old: Document, new: Document) -> None:
        sides = told_apart(
            side_of(library, (old,)), side_of(library, (new,)), contracts=False, labels=("old", "new")
        )
        self._documents = (old, new)
        criteria = [
            side.condition(condition_of(one.criterion))
            for side, text in zip(sides, self._documents, strict=True)
            for one in text.criteria
        ]
        self._space: Space = space_of(library, sides, criteria)

    def same(self, kind: str, name: str) -> bool | None:
        """Whether the part holds for the same patients and gives the same; None where nothing can tell."""
        if kind == "rule":
            old, new = (_by_id(text.rules, name) for text in self._documents)
            return (old.then, old.otherwise) == (new.then, new.otherwise) and self._alike(
                _when(old), _when(new)
            )
        if kind == "criterion":
            full = [f"{text.id}#{name}" for text in self._documents]
            found = [
                next(one.criterion for one in text.criteria if one.id == wanted)
                for text, wanted in zip(self._documents, full, strict=True)
            ]
            return self._alike(condition_of(found[0]), condition_of(found[1]))
        return None

    def _alike(self, old: Condition | None, new: Condition | None) -> bool | None:
        """Whether two conditions hold for the same patients."""
        space = self._space
        truths: list[Decision] = []
        for side, condition in zip(space.sides, (old, new), strict=True):
            when = Const(True) if condition is None else space.of(side, condition)
            truths.append(Choose(when, Constant(True), Constant(False)))
        differ = space.feasible(Combine(_differ, truths[0], truths[1]))
        diagrams = Diagrams(space.sizes, budget=MEANING_NODES)
        try:
            (diagram,) = diagrams.freeze(diagrams.decision(differ))
        except OverBudget:
            return None
        return True not in diagram.values()


def _differ(old: object, new: object) -> bool:
    return old != new


def _when(rule: Rule) -> Condition | None:
    return None if rule.when is None else condition_of(rule.when)


def _by_id(rules: Iterable[Rule], name: str) -> Rule:
    return next(rule for rule in rules if rule.id == name)
