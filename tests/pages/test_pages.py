"""What holds of every page: alone, well-formed, accessible, complete, and the same each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from coverdict.analysis import joint
from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.percents import share_words
from coverdict.analysis.standing import standings
from coverdict.pages.comparing import comparison_page
from coverdict.pages.differing import difference_page
from tests.analysis.invented_pairs import invented_pairs
from tests.pages.cases import (
    BCBSM,
    BSC,
    LONG,
    ROOT,
    SCRIPT,
    TURNED,
    compared,
    differing,
    document,
    real,
    rule,
    small,
)
from tests.pages.reading import Element, must_be_a_good_page, parsed
from tests.pages.refresh import FOLDER, written

LONG_RUN = os.environ.get("COVERDICT_LONG") == "1"


def first_screen(root: Element) -> str:
    (found,) = root.classed("first")
    return found.text


# Every page of the library's own texts is good.
def test_pages_of_the_library() -> None:
    for found in real():
        must_be_a_good_page(comparison_page(found))
    must_be_a_good_page(difference_page(differing(BSC, BSC)))
    must_be_a_good_page(difference_page(differing(BCBSM, BSC)))


# The first screen of the two real policies names both publishers, the verdict, for whom, and every line.
def test_the_first_screen_says_when_two_payers_differ() -> None:
    root = must_be_a_good_page(comparison_page(compared(BCBSM, BSC)))
    text = first_screen(root)
    assert "Neither is the more permissive for everybody." in text
    for publisher in (
        "Blue Cross Blue Shield of Michigan and Blue Care Network",
        "Blue Shield of California",
    ):
        assert f"Only the policy of {publisher} speaks for the service" in text
    for words in (
        "calls the service established; the other calls the service investigational",
        "the tumor is a cancer, the tumor cannot be resected",
        "there is no evidence of disease outside the liver",
        "the number of tumors in the liver is 1",
        "the diameter of the largest tumor in the liver is under 4 cm",
        "Federal Employee Program each is the more permissive for some patients",
    ):
        assert words in text, words
    for line in ("Commercial", "Medicare Advantage", "Complementary to original Medicare", "Medicaid"):
        assert line in text


# All that was found is on the page: every region with its share, clauses, citations and patient, every code.
def test_everything_found_is_shown() -> None:
    for found in real():
        root = parsed(comparison_page(found))
        regions = {each.attributes["id"]: each.text for each in root.classed("region")}
        assert list(regions) == [f"region-{number}" for number in range(1, len(found.regions) + 1)]
        for number, region in enumerate(found.regions, start=1):
            text = regions[f"region-{number}"]
            assert share_words(region.share) in text
            for standing, rules in zip(standings(region.pair), found.rules, strict=True):
                assert standing.says.replace("_", " ") in text
                for name in standing.rules:
                    _, clause = rules[name]
                    assert clause.label in text and name.partition("#")[2] in text
                    assert clause.cites is not None and clause.cites.section in text
            for fact in region.patient.facts:
                assert found.facts[fact].label in text
        whole = root.text
        for pair in found.pairs:
            assert share_words(found.pairs[pair]) in whole
        for entries in (found.codes.both, found.codes.first, found.codes.second):
            for entry in entries:
                assert str(entry.code) in whole
        for names in found.asked:
            for name in names:
                assert found.facts[name].label in whole


# Random libraries give good pages, for pairs of policies and for versions, counted and drawn by the solver.
@pytest.mark.parametrize("nodes", [joint.NODES, 0])
def test_pages_of_invented_policies(nodes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joint, "NODES", nodes)
    drawn = 0
    for seed in range(20 if LONG_RUN else 2):
        for pair in invented_pairs(4_000 + seed, tmp_path / str(seed)):
            if pair.versions:
                difference = diff(pair.desk, pair.first, pair.second)
                must_be_a_good_page(difference_page(difference))
                found = difference.comparison
            else:
                found = compare(pair.desk, pair.first, pair.second)
            root = must_be_a_good_page(comparison_page(found))
            assert first_screen(root)
            drawn += not found.counted
            assert ("drawn at random" in root.text) is not found.counted
    assert bool(drawn) is (nodes == 0)


# Two texts that say the same say so, and so does a comparison of which no region is described.
def test_without_regions() -> None:
    root = must_be_a_good_page(comparison_page(compared(BSC, BSC)))
    assert "The two say the same of everybody." in first_screen(root)
    assert "Nowhere." in root.text
    root = must_be_a_good_page(comparison_page(compared(BCBSM, BSC, most=0)))
    assert "Neither is the more permissive" in first_screen(root) and "14 %" in first_screen(root)
    assert "No region is described on this page." in root.text and not root.classed("region")
    root = must_be_a_good_page(difference_page(differing(BSC, BSC)))
    assert "Nothing changes: the two are the same text." in first_screen(root)


# A comparison of nobody says that there is nobody.
def test_nobody_to_compare() -> None:
    found = replace(compared(BSC, BSC), pairs={}, agreed=(), lines=())
    assert "There is nobody to compare." in first_screen(must_be_a_good_page(comparison_page(found)))


# Policies that differ in words alone, or under one reading alone, say so.
def test_words_and_readings(tmp_path: Path) -> None:
    when = "  - clean: plain\n"
    read = (
        "  - clean:\n      reading: how clean\n      options:\n"
        "        - very clean: plain\n        - clean enough: single or plain\n"
    )
    desk = small(
        tmp_path,
        {
            "one": rule("r", when, "established", "investigational"),
            "words": rule("r", when, "medically_necessary", "investigational"),
            "read": rule("r", read, "established", "investigational"),
        },
    )
    text = first_screen(must_be_a_good_page(comparison_page(compared("small/one", "small/words", at=desk))))
    assert "The two differ in words alone." in text
    assert (
        "For 50 % both speak for the service, in different words: “established” and “medically necessary”."
        in text
    )
    text = first_screen(must_be_a_good_page(comparison_page(compared("small/one", "small/read", at=desk))))
    assert "The policy small/read, version 2024-01-01 is the more permissive." in text
    assert "“how clean” is read as “clean enough”" in text and "the wound is not clean" in text


# Whatever a title, a label, a citation or a sentence holds, it is text, makes no element and turns nothing.
def test_hostile_words(tmp_path: Path) -> None:
    bad = [json.dumps(text) for text in (SCRIPT, TURNED, LONG[:80])]
    when = (
        f"  - {bad[0]}: single\n  - any of:\n      - {bad[1]}: three > 2\n      - {bad[2]}:\n"
        f"          reading: {bad[2]}\n          options:\n"
        f"            - {bad[0]}: two is a\n            - {bad[1]}: two is b\n"
    )
    one = f"{SCRIPT}\n\n{rule('r', when, 'established', 'investigational', SCRIPT)}\n{TURNED}"
    other = f"{TURNED}\n\n{rule('r', '  - x: single', 'established', 'criteria_not_met', LONG)}\n{SCRIPT}"
    desk = small(tmp_path, {"one": one, "other": other}, SCRIPT, TURNED)
    for page in (
        comparison_page(compared("small/one", "small/other", at=desk)),
        difference_page(differing("small/one", "small/other", at=desk)),
    ):
        root = must_be_a_good_page(page)
        assert SCRIPT in root.text and "<script" not in page
        assert "\N{REPLACEMENT CHARACTER}" in page
        assert root.all("h1")[0].text == SCRIPT


# A redline reads without colours: both kinds carry words for screen readers, and both texts are whole.
def test_redlines_read_without_colours(tmp_path: Path) -> None:
    desk = small(
        tmp_path,
        {"a": "The wound is dry.\n\n" + rule("r", "  - x: single", "established", "investigational")},
    )
    new = tmp_path / "new.md"
    new.write_text(
        document(
            "a",
            "The wound is wet.\n\n" + rule("r", "  - x: plain", "established", "investigational"),
            day="2025-01-01",
        )
    )
    root = must_be_a_good_page(difference_page(differing("small/a", str(new), at=desk)))
    for element in root.all("del", "ins"):
        said = "[removed: " if element.name == "del" else "[added: "
        assert element.text.startswith(said.strip()) and element.text.endswith("]")
        assert [each.attributes["class"] for each in element.all("span")] == ["hidden", "hidden"]
    written_out = [each.text for each in root.classed("written")]
    assert "The wound is [removed: dry]." in written_out and "The wound is [added: wet]." in written_out
    assert "in force from" in root.text


# The page of a change says in which direction, and whether the history agrees.
@pytest.mark.parametrize(
    ("old", "new", "says", "headline", "history"),
    [
        ("single", "single and plain", "yes", "some patients lose, and none gains", "changes, and so it is"),
        (
            "single",
            "single or plain",
            "no",
            "some patients gain, and none loses",
            "does not change, but it does",
        ),
        ("single", "plain", "", "some patients lose, and others gain", "does not say whether"),
        ("single", "single", "yes", "every patient keeps the status", "changes, but it does not"),
    ],
)
def test_directions(old: str, new: str, says: str, headline: str, history: str, tmp_path: Path) -> None:
    desk = small(tmp_path, {"a": rule("r", f"  - x: {old}", "established", "investigational")})
    changes = f", position change: {says}" if says else ""
    row = f"```yaml history\n- {{date: 2025-01-01, action: Reviewed{changes}}}\n```\n"
    draft = tmp_path / "new.md"
    draft.write_text(
        document("a", rule("r", f"  - x: {new}", "established", "investigational") + row, day="2025-01-01")
    )
    root = must_be_a_good_page(difference_page(differing("small/a", str(draft), at=desk)))
    assert headline in first_screen(root) and history in first_screen(root)
    assert bool(root.classed("disagrees")) is ("but" in history)


# The numbers in bars are the shares, and no bar is wider than its track.
def test_bars_are_shares() -> None:
    for found in real():
        for region, shown in zip(
            found.regions, parsed(comparison_page(found)).classed("region"), strict=True
        ):
            (part,) = shown.classed("part")
            width = Fraction(part.attributes["width"])
            assert 0 < width <= 100
            assert width == Fraction(6, 10) or abs(width - region.share.part * 100) <= Fraction(1, 20)


# Code numbers are shown, and labels of code entries, which could be descriptors, are not.
def test_no_descriptor_of_a_code_is_shown() -> None:
    found: Comparison = compared(BCBSM, BSC)
    entries = tuple(replace(entry, label="A DESCRIPTOR") for entry in found.codes.both)
    page = comparison_page(replace(found, codes=replace(found.codes, both=entries)))
    assert "47371" in page and "DESCRIPTOR" not in page


# The pages in the documents are what the program writes now: `scripts/refresh-pages`.
def test_the_documents_pages_are_fresh() -> None:
    for name, page in written():
        must_be_a_good_page(page)
        assert (FOLDER / name).read_text(encoding="utf-8") == page, f"{name}: run scripts/refresh-pages"


# Another process with another hash seed writes the same bytes, and neither day nor place.
def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.pages.refresh import written\n"
        "for name, page in written(): sys.stdout.buffer.write(page.encode())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "COVERDICT_CACHE": "off"},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    (page,) = pages
    assert str(ROOT).encode() not in page and b"/tmp" not in page
