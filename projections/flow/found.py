"""What ways amount to: variants, steps that follow each other, loops, and steps left out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from projections.flow.asking import Question, Way, ways
from projections.flow.file import WaysFile
from projections.flow.sampling import Edge, Measured, Weighted, measure, percentiles
from projections.flow.steps import CASE, CLOSED, EXPECTED, LEFT_EARLY, OF_CASE

HALF: Final = 50
MOST: Final = 90
TIMED: Final = 200  # variants of which times are told

Choice = Callable[[Way], bool]


class Took(NamedTuple):
    """Seconds: half took no longer than the one, 90 % no longer than the other."""

    half: int | None
    most: int | None


UNTIMED: Final = Took(None, None)


class Variant(NamedTuple):
    """A way, how many took it, and how long from its first step to its last."""

    id: int
    steps: tuple[str, ...]
    runs: int
    took: Took


class Following(NamedTuple):
    """One step right after another: how often, in how many runs, and after how long."""

    first: str
    then: str
    times: int
    runs: int
    took: Took


class Loop(NamedTuple):
    """A step that came again after others: how often, and in how many runs."""

    steps: tuple[str, ...]
    times: int
    runs: int


class Skipped(NamedTuple):
    """Of the closed cases of a track, how many had none of these steps."""

    track: str
    steps: tuple[str, ...]
    runs: int
    of: int


class Flow(NamedTuple):
    """Everything found, the most frequent first; no times of variants after the first `TIMED`."""

    runs: int
    measured: int
    variants: Sequence[Variant]
    following: Sequence[Following]
    steps: Mapping[str, int]
    loops: Sequence[Loop]
    skipped: Sequence[Skipped]
    took: Took

    @property
    def is_sample(self) -> bool:
        """Times were not measured of every run."""
        return self.measured < self.runs


def discover(file: WaysFile, asked: Question) -> Flow:
    """What the runs asked about amount to."""
    by_track = ways(file, asked)
    found = _of_all_tracks(by_track)
    measured = measure(file, asked, found)
    everything = [one for some in measured.whole.values() for one in some]
    return Flow(
        runs=sum(way.runs for way in found),
        measured=measured.runs,
        variants=_variants(found, measured),
        following=_following(found, measured),
        steps=_steps(found),
        loops=_loops(found),
        skipped=_skipped(by_track) if asked.kind == CASE else (),
        took=_took(everything),
    )


def _of_all_tracks(by_track: Sequence[Way]) -> list[Way]:
    """Each way once."""
    runs: Counter[int] = Counter()
    for way in by_track:
        runs[way.id] += way.runs
    steps = {way.id: way.steps for way in by_track}
    ordered = sorted(runs.items(), key=lambda one: (-one[1], steps[one[0]]))
    return [Way(way, "", steps[way], n) for way, n in ordered]


def _took(values: Sequence[Weighted]) -> Took:
    return Took(*percentiles(sorted(values), HALF, MOST))


def _variants(found: Sequence[Way], measured: Measured) -> list[Variant]:
    timed = {way.id: _took(measured.whole.get(way.id, ())) for way in found[:TIMED]}
    return [Variant(one.id, one.steps, one.runs, timed.get(one.id, UNTIMED)) for one in found]


def _following(found: Sequence[Way], measured: Measured) -> list[Following]:
    times: dict[Edge, int] = defaultdict(int)
    runs: dict[Edge, int] = defaultdict(int)
    for way in found:
        edges = list(pairwise(way.steps))
        for edge in edges:
            times[edge] += way.runs
        for edge in set(edges):
            runs[edge] += way.runs
    ordered = sorted(times.items(), key=lambda one: (-one[1], one[0]))
    return [
        Following(*edge, n, runs[edge], _took(measured.waits.get(edge, ()))) for edge, n in ordered
    ]


def _steps(found: Sequence[Way]) -> dict[str, int]:
    """In how many runs each step was, in the order in which the field has them."""
    runs: dict[str, int] = defaultdict(int)
    for way in found:
        for step in set(way.steps):
            runs[step] += way.runs
    return {step: runs[step] for step in OF_CASE if step in runs}


def _loops(found: Sequence[Way]) -> list[Loop]:
    times: dict[tuple[str, ...], int] = defaultdict(int)
    runs: dict[tuple[str, ...], int] = defaultdict(int)
    for way in found:
        loops = list(loops_of(way.steps)) if len(set(way.steps)) < len(way.steps) else []
        for steps in loops:
            times[steps] += way.runs
        for steps in set(loops):
            runs[steps] += way.runs
    ordered = sorted(times.items(), key=lambda one: (-one[1], one[0]))
    return [Loop(steps, n, runs[steps]) for steps, n in ordered]


def loops_of(steps: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each return to a step, from there to there; where one ends the next may begin."""
    last: dict[str, int] = {}
    start = 0
    for place, step in enumerate(steps):
        before = last.get(step, -1)
        if before >= start:
            yield tuple(steps[before : place + 1])
            start = place
        last[step] = place


def _skipped(found: Sequence[Way]) -> list[Skipped]:
    """Only of cases that were handled to their closing."""
    closed: Counter[str] = Counter()
    without: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for way in found:
        had = frozenset(way.steps)
        if _is_handled(had):
            closed[way.track] += way.runs
            for steps in _missing(way.track, had):
                without[way.track, steps] += way.runs
    return [
        Skipped(track, steps, without[track, steps], closed[track])
        for track, expected in EXPECTED.items()
        for steps in expected
        if closed[track]
    ]


def _is_handled(had: frozenset[str]) -> bool:
    return CLOSED in had and LEFT_EARLY.isdisjoint(had)


def _missing(track: str, had: frozenset[str]) -> list[tuple[str, ...]]:
    return [steps for steps in EXPECTED.get(track, ()) if had.isdisjoint(steps)]


def lacking(way: Way) -> list[tuple[str, ...]]:
    """What a closed case of its track is expected to have had, and had not."""
    had = frozenset(way.steps)
    return _missing(way.track, had) if _is_handled(had) else []
