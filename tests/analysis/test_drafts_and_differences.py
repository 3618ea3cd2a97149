"""What a new version changes: drafts beside the library, moved patients, rewritten rules, words."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverdict.analysis.comparing.diff import diff
from coverdict.analysis.comparing.difference import Difference
from coverdict.analysis.texts import AnalysisError, find_text
from coverdict.decision import Desk, UnknownPolicyError, open_library
from coverdict.text import DocumentError

ROOT = Path(__file__).resolve().parents[2]
MICHIGAN = "bcbsm/cryosurgical-ablation-liver"
TEXT = (ROOT / "library/policies/bcbsm/cryosurgical-ablation-liver/2011.md").read_text("utf-8")
CALIFORNIA = (ROOT / "library/policies/bsc/7.01.75/2021-11-01.md").read_text("utf-8")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


def changed(desk: Desk, folder: Path, text: str, *edits: tuple[str, str], old: str = MICHIGAN) -> Difference:
    """The difference to a draft with some words exchanged; each edit must hit something."""
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    draft = folder / "next.md"
    draft.write_text(text, encoding="utf-8")
    return diff(desk, find_text(desk, old), find_text(desk, str(draft)))


def parts(found: Difference) -> set[tuple[str, str, str]]:
    return {(part.called, part.id, part.what) for part in found.parts}


def test_a_version_beside_itself_changes_nothing(desk: Desk) -> None:
    """The same text, under either of its names."""
    found = diff(desk, find_text(desk, MICHIGAN), find_text(desk, MICHIGAN))
    assert found.same_text and found.direction == "none" and not found.position_change
    assert found.parts == () and found.prose == ()


def test_a_wider_limit_is_looser(desk: Desk, tmp_path: Path) -> None:
    """From 4 to 5 cm: nobody loses, and those who gain lie between."""
    found = changed(desk, tmp_path, TEXT, ("lesion.largest <= 4 cm", "lesion.largest <= 5 cm"))
    assert found.direction == "looser" and found.position_change
    assert parts(found) == {("criterion", "few-and-small", "changed")}
    assert found.parts[0].same_meaning is False
    (region,) = found.comparison.regions
    clauses = [clause for where in region.where for clause in where.common]
    limits = {clause.subject: clause.values for clause in clauses}
    assert limits["lesion.count"] == "1"
    assert limits["lesion.largest"] == "> 4 cm and <= 5 cm"


def test_a_narrower_limit_is_stricter(desk: Desk, tmp_path: Path) -> None:
    found = changed(desk, tmp_path, TEXT, ("lesion.largest < 4 cm", "lesion.largest < 3 cm"))
    assert found.direction == "stricter"


def test_gains_and_losses_are_both(desk: Desk, tmp_path: Path) -> None:
    edits = (
        ("lesion.largest <= 4 cm", "lesion.largest <= 5 cm"),
        ("lesion.largest < 4 cm", "lesion.largest < 3 cm"),
    )
    assert changed(desk, tmp_path, TEXT, *edits).direction == "both"


def test_another_word_moves_nobody_in_effect(desk: Desk, tmp_path: Path) -> None:
    """Criteria not met, called not medically necessary: the position changes, and nobody gains or loses."""
    found = changed(
        desk,
        tmp_path,
        TEXT,
        ("  status: criteria_not_met\n  means", "  status: not_medically_necessary\n  means"),
    )
    assert found.direction == "other words" and found.position_change


def test_a_rule_written_anew_can_mean_the_same(desk: Desk, tmp_path: Path) -> None:
    """`is no` or `not`: the words change, no patient moves, and the criterion says so."""
    found = changed(desk, tmp_path, TEXT, ("tumor.resectable is no", "not tumor.resectable"))
    assert found.direction == "none" and not found.same_text
    (part,) = found.parts
    assert part.same_meaning is True
    assert [piece.text for line in part.text for piece in line if piece.kind == "removed"] == [" is no"]


def test_rules_codes_duties_and_dates(desk: Desk, tmp_path: Path) -> None:
    """What else a new version brings is listed by kind, with its own id."""
    entry = "  - code: 47383\n    system: CPT\n    role: governed\n    approach: percutaneous"
    sentence = "tumors in the liver is investigational."
    found = changed(
        desk,
        tmp_path,
        CALIFORNIA,
        ("  from: 2021-11-01", "  from: 2022-11-01"),
        (entry, "  - code: 47399\n    system: CPT\n    role: governed"),
        ("{from: -5 days, to: -1 days}", "{from: -7 days, to: -1 days}"),
        (f"Freezing {sentence}", f"Freezing any {sentence}"),
        old="bsc/7.01.75",
    )
    assert found.direction == "none"
    assert parts(found) == {
        ("statement", "in force from", "changed"),
        ("duty", "confirm-eligibility", "changed"),
        ("code", "CPT 47383", "removed"),
        ("code", "CPT 47399", "added"),
    }
    (section,) = found.prose
    assert section.heading.endswith("Policy Statement") and section.what == "changed"
    (line,) = section.paragraphs
    assert "".join(piece.text for piece in line if piece.kind != "removed").startswith(
        f"Freezing any {sentence}"
    )


def test_the_history_is_held_to_what_is_computed(desk: Desk, tmp_path: Path) -> None:
    """A row that says the position did not change, beside a version that changes it, is contradicted."""
    row = "- date: 2022-11-01\n  action: Yearly review\n  position change: no\n- date: 2021-11-01\n"
    dated = (("  from: 2021-11-01", "  from: 2022-11-01"), ("- date: 2021-11-01\n", row))
    quiet = changed(desk, tmp_path, CALIFORNIA, *dated, old="bsc/7.01.75")
    assert quiet.history is not None and quiet.history.agrees is True
    status = ("status: investigational\ncites", "status: medically_necessary\ncites")
    loud = changed(desk, tmp_path, CALIFORNIA, *dated, status, old="bsc/7.01.75")
    assert loud.direction == "looser"
    assert loud.history is not None and loud.history.agrees is False


def test_a_history_speaks_of_the_version_before_alone(desk: Desk, tmp_path: Path) -> None:
    """Beside another policy, or with a version between, a row says nothing of the two texts."""
    assert diff(desk, find_text(desk, MICHIGAN), find_text(desk, "bsc/7.01.75")).history is None
    rows = (
        "- date: 2022-11-01\n  action: Changed\n  position change: yes\n"
        "- date: 2023-11-01\n  action: Yearly review\n  position change: no\n- date: 2021-11-01\n"
    )
    status = ("status: investigational\ncites", "status: medically_necessary\ncites")
    edits = (("  from: 2021-11-01", "  from: 2023-11-01"), ("- date: 2021-11-01\n", rows), status)
    skipped = changed(desk, tmp_path, CALIFORNIA, *edits, old="bsc/7.01.75")
    assert skipped.direction == "looser" and skipped.history is None


def test_the_order_of_rules_is_a_change(desk: Desk, tmp_path: Path) -> None:
    """Rules that change places are named, since the first that holds decides."""
    first = TEXT.index("```yaml rule\nid: established")
    second = TEXT.index("```yaml rule\nid: all-other")
    end = TEXT.index("```yaml note\nkind: scope\nid: all-other-tumors")
    found = changed(desk, tmp_path, TEXT[:first] + TEXT[second:end] + TEXT[first:second] + TEXT[end:])
    assert ("order of rules", "", "changed") in parts(found)
    assert found.direction == "stricter"


def test_a_draft_that_is_wrong_is_told_with_its_place(desk: Desk, tmp_path: Path) -> None:
    """As for a document of the library: file, line, the line, what would be right."""
    with pytest.raises(DocumentError, match=r"next\.md:\d+:\d+: .*tumor\.resectible(.|\n)*tumor\.resectable"):
        changed(desk, tmp_path, TEXT, ("tumor.resectable is no", "tumor.resectible is no"))
    with pytest.raises(DocumentError, match="vocabulary 'liver-ablations' is not in the library"):
        changed(desk, tmp_path, TEXT, ("vocabulary: liver-ablation", "vocabulary: liver-ablations"))
    with pytest.raises(DocumentError, match="definitions 'bsk' are not in the library"):
        changed(desk, tmp_path, CALIFORNIA, ("uses: [bsc]", "uses: [bsk]"))
    with pytest.raises(UnknownPolicyError, match="is a plan; name a policy or a guideline"):
        find_text(desk, str(ROOT / "library/plans/bcn.md"))
    (tmp_path / "empty.md").write_text("")
    with pytest.raises(DocumentError, match="the front matter is missing"):
        find_text(desk, str(tmp_path / "empty.md"))
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="UTF-16"):
        find_text(desk, str(tmp_path / "binary.md"))


def test_guidelines_have_no_versions_to_differ(desk: Desk) -> None:
    with pytest.raises(AnalysisError, match="diff takes two policies"):
        diff(desk, find_text(desk, MICHIGAN), find_text(desk, "nccn-colon-2.2021"))
