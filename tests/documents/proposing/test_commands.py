"""A reader that is a command: a real process that answers, or fails in every way that a process can."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from coverdict.cli.app import run
from coverdict.cli.usage import UsageError
from coverdict.documents.proposing import CommandReader, ReaderError, Request
from coverdict.text import CoverdictError
from tests.documents.proposing.double import DOCUMENT, HERE, SaidReader, proposed

RIGHT = HERE / "recorded" / "right.json"
BOUND = 10.0
"""Seconds after which a test of a time limit has failed."""


@pytest.fixture
def request_() -> Request:
    reader = SaidReader(())
    proposed(reader)
    return reader.asked[0]


def program(folder: Path, text: str) -> tuple[str, ...]:
    """A program of Python, and how it is started."""
    file = folder / "reader.py"
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return sys.executable, str(file)


def failure(words: tuple[str, ...], request: Request, seconds: float = 30.0, most: int = 100_000) -> str:
    """What a command's failure is told as, without what all of them end with."""
    with pytest.raises(ReaderError) as caught:
        CommandReader(words, seconds, most).read(request)
    message, _, advice = str(caught.value).rpartition("; ")
    assert advice == "without --reader, the draft is made by rules alone"
    assert "\n" not in message
    return message.removeprefix(f"the reader {words[0]} ")


# A command gets the request on standard input, and its answer counts.
def test_a_command_answers(tmp_path: Path, request_: Request) -> None:
    words = program(
        tmp_path,
        f"""\
        import json, pathlib, sys
        asked = json.load(sys.stdin)
        assert asked["protocol"] == "coverdict-reader/1"
        pathlib.Path({str(tmp_path / "asked")!r}).write_text(asked["document"])
        print("thinking", file=sys.stderr)
        print(pathlib.Path({str(RIGHT)!r}).read_text())
        """,
    )
    answer = CommandReader(words).read(request_)
    assert answer.reader == "a recorded double, right"
    assert len(answer.proposals) == 5
    assert (tmp_path / "asked").read_text() == "pumps.txt"


# A command that never looks at its input, however large it is, answers all the same.
def test_a_command_that_does_not_read(tmp_path: Path, request_: Request) -> None:
    words = program(tmp_path, """print('{"reader": "r", "proposals": []}')""")
    many = tuple(["A sentence of a long document."] * 200_000)
    large = Request("d", many, many, request_.holes, (), ())
    assert CommandReader(words).read(large).proposals == ()


# Whatever a command writes that is no answer, is one message.
@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"", "wrote no answer"),
        (b" \n", "wrote no answer"),
        (b"Sure! Here is the JSON:", "the answer is no JSON document: Expecting value at line 1, column 1"),
        (
            b'{"reader": "r", "proposals": [{"hole": "x"',
            "the answer is no JSON document: Expecting ',' delimiter",
        ),
        (
            b'{"reader": "r", "proposals": []} {}',
            "the answer is no JSON document: Extra data at line 1, column 34",
        ),
        (b"\xff\xfe{}", "the answer is no UTF-8: byte 1 is wrong"),
        (b"[]", "the answer is a mapping of reader, proposals, and of nothing else"),
        (b"null", "the answer is a mapping of reader, proposals, and of nothing else"),
        (b'{"reader": "r"}', "the answer is a mapping of reader, proposals, and of nothing else"),
        (
            b'{"reader": "r", "proposals": [], "signed by": "x"}',
            "the answer is a mapping of reader, proposals",
        ),
        (b'{"reader": "r", "reader": "s", "proposals": []}', "a key stands twice in one mapping"),
        (b'{"reader": NaN, "proposals": []}', "NaN is no number"),
        (b'{"reader": 5, "proposals": []}', "reader: a name of at most 100 characters is expected, not 5"),
        (b'{"reader": "", "proposals": []}', "reader: a name of at most 100 characters is expected, not ''"),
        (b'{"reader": "a\\nb", "proposals": []}', "reader: a name of at most 100 characters is expected"),
        (b'{"reader": "\\u202er", "proposals": []}', "reader: a name of at most 100 characters is expected"),
        (b'{"reader": "r", "proposals": {}}', "proposals: a list is expected, not a mapping"),
        (b'{"reader": "r", "proposals": ' + b"[" * 90_000, "the answer is "),
        (b'{"reader": ' + b"9" * 90_000 + b', "proposals": []}', "the answer is no JSON document: Exceeds"),
        (
            b'{"reader": "r", "proposals": [' + b"0," * 1000 + b"0]}",
            "the answer holds 1,001 proposals, of at most",
        ),
    ],
)
def test_no_answer(written: bytes, told: str, tmp_path: Path, request_: Request) -> None:
    file = tmp_path / "written"
    file.write_bytes(written)
    words = program(tmp_path, f"import sys; sys.stdout.buffer.write(open({str(file)!r}, 'rb').read())")
    message = failure(words, request_)
    assert message.removeprefix("wrote no answer that can be read: ").startswith(told) or told in message


