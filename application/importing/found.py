"""Puts the units a file names on record, those above before those below."""

import msgspec

from application.desk import Desk
from application.importing.mapping import Mapping, UnitRule
from application.importing.problems import CellProblem
from application.importing.records import refused
from application.importing.report import Refused
from application.importing.tables import Row, Table
from application.importing.times import Moments
from application.importing.values import Scene
from application.registry import Units
from application.units import found_unit
from domain import errors
from domain.case.state import Case
from domain.units import Unit
from domain.units.events import UnitFounded

STEP = "UnitFounded"


class Founding:
    """The units of one file. A code that is on record already is left as it is."""

    def __init__(self, desk: Desk, mapping: Mapping, moments: Moments, by: str) -> None:
        """`by` is the account name of who imports."""
        self._desk = desk
        self._mapping = mapping
        self._moments = moments
        self._by = by
        self._rows: dict[str, int] = {}
        self.events: dict[str, UnitFounded] = {}
        self.refused: list[Refused] = []

    def look_for(self, table: Table) -> None:
        """Find every unit that is new; the first row that names one speaks for it."""
        known = Units(self._desk.log)
        seen: set[str] = set()
        for rule in self._mapping.units:
            for row in table.rows:
                if rule.condition.holds(row):
                    self._look_at(rule, row, known, seen)

    def _look_at(self, rule: UnitRule, row: Row, known: Units, seen: set[str]) -> None:
        scene = Scene(row, self._moments, Case(""))
        try:
            code = rule.fields["code"].value(scene)
            if not isinstance(code, str) or code in seen:
                return
            seen.add(code)
            if code not in known:
                self._keep(code, rule, scene)
        except CellProblem as problem:
            self.refused.append(refused(row.number, "", STEP, problem))

    def _keep(self, code: str, rule: UnitRule, scene: Scene) -> None:
        found = {name: source.value(scene) for name, source in rule.fields.items()}
        texts = {name: value for name, value in found.items() if isinstance(value, str)}
        needed = {"name": "", "level": "", "at": self._desk.clock(), "by": self._by}
        self._rows[code] = scene.row.number
        self.events[code] = msgspec.convert({**needed, **texts}, UnitFounded)

    def as_units(self) -> dict[str, Unit]:
        """The new units as they will be."""
        return {
            code: Unit(code=code, name=e.name, level=e.level, parent=e.parent, version=1)
            for code, e in self.events.items()
        }

    def record(self) -> int:
        """Put them on record; how many there were."""
        waiting, before = dict(self.events), -1
        while waiting and len(waiting) != before:
            before = len(waiting)
            for code in [c for c, event in waiting.items() if event.parent not in waiting]:
                self._found(waiting.pop(code))
        for event in waiting.values():  # a circle: each is told which unit above it is missing
            self._found(event)
        return len(self.events)

    def _found(self, event: UnitFounded) -> None:
        try:
            found_unit(self._desk, event)
        except errors.DomainError as error:
            del self.events[event.code]
            self.refused.append(
                Refused(
                    row=self._rows[event.code],
                    key=event.code,
                    step=STEP,
                    column="",
                    code=error.code,
                    data=dict(error.data),
                )
            )
