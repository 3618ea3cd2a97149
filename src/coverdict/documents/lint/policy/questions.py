"""What an evidence review asks (population, comparators, outcomes) against the studies that answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.figures import COUNT, PEOPLE, whole
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Role, Span
from coverdict.text import listed

_POPULATION = re.compile(
    r"\b(?:population|patients?|individuals?)\s+(?:\(s\)\s+)?of\s+interest\s+(?:is|are|includes?|"
    r"consists?\s+of)\b(?P<who>[^.;]{5,300})",
    re.IGNORECASE,
)
_COMPARATORS = re.compile(
    r"\b(?:following\s+(?:therapies|tests|practices|treatments|comparators?|interventions)\s+(?:are|"
    r"is)\s+(?:currently\s+)?(?:being\s+)?used[^:]{0,60}|"
    r"comparators?\s+(?:of\s+interest\s+)?(?:are|is|include[sd]?))\s*:?\s*(?P<list>[^.]{4,400})",
    re.IGNORECASE,
)
_OUTCOMES = re.compile(
    r"\b(?:general\s+)?(?P<kind>outcomes?\s+of\s+interest|other\s+outcomes|relevant\s+outcomes|"
    r"additional\s+outcomes|outcomes)\s+(?:of\s+interest\s+)?(?:are|is|include[sd]?)\b(?P<list>[^.]{4,400})",
    re.IGNORECASE,
)
_INTERVENTION = re.compile(
    r"\b(?:therapy|test|treatment|intervention|technology|"
    r"procedure)\s+being\s+considered\s+is\b(?P<what>[^.;]{2,200})",
    re.IGNORECASE,
)
# Words that shut each other out: the population asked for, and words for patients who are not of it.
_OPPOSED = (
    (
        r"\b(?:un|non-?)resectable\b|\binoperable\b",
        r"(?<!un)(?<!non)(?<!non-)\bresectable\b|\beligible\s+for\s+(?:\w+\s+)?resection\b|\bwho\s+(?:had|"
        r"underwent)\s+(?:\w+\s+){0,2}(?:resection|curative\s+surgery)\b|"
        r"\bunderwent\s+(?:\w+\s+)?resection\b|\b(?:treated|"
        r"managed)\s+with\s+(?:\w+\s+){0,2}(?:and\s+)?(?:surgical\s+)?resection\b|\b(?:and|"
        r"with)\s+surgical\s+resection\b",
    ),
    (r"\badults?\b", r"\b(?:children|pediatric\s+patients|infants|neonates|adolescents)\b"),
    (r"\b(?:children|pediatric|infants|neonates)\b", r"\badult\s+patients\b|\badults\b"),
    (r"\bmetastatic\b", r"\bnon-?metastatic\b|\blocali[sz]ed\s+(?:disease|cancer)\b"),
    (r"\basymptomatic\b", r"(?<!a)\bsymptomatic\s+(?:patients|individuals)\b"),
    (r"(?<!a)\bsymptomatic\b", r"\basymptomatic\s+(?:patients|individuals)\b"),
    (r"\bchronic\b", r"\bacute\s+(?:\w+\s+){0,2}(?:pain|disease|symptoms|injury|infection)\b"),
    (
        r"\btreatment-na[iï]ve\b|\bpreviously\s+untreated\b",
        r"\bpreviously\s+treated\s+(?:patients|individuals)\b|\btreatment-experienced\b",
    ),
    (r"\bpregnant\b", r"\bnon-?pregnant\b"),
    (r"\btype\s+1\s+diabetes\b", r"\btype\s+2\s+diabetes\b"),
    (r"\btype\s+2\s+diabetes\b", r"\btype\s+1\s+diabetes\b"),
)
_ELSE = re.compile(
    r"\b(?:exclud\w*|ineligible|not\s+eligible|unlike|whereas|than|rather|compared\s+with\s+those|"
    r"no\s+(?:RCTs|studies|trials))\b",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"\bet\s+al\b|\b(?:trial|study|series|review|cohort|registry|patients|subjects)\b", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\bcompar(?:ed|ing|es)\s+(?:the\s+)?(?:outcomes\s+of\s+|benefits\s+and\s+harms\s+of\s+|"
    r"safety\s+of\s+|efficacy\s+of\s+|use\s+of\s+)?(?P<a>[A-Za-z][^.;,()]{2,90}?)\s+(?:with|to|and|versus|"
    r"vs\.?|against)\s+(?P<b>[A-Za-z][^.;,()]{2,60})",
    re.IGNORECASE,
)
# Words of a synonym for the population's own limit: `310 of 360 were ineligible for resection`.
_SAME = (
    (
        r"\b(?:un|non-?)resectable\b",
        r"\b(?:ineligible|not\s+(?:eligible|candidates|suitable)|"
        r"unsuitable)\s+for\s+(?:\w+\s+)?(?:resection|surgery)\b|\bunresectable\b|\binoperable\b",
    ),
)
_PART = re.compile(
    rf"\b(?:Of|Among)\s+(?:the\s+)?(?P<n>{COUNT})\s+(?:{PEOPLE})\b[^.;]{{0,60}}?,?\s+(?P<k>{COUNT})\s+(?:"
    rf"\([\d.]+\s?%\)\s+)?(?:{PEOPLE}\s+)?(?:were|was|had)\b"
)
_SMALL = word_set(
    "a an and as at by for from in of on or the to with other than who have has had is are be being "
    "include includes including following general outcome outcomes interest treatment treatments "
    "therapy therapies related rate rates currently used benefits harms those measures improvement "
    "improvements reduction reductions change changes such alone any no patients individuals "
    "intervention interventions not either combination safety efficacy effectiveness use short long "
    "term two study studies groups results"
)


@dataclass(frozen=True, slots=True)
class _Question:
    """One question of a review, with the sentences that answer it up to the next."""

    population: Sentence
    who: str
    sentences: tuple[Sentence, ...]


def questions(survey: Survey) -> Iterator[Finding]:
    """Each question against what follows it, and its outcomes against the summaries'."""
    asked = _asked(survey)
    for one in asked:
        yield from _population(one)
        yield from _comparators(survey, one)
    if asked:
        yield from _outcomes(survey, asked)


