"""How a round is opened: whom its plan asks, until when; by time, or by hand at the desk."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from application.codec import decode
from application.desk import Desk
from application.registry import Units
from application.rounds.recording import Decided, record
from domain import errors
from domain.case.events import Actor
from domain.rounds import planning, reporting
from domain.rounds.events import RoundOpened
from domain.rounds.plan import RoundPlan, check
from domain.rounds.state import Version
from domain.rounds.timing import Opening, code_of, end_of, moment, report_due
from domain.units.state import CENTRE, Unit

FOUNDED: Final = "unit.founded"
MARK: Final = 8  # letters by which rounds that begin on one day are told apart


class ByHand(NamedTuple):
    """What the form of a round by hand says; the rest is as its plan has it."""

    plan: str
    first: date
    last: date
    changes: Mapping[str, object]  # fields of the plan that are otherwise in this round
    token: str  # of the form: sent twice, it opens one round


def open_by_hand(desk: Desk, asked: ByHand, units: Iterable[str], by: Actor) -> str:
    """Open a round for a season or one subject; gives its code. `units` are all there are.

    Errors: `NotYourRole`, `NotYourUnit`, `RoundPlanUnknown`, `WrongValue`, `NoUnitsAsked`, and
    what a plan's texts are refused for.
    """
    reporting.require_opener(by)
    opening = _opening(desk, asked)
    open_at(desk, opening, asked_units(desk, opening.version.plan, units), by)
    return opening.code


def open_at(desk: Desk, opening: Opening, units: tuple[str, ...], by: Actor) -> int:
    """Open it unless it is open, and list it with the plans; gives how many events that took."""

    def opened(now: datetime) -> RoundOpened:
        return _opened(desk, opening, units, now, by)

    return record(
        desk,
        opening.code,
        lambda state, plans, now: Decided(
            reporting.open_round(state, opened(now)),
            planning.list_round(plans, opened(now)),
        ),
    )


def asked_units(desk: Desk, plan: RoundPlan, codes: Iterable[str]) -> tuple[str, ...]:
    """Those a plan asks, in the order of their codes; never the centre, nor one dissolved."""
    known = Units(desk.log)
    return tuple(code for code in sorted(codes) if code in known and _fits(plan, known[code]))


def all_units(desk: Desk) -> list[str]:
    """The codes of all units there ever were; looks through the whole log."""
    return [decode(row.topic, row.state).code for row in desk.log.reader.of_topic(FOUNDED)]


def zone_of(desk: Desk) -> ZoneInfo:
    """The centre's time zone, in which days begin and reports fall due."""
    return ZoneInfo(desk.settings.timezone)


def _fits(plan: RoundPlan, unit: Unit) -> bool:
    if unit.dissolved or unit.code == CENTRE:
        return False
    return (
        unit.code in plan.units
        or unit.level in plan.levels
        or bool(unit.unit_class and unit.unit_class in plan.classes)
    )


def _opened(
    desk: Desk, opening: Opening, units: tuple[str, ...], now: datetime, by: Actor
) -> RoundOpened:
    plan, zone = opening.version.plan, zone_of(desk)
    due = report_due(opening, now, desk.calendar, zone)
    remind = timedelta(hours=plan.remind_hours)
    return RoundOpened(
        at=now,
        by=by,
        code=opening.code,
        plan=plan.id,
        version=opening.version.number,
        title=plan.title,
        title_en=plan.title_en,
        subjects=plan.subjects,
        units=units,
        since=opening.since,
        until=end_of(opening.last, zone),
        due=due.at,
        remind_at=due.at - remind if remind else None,
        guidance=plan.guidance,
        points=plan.points,
        article=plan.article,
        unsure=due.unsure,
    )


def _opening(desk: Desk, asked: ByHand) -> Opening:
    """What the form says, as a round of its plan. Errors: as `open_by_hand`."""
    known = desk.rounds.now().in_force(asked.plan)
    if known is None or known.plan.by_time:
        raise errors.RoundPlanUnknown(plan=asked.plan)
    now, zone = desk.clock(), zone_of(desk)
    if asked.last < asked.first or asked.last < now.astimezone(zone).date():
        raise errors.WrongValue(field="last")
    plan = msgspec.structs.replace(known.plan, **asked.changes)
    check(plan)
    mark = sha256(asked.token.encode()).hexdigest()[:MARK]
    version = Version(known.number, plan, known.issued_at)
    since = max(now, moment(asked.first, plan.opens, zone))
    return Opening(code_of(plan.id, asked.first, mark), version, asked.first, asked.last, since)
