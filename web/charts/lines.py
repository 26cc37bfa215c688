"""A course over periods: points joined where neighbours are known, each with its interval."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from web.charts.bars import upright
from web.charts.drawing import Drawing, Shape, box, circle, line
from web.charts.legend import legend
from web.charts.model import Chart, Value
from web.charts.rows import rows
from web.charts.scale import Scale, of_line
from web.charts.upright import Frame, behind, fits, frame, under

POINT: Final = 4.5


def trend(chart: Chart, width: float) -> Drawing:
    """The first period on the left; as rows where they could not be read side by side."""
    if chart.before or not fits(chart, width):
        return rows(chart, width)
    key = legend(chart, width, "few-point")
    drawn = frame(chart, width, key.bottom)
    scale = of_line(chart, drawn.bottom, drawn.top)
    shapes: list[Shape] = [box("paper", 0, 0, width, drawn.height)]
    shapes += behind(chart, drawn, scale)
    shapes += _course(chart, drawn, scale)
    for place, value in enumerate(chart.values):
        shapes += _point(value, drawn.middle(place), scale)
        shapes += under(value, drawn, place)
    return Drawing(chart.title, chart.about, width, drawn.height, [*shapes, *key.shapes])


def _course(chart: Chart, drawn: Frame, scale: Scale) -> Iterator[Shape]:
    """Nothing is drawn across a period in which nothing was due."""
    for (at, one), (_, after) in pairwise(enumerate(chart.values)):
        if one.value is not None and after.value is not None:
            ends = drawn.middle(at), scale.at(one.value), drawn.middle(at + 1)
            yield line("course", *ends, scale.at(after.value))


def _point(value: Value, x: float, scale: Scale) -> list[Shape]:
    if value.value is None:
        return []
    look = "few-point" if value.few else "point"
    return [*upright(value, x, scale), circle(look, x, scale.at(value.value), POINT)]
