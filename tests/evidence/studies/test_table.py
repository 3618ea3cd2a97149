"""The shipped studies hold every row, and every number, of the table of studies beside the checkout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from coverdict.evidence.studies.model import Study
from tests.evidence.studies.held import Shared, printed_at, studies

ROWS = [
    "wang-2015",
    "chen-2021",
    "cha-2020",
    "ko-2020",
    "wei-2020",
    "ei-2015",
    "dunne-2014",
    "awad-2009",
    "adam-2002",
    "clavien",
    "zhou-2009",
    "wang-2009",
    "xu-tace",
    "yang-2012",
    "rong-2015",
    "jaeck-2001",
    "gurusamy-2009",
    "saxena-2012",
    "chung-2001",
    "al-asfoor-2008",
    "korpan-1997",
    "bala-2013",
    "gurusamy-2010",
    "pathak-2011",
    "ruers-2007",
    "niu-2007",
    "joosten-2005",
    "ng-2012",
    "seifert-2005",
    "kornprat-2007",
    "xu-2008",
    "sotsky-2002",
    "probe-trial",
    "adjunct-to-surgery",
    "chemotherapy-series",
    "procedure-complications",
    "sohn-2003",
    "tec-2000",
    "nccn-guidelines",
    "bcbsa-7.01.75",
    "clinical-input-2008",
]
"""The studies in the order of the table's rows."""

# Numbers of the table that are none of a study's data, with the reason.
NO_DATA = {
    ("cha-2020", "1"): "one hospital, in words",
    ("ruers-2007", "3"): "three groups, which are the arms",
    ("xu-tace", "175"): "worked out with whole patients, the range is 180 to 237",
    ("xu-tace", "245"): "worked out with whole patients, the range is 180 to 237",
}


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[str, ...]


