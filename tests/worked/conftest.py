"""The shipped library, as it is and as an analyst has changed it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

import pytest

from coverdict.decision import Desk, open_library
from coverdict.library import shipped_folder


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Desk]:
    """The shipped library after an analyst has added text to some of its documents, or replaced some."""

    def change(
        added: Mapping[str, str] | None = None, replaced: Mapping[str, tuple[str, str]] | None = None
    ) -> Desk:
        folder = tmp_path_factory.mktemp("library") / "library"
        shutil.copytree(shipped_folder(), folder)
        for file, text in (added or {}).items():
            path = folder / file
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        for file, (old, new) in (replaced or {}).items():
            path = folder / file
            before = path.read_text(encoding="utf-8")
            assert old in before
            path.write_text(before.replace(old, new), encoding="utf-8")
        return open_library(folder)

    return change
