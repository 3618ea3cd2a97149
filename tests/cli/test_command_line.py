"""The commands as a shell runs them: what goes where, with which status, and how fast it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from cli.terminal import environment

REQUEST = """payer: bsc
product: commercial_ppo
service_date: 2021-12-01
services: [{system: CPT, code: "47383"}]
"""


def run(*arguments: str, given: bytes = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "coverdict.cli", *arguments],
        input=given,
        capture_output=True,
        env=environment(**changes),
        timeout=60,
        check=False,
    )


def refused(*arguments: str, given: bytes = b"") -> str:
    """The message of a command that must refuse its input."""
    done = run(*arguments, given=given)
    message = done.stderr.decode()
    assert done.returncode == 2, message
    assert done.stdout == b""
    assert message.strip() and "Traceback" not in message
    return message


def test_the_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"coverdict {version('coverdict')}\n")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], ["decide", "--help"], ["ask", "-h"], ["check", "-h"]]
)
@pytest.mark.parametrize("columns", ["40", "80"])
def test_help_is_plain_and_says_how(arguments: list[str], columns: str) -> None:
    done = run(*arguments, COLUMNS=columns)
    text = done.stdout.decode()
    assert done.returncode == 0 and done.stderr == b""
    assert text.startswith("Usage: coverdict") and "\x1b" not in text
    assert "Examples:" in text or "decide" in text


def test_without_arguments_the_help_is_shown() -> None:
    assert "decide" in (run().stdout + run().stderr).decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decied", "x"], "decied"),
        (["decide"], "REQUEST"),
        (["decide", "x", "y"], "y"),
        (["decide", "x", "--jsn"], "--jsn"),
        (["ask"], "POLICY"),
        (["decide", "there/is/none.yaml"], "there/is/none.yaml: no such file"),
        (["decide", ""], "the name of the file is empty"),
        (["ask", "bsc/7.01.75", "--facts", "none.yaml"], "none.yaml: no such file"),
        (["check", "none"], "none: no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_one_message(arguments: list[str], words: str) -> None:
    assert words in refused(*arguments)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"", "standard input: is empty"),
        (b"payer: \xff", "standard input:1: byte 8 is not UTF-8"),
        (b"payer: [", "standard input:"),
        (b"payer: a\npayer: b\n", "standard input:2:1: the key payer stands twice"),
        (b"payer: \x00", "standard input:1:8: the character U+0000"),
        (b"[" * 100_000, "standard input:1:"),
        (b'{"payer": "a"', "standard input:1:"),
        (b"a: &b c\n", "an anchor (&)"),
    ],
)
def test_a_text_that_is_no_request_is_one_message(given: bytes, words: str) -> None:
    assert words in refused("decide", "-", given=given)
    assert words in refused("decide", "-", "--json", given=given)


def test_a_folder_and_a_file_without_permission_are_refused(tmp_path: Path) -> None:
    assert "is a folder; name a file" in refused("decide", str(tmp_path))
    file = tmp_path / "request.yaml"
    file.write_text(REQUEST)
    file.chmod(0)
    if not os.access(file, os.R_OK):  # root reads everything
        assert "cannot be read: Permission denied" in refused("decide", str(file))


def test_a_message_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in refused("decide", "no\x1b[31mfile")


def test_an_error_that_cannot_be_told_still_has_its_status() -> None:
    script = 'exec "$0" -m coverdict.cli decide none.yaml 2>&-'
    done = subprocess.run(["sh", "-c", script, sys.executable], env=environment(), timeout=60, check=False)
    assert done.returncode == 2


def test_starting_imports_nothing_that_the_command_does_not_need() -> None:
    script = (
        "import sys; from coverdict.cli import main; sys.argv = ['coverdict', 'decide', 'none'];"
        "\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environment(), timeout=60, check=False
    )
    loaded = set(done.stdout.decode().split())
    assert "coverdict.cli.decide" in loaded
    assert not loaded & {"rich", "lark", "markdown_it", "pydantic", "yaml", "pint", "z3"}