# A proposal of another shape is set apart, with its number, and the others count.
def test_malformed_proposals_are_set_apart(tmp_path: Path, request_: Request) -> None:
    right = json.loads(RIGHT.read_text(encoding="utf-8"))["proposals"][1]
    wrong = [
        7,
        {**right, "signed by": "me"},
        {**right, "value": None},
        {**right, "quotes": "all"},
        {**right, "quotes": [{"sentence": "4", "quote": "x"}]},
        {**right, "quotes": [{"sentence": True, "quote": "x"}]},
        {**right, "quotes": [{"start": 0, "end": 9, "quote": "x"}]},
    ]
    file = tmp_path / "written"
    file.write_text(json.dumps({"reader": "r", "proposals": [*wrong, right]}), encoding="utf-8")
    words = program(tmp_path, f"print(open({str(file)!r}).read())")
    answer = CommandReader(words).read(request_)
    assert [one.hole for one in answer.proposals] == ["effective-date"]
    assert [one.because for one in answer.malformed] == [
        "proposal 1 of the answer: it is a mapping of hole, kind, value, quotes, and of nothing else",
        "proposal 2 of the answer: it is a mapping of hole, kind, value, quotes, and of nothing else",
        "proposal 3 of the answer: value: a text is expected, not None",
        "proposal 4 of the answer: quotes: a list is expected, not 'all'",
        "proposal 5 of the answer: sentence: a whole number is expected, not '4'",
        "proposal 6 of the answer: sentence: a whole number is expected, not True",
        "proposal 7 of the answer: a quote is a mapping of sentence, quote, and of nothing else",
    ]


