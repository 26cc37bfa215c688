"""Which steps and which of their successions are drawn, and in which lane each line runs.

Steps stand in one column in the order in which the field has them. A succession to the next one is
an arrow between them; one further on runs down at the right, one back up at the left, each in a
lane of its own. The most frequent are taken as long as there are lanes.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from projections.flow.found import Flow, Following

RARE: Final = 0.01  # of all runs: steps and successions that are not drawn
OUT: Final = 0.25  # of a row: lines leave below a step's middle and arrive above it


class Line(NamedTuple):
    """A succession from one row to another, in a lane from 0; -1: straight to the next row."""

    following: Following
    first: int
    then: int
    lane: int

    @property
    def back(self) -> bool:
        """To the same step or to one that is before it."""
        return self.then <= self.first


class Graph(NamedTuple):
    """What is drawn; `left_out` is how many successions are not."""

    steps: Mapping[str, int]
    lines: Sequence[Line]
    left_out: int

    def lanes(self, *, back: bool) -> int:
        """How many lanes one side needs."""
        return 1 + max((line.lane for line in self.lines if line.back is back), default=-1)


def graph_of(found: Flow, right: int, left: int) -> Graph:
    """Drawn with at most so many lanes at each side."""
    least = found.runs * RARE
    steps = {step: runs for step, runs in found.steps.items() if runs > least}
    rows = {step: row for row, step in enumerate(steps)}
    straight: list[Line] = []
    sides: dict[bool, list[Line]] = {False: [], True: []}
    room = {False: right, True: left}
    for one in found.following:
        if one.times <= least or not {one.first, one.then} <= rows.keys():
            continue
        line = Line(one, rows[one.first], rows[one.then], -1)
        if line.then == line.first + 1:
            straight.append(line)
        elif _depth([*sides[line.back], line]) <= room[line.back]:
            sides[line.back].append(line)
    lines = [*straight, *_in_lanes(sides[False]), *_in_lanes(sides[True])]
    return Graph(steps, lines, len(found.following) - len(lines))


def _span(line: Line) -> tuple[float, float]:
    """From which height to which it runs, in rows."""
    ends = (line.first + OUT, line.then - OUT)
    return min(ends), max(ends)


def _depth(lines: Sequence[Line]) -> int:
    """How many run side by side at most."""
    spans = [_span(line) for line in lines]
    return max(sum(low <= start <= high for low, high in spans) for start, _ in spans)


def _in_lanes(lines: Sequence[Line]) -> list[Line]:
    """Each in the innermost lane that is free, from above."""
    ends: list[float] = []
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: (_span(line)[0], _span(line)[1])):
        low, high = _span(line)
        lane = next((n for n, end in enumerate(ends) if end < low), len(ends))
        ends[lane : lane + 1] = [high]
        found.append(line._replace(lane=lane))
    return found
