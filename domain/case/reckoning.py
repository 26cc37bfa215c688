"""Why a time limit of a case is due when it is: what set it, what moved it, and how it was counted.

Nothing is kept for this: the history is folded once more, event by event, so that what is told is
what the case itself goes by.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from domain.case import events as e
from domain.case.events import Fact
from domain.case.fold import advance
from domain.case.pauses import HEARING
from domain.case.state import Case, Obligation
from domain.case.words import Track
from domain.plans.model import Plan, plan_of
from domain.rules.calendar import Calendar
from domain.rules.clocks import UNSURE, due_time
from domain.rules.model import ClockRule, ExtensionRule, PauseRule, RuleSet
from domain.rules.moves import extended
from domain.rules.reckoning import (
    Line,
    count,
    count_extension,
    stood_still,
    years_looked_up,
)

Cause = Literal["started", "counted_anew", "extended", "resumed", "corrected"]


FindPlan = Callable[[str], Plan | None]


def _no_plan(_: str) -> None:
    """Nobody knows any plan."""


class Move(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One due time of a limit: by which event, for which cause, under which rule, how counted.

    `event` is the version of the event; `start` the moment counted from; `rule` the id of the rule
    and `article` where it is written, both "" when the date was given by the step itself;
    `calendar` the years whose rest days it depends on, each with the version it was counted with;
    `today` is what the rule gives now, when that is not what was recorded (another calendar was in
    force).
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
    calendar: tuple[tuple[int, int], ...] = ()
    today: datetime | None = None


class Reckoning(Struct, frozen=True, kw_only=True):
    """A time limit, the number it has in its case, and every due time it had, the last one last."""

    number: int
    limit: Obligation
    moves: tuple[Move, ...]


def reckon(
    case_id: str,
    history: Sequence[Fact],
    rules: RuleSet,
    calendar: Calendar,
    then: Callable[[int], Calendar] | None = None,
    *,
    plans: FindPlan = _no_plan,
) -> list[Reckoning]:
    """Of every limit of the case, in their order.

    `then` gives the calendar that was in force when an event, by its version, was recorded; without
    it that is the calendar of today. `plans` finds a response plan by "flood@1".
    """
    moves: dict[_Key, list[Move]] = {}
    case = Case(case_id)
    for version, event in enumerate(history, 1):
        before = {_key(one): replace(one) for one in case.obligations}
        counted_with = then(version) if then is not None else calendar
        calendars = _Calendars(counted_with, calendar)
        sources = _Sources(rules, calendars, plans)
        counting = _Counting(sources, event, version, _Stopped.of(case))
        case = advance(case, history[: version - 1], [event])
        for now in case.obligations:
            was = before.get(_key(now))
            if was is None or now.due != was.due:
                moves.setdefault(_key(now), []).append(counting.move(was, now, case.track))
    return [
        Reckoning(number=number, limit=limit, moves=tuple(moves[_key(limit)]))
        for number, limit in enumerate(case.obligations, 1)
    ]


_Key = tuple[str, int, int]


def _key(limit: Obligation) -> _Key:
    """What a limit is recognised by from event to event."""
    return limit.kind, limit.ref, limit.opened


class _Stopped(NamedTuple):
    """Since when the clocks of a case stand still, and why."""

    since: datetime | None
    reason: str

    @staticmethod
    def of(case: Case) -> "_Stopped":
        return _Stopped(case.paused_at or case.hearing_at, case.pause_reason or HEARING)


class _Calendars(NamedTuple):
    """The calendar an event was counted with, and the one of today."""

    then: Calendar
    today: Calendar


class _Sources(NamedTuple):
    """What is counted by."""

    rules: RuleSet
    calendars: _Calendars
    plans: FindPlan


class _Counting:
    """How one event set or moved a limit; `stopped` is how the clocks stood before it."""

    def __init__(self, sources: _Sources, event: Fact, version: int, stopped: _Stopped) -> None:
        self._rules, self._calendars, self._plans = sources
        self._event, self._version, self._stopped = event, version, stopped

    def move(self, before: Obligation | None, now: Obligation, track: Track) -> Move:
        """The due time it gave."""
        if before is not None and isinstance(self._event, e.Extended):
            return self._extended(before, now, track, self._event)
        if before is not None and isinstance(self._event, e.Resumed | e.HearingEnded):
            return self._resumed(now, track)
        if isinstance(self._event, e.Corrected):
            return self._started("corrected", now.opened_at, now)
        if before is None:
            return self._started("started", now.opened_at, now)
        return self._started("counted_anew", self._event.at, now)

    def _started(self, cause: Cause, start: datetime, now: Obligation) -> Move:
        told = self._told(cause, start, now)
        rule = self._rule(now.rule.removesuffix(UNSURE))
        if rule is None:
            return replace(told, rule="")
        due = due_time(rule, self._calendars.today, start, rules=self._rules)
        lines = count(rule, self._calendars.then, start, self._rules)
        return replace(self._counted(told, rule, lines), today=_other(due, now))

    def _rule(self, rule_id: str) -> ClockRule | None:
        """Of the rule set, or of the response plan that set it."""
        ref = plan_of(rule_id)
        plan = self._plans(ref) if ref else None
        if plan is None:
            return self._rules.clock(rule_id)
        return next((rule for rule in plan.limits() if rule.id == rule_id), None)

    def _extended(
        self, before: Obligation, now: Obligation, track: Track, event: e.Extended
    ) -> Move:
        told = self._told("extended", before.due, now)
        rule = self._rules.extension(track.value, now.kind)
        if rule is None:
            return told
        due = extended(self._rules, self._calendars.today, rule, before.due, event.days)
        lines = count_extension(rule, self._calendars.then, before.due, event.days, self._rules)
        return replace(self._counted(told, rule, lines), today=_other(due, now))

    def _counted(
        self, move: Move, rule: ClockRule | ExtensionRule, lines: tuple[Line, ...]
    ) -> Move:
        """With the count, and which versions of which years it was counted with."""
        versions = self._calendars.then.versions
        years = years_looked_up(rule, lines)
        known = tuple((year, versions[year]) for year in years if year in versions)
        return replace(_written(move, rule), lines=lines, calendar=known)

    def _resumed(self, now: Obligation, track: Track) -> Move:
        start = max(self._stopped.since or self._event.at, now.opened_at)
        told = self._told("resumed", start, now)
        told = replace(told, lines=(stood_still(self._rules, start, self._event.at),))
        rule = self._rules.pause(track.value, now.kind, self._stopped.reason)
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
