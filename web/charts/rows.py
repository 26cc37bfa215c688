"""Named things compared: a bar lying in a row for each, with its number and what it is of."""

from typing import Final, NamedTuple

from web.charts.bars import lying
from web.charts.drawing import (
    SIZE,
    SMALL,
    Drawing,
    Shape,
    box,
    fitting,
    line,
    number,
    text,
    width_of,
)
from web.charts.legend import legend
from web.charts.model import Chart, Value
from web.charts.scale import Scale, of_bars
from web.wording import _

NARROWEST: Final = 480.0  # from here on words stand beside their bar, else above it
BAR: Final = 14.0
THIN: Final = 9.0  # of the time before
GAP: Final = 10.0
LINE: Final = 16.0
FOOT: Final = 18.0
APART: Final = "\u2002"
LABELS: Final = 0.36  # of the width labels may take


class Plan(NamedTuple):
    """Where a row's label, bar and number stand."""

    width: float
    beside: bool
    labels: float
    scale: Scale


def rows(chart: Chart, width: float) -> Drawing:
    """A row for each value, in the order given."""
    plan = _plan(chart, width)
    key = legend(chart, width)
    shapes: list[Shape] = []
    y = key.bottom + GAP / 2
    top = y
    for place, value in enumerate(chart.values):
        drawn, y = _row(chart, plan, value, place, y)
        shapes += drawn
    behind = _behind(chart, plan, top, y)
    height = y + FOOT
    paper = box("paper", 0, 0, width, height)
    return Drawing(chart.title, chart.about, width, height, [paper, *behind, *shapes, *key.shapes])


def _plan(chart: Chart, width: float) -> Plan:
    every = (*chart.values, *chart.before)
    numbers = max((width_of(_told(one), SMALL) for one in every), default=0.0) + GAP
    beside = width >= NARROWEST
    longest = max((width_of(one.label) for one in chart.values), default=0.0) + GAP
    labels = min(longest, width * LABELS) if beside else 0.0
    scale = of_bars(chart, labels + 1, max(width - numbers, labels + GAP))
    return Plan(width, beside, labels, scale)


def _row(chart: Chart, plan: Plan, value: Value, place: int, y: float) -> tuple[list[Shape], float]:
    """Its shapes, and where the next row begins."""
    room = plan.labels - GAP if plan.beside else plan.width
    shapes = [text("text", 0, y + 11, fitting(value.label, room, SIZE))]
    y = y if plan.beside else y + LINE
    shapes += [*lying(value, y, BAR, plan.scale, "bar"), _number(plan, value, y + 11)]
    y += BAR
    if place < len(chart.before):
        before = chart.before[place]
        shapes += lying(before, y + 2, THIN, plan.scale, "before")
        shapes.append(_number(plan, before, y + 11))
        y += THIN + 4
    return shapes, y + GAP


def _number(plan: Plan, value: Value, y: float) -> Shape:
    return text("small", plan.width, y, _told(value), "end")


def _told(value: Value) -> str:
    if value.value is None:
        return _("nothing fell due")
    if value.of.partition("/")[0] == value.shown:
        return value.of
    return f"{value.shown}{APART}{value.of}"


def _behind(chart: Chart, plan: Plan, top: float, bottom: float) -> list[Shape]:
    """The scale, and the target across all rows."""
    scale = plan.scale
    shapes = [line("grid", scale.at(tick), top, scale.at(tick), bottom) for tick in scale.ticks]
    for tick in (scale.bottom, (scale.bottom + scale.top) / 2, scale.top):
        at = scale.at(tick)
        words = f"{number(tick)}{chart.unit}"
        anchor = "end" if at + width_of(words) / 2 > plan.width else "middle"
        anchor = "start" if at < width_of(words) / 2 else anchor
        shapes.append(text("small", at, bottom + FOOT - 5, words, anchor))
    if chart.target is not None:
        at = scale.at(chart.target)
        shapes.append(line("target", at, top - 2, at, bottom))
    return shapes
