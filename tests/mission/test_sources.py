"""Every citation of the library leads to a sentence of its source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.documents.reading import read_manuscript
from coverdict.text import fingerprint, normalise, sentences
from tests.mission.held import ROOT

_CITED = re.compile(r"\b(?:fingerprint|before|after): ([0-9a-f]+)\b")
_FILE = re.compile(r"^  file: (\S+)$", re.MULTILINE)
_SHA256 = re.compile(r"^  sha256: ([0-9a-f]{64})$", re.MULTILINE)
_TITLE = re.compile(r"^(?:title|  name): .*$|\{title: (?:\"[^\"]*\"|[^,}]*)", re.MULTILINE)
DOCUMENTS = sorted((ROOT / "library").rglob("*.md"))
BOTH = ("000_114209c1697b0ec8.txt", "001_5e3094ee69330f43.txt")
ALL = (*BOTH, "cms-ncd-30.3.3.html")


def shown(path: Path) -> str:
    return path.relative_to(ROOT / "library").as_posix()


# Every fingerprint that a document cites is that of a sentence of its source.
@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_citations_lead_to_sentences(path: Path, shared: Callable[[str], Path]) -> None:
    text = path.read_text("utf-8")
    cited = set(_CITED.findall(text))
    names = _FILE.findall(text) or BOTH
    known = {
        fingerprint(sentence)
        for name in names
        for sentence in sentences(read_manuscript(shared(f"documents/{name}")).text)
    }
    assert all(len(found) == 16 for found in cited)
    assert cited <= known


# A document that names its source file has that file's digest.
@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_digests_of_sources(path: Path, shared: Callable[[str], Path]) -> None:
    text = path.read_text("utf-8")
    digests = [
        hashlib.sha256(shared(f"documents/{name}").read_bytes()).hexdigest() for name in _FILE.findall(text)
    ]
    assert digests == _SHA256.findall(text)


# No sentence of a source, of eight words or more, stands in the library; titles of policies do.
@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_no_sentence_is_copied(path: Path, shared: Callable[[str], Path]) -> None:
    text = _TITLE.sub("", path.read_text("utf-8"))
    here = normalise(" ".join(text.split()))
    for name in ALL:
        for sentence in sentences(read_manuscript(shared(f"documents/{name}")).text):
            plain = normalise(sentence)
            assert len(plain.split()) < 8 or plain not in here, plain
