"""The desk: a library opened for deciding requests and asking questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from coverdict.decision.context import context_of
from coverdict.decision.determine import determine
from coverdict.decision.findings import Analyst
from coverdict.decision.interview import Interview
from coverdict.decision.model import Determination, Request, Service
from coverdict.decision.programs import Programs
from coverdict.decision.request_parts import Source
from coverdict.decision.requests import Known, read_known, read_request
from coverdict.decision.rows import Rows
from coverdict.language.model import Document
from coverdict.language.syntax import Code
from coverdict.library import Library
from coverdict.library import open_library as open_folder
from coverdict.library.index import PolicyVersion
from coverdict.library.program import compile_texts
from coverdict.library.routing import Unrouted, in_force
from coverdict.library.versions import UnknownPolicyError, find_version


@cache
def program_version() -> str:
    """The version of this program, as recorded in determinations."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("coverdict")
    except PackageNotFoundError:
        return "0"


class Desk:
    """A library at work. Made by `open_library`; safe to keep for as long as the library does not change."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.programs = Programs(library)

    @property
    def digest(self) -> str:
        return self.library.digest

    @cached_property
    def documents(self) -> Mapping[tuple[str, str], Document]:
        """Every document by kind and id; of a policy with several versions, the newest."""
        contents = self.library.contents
        others = (
            *contents.payers.values(),
            *contents.plans,
            *contents.mandates,
            *contents.guidelines,
            *contents.definitions.values(),
        )
        policies = (self.library.text(versions[-1].file) for versions in contents.versions.values())
        return {(text.kind, text.id): text for text in (*others, *policies)}

    def read_request(self, data: object, source: Source | None = None) -> Request:
        """A request from plain data; see `coverdict.decision.requests.read_request`."""
        return read_request(data, self.library, source)

    def decide(self, request: Request | Mapping[str, object]) -> Determination:
        """The determination of a request.

        Arguments:
            request: a typed request, or plain data with the keys of a request file.

        Errors:
            DocumentError: what is wrong with the request.
        """
        typed = request if isinstance(request, Request) else self.read_request(request)
        return determine(self.programs, typed, program_version())

    def rows(self, payer: str, system: str = "CPT", keys: Mapping[str, str] | None = None) -> Rows:
        """What determines the rows of a table one by one; see `Rows`."""
        return Rows(self.programs, payer, system, keys)

    def interview(self, policy: str, known: object = None, source: Source | None = None) -> Interview:
        """The questions worth asking under a policy, given what is known.

        Arguments:
            policy: `bsc/7.01.75`, or `bsc/7.01.75@2021-12-01` for the version in force that day.
            known: a request without services, or facts by name. With a payer, the questions settle the
                disposition; without one, the status under the policy and the mandates on it.

        Errors:
            UnknownPolicyError: no such policy or version.
            DocumentError: what is wrong with `known`.
        """
        chosen = self.version(policy)
        given = read_known(known, self.library, chosen.vocabulary, source) if known else Known()
        day = given.service_date or self._day(policy, chosen, given.payer)
        if given.payer is None:
            texts = (self.library.text(chosen.file), *self.library.mandates(chosen.policy, day))
            analyst = Analyst(compile_texts(self.library, texts))
            return Interview(chosen.policy, chosen.name, analyst, "status", given.facts, {})
        if chosen.policy not in self.programs.settings(given.payer).adopts:
            raise UnknownPolicyError(
                f"{given.payer} does not work under {chosen.policy}; "
                f"it adopts {', '.join(self.programs.settings(given.payer).adopts)}"
            )
        if given.service_date is not None and chosen.codes:
            way = in_force(self.library, given.payer, chosen, chosen.codes[0], given.service_date)
            if isinstance(way, Unrouted):
                raise UnknownPolicyError(way.why)
        practice = self.programs.practice(given.payer, chosen, day)
        analyst = practice.analyst
        facts = analyst.program.names.facts
        request = Request(given.payer, (), given.product, given.facts)
        entry = chosen.codes[0].code if chosen.codes else Code("", "")
        context = context_of(self.library, facts, request, Service("1", entry, day), None)
        stated = {
            name: one
            for name, one in context.facts.items()
            if name != "service.code" and (name != "service.date" or given.service_date is not None)
        }
        return Interview(
            policy=chosen.policy,
            version=chosen.name,
            analyst=analyst,
            target="disposition",
            facts=stated,
            settled_readings=practice.settled,
            clash=context.clash,
        )

    def _day(self, policy: str, chosen: PolicyVersion, payer: str | None) -> date:
        """The day to look at plans and mandates on, where no date of service is known."""
        _, _, named = policy.partition("@")
        if named:
            return date.fromisoformat(named)
        windows = self.library.windows(payer, chosen.policy) if payer else ()
        return chosen.effective or (windows[-1].start if windows else date.max)

    def version(self, policy: str) -> PolicyVersion:
        """The version that a name means: of the day after `@`, else the newest.

        Errors:
            UnknownPolicyError: no such policy, a day that is none, or no version in force that day.
        """
        return find_version(self.library, policy)


def open_library(path: Path | str | None = None) -> Desk:
    """Open a policy library; the one that comes with the project when `path` is None.

    Errors:
        NoLibraryError: the folder is missing or holds no documents.
        DocumentError: everything that is wrong with its documents.
    """
    return Desk(open_folder(Path(path) if path is not None else None))
