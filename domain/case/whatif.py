"""What a case's time limits would be under another rule set, counted from the same events.

Nothing is recorded by asking. What people did by hand is carried over: dates a step gave itself,
extensions by so many days, pauses, and limits that come from no rule set.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from domain.case import events as e
from domain.case.command import Context
from domain.case.events import Fact
from domain.case.fold import corrected, evolve
from domain.case.recount import Clocks, count_clocks, counts_itself
from domain.case.state import Case, Obligation
from domain.rules.calendar import Calendar
from domain.rules.clocks import UNSURE, Clock
from domain.rules.model import PauseRule, RuleSet
from domain.rules.moves import extended

CalendarThen = Callable[[int], Calendar]


class Difference(NamedTuple):
    """One time limit under both rule sets; None: there is no such limit under that one.

    `late` and `would_be_late` are as of the moment asked for; `running` as the case stands.
    """

    kind: str
    ref: int
    holder: str
    due: datetime | None
    then: datetime | None
    running: bool
    late: bool
    would_be_late: bool

    @property
    def moved(self) -> bool:
        """Another due time, or a limit more or less."""
        return self.due != self.then


class Other(NamedTuple):
    """The rule set asked about, with what cases pinned to another one were granted under it."""

    rules: RuleSet
    pinned: RuleSet

    @staticmethod
    def of(rules: RuleSet, pinned: RuleSet) -> "Other":
        """Pauses that were granted stay granted where the other set knows none."""
        granted = [
            replace(pause, kinds=tuple(kind for kind in pause.kinds if _lacks(rules, pause, kind)))
            for pause in pinned.pauses
        ]
        kept = tuple(pause for pause in granted if pause.kinds)
        return Other(replace(rules, pauses=(*rules.pauses, *kept)), pinned)


def _lacks(rules: RuleSet, pause: PauseRule, kind: str) -> bool:
    return rules.pause(pause.track, kind, pause.reason) is None


def what_if(
    case_id: str, history: Sequence[Fact], other: Other, then: CalendarThen
) -> tuple[Case, Case]:
    """The case as it stands, and as it would under the other rule set.

    `then` gives the calendar each event, by its version, was counted with.
    """
    now, would = Case(case_id), Case(case_id)
    right, counted = list(corrected(history)), _counted_by(history)
    for version, event in enumerate(right, 1):
        calendar = then(counted.get(version, version))
        ctx = _context(event, right[: version - 1], other, calendar)
        evolve(would, _counted(would, event, other, ctx))
        evolve(now, event)
    return now, would


def differences(now: Case, would: Case, at: datetime) -> list[Difference]:
    """Every limit that either of them has, in the order in which they began."""
    mine = {_key(one): one for one in now.obligations}
    theirs = {_key(one): one for one in would.obligations}
    keys = sorted({*mine, *theirs}, key=lambda key: (key[2], key[0], key[1]))
    return [_difference(mine.get(key), theirs.get(key), at) for key in keys]


def _counted_by(history: Sequence[Fact]) -> dict[int, int]:
    """Which correction counted an event's clocks anew, the last one, both by their versions."""
    return {
        event.event: version
        for version, event in enumerate(history, 1)
        if isinstance(event, e.Corrected) and event.clocks is not None
    }


def _context(event: Fact, before: Sequence[Fact], other: Other, calendar: Calendar) -> Context:
    return Context(
        by=event.by,
        at=event.at,
        now=event.at,
        rules=other.rules,
        calendar=calendar,
        units={},
        history=before,
    )


def _counted(before: Case, event: Fact, other: Other, ctx: Context) -> Fact:
    """The event with its clocks counted under the other rule set."""
    if isinstance(event, e.Extended):
        return _extended(before, event, other, ctx.calendar)
    clocks = getattr(event, "clocks", None)
    if clocks is None or isinstance(event, e.Corrected):
        return event
    changed: Fact = replace(event, clocks=_clocks(before, event, clocks, other, ctx))
    return changed


def _clocks(before: Case, event: Fact, clocks: Clocks, other: Other, ctx: Context) -> Clocks:
    given = tuple(clock for clock in clocks if not _ruled(clock, other))
    if isinstance(event, e.Resumed | e.HearingEnded):
        return count_clocks(before, event, ctx)
    if counts_itself(event) and not isinstance(event, e.Directed):
        known = {(clock.kind, clock.ref) for clock in given}
        anew = count_clocks(before, event, ctx)
        return (*given, *(clock for clock in anew if (clock.kind, clock.ref) not in known))
    ruled = (clock for clock in clocks if _ruled(clock, other))
    return (*given, *(anew for clock in ruled for anew in _anew(before, clock, ctx)))


def _ruled(clock: Clock, other: Other) -> bool:
    """Counted by the rule set the case is pinned to, not given by a step or by a plan."""
    return other.pinned.clock(clock.rule.removesuffix(UNSURE)) is not None


def _anew(before: Case, clock: Clock, ctx: Context) -> Clocks:
    grade = before.dispute_class if clock.kind == "visit" else ""
    return ctx.clocks(before, clock.kind, holder=clock.holder, ref=clock.ref, grade=grade)


def _extended(before: Case, event: e.Extended, other: Other, calendar: Calendar) -> e.Extended:
    running = before.running(event.kind, event.ref)
    track = before.track.value
    rule = other.rules.extension(track, event.kind) or other.pinned.extension(track, event.kind)
    if running is None or rule is None:
        return event
    return replace(event, due=extended(other.rules, calendar, rule, running.due, event.days))


_Key = tuple[str, int, int]


def _key(limit: Obligation) -> _Key:
    return limit.kind, limit.ref, limit.opened


def _difference(now: Obligation | None, then: Obligation | None, at: datetime) -> Difference:
    limit = now or then
    assert limit is not None  # noqa: S101 - one of the two gave the key
    return Difference(
        kind=limit.kind,
        ref=limit.ref,
        holder=limit.holder,
        due=now.due if now else None,
        then=then.due if then else None,
        running=limit.running,
        late=_late(now, at),
        would_be_late=_late(then, at),
    )


def _late(limit: Obligation | None, at: datetime) -> bool:
    """Met after it was due, or due and not met; what was waived before is neither."""
    if limit is None or limit.waived:
        return False
    return limit.due < (limit.met_at or at)
