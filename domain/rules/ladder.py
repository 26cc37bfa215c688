"""What is done about a time limit by itself, before and after it ends, and when: the ladder.

Minutes and hours count from the moment the limit ends; days and working days lead to the morning
of that day, since nobody is reminded at midnight.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.rules.calendar import ONE_DAY, Calendar
from domain.rules.clocks import EXACT
from domain.rules.model import EscalationRule, PeriodRule, ReminderRule, RuleSet, UrgeRule

Rung = ReminderRule | UrgeRule | EscalationRule
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
_PLANNED = attrgetter("planned")


class Step(NamedTuple):
    """One act: when it is to be done, and under which rule."""

    planned: datetime
    rule: Rung


class _Span(NamedTuple):
    """From the end of a limit to an act about it: an exact time, or so many days to a morning."""

    rung: Rung
    exact: timedelta | None
    unit: str
    number: int


class Ladder:
    """The acts of one rule set by one calendar; each morning is counted once."""

    def __init__(self, rules: RuleSet, calendar: Calendar) -> None:
        """Many limits in days end at the same moment: one ladder is for all of them."""
        self.rules = rules
        self.calendar = calendar
        self._mornings: dict[tuple[datetime, str, int], datetime] = {}
        self._exact: dict[tuple[str, str], tuple[list[int], list[_Span]]] = {}

    def moments(self, track: str, kind: str, due: int) -> list[int]:
        """When something is planned about a limit that ends at `due`; both in ms since 1970.

        The same moments as `steps` has, quickly: a hundred thousand limits are looked through.
        """
        known = self._exact.get((track, kind))
        if known is None:
            known = self._exact[track, kind] = self._parted(track, kind)
        exact, others = known
        found = [due + offset for offset in exact]
        if others:
            end = EPOCH + timedelta(milliseconds=due)
            found += [(self._moment(span, end) - EPOCH) // MILLISECOND for span in others]
            found.sort()
        return found

    def _parted(self, track: str, kind: str) -> tuple[list[int], list[_Span]]:
        """Exact spans in ms, in order, and the others."""
        spans = _spans(self.rules, track, kind)
        exact = sorted(span.exact // MILLISECOND for span in spans if span.exact is not None)
        return exact, [span for span in spans if span.exact is None]

    def steps(self, track: str, kind: str, due: datetime) -> list[Step]:
        """Every act about a limit of this kind that ends at `due` (aware), in order."""
        spans = _spans(self.rules, track, kind)
        return sorted([Step(self._moment(span, due), span.rung) for span in spans], key=_PLANNED)

    def _moment(self, span: _Span, due: datetime) -> datetime:
        if span.exact is not None:
            return due + span.exact
        key = due, span.unit, span.number
        if key not in self._mornings:
            self._mornings[key] = self._morning(*key)
        return self._mornings[key]

    def _morning(self, due: datetime, unit: str, count: int) -> datetime:
        zone = _zone(self.rules.timezone)
        day = due.astimezone(zone).date()
        if unit == "days":
            day += timedelta(days=count)
        else:
            day = _working_day(self.calendar, day, count)
        return datetime.combine(day, self.rules.day_from, zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def _spans(rules: RuleSet, track: str, kind: str) -> tuple[_Span, ...]:
    named = rungs(rules, track, kind)
    return tuple(_span(rung, count) for rung in named for count in _counts(rung))


def _span(rung: Rung, count: int) -> _Span:
    exact = timedelta(**{rung.unit: count}) if rung.unit in EXACT else None
    return _Span(rung, exact, rung.unit, count)


def _counts(rung: Rung) -> Iterator[int]:
    """In the rung's unit, from the end of the limit; below zero before it."""
    if isinstance(rung, ReminderRule):
        yield -rung.before
    elif isinstance(rung, EscalationRule):
        yield rung.after
    else:
        yield from (rung.after + time * rung.again for time in range(rung.times))


def steps_due(
    planned: Sequence[Step], since: datetime, now: datetime, *, brought_in: bool
) -> tuple[Step, ...]:
    """Those planned after `since` and not after `now`.

    Of a limit that was brought in from elsewhere only the last: what was to be done before it came
    here nobody can do any more.
    """
    due = tuple(step for step in planned if since < step.planned <= now)
    return due[-1:] if brought_in else due


@lru_cache(maxsize=1024)
def rungs(rules: RuleSet, track: str, kind: str) -> tuple[Rung, ...]:
    """The rules of the ladder that speak about limits of this kind on this track."""
    ladder: tuple[Rung, ...] = (*rules.reminders, *rules.urges, *rules.escalations)
    return tuple(rung for rung in ladder if kind in rung.kinds and _of_track(rung, track))


def rung(rules: RuleSet, rule_id: str) -> Rung | PeriodRule | None:
    """The rule of the ladder, or of a period's end, with that id, as an event names it."""
    above: tuple[Rung | PeriodRule, ...] = (*rules.escalations, *rules.periods)
    ladder = (*rules.reminders, *rules.urges, *above)
    return next((one for one in ladder if one.id == rule_id), None)


@lru_cache(maxsize=256)
def longest_lead(rules: RuleSet) -> timedelta:
    """How long before the end of a limit the first act may lie, at most."""
    return max((_span_at_most(rule) for rule in rules.reminders), default=timedelta(0))


def _span_at_most(rule: ReminderRule) -> timedelta:
    if rule.unit == "minutes":
        return timedelta(minutes=rule.before)
    if rule.unit == "hours":
        return timedelta(hours=rule.before)
    # Half of the days of the longest holiday's weeks are rest days, and a morning is earlier.
    return timedelta(days=rule.before * (3 if rule.unit == "working_days" else 1) + 14)


def _of_track(rung: Rung, track: str) -> bool:
    return not rung.tracks or track in rung.tracks


def _working_day(calendar: Calendar, day: date, count: int) -> date:
    if count >= 0:
        return calendar.add_working_days(day, count)
    for _ in range(-count):
        day -= ONE_DAY
        while calendar.is_rest_day(day):
            day -= ONE_DAY
    return day


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
