"""Tables of a diagram, walked symbol by symbol, against every world that the symbols leave."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.worlds import quick, rules, thorough, union

from coverdict.logic import (
    IMPOSSIBLE,
    Blocks,
    Choose,
    Conj,
    Decision,
    Diagram,
    Digit,
    Ending,
    Literal,
    Mask,
    TooManyStatesError,
    Value,
    blocks_of,
    build,
    in_order_of_reading,
    symbols_of,
)
from coverdict.logic import blocks as blocks_module

# The logic makes room for its recursion, of which hypothesis warns when it happens while an example runs.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

BESIDE = -1
"""A digit of no dimension: it decides nothing, and has to be readable all the same."""

LIMITS = (0, 1, 6, 40, 1_000, 1 << 15)


@st.composite
def problems(
    draw: st.DrawFn, unreadable: bool = True, nothing: bool = True
) -> tuple[Decision, Diagram, tuple[Digit, ...], tuple[Mask, ...]]:
    """A function, and what is read of some of its dimensions: symbols with the cells that they leave.

    Arguments:
        unreadable: a symbol may stand for no value at all.
        nothing: a symbol may leave no cell.
    """
    sizes, decision = rules(draw(st.integers(0, 10_000)), draw(st.integers(1, 5)), 3)
    free = tuple(draw(st.integers(1, (1 << size) - 1)) for size in sizes)
    read = draw(st.sets(st.integers(0, len(sizes) - 1)))
    digits = []
    for dimension in sorted(read):
        masks = st.integers(int(not nothing), (1 << sizes[dimension]) - 1)
        one = st.one_of(masks, st.none()) if unreadable and draw(st.booleans()) else masks
        digits.append(Digit(dimension, tuple(draw(st.lists(one, min_size=1, max_size=4)))))
    if unreadable and draw(st.booleans()):
        digits.append(Digit(BESIDE, (1, None)))
    diagram = build(sizes, decision)
    return decision, diagram, in_order_of_reading(diagram, digits), free


def walked(blocks: Blocks, symbols: Sequence[int]) -> Ending:
    """The ending to which the symbols of all digits lead, table by table."""
    state = 0
    for block in blocks.blocks:
        key = sum(symbols[at] * weight for at, weight in zip(block.digits, block.weights, strict=True))
        state = block.after[state * block.size + key]
    return blocks.endings[state]


def allowed(digits: Sequence[Digit], symbols: Sequence[int], free: Sequence[Mask]) -> list[Mask | None]:
    """Of each dimension, the cells that are left: those of its symbol, else all that are free."""
    left: list[Mask | None] = list(free)
    for digit, symbol in zip(digits, symbols, strict=True):
        if digit.dimension != BESIDE:
            left[digit.dimension] = digit.masks[symbol]
    return left


def all_symbols(digits: Sequence[Digit]) -> list[tuple[int, ...]]:
    return list(product(*(range(len(digit.masks)) for digit in digits)))


@thorough
@given(problems(), st.sampled_from(LIMITS))
def test_a_walk_through_the_tables_ends_in_what_is_possible(
    problem: tuple[Decision, Diagram, tuple[Digit, ...], tuple[Mask, ...]], entries: int
) -> None:
    """Whatever the symbols, the ending holds the values of all worlds that they and what is free leave.

    A symbol without a value makes the ending unreadable whatever the others are; one that leaves no cell
    makes it an ending without values.
    """
    decision, diagram, digits, free = problem
    blocks = blocks_of(diagram, digits, free, entries)
    for symbols in all_symbols(digits):
        ending = walked(blocks, symbols)
        chosen = [digit.masks[symbol] for digit, symbol in zip(digits, symbols, strict=True)]
        if None in chosen:
            assert ending == Ending(0, unreadable=True)
            continue
        masks = [mask for mask in allowed(digits, symbols, free) if mask is not None]
        expected = frozenset() if 0 in chosen else union(decision, masks)
        assert not ending.unreadable
        assert diagram.nodes.set_of(ending.values) == expected
        assert 0 in chosen or diagram.possible(masks) == expected


@quick
@given(problems())
def test_the_size_of_the_tables_changes_no_ending(
    problem: tuple[Decision, Diagram, tuple[Digit, ...], tuple[Mask, ...]],
) -> None:
    """With any limit of entries, all symbols end alike, and only what one dimension needs is above it."""
    _, diagram, digits, free = problem
    every = all_symbols(digits)
    first: list[Ending] | None = None
    for entries in LIMITS:
        blocks = blocks_of(diagram, digits, free, entries)
        endings = [walked(blocks, symbols) for symbols in every]
        first = first or endings
        assert endings == first
        for block in blocks.blocks:
            assert len(block.digits) == 1 or block.states * block.size <= entries


@quick
@given(problems(), st.sampled_from(LIMITS))
def test_every_digit_has_one_place_and_every_state_a_row(
    problem: tuple[Decision, Diagram, tuple[Digit, ...], tuple[Mask, ...]], entries: int
) -> None:
    """The digits come in their order, each once; a table has a row for every state that leads into it."""
    _, diagram, digits, free = problem
    blocks = blocks_of(diagram, digits, free, entries)
    assert [at for block in blocks.blocks for at in block.digits] == list(range(len(digits)))
    states = 1
    for block in blocks.blocks:
        assert block.states == states
        assert len(block.after) == block.states * block.size
        states = len(set(block.after))
        assert set(block.after) == set(range(states))
    assert len(set(blocks.endings)) == len(blocks.endings) == states


@quick
@given(problems(), st.sampled_from(LIMITS))
def test_the_symbols_of_a_key_are_those_that_made_it(
    problem: tuple[Decision, Diagram, tuple[Digit, ...], tuple[Mask, ...]], entries: int
) -> None:
    """Each combination of a block's symbols makes one key below its size, and is found again from it."""
    _, diagram, digits, free = problem
    for block in blocks_of(diagram, digits, free, entries).blocks:
        keys = {}
        for symbols in all_symbols([digits[at] for at in block.digits]):
            key = sum(symbol * weight for symbol, weight in zip(symbols, block.weights, strict=True))
            assert symbols_of(key, block, digits) == symbols
            keys[key] = symbols
        assert sorted(keys) == list(range(block.size))


