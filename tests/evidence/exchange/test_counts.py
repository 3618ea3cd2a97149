"""The table of counts: what is written comes back, and what a person writes becomes studies."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.evidence.exchange.counts_reading import read_counts
from coverdict.evidence.exchange.counts_table import COLUMNS, PAIR, counts_csv
from coverdict.evidence.exchange.drafts import draft_text
from coverdict.evidence.exchange.importing import Known, import_table
from coverdict.evidence.exchange.spreadsheets import write_csv
from coverdict.evidence.figures import figure
from coverdict.evidence.studies.cells import read_time
from coverdict.evidence.studies.model import (
    Arm,
    Cell,
    Cite,
    Derivation,
    Design,
    Effect,
    Nature,
    PValue,
    Result,
    Study,
    Unit,
)
from coverdict.evidence.studies.reading import read_as_written, read_study
from coverdict.library.opening import shipped_folder
from coverdict.text import DocumentError, Place, Problem

HERE = Place("x.yaml", 1)
FOLDER = shipped_folder() / "evidence" / "studies"

# Texts as a person writes them, those that YAML or a spreadsheet would take for something else too.
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12),
    st.sampled_from(["=1+1", "-x", "'", "yes", "null", "# no", "a: b", "{a}", "- a", "1e3", "@x", "|", "*a"]),
)
IDS = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
CITES = st.lists(
    st.builds(
        lambda number, first: Cite(
            "bsc/7.01.75", first, first + number, str(number), "2021-11-01", f"s{number}"
        ),
        st.integers(0, 9),
        st.integers(1, 900),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda cite: cite.name,
).map(tuple)
FIGURES = st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,2})?", fullmatch=True).map(figure)


@st.composite
def cells(draw: st.DrawFn, arm: str, nature: Nature) -> Cell:
    if nature is Nature.COUNT:
        total = draw(st.integers(1, 400))
        events = draw(st.integers(0, total))
        how = draw(st.none() | TEXTS)
        if how is not None:
            derived = Derivation(
                how, tuple(draw(st.lists(st.integers(0, 9), max_size=2))), ("events", "total")
            )
            return Cell(arm, events, total, draw(FIGURES), True, derived=derived)
        printed = draw(st.none() | FIGURES)
        return Cell(arm, events, draw(st.sampled_from([None, total])), printed, printed is not None)
    if nature is Nature.TIME_TO_EVENT:
        return Cell(arm, figure=draw(FIGURES), percent=True)
    ends = sorted((draw(FIGURES), draw(FIGURES)), key=lambda one: one.value)
    if nature is Nature.RANGE:
        return Cell(arm, lower=ends[0], upper=ends[1], percent=draw(st.booleans()))
    lower, upper = draw(st.sampled_from([(None, None), (ends[0], ends[1])]))
    return Cell(arm, figure=draw(FIGURES), lower=lower, upper=upper)


@st.composite
def results(draw: st.DrawFn, name: str, arms: tuple[Arm, ...], cites: tuple[Cite, ...]) -> list[Result]:
    nature = draw(st.sampled_from(list(Nature)))
    effect = None
    if len(arms) > 1 and draw(st.booleans()):
        value = draw(FIGURES)
        effect = Effect("hazard ratio", arms[0].id, arms[1].id, value, value, value, Decimal("0.9"), True)
    times = draw(st.sampled_from([("",), ("30 d",), ("1 y", "3 y")]))
    curve = name if len(times) > 1 else ""
    chosen = [] if nature is Nature.WORDS else draw(st.lists(st.sampled_from(arms), unique=True))
    if not chosen and effect is None:
        nature = Nature.WORDS
    found = []
    says, outcome, group = draw(TEXTS), draw(TEXTS), draw(st.just("") | TEXTS)
    p = draw(st.none() | st.builds(PValue, st.sampled_from("=<"), st.just(figure(".05"))))
    for time in times:
        months = read_time(time)[1] if time else None
        here = tuple(draw(cells(arm.id, nature)) for arm in chosen)
        if curve and time != times[-1] and any(cell.derived for cell in here):
            here = tuple(Cell(cell.arm, 1, 2) for cell in here)
        found.append(
            Result(
                f"{curve}-{time.replace(' ', '')}" if curve else name,
                *(outcome, nature, draw(st.sampled_from(list(Unit))) if not curve else Unit.LESIONS),
                *(time, months, group, here, effect, p, cites, says, HERE),
                curve=curve,
            )
        )
    return found


@st.composite
def studies(draw: st.DrawFn) -> Study:
    cites = draw(CITES)
    names = draw(st.lists(IDS.filter(lambda name: name not in ("all", "study")), max_size=3, unique=True))
    arms = tuple(Arm(name, draw(TEXTS), draw(TEXTS), draw(st.none() | st.integers(1, 999))) for name in names)
    found: list[Result] = []
    for name in draw(st.lists(IDS, max_size=3, unique=True)) if arms else ():
        found += draw(results(f"r-{name}", arms, cites))
    return Study(
        *(draw(IDS), draw(TEXTS), draw(st.sampled_from(["", "25284802"])), draw(st.none() | st.just(2015))),
        *(draw(TEXTS), draw(st.sampled_from(list(Design))), "", None, draw(TEXTS), draw(TEXTS)),
        *(draw(st.none() | st.integers(1, 999)), "", "", None, arms, tuple(found), (), (), cites, "", HERE),
    )


def again(text: str) -> list[Study]:
    """The studies that a table's drafts hold, as the reader of studies reads them."""
    found = [one.draft for one in read_counts(text, "x.csv")]
    assert not any(draft.opened for draft in found)
    return [read_as_written(draft_text(draft), draft.id) for draft in found]


