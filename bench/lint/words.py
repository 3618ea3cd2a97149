"""Words from which documents are drawn: names of nobody, conditions, services, ways to say things."""

from __future__ import annotations

import random
from dataclasses import dataclass

AUTHORS = (
    "Alder",
    "Birch",
    "Cedar",
    "Rowan",
    "Hazel",
    "Linden",
    "Juniper",
    "Maple",
    "Willow",
    "Aspen",
    "Larch",
    "Sorrel",
    "Tamarack",
    "Hawthorn",
    "Laurel",
    "Magnolia",
    "Sycamore",
    "Elder",
    "Bramble",
    "Clover",
)
JOURNALS = ("J Clin Trials", "Ann Intern Pract", "Eur J Ther", "Clin Outcomes Res", "Int J Eval Med")


@dataclass(frozen=True, slots=True)
class Topic:
    """A service for a condition, with the words of its field."""

    service: str
    short: str
    condition: str
    comparator: str
    code: str
    descriptor: str
    analyte: str
    unit: str
    other_unit: str
    value: int


TOPICS = (
    Topic(
        "spinal cord stimulation",
        "SCS",
        "chronic neuropathic pain",
        "conventional medical management",
        "63650",
        "Percutaneous implantation of neurostimulator electrode array, epidural",
        "C-reactive protein",
        "mg/L",
        "mg/mL",
        10,
    ),
    Topic(
        "bronchial thermoplasty",
        "BTH",
        "severe asthma",
        "sham bronchoscopy",
        "31660",
        "Bronchoscopy, rigid or flexible, with bronchial thermoplasty, 1 lobe",
        "immunoglobulin E",
        "IU/mL",
        "IU/dL",
        30,
    ),
    Topic(
        "vertebral augmentation",
        "VAG",
        "osteoporotic compression fractures",
        "nonsurgical management",
        "22510",
        "Percutaneous vertebroplasty, 1 vertebral body, unilateral or bilateral injection",
        "vitamin D",
        "ng/mL",
        "ng/dL",
        20,
    ),
    Topic(
        "photobiomodulation therapy",
        "PBM",
        "oral mucositis",
        "standard oral care",
        "97037",
        "Application of a modality to 1 or more areas; low-level laser therapy",
        "hemoglobin",
        "g/dL",
        "mg/dL",
        9,
    ),
    Topic(
        "sleeve gastrectomy",
        "SLG",
        "morbid obesity",
        "lifestyle counseling",
        "43775",
        "Laparoscopy, surgical, gastric restrictive procedure; longitudinal gastrectomy",
        "triglycerides",
        "mg/dL",
        "mg/mL",
        150,
    ),
    Topic(
        "prostatic urethral lift",
        "PUL",
        "benign prostatic hyperplasia",
        "transurethral resection",
        "52441",
        "Cystourethroscopy, with insertion of permanent adjustable transprostatic implant; single implant",
        "prostate-specific antigen",
        "ng/mL",
        "ng/dL",
        4,
    ),
    Topic(
        "hypoglossal nerve stimulation",
        "HNS",
        "obstructive sleep apnea",
        "continuous positive airway pressure",
        "64582",
        "Open implantation of hypoglossal nerve neurostimulator array and pulse generator",
        "ferritin",
        "ng/mL",
        "ng/L",
        50,
    ),
    Topic(
        "fecal microbiota transplantation",
        "FMT",
        "recurrent clostridioides infection",
        "oral vancomycin",
        "44705",
        "Preparation of fecal microbiota for instillation, including assessment of donor specimen",
        "albumin",
        "g/dL",
        "g/L",
        3,
    ),
)
OUTCOMES = (
    "clinical response",
    "complete remission",
    "symptom relief",
    "treatment success",
    "major complications",
    "reintervention",
    "wound healing",
    "infection",
)
EVENTS = (
    "bleeding",
    "hematoma",
    "wound infection",
    "urinary retention",
    "device migration",
    "pneumonia",
    "thrombosis",
    "transient fever",
    "nerve injury",
    "skin irritation",
)
PEOPLE = ("patients", "participants", "subjects", "individuals", "adults")
DESIGNS = (
    "randomized controlled trial",
    "prospective cohort study",
    "retrospective cohort study",
    "multicenter trial",
)

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["x", "x", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """A number below 1,000 in words."""
    if number >= 100:
        rest = f" {spelled(number % 100)}" if number % 100 else ""
        return f"{_SMALL[number // 100]} hundred{rest}"
    if number < 20:
        return _SMALL[number]
    return _TENS[number // 10] + (f"-{_SMALL[number % 10]}" if number % 10 else "")


def percent(count: int, total: int, decimals: int) -> str:
    """A percentage rounded half-up."""
    scaled = (200 * count * 10**decimals + total) // (2 * total)
    digits = str(scaled).rjust(decimals + 1, "0")
    return digits if not decimals else f"{digits[:-decimals]}.{digits[-decimals:]}"


def pick(rng: random.Random, *ways: str) -> str:
    """One of several ways to say it."""
    return rng.choice(ways)
