"""Keeping the record: notes, files, corrections that refer and never edit, personal data."""

import msgspec

from domain import errors
from domain.case import events as e
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    require_known,
    require_other,
    require_reason,
    timely,
)
from domain.case.fold import apply_correction
from domain.case.intake import RECEIPT_CLOCKS
from domain.case.state import Case
from domain.rules.clocks import Clock
from domain.sealed import Sealed

FIXED = frozenset({"by", "late", "source", "clocks", "windows", "dispatch", "number", "rules"})


class Note(Command, frozen=True, kw_only=True):
    """Note a step or remark (备注)."""

    label: str = ""
    text: Sealed | None = None


class Attach(Command, frozen=True, kw_only=True):
    """Add a file (附件)."""

    sha256: str
    size: int
    media_type: str
    name: Sealed | None = None
    step: int = 0


class Correct(Command, frozen=True, kw_only=True):
    """State the right value of one field of one event, as JSON text (更正)."""

    event: int
    field: str
    reason: str
    approver: str
    value: str = ""
    sealed: Sealed | None = None


class EraseData(Command, frozen=True, kw_only=True):
    """Record that one person's key is destroyed (个人信息删除)."""

    person: str
    basis: str
    approver: str


class ExportData(Command, frozen=True, kw_only=True):
    """Record that data left the service (导出)."""

    what: str
    purpose: str


class ReadData(Command, frozen=True, kw_only=True):
    """Record that sealed fields were opened (查阅)."""

    fields: tuple[str, ...]
    purpose: str


@decides(Note)
def note(case: Case, c: Note, ctx: Context) -> Decision:
    """At any time. Errors: nothing was written."""
    require_known(case)
    timely(ctx)
    if not c.label.strip() and c.text is None:
        raise errors.FieldMissing(field="text")
    return [e.Noted(**ctx.stamp(), label=c.label, text=c.text)]


@decides(Attach)
def attach(case: Case, c: Attach, ctx: Context) -> Decision:
    """At any time; a step it belongs to must be there."""
    require_known(case)
    timely(ctx)
    if not 0 <= c.step <= case.version:
        raise errors.NoSuchEvent(event=c.step)
    return [
        e.Attached(
            **ctx.stamp(),
            sha256=c.sha256,
            size=c.size,
            media_type=c.media_type,
            name=c.name,
            step=c.step,
        )
    ]


@decides(Correct)
def correct(case: Case, c: Correct, ctx: Context) -> Decision:
    """Refers to an event and never edits it; clocks it moves are counted anew from the right value.

    Errors: no such event, a field that can't be corrected, a value that doesn't fit it, no
    reason, no approver other than the actor.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    require_other(ctx, c.approver)
    event = _correctable(case, c, ctx)
    correction = e.Corrected(
        **ctx.stamp(),
        event=c.event,
        field=c.field,
        reason=c.reason,
        approver=c.approver,
        value=c.value,
        sealed=c.sealed,
    )
    right = _try(event, correction)
    if right == event:
        return []
    _check_right(right, ctx)
    return [msgspec.structs.replace(correction, clocks=_recounted(event, right, case, ctx))]


def _correctable(case: Case, c: Correct, ctx: Context) -> e.Fact:
    if not 1 <= c.event <= case.version:
        raise errors.NoSuchEvent(event=c.event)
    event = ctx.history[c.event - 1]
    fields = {f.name for f in msgspec.structs.fields(event)} - FIXED
    if c.field not in fields or isinstance(event, e.Corrected):
        raise errors.NotCorrectable(event=c.event, field=c.field)
    is_sealed = isinstance(getattr(event, c.field), Sealed)
    if is_sealed != (c.sealed is not None):
        raise errors.WrongValue(field=c.field)
    return event


def _try(event: e.Fact, correction: e.Corrected) -> e.Fact:
    try:
        return apply_correction(event, correction)
    except (msgspec.ValidationError, msgspec.DecodeError):
        raise errors.WrongValue(field=correction.field) from None


def _check_right(right: e.Fact, ctx: Context) -> None:
    if right.at > ctx.now:
        raise errors.OccurredInFuture(at=right.at, now=ctx.now)
    if isinstance(right, e.Received) and not right.title.strip():
        raise errors.TitleNeeded


def _recounted(event: e.Fact, right: e.Fact, case: Case, ctx: Context) -> tuple[Clock, ...] | None:
    """The event's clocks from the right start, track, grade and zone; None when none moves."""
    clocks: tuple[Clock, ...] = getattr(event, "clocks", ())
    if not clocks and not isinstance(right, e.Received):
        return None
    start = Context(
        by=ctx.by, at=right.at, now=ctx.now, rules=ctx.rules, calendar=ctx.calendar, units=ctx.units
    )
    if isinstance(right, e.Received):
        case_to_be = Case(case.id, track=right.track, grade=right.grade)
        recounted = start.clocks(case_to_be, *RECEIPT_CLOCKS[right.track])
    else:
        recounted = tuple(_recount(clock, right, case, start) for clock in clocks)
    return None if recounted == clocks else recounted


def _recount(clock: Clock, right: e.Fact, case: Case, start: Context) -> Clock:
    zone = getattr(right, "zone", "")
    anew = start.clocks(case, clock.kind, holder=clock.holder, ref=clock.ref, zone=zone)
    return anew[0] if anew and clock.rule else clock


@decides(EraseData)
def erase_data(case: Case, c: EraseData, ctx: Context) -> Decision:
    """Legal basis and a second person. Erasing again changes nothing."""
    require_known(case)
    timely(ctx)
    require_other(ctx, c.approver)
    if not c.basis.strip():
        raise errors.ReasonMissing
    if c.person in case.erased:
        return []
    return [e.DataErased(**ctx.stamp(), person=c.person, basis=c.basis, approver=c.approver)]


@decides(ExportData)
def export_data(case: Case, c: ExportData, ctx: Context) -> Decision:
    """What left and what for."""
    require_known(case)
    require_reason(c.purpose)
    return [e.DataExported(**ctx.stamp(), what=c.what, purpose=c.purpose)]


@decides(ReadData)
def read_data(case: Case, c: ReadData, ctx: Context) -> Decision:
    """What was opened and what for."""
    require_known(case)
    require_reason(c.purpose)
    return [e.DataRead(**ctx.stamp(), fields=c.fields, purpose=c.purpose)]
