"""What is compared with the reference, number by number, and what is not and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

Path_ = tuple[str, ...]

TOLERANCES: Mapping[str, float] = {
    "effects and variances": 1e-10,
    "counts and degrees of freedom": 0.0,
    "equal effects, DL, HE, HS, SJ": 1e-10,
    "Q, I², H²": 1e-10,
    "I², H² that follow from REML": 1e-9,
    "I², H² that follow from ML, PM or EB": 1e-8,
    "t bounds and p": 1e-9,
    "REML": 1e-9,
    "ML": 1e-8,
    "PM, EB": 1e-8,
    "information criteria": 1e-8,
    "ML, REML, PM and EB beside their intervals": 1e-8,
    "Q-profile bounds": 1e-6,
    "prediction intervals": 1e-8,
    "proportions and their intervals": 1e-8,
    "Mantel-Haenszel": 1e-10,
    "Peto": 1e-10,
    "leave-one-out": 1e-9,
    "cumulative": 1e-9,
    "influence": 1e-9,
    "Egger": 1e-10,
    "Egger with REML": 1e-9,
    "Begg": 1e-10,
    "trim and fill": 1e-9,
    "meta-regression": 1e-9,
    "meta-regression by ML": 1e-8,
    "subgroups": 1e-9,
    "GLMM without heterogeneity": 1e-6,
    "GLMM by maximum likelihood": 1e-3,
}
"""How near a number has to be, absolute or relative, whichever is larger, by quantity."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of the reference beside ours."""

    quantity: str
    path: Path_
    ours: float
    theirs: float

    @property
    def off(self) -> float:
        """How far the two lie apart, absolute or relative, whichever is less strict."""
        return abs(self.ours - self.theirs) / max(1.0, abs(self.theirs))

    @property
    def agrees(self) -> bool:
        """Whether they are as near as is owed. A number that is NaN agrees with none."""
        return self.off <= TOLERANCES[self.quantity]


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Numbers that are not compared: a pattern of their paths, joined by `/`, and the reason."""

    pattern: str
    because: str

    def names(self, path: Path_) -> bool:
        """Whether a number is among them."""
        return fnmatchcase("/".join(path), self.pattern)


def loaded(path: Path) -> dict[str, Any]:
    """The reference as it stands in the file."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def numbers(node: object, path: Path_ = ()) -> Iterator[tuple[Path_, float]]:
    """Every number of the reference with its path."""
    if isinstance(node, dict):
        for key, below in node.items():
            yield from numbers(below, (*path, str(key)))
    elif isinstance(node, list):
        for place, below in enumerate(node):
            yield from numbers(below, (*path, str(place)))
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield path, float(node)


def beside(quantity: str, path: Path_, theirs: object, ours: object) -> Iterator[Compared]:
    """A number or a list of numbers of the reference beside ours; what is no number there is passed over."""
    if isinstance(theirs, list):
        values = list(ours)  # type: ignore[call-overload]
        assert len(values) == len(theirs), path
        for place, (below, own) in enumerate(zip(theirs, values, strict=True)):
            yield from beside(quantity, (*path, str(place)), below, own)
    elif isinstance(theirs, int | float) and not isinstance(theirs, bool):
        yield Compared(quantity, path, float(ours), float(theirs))  # type: ignore[arg-type]


def several(
    quantity: str, path: Path_, theirs: Mapping[str, Any], ours: Mapping[str, object]
) -> Iterator[Compared]:
    """The same for several keys of one place; a key that the reference lacks is passed over."""
    for key, own in ours.items():
        if key in theirs:
            yield from beside(quantity, (*path, key), theirs[key], own)
