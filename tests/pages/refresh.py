"""Writes the pages of the documents anew: `scripts/refresh-pages`. Look at them afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.statements import appraisal_of
from coverdict.analysis.texts import find_text
from coverdict.cli.compare import IN_A_FILE
from coverdict.decision import open_library
from coverdict.evidence.opening import open_evidence
from coverdict.pages.comparing import comparison_page
from coverdict.pages.differing import difference_page
from coverdict.pages.evidence import evidence_page
from coverdict.pages.evidence_words import Source
from tests.docs.examples import ROOT, examples

FOLDER = ROOT / "docs" / "examples"
GUIDE = ROOT / "docs" / "comparing.md"
REVIEW = "bsc-hcc-2021"
COMPARED = ("bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75")


def written() -> Iterator[tuple[str, str]]:
    """The name and the text of each page."""
    desk = open_library(ROOT / "library")
    first, second = (find_text(desk, name) for name in COMPARED)
    yield "compare-liver-ablation.html", comparison_page(compare(desk, first, second, IN_A_FILE))
    evidence = open_evidence(ROOT / "library")
    appraisal = appraisal_of(desk.library, evidence, evidence.reviews[REVIEW])
    # The digest of the whole library would change with every document.
    source = Source("the one that ships", "as checked out")
    yield (
        "evidence-hepatocellular-carcinoma.html",
        evidence_page([appraisal], appraisal.review.title, source),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for example in examples(GUIDE):
            if example.file:
                path = folder / example.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(example.text, encoding="utf-8")
        desk = open_library(folder / "sleeves")
        old, new = find_text(desk, "sleeves/arm"), find_text(desk, str(folder / "next.md"))
        yield "diff-compression-sleeves.html", difference_page(diff(desk, old, new, IN_A_FILE))


def main() -> None:
    for name, page in written():
        (FOLDER / name).write_bytes(page.encode())


if __name__ == "__main__":
    main()
