"""The fenced examples of the project's documents, and how each kind of them is run.

In a document that the tests read, every fenced block is one of:

- `console`: lines `$ command`, each followed by exactly what it prints; a line `…` stands for any lines.
  Commands run in a folder of the document's own, which shows the checkout's `examples` and `library`.
- `python`: with `>>>`, a doctest; without, plain code. The blocks of a document share their names.
- `yaml FILE` or `markdown FILE`, FILE having a suffix: written to that folder under this name; where FILE
  lies in `library` or `examples`, lines of that very file, others left out by `…`.
- `yaml KIND`: a block of a policy document, read against the vocabularies that the document wrote.
- `expression`: one expression a line, read likewise; what follows two blanks and `#` is for the reader.
- `yaml`: a request, read as YAML. `text`: nothing to run.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
ELIDED = "…"
SHOWN = ("library/", "examples/")
KINDS = frozenset({"console", "python", "yaml", "markdown", "expression", "text"})


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block: its language and the rest of its info string, its text, and its first line."""

    language: str
    detail: str
    text: str
    line: int

    @property
    def file(self) -> str:
        """The file that the block is to be written to, or nothing."""
        return self.detail if Path(self.detail).suffix and not self.quoted else ""

    @property
    def quoted(self) -> str:
        """The file of the checkout that the block shows lines of, or nothing."""
        return self.detail if self.detail.startswith(SHOWN) else ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console example, and the lines that it is said to print."""

    command: str
    prints: tuple[str, ...]
    line: int


def documents() -> tuple[Path, ...]:
    """The documents whose examples are run."""
    return (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))


def examples(document: Path) -> tuple[Example, ...]:
    tokens = MarkdownIt("commonmark").parse(document.read_text(encoding="utf-8"))
    return tuple(
        Example(*_split(token.info), token.content, token.map[0] + 1)
        for token in tokens
        if token.type == "fence" and token.map is not None
    )


def _split(info: str) -> tuple[str, str]:
    language, _, detail = info.strip().partition(" ")
    return language, detail.strip()


def commands(example: Example) -> Iterator[Command]:
    """The commands of a console example."""
    typed = ""
    start = example.line
    prints: list[str] = []
    for offset, line in enumerate(example.text.splitlines(), start=1):
        if line.startswith("$ "):
            if typed:
                yield Command(typed, tuple(prints), start)
            typed, start, prints = line[2:], example.line + offset, []
        elif typed:
            prints.append(line)
        else:
            raise ValueError(f"line {example.line + offset}: a console example begins with `$ `")
    if typed:
        yield Command(typed, tuple(prints), start)


def prepare(folder: Path) -> None:
    """Make `folder` look like the checkout to a command."""
    for name in ("examples", "library"):
        (folder / name).symlink_to(ROOT / name)


def run(command: Command, folder: Path) -> str:
    """What the command prints, on both streams, at a width of 100 columns and without colours.

    `make test` and the like would run for long, or run these tests again: of those it is only made sure
    that they are there.
    """
    words = shlex.split(command.command)
    if words[0] == "make":
        if words[1:] == ["demo"]:
            return _output([sys.executable, str(ROOT / "scripts" / "demo.py")], folder)
        _output(["make", "--dry-run", "--directory", str(ROOT), *words[1:]], folder)
        return ""
    if words[0] == "coverdict":
        return _output([str(Path(sys.executable).with_name("coverdict")), *words[1:]], folder)
    raise ValueError(f"line {command.line}: cannot run {words[0]!r} in a document")


def _output(words: Sequence[str], folder: Path) -> str:
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "COLUMNS": "100",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    if words[0] == "make" and done.returncode:
        raise ValueError(f"{shlex.join(words)} does not work: {done.stdout}")
    return done.stdout


def agrees(prints: Sequence[str], output: str) -> bool:
    """Whether the output is as the document says; `…` alone on a line stands for any lines."""
    shown = _trimmed(prints)
    given = _trimmed(output.splitlines())
    return _match(shown, given)


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = [line.rstrip() for line in lines]
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return kept


def _match(shown: Sequence[str], given: Sequence[str]) -> bool:
    reached = {0}  # how many of the given lines the shown ones so far can stand for
    for line in shown:
        if line.strip() == ELIDED:
            reached = set(range(min(reached), len(given) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(given) and given[at] == line}
        if not reached:
            return False
    return len(given) in reached
