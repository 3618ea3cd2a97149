"""What a person reads who gives the program something wrong: whole messages, as the commands print them.

Each case of `spoilt_libraries.py` and `spoilt_requests.py` has its message in `golden/`. To change them, run

    COVERDICT_GOLDEN=1 pytest tests/hostile/test_messages.py

and read the difference (`git diff tests/hostile/golden`) as carefully as code.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.spoilt_libraries import LIBRARIES
from tests.hostile.spoilt_requests import REQUESTS

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
Run = Callable[..., tuple[int, str, str]]

# What the bar on bad input names, and the cases that show it: of a library, of a request.
BAR: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "malformed YAML": (("malformed-yaml", "malformed-vocabulary"), ("malformed-yaml",)),
    "unknown fact": (("unknown-fact",), ("misspelt-fact",)),
    "wrong unit": (("wrong-unit", "no-unit"), ("wrong-unit", "no-unit")),
    "wrong type": (("wrong-type",), ("wrong-type", "wrong-type-list", "yes-no-number")),
    "number where a code belongs": (("number-for-a-code",), ("code-without-system", "service-is-a-code")),
    "duplicate key": (
        ("duplicate-key", "duplicate-key-of-a-vocabulary"),
        ("duplicate-key", "json-duplicate-key"),
    ),
    "value set that is not there": (("no-value-set",), ()),
    "impossible constraint": (("impossible-constraint", "impossible-together"), ()),
    "rule that refers to itself": (("refers-to-itself", "refer-to-each-other"), ()),
    "missing front matter": (("no-front-matter", "empty-document"), ()),
    "two versions in force on one day": (("two-versions-on-a-day", "two-versions-of-one-day"), ()),
    "request with a misspelt fact": ((), ("misspelt-fact", "misspelt-option", "misspelt-key")),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small library, in which commands run; messages then show short paths."""
    shutil.copytree(HERE / "library", tmp_path / "library")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    return tmp_path


def spoil(library: Path, name: str) -> None:
    """Make the changes of a case."""
    for one in LIBRARIES[name]:
        path = library / one.file
        text = path.read_text(encoding="utf-8") if one.old else ""
        assert not one.old or text.count(one.old) == 1, (one, text.count(one.old))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((text.replace(one.old, one.new) if one.old else one.new).encode())


def must_be(name: str, said: str) -> None:
    """Hold what was said against the golden file `name`."""
    wanted = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        wanted.parent.mkdir(exist_ok=True)
        wanted.write_text(said, encoding="utf-8")
    assert said == wanted.read_text(encoding="utf-8")


def test_the_small_library_and_its_request_are_right(here: Path, run: Run) -> None:
    """What the cases spoil is right before."""
    status, page, messages = run("check", "--library", "library", "--json")
    assert (json.loads(page)["well_formed"], messages) == (True, "")
    status, _, messages = run("decide", str(HERE / "request.yaml"), "--library", "library")
    assert (status, messages) == (0, "")


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_that_is_wrong(name: str, here: Path, run: Run) -> None:
    """`check` shows exactly the golden page and says the same as data; `decide` refuses the library."""
    spoil(here / "library", name)
    status, page, messages = run("check", "--library", "library")
    assert (status, messages) == (1, "")
    must_be(f"library/{name}", page)
    status, text, messages = run("check", "--library", "library", "--json")
    problems = json.loads(text)["problems"]
    assert (status, messages) == (1, "") and problems
    for options in ((), ("--json",)):
        status, output, messages = run("decide", str(HERE / "request.yaml"), "--library", "library", *options)
        assert (status, output) == (2, "") and "Traceback" not in messages
        heads = [line for line in messages.splitlines() if not line.startswith(" ")]
        assert heads == [
            f"{one['file'].removeprefix('library/')}:{one['line']}:{one['column']}: {one['what']}"
            for one in problems
        ]


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_problem_of_a_library_has_its_line_and_what_is_right(name: str, here: Path, run: Run) -> None:
    """Each problem points into a line that is there and says what would be right."""
    spoil(here / "library", name)
    for one in json.loads(run("check", "--library", "library", "--json")[1])["problems"]:
        lines = Path(one["file"]).read_text(encoding="utf-8").split("\n")
        assert 1 <= one["line"] <= len(lines)
        assert 1 <= one["column"] <= len(lines[one["line"] - 1]) + 1
        assert one["right"], one


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_that_is_wrong(name: str, here: Path, run: Run) -> None:
    """`decide` says exactly the golden message on standard error and nothing else, as a page and as data."""
    (here / "request.yaml").write_bytes(REQUESTS[name])
    status, output, messages = run("decide", "request.yaml", "--library", "library")
    assert (status, output) == (2, "")
    must_be(f"request/{name}", messages)
    assert run("decide", "request.yaml", "--library", "library", "--json") == (2, "", messages)


@pytest.mark.parametrize("item", BAR)
def test_every_item_of_the_bar_has_its_messages(item: str) -> None:
    """The bar is met by cases that exist, each with its golden file."""
    libraries, requests = BAR[item]
    assert libraries or requests
    assert set(libraries) <= set(LIBRARIES) and set(requests) <= set(REQUESTS)


def test_no_golden_file_is_left_over() -> None:
    """Each golden file belongs to a case."""
    named = {f"library/{name}.txt" for name in LIBRARIES} | {f"request/{name}.txt" for name in REQUESTS}
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")} == named


def test_a_product_that_nobody_knows_is_no_error(here: Path, run: Run) -> None:
    """A product that no plan names is decided, with the benefit undetermined."""
    (here / "request.yaml").write_text((HERE / "request.yaml").read_text().replace("ppo", "another"))
    status, text, messages = run("decide", "request.yaml", "--library", "library", "--json")
    assert (status, messages) == (0, "")
    assert {one["benefit"] for line in json.loads(text)["lines"] for one in line["possible"]} == {
        "undetermined"
    }
