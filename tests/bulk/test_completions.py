"""The possible outcomes of rows against brute force over all completions of what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coverdict.language.model import Value
from coverdict_judges.cases import Shelf, invent_shelf
from coverdict_judges.inventing.documents import PAYER
from coverdict_judges.inventing.requests import DAYS, choices_of
from coverdict_judges.inventing.sizes import SMALL
from coverdict_judges.reference import with_derived
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import BruteForce
from tests.bulk.drawn import TYPES, Row, Table, key_of, plain
from tests.bulk.embedded import answers, screened, written
from tests.exactness.program import LONG, opened

# The logic makes room for its recursion, of which hypothesis warns when it happens while an example runs.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

OWN = ("payer", "product", "service.code", "service.date")
WORLDS = 20_000
"""Worlds that a row may leave open, so that brute force gets through them."""


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


class Claims:
    """Draws rows under the first policy of an invented library, with what is known of each, typed."""

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self.random = random
        self.texts = shelf.texts(shelf.policies[0])
        self.judge = BruteForce(self.texts)
        self.governed = next(
            document.codes[0].code
            for document in shelf.documents
            if document.kind == "policy" and document.id == shelf.policies[0]
        )
        facts = self.texts.facts
        self.keys = {name: key_of(facts[name]) if name in facts else name for name in (*facts, *OWN)}
        self.choices = {name: values for name, values in choices_of(self.texts).items() if name not in OWN}
        self.types = {
            "row_id": "BIGINT",
            **{self.keys[name]: TYPES[fact.type] for name, fact in facts.items()},
        }
        self.types |= {self.keys[name]: "DATE" if name == "service.date" else "VARCHAR" for name in OWN}

    def drawn(self, number: int) -> tuple[Row, dict[str, Value]]:
        """A row that leaves no more worlds open than brute force can look at."""
        while True:
            stated = self._stated()
            said: dict[str, Value | None] = {
                "service.code": self.governed,
                "service.date": self.random.choice(DAYS),
                "product": self.random.choice(("hmo", "ppo", None)),
            }
            known = stated | {
                name: value for name, value in said.items() if value and name in self.texts.facts
            }
            if self.judge.size(known) <= WORLDS:
                break
        row: Row = {"row_id": number, self.keys["payer"]: PAYER}
        row |= {
            self.keys[name]: self.governed.code if name == "service.code" else one
            for name, one in said.items()
        }
        facts = self.texts.facts
        return row | {
            self.keys[name]: plain(value, facts[name], self.random) for name, value in stated.items()
        }, known

    def _stated(self) -> dict[str, Value]:
        """Some facts of somebody, now and then against each other."""
        random = self.random
        world = {name: random.choice(values) for name, values in self.choices.items() if values}
        share = random.choice((0.2, 0.6, 1.0))
        full = with_derived(self.texts, world)
        stated = {name: value for name, value in full.items() if random.random() < share}
        return stated | one_more(stated, self.texts) if random.random() < 0.2 else stated


def one_more(stated: Mapping[str, Value], texts: Texts) -> dict[str, Value]:
    """Derived numbers at another value than their lists give, where these are stated."""
    return {
        name: value + 1
        for name, value in stated.items()
        if texts.facts[name].derived and isinstance(value, Decimal)
    }


@settings(max_examples=300 if LONG else 10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 10**12))
def test_possible_outcomes_are_those_of_all_completions(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """The possible outcomes of a row are exactly those that brute force finds over all its completions.

    Of a row that no completion fits, it is said that the facts contradict each other.
    """
    folder: Path = tmp_path_factory.mktemp("invented")
    random = Random(seed)
    shelf = invent_shelf(random, SMALL)
    desk = opened(shelf, folder / "library")
    claims = Claims(shelf, random)
    drawn = [claims.drawn(number) for number in range(8)]
    table = Table(claims.types, [row for row, _ in drawn])
    found = answers(screened(desk, written(table, folder / "t.parquet"), folder / "a.parquet").out)
    for row, known in drawn:
        answer = found[row["row_id"]]
        expected = {f"{status}/{benefit}" for status, benefit in claims.judge.possible(known)}
        said = answer["possible"]
        assert (set(said.split(" or ")) if said else set()) == expected, (known, answer)
        assert bool(answer["set_apart"]) == (not expected)
