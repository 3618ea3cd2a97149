"""Readings that are open, and the patients whom they touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from coverdict.analysis.findings.contexts import Applying, Context, Said
from coverdict.analysis.findings.finding import Finding, Touched, found
from coverdict.analysis.findings.parts import every
from coverdict.analysis.findings.wording import plain
from coverdict.language.model import Document, FactType, ReadingDeclaration, Rule
from coverdict.language.syntax import condition_of
from coverdict.library import Library
from coverdict.library.atoms import facts_of
from coverdict.library.program import names_of
from coverdict.logic import Node
from coverdict.logic.cells import bits
from coverdict.text import listed

MOST_RESULTS = 3
"""Results that are told of one option."""

NUMBERS = (FactType.NUMBER, FactType.QUANTITY)


@dataclass(slots=True)
class Opened:
    """A reading over the contexts whose rules depend on it.

    Arguments:
        point: the single value of a number that all patients whom it touches have; empty for none.
        options: what follows from each option, in words.
    """

    touched: Touched | None = None
    point: str = ""
    options: dict[str, str] = field(default_factory=dict)


class Readings:
    """What every reading of some documents moves."""

    def __init__(self) -> None:
        self.seen: dict[str, Opened] = {}
        self._labels: dict[str, tuple[Rule, Touched]] = {}

    def look(self, context: Context) -> None:
        self._look_at_labels(context)
        # A policy's own readings are looked at where the policy stands by itself.
        known = {reading.id for reading in context.policy.readings} if context.payer else set()
        for number, dimension in enumerate(context.space.dimensions):
            name = dimension.reading
            if not name or name in known:
                continue
            opened = self.seen.setdefault(name, Opened())
            for layer in context.layers:
                if opened.touched is None:
                    _look(context, layer, name, number, opened)

    def _look_at_labels(self, context: Context) -> None:
        """The readings of what an `otherwise` means."""
        for layer in context.layers:
            for applied in layer.rules:
                meaning = applied.rule.meaning
                if meaning is not None and meaning.reading not in self._labels:
                    if applied.otherwise == context.ground.nobody:
                        continue
                    touched = context.ground.touched(applied.otherwise)
                    self._labels[meaning.reading] = (applied.rule, touched)

    @property
    def touching(self) -> frozenset[str]:
        """The readings whose options differ for some patient."""
        return frozenset(name for name, opened in self.seen.items() if opened.touched is not None)

    @property
    def idle(self) -> frozenset[str]:
        """The readings of rules whose options mean the same for every patient."""
        return frozenset(name for name, opened in self.seen.items() if opened.touched is None)

    def findings(self, library: Library, documents: Iterable[Document]) -> Iterator[Finding]:
        """Arguments: documents: those whose readings are told."""
        for document in documents:
            open_ends = {hole.id for hole in document.holes}
            for reading in document.readings:
                if reading.id.partition("#")[2] in open_ends:
                    continue  # a hole is told as one
                settled = _settled(library, document, reading)
                if settled is not None:
                    yield from self._finding(library, document, reading, settled)

    def _finding(
        self, library: Library, document: Document, reading: ReadingDeclaration, settled: str
    ) -> Iterator[Finding]:
        name = reading.id.partition("#")[2]
        opened = self.seen.get(reading.id)
        right = f"let each payer who adopts it settle it, signed and dated{settled}"
        if opened is not None and opened.touched is not None:
            results = "; ".join(f"read as {option}, {result}" for option, result in opened.options.items())
            if opened.point:
                what = f"the reading {name} decides at one point only, {opened.point}: {results}"
                yield found("threshold-open", document, reading.place, what, right, name, opened.touched)
            else:
                what = f"the reading {name} is open: {results}"
                yield found("reading-open", document, reading.place, what, right, name, opened.touched)
        elif opened is not None:
            what = f"the reading {name} never matters: its options mean the same for every patient"
            touched = Touched(no_patient="no patient is decided otherwise by another option")
            fewer = "keep one option and drop the reading, or correct the options"
            yield found("reading-never-matters", document, reading.place, what, fewer, name, touched)
        elif reading.id in self._labels:
            rule, touched = self._labels[reading.id]
            what = (
                f"the reading {name} is open: it moves no {rule.slot}, only what the otherwise of rule "
                f"{rule.id} means, {listed([plain(option) for option in reading.options], 'or')}"
            )
            yield found("reading-open", document, reading.place, what, right, name, touched)
        elif moved := _duties(library, document, reading.id):
            what = f"the reading {name} is open: it moves no outcome, only {listed(moved)}"
            touched = Touched(no_patient="no patient is decided otherwise by it")
            yield found("reading-open", document, reading.place, what, right, name, touched)


def _look(context: Context, layer: Applying, name: str, number: int, opened: Opened) -> None:
    ground = context.ground
    heard = context.heard(layer)
    patients = ground.without(ground.everyone, ground.unmoved(heard, number))
    if patients == ground.nobody:
        return
    opened.touched = ground.touched(patients)
    opened.options = _results(context, heard, number, patients)
    opened.point = _point(context, name, patients)


def _results(context: Context, heard: Node, number: int, patients: Node) -> dict[str, str]:
    """What the patients whom a reading touches are told under each option."""
    ground, group = context.ground, context.space.dimensions[number].group
    told: dict[str, dict[str, None]] = {}
    for option in context.space.names.readings[context.space.dimensions[number].reading]:
        cells = ground.cells(number, group.allowed({group.facts[0]: option}))
        values = ground.values(heard, ground.both(patients, cells))
        told[option] = dict.fromkeys(word for value in sorted(values, key=repr) for word in _words(value))
    if context.policy.kind == "guideline":
        # Rules that speak whatever the option is are left out.
        common = set.intersection(*(set(words) for words in told.values()))
        told = {option: _less(words, common) for option, words in told.items()}
    return {option: _shown(tuple(words)) for option, words in told.items()}


def _less(words: dict[str, None], common: set[str]) -> dict[str, None]:
    return dict.fromkeys(word for word in words if word not in common) or words


def _shown(words: tuple[str, ...]) -> str:
    more = f" or {len(words) - MOST_RESULTS} more" if len(words) > MOST_RESULTS else ""
    return " or ".join(words[:MOST_RESULTS]) + more


def _words(heard: object) -> tuple[str, ...]:
    """What is said, rule by rule."""
    assert isinstance(heard, tuple)
    said = [one for one in heard if isinstance(one, Said)]
    words = [f"{plain(one.value)} ({one.rule}{' otherwise' if one.otherwise else ''})" for one in said]
    return tuple(words) or ("no rule speaks",)


def _point(context: Context, name: str, patients: Node) -> str:
    """`lesion.largest 4 cm`, where all patients have that value of a number that the options ask about."""
    space, ground = context.space, context.ground
    for fact in _asked_by(context, name):
        if fact not in space.dimension_of or context.side.names.facts[fact].type not in NUMBERS:
            continue
        number = space.dimension_of[fact]
        mask = ground.projection(patients, number)
        text = space.dimensions[number].group.describe(fact, mask)
        if is_point(text) and len(list(bits(mask))) < space.dimensions[number].group.size:
            return f"{fact} {text}"
    return ""


def is_point(text: str) -> bool:
    """Whether the description of a number's values is a single value."""
    return (
        bool(text) and text != "any" and not any(mark in text for mark in ("<", ">", " to ", " or ", " and "))
    )


