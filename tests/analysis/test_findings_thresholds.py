"""Thresholds that meet, or that are open, are those that trying all values around the constants shows."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import combinations
from random import Random

import pytest

from coverdict.analysis.findings.checking import all_documents, meaning_of
from coverdict.analysis.findings.finding import Finding
from coverdict.library import Library
from coverdict.library.folder import Source, read

TRIALS = 2_000 if os.environ.get("COVERDICT_LONG") == "1" else 150
STATUSES = ("established", "investigational", "criteria_not_met")
VOCABULARY = """\
vocabulary: tumors
title: Tumors
facts:
  size: {type: quantity, unit: cm, min: 0, label: Size}
  active: {type: yes/no, label: Active}
"""
FRONT = (
    "---\npolicy: a/b\ntitle: A policy\nnumber: 1\nin force: {from: 2024-01-01}\nvocabulary: tumors\n---\n"
)
HALVES = range(1, 17)
"""Sizes in halves of a centimeter, to beyond the last constant: each constant, and one between any two."""


@dataclass(frozen=True)
class Band:
    """A rule on the sizes from `low` to `high` (in cm), which it has or has not."""

    name: str
    status: str
    low: int
    high: int
    has_low: bool
    has_high: bool
    active: bool

    def text(self) -> str:
        low, high = (">=" if self.has_low else ">"), ("<=" if self.has_high else "<")
        active = " and active" if self.active else ""
        when = f"size {low} {self.low} cm and size {high} {self.high} cm{active}"
        return f"```yaml rule\nid: {self.name}\nwhen: {when}\nstatus: {self.status}\n```\n"

    def holds(self, half: int, active: bool) -> bool:
        size = half / 2
        above = size > self.low or (self.has_low and size == self.low)
        below = size < self.high or (self.has_high and size == self.high)
        return above and below and (active or not self.active)


def invented(random: Random) -> tuple[Band, ...]:
    return tuple(
        Band(
            f"band-{number}",
            random.choice(STATUSES),
            low := random.randint(1, 4),
            random.randint(low + 1, 7),
            random.random() < 0.5,
            random.random() < 0.5,
            random.random() < 0.2,
        )
        for number in range(random.randint(2, 3))
    )


def findings(*blocks: str) -> tuple[Finding, ...]:
    text = "\n".join((FRONT, *blocks))
    found = read((Source("p.md", text), Source("vocabulary/tumors.yaml", VOCABULARY)))
    library = Library("invented", "", found.contents, found.documents.__getitem__)
    documents = all_documents(library)
    return tuple(meaning_of(library, documents).findings(library, documents))


def meetings(bands: tuple[Band, ...]) -> set[str]:
    """What `check` should say of thresholds, by trying every size between and at the constants."""
    first = {
        (half, active): next((band for band in bands if band.holds(half, active)), None)
        for half in HALVES
        for active in (True, False)
    }
    deciding = {band for band in first.values() if band is not None}
    told = set()
    for earlier, later in combinations(bands, 2):
        if earlier.status == later.status or not {earlier, later} <= deciding:
            continue
        both = {who for who, band in first.items() if band is earlier and later.holds(*who)}
        for low, high in ((earlier, later), (later, earlier)):
            for half, active in first:
                if half % 2 or half == HALVES[-1]:
                    continue
                beside = [(half - 1, active), (half + 1, active)]
                lows, highs = [low.holds(*who) for who in beside], [high.holds(*who) for who in beside]
                point = f"{half // 2} cm"
                only_there = both and all(size == half for size, _ in both) and (half, active) in both
                if only_there and lows == [True, False] and highs == [False, True]:
                    told.add(f"both {low.name} {high.name} {point}")
                if first[half, active] is None and lows[0] and highs[1]:
                    told.add(f"neither {low.name} {high.name} {point}")
    return told


def said(finding: Finding) -> str:
    words = finding.what.split()
    kind = "both" if "belongs to both" in finding.what else "neither"
    names = [word for word in words if word.startswith("band-")]
    return f"{kind} {names[0]} {names[1]} {words[2]} {words[3]}"


# The points that rules share alone, or leave to none, are those that trying all values shows.
@pytest.mark.parametrize("part", range(2))
def test_thresholds_that_meet(part: int) -> None:
    random = Random(part)
    seen = 0
    for _ in range(TRIALS):
        bands = invented(random)
        found = [one for one in findings(*(band.text() for band in bands)) if one.id == "thresholds-meet"]
        expected = meetings(bands)
        # Of a pair that meets at several points, one is told for each way of meeting.
        pairs = {case.rsplit(" ", 2)[0] for case in expected}
        assert {said(one).rsplit(" ", 2)[0] for one in found} == pairs, bands
        assert {said(one) for one in found} <= expected, bands
        seen += bool(expected)
    assert seen >= TRIALS // 30


# A reading is open at a point alone when its options differ for one size alone, and else at all those.
def test_open_thresholds() -> None:
    random = Random(3)
    for _ in range(TRIALS):
        one, other = (
            Band("rule", "established", random.randint(1, 2), high, random.random() < 0.5, flag, False)
            for high in random.sample((4, 4, 5), 2)
            for flag in [random.random() < 0.5]
        )
        options = "".join(
            f"      - {label}: {band.text().splitlines()[2].removeprefix('when: ')}\n"
            for label, band in (("one", one), ("other", other))
        )
        rule = (
            "```yaml rule\nid: rule\nwhen:\n  - reading: limit\n    options:\n"
            f"{options}status: established\notherwise: investigational\n```\n"
        )
        differ = [half for half in HALVES if one.holds(half, True) != other.holds(half, True)]
        (reading,) = [each for each in findings(rule) if "reading" in each.id or "threshold" in each.id]
        if not differ:
            assert reading.id == "reading-never-matters"
        elif len(differ) == 1 and differ[0] % 2 == 0:
            assert reading.id == "threshold-open"
            assert f"size {differ[0] // 2} cm:" in reading.what
        else:
            assert reading.id == "reading-open"
