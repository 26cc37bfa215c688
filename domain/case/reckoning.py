"""Why a time limit of a case is due when it is: what set it, what moved it, and how it was counted.

Nothing is kept for this: the history is folded again, event by event, so that what is told is what
the case itself goes by.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain import errors
from domain.case import events as e
from domain.case.events import Fact
from domain.case.fold import fold
from domain.case.handling import HEARING
from domain.case.state import Case, Obligation
from domain.rules.calendar import Calendar
from domain.rules.clocks import UNSURE, due_time
from domain.rules.model import ClockRule, ExtensionRule, PauseRule, RuleSet
from domain.rules.moves import extended
from domain.rules.reckoning import Line, count, count_extension, stood_still

Cause = Literal["started", "counted_anew", "extended", "resumed", "corrected"]


class Move(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One due time of a limit: by which event, for which cause, under which rule, how counted.

    `event` is the version of the event; `start` the moment counted from; `rule` the id of the rule
    and `article` where it is written, both "" when the date was given by the step itself; `today`
    is what the rule gives now, when that is not what was recorded (another calendar was in force).
    """

    event: int
    cause: Cause
    start: datetime
    due: datetime
    holder: str
    rule: str = ""
    article: str = ""
    local: bool = False
    lines: tuple[Line, ...] = ()
    today: datetime | None = None


class Reckoning(Struct, frozen=True, kw_only=True):
    """A time limit, the number it has in its case, and every due time it had, the last one last."""

    number: int
    limit: Obligation
    moves: tuple[Move, ...]


def reckon(
    case_id: str, history: Sequence[Fact], number: int, rules: RuleSet, calendar: Calendar
) -> Reckoning:
    """Of the limit with that number, from 1. Errors: `NoSuchItem`."""
    states = [fold(case_id, history[:length]) for length in range(1, len(history) + 1)]
    limits = states[-1].obligations if states else []
    if not 0 < number <= len(limits):
        raise errors.NoSuchItem(item=number)
    limit = limits[number - 1]
    moves = list[Move]()
    before: Obligation | None = None
    for version, (event, state) in enumerate(zip(history, states, strict=True), 1):
        now = _same(state, limit)
        if now is not None and (before is None or now.due != before.due):
            then = states[version - 2] if version > 1 else state
            moves.append(_Counting(rules, calendar, event, version, then).move(before, now))
        before = now or before
    return Reckoning(number=number, limit=limit, moves=tuple(moves))


def _same(state: Case, limit: Obligation) -> Obligation | None:
    asked = (limit.kind, limit.ref, limit.opened)
    found = (one for one in state.obligations if (one.kind, one.ref, one.opened) == asked)
    return next(found, None)


class _Counting:
    """How one event set or moved a limit; `then` is the case before it."""

    def __init__(
        self, rules: RuleSet, calendar: Calendar, event: Fact, version: int, then: Case
    ) -> None:
        self._rules, self._calendar = rules, calendar
        self._event, self._version, self._then = event, version, then

    def move(self, before: Obligation | None, now: Obligation) -> Move:
        """The due time it gave."""
        if before is not None and isinstance(self._event, e.Extended):
            return self._extended(before, now, self._event)
        if before is not None and isinstance(self._event, e.Resumed | e.HearingEnded):
            return self._resumed(now)
        if isinstance(self._event, e.Corrected):
            return self._started("corrected", now.opened_at, now)
        if before is None:
            return self._started("started", now.opened_at, now)
        return self._started("counted_anew", self._event.at, now)

    def _started(self, cause: Cause, start: datetime, now: Obligation) -> Move:
        told = self._told(cause, start, now)
        rule = self._rules.clock(now.rule.removesuffix(UNSURE))
        if rule is None:
            return replace(told, rule="")
        due = due_time(rule, self._calendar, start, rules=self._rules)
        lines = count(rule, self._calendar, start, self._rules)
        return replace(_written(told, rule), lines=lines, today=_other(due, now))

    def _extended(self, before: Obligation, now: Obligation, event: e.Extended) -> Move:
        told = self._told("extended", before.due, now)
        rule = self._rules.extension(self._then.track.value, now.kind)
        if rule is None:
            return told
        due = extended(self._rules, self._calendar, rule, before.due, event.days)
        lines = count_extension(rule, self._calendar, before.due, event.days, self._rules)
        return replace(_written(told, rule), lines=lines, today=_other(due, now))

    def _resumed(self, now: Obligation) -> Move:
        stopped = self._then.paused_at or self._then.hearing_at or self._event.at
        start = max(stopped, now.opened_at)
        told = self._told("resumed", start, now)
        told = replace(told, lines=(stood_still(self._rules, start, self._event.at),))
        reason = self._then.pause_reason or HEARING
        rule = self._rules.pause(self._then.track.value, now.kind, reason)
        return told if rule is None else _written(told, rule)

    def _told(self, cause: Cause, start: datetime, now: Obligation) -> Move:
        return Move(
            event=self._version,
            cause=cause,
            start=start,
            due=now.due,
            holder=now.holder,
            rule=now.rule.removesuffix(UNSURE),
        )


def _written(move: Move, rule: ClockRule | ExtensionRule | PauseRule) -> Move:
    return replace(move, article=rule.article, local=rule.local)


def _other(due: datetime, now: Obligation) -> datetime | None:
    return None if due == now.due else due
