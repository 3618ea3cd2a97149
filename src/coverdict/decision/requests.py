"""A request as plain data (mappings, lists, scalars), read into its typed form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from coverdict.decision.model import Indication, Request, Service, Stage, Stated, Urgency
from coverdict.decision.request_parts import (
    MAPPING,
    UNKNOWN,
    EnoughError,
    Parts,
    Path,
    PlainSource,
    Source,
    kind,
    plain,
    shown,
)
from coverdict.language.model import Fact
from coverdict.language.syntax import Code
from coverdict.language.values import read_value
from coverdict.library.index import Library
from coverdict.text import DocumentError, Place, did_you_mean

# Keys that are facts of the core vocabulary, stated at the top of a request.
CORE_KEYS = {
    "line_of_business": "line_of_business",
    "funding": "funding",
    "state": "state",
    "group": "group",
    "network": "network",
}
TOP_KEYS = (
    "payer",
    "product",
    *CORE_KEYS,
    "stage",
    "urgency",
    "received",
    "as_of",
    "member",
    "service_date",
    "services",
    "diagnoses",
    "indications",
    "facts",
)
SERVICE_KEYS = (
    "id", "system", "code", "date", "end", "units", "modifiers", "place", "for", "with", "facts",
)  # fmt: skip
STAGES: tuple[Stage, ...] = ("prospective", "concurrent", "retrospective", "claim")
URGENCIES: tuple[Urgency, ...] = ("standard", "expedited")
LONGEST_CODE = 60  # characters, far more than any code system has


def read_request(data: object, library: Library, source: Source | None = None) -> Request:
    """The typed request.

    Arguments:
        data: a mapping with the keys of design §7; scalars as text, numbers, booleans or dates.
        library: gives the payers, and the facts that may be stated.
        source: where the parts stand, for messages.

    Errors:
        DocumentError: every problem found: a key or fact that nobody knows with the nearest one, a value
            of the wrong type, something required that is missing.
    """
    reader = _Reader(library, source or PlainSource())
    request = None
    with suppress(EnoughError):
        request = reader.request(data)
    if reader.problems:
        raise DocumentError(reader.problems)
    assert request is not None
    return request


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before an interview: a request without services, all of it optional."""

    payer: str | None = None
    product: str | None = None
    service_date: date | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict)


def read_known(data: object, library: Library, vocabulary: str, source: Source | None = None) -> Known:
    """What is known before an interview about a policy.

    Arguments:
        data: a request without services, or nothing but facts by name.
        vocabulary: the policy's vocabulary, which the facts belong to.

    Errors:
        DocumentError: as for a request.
    """
    reader = _Reader(library, source or PlainSource())
    known = Known()
    with suppress(EnoughError):
        known = reader.known(data, vocabulary)
    if reader.problems:
        raise DocumentError(reader.problems)
    return known


