"""Where a field's value comes from: a constant, a column with its map, a template, a dispatch."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from application.importing.problems import CellProblem
from application.importing.tables import Row
from application.importing.times import Moments
from domain.case.state import Case

_BRACES = re.compile(r"\{([^{}]+)\}")


class Scene(Struct, frozen=True):
    """What a value is taken from: a row, how its times are read, the case so far.

    `done` says how often the step in question was taken in this case before.
    """

    row: Row
    moments: Moments
    case: Case
    done: int = 0


class Source(Struct, frozen=True):
    """Where a value comes from."""

    def value(self, scene: Scene) -> Any:
        """The value; UNSET when the row has none. Errors: `CellProblem`."""
        raise NotImplementedError

    def columns(self) -> Iterator[str]:
        """Every column it looks at."""
        return iter(())

    def fixed(self) -> Iterator[object]:
        """Every value it may give whatever the file holds, to be checked beforehand."""
        return iter(())


class Constant(Source, frozen=True):
    """The same for every row."""

    given: Any

    def value(self, scene: Scene) -> Any:  # noqa: ARG002 - the same for every scene
        """The constant."""
        return self.given

    def fixed(self) -> Iterator[object]:
        """The constant."""
        yield self.given


class Column(Source, frozen=True):
    """What a cell holds, or what a map makes of it; `otherwise` when it's empty or not mapped."""

    column: str
    map: dict[str, Any] | None = None
    otherwise: Source | None = None

    def value(self, scene: Scene) -> Any:
        """Errors: `CellProblem` value-unmapped."""
        text = scene.row.text(self.column)
        if text and self.map is None:
            return text
        if self.map is not None and text in self.map:
            return self.map[text]
        if self.otherwise is not None:
            return self.otherwise.value(scene)
        if not text:
            return UNSET
        raise CellProblem(self.column, "value-unmapped", value=text)

    def columns(self) -> Iterator[str]:
        """Its own and those of what is taken otherwise."""
        yield self.column
        if self.otherwise is not None:
            yield from self.otherwise.columns()

    def fixed(self) -> Iterator[object]:
        """What the map gives, and what is taken otherwise."""
        yield from (self.map or {}).values()
        if self.otherwise is not None:
            yield from self.otherwise.fixed()


class Moment(Source, frozen=True):
    """The time in a cell."""

    column: str

    def value(self, scene: Scene) -> datetime | UnsetType:
        """Errors: `CellProblem`."""
        return scene.moments.read(scene.row, self.column) or UNSET

    def columns(self) -> Iterator[str]:
        """Its column."""
        yield self.column


class Template(Source, frozen=True):
    """Text with {columns} in it; none when all of them are empty."""

    text: str

    def value(self, scene: Scene) -> str | UnsetType:
        """The text filled in."""
        cells = {name: scene.row.text(name) for name in self.columns()}
        if cells and not any(cells.values()):
            return UNSET
        return _BRACES.sub(lambda found: cells[found[1]], self.text)

    def columns(self) -> Iterator[str]:
        """Those in braces."""
        yield from _BRACES.findall(self.text)


class DispatchOf(Source, frozen=True):
    """The number of the last dispatch that the case gave to the unit in a cell."""

    unit: Source

    def value(self, scene: Scene) -> Any:
        """Errors: `CellProblem` not-dispatched."""
        code = self.unit.value(scene)
        if code is UNSET:
            return UNSET
        numbers = [d.number for d in scene.case.dispatches if d.unit == code]
        if not numbers:
            raise CellProblem(next(self.columns(), ""), "not-dispatched", unit=code)
        return numbers[-1]

    def columns(self) -> Iterator[str]:
        """Those of the unit."""
        return self.unit.columns()


class FirstThen(Source, frozen=True):
    """One value the first time the step is taken in a case, another every time after."""

    first: Source
    then: Source

    def value(self, scene: Scene) -> Any:
        """By how often the step was taken."""
        return self.then.value(scene) if scene.done else self.first.value(scene)

    def columns(self) -> Iterator[str]:
        """Those of both."""
        yield from self.first.columns()
        yield from self.then.columns()

    def fixed(self) -> Iterator[object]:
        """Those of both."""
        yield from self.first.fixed()
        yield from self.then.fixed()


class Parts(Source, frozen=True):
    """A value made of fields of its own, as a notice; none when none of them has one."""

    fields: dict[str, Source]

    def value(self, scene: Scene) -> dict[str, Any] | UnsetType:
        """Each field's value, absent ones left out."""
        found = {name: source.value(scene) for name, source in self.fields.items()}
        return {name: value for name, value in found.items() if value is not UNSET} or UNSET

    def columns(self) -> Iterator[str]:
        """Those of all fields."""
        for source in self.fields.values():
            yield from source.columns()
