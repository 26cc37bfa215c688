"""What the timekeeper does on a case because time passed: reminders, urging, the way up the ladder.

Each act is planned for a moment by the case's rule set and done once: a clock remembers up to
which moment it was acted on, so that asking again gives nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from domain.case import events as e
from domain.case.command import (
    TIMEKEEPER,
    Command,
    Context,
    Decision,
    decides,
    is_accused,
    require_known,
    timely,
)
from domain.case.events import Actor, Fact
from domain.case.pauses import HEARING
from domain.case.state import Case, Obligation
from domain.rules.ladder import Ladder, Rung, steps_due
from domain.rules.model import EscalationRule, PeriodRule, ReminderRule
from domain.units import CENTRE

# No role of accounts: nobody can be given it.
KEEPER: Final = Actor(user=TIMEKEEPER, unit=CENTRE, role=TIMEKEEPER)
IMPORT: Final = "import"
ASKING: Final = "review_request"
HEARD: Final = "rereview"
HEAD: Final = "head"


class KeepTime(Command, frozen=True, kw_only=True):
    """Do what was planned on this case up to a moment, and is not done yet (时限督办)."""

    until: datetime


class Act(NamedTuple):
    """One of them: when it was planned, under which rule, about which clock."""

    planned: datetime
    rule: Rung
    clock: Obligation


@decides(KeepTime)
def keep_time(case: Case, c: KeepTime, ctx: Context) -> Decision:
    """By the timekeeper alone, in the order in which it was planned; nothing when all is done."""
    require_known(case)
    timely(ctx)
    made: Decision = []
    for act in sorted(_acts(case, ctx), key=lambda act: act.planned):
        if act.planned <= c.until:
            urges = len(case.urges) + sum(isinstance(event, e.Urged) for event in made)
            made.append(_made(case, act, urges + 1, ctx))
    return [*made, *_period_ended(case, c.until, ctx)]


def _acts(case: Case, ctx: Context) -> Iterator[Act]:
    ladder = Ladder(ctx.rules, ctx.calendar)
    for clock in case.obligations:
        if clock.running and not _stands_still(case, clock, ctx):
            planned = ladder.steps(case.track.value, clock.kind, clock.due)
            since = max(clock.opened_at, clock.acted or clock.opened_at)
            brought_in = case.source == IMPORT
            for step in steps_due(planned, since, ctx.now, brought_in=brought_in):
                if _may_be_told(case, clock, step.rule, ctx):
                    yield Act(step.planned, step.rule, clock)


def _stands_still(case: Case, clock: Obligation, ctx: Context) -> bool:
    if case.hearing_at is not None and clock.kind == HEARD:
        return ctx.rules.pause(case.track.value, clock.kind, HEARING) is not None
    if case.paused_at is None:
        return False
    return ctx.rules.pause(case.track.value, clock.kind, case.pause_reason) is not None


def _may_be_told(case: Case, clock: Obligation, rule: Rung, ctx: Context) -> bool:
    """The accused hear nothing of an accusation; what they owe goes up past them."""
    above = isinstance(rule, EscalationRule) and rule.to != HEAD
    return above or not is_accused(case, clock.holder, ctx)


def _made(case: Case, act: Act, urge: int, ctx: Context) -> Fact:
    if isinstance(act.rule, ReminderRule):
        return _reminded(act, act.rule, ctx)
    if isinstance(act.rule, EscalationRule):
        return _escalated(act, act.rule, ctx)
    clock = act.clock
    kinds = ("urge_answer",) if act.rule.answer else ()
    return e.Urged(
        **ctx.stamp(),
        urge=urge,
        unit=clock.holder,
        kind=clock.kind,
        ref=clock.ref,
        rule=act.rule.id,
        planned=act.planned,
        clocks=ctx.clocks(case, *kinds, holder=clock.holder, ref=urge),
    )


def _reminded(act: Act, rule: ReminderRule, ctx: Context) -> Fact:
    clock = act.clock
    return e.Reminded(
        **ctx.stamp(),
        kind=clock.kind,
        ref=clock.ref,
        unit=clock.holder,
        due=clock.due,
        planned=act.planned,
        rule=rule.id,
    )


def _escalated(act: Act, rule: EscalationRule, ctx: Context) -> Fact:
    clock = act.clock
    return e.Escalated(
        **ctx.stamp(),
        kind=clock.kind,
        ref=clock.ref,
        unit=clock.holder,
        to=rule.to,
        due=clock.due,
        planned=act.planned,
        rule=rule.id,
    )


def _period_ended(case: Case, until: datetime, ctx: Context) -> Iterator[Fact]:
    """Nobody asked for a review in time: the answer stands."""
    end, rule = case.asking_until, _period_rule(ctx)
    if end is not None and rule is not None and end < until and end < ctx.now:
        yield e.PeriodEnded(**ctx.stamp(), kind=ASKING, planned=end, rule=rule.id)


def _period_rule(ctx: Context) -> PeriodRule | None:
    return next((rule for rule in ctx.rules.periods if ASKING in rule.kinds), None)
