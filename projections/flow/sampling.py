"""How long steps took: of all runs where they are few, else of a fair part of each way's runs.

Of a way with many runs every k-th is measured and stands for the others, so that rare ways are
measured whole. What is counted is never a sample.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import sub
from typing import Final, NamedTuple

from projections.flow.asking import Question, Way
from projections.flow.book import Edge
from projections.flow.file import WaysFile

MOST: Final = 2_000  # runs measured of usual ways, and about as many of rare ones
USUAL: Final = 400  # ways
NEARLY: Final = 1 - 1e-9  # adding up shares may be out by so little
CAPS: Final = (
    8_000,
    4_000,
    2_000,
    1_000,
    500,
    200,
    100,
    50,
    20,
    10,
)  # of one way; the first that fits


class Weighted(NamedTuple):
    """Seconds, and beside each how many runs it stands for."""

    values: list[int]
    weights: list[float]


class Measured(NamedTuple):
    """Waits between each two steps, the whole time of each way, and those of all runs together."""

    waits: defaultdict[Edge, Weighted]
    whole: dict[int, Weighted]
    everything: Weighted
    of: int

    @property
    def runs(self) -> int:
        """How many were measured."""
        return len(self.everything.values)


def measure(file: WaysFile, asked: Question, found: Sequence[Way]) -> Measured:
    """The times of the ways found, each of them named once, the most frequent first."""
    ways = {way.id: way for way in found}
    strides = _strides(found)
    measured = Measured(defaultdict(_nothing), {}, _nothing(), sum(way.runs for way in found))
    for way, taken in _taken(file, asked, strides):
        stands_for = ways[way].runs / len(taken) * strides[way][1]
        _add(measured, ways[way], array("I", b"".join(taken)), [stands_for] * len(taken))
    return measured


def _nothing() -> Weighted:
    return Weighted([], [])


def _add(measured: Measured, way: Way, times: "array[int]", weights: list[float]) -> None:
    """The times of some runs of a way, one run after the other."""
    each = len(way.steps)
    whole = measured.whole[way.id] = Weighted(times[each - 1 :: each].tolist(), weights)
    measured.everything.values.extend(whole.values)
    measured.everything.weights.extend(weights)
    between = list(map(sub, times[1:], times))
    for place, edge in enumerate(pairwise(way.steps)):
        values, stand_for = measured.waits[edge]
        values += between[place::each]
        stand_for += weights


def percentiles(some: Weighted, *per_cent: float) -> list[int | None]:
    """Of each, the shortest time within which so many per cent were done."""
    if not some.values:
        return [None] * len(per_cent)
    order = sorted(range(len(some.values)), key=some.values.__getitem__)
    done = list(accumulate(map(some.weights.__getitem__, order)))
    places = (bisect_left(done, done[-1] * one / 100 * NEARLY) for one in per_cent)
    return [some.values[order[place]] for place in places]


def _strides(found: Sequence[Way]) -> dict[int, tuple[int, int]]:
    """Every how manieth run of a way is measured, and for how many such ways it stands.

    Of very many ways the rare ones are too many: every so manieth of them is measured.
    """
    usual, rare = found[:USUAL], found[USUAL:]
    apart = max(1, -(-sum(way.runs for way in rare) // MOST))
    counts = [way.runs for way in usual]
    cap = next((cap for cap in CAPS if sum(min(n, cap) for n in counts) <= MOST), CAPS[-1])
    if sum(counts) <= MOST:
        cap = MOST
    strides = {way.id: (-(-way.runs // cap), 1) for way in usual}
    return strides | {way.id: (1, apart) for way in rare[::apart]}


def _taken(
    file: WaysFile, asked: Question, strides: Mapping[int, tuple[int, int]]
) -> Iterator[tuple[int, list[bytes]]]:
    """The times of the runs to be measured, way by way; of a rare way it may be that none is."""
    condition, values = asked.where()
    file.connection.execute("CREATE TEMP TABLE IF NOT EXISTS strides (way INTEGER PRIMARY KEY, k)")
    file.connection.execute("DELETE FROM strides")
    file.connection.executemany(
        "INSERT INTO strides VALUES (?,?)", [(way, k) for way, (k, _) in strides.items()]
    )
    sql = (
        "SELECT runs.way, times FROM runs JOIN strides ON strides.way = runs.way"  # noqa: S608 - our words
        f" WHERE {condition} AND nth % k = 0"
    )
    taken: dict[int, list[bytes]] = defaultdict(list)
    for way, times in file.connection.execute(sql, values):
        taken[way].append(times)
    yield from taken.items()
