"""Lists of criteria: never joined, announced and lost, longer or shorter than announced, not linked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.policy.status import Way, ways_in
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Block, BlockKind, Role, Section, Span

_NORMS = (Role.STATEMENT, Role.CRITERIA, Role.EXCLUSIONS)
_QUANTIFIED = re.compile(
    r"\b(?:all|any|both|either|each|every|one\s+(?:of|or\s+more)|1\s+(?:of|or\s+more)|at\s+least|two\s+of|"
    r"2\s+of|none|neither|"
    r"\d\s+(?:or\s+more|of\s+the)|combination)\b|\(\s?(?:all|any)",
    re.IGNORECASE,
)
_CRITERIA = re.compile(
    r"\b(?:criteria|criterion|requirements?|inclusions?|inclusionary|when|if|must|provided|"
    r"conditions\s+(?:are|is)\s+met|are\s+met|is\s+met)\b",
    re.IGNORECASE,
)
_NEEDLESS = re.compile(
    r"\b(?:indications?|diagnos[ei]s|codes?|services|procedures|exclusions?|exclusionary|not\s+covered|"
    r"non-?covered|investigational|limitations?|examples?|"
    r"including|such\s+as|include|includes|following\s+(?:conditions|types|uses|devices|products|tests|"
    r"drugs|situations|circumstances)|defined\s+as|related|not\s+medically)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(?:[;,.]\s*|\s)(?:and|or|and/or)[\s;,.:]*$|^\s*(?:and|or|AND|OR)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"\b(?:following|below|as\s+follows|criteria|when|if|met|meets?|all\s+of|any\s+of|one\s+of|either|"
    r"both|include|includes)\b[^.;]{0,80}:\s*$",
    re.IGNORECASE,
)
_STATUS_OR_NOTE = re.compile(
    r"^\W*(?:Notes?|NOTES?|See|Refer|Please)\b|\b(?:investigational|not\s+medically\s+necessary|"
    r"medically\s+necessary|not\s+covered)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:(?:the\s+)?following\s+(?P<a>\d{1,2})|(?:all|each|"
    r"both)\s+(?:of\s+the\s+)?(?P<b>\d{1,2})(?:\s+of\s+the\s+following)?|these\s+(?P<c>\d{1,2})|"
    r"(?P<d>\d{1,2})\s+(?:of\s+the\s+following\s+are\s+all))\s*"
    r"(?:[a-z\-]+\s+){0,2}(?:criteria|conditions|requirements|indications|items|elements|findings|"
    r"features|categories|groups|"
    r"symptoms|tests|domains|populations|circumstances|following|principles|factors|reasons|"
    r"mechanisms)?\b[^.;]{0,60}:\s*$",
    re.IGNORECASE,
)
_GROUPS = re.compile(
    r"\b(?P<k>\d{1,2})\s+(?:[a-z\-]+\s+)?(?:groups|populations|indications|categories|areas|topics|uses|"
    r"conditions|techniques|subgroups|cohorts)\b[^:.]{0,80}:(?P<list>[^.]{10,400})",
    re.IGNORECASE,
)
_SMALL = word_set(
    "a an and as at by for from in of on or the to with other others those who have patients including "
    "cancer cancers liver"
)


def criteria(survey: Survey) -> Iterator[Finding]:
    """Lists under norms, each with the words that lead to it."""
    sections = survey.manuscript.sections
    for number, section in enumerate(sections):
        following = sections[number + 1] if number + 1 < len(sections) else None
        blocks = [block for block in section.blocks if block.kind is not BlockKind.FURNITURE]
        if section.role in _NORMS:
            yield from _unjoined(survey, section, blocks)
            yield from _lost(survey, section, blocks, following)
        yield from _announced(survey, blocks)
        yield from _delivered(survey, number)
    yield from _unlinked(survey)


def _text(survey: Survey, block: Block) -> str:
    return survey.plain[block.span.start : block.span.end].strip()


def _runs(blocks: list[Block]) -> Iterator[tuple[Block | None, list[Block]]]:
    """Runs of items of one level, each with the block that leads to it."""
    opened: list[tuple[Block | None, list[Block]]] = []  # the run of each level that may go on, lowest first
    last: Block | None = None
    for block in blocks:
        deep = block.level if block.kind is BlockKind.ITEM else 0
        while opened and opened[-1][1][0].level > deep:
            yield opened.pop()
        if deep and opened and opened[-1][1][0].level == deep:
            opened[-1][1].append(block)
        elif deep:
            opened.append((last, [block]))
        last = block
    yield from reversed(opened)


def _unjoined(survey: Survey, section: Section, blocks: list[Block]) -> Iterator[Finding]:
    """Criteria side by side with neither a word before them nor between them that says all or any."""
    if section.role is Role.EXCLUSIONS:
        return
    for lead, run in _runs(blocks):
        if len(run) < 2:
            continue
        said = _text(survey, lead) if lead is not None else ""
        title = f"{section.title}:" if lead is None or not said.endswith(":") else ""
        led = f"{title} {said}"[-400:]
        asked = said.endswith(":") or lead is None
        if (
            not asked
            or _QUANTIFIED.search(led)
            or not _CRITERIA.search(led)
            or _NEEDLESS.search(_last_clause(led))
        ):
            continue
        texts = [_text(survey, one) for one in run]
        if any(_JOINS.search(text) for text in texts[:-1]) or _JOINS.search(texts[-1][:6]):
            continue
        yield finding(
            "criteria-not-joined",
            Span(run[0].span.start, run[-1].span.end),
            f"nothing says whether all of these {len(run)} must hold, or any of them",
            right="write “all of the following” or “any of the following”, or join them with and, or",
            also=(lead.span,) if lead is not None else (section.heading.span,) if section.heading else (),
        )


def _last_clause(led: str) -> str:
    parts = re.split(r"[.;]\s", led.strip())
    return parts[-1]


def _lost(
    survey: Survey, section: Section, blocks: list[Block], following: Section | None
) -> Iterator[Finding]:
    for number, block in enumerate(blocks):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        text = _text(survey, block)
        if not text.endswith(":") or not _OPENS.search(text[-260:]) or len(text.split()) < 4:
            continue
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if after is None:
            if following is not None and following.role in _NORMS and following.blocks:
                deeper = following.level > section.level
                if deeper or (following.role is Role.CRITERIA and section.role is not Role.CRITERIA):
                    continue
        elif after.kind is not BlockKind.PARAGRAPH or not _STATUS_OR_NOTE.search(_text(survey, after)[:160]):
            continue
        yield finding(
            "list-lost",
            block.span,
            "a list is announced, and none follows",
            right="restore the list; until then nothing is granted by it",
        )


def _announced(survey: Survey, blocks: list[Block]) -> Iterator[Finding]:
    """`the following 3 criteria:` above a list of another length."""
    for lead, run in _runs(blocks):
        if lead is None or len(run) < 2:
            continue
        text = _text(survey, lead)
        match = _ANNOUNCED.search(text[-220:])
        if match is None:
            continue
        told = int(match["a"] or match["b"] or match["c"] or match["d"])
        if told != len(run) and told > 1:
            yield finding(
                "announced-count",
                lead.span,
                f"{told} are announced, {len(run)} follow",
                right="put right the number, or the list",
                also=(Span(run[0].span.start, run[-1].span.end),),
            )


def _delivered(survey: Survey, number: int) -> Iterator[Finding]:
    """`4 groups: a, b, c and d` of a section, and the headings under it that speak of them."""
    sections = survey.manuscript.sections
    section = sections[number]
    below = []
    for one in sections[number + 1 :]:
        if one.level <= section.level or section.title not in one.above:
            break
        below.append(one)
    below = [one for one in below if one.level == min(other.level for other in below)]
    if len(below) < 2:
        return
    for block in section.blocks:
        for match in _GROUPS.finditer(survey.plain[block.span.start : block.span.end]):
            words = _stems(match["list"])
            matched = [one for one in below if words & _stems(one.title)]
            told = int(match["k"])
            if len(matched) > 1 and len(matched) != told and told < 10:
                start = block.span.start + match.start()
                yield finding(
                    "announced-count",
                    Span(start, block.span.start + match.end()),
                    f"{told} are announced, {len(matched)} sections follow",
                    "; ".join(" ".join(one.title.split()) for one in matched),
                    "give each a section, or say which are taken together",
                    tuple(one.heading.span for one in matched if one.heading),
                )


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in re.findall(r"[A-Za-z]{3,}", text))
    return frozenset(word[:9] for word in words if word not in _SMALL)


def _unlinked(survey: Survey) -> Iterator[Finding]:
    """A statement for the service with conditions of its own, and criteria beside it that neither names."""
    sections = survey.manuscript.sections
    statement = next((one for one in survey.running(Role.STATEMENT) if Way.FOR in ways_in(one.plain)), None)
    lists = [
        one
        for one in sections
        if one.role is Role.CRITERIA and any(b.kind is BlockKind.ITEM for b in one.blocks)
    ]
    if statement is None or not lists:
        return
    stated = " ".join(one.plain for one in survey.running(Role.STATEMENT))
    led = " ".join(
        survey.plain[block.span.start : block.span.end]
        for one in lists
        for block in one.blocks
        if block.kind is BlockKind.PARAGRAPH
    )
    if re.search(
        r"\b(?:criteria|guidelines|following|below|conditions|requirements|inclusions?)\b",
        f"{stated} {led}",
        re.IGNORECASE,
    ):
        return
    qualifiers = set(
        re.findall(
            r"\b(?:un|non|in)[a-z]{5,}(?:able|ible|ed)\b|\bno\s+evidence\s+of\s+[a-z]+(?:\s[a-z]+)?",
            statement.plain.lower(),
        )
    )
    items = " ".join(
        survey.plain[block.span.start : block.span.end].lower() for one in lists for block in one.blocks
    )
    dropped = sorted(one for one in qualifiers if one not in items)
    first = next(block for block in lists[0].blocks if block.kind is BlockKind.ITEM)
    yield finding(
        "criteria-unlinked",
        first.span,
        "nothing says whether the statement's conditions must hold as well as these criteria",
        f"the criteria do not repeat {', '.join(dropped)}" if dropped else "",
        "say in the statement that the criteria must be met, or repeat its conditions",
        (statement.span,),
    )
