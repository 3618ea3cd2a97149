"""Every example in the documents is run, and does what the document says."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
import yaml

from tests.docs.examples import (
    ELIDED,
    KINDS,
    ROOT,
    Example,
    agrees,
    commands,
    documents,
    examples,
    prepare,
    run,
)
from tests.docs.fragments import read_expressions, read_fragment, vocabularies

DOCUMENTS = documents()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare(tmp_path)
    return tmp_path


# Every document's examples, one after another, do what stands beside them.
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_of_a_document(document: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / ".cache"))
    names: dict[str, object] = {"__name__": "__main__"}
    for example in examples(document):
        where = f"{document.name}:{example.line}"
        assert example.language in KINDS, f"{where}: no test runs {example.language or 'unnamed'!r} blocks"
        if example.file:
            path = folder / example.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(example.text, encoding="utf-8")
        elif example.quoted:
            quoted = (ROOT / example.quoted).read_text(encoding="utf-8")
            assert agrees([ELIDED, *example.text.splitlines(), ELIDED], quoted), (
                f"{where}: {example.quoted} differs"
            )
        elif example.language == "console":
            _console(example, folder, document.name)
        elif example.language == "python":
            _python(example, names, where)
        elif example.language == "expression":
            read_expressions(example.text, vocabularies(folder), where)
        elif example.language == "yaml" and example.detail:
            read_fragment(example, vocabularies(folder), where)
        elif example.language == "yaml":
            yaml.compose(example.text, Loader=yaml.SafeLoader)


def _console(example: Example, folder: Path, document: str) -> None:
    for command in commands(example):
        output = run(command, folder)
        if command.command.startswith("make ") and not command.prints:
            continue
        shown = "\n".join(command.prints)
        assert agrees(command.prints, output), (
            f"{document}:{command.line}: $ {command.command}\n"
            f"--- the document says\n{shown}\n--- it prints\n{output}"
        )


def _python(example: Example, names: dict[str, object], where: str) -> None:
    if ">>>" not in example.text:
        exec(compile(example.text, where, "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(example.text, names, where, where, example.line)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.append, clear_globs=False)
    assert not report, "".join(report)
    names.update(test.globs)


# An elided line stands for any number of lines, and nothing else is forgiven.
@pytest.mark.parametrize(
    ("shown", "given", "right"),
    [
        (["a", "b"], "a\nb\n", True),
        (["a", "…"], "a\n", True),
        (["a", "…", "d"], "a\nb\nc\nd\n", True),
        (["…", "b", "…", "b"], "a\nb\nb\n", True),
        (["a", "…", "d"], "a\nb\nc\n", False),
        (["a"], "a\nb\n", False),
        ([], "a\n", False),
        (["a…"], "ab\n", False),
    ],
)
def test_comparing_with_elided_lines(shown: list[str], given: str, right: bool) -> None:
    assert agrees(shown, given) is right
