"""Charts (图表) as data: drawn as SVG for pages, paper and documents, in black and white too.

    chart = Chart(title, [share("2026Q1", proportion), share("2026Q2", other)], target=98)
    shown(chart, trend)             # for the macro `chart` of charts/chart.html
    file(trend(chart, WIDE))        # bytes of an SVG file that stands alone

Nothing is drawn without what it was counted of: it is written at each bar and each point, and
every chart brings its table.
"""

from flask import Blueprint

from web.charts.columns import columns
from web.charts.drawing import Drawing, Shape
from web.charts.lines import trend
from web.charts.model import Chart, Value, amount, share
from web.charts.multiples import multiples
from web.charts.pages import NARROW, WIDE, Shown, shown
from web.charts.rows import rows
from web.charts.svg import file

__all__ = [
    "NARROW",
    "WIDE",
    "Chart",
    "Drawing",
    "Shape",
    "Shown",
    "Value",
    "amount",
    "blueprint",
    "columns",
    "file",
    "multiples",
    "rows",
    "share",
    "shown",
    "trend",
]

blueprint = Blueprint("charts", __name__, template_folder="templates")
