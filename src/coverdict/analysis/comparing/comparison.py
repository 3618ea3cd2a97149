"""What a comparison of two texts found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from coverdict.analysis.joint import Pair, Share
from coverdict.analysis.ranks import Verdict
from coverdict.analysis.regions import Region
from coverdict.language.model import CodeEntry, Document, Fact, Rule


@dataclass(frozen=True, slots=True)
class Seen:
    """One of the two texts."""

    id: str
    version: str
    title: str
    publisher: str
    kind: str

    @property
    def name(self) -> str:
        """`bsc/7.01.75, version 2021-11-01`."""
        return f"{self.id}, undated" if self.version == "undated" else f"{self.id}, version {self.version}"


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that both texts list, and those that one of them lists alone."""

    both: tuple[CodeEntry, ...]
    first: tuple[CodeEntry, ...]
    second: tuple[CodeEntry, ...]


@dataclass(frozen=True, slots=True)
class Plans:
    """What two payers' products of one line of business make of the two positions.

    Arguments:
        products: of each payer, the labels of its products of that line.
        benefits: of each payer, the benefits that some patient can have; none without a product.
        verdict: None where one of the payers has no product of the line.
    """

    payers: tuple[str, str]
    products: tuple[tuple[str, ...], tuple[str, ...]]
    benefits: tuple[tuple[str, ...], tuple[str, ...]]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class LineOfBusiness:
    """The verdict for the members of one line of business."""

    name: str
    label: str
    position: Verdict
    plans: tuple[Plans, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where two texts differ, for whom, and by which clauses.

    Arguments:
        verdict: on the clinical position, over all patients and readings.
        same_words: whether the two say the very same of every patient, not only the same in effect.
        pairs: every pair of standings that some patient has, with its share, the largest first.
        regions: of the pairs that differ, the first; opposite positions come before other words for one.
        opposed: the pairs whose positions are opposite.
        renamed: the pairs that differ in words and not in effect.
        silent: the pairs of which a guideline says nothing.
        agreed: the pairs that say the same.
        asked: the facts that only the first's answer depends on, only the second's, and both.
        counted: whether shares are counted; else they are drawn, and the solver found the pairs.
        rules: of each text, every rule by its name, with its document.
        facts: the facts of both, by the names that conditions and patients give them.
    """

    first: Seen
    second: Seen
    verdict: Verdict
    same_words: bool
    pairs: Mapping[Pair, Share]
    regions: tuple[Region, ...]
    opposed: tuple[Pair, ...]
    renamed: tuple[Pair, ...]
    silent: tuple[Pair, ...]
    agreed: tuple[Pair, ...]
    asked: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    codes: Codes
    lines: tuple[LineOfBusiness, ...]
    counted: bool
    rules: tuple[Mapping[str, tuple[Document, Rule]], Mapping[str, tuple[Document, Rule]]]
    facts: Mapping[str, Fact]

    @property
    def differing(self) -> tuple[Pair, ...]:
        """The pairs that differ, in the order in which regions are shown."""
        return self.opposed + self.renamed

    def share(self, pairs: tuple[Pair, ...]) -> Fraction:
        """What part of all combinations of cells these pairs have together."""
        return sum((self.pairs[pair].part for pair in pairs), Fraction(0))
