"""The policies of a library at work: each compiled once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from coverdict.decision.drafts import Draft, draft_of
from coverdict.decision.findings import Analyst
from coverdict.decision.knowledge import Knowledge
from coverdict.decision.trace import Tracer
from coverdict.language.model import Document, Product
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.program import Program, compile_policy, texts_around

REMEMBER = 50_000
"""Drafts to keep of one policy before they are forgotten."""


class Practice:
    """One version of a policy as one payer practises it: compiled, with the payer's settings.

    Arguments:
        settled: for each reading that the payer has settled, its option.
        products: the payer's products that its plans name.
    """

    def __init__(self, program: Program, settings: Document) -> None:
        self.program = program
        self.settings = settings
        self.settled = {one.reading: one.option for one in settings.settled}
        self.products = {product.name: product for text in program.texts for product in text.products}
        self.analyst = Analyst(program)
        self.tracer = Tracer(self.analyst, settings)
        self._drafts: dict[Hashable, Draft] = {}

    def draft(self, knowledge: Knowledge, product: Product | None, clash: tuple[str, ...] = ()) -> Draft:
        """The draft for a state of knowledge; see `draft_of`."""
        key = (knowledge.key, product.name if product else None, clash)
        found = self._drafts.get(key)
        if found is None:
            if len(self._drafts) >= REMEMBER:
                self._drafts.clear()
            found = draft_of(self.analyst, self.tracer, self.settings, product, knowledge, clash)
            self._drafts[key] = found
        return found


class Programs:
    """The practices of a library, by payer, version, and what else is in force on the day."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._practices: dict[tuple[str, str, tuple[str, ...]], Practice] = {}
        self._by_day: dict[tuple[str, str, date], Practice] = {}

    def practice(self, payer: str, version: PolicyVersion, day: date) -> Practice:
        """A policy version as a payer practises it on a date of service."""
        known = self._by_day.get((payer, version.file, day))
        if known is not None:
            return known
        around, guidelines = texts_around(self.library, payer, version, day)
        files = tuple(text.place.file for text in (*around, *guidelines))
        key = (payer, version.file, files)
        if key not in self._practices:
            program = compile_policy(self.library, payer, version, day)
            self._practices[key] = Practice(program, self.settings(payer))
        if len(self._by_day) >= REMEMBER:
            self._by_day.clear()
        self._by_day[payer, version.file, day] = self._practices[key]
        return self._practices[key]

    def settings(self, payer: str) -> Document:
        return self.library.contents.payers[payer]
