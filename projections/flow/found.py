"""What ways amount to: variants, steps that follow each other, loops, and steps left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from projections.flow.asking import Question, Way, taken
from projections.flow.book import Book, book_of, in_all
from projections.flow.file import WaysFile
from projections.flow.sampling import Measured, Weighted, measure, percentiles
from projections.flow.steps import CASE, CLOSED, EXPECTED, LEFT_EARLY, OF_CASE

HALF: Final = 50
MOST: Final = 90
TIMED: Final = 200  # variants of which times are told

Had = Mapping[str, Mapping[frozenset[str], int]]
"""By track, how many runs had which steps."""


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
    by_track = taken(file, asked)
    book = book_of(file, asked.kind)
    runs = _by_id(book, by_track.values())
    had = {track: dict(_alike(book, _by_id(book, [n]))) for track, n in by_track.items()}
    found = _most_frequent_first(book, runs, book.in_order(file, asked.kind))
    measured = measure(file, asked, found)
    return Flow(
        runs=measured.of,
        measured=measured.runs,
        variants=_variants(found, measured),
        following=_following(book, runs, measured),
        steps=_steps(had),
        loops=_loops(book, runs),
        skipped=_skipped(had) if asked.kind == CASE else (),
        took=_took(measured.everything),
    )


def _most_frequent_first(book: Book, runs: Sequence[int], ways: Iterable[int]) -> list[Way]:
    """Those that somebody took; of equals in the order in which they are given."""
    found = (Way(way, "", book.steps[way], runs[way]) for way in ways if runs[way])
    return sorted(found, key=attrgetter("runs"), reverse=True)


def _by_id(book: Book, counts: Iterable[Mapping[int, int]]) -> list[int]:
    """How many runs took each way; the place is its id."""
    found = [0] * (max(book.steps, default=0) + 1)
    for some in counts:
        for way, runs in some.items():
            found[way] += runs
    return found


def _took(some: Weighted) -> Took:
    return Took(*percentiles(some, HALF, MOST))


def _variants(found: Sequence[Way], measured: Measured) -> list[Variant]:
    whole = measured.whole
    timed = {way.id: _took(whole[way.id]) for way in found[:TIMED] if way.id in whole}
    return [Variant(one.id, one.steps, one.runs, timed.get(one.id, UNTIMED)) for one in found]


def _following(book: Book, runs: Sequence[int], measured: Measured) -> list[Following]:
    found = in_all(book.edges, runs)
    told = [Following(*edge, n, of, _took(measured.waits[edge])) for edge, n, of in found]
    return sorted(told, key=lambda one: (-one.times, one.first, one.then))


def _loops(book: Book, runs: Sequence[int]) -> list[Loop]:
    found = [Loop(*one) for one in in_all(book.loops, runs)]
    return sorted(found, key=lambda one: (-one.times, one.steps))


def _alike(book: Book, runs: Sequence[int]) -> Iterator[tuple[frozenset[str], int]]:
    """In how many runs were just these steps, whatever their order."""
    for steps, ways in book.alike.items():
        found = sum(map(runs.__getitem__, ways))
        if found:
            yield steps, found


def _steps(had: Had) -> dict[str, int]:
    """In how many runs each step was, in the order in which the field has them."""
    runs: Counter[str] = Counter()
    for some in had.values():
        for steps, n in some.items():
            runs.update(dict.fromkeys(steps, n))
    return {step: runs[step] for step in OF_CASE if step in runs}


def _skipped(had: Had) -> list[Skipped]:
    """Only of cases that were handled to their closing."""
    return [one for track in EXPECTED for one in _skipped_in(track, had.get(track, {}))]


def _skipped_in(track: str, had: Mapping[frozenset[str], int]) -> Iterator[Skipped]:
    closed = {steps: runs for steps, runs in had.items() if _is_handled(steps)}
    for expected in EXPECTED[track] if closed else ():
        without = sum(runs for steps, runs in closed.items() if steps.isdisjoint(expected))
        yield Skipped(track, expected, without, sum(closed.values()))


def _is_handled(had: frozenset[str]) -> bool:
    return CLOSED in had and LEFT_EARLY.isdisjoint(had)


def lacking(way: Way) -> list[tuple[str, ...]]:
    """What a closed case of its track is expected to have had, and had not."""
    had = frozenset(way.steps)
    expected = EXPECTED.get(way.track, ()) if _is_handled(had) else ()
    return [steps for steps in expected if had.isdisjoint(steps)]
