"""Drawing pairs of documents, and counting what the linter finds in them."""

from __future__ import annotations

import copy
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.lint.claims import CLAIMS, TRAPS
from bench.lint.drafts import Draft, draft
from bench.lint.layouts import laid_out
from bench.lint.numbers import NUMBERS
from bench.lint.planting import PLANTS
from coverdict.documents.finding import Finding
from coverdict.documents.lint import lint_manuscript
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.reading import read_manuscript

PARAGRAPHS = {**NUMBERS, **CLAIMS}


@dataclass(frozen=True, slots=True)
class Twins:
    """A right document and one with a defect.

    Arguments:
        rules: of which one should find the defect.
    """

    defect: str
    rules: tuple[str, ...]
    right: tuple[str, str]
    wrong: tuple[str, str]


@dataclass
class Score:
    """What was found, by rule and by defect."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, Twins]] = field(default_factory=list)
    strange: list[tuple[str, Finding, Manuscript]] = field(default_factory=list)
    twins: int = 0
    clean: int = 0


def twins(seed: int, per_defect: int) -> Iterator[Twins]:
    """`per_defect` pairs for every kind of defect, drawn from the seed."""
    for name in (*PARAGRAPHS, *PLANTS):
        for number in range(per_defect):
            yield _twins(name, random.Random(f"{seed} {name} {number}"))


def _twins(name: str, rng: random.Random) -> Twins:
    others = [rng.choice(list(PARAGRAPHS.values()))(rng).right for _ in range(rng.randint(1, 3))]
    others += rng.sample(TRAPS, rng.randint(1, 3))
    rng.shuffle(others)
    layout = rng.random()
    if name in PARAGRAPHS:
        pair = PARAGRAPHS[name](rng)
        at = rng.randrange(len(others) + 1)
        seed = rng.random()
        texts = [[*others[:at], one, *others[at:]] for one in (pair.right, pair.wrong)]
        made = [draft(random.Random(seed), one) for one in texts]
        return Twins(name, pair.rules, _laid(made[0], layout), _laid(made[1], layout))
    plant = PLANTS[name]
    right = draft(rng, others)
    plant.ready(right, rng)
    wrong = copy.deepcopy(right)
    plant.put(wrong, rng)
    return Twins(name, plant.rules, _laid(right, layout), _laid(wrong, layout))


def _laid(made: Draft, seed: float) -> tuple[str, str]:
    return laid_out(made, random.Random(seed))


def read(text: str, suffix: str, folder: Path) -> Manuscript:
    path = folder / f"document{suffix}"
    path.write_text(text, encoding="utf-8")
    return read_manuscript(path)


def score(seed: int, per_defect: int) -> Score:
    """Lint every pair, and count."""
    made = Score()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for pair in twins(seed, per_defect):
            right, wrong = (read(*one, folder) for one in (pair.right, pair.wrong))
            in_right, in_wrong = lint_manuscript(right), lint_manuscript(wrong)
            before = {one.rule for one in in_right}
            made.twins += 1
            made.clean += not in_right
            made.planted[pair.defect] += 1
            hit = [one for one in in_wrong if one.rule in pair.rules and one.rule not in before]
            if hit:
                made.found[pair.defect] += 1
                for rule in {one.rule for one in hit}:
                    made.true[rule] += 1
            else:
                made.missed.append((pair.defect, pair))
            for manuscript, findings, meant in ((right, in_right, ()), (wrong, in_wrong, pair.rules)):
                for one in findings:
                    if one.rule not in meant:
                        made.false[one.rule] += 1
                        made.strange.append((pair.defect, one, manuscript))
    return made
