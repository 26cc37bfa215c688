"""From values to places: where a scale begins, which values it marks."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from web.charts.model import HUNDRED, Chart, Value

# A line may begin above zero, and says so at its axis; a bar never does.
BEGINNINGS: Final = (90.0, 80.0, 50.0, 0.0)
PARTS: Final = (4, 5)
STEPS: Final = (1, 2, 5)


class Scale(NamedTuple):
    """Values from `bottom` to `top`, drawn from `start` to `end`."""

    bottom: float
    top: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; one beyond the scale stands at its end."""
        kept = min(max(value, self.bottom), self.top)
        part = (kept - self.bottom) / (self.top - self.bottom)
        return self.start + part * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The values marked."""
        span = self.top - self.bottom
        parts = next((count for count in PARTS if span % count == 0), PARTS[-1])
        return [self.bottom + span * part / parts for part in range(parts + 1)]


def of_bars(chart: Chart, start: float, end: float) -> Scale:
    """From zero on."""
    return Scale(0.0, chart.top or 1.0, start, end)


def of_line(chart: Chart, start: float, end: float) -> Scale:
    """From as high as everything that is drawn allows."""
    lowest = min(_drawn(chart), default=0.0)
    bottom = next(one for one in BEGINNINGS if one <= max(lowest, 0.0))
    return Scale(bottom if chart.top == HUNDRED else 0.0, chart.top or 1.0, start, end)


def round_top(values: Iterable[float]) -> float:
    """A round number above all of them, for the end of a scale of numbers."""
    highest = max(values, default=0.0)
    power = 1.0
    while True:
        for step in STEPS:
            if step * power >= highest:
                return step * power
        power *= 10


def _drawn(chart: Chart) -> Sequence[float]:
    known = [end for one in chart.values for end in _ends(one)]
    return [*known, chart.target] if chart.target is not None else known


def _ends(value: Value) -> list[float]:
    return [end for end in (value.value, value.low) if end is not None]
