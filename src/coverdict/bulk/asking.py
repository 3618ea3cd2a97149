"""The questions of open rows, and the contradictions of others, once for each distinct vector of keys.

Vectors are many where policies ask for many facts; what they leave of the policy is not. So the diagram of
dispositions is restricted block by block, vectors that leave the same share one answer, and `decision`
is asked once for each (see `coverdict.logic.residuals`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverdict.bulk.answers import result_of
from coverdict.bulk.asked import Asked, Met, OpenEnds, Vector
from coverdict.bulk.decided import Decided
from coverdict.bulk.plan import CONTRADICTION, UNREADABLE, End, Ends, Plan
from coverdict.decision.asking import questions_about
from coverdict.library.layers import Outcome
from coverdict.logic import Diagram, Residuals, symbols_of
from coverdict.logic.residuals import Step

if TYPE_CHECKING:
    from coverdict.bulk.asked import Numbers

MOST_TOLD = 5_000
"""Vectors of contradictory facts that are told apart in words; beyond, one sentence has to do."""


def ends_of(plan: Plan, met: Met) -> Asked:
    """How the rows of open and of contradictory vectors end: with their questions, with what contradicts."""
    askers: dict[int, _Asker] = {}
    few: dict[Vector, End] = {}
    for vector, kind in met.few:
        way, keys = vector
        if kind in (Ends.UNLISTED, Ends.UNREADABLE):
            if keys and not plan.decided[way].is_listed:
                few[vector] = _worked_out(plan.decided[way], keys, kind)
        elif kind is Ends.CONTRADICTION:
            if way not in askers:
                askers[way] = _Asker(plan.decided[way])
            few[vector] = End(Ends.CONTRADICTION, None, says=askers[way].contradiction(keys))
    opened = {
        way: (askers.get(way) or _Asker(plan.decided[way])).open_ends(keys) for way, keys in met.open.items()
    }
    return Asked(few, opened)


def _worked_out(decided: Decided, keys: tuple[int, ...], kind: Ends) -> End:
    """How a vector ends whose states are not listed."""
    if kind is Ends.UNREADABLE:
        return End(kind, None, says=UNREADABLE)
    practice = decided.practised.practice
    program = practice.program
    knowledge = decided.knowledge(decided.symbols(keys))
    outcomes = [one for one in program.outcome.possible(knowledge.masks) if isinstance(one, Outcome)]
    if not all(knowledge.masks) or not outcomes:
        says = practice.draft(knowledge, None).conflict_says or CONTRADICTION
        return End(Ends.CONTRADICTION, None, says=says)
    result = result_of(outcomes, program.policy.id, decided.practised.version)
    if not result.is_open:
        return End(Ends.SETTLED, result)
    asked = questions_about(program, knowledge, practice.analyst.dispositions)
    return End(Ends.OPEN, result, questions=", ".join(asked))


class _Asker:
    """Asks one practice."""

    def __init__(self, decided: Decided) -> None:
        self.decided = decided
        self.practice = decided.practised.practice
        dispositions = self.practice.analyst.dispositions
        assert isinstance(dispositions, Diagram)
        self.residuals = Residuals(dispositions)
        blocks = decided.blocks.blocks
        self._unread = _unread(decided, dispositions)
        self._memory: list[dict[int, tuple[tuple[Step, ...], dict[int, int]]]] = [{} for _ in blocks]
        self._questions: dict[int, str] = {}
        self._told = 0

    def open_ends(self, keys: Numbers) -> OpenEnds:
        """How open vectors end. Each distinct pair of what is left and a key is looked at once.

        Arguments:
            keys: shape (vectors, blocks).
        """
        import numpy as np

        left = np.full(len(keys), self.residuals.root, dtype=np.int64)
        state = np.zeros(len(keys), dtype=np.int64)
        for at, block in enumerate(self.decided.blocks.blocks):
            state = np.asarray(block.after)[state * block.size + keys[:, at]]
            pairs, which = np.unique(left * block.size + keys[:, at], return_inverse=True)
            after = [self._after(at, *divmod(pair, block.size)) for pair in pairs.tolist()]
            left = np.array(after, dtype=np.int64)[which]
        endings = self.decided.blocks.endings
        pairs, first, numbers = np.unique(left * len(endings) + state, return_index=True, return_inverse=True)
        ends = []
        for pair, vector in zip(pairs.tolist(), first.tolist(), strict=True):
            residual, ending = divmod(pair, len(endings))
            questions = self._questions_of(residual, tuple(keys[vector].tolist()))
            ends.append(End(Ends.OPEN, self.decided.result(endings[ending]), questions=questions))
        return OpenEnds(keys, numbers, tuple(ends))

    def _after(self, at: int, residual: int, key: int) -> int:
        """What a key of a block leaves of a residual."""
        steps, memory = self._steps(at, key)
        return self.residuals.restricted(residual, steps, memory)

    def _questions_of(self, residual: int, keys: tuple[int, ...]) -> str:
        """The facts worth asking for, as answers name them, where vectors leave a residual.

        Arguments:
            keys: of one such vector.
        """
        if residual not in self._questions:
            knowledge = self.decided.knowledge(self.decided.symbols(keys))
            dispositions = self.practice.analyst.dispositions
            names = questions_about(self.practice.program, knowledge, dispositions)
            self._questions[residual] = ", ".join(names)
        return self._questions[residual]

    def _steps(self, at: int, key: int) -> tuple[tuple[Step, ...], dict[int, int]]:
        """What a key of a block leaves of its dimensions, and of those before it that nothing reads."""
        known = self._memory[at].get(key)
        if known is None:
            block, digits = self.decided.blocks.blocks[at], self.decided.digits
            steps = list(self._unread[at])
            for place, symbol in zip(block.digits, symbols_of(key, block, digits), strict=True):
                mask = digits[place].masks[symbol]
                if digits[place].dimension >= 0:
                    assert mask
                    steps.append((digits[place].dimension, mask, symbol))
            known = self._memory[at][key] = (tuple(steps), {})
        return known

    def contradiction(self, keys: tuple[int, ...]) -> str:
        """What contradicts each other, in the words of a determination."""
        self._told += 1
        if self._told > MOST_TOLD:
            return CONTRADICTION
        knowledge = self.decided.knowledge(self.decided.symbols(keys))
        return self.practice.draft(knowledge, None).conflict_says or CONTRADICTION


def _unread(decided: Decided, dispositions: Diagram) -> list[tuple[Step, ...]]:
    """By block, what is left of the dimensions that nothing reads and that come before the block's last."""
    levels = dispositions.nodes.levels
    read = {digit.dimension for digit in decided.digits}
    left = sorted(dispositions.support() - read, key=levels.__getitem__)
    found: list[tuple[Step, ...]] = []
    blocks = decided.blocks.blocks
    support = decided.program.outcome.support()
    for number, block in enumerate(blocks):
        tested = [
            decided.digits[at].dimension for at in block.digits if decided.digits[at].dimension in support
        ]
        last = number == len(blocks) - 1
        limit = max((levels[dimension] for dimension in tested), default=-1)
        now = [one for one in left if last or levels[one] < limit]
        left = [one for one in left if one not in now]
        found.append(tuple((one, decided.empty.masks[one], 0) for one in now))
    return found
