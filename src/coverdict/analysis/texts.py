"""The texts that an analysis is about, by the names that people give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.library.index import PolicyVersion, policy_versions
from coverdict.library.reading_drafts import read_draft
from coverdict.library.versions import UnknownPolicyError, find_version
from coverdict.text import CoverdictError, did_you_mean


class AnalysisError(CoverdictError):
    """What was asked cannot be worked out, and why."""


class Opened(Protocol):
    """Whatever has a library open: a desk, for example."""

    @property
    def library(self) -> Library: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A policy version or a guideline.

    Arguments:
        document: the text itself.
        version: of a policy, its version; None for a guideline.
        day: the day on which plans and mandates are taken as they stand.
        draft: the file that it was read from, where it is not in the library.
    """

    document: Document
    version: PolicyVersion | None
    day: date
    draft: str = ""

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def is_policy(self) -> bool:
        return self.document.kind == "policy"

    @property
    def version_name(self) -> str:
        """Its first day in force, `undated`, or a guideline's own version."""
        if self.version is not None:
            return self.version.name
        return str(self.document.front.get("version", "")) or "undated"

    @property
    def publisher(self) -> str:
        return str(self.document.front.get("publisher", ""))


def find_text(desk: Opened, name: str) -> Text:
    """The text that a name means.

    Arguments:
        name: a policy (`bsc/7.01.75`, or `bsc/7.01.75@2021-12-01` for the version in force that day), a
            guideline, or a file that holds a draft of one.

    Errors:
        UnknownPolicyError: there is no such text.
        DocumentError: what is wrong with a draft.
    """
    contents = desk.library.contents
    plain = name.partition("@")[0]
    if plain in contents.versions:
        version = find_version(desk.library, name)
        named = date.fromisoformat(name.partition("@")[2]) if "@" in name else None
        return Text(desk.library.text(version.file), version, named or day_of(desk, version))
    for guideline in contents.guidelines:
        if guideline.id == name:
            return Text(guideline, None, guideline.effective or date.max)
    if name.endswith(".md") or Path(name).is_file():
        return draft_text(desk, Path(name))
    known = (*contents.versions, *(one.id for one in contents.guidelines))
    near = did_you_mean(plain, known)
    raise UnknownPolicyError(f"no policy, guideline or file is called {name!r}; {near}".rstrip("; "))


def draft_text(desk: Opened, path: Path) -> Text:
    """The text in a file, which need not be in the library.

    Errors:
        UnknownPolicyError: there is no such file, or it holds neither policy nor guideline.
        DocumentError: what is wrong with it.
    """
    if not path.is_file():
        raise UnknownPolicyError(f"{path}: no such file")
    document = read_draft(desk.library, path)
    if document.kind == "guideline":
        return Text(document, None, document.effective or date.max, str(path))
    if document.kind != "policy":
        raise UnknownPolicyError(f"{path}: is a {document.kind}; name a policy or a guideline")
    (version,) = policy_versions([document])[document.id]
    return Text(document, version, day_of(desk, version), str(path))


def day_of(desk: Opened, version: PolicyVersion) -> date:
    """A day on which a version is in force: its first, or else the first of a payer's window."""
    if version.effective is not None:
        return version.effective
    starts = [
        window.start
        for payer in desk.library.contents.payers
        for window in desk.library.windows(payer, version.policy)
    ]
    return min(starts, default=date.max)
