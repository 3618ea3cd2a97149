"""Where the nodes and edges of a diagram go: ranks from the top, few crossings, nothing over anything else.

Nodes stand in even ranks and the words of edges in odd ones. An edge that passes a rank takes a place of its
own in it and goes straight through; it bends between ranks only, where nothing else is. Edges to one node
become one line as soon as they have told their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import TypeAlias

GAP = 18.0  # pixels between what stands side by side
BEND = 26.0  # pixels between ranks, for the edges to bend in
LANE = 10.0  # the width of the place of a passing edge
ROUNDS = 24
SWAPS = 8
SETTLING = 160  # rounds in which boxes move towards what they are tied to
STRAIGHT = 8  # how much more a passing edge resists a bend than anything else


Point: TypeAlias = tuple[float, float]
Line: TypeAlias = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: from which box to which, and how large its words are."""

    source: int
    target: int
    words: Size


@dataclass(frozen=True, slots=True)
class Spot:
    """The centre of what stands somewhere, and its size."""

    x: float
    y: float
    size: Size


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes' places, the words' places by link, and the pieces of lines.

    A piece is a way of four points: straight down to the second, a bend to the third, straight down again.
    """

    boxes: tuple[Spot, ...]
    words: tuple[Spot, ...]
    lines: tuple[Line, ...]
    size: Size


@dataclass(slots=True)
class _Grid:
    """Items by rank, in order, with the steps between items of neighbouring ranks."""

    ranks: list[list[int]]
    sizes: list[Size] = field(default_factory=list)
    rank: list[int] = field(default_factory=list)
    down: list[list[int]] = field(default_factory=list)
    up: list[list[int]] = field(default_factory=list)
    lanes: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, size: Size, rank: int) -> int:
        number = len(self.sizes)
        self.sizes.append(size)
        self.rank.append(rank)
        self.down.append([])
        self.up.append([])
        self.ranks[rank].append(number)
        return number

    def step(self, upper: int, lower: int) -> None:
        if lower not in self.down[upper]:
            self.down[upper].append(lower)
            self.up[lower].append(upper)

    def lane(self, target: int, rank: int) -> int:
        """The place in a rank of all edges to a target that pass it."""
        key = (target, rank)
        if key not in self.lanes:
            self.lanes[key] = self.add(Size(LANE, 0), rank)
        return self.lanes[key]


def laid_out(boxes: Sequence[Size], links: Sequence[Link]) -> Layout:
    """The places of boxes and links; the first box is the top, and boxes without links come last.

    Arguments:
        links: from boxes to boxes further on in the sequence; there is a way from the first to each.
    """
    layers = _layers(boxes, links)
    grid = _Grid([[] for _ in range(2 * max(layers) + 1)])
    for box, layer in zip(boxes, layers, strict=True):
        grid.add(box, 2 * layer)
    words = []
    for link in links:
        first, last = 2 * layers[link.source] + 1, 2 * layers[link.target]
        at = grid.add(link.words, first)
        words.append(at)
        grid.step(link.source, at)
        for rank in range(first + 1, last):
            lane = grid.lane(link.target, rank)
            grid.step(at, lane)
            at = lane
        grid.step(at, link.target)
    _order(grid)
    return _placed(grid, len(boxes), words)


def _layers(boxes: Sequence[Size], links: Sequence[Link]) -> list[int]:
    """The longest way to each box; boxes without links stand together at the bottom."""
    layers = [0] * len(boxes)
    for link in sorted(links, key=lambda link: link.source):
        layers[link.target] = max(layers[link.target], layers[link.source] + 1)
    inner = {link.source for link in links}
    bottom = max(layers)
    return [layer if box in inner else bottom for box, layer in enumerate(layers)]


# --- the order within ranks ---------------------------------------------------------------------------


def _order(grid: _Grid) -> None:
    best = [list(rank) for rank in grid.ranks]
    fewest = _crossings(grid)
    for round_ in range(ROUNDS):
        downward = round_ % 2 == 0
        ranks = range(1, len(grid.ranks)) if downward else range(len(grid.ranks) - 2, -1, -1)
        for rank in ranks:
            beside = grid.ranks[rank - 1 if downward else rank + 1]
            place = {item: position for position, item in enumerate(beside)}
            here = {item: position for position, item in enumerate(grid.ranks[rank])}
            toward = grid.up if downward else grid.down
            centres = {item: _centre(toward[item], place, here[item]) for item in grid.ranks[rank]}
            grid.ranks[rank].sort(key=centres.__getitem__)
        _swap(grid)
        crossings = _crossings(grid)
        if crossings < fewest:
            fewest = crossings
            best = [list(rank) for rank in grid.ranks]
    grid.ranks = best


def _swap(grid: _Grid) -> None:
    """Swap neighbours as long as fewer edges cross."""
    for _ in range(SWAPS):
        better = False
        for rank, items in enumerate(grid.ranks):
            places = [
                (beside, {item: position for position, item in enumerate(grid.ranks[at])})
                for beside, at in ((grid.up, rank - 1), (grid.down, rank + 1))
                if 0 <= at < len(grid.ranks)
            ]
            for left in range(len(items) - 1):
                one, other = items[left : left + 2]
                now = sum(_crossed(beside[one], beside[other], place) for beside, place in places)
                then = sum(_crossed(beside[other], beside[one], place) for beside, place in places)
                if then < now:
                    items[left : left + 2] = [other, one]
                    better = True
        if not better:
            return


def _crossed(left: Sequence[int], right: Sequence[int], place: Mapping[int, int]) -> int:
    """How many edges of two items cross, the first standing left of the second."""
    return sum(place[one] > place[other] for one in left for other in right)


def _centre(neighbours: Sequence[int], place: Mapping[int, int], own: int) -> tuple[float, int]:
    return (fmean(place[one] for one in neighbours) if neighbours else float(own), own)


def _crossings(grid: _Grid) -> int:
    found = 0
    for upper, lower in zip(grid.ranks, grid.ranks[1:], strict=False):
        place = {item: position for position, item in enumerate(lower)}
        ends = [sorted(place[one] for one in grid.down[item]) for item in upper]
        flat = [end for some in ends for end in some]
        starts = [position for position, some in enumerate(ends) for _ in some]
        found += sum(
            starts[i] < starts[j] and flat[i] > flat[j]
            for i in range(len(flat))
            for j in range(i + 1, len(flat))
        )
    return found


# --- coordinates --------------------------------------------------------------------------------------


def _placed(grid: _Grid, boxes: int, words: Sequence[int]) -> Layout:
    across = _across(grid)
    heights = [max((grid.sizes[item].height for item in rank), default=0.0) for rank in grid.ranks]
    tops, y = [], 0.0
    for height in heights:
        tops.append(y)
        y += height + BEND
    spots = [
        Spot(across[item], tops[rank] + heights[rank] / 2, size)
        for item, (size, rank) in enumerate(zip(grid.sizes, grid.rank, strict=True))
    ]
    width = max(spot.x + spot.size.width / 2 for spot in spots)
    lines = tuple(_line(grid, spots, tops, heights, boxes, upper) for upper in range(len(spots)))
    return Layout(
        tuple(spots[:boxes]),
        tuple(spots[item] for item in words),
        tuple(line for some in lines for line in some),
        Size(width, tops[-1] + heights[-1]),
    )


def _line(
    grid: _Grid, spots: list[Spot], tops: list[float], heights: list[float], boxes: int, upper: int
) -> list[Line]:
    """The lines from an item to those below it."""
    found: list[Line] = []
    below = sorted(grid.down[upper], key=lambda item: spots[item].x)
    for position, lower in enumerate(below):
        start = spots[upper]
        x, bottom = start.x, start.y + start.size.height / 2
        if upper < boxes:
            x += (position - (len(below) - 1) / 2) * min(28.0, start.size.width / (len(below) + 1))
        rank, end = grid.rank[upper], spots[lower]
        top = end.y - end.size.height / 2 if end.size.height else tops[rank + 1]
        low = tops[rank] + heights[rank]
        through = (x, tops[rank]) if upper >= boxes and not start.size.height else (x, bottom)
        found.append((through, (x, low), (end.x, tops[rank + 1]), (end.x, top)))
    return found


def _across(grid: _Grid) -> list[float]:
    x = [0.0] * len(grid.sizes)
    for rank in grid.ranks:
        at = 0.0
        for item in rank:
            x[item] = at + grid.sizes[item].width / 2
            at += grid.sizes[item].width + GAP
    for round_ in range(SETTLING):
        for rank in grid.ranks if round_ % 2 == 0 else reversed(grid.ranks):
            wanted = [_wanted(grid, x, item, round_) for item in rank]
            for item, value in zip(rank, _apart(rank, wanted, grid), strict=True):
                x[item] = value
    left = min(x[item] - grid.sizes[item].width / 2 for item in range(len(x)))
    return [round(value - left, 1) for value in x]


def _wanted(grid: _Grid, x: list[float], item: int, round_: int) -> float:
    """Where an item would stand if it were alone: below or above its neighbours, in the end between them."""
    beside = grid.up[item] if round_ % 2 == 0 else grid.down[item]
    if round_ >= SETTLING // 4 or not beside:
        beside = [*grid.up[item], *grid.down[item]]
    weights = [_weight(grid, item) * _weight(grid, one) for one in beside]
    return fmean((x[one] for one in beside), weights) if beside else x[item]


def _weight(grid: _Grid, item: int) -> int:
    return STRAIGHT if not grid.sizes[item].height else 1


def _apart(rank: Sequence[int], wanted: Sequence[float], grid: _Grid) -> list[float]:
    """The places nearest to the wanted ones that keep the order and the gaps (least squares, exactly)."""
    offsets, at = [], 0.0
    for position, item in enumerate(rank):
        half = grid.sizes[item].width / 2
        at += half if position else 0.0
        offsets.append(at)
        at += half + GAP
    pools: list[tuple[float, int, int]] = []  # a level, its weight, and how many items share it
    for item, value, offset in zip(rank, wanted, offsets, strict=True):
        pools.append((value - offset, _weight(grid, item), 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, weight, count), (other, heavy, more) = pools[-2:]
            level = (one * weight + other * heavy) / (weight + heavy)
            pools[-2:] = [(level, weight + heavy, count + more)]
    levels = [level for level, _, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]
