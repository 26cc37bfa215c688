"""Keeping the record: notes, files, and what is done with personal data."""

from domain import errors
from domain.case import events as e
from domain.case.clear import require_nameless
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    require_known,
    require_lawful,
    require_reason,
    timely,
)
from domain.case.readings import OPEN_FOR, people, standing_open
from domain.case.state import Case
from domain.case.words import Role
from domain.sealed import Sealed
from domain.units import CENTRE

BUNDLE = "bundle"  # what of a case left: all its records, with their proofs
OWN_DATA = "own-data"  # what of a case left: the personal data of one person, for them
ASKED = "asked-for"  # why: the person concerned asked for it


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


class ExportData(Command, frozen=True, kw_only=True):
    """Record that data left the service (导出)."""

    what: str
    purpose: str


class ExportBundle(Command, frozen=True, kw_only=True):
    """Record that the whole case leaves as a bundle that proves itself (导出证明包)."""

    purpose: str
    sha256: str  # of the readable copy in it, hex


class ExportPerson(Command, frozen=True, kw_only=True):
    """Give somebody the personal data this case holds of them, as they asked (提供本人信息)."""

    person: str
    identity: str


class ReadData(Command, frozen=True, kw_only=True):
    """Record that sealed fields were opened (查阅).

    `stays`: they stay open to the reader for a while; `records`: nothing but those, else all.
    """

    fields: tuple[str, ...]
    purpose: str
    records: tuple[int, ...] = ()
    stays: bool = False


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


@decides(ExportData)
def export_data(case: Case, c: ExportData, ctx: Context) -> Decision:
    """What left and what for."""
    require_known(case)
    timely(ctx)
    require_reason(c.purpose)
    require_nameless(purpose=c.purpose)
    return [e.DataExported(**ctx.stamp(), what=c.what, purpose=c.purpose)]


@decides(ExportBundle)
def export_bundle(case: Case, c: ExportBundle, ctx: Context) -> Decision:
    """All records up to this one, each as it is stored; of leaders to those of the centre."""
    require_known(case)
    timely(ctx)
    if ctx.by.role == Role.LEADER and ctx.by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=ctx.by.unit)
    require_reason(c.purpose)
    require_nameless(purpose=c.purpose)
    return [
        e.DataExported(
            **ctx.stamp(),
            what=BUNDLE,
            purpose=c.purpose,
            sha256=c.sha256,
            records=case.version,
        )
    ]


@decides(ExportPerson)
def export_person(case: Case, c: ExportPerson, ctx: Context) -> Decision:
    """By the centre or inspection, to whoever is surely that person.

    Errors: nothing is kept of such a person; how they were known is not said, or says who they are.
    """
    require_known(case)
    timely(ctx)
    if ctx.by.role != Role.SUPERVISOR and ctx.by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=ctx.by.unit)
    if c.person not in people(ctx.history):
        raise errors.NothingOpens
    if not c.identity.strip():
        raise errors.FieldMissing(field="identity")
    require_nameless(identity=c.identity)
    given = e.DataExported(
        **ctx.stamp(), what=OWN_DATA, purpose=ASKED, person=c.person, identity=c.identity
    )
    return [given]


@decides(ReadData)
def read_data(case: Case, c: ReadData, ctx: Context) -> Decision:
    """What was opened and what for. What stands open already for the same is not opened again.

    Errors: nothing opens to the reader; the purpose names somebody, or is none a centre may have.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.purpose)
    require_lawful(c.purpose)
    require_nameless(purpose=c.purpose)
    if not c.fields:
        raise errors.NothingOpens
    if c.stays and any(_same(one, c) for one in standing_open(ctx.history, ctx.by, ctx.now)):
        return []
    until = ctx.at + OPEN_FOR if c.stays else None
    read = e.DataRead(
        **ctx.stamp(), fields=c.fields, purpose=c.purpose, records=c.records, until=until
    )
    return [read]


def _same(one: e.DataRead, c: ReadData) -> bool:
    """A reading of the whole case for that purpose, or of the same texts."""
    if one.purpose != c.purpose or not set(c.fields) <= set(one.fields):
        return False
    return one.records == c.records
