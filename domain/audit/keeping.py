"""What auditors do on a sheet: open it, draw, add, go through matters, close it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from domain import errors
from domain.audit import events as e
from domain.audit.rights import checked, require_auditor, require_kept
from domain.audit.sampling import MOST, Frame, Sample
from domain.audit.state import Register, Sheet
from domain.audit.words import Method
from domain.case.events import Actor

SEED_MOST = 100
Opened = tuple[e.SheetOpened, e.SheetListed]


class Plan(NamedTuple):
    """What a sheet is opened for."""

    title: str
    aim: str
    units: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def open_sheet(register: Register, plan: Plan, year: int, at: datetime, by: Actor) -> Opened:
    """立项. Errors: `NotYourRole`, `FieldMissing`, `WrongValue`, and of texts."""
    require_auditor(by)
    if not plan.title.strip():
        raise errors.FieldMissing(field="title")
    require_span(plan.since, plan.until)
    code = register.next_code(year)
    texts = {"title": checked("title", plan.title), "aim": checked("aim", plan.aim)}
    opened = e.SheetOpened(
        at=at, by=by, code=code, units=plan.units, since=plan.since, until=plan.until, **texts
    )
    return opened, e.SheetListed(at=at, by=by, code=code)


class Draw(NamedTuple):
    """What came of drawing as of a position, by a seed."""

    frame: Frame
    seed: str
    seq: int
    sample: Sample


def take_sample(sheet: Sheet, draw: Draw, at: datetime, by: Actor) -> list[e.AuditEvent]:
    """抽样; drawn again by the same seed as of the same position it changes nothing.

    Errors: `NotYourRole`, `AuditUnknown`, `AuditClosed`, `NothingToSample`, and as `check_frame`.
    """
    require_kept(sheet, by)
    check_frame(draw.frame)
    _check_seed(draw.seed)
    if not draw.sample.drawn:
        raise errors.NothingToSample
    sampled = e.Sampled(
        at=at,
        by=by,
        sample=len(sheet.samples) + 1,
        frame=draw.frame,
        seed=draw.seed,
        seq=draw.seq,
        strata=draw.sample.strata,
        drawn=draw.sample.drawn,
    )
    return [] if any(_same(one, sampled) for one in sheet.samples) else [sampled]


def check_frame(frame: Frame) -> None:
    """Errors: `WrongValue`, `FieldMissing`."""
    if not 0 < frame.size <= MOST:
        raise errors.WrongValue(field="size")
    if frame.method is Method.RISK and not frame.risks:
        raise errors.FieldMissing(field="risks")
    require_span(frame.since, frame.until)


def require_span(since: date | None, until: date | None) -> None:
    """The last day is not before the first. Errors: `WrongValue`."""
    if since is not None and until is not None and until < since:
        raise errors.WrongValue(field="until")


def add_matter(
    sheet: Sheet, number: str, reason: str, at: datetime, by: Actor
) -> list[e.AuditEvent]:
    """列入; what is on the sheet stays as it is. Errors: as above, and of texts."""
    require_kept(sheet, by)
    if number in sheet.matters:
        return []
    return [e.MatterAdded(at=at, by=by, number=number, reason=checked("reason", reason))]


def examine(sheet: Sheet, number: str, note: str, at: datetime, by: Actor) -> list[e.AuditEvent]:
    """查阅; the same said again changes nothing. Errors: as above, and `NotOnSheet`."""
    require_kept(sheet, by)
    known = sheet.matters.get(number)
    if known is None:
        raise errors.NotOnSheet(number=number)
    note = checked("note", note, needed=False)
    if known.examined is not None and known.examined.note == note:
        return []
    return [e.Examined(at=at, by=by, number=number, note=note)]


def close_sheet(sheet: Sheet, conclusion: str, at: datetime, by: Actor) -> list[e.AuditEvent]:
    """结项, once nothing waits. Errors: `NotYourRole`, `AuditUnknown`, `AuditUnfinished`."""
    require_auditor(by)
    if sheet.closed is not None:
        return []
    require_kept(sheet, by)
    findings, matters = len(sheet.waiting), len(sheet.unexamined)
    if findings or matters:
        raise errors.AuditUnfinished(findings=findings, matters=matters)
    return [e.SheetClosed(at=at, by=by, conclusion=checked("conclusion", conclusion))]


def _check_seed(seed: str) -> None:
    if not seed.strip() or seed != seed.strip() or not seed.isprintable():
        raise errors.WrongValue(field="seed")
    if len(seed) > SEED_MOST:
        raise errors.WrongValue(field="seed")


def _same(one: e.Sampled, other: e.Sampled) -> bool:
    return bool(_drawn(one) == _drawn(other))


def _drawn(one: e.Sampled) -> Any:
    return replace(one, at=None, by=None, sample=0)