def _asked(survey: Survey) -> list[_Question]:
    running = list(survey.running(Role.EVIDENCE))
    starts = [(i, match) for i, one in enumerate(running) if (match := _POPULATION.search(one.plain))]
    found = []
    for number, (i, match) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(running)
        held = []
        for sentence in running[i + 1 : end]:
            title = survey.manuscript.sections[sentence.section].title
            if re.search(r"\b(?:summary|conclusions?)\b", title, re.IGNORECASE):
                continue
            held.append(sentence)
        found.append(_Question(running[i], match["who"], tuple(held)))
    return found


def _population(one: _Question) -> Iterator[Finding]:
    """Studies of patients whom the question shuts out, and those of whom it says only a part is meant."""
    for asked, other in _OPPOSED:
        if not re.search(asked, one.who, re.IGNORECASE):
            continue
        seen: set[int] = set()
        for sentence in one.sentences:
            match = re.search(other, sentence.plain)
            if (
                not match
                or not _STUDIED.search(sentence.plain)
                or _ELSE.search(sentence.plain[: match.start()][-60:])
            ):
                continue
            if re.search(asked, sentence.plain, re.IGNORECASE) or sentence.paragraph in seen:
                continue
            seen.add(sentence.paragraph)
            word = re.search(asked, one.who, re.IGNORECASE)
            yield finding(
                "population-mismatch",
                sentence.found(match),
                f"the question asks for {word[0].lower() if word else 'others'}, and this is of others: "
                f"{match[0].lower()}",
                right="say how such patients bear on the question, or leave the study out",
                also=(one.population.span,),
            )
    for asked, same in _SAME:
        if not re.search(asked, one.who, re.IGNORECASE):
            continue
        for sentence in one.sentences:
            part = _PART.search(sentence.plain)
            if part and re.search(same, sentence.plain[part.end() : part.end() + 90], re.IGNORECASE):
                n, k = whole(part["n"]), whole(part["k"])
                if k < n:
                    yield finding(
                        "population-in-part",
                        sentence.found(part),
                        f"{k} of {n} are such as the question asks for; of the other {n - k} it is not said",
                        f"{k}/{n} = {100 * k / n:.1f} %",
                        "say what the others were",
                        (one.population.span,),
                    )


