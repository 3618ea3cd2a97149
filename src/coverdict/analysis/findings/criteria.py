"""Criteria that never decide: they could be replaced by "always" or "never", and no ruling would change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from coverdict.analysis.cases.written import written
from coverdict.analysis.findings.contexts import Applied, Applying, Context
from coverdict.analysis.findings.finding import Finding, Touched, found
from coverdict.analysis.findings.parts import Key, Part, every
from coverdict.language.model import Document, Fact
from coverdict.language.syntax import Always
from coverdict.logic import Node

Why: TypeAlias = str

EVERY = "it holds for every patient"
NONE = "it holds for no patient"
BESIDE = "what it asks already follows from the criteria beside it"
BEFORE = "what it asks already follows from the rules before it"
ADDS_NOBODY = "the same patients are decided the same way without it"


@dataclass(slots=True)
class Weighed:
    """A part over the contexts in which it decides something.

    Arguments:
        always, never: whether each context allows to replace it by that.
        why: the reasons that the contexts give.
    """

    part: Part
    facts: Mapping[str, Fact]
    always: bool = True
    never: bool = True
    why: dict[Why, None] = field(default_factory=dict)

    @property
    def idle(self) -> bool:
        return self.always or self.never


class Weights:
    """Of every part of every criterion, whether it decides anything.

    A part of a named criterion is replaced wherever the criterion is used.
    """

    def __init__(self) -> None:
        self.parts: dict[Key, Weighed] = {}
        self._roots: dict[Key, tuple[Document, Part]] = {}
        self._used: dict[Key, set[Key]] = {}

    def look(self, context: Context) -> None:
        for layer in context.layers:
            users: dict[Key, list[Applied]] = {}
            for applied in layer.rules:
                if applied.tree is None:
                    continue
                self._roots[applied.key] = (applied.document, applied.tree)
                for part in every(applied.tree):
                    users.setdefault(part.key, []).append(applied)
                    self.parts.setdefault(part.key, Weighed(part, context.side.names.facts))
                    if part.kind == "criterion":
                        self._used.setdefault(part.parts[0].key, set()).add(part.key)
            for key, rules in users.items():
                weighed = self.parts[key]
                # Rules that decide for nobody are told as such; nothing in them can decide.
                if weighed.idle and any(one.then != context.ground.nobody for one in rules):
                    _weigh(context, layer, weighed, rules)

    def idle(self, dead: frozenset[Key], certain: frozenset[Key]) -> Iterator[Weighed]:
        """The outermost parts of each tree that never decide.

        Arguments:
            dead, certain: rules that never apply, or whose otherwise does not; that says it all.
        """
        for key, (_, tree) in self._roots.items():
            if key not in dead | certain:
                yield from self._outermost(tree, frozenset())
        for root, uses in self._used.items():
            tree = self.parts[root].part
            told = {use for use in uses if self.parts[use].idle}
            if not self.parts[root].why and self.parts[root].idle:
                continue  # all rules that use it are dead
            if told == uses or (len(uses) == 1 and self.parts[root].idle):
                continue
            yield from self._outermost(tree, frozenset())

    def _outermost(self, part: Part, above: frozenset[Key]) -> Iterator[Weighed]:
        weighed = self.parts[part.key]
        if part.holder:
            yield from self._outermost(part.parts[0], above)
        elif isinstance(part.condition, Always):
            return  # an option of a hole, which is told as one
        elif weighed.idle and weighed.why:
            yield weighed
        elif part.kind == "none of" and len(part.parts) == 1:
            # A negation decides exactly when what it negates does.
            for inner in part.parts[0].parts if part.parts[0].kind != "criterion" else ():
                yield from self._outermost(inner, above)
        elif part.kind != "criterion":
            for inner in part.parts:
                yield from self._outermost(inner, above)

    def findings(
        self, documents: Mapping[str, Document], dead: frozenset[Key], certain: frozenset[Key]
    ) -> Iterator[Finding]:
        """Arguments: documents: those that findings are wanted of, by file."""
        told = set()
        for weighed in self.idle(dead, certain):
            key = weighed.part.key
            document = documents.get(key.file)
            if document is not None and key not in told:
                told.add(key)
                yield _finding(document, weighed)


def _weigh(context: Context, layer: Applying, weighed: Weighed, rules: list[Applied]) -> None:
    ground, values, key = context.ground, layer.values, weighed.part.key
    true = ground.diagrams.true
    changes: dict[Node, list[tuple[Node, Node]]] = {}
    for constant in (true, ground.nobody):
        for applied in rules:
            assert applied.tree is not None
            replaced = ground.both(values.replaced(applied.tree, key, constant), ground.everyone)
            differ = ground.differ(applied.holds, replaced)
            changes.setdefault(constant, []).append((differ, ground.both(differ, applied.reached)))
    weighed.always &= all(reached == ground.nobody for _, reached in changes[true])
    weighed.never &= all(reached == ground.nobody for _, reached in changes[ground.nobody])
    if weighed.idle:
        weighed.why[_why(context, values.of(weighed.part), weighed, changes)] = None


def _why(
    context: Context, holds: Node, weighed: Weighed, changes: Mapping[Node, list[tuple[Node, Node]]]
) -> Why:
    ground = context.ground
    met = ground.both(holds, ground.everyone)
    if met == ground.nobody:
        return NONE
    if met == ground.everyone:
        return EVERY
    if not weighed.always:
        return ADDS_NOBODY
    return BESIDE if all(any_ == ground.nobody for any_, _ in changes[ground.diagrams.true]) else BEFORE


def _finding(document: Document, weighed: Weighed) -> Finding:
    part = weighed.part
    text = part.text or written(part.condition, weighed.facts)
    root = part.kind != "criterion" and not part.key.path and part.key.kind == "criterion"
    name = part.key.owner.partition("#")[2] if root else part.label or text
    why = next(iter(weighed.why)) if len(weighed.why) == 1 else ADDS_NOBODY
    called = f"{name} ({text})" if part.label and not root and text != part.label else name
    what = f"the criterion {called} never decides: {why}"
    return found(
        "criterion-never-decides",
        document,
        part.place,
        what,
        "leave it if each rule is to be read alone, and accept this; else remove it"
        if why == BEFORE
        else "remove it, or correct what it or the criteria around it ask",
        name,
        Touched(no_patient=_nobody(why)),
        # Rules that can each be read alone repeat what those before them leave.
        "note" if why == BEFORE else None,
    )


def _nobody(why: Why) -> str:
    if why == EVERY:
        return "no patient fails it"
    return "no patient fulfils it" if why == NONE else "no patient is decided otherwise because of it"
