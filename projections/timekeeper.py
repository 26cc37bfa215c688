"""Finds what is to be done because time passed, and has it done: each act once, in order.

What is due is looked up in the read model; whether it is done is decided on the case itself, so
that a read model that lags behind can make nothing happen twice.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from application.clock import from_ms, to_ms
from application.desk import Act
from domain.case.timekeeping import IMPORT, KEEPER, KeepTime
from domain.rules.ladder import Ladder, longest_lead
from domain.rules.model import RuleSet
from projections.bootstrap import Service
from projections.queries.timekeeping import clocks_until, periods_ended

MOST = 200  # acts in one go, so that whoever runs it can do something else in between
PATIENCE = timedelta(minutes=10)  # before what could not be done is tried again

_log = logging.getLogger(__name__)


class Due(NamedTuple):
    """Something was planned for that moment on that case, and is not done."""

    planned: datetime
    case_id: str


class Timekeeper:
    """One per process; asked again and again, it does what has come due in between."""

    def __init__(self, service: Service) -> None:
        """Looks nothing up before it is asked."""
        self._service = service
        self._calendar = service.desk.calendar
        self._ladders: dict[str, Ladder] = {}
        self._put_off: dict[Due, datetime] = {}

    def keep(self, most: int = MOST) -> int:
        """Do what is due, the earliest first; how much was done. Less than `most`: all of it."""
        now = self._service.desk.clock()
        self._put_off = {one: until for one, until in self._put_off.items() if until > now}
        due = [one for one in self.due() if one not in self._put_off][:most]
        for one in due:
            if not self._do(one):
                self._put_off[one] = now + PATIENCE
        return len(due)

    def due(self) -> list[Due]:
        """What was planned up to now and is not done, in order; each moment of a case once."""
        now, self._calendar = self._service.desk.clock(), self._service.desk.calendar
        with self._service.read() as connection:
            clocks = clocks_until(connection, to_ms(now + self._lead()))
            ended = periods_ended(connection, to_ms(now))
        return sorted({*self._of_clocks(clocks, now), *self._of_periods(ended)})

    def _lead(self) -> timedelta:
        """How long before the end of a limit the first act can lie, under any rule set known."""
        desk = self._service.desk
        self._ladder(desk.rules.active(desk.settings.rules).ref)
        return max(longest_lead(ladder.rules) for ladder in self._ladders.values())

    def _of_clocks(self, clocks: Sequence[Any], now: datetime) -> Iterator[Due]:
        until = to_ms(now)
        for row in clocks:
            ladder = self._ladder(row.rules)
            if row.paused_at is not None and _may_stand_still(ladder.rules, row.track, row.kind):
                continue
            since = row.acted_at or 0
            moments = ladder.moments(row.track, row.kind, row.due_at)
            due = [at for at in moments if since < at <= until and at > row.opened_at]
            for planned in due[-1:] if row.source == IMPORT else due:
                yield Due(from_ms(planned), row.case_id)

    def _of_periods(self, ended: Sequence[Any]) -> Iterator[Due]:
        for row in ended:
            if self._ladder(row.rules).rules.periods:
                # The period's last second is still the reporter's.
                yield Due(from_ms(row.asking_until) + timedelta(milliseconds=1), row.case_id)

    def _ladder(self, ref: str) -> Ladder:
        """Kept as long as the calendar is the same."""
        known = self._ladders.get(ref)
        if known is None or known.calendar is not self._calendar:
            rules = self._service.desk.rules.get(ref)
            known = self._ladders[ref] = Ladder(rules, self._calendar)
        return known

    def _do(self, due: Due) -> bool:
        """Errors are logged: one case that can't be acted on must not stop the others."""
        command, act = KeepTime(until=due.planned), Act(by=KEEPER)
        try:
            return bool(self._service.desk.execute(due.case_id, command, act).events)
        except Exception:  # noqa: BLE001 - whatever it is, it is logged and tried again later
            _log.exception("what was planned on case %s can't be done", due.case_id)
            return False


def _may_stand_still(rules: RuleSet, track: str, kind: str) -> bool:
    return any(rule.track == track and kind in rule.kinds for rule in rules.pauses)
