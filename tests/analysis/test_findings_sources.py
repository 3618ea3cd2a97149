"""Citations against a source document as it is now, and documents that are too large."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from coverdict.analysis.findings.checking import all_documents, check
from coverdict.analysis.findings.finding import Finding
from coverdict.analysis.findings.sources import Source, source_of, stands_on
from coverdict.decision import Desk, open_library
from coverdict.text import fingerprint
from tests.analysis.test_findings_golden import opened

SENTENCES = (
    "Freezing is established for small tumors.",
    "A tumor is small up to a width of 3 cm.",
    "Whoever is frozen is looked at again.",
)
TEXT = "\n\n".join(SENTENCES) + "\n"
POLICY = f"""\
---
policy: a/b
title: A policy
number: 7.1
in force: {{from: 2024-01-01}}
vocabulary: tumors
source:
  file: source.txt
  sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}
---

```yaml rule
id: small
when:
  - small:
      when: size <= 3 cm
      cites: {{section: Position, item: 2, fingerprint: {fingerprint(SENTENCES[1])}}}
status: established
otherwise: investigational
cites: {{section: Position, item: 1, fingerprint: {fingerprint(SENTENCES[0])}}}
```

```yaml note
kind: process
says: Look again.
cites: {{section: Afterwards, fingerprint: {fingerprint(SENTENCES[2])}}}
```
"""


def held_against(folder: Path, text: str) -> tuple[Finding, ...]:
    """What is found when the small policy is held against a source of that text."""
    desk = opened(folder, {"policies/p.md": POLICY})
    source = source_of(Path("source.txt"), text, text.encode())
    return check(desk, None, {"policies/p.md": source}).findings


def test_a_source_that_is_the_one_that_was_cited(tmp_path: Path) -> None:
    assert held_against(tmp_path, TEXT) == ()


# A changed sentence is told at everything that stands on it, and at nothing else.
@pytest.mark.parametrize(
    ("changed", "names", "place"),
    [(0, "the rule small", "[Position, 1]"), (1, "the criterion small", "[Position, 2]")],
)
def test_a_sentence_that_changed(changed: int, names: str, place: str, tmp_path: Path) -> None:
    other = TEXT.replace(SENTENCES[changed], "It says something else now.")
    (finding,) = held_against(tmp_path, other)
    assert (finding.id, finding.severity) == ("source-changed", "error")
    assert finding.what == f"{names} stands on a sentence that source.txt no longer has {place}"
    assert finding.right.startswith("read that place of the source again")


def test_a_note_on_a_sentence_that_is_gone(tmp_path: Path) -> None:
    (finding,) = held_against(tmp_path, TEXT.replace(SENTENCES[2], ""))
    assert finding.what == "the note process stands on a sentence that source.txt no longer has [Afterwards]"


# A new version repeats the old statement in its appendix: under the heading that is cited it is gone.
def test_an_old_sentence_in_the_appendix_does_not_stand(tmp_path: Path) -> None:
    headed = f"Position\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n\nAfterwards\n\n{SENTENCES[2]}\n"
    (finding,) = held_against(tmp_path, headed)
    assert finding.id == "source-edition"
    moved = headed.replace(SENTENCES[0], "Freezing is investigational.")
    moved += f"\n\nAppendix\n\nBefore: {SENTENCES[0]}\n\nAfterwards\n\n{SENTENCES[0]}\n"
    (finding,) = held_against(tmp_path, moved)
    assert (finding.id, finding.about) == ("source-changed", "small")
    assert finding.what == (
        "the rule small stands on a sentence that source.txt no longer has there [Position, 1], "
        "only elsewhere"
    )


# The statement of a real policy, changed in its place while its appendix still has the old one.
def test_a_real_statement_changed_in_its_place(shared: Callable[[str], Path]) -> None:
    path = shared("documents/001_5e3094ee69330f43.txt")
    text = path.read_text("utf-8")
    other = text.replace("considered **investigational**", "considered medically necessary", 1)
    assert other != text
    source = source_of(path, other, other.encode())
    file = "policies/bsc/7.01.75/2021-11-01.md"
    found = check(open_library(), frozenset({file}), {file: source}).findings
    assert [(one.about, one.id) for one in found if one.id.startswith("source")] == [
        ("investigational", "source-changed")
    ]


def test_another_edition_with_the_same_sentences(tmp_path: Path) -> None:
    other = f"{TEXT}\n\nAnd something that nobody cites.\n"
    (finding,) = held_against(tmp_path, other)
    assert (finding.id, finding.severity) == ("source-edition", "note")
    assert finding.right == f"record its digest: sha256: {hashlib.sha256(other.encode()).hexdigest()}"


# The shipped library stands on its sources as they are, whichever document is looked at.
@pytest.mark.parametrize("name", ["000_114209c1697b0ec8.txt", "001_5e3094ee69330f43.txt"])
def test_the_shipped_library_and_its_sources(name: str, shared: Callable[[str], Path]) -> None:
    path = shared(f"documents/{name}")
    data = path.read_bytes()
    source = source_of(path, data.decode(), data)
    desk = open_library()
    written = [file for file, text in all_documents(desk.library).items() if stands_on(text, source)]
    assert len(written) >= 2
    told = {one.id for one in check(desk, frozenset(written), dict.fromkeys(written, source)).findings}
    assert not told & {"source-changed", "source-edition"}
    gone = Source(source.name, source.sha256, ())
    told = {one.id for one in check(desk, frozenset(written), dict.fromkeys(written, gone)).findings}
    assert "source-changed" in told


# --- too large --------------------------------------------------------------------------------------------

FACTS = 60


def tangled(folder: Path) -> Desk:
    """A policy whose rule asks for 150 triples of 60 facts: no order of them is short."""
    random = Random(5)
    names = [f"fact.f{number}" for number in range(FACTS)]
    triples = random.sample(list(combinations(names, 3)), 150)
    facts = "".join(f"  {name}: {{type: yes/no, label: {name}}}\n" for name in names)
    ways = "".join(f"      - {' and '.join(triple)}\n" for triple in triples)
    rule = f"```yaml rule\nid: tangled\nwhen:\n  - any of:\n{ways}status: established\n```\n"
    never = "```yaml rule\nid: never\nwhen: fact.f0 and not fact.f0\nstatus: investigational\n```\n"
    head = (
        "---\npolicy: a/b\ntitle: A policy\nnumber: 1\nin force: {from: 2024-01-01}\nvocabulary: many\n---\n"
    )
    folder.joinpath("vocabulary").mkdir()
    folder.joinpath("vocabulary/many.yaml").write_text(f"vocabulary: many\ntitle: Many\nfacts:\n{facts}")
    folder.joinpath("p.md").write_text(f"{head}\n{rule}\n{never}")
    return open_library(folder)


# What a diagram would take too long for is said to be missing, and what the solver tells of it is there.
def test_a_policy_that_is_too_large(tmp_path: Path) -> None:
    found = {finding.id: finding for finding in check(tangled(tmp_path)).findings}
    assert set(found) == {"too-large", "rule-never-applies", "gap"}
    assert found["too-large"].what == (
        "the rules are too large together to work out which rules apply, which rules overlap, whether there "
        "are gaps, which criteria decide and what the readings move"
    )
    assert found["rule-never-applies"].about == "never"
    assert found["gap"].patient is not None
