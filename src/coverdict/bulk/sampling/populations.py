"""Whoever can come to a policy: what is drawn of them, and claims of theirs one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from coverdict.bulk.sampling.choosing import Chooser
from coverdict.bulk.sampling.columns import GIVEN, Cell, columns_of
from coverdict.bulk.sampling.compared import compared_in
from coverdict.bulk.sampling.draws import Draw
from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.linked import ANCHOR, Choices, linked_facts
from coverdict.bulk.sampling.services import Services, practices_in_force
from coverdict.decision import Desk
from coverdict.decision.columns import key_of
from coverdict.decision.programs import Practice, Programs
from coverdict.language.model import Fact, FactType
from coverdict.library.index import PolicyVersion
from coverdict.library.program import Program

SPARSE, LEFT = 0.05, 0.1
"""Share of claims of which hardly anything is known, and the share of facts that then still is."""

Claim: TypeAlias = tuple[Cell, ...]
"""What stands in the columns of one claim, bar what it is called and its amount."""


class Population:
    """The members of some payers as one version of a policy sees them.

    Arguments:
        draw: where the days of service that are drawn at random come from.
    """

    def __init__(self, desk: Desk, version: PolicyVersion, payers: Sequence[str], draw: Draw) -> None:
        self._library = desk.library
        practices = _practices(desk.programs, version, payers)
        vocabulary = practices[0].program.names.facts
        drawn = _drawn_facts(practices)
        compared = compared_in(desk.library, [practice.program for practice in practices])
        asked = sorted(compared.days.get(ANCHOR, ()))
        self._services = [Services(desk.programs, payer, version, asked, draw) for payer in payers]
        deciding = dict.fromkeys(practices)
        for services in self._services:
            met = services.practices()
            alike = [one for one in met if _reads_alike(one.program, vocabulary, drawn)]
            services.leave_out(one for one in met if one not in alike)
            deciding.update(dict.fromkeys(alike))
        usual = sorted({services.usual_day for services in self._services})
        linked = linked_facts(drawn, (practice.program for practice in deciding), (ANCHOR,))
        self._choices = [Choices(one, compared, usual, draw) for one in linked]
        self._choosers: dict[int, Chooser] = {}
        self.columns = columns_of(vocabulary, drawn, self._numbers())
        self._names = tuple(column.fact for column in self.columns[1:-1])

    def _numbers(self) -> dict[str, set[Decimal]]:
        """The values that are drawn of each number."""
        found: dict[str, set[Decimal]] = {}
        for choices in self._choices:
            if not choices.linked.anchored:
                for values in choices.beside(None):
                    for name, value in values.items():
                        if isinstance(value, Decimal):
                            found.setdefault(name, set()).add(value)
        return found

    def claim(self, draw: Draw, unknown: float) -> Claim | None:
        """A claim; None where nobody can be who has the service line that was drawn.

        Arguments:
            unknown: the share of facts that are unknown.
        """
        service = draw.one(self._services).one(draw)
        chooser = self._chooser(service.practice.program)
        facts = chooser.facts(
            draw,
            {
                "payer": service.payer,
                "product": service.product,
                "service.code": service.code,
                ANCHOR: service.day,
            },
        )
        if facts is None:
            return None
        share = max(unknown, 1 - LEFT) if unknown and draw.chance(SPARSE) else unknown
        known: dict[str, Cell] = {
            name: value
            for name, value in {"product": service.product, **facts}.items()
            if not draw.chance(share)
        }
        known |= {"payer": service.payer, "service.code": service.code.code, ANCHOR: service.day}
        return tuple(known.get(name) for name in self._names)

    def _chooser(self, program: Program) -> Chooser:
        found = self._choosers.get(id(program))
        if found is None:
            found = self._choosers[id(program)] = Chooser(self._library, program, self._choices)
        return found


def _practices(programs: Programs, version: PolicyVersion, payers: Sequence[str]) -> list[Practice]:
    """What decides claims in force, as far as it reads the same columns."""
    own = {payer: practices_in_force(programs, payer, version) for payer in payers}
    every = [practice for found in own.values() for practice in found]
    vocabulary, drawn = every[0].program.names.facts, _drawn_facts(every)
    alike = [one for one in every if _reads_alike(one.program, vocabulary, drawn)]
    for payer, found in own.items():
        if not any(one in alike for one in found):
            raise SampleError(
                f"{payer} reads the columns of claims otherwise than {payers[0]} does: "
                "draw the claims of each payer by themselves"
            )
    return alike


def _drawn_facts(practices: Iterable[Practice]) -> dict[str, Fact]:
    """The facts that some program asks for, in the vocabulary's order; of a list, what is derived from it."""
    programs = [practice.program for practice in practices]
    return {
        name: fact
        for program in programs
        for name, fact in program.names.facts.items()
        if name not in GIVEN
        and fact.type is not FactType.LIST
        and any(name in one.dimension_of for one in programs)
    }


def _reads_alike(program: Program, vocabulary: Mapping[str, Fact], drawn: Mapping[str, Fact]) -> bool:
    """Whether a program reads the columns of these facts as the facts that they hold."""
    held = {key_of(vocabulary, {}, name): name for name in (*GIVEN, *drawn)}
    facts = program.names.facts
    for name in program.dimension_of:
        if name in facts:
            if held.get(key_of(facts, {}, name), name) != name:
                return False
            if name in drawn and _as_read(facts[name]) != _as_read(drawn[name]):
                return False
    return True


def _as_read(fact: Fact) -> tuple[object, ...]:
    """What decides how a column of the fact is read."""
    return (
        fact.type,
        fact.whole,
        fact.minimum,
        fact.maximum,
        fact.unit,
        fact.options,
        fact.systems,
        fact.column,
    )
