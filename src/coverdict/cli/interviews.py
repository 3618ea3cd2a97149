"""What the command `ask` needs of an interview, and where an interview comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from coverdict.cli.inputs import read_input
from coverdict.decision.model import Disposition, PossibleOutcome, Question


class Interview(Protocol):
    """What is known so far under one policy, and the questions still worth asking, best first.

    `all_questions` holds those too that were answered with "not known"; `questions` does not.
    `settled`: only one disposition (or status: the `target`) is possible.
    """

    @property
    def policy(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def target(self) -> Literal["disposition", "status"]: ...
    @property
    def settled(self) -> bool: ...
    @property
    def possible(self) -> tuple[PossibleOutcome, ...]: ...
    @property
    def dispositions(self) -> tuple[Disposition, ...]: ...
    @property
    def conflict(self) -> tuple[str, ...]: ...
    @property
    def questions(self) -> tuple[Question, ...]: ...
    @property
    def all_questions(self) -> tuple[Question, ...]: ...
    def answer(self, fact: str, text: str, /) -> Interview:
        """The interview after one more answer, `?` for not known.

        Errors:
            CoverdictError: an answer that cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """An interview, and the digest of the library that it comes from."""

    interview: Interview
    digest: str


def open_interview(policy: str, facts: str | None, library: str | None) -> Opened:
    """The interview under `policy`, with what the file `facts` says known already.

    Errors:
        CoverdictError: a policy, library or fact that is not there, or a file that cannot be read.
    """
    given = read_input(facts) if facts is not None else None
    from coverdict import open_library
    from coverdict.cli.request_files import read_file

    if given is None:
        desk = open_library(library)
        return Opened(desk.interview(policy), desk.digest)
    data, source = read_file(given)
    desk = open_library(library)
    return Opened(desk.interview(policy, data, source), desk.digest)
