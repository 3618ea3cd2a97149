"""What a study's file holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from coverdict.evidence.figures import Figure
from coverdict.text import Place

WHOLE_STUDY = "patients"
"""What a result is `part_of` where its events are some of all the study's patients."""


class Design(StrEnum):
    """How a study was made; the certainty of its evidence starts from this."""

    RANDOMISED = "randomised trial"
    COMPARATIVE = "comparative study"  # with a control, not randomised
    SERIES = "single arm"
    SYSTEMATIC_REVIEW = "systematic review"
    NARRATIVE_REVIEW = "narrative review"
    REPORT = "report"  # guidelines, assessments, clinical input: no study, but cited like one


class Nature(StrEnum):
    """What kind of number a result is, and so what may be computed from it."""

    COUNT = "count"  # some of a number of patients, lesions or procedures: a fraction
    TIME_TO_EVENT = "time to event"  # Kaplan-Meier, actuarial, cumulative incidence: never a fraction of n
    MEDIAN = "median"
    MEAN = "mean"
    RATIO = "ratio"  # a hazard ratio, odds ratio or risk ratio as the source prints it
    RANGE = "range"  # the least and the greatest of several studies or patients
    WORDS = "words"  # no number: what the source says


class Unit(StrEnum):
    """Of what a count is a count."""

    PATIENTS = "patients"
    LESIONS = "lesions"
    PROCEDURES = "procedures"
    STUDIES = "studies"


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a number stands.

    Arguments:
        source: the policy whose document prints it, as `bsc/7.01.75`.
        first, last: the lines of the document's text.
        reference: the number of the reference there; empty where it has none.
        version: the policy's version, by the name of its file without the suffix, as `2021-11-01`.
        name: the short name that the study's own file gives this source, as `bsc`.
    """

    source: str
    first: int
    last: int
    reference: str = ""
    version: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A number that no source prints, and how it was come by; always shown as derived.

    Arguments:
        how: in words ("7 % of 180, rounded").
        others: other numbers that the printed figure admits as well: of events, or of the total where
            only that is derived.
        of: which parts of the cell or arm are derived: `events`, `total`, `n`.
    """

    how: str
    others: tuple[int, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arm:
    """A group of patients who were treated alike.

    Arguments:
        id: its name within the study, as `cryo`.
        label: what a reader sees.
        treatment: the treatment's name across studies, as `cryoablation`, `radiofrequency`.
        n: how many patients; None where no source says.
        derived: how `n` was come by; None where it is printed.
        place: where it stands in the study's file; None for an arm that was not read from one.
    """

    id: str
    label: str
    treatment: str
    n: int | None
    derived: Derivation | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one arm's patients (or all, where `arm` is empty) had.

    Arguments:
        arm: the arm's id.
        events, total: a count and what it is a count of; None where not printed.
        figure: the percentage, median, mean or ratio as printed; None where there is none.
        percent: whether `figure` is a percentage.
        lower, upper: the range or interval as printed.
        derived: how `events` or `total` (its `of` says which) were come by; None where they are printed.
        place: where it stands in the study's file; None for a cell that was not read from one.
    """

    arm: str
    events: int | None = None
    total: int | None = None
    figure: Figure | None = None
    percent: bool = False
    lower: Figure | None = None
    upper: Figure | None = None
    derived: Derivation | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    def is_derived(self, part: str) -> bool:
        """Whether `events` or `total` is derived."""
        return self.derived is not None and part in self.derived.of


@dataclass(frozen=True, slots=True)
class Effect:
    """A comparison of two arms as the source prints it.

    Arguments:
        measure: `hazard ratio`, `odds ratio`, `risk ratio`, `risk difference` or `mean difference`.
        treated, control: the arms' ids; the effect is of the first against the second.
        level: of the interval, 0.95 unless the source says otherwise.
    """

    measure: str
    treated: str
    control: str
    estimate: Figure
    lower: Figure | None = None
    upper: Figure | None = None
    level: Decimal = Decimal("0.95")
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class PValue:
    """A p value as printed: `sign` is `=`, `<` or `>`."""

    sign: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome at one time, of one group of patients, as one or more sources print it.

    Arguments:
        id: its name within the study, as `local-progression-1y`.
        outcome: the outcome's name across studies, as `local progression`.
        nature: what kind of number it is.
        unit: of what counts are counts.
        time: when, as printed ("3 y"); empty where the source says nothing.
        months: `time` in months; None where it says nothing.
        group: the subgroup of patients whom it is about; empty for all.
        says: what the source says where there is no number, in own words.
        place: where it stands in the study's file.
        measured: what medians, means and ranges are measured in, as `months`; empty for percentages.
        curve: what the results of one curve have in common, as `local-progression`; `p` and `effect` are
            then those of the whole curve. Empty for a result that stands alone.
        part_of: the id of the result whose events this one's are a part of, or `patients` for the whole
            study; the parts together make up the whole.
    """

    id: str
    outcome: str
    nature: Nature
    unit: Unit
    time: str
    months: Decimal | None
    group: str
    cells: tuple[Cell, ...]
    effect: Effect | None
    p: PValue | None
    cites: tuple[Cite, ...]
    says: str
    place: Place
    measured: str = ""
    curve: str = ""
    part_of: str = ""

    def cell(self, arm: str) -> Cell | None:
        """The cell of that arm; None where there is none."""
        return next((cell for cell in self.cells if cell.arm == arm), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two documents print the same study differently; both are kept.

    Arguments:
        about: what differs ("number of patients").
        versions: for each source, what it prints, in its few words or as a number.
    """

    about: str
    versions: tuple[tuple[Cite, str], ...]


@dataclass(frozen=True, slots=True)
class Bias:
    """The risk of bias of a study, in one domain or as a whole (`domain` is `overall`).

    Arguments:
        level: `low`, `some`, `high`, `critical` or `not stated`.
        because: why, with what the source says.
        cites: where the source says so; empty where the judgement is the library's own.
    """

    domain: str
    level: str
    because: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding about the numbers that is the source's own slip: they stay as written, and this says why.

    Arguments:
        finding: the finding's id, as `percentage-fits-no-count`.
        about: what it is about: the id of a result or arm, or `study`.
    """

    finding: str
    about: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Study:
    """One study, shared by all payers.

    Arguments:
        id: its name in the library, as `wang-2015`.
        label: as a reader cites it, as `Wang 2015`.
        pmid: its number in PubMed; empty where none is known.
        year: of publication; None where no source says.
        title: what it is about, in own words.
        design: how it was made; `details` has the rest in words (prospective, matched, centers, years).
        condition: the disease, by the name that reviews ask for, as `hepatocellular carcinoma`.
        population: who was treated, in own words.
        n: patients altogether; None where no source says.
        country, center, recruited: what overlapping cohorts are recognised by; empty where not stated.
        follow_up: results about the length of observation stand among `results`.
        cites: where the study is cited at all.
        place: where the file begins.
        in_several_arms: how many patients stand in more than one arm.
        accepted: the source's own slips.
    """

    id: str
    label: str
    pmid: str
    year: int | None
    title: str
    design: Design
    details: str
    prospective: bool | None
    condition: str
    population: str
    n: int | None
    country: str
    center: str
    recruited: tuple[int, int] | None
    arms: tuple[Arm, ...]
    results: tuple[Result, ...]
    bias: tuple[Bias, ...]
    differences: tuple[Difference, ...]
    cites: tuple[Cite, ...]
    note: str
    place: Place
    in_several_arms: int = 0
    accepted: tuple[Accepted, ...] = ()

    def arm(self, name: str) -> Arm | None:
        """The arm of that id; None where there is none."""
        return next((arm for arm in self.arms if arm.id == name), None)

    def result(self, name: str) -> Result | None:
        """The result of that id; None where there is none."""
        return next((result for result in self.results if result.id == name), None)
