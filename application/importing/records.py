"""Puts rows of one case together and says in which order its steps are taken."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from application.importing.mapping import Mapping, Step
from application.importing.problems import CellProblem
from application.importing.report import Refused
from application.importing.tables import Row, Table, Unreadable
from application.importing.times import Moments

LAST = datetime.max.replace(tzinfo=UTC)


class Record(NamedTuple):
    """All rows of one case; `receipt` is the row its receipt is taken from, at `received_at`."""

    key: str
    rows: list[Row]
    receipt: Row | None
    received_at: datetime
    unread: list[Refused]


class Planned(NamedTuple):
    """A step to be taken: from which row, at which time."""

    step: Step
    row: Row
    at: datetime


def refused(row: int, key: str, step: str, problem: CellProblem) -> Refused:
    """The report's entry for a cell that gives no value."""
    return Refused(
        row=row, key=key, step=step, column=problem.column, code=problem.code, data=problem.data
    )


def gather(table: Table, mapping: Mapping, moments: Moments) -> tuple[list[Record], list[Refused]]:
    """The records in the order of their receipt, and the rows that belong to none."""
    out = [_out(row) for row in table.unreadable]
    grouped: dict[str, list[Row]] = {}
    for row in table.rows:
        parts = [row.text(column) for column in mapping.key]
        if all(parts):
            grouped.setdefault("/".join(parts), []).append(row)
        else:
            column = mapping.key[parts.index("")]
            out.append(Refused(row=row.number, key="", step="", column=column, code="key-empty"))
    records = (_record(key, rows, mapping.receive, moments) for key, rows in grouped.items())
    return sorted(records, key=lambda record: record.received_at), out


def _out(row: Unreadable) -> Refused:
    return Refused(row=row.number, key="", step="", column="", code=row.code, data=row.data)


def _record(key: str, rows: list[Row], receive: Step, moments: Moments) -> Record:
    """The receipt is the earliest among the rows it is meant for; in file order where equal."""
    found: list[tuple[datetime, Row]] = []
    unread: list[Refused] = []
    for row in rows:
        try:
            at = moments.read(row, receive.at) if receive.condition.holds(row) else None
        except CellProblem as problem:
            unread.append(refused(row.number, key, "Receive", problem))
            continue
        if at is not None:
            found.append((at, row))
    at, receipt = min(found, key=lambda one: one[0], default=(LAST, None))
    return Record(key, rows, receipt, at, unread)


def plan(
    record: Record, steps: Iterable[Step], moments: Moments
) -> tuple[list[Planned], list[Refused]]:
    """The steps in the order of their times, and those whose time can't be read.

    Within a row the mapping's order goes before the times, so that a step whose stamp is out of
    order is itself the one that is refused, and not those it should have followed.
    """
    timed: list[tuple[datetime, Planned]] = []
    unread: list[Refused] = []
    for row in record.rows:
        latest = datetime.min.replace(tzinfo=UTC)
        for step in steps:
            try:
                at = moments.read(row, step.at) if step.condition.holds(row) else None
            except CellProblem as problem:
                unread.append(refused(row.number, record.key, step.kind.__name__, problem))
                continue
            if at is not None:
                latest = max(latest, at)
                timed.append((latest, Planned(step, row, at)))
    timed.sort(key=lambda one: one[0])
    return [planned for _, planned in timed], unread
