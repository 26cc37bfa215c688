"""Draws the flow: steps in a column, successions as lines with how often, thick where frequent."""

from typing import Final, NamedTuple

from projections.flow.found import Flow
from web.charts.drawing import (
    SMALL,
    Drawing,
    Shape,
    box,
    fitting,
    number,
    path,
    text,
    width_of,
)
from web.flow.graph import Graph, Line, graph_of
from web.flow.told import lasted, step_name
from web.wording import _

ROW: Final = 58.0
BOX: Final = 32.0  # how high a step is
OUT: Final = 8.0  # lines leave and arrive so far from a step's middle
TOP: Final = 6.0
GAP: Final = 10.0  # between a step and the first lane
HEAD: Final = 6.0  # of an arrow
THICK: Final = 0.5  # of the most frequent succession
USUAL: Final = 0.1
ROOM: Final = 4.0  # about a number


class Sizes(NamedTuple):
    """How wide it is, a step, and a lane, and how many of these at each side."""

    width: float
    step: float
    lane: float
    right: int
    left: int
    times: bool


WIDE: Final = Sizes(760.0, 200.0, 46.0, 7, 4, times=True)
NARROW: Final = Sizes(336.0, 128.0, 31.0, 4, 2, times=False)


def drawn(found: Flow, sizes: Sizes) -> tuple[Drawing, Graph]:
    """The drawing, and what of the flow is in it."""
    graph = graph_of(found, sizes.right, sizes.left)
    place = _Places(graph, sizes)
    most = max((line.following.times for line in graph.lines), default=1)
    shapes = [shape for line in graph.lines for shape in place.line(line, most)]
    shapes += [shape for row, step in enumerate(graph.steps) for shape in place.step(row, step)]
    shapes += [shape for line in graph.lines for shape in place.label(line)]
    height = TOP + ROW * len(graph.steps)
    title = _("The flow as it was: which step came after which, and how often")
    return Drawing(title, _about(found), sizes.width, height, shapes), graph


def _about(found: Flow) -> str:
    first = found.variants[0] if found.variants else None
    if first is None:
        return ""
    way = ", ".join(map(step_name, first.steps))
    return _(
        "The most frequent way, %(num)d of %(whole)d: %(way)s. The table below has every number.",
        num=first.runs,
        whole=found.runs,
        way=way,
    )


class _Places:
    """Where everything stands."""

    def __init__(self, graph: Graph, sizes: Sizes) -> None:
        self._graph, self._sizes = graph, sizes
        lanes = graph.lanes(back=True), graph.lanes(back=False)
        needed = sizes.step + sum(lanes) * sizes.lane + 2 * GAP
        self._x = lanes[0] * sizes.lane + GAP + max(0.0, (sizes.width - needed) / 2)

    def step(self, row: int, step: str) -> list[Shape]:
        """A step, and in how many runs it was."""
        y, runs = self._middle(row), str(self._graph.steps[step])
        room = self._sizes.step - width_of(runs, SMALL) - 18
        right = self._x + self._sizes.step
        return [
            box("step", self._x, y - BOX / 2, self._sizes.step, BOX),
            text("strong", self._x + 6, y + 4, fitting(step_name(step), room)),
            text("small", right - 6, y + 4, runs, "end"),
        ]

    def line(self, line: Line, most: int) -> list[Shape]:
        """A succession, with an arrow where it arrives."""
        look = f"{'back' if line.back else 'on'}-{_thickness(line.following.times / most)}"
        if line.lane < 0:
            return self._straight(line, look)
        side = -1 if line.back else 1
        edge = self._x if line.back else self._x + self._sizes.step
        start, end = self._middle(line.first) + OUT, self._middle(line.then) - OUT
        lane = self._lane(line)
        way = f"M{number(edge)} {number(start)}H{number(lane)}V{number(end)}"
        way += f"H{number(edge + side * HEAD)}"
        return [path(look, way), path("arrow", _head(edge, end, -side, 0))]

    def _straight(self, line: Line, look: str) -> list[Shape]:
        x = self._x + self._sizes.step / 2
        start, end = self._middle(line.first) + BOX / 2, self._middle(line.then) - BOX / 2
        way = f"M{number(x)} {number(start)}V{number(end - HEAD)}"
        return [path(look, way), path("arrow", _head(x, end, 0, 1))]

    def label(self, line: Line) -> list[Shape]:
        """How often; beside a straight arrow also within which time half went on."""
        words = str(line.following.times)
        if line.lane < 0:
            x = self._x + self._sizes.step / 2 + HEAD + 3
            took = line.following.took.half
            told = f"{words} · {lasted(took)}" if self._sizes.times and took is not None else words
            y = (self._middle(line.first) + self._middle(line.then)) / 2 + 3
            return [text("small", x, y, told)]
        x = self._lane(line)
        y = (self._middle(line.first) + self._middle(line.then)) / 2
        wide = width_of(words, SMALL) + ROOM
        behind = box("paper", x - wide / 2, y - SMALL / 2 - 2, wide, SMALL + ROOM)
        return [behind, text("small", x, y + 4, words, "middle")]

    def _middle(self, row: int) -> float:
        return TOP + ROW * row + BOX / 2

    def _lane(self, line: Line) -> float:
        out = GAP + (line.lane + 0.5) * self._sizes.lane
        return self._x - out if line.back else self._x + self._sizes.step + out


def _thickness(share: float) -> int:
    return 3 if share >= THICK else 2 if share >= USUAL else 1


def _head(x: float, y: float, right: int, down: int) -> str:
    """An arrow's head whose point is there, looking right (1), left (-1) or down."""
    if down:
        return f"M{number(x)} {number(y)}l-4 -{number(HEAD)}h8z"
    return f"M{number(x)} {number(y)}l{number(-right * HEAD)} -4v8z"
