"""How the columns of the claims are drawn: from evenly distributed values, with some of them missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column: its name, the SQL of a value, and how many of a hundred are missing.

    Arguments:
        value: SQL; `{}` stands for the number of the column, of which a column has two.
    """

    name: str
    value: str
    missing: int = 0

    def sql(self, number: int) -> str:
        value = self.value.format(2 * number)
        if not self.missing:
            return value
        return f"CASE WHEN draw(i, {2 * number + 1}, 100) < {self.missing} THEN NULL ELSE {value} END"


def one_of(name: str, values: Sequence[str], missing: int = 0) -> Drawn:
    """A text; a value that is there twice comes up twice as often."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Drawn(name, f"[{listed}][draw(i, {{}}, {len(values)}) + 1]", missing)


def yes(name: str, percent: int, missing: int) -> Drawn:
    """A yes/no; yes in `percent` of a hundred."""
    return Drawn(name, f"draw(i, {{}}, 100) < {percent}", missing)


def whole(name: str, first: int, last: int, missing: int = 0) -> Drawn:
    """A whole number, both ends included."""
    return Drawn(name, f"{first} + draw(i, {{}}, {last - first + 1})", missing)


def tenths(name: str, first: int, last: int, missing: int = 0) -> Drawn:
    """A number with one digit behind the point; the ends are given in tenths."""
    return Drawn(name, f"({first} + draw(i, {{}}, {last - first + 1})) / 10.0::DOUBLE", missing)


def day(name: str, first: str, days: int, missing: int = 0) -> Drawn:
    """A date, from the first one on."""
    return Drawn(name, f"DATE '{first}' + draw(i, {{}}, {days})", missing)


LISTED_PROCEDURES = ("47370", "47371", "47380", "47382")
LISTED_DIAGNOSES = ("C22.0", "C22.1", "C78.7", "C7B.02")

RULE_COLUMNS = (
    one_of("cpt", (*LISTED_PROCEDURES, "99213", "70450", "43239", "27447")),
    one_of("icd10", (*LISTED_DIAGNOSES, "E11.9", "I10", "M54.5", "C18.9")),
    whole("lesion_count", 0, 4, missing=10),
    tenths("max_diameter_cm", 5, 80, missing=10),
    yes("resectable", 35, missing=15),
    yes("extrahepatic_disease", 35, missing=15),
    yes("metabolically_active", 40, missing=15),
    one_of("product", ("COMMERCIAL", "MA", "FEP", "MEDICAID")),
    day("date_of_service", "2023-07-01", 900),
)

BYPASS_AND_SLEEVE = ("43644", "43645", "43775", "43846")
OTHER_WEIGHT_PROCEDURES = ("43770", "43773", "43771", "43848", "43860", "43290", "43291", "43999")
SEVERE_OBESITY = (
    *("E66.01", "E66.2", "E66.813"),
    *("Z68.35", "Z68.36", "Z68.37", "Z68.38", "Z68.39"),
    *("Z68.41", "Z68.42", "Z68.43", "Z68.44", "Z68.45"),
)
OTHER_DIAGNOSES = ("E66.9", "E11.9", "I10", "K21.9")

THIRTY_COLUMNS = (
    one_of("cpt", (*BYPASS_AND_SLEEVE, *OTHER_WEIGHT_PROCEDURES)),
    one_of("product", ("CHOICE", "SENIOR", "STATE", "BASIC")),
    day("date_of_service", "2023-10-01", 900),
    one_of("icd10", (*SEVERE_OBESITY, *OTHER_DIAGNOSES), missing=12),
    whole("age", 10, 75, missing=10),
    tenths("bmi", 280, 600, missing=10),
    tenths("percent_of_p95", 1000, 2000, missing=15),
    one_of("diabetes", ("none", "type_2", "type_2", "type_1"), missing=12),
    day("diabetes_found", "2010-01-01", 5500, missing=15),
    tenths("hba1c", 50, 130, missing=15),
    yes("insulin", 25, missing=12),
    tenths("apnea_index", 0, 500, missing=15),
    whole("systolic", 100, 190, missing=10),
    whole("diet_months", 0, 18, missing=12),
    yes("growth_complete", 70, missing=15),
    one_of("urgency", ("elective", "elective", "elective", "urgent", "emergency"), missing=10),
    one_of("substance_use", ("never", "past", "current"), missing=15),
    yes("psychosis", 20, missing=15),
    whole("anaesthesia_class", 1, 5, missing=10),
    yes("cleared", 60, missing=12),
    yes("device_approved", 45, missing=10),
    yes("in_study", 40, missing=12),
    day("study_registered", "2019-01-01", 2000, missing=15),
    one_of("evidence", ("trial", "cohort", "series", "opinion"), missing=12),
    one_of(
        "complication", ("none", "none", "none", "leak", "obstruction", "slippage", "erosion"), missing=12
    ),
    yes("imaged", 50, missing=15),
    whole("symptom_weeks", 0, 5, missing=12),
    day("first_surgery", "2014-01-01", 3650, missing=12),
    whole("regained", 0, 100, missing=15),
    yes("followup", 70, missing=12),
    day("smoking_stopped", "2020-01-01", 2200, missing=15),
    one_of("reflux", ("none", "none", "a", "b", "c", "d"), missing=12),
    tenths("hernia_cm", 0, 90, missing=15),
)
