"""Floating-point columns beside decimal constants: the shortest decimal of a number is what is compared.

The shortest decimal of a double is the one that Python prints; of a 32-bit number it is looked for among all
decimals that lie nearer to it than to any other 32-bit number, in exact fractions.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.bulk.axes import Axis
from coverdict.bulk.dialects import DIALECTS
from coverdict.bulk.doubles import Side, nearest
from coverdict.bulk.kinds import Column, Kind
from coverdict.bulk.reading import axis_of
from coverdict.language.model import Fact, FactType
from coverdict.library.dimensions import Dimension
from coverdict.logic.cells import Ordered, Threshold
from coverdict.text import Place

DUCK = DIALECTS["duckdb"]
SHORTEST = math.ulp(0.0)
LARGEST_SHORT = float(2**128 - 2**104)


def below_as_said(number: float, near: float, side: Side) -> bool:
    """Whether a number's decimal lies below the constant, by where the number and the nearest one lie."""
    return number < near or (number == near and side is Side.BELOW)


def on_as_said(number: float, near: float, side: Side) -> bool:
    return number == near and side is Side.ON


def steps(number: float, count: int) -> list[float]:
    """The number and its neighbours, so many to either side."""
    found = [number]
    low = high = number
    for _ in range(count):
        low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
        found += [low, high]
    return found


def short(number: float) -> float:
    """The 32-bit number nearest to a double."""
    (found,) = struct.unpack("<f", struct.pack("<f", max(-LARGEST_SHORT, min(LARGEST_SHORT, number))))
    assert isinstance(found, float)
    return found


def gap(number: float) -> float:
    """From a 32-bit number to the next one further away from 0."""
    return math.ldexp(1.0, max(math.frexp(number)[1] - 24, -149))


def short_steps(number: float, count: int) -> list[float]:
    """32-bit numbers around one, the nearest to either side among them, none beyond the largest."""
    found = [number]
    low = high = number
    for _ in range(count):
        # Below a power of two the gap is half as wide; adding a little and rounding finds it as well.
        low, high = short(low - gap(low) * 0.5000001), short(high + gap(high) * 0.5000001)
        found += [low, high]
    return found


def beside(number: float, more: str) -> Decimal:
    """All digits of a number and some more: a constant as close beside the number as one likes."""
    written = f"{Decimal(number):f}"
    return Decimal(f"{written}{'' if '.' in written else '.'}{more}")


def half_way(number: float) -> Decimal:
    """The middle between a number and the next one, exactly."""
    with localcontext(prec=1_000):
        return (Decimal(number) + Decimal(math.nextafter(number, math.inf))) / 2


def half_way_of_short(number: float) -> Decimal:
    """The same of a 32-bit number and the next 32-bit number."""
    with localcontext(prec=1_000):
        return (Decimal(number) + Decimal(number + gap(number))) / 2


constants = st.one_of(
    st.decimals(places=2, min_value=-1000, max_value=1000),
    st.decimals(min_value=-(10**20), max_value=10**20),
    st.builds(beside, st.floats(-1e30, 1e30), st.sampled_from(["", "0", "1", "49", "5", "51"])),
    st.floats(1e-20, 1e20).map(half_way),
    st.floats(1e-20, 1e20).map(short).map(half_way_of_short),
    st.builds(
        lambda digits, at: Decimal(digits).scaleb(at), st.integers(-(10**30), 10**30), st.integers(-60, 30)
    ),
)


@given(constants, st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5))
def test_a_double_is_compared_as_its_shortest_decimal(constant: Decimal, others: list[float]) -> None:
    """Below, on or above a constant: a double lies where the decimal lies that it is written as."""
    near, side = nearest(constant, short=False)
    for number in (*steps(near, 3), *others, 0.0, -0.0):
        shortest = Decimal(repr(number))
        assert below_as_said(number, near, side) == (shortest < constant)
        assert on_as_said(number, near, side) == (shortest == constant)


