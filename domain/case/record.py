"""Keeping the record: notes, files, and what is done with personal data."""

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
from domain.case.state import Case
from domain.sealed import Sealed


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
    timely(ctx)
    require_reason(c.purpose)
    return [e.DataExported(**ctx.stamp(), what=c.what, purpose=c.purpose)]


@decides(ReadData)
def read_data(case: Case, c: ReadData, ctx: Context) -> Decision:
    """What was opened and what for."""
    require_known(case)
    timely(ctx)
    require_reason(c.purpose)
    return [e.DataRead(**ctx.stamp(), fields=c.fields, purpose=c.purpose)]
