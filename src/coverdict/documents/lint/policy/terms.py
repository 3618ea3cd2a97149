"""Abbreviations that nobody spells out, or that are spelled out in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.abbreviations import Definition
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import BlockKind, Role, Span

_SHORT = re.compile(r"(?<![\w&/.-])[A-Z]{2,6}(?![\w&/]|\.[A-Z])")
# What a reader of medical policies knows, and words that are written in capitals.
_KNOWN = word_set(
    "US USA UK EU FDA CMS CPT HCPCS ICD NCD LCD NCDS LCDS CFR MAC MACS PMID PMC DOI ISBN URL PDF HTML "
    "NA ID NO OR AND NOT ALL ANY IF THE OF IN TO FOR ON AT BY IS BE DO ARE WITH NOTE NOTES HIV AIDS DNA "
    "RNA MRI MRA PET ECG EKG EEG EMG BMI IV IM MD DO RN NP PA PHD CI HR RR AM PM ET AL VS II III VI VII "
    "VIII IX XI XII IA IB IIA IIB IIIA IIIB IIIC IVA IVB HMO PPO POS EPO ASO EOB PCP USC AMA WHO NIH TM "
    "LLC INC CD DVD USB OK SC AK AL AR AZ CA CO CT DC DE FL GA HI IA IL IN KS KY LA MA ME MI MN MO MS "
    "MT NC ND NE NH NJ NM NV NY OH PR RI SD TN TX UT VA VT WA WI WV WY ADL ICU ER ENT OTC TB"
)
# An abbreviation in brackets after small letters, whatever its letters stand for there.
_IN_BRACKETS = re.compile(r"[a-z]\s?[(\[]\s?([A-Z]{2,6})s?\s?[)\],;]")
_FEWEST = 2  # uses before a missing definition is worth a word
_SMALL = word_set("a an and as for from in of on or the to with by")


def terms(survey: Survey) -> Iterator[Finding]:
    """Abbreviations used and never spelled out; spelled out in different words."""
    defined = {one.short.removesuffix("s") for one in survey.abbreviations.definitions}
    defined |= {found[1] for found in _IN_BRACKETS.finditer(survey.plain)}
    uses: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for sentence in survey.sentences:
        if (
            sentence.role in (Role.REFERENCES, Role.CODES, Role.IDENTITY)
            or sentence.kind is BlockKind.HEADING
        ):
            continue
        for match in _SHORT.finditer(sentence.plain):
            if not _shouted(sentence, match):
                uses[match[0]] += 1
                first.setdefault(match[0], sentence.found(match))
    for short, times in uses.items():
        if (
            times >= _FEWEST
            and short not in _KNOWN
            and short.removesuffix("S") not in defined
            and short not in defined
        ):
            yield finding(
                "abbreviation-undefined",
                first[short],
                f"{short} is used {times} times and never spelled out",
                right="spell it out where it is first used",
            )
    yield from _twice(survey)


def _shouted(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the word stands among others in capitals, and is no abbreviation."""
    around = sentence.plain[max(0, match.start() - 20) : match.end() + 20]
    words = re.findall(r"[A-Za-z]{2,}", around)
    return sum(1 for word in words if word.isupper()) > max(2.0, len(words) / 2)


def _twice(survey: Survey) -> Iterator[Finding]:
    first: dict[str, Definition] = {}
    told: set[tuple[str, frozenset[str]]] = set()
    for one in survey.abbreviations.definitions:
        short = one.short.removesuffix("s")
        earlier = first.setdefault(short, one)
        mine, theirs = _stems(one.long), _stems(earlier.long)
        if mine == theirs or mine <= theirs or theirs <= mine or (short, mine) in told:
            continue
        told.add((short, mine))
        yield finding(
            "abbreviation-redefined",
            one.span,
            f"{short} is spelled out in two ways",
            f"“{earlier.long}”; “{one.long}”",
            "keep one",
            (earlier.span,),
        )


def _stems(long: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{2,}", long.replace("-", " "))
    return frozenset(word.rstrip("s")[:9] for word in words if word not in _SMALL)