def shortest_short(number: float) -> Decimal:
    """The decimal of fewest digits that is read back as a 32-bit number; of several the nearest."""
    if not number:
        return Decimal(0)
    exact = abs(Fraction(number))
    wide = Fraction(gap(number))
    half_as_wide = math.frexp(abs(number))[0] == 0.5 and wide > Fraction(2) ** -149
    ends = exact - wide / (4 if half_as_wide else 2), exact + wide / 2
    reached = exact / wide % 2 == 0  # the even one of two takes the middle
    for digits in range(1, 10):
        last = math.floor(math.log10(exact)) - digits + 1
        unit = Fraction(10) ** last
        near = [(exact // unit) + more for more in (-1, 0, 1, 2)]
        inside = [n for n in near if ends[0] < n * unit < ends[1] or (reached and n * unit in ends)]
        if inside:
            nearest_one = min(inside, key=lambda n: (abs(n * unit - exact), n % 2))
            return Decimal(nearest_one).scaleb(last).copy_sign(Decimal(number))
    raise AssertionError(number)


@given(constants | st.sampled_from([Decimal("3.4028235e38"), Decimal("3.4028236e38"), Decimal("-1e39")]))
def test_a_32_bit_number_is_compared_as_its_shortest_decimal(constant: Decimal) -> None:
    """The same holds of 32-bit numbers, which have shorter decimals: 4.1 is not above 4.1."""
    near, side = nearest(constant, short=True)
    numbers = [*short_steps(near, 3), 0.0, 1.0, -1.0, short(4.1), LARGEST_SHORT, -LARGEST_SHORT]
    for number in numbers:
        shortest = shortest_short(number)
        assert below_as_said(number, near, side) == (shortest < constant), number
        assert on_as_said(number, near, side) == (shortest == constant), number


@given(constants)
def test_nothing_is_nearer_than_the_nearest(constant: Decimal) -> None:
    """No neighbour of the nearest number lies closer to the constant, in exact fractions."""
    for of_32_bits, neighbours in ((False, steps), (True, short_steps)):
        near, _ = nearest(constant, of_32_bits)
        if of_32_bits and abs(near) == LARGEST_SHORT:
            continue
        distance = abs(Fraction(near) - Fraction(constant))
        assert all(distance <= abs(Fraction(one) - Fraction(constant)) for one in neighbours(near, 1))


@pytest.mark.parametrize(
    ("constant", "short", "near", "side"),
    [
        ("4.1", False, 4.1, Side.ON),
        ("4.1", True, 4.099999904632568, Side.ON),
        # Written as 0.1, which lies below; the double itself lies above.
        ("0.1000000000000000001", False, 0.1, Side.BELOW),
        ("0.0999999999999999999", False, 0.1, Side.ABOVE),
        ("0", False, 0.0, Side.ON),
        ("1e-400", False, 0.0, Side.BELOW),
        ("-1e-50", True, 0.0, Side.ABOVE),
        # Beyond the greatest 32-bit number, 3.4028235e38.
        ("3.4028236e38", True, LARGEST_SHORT, Side.BELOW),
        ("-1e39", True, -LARGEST_SHORT, Side.ABOVE),
    ],
)
def test_constants_by_hand(constant: str, short: bool, near: float, side: Side) -> None:
    """Where the decimal of the nearest number lies, for constants that are easily got wrong."""
    assert nearest(Decimal(constant), short) == (near, side)


# --- as DuckDB compares ---


FACT = Fact(name="size", type=FactType.NUMBER, place=Place("test"))


def axis(cuts: Sequence[Decimal], kind: Kind) -> Axis:
    """The axis of a number that rules hold against these constants, in a column of such numbers."""
    atoms = [Threshold("size", op, cut) for cut in cuts for op in ("<", "<=")]
    dimension = Dimension(Ordered("size", atoms), facts=(FACT,))
    return axis_of(FACT, Column("size", kind), dimension, DUCK)


@pytest.mark.parametrize(("kind", "type_name"), [(Kind.DOUBLE, "DOUBLE"), (Kind.FLOAT, "FLOAT")])
@pytest.mark.parametrize("seed", range(6))
def test_duckdb_puts_a_number_into_the_region_of_its_decimal(seed: int, kind: Kind, type_name: str) -> None:
    """Floating-point numbers, compared by DuckDB, lie in the regions of the decimals that they show."""
    random = Random(seed)
    cuts = sorted({_constant(random) for _ in range(12)})
    found = axis(cuts, kind)
    neighbours = short_steps if kind is Kind.FLOAT else steps
    numbers = [0.0, -0.0, 1e30, -1e30]
    for cut in cuts:
        numbers += neighbours(short(float(cut)) if kind is Kind.FLOAT else float(cut), 3)
    rows = duckdb.execute(
        f"SELECT CAST(t.size AS DOUBLE), {found.expression().sql('duckdb')}"
        f" FROM (SELECT CAST(unnest($1::DOUBLE[]) AS {type_name}) AS size) AS t",
        [numbers],
    ).fetchall()
    assert len(rows) == len(numbers)
    for number, symbol in rows:
        value = shortest_short(number) if kind is Kind.FLOAT else Decimal(repr(number))
        # A symbol for each cut and for each stretch between two, and 0 for what is unknown.
        expected = 1 + sum((value >= cut) + (value > cut) for cut in cuts)
        assert symbol == expected, (number, cuts)


def _constant(random: Random) -> Decimal:
    """A constant of few digits or of many, often one that a number is just not."""
    kind = random.randrange(4)
    if kind == 0:
        return Decimal(random.randrange(-5000, 5000)) / 100
    if kind == 1:
        return Decimal(random.randrange(10**25)).scaleb(-random.randrange(26))
    number = random.choice((random.random(), random.uniform(-1e6, 1e6), random.uniform(0, 1e-6)))
    if kind == 2:
        return Decimal(number)
    return Decimal(repr(short(number))) + Decimal(random.choice((-1, 0, 1))).scaleb(-random.randrange(9, 30))
