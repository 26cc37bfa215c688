"""How long steps took: of all runs where they are few, else of a fair part of each way's runs.

Of a way with many runs every k-th is measured and stands for the others, so that rare ways are
measured whole. What is counted is never a sample.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from projections.flow.asking import Question, Way
from projections.flow.file import WaysFile
from projections.flow.runs import seconds

MOST: Final = 2_000  # runs measured of usual ways, and about as many of rare ones
USUAL: Final = 400  # ways
NEARLY: Final = 1e-9  # what adding up shares may be out by
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

Edge = tuple[str, str]
Weighted = tuple[int, float]  # seconds, and how many runs it stands for


class Measured(NamedTuple):
    """Waits between each two steps, and the whole time of each way."""

    waits: Mapping[Edge, Sequence[Weighted]]
    whole: Mapping[int, Sequence[Weighted]]
    runs: int
    of: int

    @property
    def is_sample(self) -> bool:
        """Not every run was measured."""
        return self.runs < self.of


def measure(file: WaysFile, asked: Question, found: Sequence[Way]) -> Measured:
    """The waits of the ways found, each of them named once, the most frequent first."""
    runs = {way.id: way.runs for way in found}
    steps = {way.id: way.steps for way in found}
    strides = _strides(found)
    waits: dict[Edge, list[Weighted]] = defaultdict(list)
    whole: dict[int, list[Weighted]] = defaultdict(list)
    done = 0
    for way, times in _taken(file, asked, strides):
        weight = runs[way] / len(times) * strides[way][1]
        edges = list(pairwise(steps[way]))
        done += len(times)
        for one in map(seconds, times):
            whole[way].append((one[-1], weight))
            for edge, (before, after) in zip(edges, pairwise(one), strict=True):
                waits[edge].append((after - before, weight))
    return Measured(waits, whole, done, sum(runs.values()))


def percentiles(values: Sequence[Weighted], *per_cent: float) -> list[int | None]:
    """Of each, the shortest time within which so many per cent were done; `values` in order."""
    if not values:
        return [None] * len(per_cent)
    done = list(accumulate(weight for _, weight in values))
    places = (bisect_left(done, done[-1] * one / 100 - NEARLY) for one in per_cent)
    return [values[min(place, len(values) - 1)][0] for place in places]


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
