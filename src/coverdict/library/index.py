"""What a library holds, in a form that finds things fast and loads policy texts only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from coverdict.language.model import (
    CodeEntry,
    Constraint,
    Document,
    Fact,
    PolicyWindow,
    ValueSet,
    Vocabulary,
)
from coverdict.language.syntax import Code
from coverdict.text import counted


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One dated text of a policy; `last` is its last day in force, None while it goes on.

    Arguments:
        holes: how many holes its text has; with one, it decides nothing.
    """

    policy: str
    title: str
    file: str
    vocabulary: str
    effective: date | None
    last: date | None
    codes: tuple[CodeEntry, ...]
    history: tuple[date, ...]
    holes: int = 0

    @property
    def unfilled(self) -> str:
        """Why it decides nothing yet; empty where its text has no holes."""
        if not self.holes:
            return ""
        return f"{self.policy} is a draft: {counted(self.holes, 'hole')} of its text must be filled first"

    @property
    def name(self) -> str:
        """The version's name in answers: its first day, or `undated`."""
        return self.effective.isoformat() if self.effective else "undated"


def policy_versions(documents: Iterable[Document]) -> dict[str, tuple[PolicyVersion, ...]]:
    """The versions of each policy, oldest first; a version ends the day before the next begins."""
    by_policy: dict[str, list[Document]] = {}
    for document in documents:
        if document.kind == "policy":
            by_policy.setdefault(document.id, []).append(document)
    return {
        policy: _spans(sorted(texts, key=lambda text: (text.effective or date.min, text.place.file)))
        for policy, texts in by_policy.items()
    }


def _spans(texts: list[Document]) -> tuple[PolicyVersion, ...]:
    versions = []
    for text, following in zip(texts, [*texts[1:], None], strict=True):
        last = text.until
        if last is None and following is not None and following.effective is not None:
            last = following.effective - timedelta(days=1)
        versions.append(
            PolicyVersion(
                policy=text.id,
                title=text.title,
                file=text.place.file,
                vocabulary=text.vocabulary,
                effective=text.effective,
                last=last,
                codes=text.codes,
                history=tuple(sorted(row.effective for row in text.history)),
                holes=len(text.holes),
            )
        )
    return tuple(versions)


@dataclass(frozen=True)
class Contents:
    """Everything of a library but the texts of its policies, which `Library.text` loads."""

    vocabularies: Mapping[str, Vocabulary]
    payers: Mapping[str, Document]
    plans: tuple[Document, ...]
    mandates: tuple[Document, ...]
    guidelines: tuple[Document, ...]
    definitions: Mapping[str, Document]
    versions: Mapping[str, tuple[PolicyVersion, ...]]

    def family(self, vocabulary: str) -> tuple[Vocabulary, ...]:
        """The vocabulary and all that it extends, itself last; nothing for a document that names none."""
        seen: dict[str, Vocabulary] = {}

        def add(name: str) -> None:
            for base in self.vocabularies[name].extends:
                if base not in seen:
                    add(base)
            seen[name] = self.vocabularies[name]

        if vocabulary:
            add(vocabulary)
        return tuple(seen.values())

    def facts(self, vocabulary: str) -> dict[str, Fact]:
        return {fact.name: fact for part in self.family(vocabulary) for fact in part.facts}

    def constraints(self, vocabulary: str) -> tuple[Constraint, ...]:
        return tuple(rule for part in self.family(vocabulary) for rule in part.constraints)

    def value_sets(self, vocabulary: str) -> dict[str, ValueSet]:
        return {given.name: given for part in self.family(vocabulary) for given in part.value_sets}


def in_force_on(text: Document, day: date) -> bool:
    """Whether a document is in force on a day; one that states no date always is."""
    return (text.effective is None or text.effective <= day) and (text.until is None or day <= text.until)


@dataclass(frozen=True)
class Library:
    """A policy library that has been read and checked.

    Arguments:
        path: the folder, as the user named it.
        digest: SHA-256 over the names and contents of its files.
        contents: everything but the policies' texts.
        text: loads the document in a file of the library.
    """

    path: str
    digest: str
    contents: Contents
    text: Callable[[str], Document]

    @cached_property
    def codes(self) -> Mapping[tuple[str, Code], tuple[tuple[PolicyVersion, CodeEntry], ...]]:
        """For each payer and code, the policy versions that address it: a look-up, however many there are."""
        found: dict[tuple[str, Code], list[tuple[PolicyVersion, CodeEntry]]] = {}
        for payer, settings in self.contents.payers.items():
            for policy in settings.adopts:
                for version in self.contents.versions[policy]:
                    for entry in version.codes:
                        found.setdefault((payer, entry.code), []).append((version, entry))
        return {key: tuple(entries) for key, entries in found.items()}

    def plans(self, payer: str, policy: str, day: date) -> tuple[Document, ...]:
        """The payer's plan documents that apply to a policy, as they stand on the date of service."""
        return tuple(
            plan
            for plan in self.contents.plans
            if plan.payer == payer
            and (not plan.applies_to or policy in plan.applies_to)
            and in_force_on(plan, day)
        )

    def mandates(self, policy: str, day: date) -> tuple[Document, ...]:
        """The mandates on a policy that are law on the date of service."""
        return tuple(
            text
            for text in self.contents.mandates
            if (not text.applies_to or policy in text.applies_to) and in_force_on(text, day)
        )

    def guidelines(self, policy: str, day: date) -> tuple[Document, ...]:
        """The guidelines beside a policy on the date of service."""
        return tuple(
            text for text in self.contents.guidelines if policy in text.applies_to and in_force_on(text, day)
        )

    def windows(self, payer: str, policy: str) -> tuple[PolicyWindow, ...]:
        """The spans that the payer's settings give for an undated policy."""
        return tuple(window for window in self.contents.payers[payer].windows if window.policy == policy)
