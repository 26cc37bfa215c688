"""What bars, hatching and the dashed line of a chart mean, written above it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from projections.queries.proportion import FEWEST_TO_RANK
from web.charts.drawing import SMALL, Shape, box, circle, hatched, line, text, width_of
from web.charts.model import Chart
from web.wording import _

HEIGHT: Final = 18.0  # of one line of it
KEY: Final = 14.0  # width of what is explained
GAP: Final = 6.0
RADIUS: Final = 4.5


class Legend(NamedTuple):
    """Its shapes, and where it ends."""

    shapes: list[Shape]
    bottom: float


def legend(chart: Chart, width: float, few: str = "few") -> Legend:
    """Only of what there is to tell apart; entries that find no room begin a line.

    `few` is how values that stand on few look.
    """
    shapes: list[Shape] = []
    x, y = 0.0, 0.0
    entries = list(_entries(chart, few))
    for look, words in entries:
        room = KEY + GAP + width_of(words, SMALL) + 2 * GAP
        if x and x + room > width:
            x, y = 0.0, y + HEIGHT
        shapes += [*_key(look, x, y), text("small", x + KEY + GAP, y + 11, words)]
        x += room
    return Legend(shapes, y + HEIGHT if entries else y)


def _entries(chart: Chart, few: str) -> Iterable[tuple[str, str]]:
    if chart.before:
        yield "bar", chart.now_name
        yield "before", chart.before_name
    if chart.any_few:
        yield few, _("fewer than %(num)d: too few to rank", num=FEWEST_TO_RANK)
    if chart.target is not None:
        yield "target", target_words(chart)


def target_words(chart: Chart) -> str:
    """What the dashed line stands for."""
    return _("target %(value)s", value=f"{chart.target:g}{chart.unit}")


def _key(look: str, x: float, y: float) -> list[Shape]:
    if look == "target":
        return [line("target", x, y + 7, x + KEY, y + 7)]
    if look == "few-point":
        return [circle(look, x + KEY / 2, y + 7, RADIUS)]
    if look == "few":
        return hatched(x, y + 2, KEY, 10)
    return [box(look, x, y + 2, KEY, 10)]
