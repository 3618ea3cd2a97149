"""What a picture calls its policy, and the lines at its head."""

from __future__ import annotations

from coverdict.library.program import Program
from coverdict.pictures.drawing import FAINT, Sheet
from coverdict.pictures.measuring import Font, shown

TITLE, BELOW = Font(20, bold=True), Font(13)


def said(name: str) -> str:
    """A status as words: `criteria_not_met` is "criteria not met"."""
    return shown(name.replace("_", " "))


def version_of(program: Program) -> str:
    """The version's name, as elsewhere: its first day, or `undated`."""
    effective = program.policy.effective
    return effective.isoformat() if effective else "undated"


def subject(program: Program) -> str:
    """The policy and its version, by name."""
    return f"{program.policy.id}, version {version_of(program)}"


def headline(sheet: Sheet, program: Program, what: str, guide: str, margin: float, width: float) -> float:
    """Draw the policy's title, what the picture shows, and how to read it; where the rest begins."""
    title = shown(program.policy.title or program.policy.id)
    top = sheet.lines(TITLE.lines(title, width), margin, margin, TITLE)
    below = (f"{subject(program)} · {what}", guide)
    for text in below:
        top = sheet.lines(BELOW.lines(shown(text), width), margin, top + 2, BELOW, colour=FAINT)
    return top
