"""What the judges say of an invented library, beside what the program found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from coverdict.analysis.findings.checking import all_documents, meaning_of
from coverdict.analysis.findings.finding import Finding
from coverdict.analysis.findings.meaning import Meaning as Found
from coverdict.analysis.findings.parts import Key
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.library.folder import Source, read
from coverdict_judges.cases import Shelf
from coverdict_judges.meaning import ALONE, AROUND, Meaning, Name
from coverdict_judges.populations import Terms, Worlds, small
from coverdict_judges.texts import Texts, gather

PAYERS = ("acme", "zeta")
LIMIT = 700
"""Worlds that are looked at one by one."""

Said: TypeAlias = dict[str, frozenset[object]]
"""Everything that is said of a library, by kind."""


def unsettled(texts: Texts) -> Texts:
    """The texts with every reading open."""
    return replace(texts, settled={})


def alone(texts: Texts) -> Texts:
    """The policy by itself."""
    policy = tuple(document for document in texts.documents if document.kind == "policy")
    return replace(texts, documents=policy, settled={})


def library_of(shelf: Shelf) -> Library:
    """The invented library as the program reads it."""
    found = read(tuple(Source(file, text) for file, text in sorted(shelf.files.items())))
    assert not found.problems
    return Library("invented", "", found.contents, found.documents.__getitem__)


@dataclass(frozen=True, eq=False)
class Trial:
    """One invented library: what the program found in it, and the texts that the judges look at."""

    shelf: Shelf

    @cached_property
    def library(self) -> Library:
        return library_of(self.shelf)

    @cached_property
    def documents(self) -> dict[str, Document]:
        return all_documents(self.library)

    @cached_property
    def found(self) -> Found:
        return meaning_of(self.library, self.documents)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self.found.findings(self.library, self.documents))

    @cached_property
    def texts(self) -> tuple[tuple[Texts, bool], ...]:
        """The texts that decide together; whether a policy stands by itself."""
        (vocabulary,) = self.library.contents.vocabularies.values()
        documents = [self.documents[file] for file in sorted(self.documents)]
        found: list[tuple[Texts, bool]] = []
        for policy in self.library.contents.versions:
            together = [unsettled(gather([vocabulary], documents, policy, payer)) for payer in PAYERS]
            found.append((alone(together[0]), True))
            found += [(texts, False) for texts in together if len(texts.documents) > 1]
        return tuple(found)

    @cached_property
    def by_solver(self) -> tuple[Meaning, ...]:
        return tuple(
            Meaning(texts, Terms(texts), ALONE if by_itself else AROUND) for texts, by_itself in self.texts
        )

    @cached_property
    def by_hand(self) -> tuple[Meaning, ...]:
        """Empty where there are too many worlds."""
        if not all(small(texts, LIMIT) for texts, _ in self.texts):
            return ()
        return tuple(
            Meaning(texts, Worlds(texts, LIMIT), ALONE if by_itself else AROUND)
            for texts, by_itself in self.texts
        )

    def named(self, key: Key) -> Name:
        """A rule of the program's as the judges name it."""
        return self.documents[key.file].id, key.owner

    # --- what the program says -------------------------------------------------------------------------

    def said_of_rules(self) -> Said:
        found = self.found
        assert not found.missed
        dead = found.reach.dead
        overlaps = {(self.named(key), earlier) for key, earlier in found.overlaps.pairs(dead)}
        at_a_point = {
            (self.named(later), earlier.owner) for earlier, later in found.meetings.apart if later not in dead
        }
        return {
            "never applies": frozenset(self.named(key) for key in dead),
            "otherwise never applies": frozenset(self.named(key) for key in found.reach.certain),
            "overlaps": frozenset(overlaps | at_a_point),
            "gaps": frozenset(self.documents[file].id for file in found.gaps.policies),
            "gaps of products": frozenset(
                (self.documents[file].id, product) for file, product in found.gaps.products
            ),
        }

    def said_of_criteria(self) -> Said:
        found = self.found
        idle = {key: weighed for key, weighed in found.weights.parts.items() if weighed.idle and weighed.why}
        return {
            "always": frozenset(self._stands(key) for key, weighed in idle.items() if weighed.always),
            "never": frozenset(self._stands(key) for key, weighed in idle.items() if weighed.never),
            "readings that matter": frozenset(found.readings.touching),
            "readings that do not": frozenset(found.readings.idle),
        }

    def _stands(self, key: Key) -> object:
        if key.kind == "rule":
            return ("rule", self.documents[key.file].id, key.owner), key.path
        return ("criterion", "", key.owner), key.path


# --- what the judges say ---------------------------------------------------------------------------------


def judged_of_rules(meanings: Iterable[Meaning]) -> Said:
    known = tuple(meanings)
    applying = frozenset().union(*(each.applying for each in known))
    dead = frozenset().union(*(each.rules() for each in known)) - applying
    reached: dict[Name, tuple[bool, bool]] = {}
    for each in known:
        for name, (some, turned_away) in each.otherwise().items():
            before = reached.get(name, (False, False))
            reached[name] = (before[0] or some, before[1] or turned_away)
    return {
        "never applies": dead,
        "otherwise never applies": frozenset(name for name, met in reached.items() if met == (True, False)),
        "overlaps": frozenset(pair for each in known for pair in each.overlaps if pair[0] not in dead),
        "gaps": frozenset(
            each.texts.documents[0].id
            for each in known
            if each.layers == ALONE and not each.people.empty(each.silent())
        ),
        "gaps of products": frozenset(
            (plan.id, product)
            for each in known
            for plan, product in products_of(each)
            if not each.people.empty(each.silent_on(product))
        ),
    }


def products_of(meaning: Meaning) -> Iterator[tuple[Document, str]]:
    """The products of the plans that have rules."""
    if meaning.layers == AROUND:
        for document in meaning.texts.documents:
            if document.kind == "plan" and document.rules:
                yield from ((document, product.name) for product in document.products)


def judged_of_criteria(meanings: Iterable[Meaning]) -> Said:
    known = tuple(meanings)
    replaceable: dict[object, tuple[bool, bool]] = {}
    for each in known:
        for key, (always, never) in each.replaceable().items():
            before = replaceable.get(key, (True, True))
            replaceable[key] = (before[0] and always, before[1] and never)
    readings = {name for each in known for name in asked(each)}
    matter = {name for each in known for name in asked(each) if any(each.touched(name))}
    return {
        "always": frozenset(key for key, (always, _) in replaceable.items() if always),
        "never": frozenset(key for key, (_, never) in replaceable.items() if never),
        "readings that matter": frozenset(matter),
        "readings that do not": frozenset(readings - matter),
    }


def asked(meaning: Meaning) -> tuple[str, ...]:
    """The readings that the rules of the texts ask."""
    from coverdict_judges.mentions import mentions

    return mentions(meaning.texts).readings


def told(trial: Trial) -> str:
    """What one needs to see of a library that went wrong."""
    return "\n".join(f"--- {file}\n{text}" for file, text in trial.shelf.files.items())
