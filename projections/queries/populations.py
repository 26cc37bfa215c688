"""Out of which matters an audit draws: those of a frame that exist for the auditor, by stratum."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from domain.audit.sampling import EVERYTHING, Frame
from domain.audit.words import Method, Risk
from domain.case.failings import Failing
from domain.units import CENTRE
from projections.cells import ms
from projections.conditions import standing
from projections.queries.viewer import Conditions, Viewer, of_cases
from projections.tables import cases, failings, obligations, parts

Population = dict[str, list[str]]  # numbers by stratum
RETURNED_TWICE: Final = 2


class Within(NamedTuple):
    """Received from this moment on, up to that one; None: whenever."""

    since: datetime | None
    until: datetime | None


class Then(NamedTuple):
    """As of when: what was due by `now` is over due; `corrected` are ids of cases."""

    now: datetime
    corrected: Collection[str] = ()


def population(
    connection: Connection, frame: Frame, within: Within, then: Then, *, viewer: Viewer
) -> Population:
    """The numbers of each stratum, in no order that counts."""
    base = [*of_cases(viewer), *_received(within), *_of_track(frame)]
    if frame.method is Method.UNIT:
        return _by_unit(connection, frame.units, base)
    narrowed = [*base, *_of_units(frame.units)]
    if frame.method is Method.RISK:
        return {risk: _at_risk(connection, risk, narrowed, then) for risk in frame.risks}
    return {EVERYTHING: _numbers(connection, narrowed)}


def _received(within: Within) -> Conditions:
    found: Conditions = []
    if within.since is not None:
        found.append(cases.c.received_at >= ms(within.since))
    if within.until is not None:
        found.append(cases.c.received_at < ms(within.until))
    return found


def _of_track(frame: Frame) -> Conditions:
    return [cases.c.track == frame.track] if frame.track else []


def _of_units(units: Collection[str]) -> Conditions:
    """What one of them has a part in; the centre has what it received itself."""
    if not units:
        return []
    of_units = cases.c.cid.in_(select(parts.c.cid).where(parts.c.unit.in_(sorted(units))))
    return [or_(of_units, cases.c.received_by == CENTRE) if CENTRE in units else of_units]


def _by_unit(connection: Connection, units: Collection[str], base: Conditions) -> Population:
    named = [parts.c.unit.in_(sorted(units))] if units else []
    wanted = select(parts.c.unit, cases.c.number).join(cases, cases.c.cid == parts.c.cid)
    found: Population = {unit: [] for unit in units}
    for unit, number in connection.execute(wanted.where(*base, *named).distinct()):
        found.setdefault(unit, []).append(number)
    if CENTRE in units:
        found[CENTRE] = _numbers(connection, [*base, cases.c.received_by == CENTRE])
    return found


def _numbers(connection: Connection, conditions: Conditions) -> list[str]:
    wanted: Select[str] = select(cases.c.number).where(*conditions)
    return list(connection.execute(wanted).scalars())


def _at_risk(connection: Connection, risk: Risk, base: Conditions, then: Then) -> list[str]:
    if risk is Risk.CORRECTED:
        wanted = select(cases.c.case_id, cases.c.number).where(*base)
        return [
            number for case_id, number in connection.execute(wanted) if case_id in then.corrected
        ]
    return _numbers(connection, [*base, RISKS[risk](then.now)])


def _failing(*kinds: Failing) -> ColumnElement[bool]:
    of_kind = [failings.c.kind.in_(kinds)] if kinds else []
    return exists().where(failings.c.cid == cases.c.cid, standing, *of_kind)


def _limit(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(obligations.c.cid == cases.c.cid, condition)


def _not_kept(now: datetime) -> ColumnElement[bool]:
    """It ended late, or was still open when it was due."""
    over = or_(obligations.c.state != "open", obligations.c.due_at < ms(now))
    return _limit(and_(obligations.c.kept.is_(False), over))


RISKS: Final[Mapping[Risk, Callable[[datetime], ColumnElement[bool]]]] = {
    Risk.LATE_ENTRY: lambda _: _failing(Failing.LATE_ENTRY, Failing.LATE_REGISTRATION),
    Risk.MOVED: lambda _: _limit(obligations.c.due_at > obligations.c.first_due_at),
    Risk.FAILING: lambda _: _failing(),
    Risk.SECOND_RETURN: lambda _: cases.c.returns >= RETURNED_TWICE,
    Risk.OVERDUE: _not_kept,
    Risk.REOPENED: lambda _: cases.c.reopened > 0,
    Risk.UNSOLVED: lambda _: cases.c.solved.is_(False),
}
