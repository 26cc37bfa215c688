"""Brings one record in: its receipt, then its steps in their order, each as far as it is true."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from application.desk import Act, Work
from application.importing.mapping import Mapping, Step
from application.importing.problems import CellProblem
from application.importing.records import Planned, Record, plan, refused
from application.importing.report import Refused
from application.importing.sources import convert
from application.importing.tables import Row
from application.importing.times import Moments
from application.importing.values import Scene
from application.keys import Keyring
from application.sealing import build
from domain import errors
from domain.case.command import Command
from domain.case.events import Actor, Barred
from domain.case.words import Role
from domain.units import CENTRE

SOURCE = "import"
RECEIVE = "Receive"
# What a refusal says of a person stays in the sealed text, it has no place in a report.
PERSONAL = frozenset({"title"})


class NotReceived(Exception):
    """The receipt was refused, so that nothing of the record comes in."""


class Bringing:
    """One record on its way in; a job for `Desk.run`, which may call it again after a conflict."""

    def __init__(
        self, record: Record, mapping: Mapping, moments: Moments, keys: Keyring, by: str
    ) -> None:
        """`by` is the account name of who imports."""
        self._record = record
        self._mapping = mapping
        self._moments = moments
        self._keys = keys
        self._by = by
        self._start()

    def _start(self) -> None:
        self.refused: list[Refused] = list(self._record.unread)
        self.events = 0
        self._in: set[int] = set()
        self._done: dict[str, int] = {}

    def __call__(self, work: Work) -> None:
        """Decide everything. Errors: `NotReceived`."""
        self._start()
        self._receive(work)
        planned, unread = plan(self._record, self._mapping.steps, self._moments)
        self.refused += unread
        for one in planned:
            self._take(work, one)
        self.events = len(work.new)
        self._list_rest("nothing-to-do")

    @property
    def rows_in(self) -> int:
        """How many rows something came in of."""
        return len(self._in)

    def reject(self) -> None:
        """List what did not come in because the receipt didn't."""
        self._in.clear()
        self._list_rest("case-not-received" if self._record.receipt else "no-receipt")

    def differs(self) -> None:
        """List that an earlier run brought the case in from other rows, and was left as it is."""
        self._refuse(self._record.rows[0], "", "", "case-differs", {})

    def _list_rest(self, code: str) -> None:
        listed = {one.row for one in self.refused} | self._in
        for row in self._record.rows:
            if row.number not in listed:
                self._refuse(row, "", "", code, {})

    # --- receipt ---

    def _receive(self, work: Work) -> None:
        row, rule = self._record.receipt, self._mapping.receive
        if row is None:
            raise NotReceived
        try:
            values = self._values(rule, Scene(row, self._moments, work.case))
            self._register(work, Planned(rule, row, self._record.received_at), values)
        except CellProblem as problem:
            self.refused.append(refused(row.number, self._record.key, RECEIVE, problem))
            raise NotReceived from None
        except errors.DomainError as error:
            self._refuse_by_rule(row, rule, error)
            raise NotReceived from None
        self._in.add(row.number)

    def _register(self, work: Work, planned: Planned, values: dict[str, Any]) -> None:
        """With the neutral title where the record's own is refused, its words sealed."""
        fallback = self._mapping.title_fallback
        values = {"number": "", **values}
        try:
            self._do(work, planned, values)
        except (errors.PersonInTitle, errors.TitleNeeded) as error:
            if not fallback:
                raise
            self._refuse_by_rule(planned.row, planned.step, error)
            words = "\n".join(filter(None, (values["title"], values.get("narrative", ""))))
            self._do(work, planned, {**values, "title": fallback, "narrative": words})

    # --- steps ---

    def _take(self, work: Work, planned: Planned) -> None:
        step, row, _ = planned
        done = self._done.get(step.path, 0)
        if step.once and done:
            return
        try:
            values = self._values(step, Scene(row, self._moments, work.case, done))
            self._do(work, planned, values)
        except CellProblem as problem:
            self.refused.append(refused(row.number, self._record.key, step.kind.__name__, problem))
        except errors.DomainError as error:
            self._refuse_by_rule(row, step, error)
        else:
            self._in.add(row.number)
            self._done[step.path] = done + 1

    def _do(self, work: Work, planned: Planned, values: dict[str, Any]) -> None:
        step, row, at = planned
        act = Act(by=self._actor(step, Scene(row, self._moments, work.case)), at=at, source=SOURCE)
        before = len(work.new)
        work.do(self._command(work, step, values), act)
        if any(isinstance(event, Barred) for event in work.new[before:]):
            raise errors.AccusedUnit(unit=values.get("unit", ""))

    def _command(self, work: Work, step: Step, values: dict[str, Any]) -> Command:
        history = [*work.history, *work.new]
        return build(self._keys, step.kind, work.case_id, values, history)

    def _actor(self, step: Step, scene: Scene) -> Actor:
        user = step.user.value(scene) if step.user else msgspec.UNSET
        unit = step.unit.value(scene) if step.unit else msgspec.UNSET
        role = Role.OPERATOR if unit in (msgspec.UNSET, CENTRE) else Role.RESPONDER
        return Actor(
            self._by if user is msgspec.UNSET else str(user),
            CENTRE if unit is msgspec.UNSET else str(unit),
            role.value,
        )

    def _values(self, step: Step, scene: Scene) -> dict[str, Any]:
        """The fields' values; one that can't be had is listed, and left out where it may be.

        Errors: `CellProblem` for a field the step can't do without.
        """
        values: dict[str, Any] = {}
        for name, source in step.fields.items():
            try:
                value = self._value(step, name, scene)
            except CellProblem as problem:
                if name in step.needed:
                    raise
                key, kind = self._record.key, step.kind.__name__
                self.refused.append(refused(scene.row.number, key, kind, problem))
                continue
            if value is not msgspec.UNSET:
                values[name] = value
            elif name in step.needed and not self._may_be_empty(name):
                raise CellProblem(next(source.columns(), ""), "cell-empty", field=name)
        return values

    def _may_be_empty(self, name: str) -> bool:
        return name == "title" and bool(self._mapping.title_fallback)

    def _value(self, step: Step, name: str, scene: Scene) -> Any:
        source = step.fields[name]
        value = source.value(scene)
        if value is msgspec.UNSET:
            return "" if self._may_be_empty(name) else value
        try:
            return convert(value, step.hints[name])
        except msgspec.ValidationError as error:
            column = next(source.columns(), "")
            data = {"field": name, "value": str(value), "detail": str(error)}
            raise CellProblem(column, "value-wrong", **data) from None

    # --- what is refused ---

    def _refuse_by_rule(self, row: Row, step: Step, error: errors.DomainError) -> None:
        data = {name: _plain(v) for name, v in error.data.items() if name not in PERSONAL}
        self._refuse(row, step.kind.__name__, _column(step, error), error.code, data)

    def _refuse(self, row: Row, step: str, column: str, code: str, data: dict[str, Any]) -> None:
        entry = Refused(
            row=row.number, key=self._record.key, step=step, column=column, code=code, data=data
        )
        self.refused.append(entry)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _column(step: Step, error: errors.DomainError) -> str:
    """The column a rule's refusal is about: that of a field it names, else the step's time."""
    if isinstance(error, (errors.PersonInTitle, errors.TitleNeeded)):
        return _first_column(step, "title") or step.at
    named: Iterable[str] = (str(error.data.get("field", "")), *error.data)
    return next((c for c in (_first_column(step, name) for name in named) if c), step.at)


def _first_column(step: Step, field: str) -> str:
    source = step.fields.get(field)
    return next(source.columns(), "") if source is not None else ""
