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
from domain.rules.model import EscalationRule, PeriodRule, ReminderRule, UrgeRule
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
            made.append(_made(case, act, made, ctx))
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


def _made(case: Case, act: Act, made: Decision, ctx: Context) -> Fact:
    if isinstance(act.rule, ReminderRule):
        return _reminded(act, act.rule, ctx)
    if isinstance(act.rule, EscalationRule):
        return _escalated(act, act.rule, ctx)
    return _urged(case, act, act.rule, [one for one in made if isinstance(one, e.Urged)], ctx)


def _urged(case: Case, act: Act, rule: UrgeRule, before: list[e.Urged], ctx: Context) -> Fact:
    """Urged again, a unit that owes an answer still owes that one; the centre asks itself none."""
    clock, urge = act.clock, len(case.urges) + len(before) + 1
    asked = _answer_owed(case, clock) or any(_over(clock, one) and one.clocks for one in before)
    kinds = ("urge_answer",) if rule.answer and clock.holder != CENTRE and not asked else ()
    return e.Urged(
        **ctx.stamp(),
        urge=urge,
        unit=clock.holder,
        kind=clock.kind,
        ref=clock.ref,
        rule=rule.id,
        planned=act.planned,
        clocks=ctx.clocks(case, *kinds, holder=clock.holder, ref=urge),
    )


def _answer_owed(case: Case, clock: Obligation) -> bool:
    over = clock.kind, clock.ref
    return any(not case.urges[urge] for urge, about in case.urged_over.items() if about == over)


def _over(clock: Obligation, urged: e.Urged) -> bool:
    return (urged.kind, urged.ref) == (clock.kind, clock.ref)


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
