"""A bar with its interval, lying or standing: what rows and columns have in common."""

from typing import Final

from web.charts.drawing import Shape, box, hatched, path
from web.charts.model import Value
from web.charts.scale import Scale

CAP: Final = 4.0  # half of an interval's end stroke


def lying(value: Value, y: float, height: float, scale: Scale, look: str) -> list[Shape]:
    """From left to right; nothing where nothing was due."""
    if value.value is None:
        return []
    length = scale.at(value.value) - scale.start
    return _filled(value, look, scale.start, y, length, height) + _sure_lying(
        value, y, height, scale
    )


def standing(value: Value, x: float, width: float, scale: Scale, look: str) -> list[Shape]:
    """Upwards; nothing where nothing was due."""
    if value.value is None:
        return []
    y = scale.at(value.value)
    bar = _filled(value, look, x, y, width, scale.start - y)
    return bar + upright(value, x + width / 2, scale)


def upright(value: Value, x: float, scale: Scale) -> list[Shape]:
    """The interval of what stands there."""
    if value.low is None or value.high is None:
        return []
    low, high, left = scale.at(value.low), scale.at(value.high), x - CAP
    caps = f"M{left:g} {low:g}h{2 * CAP:g}M{left:g} {high:g}h{2 * CAP:g}"
    return [path("sure", f"M{x:g} {low:g}V{high:g}{caps}")]


def _sure_lying(value: Value, y: float, height: float, scale: Scale) -> list[Shape]:
    if value.low is None or value.high is None:
        return []
    low, high, middle = scale.at(value.low), scale.at(value.high), y + height / 2
    caps = "".join(f"M{end:g} {middle - CAP:g}v{2 * CAP:g}" for end in (low, high))
    return [path("sure", f"M{low:g} {middle:g}H{high:g}{caps}")]


def _filled(
    value: Value, look: str, x: float, y: float, width: float, height: float
) -> list[Shape]:
    if value.few and look == "bar":
        return hatched(x, y, width, height)
    return [box(look, x, y, width, height)]
