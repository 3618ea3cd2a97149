"""Claims drawn from a policy's vocabulary and its constraints: boundaries and unknown facts included."""

from coverdict.bulk.sampling.columns import Cell, SampleColumn
from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.pools import PATIENTS, UNKNOWN, Pool, draw_pool
from coverdict.bulk.sampling.sampling import Sample, sample

__all__ = [
    "PATIENTS",
    "UNKNOWN",
    "Cell",
    "Pool",
    "Sample",
    "SampleColumn",
    "SampleError",
    "draw_pool",
    "sample",
]
