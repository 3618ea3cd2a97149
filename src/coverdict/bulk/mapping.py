"""Which column of a table holds which fact: by the user's own word, the vocabulary's, or the fact's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from coverdict.bulk.kinds import FITTING, Column, Kind
from coverdict.bulk.reading import fits
from coverdict.decision.columns import key_of
from coverdict.language.model import Fact
from coverdict.text import CoverdictError, did_you_mean


class TableError(CoverdictError):
    """A table does not hold what a screening needs, or holds it in a way that cannot be read."""


@dataclass(frozen=True, slots=True)
class Held:
    """The columns of a table by the facts that they hold.

    Arguments:
        payer: None where all rows are of one payer.
        code, day: the code and the date of service.
        facts: all others that are held.
        missing: facts for which the table has no column, with the column's name: unknown in every row.
    """

    payer: Column | None
    code: Column
    day: Column
    facts: Mapping[str, Column]
    missing: Mapping[str, str]

    @property
    def shown(self) -> dict[str, str]:
        """The names of the columns by fact."""
        own = {"service.code": self.code, "service.date": self.day, **self.facts}
        every = {"payer": self.payer, **own} if self.payer else own
        return {name: column.name for name, column in every.items()}

    @property
    def columns(self) -> frozenset[str]:
        """The names of the columns that hold a fact."""
        return frozenset(self.shown.values())


MADE_UP = "cv_"
"""How the names begin that queries make up; a table has none of them."""


def held(
    table: Sequence[Column],
    facts: Mapping[str, Fact],
    chosen: Mapping[str, str],
    payer: str | None,
    unreached: Collection[str] = (),
) -> Held:
    """The columns that hold facts.

    Arguments:
        table: the table's columns.
        facts: every fact that a policy asks for.
        chosen: the user's own columns by fact.
        payer: whose all the rows are; None where a column says it.
        unreached: further facts that the user may name, of policies that no row of the table gets to.

    Errors:
        TableError: a fact or a column that is not there, with the nearest names; a column of another type
            than its fact; a column that is called as what queries make up.
    """
    by_name = {one.name: one for one in table}
    _without_made_up(by_name)
    # Engines do not tell capitals apart, and some write all names in capitals.
    folded = {name.lower(): name for name in by_name}
    _are_there(chosen, {*facts, *_OWN, "product", *unreached}, by_name, folded)
    given = {name: key_of(facts, chosen, name) for name in (*facts, *_OWN)}
    keys = {name: key if key in by_name else folded.get(key.lower(), key) for name, key in given.items()}
    own = {name: _own(name, keys, by_name) for name in _OWN if name != "payer" or payer is None}
    found: dict[str, Column] = {}
    missing: dict[str, str] = {}
    for name, fact in facts.items():
        key = keys[name]
        if name in _OWN:
            continue
        if key not in by_name:
            missing[name] = key
        elif not fits(fact, by_name[key]):
            wanted = " or ".join(FITTING[fact.type])
            raise TableError(f"column {key} {_holds(by_name[key])}, but {fact.name} needs {wanted}")
        else:
            found[name] = by_name[key]
    return Held(
        payer=own.get("payer"),
        code=own["service.code"],
        day=own["service.date"],
        facts=found,
        missing=missing,
    )


def _are_there(
    chosen: Mapping[str, str], known: Collection[str], by_name: Collection[str], folded: Collection[str]
) -> None:
    """Errors: TableError: a fact or a column that the user names is not there."""
    for asked, name in chosen.items():
        if asked not in known:
            raise TableError(f"--map {asked}={name}: no policy asks for {asked}{_near(asked, known)}")
        if name not in by_name and name.lower() not in folded:
            raise TableError(f"--map {asked}={name}: the table has no column {name}{_near(name, by_name)}")


def _own(name: str, keys: Mapping[str, str], by_name: Mapping[str, Column]) -> Column:
    """The column of the service line itself.

    Arguments:
        keys: the names of columns by fact.

    Errors: TableError: it is not there, or is of another type.
    """
    key = keys[name]
    if key not in by_name:
        raise TableError(_needed(name, key, [one for one in by_name if one not in keys.values()]))
    if by_name[key].kind not in _OWN[name]:
        wanted = " or ".join(_OWN[name])
        raise TableError(f"column {key} {_holds(by_name[key])}, but {_CALLED[name]} needs {wanted}")
    return by_name[key]


def _without_made_up(names: Iterable[str]) -> None:
    """Errors: TableError: one of the names begins as those do that queries make up."""
    for name in names:
        if name.lower().startswith(MADE_UP):
            raise TableError(
                f"the table has a column {name}; names that begin with {MADE_UP} are made up while a table is"
                " answered, so give it another one"
            )


_CALLED = {
    "payer": "the payer",
    "service.code": "the code of the service",
    "service.date": "the date of service",
}

# A code may be a number: its digits are the code.
_OWN = {
    "payer": (Kind.TEXT,),
    "service.code": (Kind.TEXT, Kind.INTEGER),
    "service.date": (Kind.DATE, Kind.TIMESTAMP, Kind.TEXT),
}


def _holds(column: Column) -> str:
    return f"holds {column.kind} ({column.type})"


def near_columns(table: Held, names: Iterable[str]) -> dict[str, str]:
    """Columns that facts were looked for in vain, each with one of nearly that name that holds no fact."""
    free = [name for name in names if name not in table.columns]
    found = {name: get_close_matches(name, free, n=1, cutoff=NEAR) for name in table.missing.values()}
    return {name: near[0] for name, near in found.items() if near}


NEAR = 0.85
"""How alike two names have to be to be taken for one that was misspelt."""


def _near(name: str, names: Iterable[str]) -> str:
    near = did_you_mean(name, names)
    return f"; {near}" if near else ""


def _needed(name: str, key: str, free: Sequence[str]) -> str:
    """That a column is needed, with those among which it may be: they hold no other fact."""
    other = ", or name the payer of all rows: --payer ID" if name == "payer" else ""
    there = did_you_mean(key, free) if free else "all others hold other facts"
    stop = "" if there.endswith("?") else "."
    return (
        f"the table has no column {key}, for {_CALLED[name]}; {there}{stop} "
        f"Say which column it is: --map {name}=COLUMN{other}"
    )
