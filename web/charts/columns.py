"""Bars that stand side by side, each with its interval, its value and what it is of underneath."""

from typing import Final

from web.charts.bars import standing
from web.charts.drawing import Drawing, Shape, box
from web.charts.legend import legend
from web.charts.model import Chart
from web.charts.rows import rows
from web.charts.scale import of_bars
from web.charts.upright import behind, fits, frame, under

WIDEST: Final = 38.0
SHARE: Final = 0.56  # of its place a bar takes


def columns(chart: Chart, width: float) -> Drawing:
    """In the order given; as rows where they could not be read side by side."""
    if chart.before or not fits(chart, width):
        return rows(chart, width)
    key = legend(chart, width)
    drawn = frame(chart, width, key.bottom)
    scale = of_bars(chart, drawn.bottom, drawn.top)
    shapes: list[Shape] = [box("paper", 0, 0, width, drawn.height)]
    shapes += behind(chart, drawn, scale)
    bar = min(drawn.room * SHARE, WIDEST)
    for place, value in enumerate(chart.values):
        shapes += standing(value, drawn.middle(place) - bar / 2, bar, scale, "bar")
        shapes += under(value, drawn, place)
    return Drawing(chart.title, chart.about, width, drawn.height, [*shapes, *key.shapes])