class _Reader(Parts):
    """Reads one request and collects what is wrong with it."""

    def __init__(self, library: Library, source: Source) -> None:
        super().__init__(source)
        self.library = library
        self.facts: dict[str, Fact] = {}
        self.day_told = False  # whether something else was said that explains a missing day

    # --- facts -------------------------------------------------------------------------------------

    def stated(self, name: str, raw: object, path: Path) -> Stated | None:
        fact = self.facts.get(name)
        if fact is None:
            self.wrong(path, f"unknown fact {shown(name)}", did_you_mean(name, self.facts), "key")
            return None
        # A number with its unit is a bare value: {value: 41, unit: mm}.
        long_form = isinstance(raw, Mapping) and "value" in raw and set(raw) != {"value", "unit"}
        details: Mapping[str, Any] = raw if isinstance(raw, Mapping) and long_form else {}
        if long_form:
            self.mapping(details, path, ("value", "date", "source", "by", "role", "documented"))
        value_path = (*path, "value") if long_form else path
        try:
            value = read_value(fact, details["value"] if long_form else raw, Place(""))
        except DocumentError as error:
            for problem in self.source.refusals(fact, value_path, error.problems):
                self.add(problem)
            return None
        if value is None:
            return None
        return Stated(
            value=value,
            source=self.text(details.get("source"), (*path, "source")) or "",
            by=self.text(details.get("by"), (*path, "by")) or "",
            role=self.text(details.get("role"), (*path, "role")) or "",
            on=self.day(details.get("date"), (*path, "date")),
            documented=self.yes(details.get("documented"), (*path, "documented")),
        )

    def all_stated(self, value: object, path: Path) -> dict[str, Stated]:
        found: dict[str, Stated] = {}
        for name, raw in self.mapping(value, path).items():
            stated = self.stated(plain(name), raw, (*path, name))
            if stated is not None:
                found[plain(name)] = stated
        return found

    # --- the request -------------------------------------------------------------------------------

    def request(self, data: object) -> Request | None:
        if not isinstance(data, Mapping):
            self.wrong((), f"a request is a mapping of keys to values, not {kind(data)}", MAPPING)
            return None
        self.mapping(data, (), TOP_KEYS)
        whole = not self.problems  # otherwise what seems to be missing may be what is misspelt
        payer = self._payer(data)
        if whole and payer is None and data.get("payer") in UNKNOWN:
            self.wrong((), "the request does not say which payer it is for", "add `payer:`")
        self.facts = self._known_facts(payer)
        facts = self._top_facts(data)
        indications = tuple(self._indications(data.get("indications")))
        day = self.day(data.get("service_date"), ("service_date",))
        self.day_told = not whole or (day is None and data.get("service_date") not in UNKNOWN)
        services = tuple(self._services(data.get("services"), day, indications))
        if whole and not data.get("services"):
            self.wrong((), "the request has no service", 'add `services: [{system: CPT, code: "47381"}]`')
        product = self.text(data.get("product"), ("product",))
        as_of = self.day(data.get("as_of"), ("as_of",))
        received = self.day(data.get("received"), ("received",))
        stage = self.one_of(data.get("stage"), ("stage",), STAGES)
        urgency = self.one_of(data.get("urgency"), ("urgency",), URGENCIES)
        if payer is None or self.problems:
            return None
        return Request(
            payer, services, product, facts, indications, as_of, received, stage=stage, urgency=urgency
        )

    def known(self, data: object, vocabulary: str) -> Known:
        self.facts = self.library.contents.facts(vocabulary)
        if isinstance(data, Mapping) and data and not set(data) & set(TOP_KEYS):
            return Known(facts=self.all_stated(data, ()))
        given = self.mapping(data, (), [key for key in TOP_KEYS if key not in ("services", "indications")])
        payer = self._payer(given)
        facts = self._top_facts(given)
        day = self.day(given.get("service_date"), ("service_date",))
        return Known(payer, self.text(given.get("product"), ("product",)), day, facts)

    def _payer(self, data: Mapping[str, Any]) -> str | None:
        payer = self.text(data.get("payer"), ("payer",))
        if payer is not None and payer not in self.library.contents.payers:
            right = did_you_mean(payer, self.library.contents.payers)
            self.wrong(("payer",), f"payer {shown(payer)} has no settings in the library", right)
            return None
        return payer

    def _top_facts(self, data: Mapping[str, Any]) -> dict[str, Stated]:
        facts = self.all_stated(data.get("facts"), ("facts",))
        for key, fact in CORE_KEYS.items():
            self._core(facts, fact, data.get(key), (key,))
        member = self.mapping(data.get("member"), ("member",), ("age",))
        self._core(facts, "member.age", member.get("age"), ("member", "age"))
        self._core(facts, "diagnoses", data.get("diagnoses"), ("diagnoses",))
        return facts

    def _known_facts(self, payer: str | None) -> dict[str, Fact]:
        contents = self.library.contents
        settings = contents.payers.get(payer) if payer is not None else None
        names = {
            version.vocabulary
            for policy in (settings.adopts if settings else ())
            for version in contents.versions[policy]
        } or set(contents.vocabularies)
        return {name: fact for area in sorted(names) for name, fact in contents.facts(area).items()}

    def _core(self, facts: dict[str, Stated], name: str, raw: object, path: Path) -> None:
        if raw in UNKNOWN:
            return
        if name in facts:
            self.wrong(path, f"{name} is stated twice: here and under `facts`", "keep one of the two")
            return
        if name not in self.facts:
            return
        stated = self.stated(name, raw, path)
        if stated is not None:
            # What the request says of itself needs no other document.
            own = name in CORE_KEYS.values()
            facts[name] = replace(stated, source="request", documented=True) if own else stated

    def _indications(self, value: object) -> Iterator[Indication]:
        seen: set[str] = set()
        for path, item in self.items(value, ("indications",)):
            given = self.mapping(item, path, ("id", "diagnoses", "facts"))
            name = self.text(given.get("id"), (*path, "id"))
            if name is None or name in seen:
                if name is None:
                    self.wrong(path, "an indication needs an `id`", "write {id: one, …}")
                else:
                    what = f"indication {shown(name)} is there twice"
                    self.wrong((*path, "id"), what, "give it another id")
                continue
            seen.add(name)
            facts = self.all_stated(given.get("facts"), (*path, "facts"))
            self._core(facts, "diagnoses", given.get("diagnoses"), (*path, "diagnoses"))
            yield Indication(name, facts)

    def _services(
        self, value: object, day: date | None, indications: tuple[Indication, ...]
    ) -> Iterator[Service]:
        seen: set[str] = set()
        links: list[tuple[Path, str, str]] = []
        for number, (path, item) in enumerate(self.items(value, ("services",)), start=1):
            before = len(self.problems)
            given = self.mapping(item, path, SERVICE_KEYS)
            whole = len(self.problems) == before
            system = self.text(given.get("system"), (*path, "system"))
            code = self.text(given.get("code"), (*path, "code"))
            if system is None or code is None:
                missing = "system" if system is None else "code"
                if len(self.problems) == before:
                    self.wrong(path, f"a service needs a `{missing}`", 'write {system: CPT, code: "47381"}')
                continue
            known = self.facts["service.code"].systems if "service.code" in self.facts else ()
            if known and system not in known:
                right = did_you_mean(system, known)
                what = f"no policy speaks of a code system {shown(system)}"
                self.wrong((*path, "system"), what, right)
            if not code.isprintable() or any(char.isspace() for char in code) or len(code) > LONGEST_CODE:
                what = f"{shown(code)} is no code"
                self.wrong((*path, "code"), what, 'write {system: CPT, code: "47381"}')
            own = self.day(given.get("date"), (*path, "date")) or day
            if own is None:
                if whole and not self.day_told and given.get("date") in UNKNOWN:
                    self.wrong(path, "the service has no date", "add `service_date:` or a `date:` of its own")
                continue
            end = self.day(given.get("end"), (*path, "end"))
            if end is not None and end < own:
                what = f"the service ends before it begins ({own})"
                self.wrong((*path, "end"), what, "write its last day")
            name = self.text(given.get("id"), (*path, "id")) or str(number)
            if name in seen:
                self.wrong((*path, "id"), f"service {shown(name)} is there twice", "give it another id")
            seen.add(name)
            target = self.text(given.get("for"), (*path, "for")) or ""
            if target and target not in [one.id for one in indications]:
                there = [one.id for one in indications]
                self.wrong((*path, "for"), f"no indication {shown(target)}", did_you_mean(target, there))
            partner = self.text(given.get("with"), (*path, "with")) or ""
            if partner:
                links.append(((*path, "with"), name, partner))
            yield Service(
                id=name,
                code=Code(system, code),
                date=own,
                units=self.number(given.get("units"), (*path, "units")),
                modifiers=tuple(
                    text
                    for at, one in self.items(given.get("modifiers"), (*path, "modifiers"))
                    if (text := self.text(one, at)) is not None
                ),
                place=self.text(given.get("place"), (*path, "place")) or "",
                indication=target,
                companion_of=partner,
                end=end,
                facts=self.all_stated(given.get("facts"), (*path, "facts")),
            )
        self._links(links, seen)

    def _links(self, links: list[tuple[Path, str, str]], seen: set[str]) -> None:
        """Whether each line goes with another one of the request."""
        for path, name, partner in links:
            if partner == name:
                self.wrong(path, f"service {shown(name)} cannot go with itself")
            elif partner not in seen:
                self.wrong(path, f"no service {shown(partner)}", did_you_mean(partner, seen))
