"""Names of agencies and societies, misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.references.authors import distance
from coverdict.documents.manuscript import BlockKind, Role

AGENCIES: tuple[tuple[str, str], ...] = (
    ("Centers for Medicare & Medicaid Services", "CMS"),
    ("Center for Medicare & Medicaid Innovation", "CMMI"),
    ("Food and Drug Administration", "FDA"),
    ("Agency for Healthcare Research and Quality", "AHRQ"),
    ("National Institutes of Health", "NIH"),
    ("National Cancer Institute", "NCI"),
    ("Centers for Disease Control and Prevention", "CDC"),
    ("Department of Health and Human Services", "HHS"),
    ("Department of Veterans Affairs", "VA"),
    ("Preventive Services Task Force", "USPSTF"),
    ("National Institute for Health and Care Excellence", "NICE"),
    ("National Institute for Health and Clinical Excellence", "NICE"),
    ("World Health Organization", "WHO"),
    ("National Comprehensive Cancer Network", "NCCN"),
    ("American Society of Clinical Oncology", "ASCO"),
    ("European Society for Medical Oncology", "ESMO"),
    ("American Medical Association", "AMA"),
    ("American College of Radiology", "ACR"),
    ("American College of Cardiology", "ACC"),
    ("American College of Physicians", "ACP"),
    ("American College of Rheumatology", "ACR"),
    ("American College of Gastroenterology", "ACG"),
    ("American College of Obstetricians and Gynecologists", "ACOG"),
    ("American College of Chest Physicians", "ACCP"),
    ("American College of Surgeons", "ACS"),
    ("American Heart Association", "AHA"),
    ("American Diabetes Association", "ADA"),
    ("American Urological Association", "AUA"),
    ("American Academy of Neurology", "AAN"),
    ("American Academy of Pediatrics", "AAP"),
    ("American Academy of Ophthalmology", "AAO"),
    ("American Academy of Dermatology", "AAD"),
    ("American Academy of Orthopaedic Surgeons", "AAOS"),
    ("American Academy of Sleep Medicine", "AASM"),
    ("American Academy of Family Physicians", "AAFP"),
    ("American Gastroenterological Association", "AGA"),
    ("American Psychiatric Association", "APA"),
    ("American Society for Radiation Oncology", "ASTRO"),
    ("American Thoracic Society", "ATS"),
    ("Society of Interventional Radiology", "SIR"),
    ("Society of Nuclear Medicine and Molecular Imaging", "SNMMI"),
    ("North American Spine Society", "NASS"),
    ("Heart Rhythm Society", "HRS"),
    ("Endocrine Society", ""),
    ("Infectious Diseases Society of America", "IDSA"),
    ("European Association for the Study of the Liver", "EASL"),
    ("American Association for the Study of Liver Diseases", "AASLD"),
    ("American Joint Committee on Cancer", "AJCC"),
    ("Institute for Clinical and Economic Review", "ICER"),
    ("Accreditation Commission for Health Care", "ACHC"),
    ("National Committee for Quality Assurance", "NCQA"),
    ("Medicare Administrative Contractor", "MAC"),
    ("National Coverage Determination", "NCD"),
    ("Local Coverage Determination", "LCD"),
    ("Federal Employee Program", "FEP"),
    ("Blue Cross Blue Shield Association", "BCBSA"),
)
"""Names with the abbreviations by which they are known."""

# Other ways in which a name is rightly written.
_RIGHT = frozenset(
    {
        "centers for medicare and medicaid services",
        "center for medicare and medicaid services",
        "centre for medicare and medicaid services",
        "national institute of health",
        "american academy of orthopedic surgeons",
        "american society of radiation oncology",
        "american society for therapeutic radiology and oncology",
        "agency for health care research and quality",
        "american college of obstetrics and gynecology",
        "medicare administrative contractors",
        "local coverage determinations",
        "national coverage determinations",
        "federal employees program",
        "department of health & human services",
    }
)
_WORD = r"[A-Z][A-Za-z]+"
_SMALL = r"(?:for|of|and|the|in|on|&|to)"
_NAME = re.compile(
    rf"\b{_WORD}(?:\s+(?:{_SMALL}\s+){{0,2}}{_WORD}){{1,7}}(?:\s?[(\[]\s?(?P<short>[A-Z]{{2,7}})\b)?"
)


def agencies(survey: Survey) -> Iterator[Finding]:
    """Capitalised names that are those of an agency but for a word, or a few letters."""
    known = [(_words(name), name, short) for name, short in AGENCIES]
    by_first: dict[str, list[tuple[list[str], str, str]]] = {}
    for words, name, short in known:
        by_first.setdefault(words[0][0], []).append((words, name, short))
    names = {" ".join(words) for words, _, _ in known} | _RIGHT
    for sentence in survey.running():
        if sentence.role is Role.REFERENCES or sentence.kind is BlockKind.HEADING:
            continue
        for match in _NAME.finditer(sentence.plain):
            body = match[0].split("(")[0].split("[")[0]
            words = _words(body)
            found = _misspelt(words, match["short"] or "", by_first, names)
            if found is not None:
                start = body.lower().find(words[found[1]].replace("&", "and")) if found[1] else 0
                yield finding(
                    "agency-misnamed",
                    sentence.at(match.start() + max(0, start), match.start() + len(body.rstrip())),
                    f"the name is {found[0]}",
                    right=f"write {found[0]}",
                )


def _words(name: str) -> list[str]:
    return name.lower().replace("&", "and").split()


def _misspelt(
    words: list[str], short: str, by_first: dict[str, list[tuple[list[str], str, str]]], names: set[str]
) -> tuple[str, int] | None:
    """The right name, and with which word of the phrase the wrong one begins."""
    for start in range(min(4, len(words))):
        for known, name, known_short in by_first.get(words[start][0], ()):
            part = words[start : start + len(known)]
            if len(part) != len(known) or len(known) < 3:
                continue
            wrong = [(one, other) for one, other in zip(part, known, strict=True) if one != other]
            if len(wrong) != 1 or _right(words, len(known), names):
                continue
            one, other = wrong[0]
            if part.count(one) > 1 or _slip(one, other) or (short and short == known_short):
                return name, start
    return None


def _right(words: list[str], length: int, names: set[str]) -> bool:
    """Whether a right name of about this length stands in the phrase."""
    lengths = (length - 1, length, length + 1)
    return any(" ".join(words[a : a + one]) in names for a in range(len(words)) for one in lengths)


def _slip(one: str, other: str) -> bool:
    """Whether a word is another one misspelt, and not its plural."""
    if len(other) < 5 or one.rstrip("s") == other.rstrip("s"):
        return False
    return distance(one, other) <= (2 if len(other) > 7 else 1)
