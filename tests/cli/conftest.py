"""Running a command in this process, as `coverdict` would run it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO, TextIOWrapper

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command; its status, standard output and standard error.

    Arguments of the result: the command's arguments; `given`: the bytes of its standard input.
    """
    from coverdict.cli import main

    monkeypatch.delenv("COLUMNS", raising=False)

    def command(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["coverdict", *arguments])
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfdbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, captured.out.decode(), captured.err.decode()

    return command