# A table that is written, imported and written again is the same, byte for byte, whatever the studies hold.
@settings(max_examples=60, deadline=None)
@given(st.lists(studies(), min_size=1, max_size=3, unique_by=lambda study: study.id))
def test_a_table_comes_back_as_it_was(given_: list[Study]) -> None:
    text = counts_csv(given_)
    assert counts_csv(again(text)) == text


# So it is for the library's own studies, and every number of every arm is the same after it.
def test_the_library_comes_back_as_it_was() -> None:
    library = [read_study(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("*.yaml"))]
    assert len(library) >= 30
    text = counts_csv(library)
    found = import_table(text.encode(), "x.csv", ())
    assert not any(study.holes for study in found.new)
    back = [read_study(study.text, study.file) for study in found.new]
    assert counts_csv(back) == text
    for before, after in zip(library, back, strict=True):
        assert [result.cells for result in before.results] == [result.cells for result in after.results]
        assert [result.effect for result in before.results] == [result.effect for result in after.results]
        assert {arm.id: arm for arm in before.arms} == {arm.id: arm for arm in after.arms}


PAIRS = """\
label;year;outcome;treated;treated events;treated total;control;control events;control total
Adam 2002;2002;local recurrence;cryoablation;26;31;radiofrequency;24;33
Cha 2020;2020;thrombosis;cryoablation;6;61;radiofrequency;8;50
Cha 2020;2020;infarction;cryoablation;2;61;radiofrequency;6;50
"""


# A table of two arms a row becomes studies with two arms, the same outcome under each.
def test_a_table_of_pairs_becomes_studies() -> None:
    adam, cha = (one.draft for one in read_counts(PAIRS, "x.csv"))
    assert [(arm.id, arm.treatment) for arm in adam.arms] == [
        ("cryoablation", "cryoablation"),
        ("radiofrequency", "radiofrequency"),
    ]
    assert [(cell.events, cell.total) for cell in adam.results[0].cells] == [(26, 31), (24, 33)]
    assert [result.id for result in cha.results] == ["thrombosis", "infarction"]
    assert adam.opened == {"title", "design", "condition", "population", "cited"}


# Columns may stand in any order; what all rows of a study say alike may stand in one of them.
def test_what_a_study_says_may_stand_once() -> None:
    text = (
        "events,total,treatment,outcome,label,title,design\n"
        "26,31,cryo,recurrence,Adam 2002,,\n24,33,heat,recurrence,Adam 2002,Freezing or heat,single arm\n"
    )
    (one,) = read_counts(text, "x.csv")
    assert (one.draft.title, one.draft.design) == ("Freezing or heat", Design.SERIES)
    assert one.draft.opened == {"condition", "population", "cited"}


# An apostrophe that an export put before a text is taken away, so that no study is called by it.
def test_the_apostrophe_of_an_export_goes() -> None:
    text = "label,outcome,treatment,events,total\n'=cmd() 2002,'-x,'@y,1,2\n"
    (one,) = read_counts(text, "x.csv")
    assert (one.draft.label, one.draft.results[0].outcome) == ("=cmd() 2002", "-x")
    assert one.draft.arms[0].treatment == "@y"


# A study is known by its number in PubMed or by its id.
def test_known_studies_bring_no_file() -> None:
    text = (
        "study,pmid,outcome,treatment,events,total\nadam,12470093,x,cryo,1,2\ncha,,x,cryo,1,2\nnew,,x,c,1,2\n"
    )
    known = (Known("adam-2002", "Adam 2002", "12470093"), Known("cha", "Cha 2020", "31844951"))
    found = import_table(text.encode(), "x.csv", known)
    assert [one.id for one in found.new] == ["new"]
    assert [one.because for one in found.known] == [
        "the library has it as adam-2002, by PMID 12470093",
        "the library has it as cha",
    ]


# Every column is documented, by its name, in the page on exchange.
@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_documented(column: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "evidence-exchange.md").read_text("utf-8")
    assert f"`{column}`" in page


def problems(data: bytes) -> tuple[Problem, ...]:
    """What is wrong with a table; nothing where it brings studies."""
    try:
        import_table(data, "x.csv", ())
    except DocumentError as error:
        return error.problems
    return ()


CELLS = TEXTS | st.sampled_from(
    ["", "1", "31", "3.9", "yes", "all", "cryo", "count", "median", "3 y", "< .05"]
)


# Whatever stands in the cells, the table is studies or one error with a place, never anything else.
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_cells_are_studies_or_an_error(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from([*COLUMNS, *PAIR]), min_size=2, max_size=14, unique=True))
    columns = list(dict.fromkeys(["label", "outcome", *columns]))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=4))
    text = write_csv(columns, (dict(zip(columns, row, strict=True)) for row in rows))
    assert all(problem.place.file == "x.csv" for problem in problems(text.encode()))


# So it is for any bytes.
@given(st.binary(max_size=120) | st.binary(max_size=80).map(lambda data: b"label,outcome,treatment\n" + data))
def test_any_bytes_are_studies_or_an_error(data: bytes) -> None:
    assert all(problem.place.file == "x.csv" for problem in problems(data))