def _comparators(survey: Survey, one: _Question) -> Iterator[Finding]:
    """Studies that compare with something that is no comparator of the question."""
    wanted: frozenset[str] = frozenset()
    place: Span | None = None
    for sentence in one.sentences:
        if match := _COMPARATORS.search(sentence.plain):
            wanted |= _stems(survey, match["list"])
            place = place or sentence.span
        elif match := _INTERVENTION.search(sentence.plain):
            wanted |= _stems(survey, match["what"])
    if not wanted or place is None:
        return
    for sentence in one.sentences:
        for match in _COMPARED.finditer(sentence.plain):
            sides = [_stems(survey, match["a"]), _stems(survey, match["b"])]
            if (
                any(not side for side in sides)
                or all(_meets(side, wanted) for side in sides)
                or not _STUDIED.search(sentence.plain)
            ):
                continue
            if re.search(r"\b(?:would|should|further|future|needed)\b", sentence.plain):
                continue
            strange = match["a"] if not _meets(sides[0], wanted) else match["b"]
            if re.search(
                r"\b(?:placebo|sham|baseline|control|those|usual|standard|no\s+treatment|each\s+other)\b",
                strange,
                re.IGNORECASE,
            ):
                continue
            yield finding(
                "comparator-mismatch",
                sentence.found(match),
                f"{' '.join(strange.split())} is no comparator of the question",
                right="add it to the comparators, or say how the study bears on the question",
                also=(place,),
            )
            break


def _outcomes(survey: Survey, asked: Sequence[_Question]) -> Iterator[Finding]:
    """Outcomes of the summaries that no question names."""
    named: list[frozenset[str]] = []
    place: Span | None = None
    for one in asked:
        for sentence in one.sentences:
            for match in _OUTCOMES.finditer(sentence.plain):
                place = place or sentence.span
                named += [stems for item in _items(match["list"]) if (stems := _stems(survey, item))]
    if not named or place is None:
        return
    for sentence in survey.running(Role.EVIDENCE):
        title = survey.manuscript.sections[sentence.section].title
        if not re.search(r"\bsummary\b|\bconclusion", title, re.IGNORECASE):
            continue
        for match in _OUTCOMES.finditer(sentence.plain):
            strange = [
                item
                for item in _items(match["list"])
                if (stems := _stems(survey, item))
                and not any(len(stems & one) * 2 > len(stems) for one in named)
            ]
            if strange:
                yield finding(
                    "outcomes-drift",
                    sentence.found(match),
                    f"no question names {listed(' '.join(item.split()) for item in strange)}",
                    right="name the same outcomes in question and summary",
                    also=(place,),
                )


def _meets(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets share a word, or words with the same beginning or the same end (`cryoablation`)."""
    return any(
        one == other or one[:5] == other[:5] or one.endswith(other) or other.endswith(one)
        for one in some
        for other in others
    )


def _items(text: str) -> list[str]:
    return [item for item in re.split(r",\s*(?:and\s+)?|\s+and\s+|;", text) if item.strip()]


def _stems(survey: Survey, text: str) -> frozenset[str]:
    """The words that carry meaning, abbreviations spelled out."""
    forms = survey.abbreviations.forms()
    spelled = " ".join(
        forms.get(word.rstrip("s"), forms.get(word, word))
        for word in re.findall(r"[A-Za-z][A-Za-z\-]+", text)
    )
    words = re.findall(r"[a-z]{3,}", spelled.lower().replace("-", " "))
    return frozenset(word.rstrip("s") for word in words if word not in _SMALL)
