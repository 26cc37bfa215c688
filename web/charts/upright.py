"""What standing bars and lines have in common: places side by side, a scale, words underneath."""

from typing import Final, NamedTuple

from web.charts.drawing import SMALL, Shape, fitting, line, number, text, width_of
from web.charts.model import Chart, Value
from web.charts.scale import Scale

HEIGHT: Final = 132.0  # of the whole scale
LEFT: Final = 40.0  # for what the scale says
TOP: Final = 8.0
LINE: Final = 14.0
LINES: Final = 4  # underneath: label, value, numerator, denominator
ROOM: Final = 46.0  # the least in which a value can be read underneath


class Frame(NamedTuple):
    """Where it begins, and how much room each value has."""

    left: float
    top: float
    width: float
    room: float

    def middle(self, place: int) -> float:
        """Of that value's place."""
        return self.left + (place + 0.5) * self.room

    @property
    def bottom(self) -> float:
        """Where bars stand."""
        return self.top + HEIGHT

    @property
    def height(self) -> float:
        """With the words underneath."""
        return self.bottom + LINES * LINE + 4


def frame(chart: Chart, width: float, top: float) -> Frame:
    """Places of equal width."""
    room = (width - LEFT) / max(1, len(chart.values))
    return Frame(LEFT, top + TOP, width, room)


def fits(chart: Chart, width: float) -> bool:
    """Whether each value can be read underneath its place."""
    return (width - LEFT) / max(1, len(chart.values)) >= ROOM


def behind(chart: Chart, drawn: Frame, scale: Scale) -> list[Shape]:
    """The scale with its values, and the target."""
    shapes: list[Shape] = []
    for tick in scale.ticks:
        y = scale.at(tick)
        shapes.append(line("grid", drawn.left, y, drawn.width, y))
        words = f"{number(tick)}{chart.unit}"
        shapes.append(text("small", drawn.left - 5, y + 4, words, "end"))
    shapes.append(line("axis", drawn.left, drawn.bottom, drawn.width, drawn.bottom))
    if chart.target is not None:
        y = scale.at(chart.target)
        shapes.append(line("target", drawn.left, y, drawn.width, y))
    return shapes


def under(value: Value, drawn: Frame, place: int) -> list[Shape]:
    """What it is called, what it came to, and of how many."""
    x, y = drawn.middle(place), drawn.bottom + LINE
    label = fitting(value.label, drawn.room, SMALL)
    words = [("small", label), ("strong", value.shown)]
    words += [("small", part) for part in _of(value, drawn.room)]
    return [text(look, x, y + n * LINE, told, "middle") for n, (look, told) in enumerate(words)]


def _of(value: Value, room: float) -> list[str]:
    """Numerator over denominator where the two find no room side by side."""
    if not value.of or value.of == value.shown:
        return []
    if width_of(value.of, SMALL) <= room or "/" not in value.of:
        return [value.of]
    numerator, _, denominator = value.of.partition("/")
    return [numerator, f"/{denominator}"]
