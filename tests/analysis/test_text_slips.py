"""Slips in the text of the real policies, made without the program: the test patients notice them."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from analysis.judged_cases import POLICIES, answers, trial
from analysis.text_slips import slips

from coverdict import open_library
from coverdict.analysis.cases.cases import cases
from coverdict.analysis.cases.requests import EXPECTED, case_requests
from coverdict.analysis.texts import find_text
from coverdict.decision.data import line_data
from coverdict.language.model import Document
from coverdict.library import shipped_folder
from coverdict.library.reading_drafts import read_draft
from coverdict.text import DocumentError
from coverdict_judges.rulings import RulingPairs

LONG = os.environ.get("COVERDICT_LONG") == "1"


@pytest.mark.parametrize("policy", POLICIES)
def test_slips_of_the_text_are_noticed(policy: str, tmp_path: Path) -> None:
    # A document with one slip in its text, read again, gives some patient another ruling under some readings;
    # where no patient notices it, Z3 finds nobody for whom it matters.
    one = trial(open_library(), policy)
    before = [answers(one.texts, patient.facts) for patient in one.choice.patients]
    counts: Counter[str] = Counter()
    used = dict.fromkeys(name for document in one.side.texts for name in document.uses)
    definitions = (one.desk.library.contents.definitions[name] for name in used)
    for document in (*one.side.texts, *definitions):
        for number, (text, says) in enumerate(slips(document.text)):
            file = tmp_path / f"{document.kind}-{number}.md"
            file.write_text(text, encoding="utf-8")
            try:
                changed = one.with_document(_status_alone(read_draft(one.desk.library, file)))
            except DocumentError:
                counts["unreadable"] += 1
                continue
            counts["read"] += 1
            after = [answers(changed, patient.facts) for patient in one.choice.patients]
            if after == before:
                counts["equal"] += 1
                pairs = RulingPairs(one.texts, changed).found()
                assert all(first == second for first, second in pairs), says
    sys.stdout.write(f"{policy}: {dict(counts)}\n")
    assert counts["read"] >= 25
    assert counts["equal"] < counts["read"] / 2


def _status_alone(document: Document) -> Document:
    return replace(document, rules=tuple(rule for rule in document.rules if rule.slot == "status"))


@pytest.mark.parametrize("policy", POLICIES)
def test_requests_get_other_determinations(policy: str, tmp_path: Path) -> None:
    # In a copy of the library whose policy has a slip that matters, the request of some patient is determined
    # otherwise than expected.
    desk = open_library()
    text = find_text(desk, policy)
    found = cases(desk, text)
    requests = case_requests(desk, found)
    one = trial(desk, policy)
    before = [answers(one.texts, patient.facts) for patient in one.choice.patients]
    made = list(slips(text.document.text))
    Random(3).shuffle(made)
    tried = 0
    for number, (changed, says) in enumerate(made):
        folder = tmp_path / str(number)
        shutil.copytree(shipped_folder(), folder)
        file = folder / text.document.place.file
        file.write_text(changed, encoding="utf-8")
        try:
            other = open_library(folder)
            draft = find_text(other, policy).document
        except DocumentError:
            continue
        after = [
            answers(one.with_document(_status_alone(draft)), patient.facts) for patient in one.choice.patients
        ]
        statuses = [[ruled and ruled[0] for ruled in answer] for answer in after]
        if statuses == [[ruled and ruled[0] for ruled in answer] for answer in before]:
            continue  # nobody's status changes: the trace alone tells
        lines = [[line_data(line) for line in other.decide(each.request).lines] for each in requests]
        shown = [[{key: line[key] for key in EXPECTED} for line in each] for each in lines]
        assert shown != [each.expected["lines"] for each in requests], says
        tried += 1
        if tried == (40 if LONG else 4):
            break
    assert tried >= 4
