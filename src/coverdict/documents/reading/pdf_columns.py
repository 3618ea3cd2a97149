"""Columns of prose on a page, read one after the other; what spans them stands between."""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.documents.reading.pdf_words import Run

_LEAST_LINES = 8  # on each side of a gutter
_CROSSING = 0.25  # of the runs, which may span a gutter
_STEPS = range(30, 71, 2)  # where a gutter can lie, in percent of the page's text


def columns_of(runs: Sequence[Run]) -> list[list[Run]]:
    """Groups of runs in the order of reading.

    A page has two columns where a gutter near its middle is crossed by few runs, and the lines on both sides
    of it are as long as prose makes them; a table's cells are short, and stay rows.
    """
    if len(runs) < 2 * _LEAST_LINES:
        return [list(runs)] if runs else []
    gutter = _gutter(runs)
    if gutter is None:
        return [list(runs)]
    found: list[list[Run]] = []
    left: list[Run] = []
    right: list[Run] = []

    def end() -> None:
        found.extend(list(side) for side in (left, right) if side)
        left.clear()
        right.clear()

    spanning: list[Run] = []
    for run in sorted(runs, key=lambda one: (one.bottom, one.left)):
        if run.right <= gutter + 1:
            side = left
        elif run.left >= gutter - 1:
            side = right
        else:
            end()
            spanning.append(run)
            continue
        if spanning:
            found.append(list(spanning))
            spanning.clear()
        side.append(run)
    end()
    if spanning:
        found.append(spanning)
    return found


def _gutter(runs: Sequence[Run]) -> float | None:
    begin, end = min(run.left for run in runs), max(run.right for run in runs)
    width = end - begin
    best: tuple[float, float] | None = None
    for percent in _STEPS:
        at = begin + width * percent / 100
        crossing = [run for run in runs if run.left < at - 1 and run.right > at + 1]
        left = [run for run in runs if run.right <= at + 1]
        right = [run for run in runs if run.left >= at - 1]
        if min(len(left), len(right)) < _LEAST_LINES or len(crossing) > len(runs) * _CROSSING:
            continue
        if not (_is_prose(left, at - begin) and _is_prose(right, end - at)):
            continue
        share = len(crossing) / len(runs) + abs(percent - 50) / 1000
        if best is None or share < best[0]:
            best = (share, at)
    return best[1] if best else None


def _is_prose(runs: Sequence[Run], width: float) -> bool:
    """Whether most lines of a side fill it, and are text rather than cells."""
    long = sum(1 for run in runs if run.right - run.left >= width * 0.6 and len(run.text) >= 25)
    return long * 2 >= len(runs)
