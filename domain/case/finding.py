"""Bringing to light what no event shows by itself: not registered elsewhere, a false record."""

from datetime import datetime

from domain import errors
from domain.case import events as e
from domain.case.answer import REPORTER
from domain.case.command import (
    TIMEKEEPER,
    Command,
    Context,
    Decision,
    acts_for,
    decides,
    require_known,
    require_reason,
    require_unit,
    timely,
)
from domain.case.events import Fact
from domain.case.state import Case
from domain.case.words import Role
from domain.units import CENTRE


class FindUnregistered(Command, frozen=True, kw_only=True):
    """Put on record that a unit had the matter before and did not register it (应登记未登记)."""

    unit: str
    since: datetime
    reason: str


class FindFalse(Command, frozen=True, kw_only=True):
    """Put on record that a record states what was not so (倒签、虚假记录).

    `unit` is whose doing it is; "" whoever stated it.
    """

    record: int
    reason: str
    unit: str = ""


@decides(FindUnregistered)
def find_unregistered(case: Case, c: FindUnregistered, ctx: Context) -> Decision:
    """By the centre or the inspection office; of one unit once, the one it came in at too.

    Errors: `since` is not before the receipt.
    """
    acts_for(ctx, CENTRE)
    require_known(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    require_reason(c.reason)
    if c.since >= case.received_at:
        raise errors.OccurredAfter(at=c.since, latest=case.received_at)
    if c.unit in case.unregistered:
        return []
    return [e.UnregisteredFound(**ctx.stamp(), unit=c.unit, since=c.since, reason=c.reason)]


@decides(FindFalse)
def find_false(case: Case, c: FindFalse, ctx: Context) -> Decision:
    """By the inspection office; of one record once. What is right is stated by a correction.

    Errors: no such record, or one that no unit made.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    unit = c.unit or _stated_by(case, _record(c, ctx))
    if unit != CENTRE:
        require_unit(ctx, unit)
    if c.record in case.false_entries:
        return []
    return [e.FalseEntryFound(**ctx.stamp(), record=c.record, unit=unit, reason=c.reason)]


def _record(c: FindFalse, ctx: Context) -> Fact:
    if not 1 <= c.record <= len(ctx.history):
        raise errors.NoSuchEvent(event=c.record, field="record")
    event = ctx.history[c.record - 1]
    if event.by.role in (REPORTER.role, TIMEKEEPER, Role.AUDITOR) or isinstance(event, e.Barred):
        raise errors.NoSuchEvent(event=c.record, field="record")
    return event


def _stated_by(case: Case, event: Fact) -> str:
    """What is reported of a dispatch is its unit's statement, whoever typed it in."""
    dispatch = case.dispatch(getattr(event, "dispatch", 0))
    if dispatch is not None and not isinstance(event, (e.Dispatched, e.Recalled)):
        return dispatch.unit
    return event.by.unit or CENTRE