# A command that fails is told with its status and the last line of what it complains of.
def test_failing_commands(tmp_path: Path, request_: Request) -> None:
    answer = """print('{"reader": "r", "proposals": []}', flush=True)"""
    words = program(
        tmp_path, f"{answer}\nimport sys; print('a\\nno key\\x1b[31m', file=sys.stderr); sys.exit(3)"
    )
    assert failure(words, request_) == "failed with exit status 3: no key\ufffd[31m"
    words = program(tmp_path, f"{answer}\nimport os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert failure(words, request_) == "failed with signal SIGKILL"


# A command that is not there, or cannot be run, is told.
def test_commands_that_do_not_start(tmp_path: Path, request_: Request) -> None:
    assert failure((str(tmp_path / "none"),), request_) == "cannot be started: No such file or directory"
    assert failure((str(tmp_path),), request_) == "cannot be started: Permission denied"
    plain = tmp_path / "plain"
    plain.write_bytes(b"\0\1")
    plain.chmod(0o755)
    assert failure((str(plain),), request_) == "cannot be started: Exec format error"


# A command that never ends is ended, with all that it started, and what it wrote so far is no answer.
def test_a_command_that_never_ends(tmp_path: Path, request_: Request) -> None:
    alive = tmp_path / "alive"
    child = f"""
import time
while True:
    open({str(alive)!r}, "w").write(str(time.time()))
    time.sleep(0.05)
"""
    words = program(
        tmp_path,
        f"""\
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", {child!r}])
        print('{{"reader": "r", "proposals": []}}', flush=True)
        time.sleep(1000)
        """,
    )
    began = time.monotonic()
    assert failure(words, request_, seconds=1.5) == "has not answered within 1.5 seconds"
    assert time.monotonic() - began < BOUND
    assert alive.exists()
    time.sleep(0.3)
    last = alive.read_text()
    time.sleep(0.3)
    assert alive.read_text() == last


# A command that ends and leaves another process behind is not waited for, and that process is ended.
def test_a_command_that_leaves_something_behind(tmp_path: Path, request_: Request) -> None:
    number = tmp_path / "number"
    words = program(
        tmp_path,
        f"""\
        import subprocess, sys
        left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
        open({str(number)!r}, "w").write(str(left.pid))
        print('{{"reader": "r", "proposals": []}}')
        """,
    )
    began = time.monotonic()
    assert CommandReader(words).read(request_).reader == "r"
    assert time.monotonic() - began < BOUND
    assert _ends(int(number.read_text()))


def _ends(number: int) -> bool:
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        # Ended, and waited for by nobody: in a container there may be no process that collects it.
        stat = Path(f"/proc/{number}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


# A command that writes without end is ended, whichever stream it floods.
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_command_that_writes_without_end(stream: str, tmp_path: Path, request_: Request) -> None:
    words = program(tmp_path, f"import sys\nwhile True: sys.{stream}.write('[' * 10_000)")
    began = time.monotonic()
    assert failure(words, request_) == "wrote more than 100,000 bytes"
    assert time.monotonic() - began < BOUND


# --- the command line -------------------------------------------------------------------------------------


def recorded(tmp_path: Path, file: Path = RIGHT) -> str:
    """A command that answers with a recorded file."""
    return shlex.join(program(tmp_path, f"print(open({str(file)!r}, encoding='utf-8').read())"))


# The draft is written with the proposals; the check lists each and tells how it is signed. What needs a fact
# that the draft's own vocabulary does not have is rejected.
def test_import_with_a_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "next.md"
    assert run(["import", str(DOCUMENT), "--out", str(out), "--reader", recorded(tmp_path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in data["proposals"]["accepted"]] == [f"proposal-{n}" for n in range(1, 5)]
    (rejected,) = data["proposals"]["rejected"]
    assert rejected["because"].startswith("there is no fact or criterion member.age; known here: draft.")
    assert data["draft"] == out.read_text(encoding="utf-8")
    assert run(["check", str(tmp_path), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    told = {one["about"]: one for one in findings if one["id"] == "hole"}
    assert told["proposal-1"]["what"] == (
        "the proposal proposal-1 is not signed: For the hole effective-date, a recorded double, right "
        "proposes this date: 2024-03-01 [Pumps for Open Wounds, line 5]"
    )
    assert "sign it here (signed by, on)" in told["proposal-1"]["right"]
    assert told["effective-date"]["severity"] == "error"


# Without a reader, the draft is that of the rules alone, and no command is run.
def test_import_without_a_reader(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(DOCUMENT), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["proposals"] is None
    assert "proposed:" not in data["draft"]


# What a reader proposed in vain is told with the reason.
def test_rejected_proposals_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = recorded(tmp_path, HERE / "recorded" / "obedient.json")
    assert run(["import", str(DOCUMENT), "--reader", command]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "proposals none of a recorded double, which did as the document told it is kept" in page
    assert "what was not read never becomes coverage: a person alone may write that status" in page


# Where the reader fails, nothing is written.
def test_nothing_is_written_when_the_reader_fails(tmp_path: Path) -> None:
    out = tmp_path / "next.md"
    with pytest.raises(CoverdictError, match="failed with exit status 1"):
        run(["import", str(DOCUMENT), "--out", str(out), "--reader", f"{sys.executable} -c 1/0"])
    assert list(tmp_path.iterdir()) == []


# Options that make no command or no time are refused with what is wrong.
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--reader", ""], "--reader '' names no command"),
        (["--reader", "'a"], "--reader 'a: no closing quotation"),
        (["--reader", "''"], "names no command"),
        (["--reader-seconds", "5"], "--reader-seconds goes with --reader COMMAND"),
        (["--reader", "true", "--reader-seconds", "0"], "a whole number from 1 to 86400, not '0'"),
        (["--reader", "true", "--reader-seconds", "-1"], "a whole number from 1 to 86400, not '-1'"),
        (["--reader", "true", "--reader-seconds", "nan"], "a whole number from 1 to 86400, not 'nan'"),
        (["--reader", "true", "--reader-seconds", "9" * 5000], "a whole number from 1 to 86400"),
    ],
)
def test_wrong_options(options: list[str], told: str) -> None:
    with pytest.raises(UsageError, match="for help: coverdict import --help") as caught:
        run(["import", str(DOCUMENT), *options])
    assert told in str(caught.value)


# No shell reads the command: what a shell would run stays an argument.
def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    command = f"{recorded(tmp_path)} ; touch {mark} $(touch {mark}) `touch {mark}`"
    assert run(["import", str(DOCUMENT), "--reader", command, "--json"]) == 0
    assert not mark.exists()


# The program itself, interrupted while the reader works, ends it and writes nothing.
def test_interrupted(tmp_path: Path) -> None:
    import signal

    started, out = tmp_path / "started", tmp_path / "next.md"
    words = program(
        tmp_path,
        f"import os, time; open({str(started)!r}, 'w').write(str(os.getpid())); time.sleep(1000)",
    )
    command = [sys.executable, "-m", "coverdict.cli", "import", str(DOCUMENT), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--reader", shlex.join(words)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    for _ in range(600):
        if started.exists() and started.read_text():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, complained = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in complained
    assert _ends(int(started.read_text()))
    assert not out.exists()
