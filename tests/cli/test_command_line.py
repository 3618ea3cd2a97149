"""The commands as a shell runs them: what goes where, with which status, and what a start costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from cli.terminal import environment

Run = Callable[..., tuple[int, str, str]]


def refused(run: Run, *arguments: str, given: bytes = b"") -> str:
    """The message of a command that must refuse its input."""
    status, output, message = run(*arguments, given=given)
    assert (status, output) == (2, "")
    assert message.strip() and message.endswith("\n") and "Traceback" not in message
    return message


def test_the_version_from_a_shell() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coverdict.cli", "--version"],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    assert (done.stdout.decode(), done.stderr) == (f"coverdict {version('coverdict')}\n", b"")


HELP = [[], ["-h"], ["--help"], ["decide", "--help"], ["ask", "-h"], ["check", "-h"], ["decide", "x", "-h"]]


@pytest.mark.parametrize("arguments", HELP, ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80])
def test_help_is_plain_and_says_how(
    arguments: list[str], columns: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    status, text, messages = run(*arguments)
    assert (status, messages) == (0, "")
    assert text.startswith("Usage: coverdict") and "\x1b" not in text
    assert "Examples:" in text or "Commands" in text
    example_lines = [line for line in text.splitlines() if not line.startswith("  ")]
    assert max(map(len, example_lines)) <= columns


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decied", "x"], "coverdict has no command 'decied'; did you mean decide?"),
        (["--verson"], "coverdict has no option '--verson'; did you mean --version?"),
        (["decide"], "required: REQUEST"),
        (["decide", "x", "y"], "does not take 'y' as well"),
        (["decide", "x", "--jsn"], "has no option '--jsn'; did you mean --json?"),
        (["decide", "x", "--library"], "--library: expected one argument"),
        (["decide", "x", "--json=yes"], "--json"),
        (["ask"], "required: POLICY"),
        (["decide", "there/is/none.yaml"], "there/is/none.yaml: no such file"),
        (["decide", ""], "the name of the file is empty"),
        (["ask", "bsc/7.01.75", "--facts", "none.yaml"], "none.yaml: no such file"),
        (["check", "none"], "none: no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_one_message(arguments: list[str], words: str, run: Run) -> None:
    assert words in refused(run, *arguments)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"", "standard input: is empty"),
        (b"payer: \xff", "standard input:1: byte 8 is not UTF-8"),
        (b"payer: [", "standard input:"),
        (b"payer: a\npayer: b\n", "standard input:2:1: the key payer stands twice"),
        (b"payer: \x00", "standard input:1:8: the character U+0000"),
        (b"[" * 100_000, "standard input:1:"),
        (b"{a: " * 100_000, "standard input:1:"),
        (b'{"payer": "a"', "standard input:1:"),
        (b"a: &b c\n", "an anchor (&)"),
        (b"just words\n", "a request is a mapping of keys to values"),
        (b"- payer: bsc\n", "a request is a mapping of keys to values"),
        (b"{}\n", "the request does not say which payer it is for"),
        (b'payer: "\\ud800"\nservices: []\n', "standard input:1"),
    ],
)
@pytest.mark.parametrize("as_data", [[], ["--json"]], ids=["page", "data"])
def test_a_text_that_is_no_request_is_one_message(
    given: bytes, words: str, as_data: list[str], run: Run
) -> None:
    assert words in refused(run, "decide", "-", *as_data, given=given)


def test_a_folder_and_a_file_without_permission_are_refused(tmp_path: Path, run: Run) -> None:
    assert "is a folder; name a file" in refused(run, "decide", str(tmp_path))
    file = tmp_path / "request.yaml"
    file.write_text("payer: bsc\n")
    file.chmod(0)
    if not os.access(file, os.R_OK):  # root reads everything
        assert "cannot be read: Permission denied" in refused(run, "decide", str(file))


def test_a_message_cannot_steer_the_terminal(run: Run) -> None:
    assert "\x1b" not in refused(run, "decide", "no\x1b[31mfile")


def test_an_error_that_cannot_be_told_still_has_its_status() -> None:
    script = 'exec "$0" -m coverdict.cli decide none.yaml 2>&-'
    done = subprocess.run(["sh", "-c", script, sys.executable], env=environment(), timeout=60, check=False)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "too_much"),
    [
        (["decide", "none"], {"rich", "lark", "markdown_it", "pydantic", "yaml", "pint", "z3"}),
        (["decide", "EXAMPLE", "--json"], {"rich", "pint", "ucumvert", "z3"}),
    ],
)
def test_a_start_imports_nothing_that_the_command_does_not_need(
    arguments: list[str], too_much: set[str]
) -> None:
    example = Path(__file__).resolve().parents[2] / "examples/requests/investigational-origin-unknown.yaml"
    script = (
        "import sys; from coverdict.cli import main"
        "\ntry: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *(word.replace("EXAMPLE", str(example)) for word in arguments)],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    loaded = set(done.stderr.decode().split())
    assert "coverdict.cli.decide" in loaded
    assert not loaded & too_much
