"""The table of the mission's rows names files and tests that are there."""

from __future__ import annotations

import ast
import re

from tests.mission.held import ROOT

_ROW = re.compile(r"^\| ((?:AB|A|B)[0-9A-F]+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def table() -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]] = _ROW.findall((ROOT / "docs" / "mission.md").read_text("utf-8"))
    return found


# The table has each of the 124 rows once.
def test_every_row_stands_once() -> None:
    rows = [row for row, *_ in table()]
    assert len(rows) == len(set(rows)) == 124


# Each row's files and its test are there; no row waits for later work.
def test_files_and_tests_exist() -> None:
    for row, _, held, shown in table():
        for file in re.findall(r"`([^`]+)`", held):
            assert (ROOT / file).is_file(), (row, file)
        file, _, name = shown.strip("`").partition("::")
        assert name == f"test_{row.lower()}"
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, row
