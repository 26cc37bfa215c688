"""The indexes of the read model, each with the queries it is for."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Index, Table, and_, text

from projections.conditions import (
    accusing,
    asking,
    binding,
    closing,
    concluded,
    disputed,
    failing,
    met,
    of_units,
    owed,
    part_closed,
    paused,
    running,
    said,
    to_visit,
    visit_due,
    visited,
)
from projections.tables import (
    cases,
    closings,
    dispatches,
    failings,
    mediations,
    obligations,
    parts,
    round_findings,
    round_reports,
    rounds,
    sent_back,
    waiting,
)

# By it a viewer's cases are told from others without looking into the table; SQLite's indexes end
# with the row's key anyway.
KEY: Final = ["cid"]


def _index_of_some(
    name: str, where: ColumnElement[bool], *columns: Column[Any], beside: Sequence[str] = ()
) -> None:
    """An index of the rows that meet a condition; PostgreSQL's keeps other columns beside it."""
    Index(
        name,
        *columns,
        sqlite_where=where,
        postgresql_where=where,
        postgresql_include=list(beside),
    )


# A case by the number people use; ledgers by time of receipt, of closing, of the return visit.
Index("cases_by_number", cases.c.number, unique=True)
# The second with all that durations and registering in time are told by.
Index(
    "cases_by_receipt",
    cases.c.received_at,
    *(cases.c[name] for name in ("received_by", "track", "source", "lead_unit", "recorded_at")),
    *(cases.c[name] for name in ("screened_at", "replied_at", "closed_at", "visited_at")),
    postgresql_include=KEY,
)
Index("cases_by_closing", cases.c.closed_at, postgresql_include=KEY)
_index_of_some("cases_by_visit", visited, cases.c.visited_at)
# With all that return visits are narrowed by, and who may not make them.
_index_of_some(
    "cases_to_visit",
    to_visit,
    *(cases.c[name] for name in ("due_at", "cid", "attempts", "dispute_class", "lead_unit")),
    *(cases.c[name] for name in ("track", "visit_barred")),
)
_index_of_some("cases_asking", asking, cases.c.asking_until)
_index_of_some("cases_paused", paused, cases.c.cid, cases.c.paused_at)
# The board, by due time and with what it counts.
Index(
    "cases_open_by_due",
    cases.c.due_at,
    cases.c.stage,
    sqlite_where=text("open = 1"),  # as a query's condition `cases.c.open` is rendered
    postgresql_where=cases.c.open,
)
# Who may not see a case, who may, and what units received themselves.
_index_of_some("cases_by_accused", accusing, cases.c.accused)
Index("parts_by_receipt", parts.c.unit, parts.c.received_at, parts.c.cid)
_index_of_some("parts_by_closing", part_closed, parts.c.unit, parts.c.closed_at, parts.c.cid)
Index(
    "parts_open",
    parts.c.unit,
    parts.c.cid,
    sqlite_where=text("open = 1"),  # as a query's condition `parts.c.open` is rendered
    postgresql_where=parts.c.open,
)
_index_of_some(
    "cases_of_units",
    of_units,
    *(cases.c[name] for name in ("received_by", "received_at", "track", "source", "recorded_at")),
)
# What somebody owes now, by when: few, and among all that ever failed they would have to be sought.
_index_of_some("obligations_running", running, obligations.c.due_at, obligations.c.holder)
# What each unit's account is made of: a unit's rows are sought one after the other, by time.
_index_of_some(
    "obligations_closing",
    and_(binding, closing),
    *(obligations.c[name] for name in ("account", "due_at", "kept", "holder")),
)
_index_of_some(
    "closings_by_visit_due",
    visit_due,
    *(closings.c[name] for name in ("unit", "due_at", "in_time", "answered")),
)
_index_of_some(
    "closings_by_answer",
    said,
    *(closings.c[name] for name in ("unit", "said_at", "solved", "satisfied", "contacted")),
)
Index("closings_by_time", closings.c.unit, closings.c.closed_at, closings.c.reopened)
_index_of_some("mediations_by_end", concluded, mediations.c.concluded_at)
_index_of_some("cases_disputed", disputed, cases.c.received_at)
Index("sent_back_by_time", sent_back.c.at)
# What waits longest.
Index("waiting_by_kind", waiting.c.kind, waiting.c.since)
# Failings of a period, and a unit's.
Index(
    "failings_by_time",
    *(failings.c[name] for name in ("at", "kind", "unit", "state", "cid")),
)
Index("failings_by_unit", failings.c.unit, failings.c.at)
# Rounds by when they are due; reports of a period, a unit's, and those owed now; a case's round.
Index("rounds_by_due", rounds.c.due_at)
Index("round_reports_by_due", round_reports.c.due_at)
Index("round_reports_by_unit", round_reports.c.unit, round_reports.c.due_at)
_index_of_some("round_reports_owed", owed, round_reports.c.due_at, round_reports.c.unit)
Index("round_findings_by_number", round_findings.c.number)
# What was sent, and what a unit was sent.
Index("dispatches_by_time", dispatches.c.dispatched_at)
Index("dispatches_by_unit", dispatches.c.unit, dispatches.c.dispatched_at)
# What fell due in a period, and what of it a unit owed, with what counts of it.
Index("obligations_by_due", obligations.c.due_at)
Index(
    "obligations_by_holder",
    *(obligations.c[name] for name in ("holder", "due_at", "kind", "kept")),
)
# How long what was owed took, kind by kind.
_index_of_some(
    "obligations_met",
    met,
    *(obligations.c[name] for name in ("kind", "due_at", "opened_at", "met_at")),
)
_index_of_some(
    "obligations_owed_now",
    running,
    *(obligations.c[name] for name in ("holder", "due_at", "kind")),
    beside=KEY,
)
# What is owed by anybody now, or was not done in time; with what such rows are narrowed by.
_index_of_some(
    "obligations_failing_by_due",
    failing,
    *(obligations.c[name] for name in ("due_at", "state", "met_at", "kind", "holder")),
)
_index_of_some(
    "obligations_failing_by_holder",
    failing,
    *(obligations.c[name] for name in ("holder", "due_at", "state", "met_at", "cid")),
)


def of_table(table: Table) -> list[Index]:
    """Its indexes, by name."""
    return sorted(table.indexes, key=lambda index: str(index.name))
