"""Screening rounds as pages show them: running and past, who has reported, and what is owed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, exists, func, select

from domain.units import CENTRE
from projections.conditions import owed
from projections.queries.columns import choice, flag, now, number, text, time
from projections.queries.filters import equals, ms
from projections.queries.ledger import Column, Kind, Ledger
from projections.queries.viewer import Conditions, Viewer, of_cases
from projections.tables import cases, round_findings, round_reports, rounds

PER_PAGE: Final = 20
OWED_SHOWN: Final = 20

_beside: Final = round_reports.join(rounds, rounds.c.code == round_reports.c.code)
_late: Final = round_reports.c.met_at > round_reports.c.due_at
stand: Final[ColumnElement[str]] = case(
    (_late, "late"),
    else_=round_reports.c.state,
)
"""How a report stands: open, met, late (met after it was due), missed, waived."""


def of_reports(viewer: Viewer) -> Conditions:
    """The conditions on `round_reports`: units see their own, a leader those of units below too."""
    return [round_reports.c.unit.in_(viewer.part)] if viewer.of_unit else []


def of_rounds(viewer: Viewer) -> Conditions:
    """The conditions on `rounds`: units see those that ask them."""
    if not viewer.of_unit:
        return []
    asks = exists().where(round_reports.c.code == rounds.c.code, *of_reports(viewer))
    return [asks]


class Rounds(NamedTuple):
    """Rounds on one page, the last due on top, and whether there are more."""

    rows: Sequence[RowMapping]
    more: bool


def running(connection: Connection, *, viewer: Viewer, now: datetime) -> Rounds:
    """Rounds whose reports are not due yet and that were not called off."""
    still = (rounds.c.due_at >= ms(now), rounds.c.called_off_at.is_(None))
    return _page(connection, select(rounds).where(*still, *of_rounds(viewer)), 1)


def past(connection: Connection, *, viewer: Viewer, now: datetime, page: int = 1) -> Rounds:
    """The others."""
    over = (rounds.c.due_at < ms(now)) | rounds.c.called_off_at.is_not(None)
    return _page(connection, select(rounds).where(over, *of_rounds(viewer)), page)


def _page(connection: Connection, found: Select[Any], page: int) -> Rounds:
    ordered = found.order_by(rounds.c.due_at.desc(), rounds.c.code)
    some = ordered.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)
    rows = connection.execute(some).mappings().all()
    return Rounds(rows[:PER_PAGE], len(rows) > PER_PAGE)


def own_reports(
    connection: Connection, codes: Sequence[str], *, unit: str
) -> dict[str, RowMapping]:
    """The report one unit owes in each of these rounds, by their codes."""
    found = select(round_reports, stand.label("stand")).where(
        round_reports.c.unit == unit, round_reports.c.code.in_(codes)
    )
    return {row["code"]: row for row in connection.execute(found).mappings()}


def findings(connection: Connection, code: str, *, viewer: Viewer) -> Sequence[RowMapping]:
    """The cases found in a round that exist for the viewer, in the order they were found."""
    found = (
        select(round_findings, cases.c.title, cases.c.stage, cases.c.track, cases.c.category)
        .join(cases, cases.c.number == round_findings.c.number)
        .where(round_findings.c.code == code, *of_cases(viewer))
        .order_by(round_findings.c.found_at, round_findings.c.number)
    )
    return connection.execute(found).mappings().all()


def seen_numbers(
    connection: Connection, numbers: Collection[str], *, viewer: Viewer
) -> frozenset[str]:
    """Which of these file numbers are of cases that exist for the viewer."""
    found = select(cases.c.number).where(cases.c.number.in_(numbers), *of_cases(viewer))
    return frozenset(connection.execute(found).scalars())


def round_of_case(connection: Connection, number: str, *, viewer: Viewer) -> RowMapping | None:
    """The round in which a case was found, if it was and the viewer may see that round."""
    found = (
        select(rounds)
        .join(round_findings, round_findings.c.code == rounds.c.code)
        .where(round_findings.c.number == number, *of_rounds(viewer))
        .limit(1)
    )
    return connection.execute(found).mappings().one_or_none()


class Owed(NamedTuple):
    """Reports that are not there, and how many are open and missed."""

    rows: Sequence[RowMapping]
    open: int
    missed: int


def owed_reports(connection: Connection, *, viewer: Viewer, since: datetime, own: bool) -> Owed:
    """What is open, and what was missed since then; `own`: of the viewer's unit alone.

    A report that is overdue but not yet on record as missing counts as missed. Who makes them has
    those on top that can still come in time, the next due first; others what was missed, the last
    first.
    """
    is_open = round_reports.c.state == "open"
    due = round_reports.c.due_at
    conditions = [owed, round_reports.c.due_at >= ms(since), *_whose(viewer, own=own)]
    counted = select(round_reports.c.state, func.count()).where(*conditions).group_by("state")
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    rows = (
        select(round_reports, stand.label("stand"), rounds.c.title, rounds.c.title_en)
        .select_from(_beside)
        .where(*conditions)
        .order_by(
            is_open.desc() if own else is_open,
            case((is_open, due), else_=-due),
            round_reports.c.code,
            round_reports.c.unit,
        )
        .limit(OWED_SHOWN)
    )
    found = connection.execute(rows).mappings().all() if counts else ()
    return Owed(found, counts.get("open", 0), counts.get("missed", 0))


def missing_reports(connection: Connection, *, viewer: Viewer) -> int:
    """How many reports the viewer may see are on record as missing and did not come later."""
    missed = round_reports.c.state == "missed"
    found = select(func.count()).select_from(round_reports).where(owed, missed, *of_reports(viewer))
    counted: int = connection.execute(found).scalar_one()
    return counted


def _whose(viewer: Viewer, *, own: bool) -> Conditions:
    if own and viewer.unit != CENTRE:
        return [round_reports.c.unit == viewer.unit]
    return of_reports(viewer)


_report_late = case(
    (_late, round_reports.c.met_at - round_reports.c.due_at),
    (owed & (round_reports.c.due_at < now), now - round_reports.c.due_at),
)

ROUNDS: Final = Ledger(
    name="rounds",
    zh="排查台账",
    en="Screening rounds",
    table=round_reports,
    beside=_beside,
    key=(round_reports.c.code, round_reports.c.unit),
    columns=(
        text("round", "排查", "Round", rounds.c.title),
        time("since", "开始", "Begins", rounds.c.since),
        time("until", "截止", "Ends", rounds.c.until),
        choice("unit", "单位", "Unit", round_reports.c.unit),
        time("due_at", "报送期限", "Report due", round_reports.c.due_at),
        choice("report", "报送情况", "Report", stand),
        time("met_at", "报送时间", "Reported", round_reports.c.met_at),
        Column("late", "逾期", "Late by", Kind.DURATION, _report_late),
        flag("zero", "零报告", "Nothing found", round_reports.c.zero),
        number("findings", "发现事项", "Findings", round_reports.c.findings),
        time("missed_at", "记为未报", "Recorded as missing", round_reports.c.missed_at),
        number("reminded", "提醒次数", "Reminded", round_reports.c.reminded),
        number("withdrawn", "撤回次数", "Taken back", round_reports.c.withdrawn),
    ),
    sort="-due_at",
    visible=of_reports,
    time=round_reports.c.due_at,
    filters={
        "unit": equals(round_reports.c.unit),
        "report": lambda value: stand == value,
    },
)
