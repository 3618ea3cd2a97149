"""A review as tables: what stands in them, and that no spreadsheet runs it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from coverdict.evidence.appraising import appraise
from coverdict.evidence.exchange.counts_table import counts_csv
from coverdict.evidence.exchange.tables import (
    EFFECTS,
    OUTCOMES,
    REGRESSIONS,
    STEPS,
    STUDIES,
    SUBGROUPS,
    table_files,
)
from coverdict.evidence.opening import open_evidence
from coverdict.evidence.studies.model import Design
from coverdict.evidence.synthesis import synthesise
from tests.evidence.exchange.appraisals import REML, appraisal
from tests.evidence.synthesis.made import outcome, trials

FORMULA = "=HYPERLINK(1)"


def tables(given=None) -> dict[str, list[dict[str, str]]]:  # type: ignore[no-untyped-def]
    """Each table's rows, read by the standard library."""
    files = table_files(given or appraisal())
    return {
        file.name.removeprefix("by-hand-").removesuffix(".csv"): list(csv.DictReader(io.StringIO(file.text)))
        for file in files
    }


# There is a table for each thing that a reader asks for, with the documented columns.
def test_there_are_seven_tables() -> None:
    found = {file.name: file.text.splitlines()[0].split(",") for file in table_files(appraisal())}
    assert list(found) == [
        f"by-hand-{name}.csv"
        for name in ("studies", "counts", "effects", "outcomes", "subgroups", "regressions", "steps")
    ]
    for name, columns in (
        ("studies", STUDIES),
        ("effects", EFFECTS),
        ("outcomes", OUTCOMES),
        ("subgroups", SUBGROUPS),
        ("regressions", REGRESSIONS),
        ("steps", STEPS),
    ):
        assert found[f"by-hand-{name}.csv"] == list(columns)


# Groups and the regression on the year have a row each, whose numbers read back as the same.
def test_groups_and_the_year_are_there() -> None:
    found = synthesise(
        outcome("risk ratio", [f"study-{at}" for at in range(12)]),
        {
            name: replace(one, design=Design.COMPARATIVE if at % 3 else Design.RANDOMISED)
            for at, (name, one) in enumerate(trials([(3 + at, 60, 9, 50 + at) for at in range(12)]).items())
        },
    )
    rows = tables(replace(appraisal(), syntheses=(found,)))
    (grouping,), line = found.subgroups, found.regression
    for row, group in zip(rows["subgroups"], grouping.groups, strict=True):
        assert group.pooled is not None
        assert (row["by"], row["group"]) == ("design", group.name)
        assert float(row["estimate"]) == group.pooled.span.estimate
        assert float(row["between_q"]) == grouping.q
    (regressed,) = rows["regressions"]
    assert line is not None
    assert (float(regressed["slope"]), int(regressed["at"])) == (line.slope, line.at)


# Every study is there, kept or left out, with the reason.
def test_studies_say_why_they_were_kept() -> None:
    rows = {row["study"]: row for row in tables()["studies"]}
    assert len(rows) == 6
    assert (rows["dunne-2014"]["kept"], rows["dunne-2014"]["because"]) == ("no", "It prints no numbers.")
    assert rows["wang-2015"]["arms"] == "Cryoablation (size not stated); Heat (size not stated)"


# Each study's counts and effect stand beside each other; what was left out of a pool says why.
def test_effects_have_their_counts() -> None:
    rows = {row["study"]: row for row in tables()["effects"] if row["outcome"] == "complications"}
    wang = rows["wang-2015"]
    counts = ("treated_events", "treated_total", "control_events", "control_total")
    assert [wang[name] for name in counts] == ["7", "180", "6", "180"]
    assert float(wang["estimate"]) == 7 * 174 / (173 * 6)
    assert rows["dunne-2014"]["left_out"] == "No numbers are printed."


# Pooled numbers read back as the very same; an outcome that was not pooled has its row and its note.
def test_outcomes_have_every_number() -> None:
    first, second = tables()["outcomes"]
    assert (float(first["yi"]), float(first["se"]), float(first["tau2"])) == (
        REML["estimate"],
        REML["se"],
        REML["tau2"],
    )
    assert (first["main"], first["certainty"], first["q_df"]) == ("yes", "very low", "4")
    assert (second["outcome"], second["estimate"]) == ("survival", "")
    assert second["notes"] == "No study reports it as counts."


# The steps of certainty and verdict stand with what the rule alone would say and who set something else.
def test_steps_show_who_set_them() -> None:
    rows = tables()["steps"]
    assert len(rows) == 9 + 8
    (set_,) = [row for row in rows if row["overridden_by"]]
    assert (set_["step"], set_["set"], set_["by_rule"]) == ("imprecision", "-2", "-1")
    assert (set_["overridden_by"], set_["overridden_on"]) == ("the reviewer on duty", "2021-11-01")


# A text that a spreadsheet would run stands behind an apostrophe in every table.
def test_no_table_holds_a_formula() -> None:
    given = appraisal()
    study = replace(given.studies[0], title=FORMULA, label="@SUM(1)", population="-1+1")
    kept = replace(given.selection[0], study=study, because="+x")
    synthesis = replace(given.syntheses[0], label=FORMULA, notes=("=1",))
    given = replace(given, selection=(kept, *given.selection[1:]), syntheses=(synthesis,))
    for rows in tables(given).values():
        for row in rows:
            for cell in row.values():
                number = cell.lstrip("+-").replace(".", "").replace("e", "").replace("-", "").isdigit()
                assert number or cell[:1] not in ("=", "+", "-", "@")


# The counts of a review are those of its studies: exported, imported and exported again they are the same.
def test_the_counts_are_those_of_the_studies() -> None:
    evidence = open_evidence()
    review = evidence.reviews["bsc-hcc-2021"]
    given = appraise(review, evidence.studies, evidence.methods[review.method])
    (counts,) = [file for file in table_files(given) if file.name.endswith("-counts.csv")]
    assert counts.text == counts_csv([one.study for one in given.selection])