def _rows(text: str) -> Iterator[Row]:
    """The rows of tables 1 to 4, by their numbers."""
    for line in text.split("\n## 5.")[0].splitlines():
        found = re.match(r"\| (\d+) \|(.*)\|$", line)
        if found:
            yield Row(int(found[1]), tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", found[2])))


def _numbers(text: str) -> set[Decimal]:
    """The numbers of a cell; `1/2/3 y`, `97/67/40 %`, `8-64` and `3,510` are read, `L111-113` is not."""
    text = re.sub(r"\bL\d+(?:-\d+)?(?:, ?L?\d+(?:-\d+)?)*", " ", text)
    text = re.sub(r"\[(\d+),(\d+)\]", r"\1 \2", text)
    text = re.sub(r"\bN\d+\b|[A-Za-z]+\d+\b", " ", text)
    return {
        Decimal(found.replace(",", ""))
        for found in re.findall(r"\d{1,3}(?:,\d{3})+|\d+\.\d+|\.\d+|\d+", text)
    }


def _held(study: Study) -> set[Decimal]:
    """Every number anywhere in a study, printed or derived."""
    found = {Decimal(one) for one in (study.n, study.in_several_arms, study.year) if one is not None}
    found |= {Decimal(one) for one in study.recruited or ()}
    found |= {Decimal(arm.n) for arm in study.arms if arm.n is not None}
    said = [study.id, study.label, study.title, study.details, study.population, study.note]
    for result in study.results:
        said += [result.says, result.outcome, result.group, result.time]
        for cell in result.cells:
            found |= {Decimal(one) for one in (cell.events, cell.total) if one is not None}
            found |= {one.value for one in (cell.figure, cell.lower, cell.upper) if one is not None}
            said.append(cell.derived.how if cell.derived else "")
        if result.p:
            found.add(result.p.figure.value)
        if result.effect:
            effect = result.effect
            figures = (effect.estimate, effect.lower, effect.upper)
            found |= {one.value for one in figures if one is not None} | {100 * effect.level}
    said += [accepted.because for accepted in study.accepted]
    said += [says for difference in study.differences for _, says in difference.versions]
    said += [cite.reference for cite in study.cites]
    return found | {number for text in said for number in _numbers(text)}


# Every row of the table is a study, and no study is without a row.
def test_every_row_is_a_study(shared: Shared) -> None:
    rows = list(_rows(shared("evidence/studies.md").read_text("utf-8")))
    assert [row.number for row in rows] == list(range(1, 42))
    assert set(ROWS) == set(studies()) and len(ROWS) == 41


# Every number of the rows, whatever its column, is in the study's data; how many are, is printed.
def test_every_number_of_the_table_is_held(
    shared: Shared, record_property: Callable[[str, object], None]
) -> None:
    missing: set[tuple[str, str]] = set()
    count = 0
    for row in _rows(shared("evidence/studies.md").read_text("utf-8")):
        study = studies()[ROWS[row.number - 1]]
        held = _held(study)
        for cell in row.cells[4:] if len(row.cells) > 5 else row.cells[-1:]:
            for number in _numbers(cell):
                count += 1
                if number not in held:
                    missing.add((study.id, str(number)))
    record_property("numbers of the table of studies held", f"{count:,}")
    assert missing == set(NO_DATA)


# References and lines are those of the table, and a PMID is the one that it gives.
def test_places_are_those_of_the_table(shared: Shared) -> None:
    for row in _rows(shared("evidence/studies.md").read_text("utf-8")):
        study = studies()[ROWS[row.number - 1]]
        for name, cell in (("bcbsm", row.cells[1]), ("bsc", row.cells[2])):
            cite = next((one for one in study.cites if one.name == name), None)
            assert (cite is None) == cell.startswith(("–", "-")), (study.id, name)
            if cite is None:
                continue
            lines = re.findall(r"L(\d+)(?:-(\d+))?", cell)
            if lines:
                first, last = int(lines[0][0]), int(lines[0][1] or lines[0][0])
                assert cite.first <= last and first <= cite.last, (study.id, name, cell)
        pmids = re.findall(r"\b\d{7,8}\b", " ".join(row.cells))
        assert set(pmids) <= {study.pmid}, study.id
        assert bool(pmids) == bool(study.pmid), study.id


# Counts for pooling, as the table of usable inputs gives them: study, result, and for each arm events, total
# and which of the two no source prints.
USABLE = [
    ("adam-2002", "local-recurrence", {"cryo": (26, 31, ""), "rfa": (24, 33, "")}),
    (
        "wang-2015",
        "local-progression-3y",
        {"cryo": (13, 180, "events total"), "rfa": (20, 180, "events total")},
    ),
    ("cha-2020", "local-progression", {"cryo": (2, 23, "events total"), "rfa": (6, 23, "events total")}),
    (
        "ei-2015",
        "local-recurrence-free-survival",
        {"cryo": (11, 55, "events total"), "heat": (20, 64, "events total")},
    ),
    ("wang-2015", "major-complications", {"cryo": (7, 180, ""), "rfa": (6, 180, "")}),
    ("ko-2020", "biliary-complications", {"cryo": (7, 25, "events"), "rfa": (21, 31, "events")}),
    ("cha-2020", "vascular-thrombosis", {"cryo": (6, 61, "events"), "rfa": (8, 50, "events")}),
    ("cha-2020", "hepatic-infarction", {"cryo": (2, 61, "events"), "rfa": (6, 50, "events")}),
    ("wei-2020", "complications", {"cryo": (53, 60, "events"), "microwave": (32, 48, "events")}),
    ("joosten-2005", "complications", {"cryo": (9, 30, "events total"), "rfa": (3, 28, "events total")}),
    ("ng-2012", "perioperative-death", {"cryo": (10, 293, "")}),
    ("niu-2007", "perioperative-death", {"": (13, 415, "events total")}),
    ("saxena-2012", "perioperative-death", {"cryo": (1, 40, "")}),
    ("yang-2012", "death-of-liver-failure", {"cryo": (2, 300, "")}),
    ("yang-2012", "serious-complications", {"cryo": (19, 300, "")}),
    ("rong-2015", "local-recurrence", {"cryo": (99, 832, "")}),
    ("xu-2008", "local-recurrence", {"cryo": (21, 326, "events total")}),
    ("yang-2012", "local-recurrence", {"cryo": (93, 300, "events total")}),
]


# What may be pooled is there, and what no source prints is marked as derived and says how.
@pytest.mark.parametrize(("name", "result", "arms"), USABLE, ids=lambda value: str(value)[:40])
def test_usable_inputs(name: str, result: str, arms: dict[str, tuple[int, int, str]]) -> None:
    found = studies()[name].result(result)
    assert found is not None
    for arm, (events, total, derived) in arms.items():
        cell = found.cell(arm)
        assert cell is not None
        assert (cell.events, cell.total) == (events, total)
        assert (" ".join(cell.derived.of) if cell.derived else "") == derived
        assert bool(cell.derived and cell.derived.how) == bool(derived)


# The adjusted hazard ratio is held as printed.
def test_printed_effect() -> None:
    found = studies()["ei-2015"].result("local-recurrence-adjusted")
    assert found is not None and found.effect is not None
    effect = found.effect
    assert effect.lower is not None and effect.upper is not None
    assert [one.text for one in (effect.estimate, effect.lower, effect.upper)] == ["0.3", "0.1", "0.9"]
    assert (effect.measure, effect.treated, effect.control) == ("hazard ratio", "cryo", "heat")
    assert (effect.adjusted, effect.level) == (True, Decimal("0.95"))


# Numbers in a study's lines that are in no study's data, with the reason.
LEFT_OUT = {
    ("adam-2002", "2015"): "the year of Wang's trial, which the review is older than",
    ("awad-2009", "2015"): "the year of Wang's trial, which the review is older than",
    ("chung-2001", "3"): "a combination of the three ways to take tumors away",
    ("niu-2007", "2"): "the two groups",
    ("niu-2007", "16"): "the years from 1990 to 2006",
    ("ruers-2007", "3"): "the three groups",
}


# Nothing that the lines of a study print is left out: it is in the study's data, or in that of another
# study that the same lines print.
def test_nothing_in_the_lines_is_left_out(shared: Shared) -> None:
    held = {name: _held(study) for name, study in studies().items()}
    left: set[tuple[str, str]] = set()
    for study in studies().values():
        for cite in study.cites:
            if cite.name.endswith("-list"):
                continue
            near = [
                other.id
                for other in studies().values()
                for one in other.cites
                if one.source == cite.source and one.first <= cite.last and cite.first <= one.last
            ]
            known = set().union(*(held[name] for name in near)) | {Decimal(0), Decimal(1)}
            left |= {(study.id, str(number)) for number in printed_at(cite, shared).numbers - known}
    assert left == set(LEFT_OUT)
