"""A drawing: shapes at their places, and how each kind of them looks in black and white."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from unicodedata import east_asian_width

SIZE: Final = 12.0  # of letters
SMALL: Final = 11.0
LATIN: Final = 0.58  # of a letter's size it is wide, on the generous side
LONG_DASH: Final = "6 3"

# Ways from one thing to another, the frequent ones thick.
_WAY: Final = {"fill": "none", "stroke": "#12365f"}
_WIDTHS: Final = {1: "1", 2: "2", 3: "4"}
# Light fills under dark outlines: what has to be told apart differs by hatching, dashes or shape.
LOOKS: Final[Mapping[str, Mapping[str, str]]] = {
    "paper": {"fill": "#fff"},
    "bar": {"fill": "#9db8d6", "stroke": "#12365f"},
    "few": {"fill": "#fff", "stroke": "#12365f", "stroke-dasharray": "3 2"},
    "hatch": {"fill": "none", "stroke": "#12365f", "stroke-width": "0.8"},
    "before": {"fill": "#fff", "stroke": "#12365f"},
    "sure": {"fill": "none", "stroke": "#000", "stroke-width": "1.5"},
    "course": {"fill": "none", "stroke": "#12365f", "stroke-width": "2"},
    "point": {"fill": "#12365f", "stroke": "#12365f", "stroke-width": "1.5"},
    "few-point": {"fill": "#fff", "stroke": "#12365f", "stroke-width": "1.5"},
    "grid": {"stroke": "#c9d2dc"},
    "axis": {"stroke": "#525c69"},
    "target": {"stroke": "#000", "stroke-width": "1.5", "stroke-dasharray": LONG_DASH},
    "step": {"fill": "#eef3f9", "stroke": "#12365f", "stroke-width": "1.2"},
    "arrow": {"fill": "#12365f"},
    **{f"on-{n}": {**_WAY, "stroke-width": width} for n, width in _WIDTHS.items()},
    **{
        f"back-{n}": {**_WAY, "stroke-width": width, "stroke-dasharray": "5 3"}
        for n, width in _WIDTHS.items()
    },
    "text": {"fill": "#1f2933", "font-size": f"{SIZE:g}"},
    "strong": {"fill": "#1f2933", "font-size": f"{SIZE:g}", "font-weight": "600"},
    "small": {"fill": "#3d4651", "font-size": f"{SMALL:g}"},
}


class Shape(NamedTuple):
    """One element: its tag, its look by the name in `LOOKS`, where it stands, and its words."""

    tag: str
    look: str
    places: Mapping[str, float | str]
    words: str = ""


class Drawing(NamedTuple):
    """Shapes on paper of that size; `title` and `about` are for who can't see it."""

    title: str
    about: str
    width: float
    height: float
    shapes: Sequence[Shape]

    def of(self, look: str) -> list[Shape]:
        """The shapes of one look."""
        return [shape for shape in self.shapes if shape.look == look]


def box(look: str, x: float, y: float, width: float, height: float) -> Shape:
    """A rectangle."""
    return Shape("rect", look, {"x": x, "y": y, "width": width, "height": height})


def line(look: str, x1: float, y1: float, x2: float, y2: float) -> Shape:
    """A straight line."""
    return Shape("line", look, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})


def circle(look: str, x: float, y: float, r: float) -> Shape:
    """A point."""
    return Shape("circle", look, {"cx": x, "cy": y, "r": r})


def path(look: str, way: str) -> Shape:
    """Lines from place to place, as SVG writes them."""
    return Shape("path", look, {"d": way})


def text(look: str, x: float, y: float, words: str, anchor: str = "start") -> Shape:
    """Words, from x on ("start"), about it ("middle") or up to it ("end")."""
    return Shape("text", look, {"x": x, "y": y, "text-anchor": anchor}, words)


def hatched(x: float, y: float, width: float, height: float) -> list[Shape]:
    """A bar that stands on few: slanting lines in a dashed outline."""
    return [box("few", x, y, width, height), path("hatch", _slants(x, y, width, height))]


def _slants(x: float, y: float, width: float, height: float, step: float = 6.0) -> str:
    """From the upper edge down to the left, cut off where the bar ends."""
    count = int((width + height) // step)
    ways = [_slant(x, y, width, height, place * step) for place in range(1, count + 1)]
    return "".join(ways)


def _slant(x: float, y: float, width: float, height: float, reach: float) -> str:
    right, left = min(reach, width), max(0.0, reach - height)
    top, bottom = reach - right, reach - left
    return f"M{x + right:g} {y + top:g}L{x + left:g} {y + bottom:g}"


def width_of(words: str, size: float = SIZE) -> float:
    """How wide words are, nearly: a Chinese character is as wide as high."""
    return sum(size if east_asian_width(sign) in "WF" else size * LATIN for sign in words)


def fitting(words: str, room: float, size: float = SIZE) -> str:
    """The words, cut off with "…" where there is no room for all of them."""
    if width_of(words, size) <= room:
        return words
    kept = words
    while kept and width_of(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def number(value: float) -> str:
    """As short as it can be told apart on a screen."""
    return f"{round(value, 2):g}"
