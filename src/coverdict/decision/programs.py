"""The compiled policies of a library, each compiled once, when it is first asked for."""

from __future__ import annotations

from coverdict.decision.findings import Analyst
from coverdict.language.model import Document
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.program import compile_policy


class Programs:
    """The analysts of a library's policies, by payer and version."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._analysts: dict[tuple[str, str], Analyst] = {}

    def analyst(self, payer: str, version: PolicyVersion) -> Analyst:
        key = (payer, version.file)
        if key not in self._analysts:
            self._analysts[key] = Analyst(compile_policy(self.library, payer, version))
        return self._analysts[key]

    def settings(self, payer: str) -> Document:
        return self.library.contents.payers[payer]
