"""A chart as a page shows it: drawn for wide screens and paper, drawn for phones, and a table."""

from collections.abc import Callable
from typing import Final, NamedTuple

from markupsafe import Markup

from web.charts.drawing import Drawing
from web.charts.model import Chart
from web.charts.svg import element

WIDE: Final = 720.0
NARROW: Final = 340.0

Drawn = Callable[[Chart, float], Drawing]


class Shown(NamedTuple):
    """What the macro `chart` takes."""

    chart: Chart
    wide: Markup
    narrow: Markup


def shown(chart: Chart, drawn: Drawn, wide: float = WIDE) -> Shown:
    """The same chart twice: a phone would make the letters of the wide one too small."""
    narrow = min(NARROW, wide)
    return Shown(chart, element(drawn(chart, wide)), element(drawn(chart, narrow)))
