"""`compare` and `diff` as commands: what is printed, to which width, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from coverdict.analysis.joint import Share
from coverdict.analysis.percents import percent, share_words
from coverdict.cli.analysed import some_names
from coverdict.cli.diff import redline_row
from coverdict.text import redline

Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).resolve().parents[2]
MICHIGAN = "bcbsm/cryosurgical-ablation-liver"
CALIFORNIA = "bsc/7.01.75"
SCREENFUL = 48  # lines of a terminal's page


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    text = (ROOT / "library/policies" / MICHIGAN / "2011.md").read_text("utf-8")
    path = tmp_path / "next.md"
    path.write_text(text.replace("lesion.largest <= 4 cm", "lesion.largest <= 5 cm"), "utf-8")
    return path


# Bar: compare on the two real policies answers in no more than a screenful.
def test_the_real_policies_fit_on_a_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    status, page, messages = run("compare", MICHIGAN, CALIFORNIA)
    assert (status, messages) == (0, "")
    lines = page.splitlines()
    assert len(lines) <= SCREENFUL and max(map(len, lines)) <= 100
    assert "INCOMPARABLE: each is more permissive for some patients" in lines
    assert "\x1b" not in page


@pytest.mark.parametrize("columns", [30, 64, 80])
def test_narrow_pages_lose_nothing(columns: int, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On any width the same words stand, each line within it."""
    monkeypatch.setenv("COLUMNS", "100")
    _, wide, _ = run("diff", MICHIGAN, MICHIGAN)
    monkeypatch.setenv("COLUMNS", str(columns))
    status, page, _ = run("compare", MICHIGAN, CALIFORNIA)
    assert status == 0 and max(map(len, page.splitlines())) <= columns
    for word in ("INCOMPARABLE", "lesion.count", "federal", "47383"):
        assert word in page.replace("\n", "")
    assert "NOTHING CHANGES" in wide


def test_json_holds_all_pairs_and_the_asked_regions(run: Run) -> None:
    """One document on standard output: regions as many as asked for, every pair of clauses counted."""
    status, output, messages = run("compare", MICHIGAN, CALIFORNIA, "--json", "--regions", "3")
    assert (status, messages) == (0, "")
    data = json.loads(output)
    assert len(data["regions"]) == 3 and data["verdict"] == "incomparable" and data["counted"]
    shares = [each["share"]["part"] for pairs in data["pairs"].values() for each in pairs]
    assert abs(sum(shares) - 1) < 1e-4
    assert data["regions"][0]["first"]["clauses"][0]["citation"]["section"] == "Medical Policy Statement"
    assert data["regions"][0]["patient"]["facts"]["lesion.largest"].endswith(" cm")
    again = run("compare", MICHIGAN, CALIFORNIA, "--json", "--regions", "3")
    assert again == (status, output, messages)


def test_diff_shows_words_that_changed(run: Run, draft: Path) -> None:
    """Direction, who moved, and the rule's line, removed and added words told apart without colours."""
    status, page, messages = run("diff", MICHIGAN, str(draft))
    assert (status, messages) == (0, "")
    assert "POSITION CHANGE: looser for some patients, stricter for none" in page
    assert "up to 4 cm: lesion.largest <= [-4-]{+5+} cm" in page
    status, output, _ = run("diff", MICHIGAN, str(draft), "--json")
    data = json.loads(output)
    assert (data["direction"], data["position_change"], data["same_text"]) == ("looser", True, False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", MICHIGAN], "required: B"),
        (["compare", MICHIGAN, "bsc/7.01.76"], "no policy, guideline or file is called 'bsc/7.01.76'"),
        (["compare", MICHIGAN, "nothing.md"], "nothing.md: no such file"),
        (["compare", MICHIGAN, CALIFORNIA, "--regions", "-1"], "--regions is a number from 0 on, not -1"),
        (["compare", MICHIGAN, CALIFORNIA, "--regions", "many"], "invalid int value: 'many'"),
        (["compare", "nccn-colon-2.2021", "nccn-colon-2.2021"], "are guidelines"),
        (["diff", MICHIGAN, "nccn-colon-2.2021"], "diff takes two policies"),
        (["diff", f"{CALIFORNIA}@2021-13-01", CALIFORNIA], "'2021-13-01' is not a date"),
        (["compare", MICHIGAN, CALIFORNIA, "--library", "nowhere"], "nowhere: no such folder"),
    ],
)
def test_what_is_wrong_is_one_message(arguments: list[str], words: str, run: Run) -> None:
    status, output, message = run(*arguments)
    assert (status, output) == (2, "")
    assert words in message and "Traceback" not in message


def test_a_hostile_draft_is_refused_or_shown_harmless(run: Run, tmp_path: Path) -> None:
    """Drafts that are no documents get a message; what steers a terminal never reaches it."""
    for name, data in {
        "empty.md": b"",
        "binary.md": bytes(range(256)),
        "deep.md": b"---\npolicy: a/b\nvocabulary: core\n---\n" + b"> " * 5_000 + b"x\n",
        "huge.md": b"---\npolicy: a/b\nvocabulary: core\n---\n" + b"word " * 400_000,
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        status, _, message = run("diff", CALIFORNIA, str(path))
        assert status in (0, 2) and "Traceback" not in message
    status, _, message = run("compare", CALIFORNIA, str(tmp_path))
    assert status == 2 and "Traceback" not in message
    text = (ROOT / "library/policies" / CALIFORNIA / "2021-11-01.md").read_text("utf-8")
    steering = tmp_path / "steering.md"
    steering.write_text(text.replace("Freezing tumors", "Freezing \x1b[31m\u202etumors"), "utf-8")
    status, page, message = run("diff", CALIFORNIA, str(steering))
    assert status in (0, 2)
    assert not {"\x1b", "\u202e"} & set(page + message)


def test_shares_are_written_with_two_digits() -> None:
    """Exact shares as they are, drawn ones as about; what the sample never met has a bound."""
    assert [percent(Fraction(n, d)) for n, d in ((1, 1), (1, 2), (1, 9), (1, 30), (7, 10_000), (0, 1))] == [
        "100 %",
        "50 %",
        "11 %",
        "3.3 %",
        "0.07 %",
        "0 %",
    ]
    assert percent(Fraction(9_999, 10_000)) == "100.0 %"
    assert share_words(Share(Fraction(1, 4), exact=True)) == "25 %"
    assert share_words(Share(Fraction(1, 4), exact=False, of=1_000)) == "about 25 %"
    assert share_words(Share(Fraction(0), exact=False, of=1_000)) == "under 0.1 %"


def test_names_and_redlines_are_short() -> None:
    """A long listing says how many more there are; a redline reads without colours."""
    assert some_names(["a", "b", "c", "d"]) == "a, b, c, d"
    assert some_names(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert (
        redline_row(redline("within 4 cm of it", "within 5 cm")).text.plain
        == "within [-4-]{+5+} cm [-of it-]"
    )
