"""What every picture must be: well-formed, accessible, readable, complete, and the same each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coverdict.library.program import Program, Truth
from coverdict.logic import IMPOSSIBLE, Choose, Literal, Solver, Value, build
from coverdict.pictures import (
    MOST_NODES,
    Picture,
    TooLargeError,
    criteria_picture,
    diagram_picture,
    draw_criteria,
    draw_diagram,
)
from coverdict.pictures.measuring import shown
from coverdict.pictures.shapes import look_of
from coverdict.pictures.wording import Wording
from coverdict_judges.generators import library_of
from tests.pictures.programs import BCBSM, BSC, HOSTILE, LONG, SEEDS, invented, program_of, real, written
from tests.pictures.refresh import FOLDER, drawn
from tests.pictures.svg import (
    boxes,
    contrast,
    must_be_accessible,
    must_be_readable,
    must_have_free_lines,
    parsed,
    said,
    texts,
)

STATUSES = ("established", "medically_necessary", "investigational", "not_medically_necessary")
STATUSES += ("criteria_not_met", "delegated", "not_addressed")
DRAW: tuple[Callable[[Program], Picture], ...] = (draw_criteria, draw_diagram)


def pictures(program: Program) -> Iterator[Picture]:
    for draw in DRAW:
        yield draw(program)


# A picture of either kind names and describes itself, and nothing in it lies over anything else.
@pytest.mark.parametrize("policy", [BCBSM, BSC])
def test_the_real_policies_are_drawn_well(policy: str) -> None:
    for picture in pictures(real(policy)):
        root = parsed(picture.svg)
        must_be_accessible(root)
        must_be_readable(root)
        assert float(root.get("width", "")) <= 1000
    must_have_free_lines(root)


# The same of policies that nobody wrote; and no line of a diagram passes through a node or through words.
@pytest.mark.parametrize("seed", SEEDS)
def test_invented_policies_are_drawn_well(seed: int, tmp_path: Path) -> None:
    for program in invented(100 + seed, 12, tmp_path):
        for picture in pictures(program):
            root = parsed(picture.svg)
            must_be_accessible(root)
            must_be_readable(root)
        must_have_free_lines(root)


# Labels that hold markup, turn the reading direction, are far too long or empty break no picture.
def test_hostile_words_break_nothing(tmp_path: Path) -> None:
    program = program_of(written(HOSTILE, tmp_path), "bad/words")
    for picture in pictures(program):
        root = parsed(picture.svg)
        must_be_accessible(root)
        must_be_readable(root)
        assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
        assert not re.search("[\u200f\u202e\u2066]", picture.svg)
        assert "".join(LONG.split()) in said(root)
        assert "<script>alert('x')</script>" in said(root)


# Every status, criterion, option and citation of the rules stands in the picture of the criteria as text.
@pytest.mark.parametrize("seed", SEEDS)
def test_the_criteria_are_complete(seed: int, tmp_path: Path) -> None:
    for program in (*invented(100 + seed, 12, tmp_path), real(BCBSM), real(BSC)):
        picture = draw_criteria(program)
        words, told = said(parsed(picture.svg)), "".join(picture.description.split())
        for rule in program.rules.values():
            for value in filter(None, (rule.then, rule.otherwise)):
                assert value.replace("_", "") in words and value.replace("_", "") in told
        for truth in program.truths:
            for label in labels(truth):
                assert "".join(shown(label).split()) in words
                assert "".join(shown(label).split()) in told


def labels(truth: Truth) -> Iterator[str]:
    """What the steps below a rule are called, and where they stand in the source."""
    for child in truth.children:
        yield child.step.label
        if child.step.cites is not None and child.step.cites.from_source:
            yield child.step.cites.section
        yield from labels(child)


# Every node of the diagram is in its description, which leads from each answer to a node or a status.
@pytest.mark.parametrize("seed", SEEDS)
def test_the_description_is_the_diagram(seed: int, tmp_path: Path) -> None:
    for program in (*invented(100 + seed, 12, tmp_path), real(BCBSM)):
        picture = draw_diagram(program)
        nodes = re.findall(r"Node (\d+)\.", picture.description)
        assert nodes == [str(number) for number in range(1, len(nodes) + 1)]
        targets = set(map(int, re.findall(r"go to node (\d+)", picture.description)))
        assert targets == set(range(2, len(nodes) + 1)) or not nodes
        dashed = picture.svg.count('stroke-dasharray="6 3"')
        assert dashed == picture.description.count("Open reading:")


# A policy that decides everybody alike is one status and the sentence that says so.
def test_a_policy_that_decides_everybody() -> None:
    picture = draw_diagram(real(BSC))
    root = parsed(picture.svg)
    assert len(boxes(root)) == 1
    assert [text.what for text in texts(root)][-2:] == [
        "investigational",
        "Every patient is so: no fact and no reading changes it.",
    ]
    assert picture.description.startswith("Investigational. Every patient is so")


# Facts that a span links are told apart by the comparison that links them.
def test_dates_are_told_apart_by_their_comparison(tmp_path: Path) -> None:
    program = program_of(written(HOSTILE, tmp_path), "bad/words")
    number = program.dimension_of["began"]
    wording = Wording(program)
    words = wording.asked(number, wording.blocks[number]).edges
    assert sorted(words) == ["weeks from began to done < 4", "weeks from began to done ≥ 4"]


# The measurements that decide under the first policy are said with their limits.
def test_measurements_are_said_with_their_limits() -> None:
    words = said(parsed(diagram_picture(real(BCBSM))))
    assert "lesion.count1andlesion.largest<4cm" in words
    assert "lesion.count1andlesion.largest4cm" in words


# Each status has an outline of its own, or the same one drawn twice, so that colour alone tells nothing.
def test_statuses_differ_without_colour() -> None:
    looks = [look_of(status) for status in STATUSES]
    assert len({(look.outline, look.double, look.dashes) for look in looks}) == len(STATUSES)


# Text stands out from what is behind it as WCAG 2 asks at level AA, and edges of shapes as well.
@pytest.mark.parametrize("policy", [BCBSM, BSC])
def test_contrast(policy: str, tmp_path: Path) -> None:
    for picture in pictures(real(policy)):
        fills = set(re.findall(r'class="box"[^>]* fill="(#\w+)"', picture.svg)) | {"#ffffff"}
        inks = set(re.findall(r'<text[^>]* fill="(#\w+)"', picture.svg))
        edges = set(re.findall(r'stroke="(#\w+)"', picture.svg))
        assert all(contrast(ink, fill) >= 4.5 for ink in inks for fill in fills)
        assert all(contrast(edge, fill) >= 3 for edge in edges for fill in fills)


# Two pictures can stand in one page: none shares an identifier with another.
def test_identifiers_differ() -> None:
    ids = [
        found
        for policy in (BCBSM, BSC)
        for picture in pictures(real(policy))
        for found in re.findall(r' id="([^"]+)"', picture.svg)
    ]
    assert len(ids) == len(set(ids)) == 4 * 3


# The files in the documents are what the program draws, byte for byte, in another process too.
def test_the_documents_show_what_is_drawn() -> None:
    for name, svg in drawn():
        assert (FOLDER / name).read_text(encoding="utf-8") == svg, "run scripts/refresh-pictures"


def test_the_bytes_do_not_depend_on_the_process() -> None:
    script = "import sys; from tests.pictures.refresh import drawn; print(*dict(drawn()).values(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=FOLDER.parents[1],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
        check=True,
        timeout=120,
    )
    assert done.stdout.decode() == " ".join(svg for _, svg in drawn())


# A diagram that nobody could read is refused with its number of nodes; all others are drawn well.
def test_a_large_diagram_is_refused(tmp_path: Path) -> None:
    shelf = library_of(3, 8)
    library = written(shelf.files, tmp_path)
    refused = 0
    for policy in shelf.policies:
        program = program_of(library, policy)
        must_be_readable(parsed(criteria_picture(program)))
        try:
            root = parsed(diagram_picture(program))
        except TooLargeError as error:
            refused += 1
            found = re.fullmatch(
                rf"{policy}: its decision diagram has (\d+) nodes, and a picture of more than {MOST_NODES} "
                r"cannot be read; draw its criteria instead \(--of criteria\)",
                str(error),
            )
            assert found and int(found[1]) > MOST_NODES
        else:
            must_be_readable(root)
            must_have_free_lines(root)
    assert 0 < refused < len(shelf.policies)


# Where the constraints leave no patient, the picture says that.
def test_a_policy_for_nobody() -> None:
    program = real(BSC)
    nobody = build([dimension.group.size for dimension in program.dimensions], Value(IMPOSSIBLE))
    picture = draw_diagram(replace(program, outcome=nobody))
    must_be_readable(parsed(picture.svg))
    assert picture.description == "No patient can be as the constraints of the vocabulary demand."


# What the solver decides has no diagram to draw, and the message says so.
def test_what_the_solver_decides_is_refused() -> None:
    solver = Solver([2], Choose(Literal(0, 1), Value("a"), Value("b")))
    with pytest.raises(TooLargeError, match="above the node budget, and a solver decides instead"):
        diagram_picture(replace(real(BSC), outcome=solver))
