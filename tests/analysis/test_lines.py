"""Lines of business: what two payers' plans make of two positions, on a small made-up library."""

from __future__ import annotations

from pathlib import Path

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.comparing.comparison import Comparison
from coverdict.analysis.texts import find_text
from coverdict.decision import open_library

VOCABULARY = """\
vocabulary: tiny
title: Tiny
facts:
  payer: {type: name, label: Payer}
  product: {type: name, label: Product}
  line_of_business: {type: choice, options: {commercial: Commercial, medicaid: Medicaid}, label: Line}
  service.code: {type: code, systems: [CPT], label: Code}
  service.date: {type: date, label: Date}
  size: {type: quantity, unit: cm, min: 0, label: Size}
"""

LIMIT = """\
  - limit:
      reading: limit
      options:
        - within: size <= 4 cm
        - below: size < 4 cm
"""


def policy(name: str, day: str, when: str) -> str:
    return (
        f"---\npolicy: {name}\ntitle: A policy\nin force: {{from: {day}}}\nvocabulary: tiny\n---\n\n"
        f"```yaml rule\nid: small\nwhen:\n{when}status: established\notherwise: investigational\n```\n"
    )


def plan(payer: str, product: str, line: str, rule: str) -> str:
    row = f"{{product: {product}, label: {product}, line of business: {line}}}"
    return (
        f"---\nplan: {payer}-plan\ntitle: Plan\npayer: {payer}\nvocabulary: tiny\n---\n\n"
        f"```yaml products\nproducts:\n  - {row}\n"
        f"```\n\n```yaml rule\nid: covered\n{rule}\n```\n"
    )


def payer(name: str, adopts: str, settled: str = "") -> str:
    block = (
        f"```yaml settled reading\npolicy: {adopts}\nreading: limit\nas: {settled}\nsigned by: Committee\n"
        "role: policy owner\non: 2024-02-01\n```\n"
        if settled
        else ""
    )
    return (
        f"---\npayer: {name}\ntitle: Payer {name}\nname: Payer {name}\nvocabulary: tiny\n"
        f"adopts: [{adopts}]\n---\n\n{block}"
    )


COVERS = "when: status is established\nbenefit: covered\notherwise: not_covered"


def compared(folder: Path, files: dict[str, str], first: str, second: str) -> Comparison:
    for file, text in {"vocabulary/tiny.yaml": VOCABULARY, **files}.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    desk = open_library(folder)
    return compare(desk, find_text(desk, first), find_text(desk, second))


def test_plans_follow_each_payers_own_reading(tmp_path: Path) -> None:
    """Where both payers settled the limit the same way their plans agree, where not, one covers more."""
    texts = {
        "policies/a.md": policy("a/limit", "2024-01-01", LIMIT),
        "policies/b.md": policy("b/limit", "2024-01-01", "  - size <= 4 cm\n"),
        "plans/a.md": plan("a", "gold", "commercial", COVERS),
        "plans/b.md": plan("b", "gold", "commercial", COVERS),
        "payers/b.md": payer("b", "b/limit"),
    }
    verdicts = {}
    for settled in ("within", "below", ""):
        files = {**texts, "payers/a.md": payer("a", "a/limit", settled)}
        found = compared(tmp_path / (settled or "open"), files, "a/limit", "b/limit")
        (line,) = (line for line in found.lines if line.name == "commercial")
        (plans,) = line.plans
        verdicts[settled] = plans.verdict
        # The position is compared as the text stands, whatever a payer has settled.
        assert found.verdict == "second more permissive"
    assert verdicts == {
        "within": "equivalent",
        "below": "second more permissive",
        "": "second more permissive",
    }


def test_lines_without_a_product_on_one_side_have_no_verdict(tmp_path: Path) -> None:
    """A payer that has no product of a line is not compared there; the other's benefits are shown."""
    files = {
        "policies/a.md": policy("a/limit", "2024-01-01", LIMIT),
        "policies/b.md": policy("b/limit", "2024-01-01", LIMIT),
        "plans/a.md": plan("a", "gold", "commercial", COVERS),
        "plans/b.md": plan("b", "care", "medicaid", "benefit: covered"),
        "payers/a.md": payer("a", "a/limit"),
        "payers/b.md": payer("b", "b/limit"),
    }
    found = compared(tmp_path, files, "a/limit", "b/limit")
    lines = {line.name: line.plans[0] for line in found.lines}
    assert lines["commercial"].verdict is None and lines["medicaid"].verdict is None
    assert lines["commercial"].benefits == (("covered", "not_covered"), ())
    assert lines["medicaid"].benefits == ((), ("covered",))


def test_two_versions_are_compared_payer_by_payer(tmp_path: Path) -> None:
    """Of two versions of one policy each payer is held against itself, with its own reading."""
    files = {
        "policies/old.md": policy("a/limit", "2023-01-01", LIMIT),
        "policies/new.md": policy("a/limit", "2024-01-01", LIMIT.replace("< 4 cm", "< 3 cm")),
        "plans/one.md": plan("one", "gold", "commercial", COVERS),
        "plans/two.md": plan("two", "gold", "commercial", COVERS),
        "payers/one.md": payer("one", "a/limit", "within"),
        "payers/two.md": payer("two", "a/limit", "below"),
    }
    found = compared(tmp_path, files, "a/limit@2023-06-01", "a/limit@2024-06-01")
    (line,) = (line for line in found.lines if line.name == "commercial")
    # Who reads the limit as `within` sees no change; who reads it as `below` loses 3 to 4 cm.
    assert {plans.payers: plans.verdict for plans in line.plans} == {
        ("one", "one"): "equivalent",
        ("two", "two"): "first more permissive",
    }
    assert found.verdict == "first more permissive"