@quick
@given(problems(unreadable=False, nothing=False), st.sampled_from(LIMITS))
def test_a_digit_that_says_nothing_is_as_good_as_none(
    problem: tuple[Decision, Diagram, tuple[Digit, ...], tuple[Mask, ...]], entries: int
) -> None:
    """A dimension without a digit stays free: as with a digit whose one symbol leaves what is free."""
    _, diagram, digits, free = problem
    missing = [number for number in range(len(free)) if number not in {one.dimension for one in digits}]
    more = (*digits, *(Digit(number, (free[number],)) for number in missing))
    ordered = in_order_of_reading(diagram, more)
    without, with_all = blocks_of(diagram, digits, free, entries), blocks_of(diagram, ordered, free, entries)
    for symbols in all_symbols(digits):
        by_dimension = {digit.dimension: symbol for digit, symbol in zip(digits, symbols, strict=True)}
        others = [by_dimension.get(digit.dimension, 0) for digit in ordered]
        assert walked(without, symbols) == walked(with_all, others)


@pytest.mark.parametrize("seed", range(20))
def test_digits_are_read_in_the_order_of_the_diagram(seed: int) -> None:
    """Tested dimensions come in the order of the levels, and those that the function ignores after them."""
    rnd = random.Random(seed)
    sizes, decision = rules(seed, 5, 3)
    diagram = build(sizes, decision)
    shuffled = rnd.sample(range(len(sizes)), len(sizes))
    ordered = in_order_of_reading(diagram, [Digit(BESIDE, (1, None)), *(Digit(n, (1,)) for n in shuffled)])
    tested = [number for number in diagram.order if number in diagram.support()]
    assert [digit.dimension for digit in ordered[: len(tested)]] == tested
    assert {digit.dimension for digit in ordered[len(tested) :]} == {
        BESIDE,
        *range(len(sizes)),
    } - diagram.support()


A_UNLESS_RULED_OUT = Choose(Conj((Literal(0, 1), Literal(1, 1))), Value(IMPOSSIBLE), Value("a"))


def test_what_is_ruled_out_ends_without_values() -> None:
    """Symbols that leave only worlds which the function rules out contradict each other."""
    diagram = build([2, 2], A_UNLESS_RULED_OUT)
    digits = in_order_of_reading(diagram, [Digit(0, (1, 2, 3)), Digit(1, (1, 2, 3))])
    blocks = blocks_of(diagram, digits, diagram.nodes.full)
    found = {symbols: walked(blocks, symbols).values for symbols in all_symbols(digits)}
    assert {symbols for symbols, values in found.items() if not values} == {(0, 0)}


def test_a_dimension_without_free_cells_leaves_nothing() -> None:
    """Where what is free of a dimension that counts is nothing, every row ends without values."""
    diagram = build([2, 2], A_UNLESS_RULED_OUT)
    digits = (Digit(0, (1, 2, None)),)
    blocks = blocks_of(diagram, digits, (3, 0))
    assert [walked(blocks, (symbol,)) for symbol in range(3)] == [
        Ending(0),
        Ending(0),
        Ending(0, unreadable=True),
    ]


def test_without_digits_there_is_one_ending_and_no_table() -> None:
    """A function of which nothing is read has all its values at once."""
    diagram = build([2, 2], A_UNLESS_RULED_OUT)
    blocks = blocks_of(diagram, (), diagram.nodes.full)
    assert blocks.blocks == ()
    assert [diagram.nodes.set_of(one.values) for one in blocks.endings] == [{"a"}]


def test_too_many_states_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that together would have more than the most entries are not made."""
    monkeypatch.setattr(blocks_module, "MOST_ENTRIES", 12)
    diagram = build([2, 2], A_UNLESS_RULED_OUT)

    def made(symbols: int) -> Blocks:
        digits = [Digit(0, (1, 2)), Digit(1, (1, 2, *(3,) * (symbols - 2)))]
        return blocks_of(diagram, in_order_of_reading(diagram, digits), diagram.nodes.full, entries=0)

    # One state with two symbols, then two states (the first of which can be ruled out) with five.
    assert sum(len(block.after) for block in made(5).blocks) == 12
    with pytest.raises(TooManyStatesError, match="more than 12 entries"):
        made(6)