def _asked_by(context: Context, name: str) -> Iterator[str]:
    """The facts that the options of a reading ask about, each once."""
    seen: dict[str, None] = {}
    for layer in context.layers:
        for applied in layer.rules:
            for part in every(applied.tree) if applied.tree is not None else ():
                if part.kind == "reading" and part.options[0].reading == name:
                    compared = [one.condition for one in every(part) if one.kind == "comparison"]
                    asked = (facts_of(condition, context.side.names) for condition in compared)
                    seen.update(dict.fromkeys(fact for facts in asked for fact in facts))
    yield from (fact for fact in seen if fact in context.side.names.facts)


def _duties(library: Library, document: Document, reading: str) -> list[str]:
    """What a reading moves of the document's duties."""
    names = names_of(library, (document,))
    moved = []
    for duty in document.duties:
        if duty.reading == reading:
            moved.append(f"the days of the duty {duty.id}")
        if duty.when is not None and reading in facts_of(condition_of(duty.when), names):
            moved.append(f"whether the duty {duty.id} applies")
    return moved


# --- who has settled it -----------------------------------------------------------------------------------


def _settled(library: Library, document: Document, reading: ReadingDeclaration) -> str | None:
    """Who has settled the reading among those who work with its document; None where all have."""
    contents = library.contents
    policies = {document.id} if document.kind == "policy" else set(document.applies_to)
    adopting = [
        payer
        for payer in contents.payers.values()
        if (not policies and payer.adopts) or policies & set(payer.adopts)
    ]
    if document.kind == "plan":
        adopting = [payer for payer in adopting if payer.id == document.payer]
    done = [payer for payer in adopting if any(one.reading == reading.id for one in payer.settled)]
    if adopting and len(done) == len(adopting):
        return None
    return f"; settled by {listed([payer.id for payer in done])} so far" if done else ""
