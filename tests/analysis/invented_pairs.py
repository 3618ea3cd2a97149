"""Invented libraries with several policies of two versions each, opened by the program and by the judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from random import Random

from coverdict.analysis.texts import Text, find_text
from coverdict.decision import Desk, open_library
from coverdict.language.model import Document
from coverdict_judges.cases import PAYER
from coverdict_judges.inventing.documents import invent_library
from coverdict_judges.inventing.sizes import SMALL, Size
from coverdict_judges.inventing.versions import next_version
from coverdict_judges.inventing.writing import files
from coverdict_judges.rulings import RulingPairs
from coverdict_judges.texts import Texts, gather

_KINDS = (
    *(("yes/no", 4), ("choice", 2), ("name", 1), ("whole", 2), ("number", 1), ("quantity", 3)),
    *(("date", 1), ("code", 1), ("codes", 1), ("list", 1)),
)
SEVERAL = replace(SMALL, policies=4, kinds=_KINDS)
"""Four policies on a few facts; of dates and lists fewer, since the constants of all policies meet."""


@dataclass(frozen=True, eq=False)
class InventedPair:
    """Two texts as the program finds them and as the judges do; `versions`: they are two of one policy."""

    desk: Desk
    first: Text
    second: Text
    versions: bool
    texts: tuple[Texts, Texts]

    @cached_property
    def judge(self) -> RulingPairs:
        return RulingPairs(*self.texts)

    def about(self) -> str:
        """What one needs to see of a pair that went wrong."""
        return "\n\n".join(text.document.text for text in (self.first, self.second))


def invented_pairs(seed: int, folder: Path, size: Size = SEVERAL) -> Iterator[InventedPair]:
    """Every two policies of an invented library, and every policy with its next version."""
    random = Random(seed)
    invented = invent_library(random, size)
    policies = [document for document in invented.documents if document.kind == "policy"]
    others = tuple(document for document in invented.documents if document.kind != "policy")
    newer = {document.id: next_version(random, document) for document in policies}
    for file, text in files(invented.scene, (*invented.documents, *newer.values())).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    desk = open_library(folder)

    def texts(policy: Document) -> Texts:
        return gather([invented.scene.vocabulary], (*others, policy), policy.id, PAYER)

    def found(policy: Document) -> Text:
        return find_text(desk, f"{policy.id}@{policy.effective}")

    for one, other in combinations(policies, 2):
        yield InventedPair(desk, found(one), found(other), False, (texts(one), texts(other)))
    for old in policies:
        new = newer[old.id]
        yield InventedPair(desk, found(old), found(new), True, (texts(old), texts(new)))
