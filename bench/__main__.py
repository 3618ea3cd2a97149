"""`make bench`: measure, print, and write docs/benchmarks.md.

usage: python -m bench [--print] [SECTION ...]    without a section, all of them; with --print, or with
sections, nothing is written. The exit status is 1 when something falls short of what is asked of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date

from bench import comparing, compiling, diagrams, growing, peers, questions, shell
from bench.evidence import page, pooling
from bench.lint import sections as linting
from bench.report import DOCUMENT, Section, as_markdown, as_text
from bench.screening import sections as screening
from bench.screening import shelves

SECTIONS: Mapping[str, Callable[[], Section]] = {
    "rows": peers.rows,
    "determinations": peers.determinations,
    "diagrams": diagrams.diagrams,
    "compiling": compiling.compiling,
    "shell": shell.shell,
    "comparing": comparing.comparing,
    "growing": growing.growing,
    "questions": questions.questions,
    "lint": linting.lint_time,
    "lint-planted": linting.planted,
    "screening": screening.rule,
    "screening-thirty": screening.thirty,
    "screening-peers": screening.peers,
    "screening-large": screening.large,
    "screening-thousand": shelves.thousand,
    "pooling": pooling.pooling,
    "evidence-page": page.page,
}


def main() -> int:
    named = [argument for argument in sys.argv[1:] if argument != "--print"]
    unknown = [name for name in named if name not in SECTIONS]
    if unknown:
        print(f"no section {unknown[0]!r}; there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    sections = []
    for name in named or SECTIONS:
        section = SECTIONS[name]()
        print(as_text(section), flush=True)
        sections.append(section)
    if len(sys.argv) == 1:
        DOCUMENT.write_text(as_markdown(sections, date.today()), encoding="utf-8")  # noqa: DTZ011
        print(f"written to {DOCUMENT}")
    return 1 if any(section.falls_short for section in sections) else 0


sys.exit(main())
