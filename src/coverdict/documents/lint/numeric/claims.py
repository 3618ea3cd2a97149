"""Claims that the numbers beside them contradict: not different, significant, higher, lower."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.comparisons import (
    MODEL,
    Comparison,
    arms_of,
    comparisons_in,
    p_values_in,
)
from coverdict.documents.lint.numeric.reproducing import (
    MOST_TABLES,
    quick_tests_on,
    splits_of,
    tables_of,
    tests_on,
)
from coverdict.documents.lint.prose.figures import NUMBER, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set

_ALIKE = re.compile(
    r"\b(?:not\s+(?:significantly\s+|statistically\s+|substantially\s+)?(?:significantly\s+)?(?:different|"
    r"differ)|"
    r"(?:did|do|does)\s+not\s+(?:significantly\s+|statistically\s+)?(?:differ|vary)|"
    r"no\s+(?:significant\s+|statistically\s+significant\s+|"
    r"clinically\s+\w+\s+|statistical\s+)?differences?|no\s+difference|were\s+the\s+same|equivalent|"
    r"identical)\b",
    re.IGNORECASE,
)
_NOT_SIGNIFICANT = re.compile(
    r"\b(?:not\s+(?:statistically\s+|significantly\s+)?(?:significant\w*|different|differ)|"
    r"non-?significant\w*|no\s+(?:statistically\s+)?"
    r"(?:significant\s+)?differences?|did\s+not\s+(?:significantly\s+|statistically\s+)?(?:differ|reach|"
    r"improve|reduce|increase)|without\s+significant|"
    r"no\s+significant|insignificant\w*|failed\s+to\s+reach|n\.s\.)\b",
    re.IGNORECASE,
)
_SIGNIFICANT = re.compile(
    r"(?<!non)(?<!non-)(?<!not )(?<!no )(?<!in)\b(?:statistically\s+)?significant(?:ly)?\b", re.IGNORECASE
)
_CLINICAL = re.compile(
    r"\bclinically\s+significant|significant\s+(?:others?|portal|disease|stenosis|comorbid\w*|risk|bleeding)",
    re.IGNORECASE,
)
_TURN = re.compile(r"(?:;|,)?\s*\b(?:but|however|although|whereas|while|though|yet)\b|;\s")
_UP = re.compile(
    r"\b(?:higher|greater|more\s+(?:frequent\w*|common\w*|often|likely|prevalent)|longer|larger|increased|"
    r"superior|better|improved|older|"
    r"exceeded)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:lower|smaller|less\s+(?:frequent\w*|common\w*|often|likely|prevalent)|shorter|fewer|decreased|"
    r"reduced|younger|worse|inferior)\b",
    re.IGNORECASE,
)
# Whether more is better depends on what is counted; these words do not say which number is the greater.
_JUDGED = frozenset({"superior", "better", "improved", "worse", "inferior"})
_HARM = re.compile(
    r"\b(?:recurrences?|progression|complications?|mortality|deaths?|events?|infections?|failures?|pain|"
    r"bleeding|toxicity|"
    r"relapses?|readmissions?|symptoms?|errors?|loss|stay|time)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:survival|response|success|patency|function|quality|accuracy|sensitivity|healing|remission|"
    r"improvement)\b",
    re.IGNORECASE,
)
_UNIT = r"(?:\s?(?:%|percent|months?|years?|weeks?|days?|hours?|minutes?|cm|mm|points?|mL|mg|kg|per\s\w+))?"
_VERSUS = re.compile(
    rf"(?<![\w.,])(?P<a>{NUMBER})(?P<u>{_UNIT})\s?,?\s?(?:vs\.?|versus|compared\s+(?:with|to)|"
    rf"v\.)\s?(?P<b>{NUMBER}){_UNIT}"
)
_LED_BY_OTHER = re.compile(
    r"\b(?:compared\s+(?:with|to)|relative\s+to|in\s+contrast\s+to|versus|than)\b", re.IGNORECASE
)
_ACROSS = 10  # percentage points that nobody calls "not different" without a test
_LEAST_ARM = 0.2  # of all, that the smaller of two groups is taken to have
_SMALL = word_set(
    "the a an of in for and or with at to by were was is are not did rates rate overall between groups group"
)


def claims(survey: Survey) -> Iterator[Finding]:
    """Claims against p values and numbers, study by study."""
    for study in survey.studies:
        earlier: list[Comparison] = []
        for sentence in study.sentences:
            if not sentence.running:
                continue
            here = list(comparisons_in(sentence))
            yield from _against_p(sentence)
            yield from _alike(sentence, here, earlier, study)
            yield from _directions(sentence)
            earlier += here


def _against_p(sentence: Sentence) -> Iterator[Finding]:
    """`significantly` beside a p value above .05, and `not different` beside one below."""
    text, start = sentence.plain, 0
    for p in p_values_in(sentence):
        at = p.span.start - sentence.span.start
        turns = [one.end() for one in _TURN.finditer(text, start, at)]
        # In `(a vs b; p = .01)` the semicolon is within the brackets and turns nothing.
        turns = [turn for turn in turns if text.count("(", turn, at) >= text.count(")", turn, at)]
        opened = text.rfind("(", start, at)
        turns = (
            [turn for turn in turns if turn < opened] if opened >= 0 and ")" not in text[opened:at] else turns
        )
        clause = text[turns[-1] if turns else start : at]
        start = p.span.end - sentence.span.start
        negative = _NOT_SIGNIFICANT.search(clause)
        positive = None if negative else _SIGNIFICANT.search(_CLINICAL.sub(" ", clause))
        if positive and p.sign in ("=", ">", "≥") and p.figure.lowest > 0.05:
            says = f"the text says significant beside p {p.sign} {p.figure.text}"
            yield finding("claim-against-p", p.span, says, right="put right the claim or the p value")
        elif negative and p.sign in ("=", "<", "≤") and p.figure.highest < 0.05:
            says = f"the text says {negative[0].lower()} beside p {p.sign} {p.figure.text}"
            yield finding("claim-against-p", p.span, says, right="put right the claim or the p value")


def _alike(
    sentence: Sentence, here: list[Comparison], earlier: list[Comparison], study: Study
) -> Iterator[Finding]:
    """`did not differ` of two percentages that every test tells apart."""
    claim = _ALIKE.search(sentence.plain)
    if not claim or MODEL.search(sentence.plain):
        return
    subject = sentence.plain[max(0, claim.start() - 90) : claim.start()]
    turns = list(_TURN.finditer(subject))
    if turns:
        subject = subject[turns[-1].end() :]
    after = [one for one in here if one.span.start > sentence.span.start + claim.start()]
    words = _stems(subject)
    if after:
        one = after[0]
    else:
        fitting = [one for one in earlier if words and words & _stems(one.clause.split("%")[0])]
        if not fitting or p_values_in(sentence):
            return
        one = fitting[-1]
    if one.p is not None or (one.over_time and not after):
        return
    computed = _always_apart(one, study)
    if computed:
        yield finding(
            "claim-against-numbers",
            sentence.found(claim),
            f"{one.shown} are said not to differ",
            computed,
            "give the test and its p value, or put right the claim",
            (one.span,),
        )


def _always_apart(one: Comparison, study: Study) -> str:
    """How it is known that two percentages differ; empty where it is not."""
    arms = arms_of(study)
    sizes = arms.sizes
    if one.totals[0] is not None and one.totals[1] is not None:
        sizes = (one.totals[0], one.totals[1])
    if sizes is not None:
        tables = [*tables_of(one.figures, one.counts, sizes)] or [
            *tables_of(one.figures, one.counts, (sizes[1], sizes[0]))
        ]
        values = [value for table in tables[:50] for value in tests_on(table).values()]
        if values and max(values) < 0.05:
            return (
                f"with {sizes[0]} and {sizes[1]} patients, every test gives p below .05, the largest "
                f"{_shown(max(values))}"
            )
        return ""
    if arms.total is not None and arms.total <= 600:
        largest = 0.0
        for number, table in enumerate(splits_of(one.figures, one.counts, arms.total, _LEAST_ARM)):
            if number >= MOST_TABLES:
                return ""
            largest = max(largest, quick_tests_on(table).get("Pearson", 1.0))
            if largest >= 0.05:
                return ""
        if largest:
            return (
                f"however {arms.total} patients divide into two groups of at least a fifth, p is below .05, "
                f"the largest {_shown(largest)}"
            )
        return ""
    apart = abs(one.figures[0].value - one.figures[1].value)
    if arms.total is None and apart >= _ACROSS and not any(count.size for count in study.counts):
        return f"they are {apart} points apart; neither sizes nor a p value are given"
    return ""


def _shown(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value >= 0.001 else "below .001"


def _stems(text: str) -> frozenset[str]:
    words = (word.lower().rstrip("s") for word in re.findall(r"[A-Za-z][A-Za-z\-]{2,}", text))
    return frozenset(word[:9] for word in words if word not in _SMALL)


def _directions(sentence: Sentence) -> Iterator[Finding]:
    """`higher with A than B (20 % vs 35 %)`: the first number belongs to what is named first."""
    text = sentence.plain
    for match in _VERSUS.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        opened = before.rfind("(")
        if opened < 0 or ")" in before[opened:] or re.search(r"\d", before[opened:]):
            continue
        clause = _TURN.split(before[:opened])[-1].rsplit(")", 1)[-1]
        up, down = list(_UP.finditer(clause)), list(_DOWN.finditer(clause))
        if len(up) + len(down) != 1 or re.match(r"\s*(?:In\s+\w+\s+)?(?:Compared|Relative|Versus)", clause):
            continue
        word = (up or down)[0]
        rises = bool(up)
        if word[0].lower() in _JUDGED:
            harm, good = _HARM.search(clause), _GOOD.search(clause)
            if bool(harm) == bool(good):
                continue
            rises = rises != bool(harm)
        if word[0].lower() == "reduced" or re.search(r"\bthan\b.*\bthan\b", clause):
            continue
        if _LED_BY_OTHER.search(clause[: word.start()]):
            continue
        first, second = read(match["a"]), read(match["b"])
        if first.value == second.value or (first.value > second.value) == rises:
            continue
        yield finding(
            "direction-against-numbers",
            sentence.found(match),
            f"the text says {word[0].lower()}, the numbers {first.text} v {second.text}",
            f"{first.text} is {'less' if first.value < second.value else 'more'} than {second.text}",
            "put right the word, or the order of the numbers",
        )
