"""`coverdict schema`: one JSON Schema, or all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from coverdict.language.blocks import BLOCKS

Run = Callable[..., tuple[int, str, str]]
NAMES = (*BLOCKS, "front matter", "vocabulary", "request")


def printed(run: Run, *arguments: str) -> dict[str, Any]:
    status, output, message = run("schema", *arguments)
    assert (status, message) == (0, "")
    schema: dict[str, Any] = json.loads(output)
    Draft202012Validator.check_schema(schema)
    return schema


@pytest.mark.parametrize("name", NAMES)
def test_each_by_its_name(name: str, run: Run) -> None:
    """Each schema comes by its name, in one word or in several; --json changes nothing."""
    schema = printed(run, *name.split())
    assert schema["title"] == name and schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert printed(run, name, "--json") == schema


def test_all_in_one(run: Run) -> None:
    """Without a name, all come in one document; what each refers to is in it."""
    whole = printed(run)
    assert {name.replace(" ", "-") for name in NAMES} <= set(whole["$defs"])
    rule = {"id": "r", "when": ["a"], "status": "established"}
    assert Draft202012Validator(whole).is_valid(rule)
    assert not Draft202012Validator(whole).is_valid({**rule, "status": "estabished"})


def test_the_facts_of_a_vocabulary(run: Run) -> None:
    """With a vocabulary, a case and a request know its facts, and those that it extends."""
    for name in ("case", "request"):
        found = json.dumps(printed(run, name, "--vocabulary", "liver-ablation"))
        assert '"tumor.origin"' in found and '"line_of_business"' in found and "metastatic" in found


def test_the_facts_of_a_library_of_ones_own(run: Run, tmp_path: Path) -> None:
    """--library says whose vocabulary is meant."""
    (tmp_path / "vocabulary").mkdir()
    text = "vocabulary: mine\ntitle: Mine\nfacts:\n  skin.dry: {type: yes/no}\n"
    (tmp_path / "vocabulary" / "mine.yaml").write_text(text, encoding="utf-8")
    found = printed(run, "case", "--vocabulary", "mine", "--library", str(tmp_path))
    assert list(found["properties"]["facts"]["properties"]) == ["skin.dry"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rules"], "there is no schema 'rules'; did you mean rule?"),
        (["value", "sets"], "there is no schema 'value sets'; did you mean value set?"),
        (["condition"], "there is no schema 'condition'; "),
        (["case", "--vocabulary", "liver-ablations"], "did you mean liver-ablation?"),
        (["case", "--library", "nowhere", "--vocabulary", "x"], "nowhere"),
    ],
)
def test_what_is_not_there(arguments: list[str], words: str, run: Run) -> None:
    """A name that nothing has is refused with the nearest one."""
    status, output, message = run("schema", *arguments)
    assert (status, output) == (2, "")
    assert words in message and "Traceback" not in message
