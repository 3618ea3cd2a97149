"""The same library, request and program give the same answer, byte for byte (design §5.11)."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coverdict.decision import as_data, open_library
from coverdict.decision.digests import request_digest
from coverdict.decision.requests import read_request
from coverdict.library import shipped_folder
from tests.decision.trial import files, request, shipped, trial, written

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples" / "requests").glob("*.yaml"))


DECIDE_ALL = """
import json, sys
import coverdict as cv
desk = cv.open_library()
for request in json.load(sys.stdin):
    print(json.dumps(cv.as_data(desk.decide(request)), ensure_ascii=False))
"""


def requests() -> list[dict[str, Any]]:
    """Requests that touch much of the library: two payers, several indications, companions, conflicts."""
    a = {"payer": "bcn", "product": "commercial_hmo", "service_date": "2012-06-01"}
    b = {"payer": "bsc", "product": "fep", "service_date": "2021-12-01", "as_of": "2021-11-28"}
    code_a, code_b = {"system": "CPT", "code": "47381"}, {"system": "CPT", "code": "47383"}
    facts = {"tumor.origin": "metastatic", "lesions": [{"diameter": "4 cm"}, {}], "tumor.resectable": "no"}
    guidance = {"system": "CPT", "code": "76940"}
    return [
        {**a, "services": [code_a]},
        {**a, "services": [code_a], "facts": facts, "diagnoses": ["C78.7", "ICD-9-CM 197.7"]},
        {
            **a,
            "payer": "example",
            "product": "example_ppo",
            "services": [code_a],
            "facts": {"lesion.count": 1},
        },
        {**a, "services": [code_a], "indications": [{"id": "one", "facts": facts}, {"id": "two"}]},
        {**a, "services": [code_a], "facts": {"tumor.histology": "colorectal", "tumor.origin": "primary"}},
        {**b, "services": [code_b, guidance], "facts": {"device.pathway": "cleared"}},
        {**b, "services": [code_b, {**code_b, "code": "47371"}, guidance]},
        {**b, "services": [code_b], "service_date": "2018-01-01"},
        {**b, "services": [{"system": "CPT", "code": "00100"}]},
    ]


def in_a_process(seed: str, cache: str) -> bytes:
    """What another process, with another order of sets and another cache, says of the requests."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "COVERDICT_CACHE": cache}
    done = subprocess.run(
        [sys.executable, "-c", DECIDE_ALL],
        input=json.dumps(requests()).encode(),
        capture_output=True,
        env=environment,
        check=True,
        cwd=ROOT,
    )
    return done.stdout


# Processes with different hash seeds, a library read afresh and one from the cache, say the same bytes.
def test_across_processes(tmp_path: Path) -> None:
    kept = str(tmp_path / "cache")
    first = in_a_process("1", "off")
    assert len(first.splitlines()) == len(requests())
    assert in_a_process("2", kept) == first  # read and kept
    assert list((tmp_path / "cache").iterdir())
    assert in_a_process("3", kept) == first  # from what was kept


# What a desk has decided before changes nothing in what it decides next, in whatever order.
def test_within_a_process() -> None:
    expected = [as_data(open_library().decide(one)) for one in requests()]
    desk = open_library()
    numbers = list(range(len(expected))) * 2
    random.Random(7).shuffle(numbers)
    for number in numbers:
        assert as_data(desk.decide(requests()[number])) == expected[number]


# The order in which facts are stated is no part of the answer.
def test_order_of_facts() -> None:
    given = requests()[1]
    turned = {**given, "facts": dict(reversed(given["facts"].items()))}
    turned = dict(reversed(turned.items()))
    assert json.dumps(as_data(shipped().decide(turned))) == json.dumps(as_data(shipped().decide(given)))


# A determination records the digests of library and request, the program's version and the as-of date.
def test_what_is_recorded() -> None:
    found = shipped().decide(requests()[5])
    data = as_data(found)
    assert data["library"]["digest"] == shipped().digest == found.library_digest
    assert data["program"]["version"] == found.program_version != ""
    assert data["request"]["digest"].startswith("sha256:") and len(data["request"]["digest"]) == 71
    assert data["request"]["as_of"] == "2021-11-28"


# Nothing depends on today: without an as-of date none is recorded.
def test_no_today() -> None:
    assert as_data(shipped().decide(requests()[0]))["request"]["as_of"] is None


# --- the library's digest -------------------------------------------------------------------------


def digest(folder: Path) -> str:
    return open_library(folder).digest


# The digest changes when any document of the library changes, is added, renamed or taken away.
def test_digest_changes(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(shipped_folder(), folder)
    before = digest(folder)
    assert before == shipped().digest
    documents = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".yaml"))
    assert len(documents) >= 15
    for path in documents:
        text = path.read_bytes()
        path.write_bytes(text + (b"# more\n" if path.suffix == ".yaml" else b"\nMore.\n"))
        assert digest(folder) != before, path
        path.write_bytes(text)
        assert digest(folder) == before
    guideline = folder / "guidelines" / "nccn-colon-2.2021.md"
    guideline.rename(guideline.with_name("another-name.md"))
    assert digest(folder) != before
    guideline.with_name("another-name.md").unlink()
    assert digest(folder) != before


# It does not change with the folder's place, its dates, hidden files, or how lines end.
def test_digest_stays(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one", files()), written(tmp_path / "elsewhere" / "two", files())
    before = digest(one)
    for path in two.rglob("*.md"):
        os.utime(path, (1, 1))
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (two / ".hidden").mkdir()
    (two / ".hidden" / "note.md").write_text("no document")
    (two / "picture.png").write_bytes(b"no document")
    assert digest(two) == before
    assert open_library(one).decide(request()) == open_library(two).decide(request())


# --- the request's digest -------------------------------------------------------------------------


def digest_of(**more: Any) -> str:
    return request_digest(read_request(request("plain", **more), trial().library))


# Equal requests have equal digests, however they are written.
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"facts": {"tumor.size": "3 cm"}}, {"facts": {"tumor.size": "30 mm"}}),
        ({"facts": {"tumor.size": "3.0 cm"}}, {"facts": {"tumor.size": "3 cm"}}),
        (
            {"facts": {"tumor.stage": "early", "kin.known": True}},
            {"facts": {"kin.known": "yes", "tumor.stage": "early"}},
        ),
        ({"as_of": None, "facts": {}}, {}),
    ],
)
def test_equal_requests(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert digest_of(**one) == digest_of(**other)


# Different requests have different digests, also where their texts could run into each other.
def test_different_requests() -> None:
    def service(**more: Any) -> dict[str, Any]:
        return {"services": [{"system": "CPT", "code": "11111", **more}]}

    different = [
        {},
        {"as_of": "2021-03-04"},
        {"facts": {"tumor.size": "3 cm"}},
        {"facts": {"tumor.size": "4 cm"}},
        {"facts": {"tumor.size": {"value": "3 cm", "documented": True}}},
        service(units=1),
        service(units=2),
        service(modifiers=["26", "TC"]),
        service(modifiers=["26,str TC"]),
        service(modifiers=["TC", "26"]),
        service(place="11][indication=str 12"),
        service(facts={"state": {"value": "CA", "source": "a", "by": "b"}}),
        service(facts={"state": {"value": "CA", "source": "a][by=str b"}}),
    ]
    digests = [digest_of(**one) for one in different]
    assert len(set(digests)) == len(different)
