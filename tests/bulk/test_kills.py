"""Whenever a run is killed, the old answer is there or the new one, and no manifest speaks of another."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.bulk.children import COMMAND, ended, killed_before, names, started
from tests.bulk.small import CLAIMS, csv
from tests.decision.trial import files, written

ROWS = 600_000
KILLS = 16
"""Moments of each sort at which a run is killed."""


class Scene:
    """A table, an answer that is there already, and the command that is to replace it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "answers"
        self.folder.mkdir()
        library = written(folder / "library", files())
        self.out = self.folder / "answers.parquet"
        self.manifest = self.folder / "answers.parquet.manifest.json"
        self.arguments = [str(folder / "claims.parquet"), "--out", str(self.out), "--library", str(library)]
        old = csv(folder / "old.csv", CLAIMS)
        assert ended([*COMMAND, str(old), *self.arguments[1:]], self.folder)[0] == 0
        self.old = self.out.read_bytes(), self.manifest.read_bytes()
        self.kept = folder / "kept"
        shutil.copytree(self.folder, self.kept)
        stages = "['early', 'late', NULL][1 + i % 3]"
        duckdb.execute(
            f"COPY (SELECT i AS claim, 'acme' AS payer, 'plain' AS product, '11111' AS service_code,"
            f" DATE '2021-03-03' AS service_date, {stages} AS stage_of_tumor FROM range({ROWS}) AS t(i))"
            f" TO '{folder / 'claims.parquet'}' (FORMAT parquet)"
        )

    def restore(self) -> None:
        """The old answer and its manifest, and whatever else lies there."""
        for file in self.kept.iterdir():
            shutil.copy(file, self.folder / file.name)

    def is_new(self) -> bool:
        """Whether the answer is the new one, which then has to be whole; else it has to be the old one."""
        if self.out.read_bytes() == self.old[0]:
            return False
        found = duckdb.execute(
            "SELECT status, count(*), count(DISTINCT claim) FROM read_parquet(?) GROUP BY 1 ORDER BY 1",
            [str(self.out)],
        ).fetchall()
        third = ROWS // 3
        assert found == [(name, third, third) for name in ("criteria_not_met", "established", "open")]
        return True

    def check(self) -> str:
        """What is there: the old or the new answer, with its manifest or without one."""
        new = self.is_new()
        if not self.manifest.exists():
            return "new without manifest" if new else "old without manifest"
        if not new:
            assert self.manifest.read_bytes() == self.old[1]
            return "old"
        said: dict[str, Any] = json.loads(self.manifest.read_text(encoding="utf-8"))
        assert said["bytes"] == self.out.stat().st_size
        assert said["rows"] == {"read": ROWS, "answered": ROWS, "set_apart": 0}
        return "new"

    def leftovers(self) -> list[str]:
        return [name for name in names(self.folder) if name not in (self.out.name, self.manifest.name)]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("killed"))


def kill(child: subprocess.Popen[str]) -> bool:
    """Kill a child; whether it was still running."""
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return child.returncode == -signal.SIGKILL


def test_a_run_that_is_killed_at_any_moment_leaves_the_old_or_the_new_answer(scene: Scene) -> None:
    """Killed at moments from its start to its end, and while it writes; the next run clears up."""
    moments = random.Random(7)
    begun = time.monotonic()
    assert ended([*COMMAND, *scene.arguments], scene.folder)[0] == 0
    lasts = time.monotonic() - begun
    assert scene.check() == "new"
    killed, left = 0, 0
    for number in range(2 * KILLS):
        scene.restore()
        child = started([*COMMAND, *scene.arguments], scene.folder)
        if number < KILLS:
            time.sleep(lasts * (number + moments.random()) / KILLS)
        else:
            while not scene.leftovers() and child.poll() is None:
                time.sleep(0.001)
            time.sleep(lasts * moments.random() / 3)
        killed += kill(child)
        left += bool(scene.leftovers())
        scene.check()
    assert killed > KILLS and left
    scene.restore()
    assert ended([*COMMAND, *scene.arguments], scene.folder)[0] == 0
    assert scene.check() == "new" and scene.leftovers() == []


def test_a_run_that_is_killed_before_any_of_its_last_steps_leaves_the_old_or_the_new_answer(
    scene: Scene,
) -> None:
    """Killed just before each time that a name beside the answer is opened, removed or renamed."""
    scene.restore()
    status, out, err = ended(killed_before(0, scene.folder, *scene.arguments), scene.folder)
    assert (status, err) == (0, "") and scene.check() == "new"
    touches = int(out.splitlines()[-1])
    assert touches >= 5
    seen = []
    for touch in range(1, touches + 1):
        scene.restore()
        status, _, _ = ended(killed_before(touch, scene.folder, *scene.arguments), scene.folder)
        assert status == -signal.SIGKILL
        seen.append(scene.check())
    # First the old answer with its manifest, last the new one with its own; in between there is none.
    order = ["old", "old without manifest", "new without manifest", "new"]
    assert [name for name in order if name in seen] == order
    assert seen == sorted(seen, key=order.index)


def test_an_interrupted_run_leaves_the_old_answer_and_nothing_else(scene: Scene) -> None:
    """Ctrl-C ends a run at once, whatever it does just then, with the status that shells expect.

    Before Python has set its own handler, the system ends the process by the signal itself.
    """
    scene.restore()
    assert ended([*COMMAND, *scene.arguments], scene.folder)[0] == 0  # clears up what was left before
    for number in range(6):
        scene.restore()
        child = started([*COMMAND, *scene.arguments], scene.folder)
        while not scene.leftovers() and child.poll() is None and number % 2:
            time.sleep(0.001)
        time.sleep(0.05 * number if number % 2 else 0.15 + 0.15 * number)
        running = child.poll() is None
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
        if running and scene.out.read_bytes() == scene.old[0]:
            assert child.returncode in (130, -signal.SIGINT)
            assert (out, err.strip()) == ("", "")
            assert scene.check() in ("old", "old without manifest")
        assert scene.leftovers() == []


def test_what_a_running_process_writes_is_left_alone(scene: Scene) -> None:
    """A run clears up after those that were killed, not after one that still writes."""
    scene.restore()
    running = subprocess.Popen(["sleep", "60"])
    mine = scene.folder / f".answers.parquet.{running.pid}-0123456789abcdef.part"
    other = scene.folder / ".another.parquet.1-0123456789abcdef.part"
    for file in (mine, other):
        file.write_text("unfinished")
    dead = scene.folder / f".answers.parquet.{2**22 + 1}-0123456789abcdef.part.spill"
    dead.mkdir()
    try:
        assert ended([*COMMAND, *scene.arguments], scene.folder)[0] == 0
        assert scene.leftovers() == sorted([mine.name, other.name])
    finally:
        running.kill()
        running.wait()
        mine.unlink()
        other.unlink()
