"""The judges know nothing of the program's own way to an answer."""

from __future__ import annotations

import ast
from pathlib import Path

import coverdict_judges

ALLOWED = ("coverdict.language.syntax", "coverdict.language.model", "coverdict.text", "coverdict_judges")


# Of the program they import only the trees of the language and the text room's plain data.
def test_imports() -> None:
    folder = Path(coverdict_judges.__file__).parent
    files = sorted(folder.rglob("*.py"))
    assert len(files) > 10
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert not name.startswith("coverdict") or name.startswith(ALLOWED), f"{file.name}: {name}"
