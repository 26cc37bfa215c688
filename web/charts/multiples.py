"""Small multiples: drawings of one kind side by side on one sheet, each under its title."""

from collections.abc import Sequence
from typing import Final

from web.charts.drawing import Drawing, Shape, box, fitting, text

GAP: Final = 18.0
HEAD: Final = 20.0


def multiples(title: str, drawings: Sequence[Drawing], across: int, about: str = "") -> Drawing:
    """`across` of them in each line."""
    wide = max((one.width for one in drawings), default=0.0) + GAP
    high = max((one.height for one in drawings), default=0.0) + HEAD + GAP
    lines = -(-len(drawings) // across)
    shapes = [box("paper", 0, 0, wide * across, high * lines)]
    for place, one in enumerate(drawings):
        x, y = place % across * wide, place // across * high
        shapes.append(text("strong", x, y + 13, fitting(one.title, one.width)))
        shapes += [moved(shape, x, y + HEAD) for shape in one.shapes if shape.look != "paper"]
    return Drawing(title, about, wide * across, high * lines, shapes)


def moved(shape: Shape, right: float, down: float) -> Shape:
    """The same shape at another place."""
    by = f"translate({right:g} {down:g})"
    return shape._replace(places={**shape.places, "transform": by})
