"""What a new version of a text changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.analysis.comparing.comparison import Comparison
from coverdict.text import Redline

Direction: TypeAlias = Literal["none", "stricter", "looser", "both", "other words"]
What: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Part:
    """A rule, criterion, value set, duty, code or date that was added, removed or changed.

    Arguments:
        called: what kind of part it is ("rule").
        id: its name within the document.
        same_meaning: of a changed rule or criterion, whether it holds for the same patients and gives the
            same; None where that was not worked out.
        text: the part as it is written, redlined line by line.
    """

    called: str
    id: str
    what: What
    text: tuple[Redline, ...]
    same_meaning: bool | None = None


@dataclass(frozen=True, slots=True)
class RedlinedSection:
    """A section of the prose that is not as it was; paragraphs that stayed are left out."""

    heading: str
    what: What
    paragraphs: tuple[Redline, ...]


@dataclass(frozen=True, slots=True)
class HistoryWord:
    """What the new text's history says of its own version, and whether that is so; None: it does not say."""

    action: str
    position_change: bool | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Difference:
    """From an old text to a new one.

    Arguments:
        same_text: whether the two are one and the same text.
        direction: what becomes of patients: `stricter` and `looser` by the order of statuses, `both` where
            some patients gain and others lose, `other words` where statuses change and none gains or loses.
        comparison: the old text as the first, the new one as the second.
        history: None where the new text has no row for its own first day, or is not the next after the old.
    """

    same_text: bool
    direction: Direction
    comparison: Comparison
    parts: tuple[Part, ...]
    prose: tuple[RedlinedSection, ...]
    history: HistoryWord | None

    @property
    def position_change(self) -> bool:
        """Whether some patient's status is another one."""
        return self.direction != "none"
