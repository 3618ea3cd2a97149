"""`diff`: what a new version changes, for whom, and in which words."""

from __future__ import annotations

from coverdict.analysis.comparing.compare import MOST_REGIONS, compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.comparing.difference import Difference, Direction, HistoryWord, RedlinedSection
from coverdict.analysis.comparing.parts import changed_parts
from coverdict.analysis.standing import rank_difference
from coverdict.analysis.succession import follows, own_row
from coverdict.analysis.texts import AnalysisError, Opened, Text
from coverdict.language.prose import Section, prose
from coverdict.text import changed, redlines


def diff(desk: Opened, old: Text, new: Text, most: int = MOST_REGIONS) -> Difference:
    """What a new text changes.

    The mandates on status are taken as they stand on the new text's day, for both: what is shown is what the
    texts do.

    Arguments:
        most: how many of the regions that moved to describe; all are counted.

    Errors:
        AnalysisError: a policy and a guideline, or two guidelines.
        TooManyCellsError, SolverError: the two together are out of reach.
    """
    if not (old.is_policy and new.is_policy):
        raise AnalysisError("diff takes two policies, or two versions of one; compare takes guidelines, too")
    found = compare(desk, Text(old.document, old.version, new.day, old.draft), new, most)
    return Difference(
        same_text=old.document.text == new.document.text,
        direction=direction(found),
        comparison=found,
        parts=changed_parts(desk.library, old, new),
        prose=redlined(prose(old.document.text), prose(new.document.text)),
        history=_history(old, new, position_changes(found)),
    )


def position_changes(found: Comparison) -> bool:
    """Whether some patient's status is another one."""
    return bool(found.differing)


def direction(found: Comparison) -> Direction:
    """What becomes of patients from the first text to the second."""
    gains = any(rank_difference(pair) < 0 for pair in found.opposed)
    loses = any(rank_difference(pair) > 0 for pair in found.opposed)
    if gains and loses:
        return "both"
    if gains or loses:
        return "looser" if gains else "stricter"
    return "other words" if found.renamed else "none"


def _history(old: Text, new: Text, changes: bool) -> HistoryWord | None:
    """What the new version's row says; None unless the old text is the version just before it."""
    row = own_row(new.document)
    if row is None or not follows(old.document, new.document):
        return None
    said = row.position_change
    if said is None and row.statement_change is False:
        said = False
    return HistoryWord(row.action, said, None if said is None else said == changes)


def redlined(before: tuple[Section, ...], after: tuple[Section, ...]) -> tuple[RedlinedSection, ...]:
    """The sections that are not as they were, in the new text's order, then those that are gone."""
    old = _by_path(before)
    new = _by_path(after)
    found: list[RedlinedSection] = []
    for path, texts in new.items():
        lines = tuple(line for line in redlines(old.get(path, ()), texts) if changed(line))
        if lines or path not in old:
            found.append(RedlinedSection(_heading(path), "changed" if path in old else "added", lines))
    for path, texts in old.items():
        if path not in new:
            found.append(RedlinedSection(_heading(path), "removed", redlines(texts, ())))
    return tuple(found)


def _by_path(sections: tuple[Section, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for section in sections:
        texts = tuple(paragraph.text for paragraph in section.paragraphs)
        found[section.path] = found.get(section.path, ()) + texts
    return found


def _heading(path: tuple[str, ...]) -> str:
    return " › ".join(path)
