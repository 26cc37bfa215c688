"""The clocks an event starts, counted again from its right values when it is corrected."""

from collections.abc import Callable
from typing import Any

from domain.case import events as e
from domain.case.closing import visit_clock
from domain.case.command import Context
from domain.case.dispatch import dispatch_clocks, follow_up_clock
from domain.case.handling import resumed_clocks
from domain.case.intake import receipt_clocks, screening_clocks
from domain.case.mediation import agreement_clocks
from domain.case.reports import plan_clock
from domain.case.state import Case
from domain.case.supervision import directive_clock, heard_clocks
from domain.plans.model import plan_of
from domain.rules.clocks import Clock

Clocks = tuple[Clock, ...]
Count = Callable[[Case, Any, Context], Clocks]

# Counted from something else than the event's own time: these follow when that is corrected.
DEPENDENT: tuple[type[e.Fact], ...] = (e.Screened, e.Resumed, e.HearingEnded)


def count_clocks(before: Case, event: e.Fact, ctx: Context) -> Clocks:
    """The event's clocks on the case as it stood before it; `ctx.at` is the event's time."""
    count = _COUNTS.get(type(event))
    if count is not None:
        return count(before, event, ctx)
    return _count_each(before, getattr(event, "clocks", ()), ctx)


def counts_itself(event: e.Fact) -> bool:
    """Whether the event's clocks follow from what it says, whichever it carries."""
    return type(event) in _COUNTS


def count_windows(before: Case, event: e.Fact, ctx: Context) -> Clocks:
    """The event's windows on the case as it stood before it."""
    return _count_each(before, getattr(event, "windows", ()), ctx)


def _count_each(before: Case, clocks: Clocks, ctx: Context) -> Clocks:
    return tuple(_count(before, clock, ctx) for clock in clocks)


def _count(before: Case, clock: Clock, ctx: Context) -> Clock:
    ref = plan_of(clock.rule)
    plan = ctx.plans.get(ref) if ref else None
    if plan is not None:
        return plan_clock(before, plan, clock.kind, ctx, clock.holder, clock.ref)[0]
    anew = ctx.clocks(before, clock.kind, holder=clock.holder, ref=clock.ref)
    return anew[0] if anew else clock


def _dispatched(before: Case, event: e.Dispatched, ctx: Context) -> Clocks:
    return dispatch_clocks(before, event, event.dispatch, ctx)


def _appointed(_: Case, event: e.HandlerAppointed, __: Context) -> Clocks:
    return (Clock(kind="handle", holder=event.unit, due=event.due),)


def _directed(before: Case, event: e.Directed, ctx: Context) -> Clocks:
    return (directive_clock(before, event, event.directive, ctx),)


def _supervised(_: Case, event: e.Supervised, __: Context) -> Clocks:
    return (Clock(kind="supervise", holder=event.unit, ref=event.supervision, due=event.due),)


def _proposed(_: Case, event: e.Proposed, __: Context) -> Clocks:
    return (Clock(kind="proposal", holder=event.unit, ref=event.proposal, due=event.due),)


def _agreed(before: Case, event: e.AgreementReached, ctx: Context) -> Clocks:
    holder = "" if before.mediation is None else before.mediation.unit
    return agreement_clocks(before, holder, event, ctx)


def _closed(before: Case, event: e.Closed, ctx: Context) -> Clocks:
    return visit_clock(before, ctx) if event.clocks else ()


_COUNTS: dict[type[e.Fact], Count] = {
    e.Received: receipt_clocks,
    e.Screened: screening_clocks,
    e.Dispatched: _dispatched,
    e.FeedbackGiven: lambda _, event, __: follow_up_clock(event),
    e.HandlerAppointed: _appointed,
    e.Directed: _directed,
    e.Supervised: _supervised,
    e.Proposed: _proposed,
    e.Resumed: lambda before, _, ctx: resumed_clocks(before, ctx),
    e.HearingEnded: lambda before, _, ctx: heard_clocks(before, ctx),
    e.AgreementReached: _agreed,
    e.Closed: _closed,
}
