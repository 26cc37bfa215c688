"""Screening rounds: one row each, one for each report a unit owes, one for each finding."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Table

from domain.rounds.round import Report, Round
from projections.cells import Cells, ms, ms_or_none
from projections.statements import Statement, Statements
from projections.tables import round_findings, round_reports, rounds

_KEYS = {table: len(table.primary_key.columns) for table in (rounds, round_reports, round_findings)}


class RoundRows(NamedTuple):
    """The rows of one round, each in the order of its table's columns."""

    rounds: list[Cells]
    reports: list[Cells]
    findings: list[Cells]


NOTHING = RoundRows([], [], [])


def round_rows(state: Round) -> RoundRows:
    """The rows of a round; none before it was opened."""
    if state.opened is None:
        return NOTHING
    code, reports = state.opened.code, list(state.reports.values())
    return RoundRows(
        [_round_row(state, reports)],
        [_report_row(state, one) for one in reports],
        [
            (code, found.number, one.unit, ms(found.at), found.by)
            for one in reports
            for found in one.findings
        ],
    )


def _round_row(state: Round, reports: Sequence[Report]) -> Cells:
    opened, states = state.known(), [state.state(one) for one in reports]
    return (
        opened.code,
        opened.plan,
        opened.version,
        opened.title,
        opened.title_en,
        opened.by.user,
        ms(opened.at),
        ms(opened.since),
        ms(opened.until),
        ms(opened.due),
        ms_or_none(state.reminded_at),
        ms_or_none(state.called_off_at),
        len(reports),
        states.count("met"),
        states.count("missed"),
        sum(one.nothing for one in reports),
        sum(len(one.findings) for one in reports),
        state.version,
    )


def _report_row(state: Round, one: Report) -> Cells:
    opened = state.known()
    return (
        opened.code,
        one.unit,
        ms(opened.at),
        ms(opened.due),
        state.state(one),
        ms_or_none(one.met_at),
        one.met_by,
        one.nothing,
        len(one.findings),
        ms_or_none(one.missed_at),
        one.reminded,
        one.withdrawn,
        one.ended,
    )


def round_changes(sql: Statements, was: RoundRows, now: RoundRows) -> Iterator[Statement]:
    """The statements that make one the other: only rows that differ."""
    for table, old, new in zip(_KEYS, was, now, strict=True):
        yield from _changed(sql, table, old, new)


def _changed(
    sql: Statements, table: Table, was: Sequence[Cells], now: Sequence[Cells]
) -> Iterator[Statement]:
    width = _KEYS[table]
    old, new = {row[:width]: row for row in was}, {row[:width]: row for row in now}
    for key, row in old.items():
        if new.get(key) != row:
            yield sql.delete(table), key
    for key, row in new.items():
        if old.get(key) != row:
            yield sql.insert(table), row
