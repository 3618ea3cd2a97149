"""What the hostile tests share: the shipped library and its examples, mutated, read and decided."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

import coverdict.language as language
from coverdict.cli.answer import determination_rows, line_rows, reviewer_line_rows
from coverdict.cli.inputs import read_input
from coverdict.cli.paper import Layout, plain_lines
from coverdict.cli.request_files import plain_data, read_file
from coverdict.decision import Desk, as_data
from coverdict.language import load_yaml
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.library import consistency as consistency_room
from coverdict.library.files import is_evidence, text_of
from coverdict.library.folder import Reading, Source, read, read_sources
from coverdict.text import CoverdictError, DocumentError, Problem, split_lines
from tests.language.test_mutations import HOSTILE, mutate

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = tuple(sorted((ROOT / "examples" / "requests").glob("*.yaml")))
_PLACES = re.compile(r"Place\(file='[^']*', line=\d+, column=\d+\)")


@cache
def sources() -> tuple[Source, ...]:
    """The files of the shipped library that decide; its evidence has mutants of its own."""
    return tuple(source for source in read_sources(ROOT / "library") if not is_evidence(source.file))


@cache
def shipped() -> Reading:
    """What they say."""
    return read(sources())


def desk_of(reading: Reading) -> Desk:
    """A desk at which the library that was read decides."""
    return Desk(Library("mutant", "sha256:0", reading.contents, reading.documents.__getitem__))


@cache
def request_texts() -> tuple[str, ...]:
    """The example requests as they are, and each as JSON, in lines and in one line."""
    texts = [path.read_text(encoding="utf-8") for path in REQUESTS]
    data = [plain_data(load_yaml(text, "example")) for text in texts]
    shown = [json.dumps(one, indent=indent) for one in data for indent in (2, None)]
    return (*texts, *shown)


def spoilt(text: str, chance: random.Random) -> bytes:
    """The bytes of a file whose text, and now and then whose bytes, were changed at random."""
    data = mutate(text, chance).encode("utf-8", "surrogatepass")
    kind = chance.randrange(60)
    if kind == 0:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes((chance.randrange(256),)) + data[at + 1 :]
    elif kind == 1:
        data = data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n")))
    elif kind == 2:
        data = b"\xef\xbb\xbf" + data
    elif kind == 3:
        data = data.decode("utf-8", "replace").encode(
            chance.choice(("utf-16", "utf-16-le", "latin-1")), "replace"
        )
    return data


def renamed(text: str, chance: random.Random) -> str:
    """`text` with one of its words, numbers or dates in the place of another, or a hostile one."""
    words = [(found.start(), found.end()) for found in re.finditer(r"[\w.\-/]+", text)]
    start, end = chance.choice(words)
    other = chance.choice(words)
    word = chance.choice((text[other[0] : other[1]], text[other[0] : other[1]], chance.choice(HOSTILE)))
    return text[:start] + word + text[end:]


class Shelf:
    """The shipped library with one file replaced; what that file cannot change is not read again.

    Arguments:
        folder: an empty folder; the replaced file is written into it and read back.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.replaced = ""
        self.seen: set[str] = set()
        self.documents = shipped().documents
        self.texts = {source.file: source.text for source in sources()}
        kinds = {file: text.kind for file, text in self.documents.items()}
        # Documents build on vocabularies and definitions, on nothing else.
        self.base = {file for file in self.texts if kinds.get(file, "definitions") == "definitions"}
        yaml = {file: load_yaml(text, file) for file, text in self.texts.items() if file not in kinds}
        fronts = {file: language.read_front(self.texts[file], file) for file in kinds}
        vocabularies = {one.place.file: one for one in shipped().contents.vocabularies.values()}
        no_base = {file for file, one in vocabularies.items() if not one.extends}

        def kept(name: str, found: dict[str, Any], reusable: Callable[[str], bool]) -> None:
            real = getattr(language, name)

            def reading(text: str, file: str, *others: Any) -> Any:
                same = file != self.replaced and file in found and text == self.texts[file] and reusable(file)
                return found[file] if same else real(text, file, *others)

            monkeypatch.setattr(language, name, reading)

        kept("load_yaml", yaml, lambda file: True)
        kept("read_front", fronts, lambda file: True)
        kept(
            "read_vocabulary", vocabularies, lambda file: file in no_base or self.replaced not in vocabularies
        )
        kept("read_document", dict(self.documents), lambda file: self.replaced not in self.base)
        constraints = consistency_room.impossible_constraints
        monkeypatch.setattr(
            consistency_room,
            "impossible_constraints",
            lambda contents: constraints(contents) if self.replaced in vocabularies else (),
        )

    def replace(self, file: str, data: bytes) -> tuple[Reading | None, tuple[Problem, ...], str]:
        """The library with other bytes in one file: what it says or what is wrong, and that file's text."""
        path = self.folder / "mutant"
        path.write_bytes(data)
        self.replaced = file
        try:
            text = text_of(path, file)
        except DocumentError as error:
            # UTF-16 has no lines that could be shown; of other bytes, those that are no text are marked.
            utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
            lines = "" if utf_16 else data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
            return None, error.problems, lines
        found = read(tuple(Source(file, text) if one.file == file else one for one in sources()))
        return found, found.problems, text

    def lines(self, file: str, replaced: str) -> list[str]:
        """The lines of a file of this library."""
        return split_lines(replaced if file == self.replaced else self.texts[file])

    def is_new(self, document: Document) -> bool:
        """Whether a document says what none said before; its prose and its lines aside."""
        said = _PLACES.sub("", repr((document, "")).replace(repr(document.text), ""))
        if said in self.seen:
            return False
        self.seen.add(said)
        return True


def must_point(problems: tuple[Problem, ...], lines: Callable[[str], list[str]]) -> None:
    """Every problem says what is wrong, at a place that exists, and shows the line that stands there."""
    assert problems
    for problem in problems:
        place = problem.place
        there = lines(place.file)
        assert problem.what and str(problem), problem
        assert 1 <= place.line <= len(there), problem
        assert problem.line == there[place.line - 1], problem
        assert 1 <= place.column <= len(problem.line) + 1, problem


@dataclass(frozen=True, slots=True)
class Mouth:
    """Decides requests that come in as bytes, as `coverdict decide -` does."""

    desk: Desk
    monkeypatch: pytest.MonkeyPatch

    def decide(self, data: bytes, drawn: bool) -> None:
        """Decide a request.

        Arguments:
            drawn: whether to draw the pages too.
        Errors:
            CoverdictError: what is wrong with the request.
        """
        self.monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
        plain, source = read_file(read_input("-"))
        determination = self.desk.decide(self.desk.read_request(plain, source))
        json.dumps(as_data(determination), default=str, allow_nan=False)
        for view in (line_rows, reviewer_line_rows) if drawn else ():
            plain_lines(determination_rows(determination, Layout(80), view), Layout(80))


def decide_examples(desk: Desk, paths: Sequence[Path]) -> None:
    """Decide some of the example requests; a library that is in order may know other facts than they do."""
    for path in paths:
        with suppress(CoverdictError):
            desk.decide(plain_data(load_yaml(path.read_text(encoding="utf-8"), path.name)))
