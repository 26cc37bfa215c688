"""Every command on audit sheets: what they need to know of cases and units, then the decision."""

from datetime import datetime
from zoneinfo import ZoneInfo

from application.audit.matters import barred_units, line_of, matter_named, require_unit
from application.audit.recording import record, record_new
from application.desk import Desk
from domain import errors
from domain.audit import finding, keeping
from domain.audit.events import AuditEvent
from domain.audit.finding import Look, Noted, Reply
from domain.audit.keeping import Draw, Plan
from domain.audit.rights import finding_of, require_auditor
from domain.audit.state import Register, Sheet
from domain.case.events import Actor


def open_sheet(desk: Desk, plan: Plan, by: Actor) -> str:
    """立项; gives the code. Errors: as `keeping.open_sheet`, and `UnitUnknown`."""
    for unit in plan.units:
        require_unit(desk, unit)
    zone = ZoneInfo(desk.settings.timezone)

    def decide(register: Register, at: datetime) -> keeping.Opened:
        return keeping.open_sheet(register, plan, at.astimezone(zone).year, at, by)

    return record_new(desk, decide)


def take_sample(desk: Desk, code: str, draw: Draw, by: Actor) -> Sheet:
    """抽样: put on record what was drawn. Errors: as `keeping.take_sample`."""
    return record(desk, code, lambda sheet, at: keeping.take_sample(sheet, draw, at, by))


def add_matter(desk: Desk, code: str, number: str, reason: str, by: Actor) -> Sheet:
    """列入. Errors: as `keeping.add_matter`, and `CaseUnknown`."""
    require_auditor(by)
    known = matter_named(desk, number, by).number
    return record(desk, code, lambda sheet, at: keeping.add_matter(sheet, known, reason, at, by))


def examine(desk: Desk, code: str, number: str, note: str, by: Actor) -> Sheet:
    """查阅. Errors: as `keeping.examine`, and `CaseUnknown`."""
    require_auditor(by)
    known = matter_named(desk, number, by).number
    return record(desk, code, lambda sheet, at: keeping.examine(sheet, known, note, at, by))


def note_finding(desk: Desk, code: str, noted: Noted, by: Actor) -> Sheet:
    """审计发现. Errors: as `finding.note`, `UnitUnknown`, `CaseUnknown`, `NoSuchEvent`."""
    require_auditor(by)
    require_unit(desk, noted.unit)
    barred: frozenset[str] = frozenset()
    if noted.number:
        matter = matter_named(desk, noted.number, by, noted.records)
        noted = noted._replace(number=matter.number)
        barred = barred_units(matter, noted.unit)
    elif noted.records:
        raise errors.FieldMissing(field="number")
    return record(desk, code, lambda sheet, at: finding.note(sheet, noted, barred, at, by))


def answer_finding(desk: Desk, code: str, number: int, reply: Reply, by: Actor) -> Sheet:
    """答复. Errors: as `finding.answer`, and `CaseUnknown` to whom the matter does not exist."""

    def decide(sheet: Sheet, at: datetime) -> list[AuditEvent]:
        noted = finding_of(sheet, number).noted
        line = line_of(desk, noted.unit)
        events = finding.answer(sheet, number, reply, line, at, by)
        if noted.number:
            matter_named(desk, noted.number, by)
        return events

    return record(desk, code, decide)


def withdraw_finding(desk: Desk, code: str, number: int, reason: str, by: Actor) -> Sheet:
    """撤销发现. Errors: as `finding.withdraw`, and `CaseUnknown` as above."""

    def decide(sheet: Sheet, at: datetime) -> list[AuditEvent]:
        _require_auditor_of(desk, sheet, number, by)
        return finding.withdraw(sheet, number, reason, at, by)

    return record(desk, code, decide)


def follow_up(desk: Desk, code: str, number: int, look: Look, by: Actor) -> Sheet:
    """跟踪. Errors: as `finding.follow_up`, and `CaseUnknown` as above."""

    def decide(sheet: Sheet, at: datetime) -> list[AuditEvent]:
        _require_auditor_of(desk, sheet, number, by)
        return finding.follow_up(sheet, number, look, at, by)

    return record(desk, code, decide)


def close_sheet(desk: Desk, code: str, conclusion: str, by: Actor) -> Sheet:
    """结项. Errors: as `keeping.close_sheet`."""
    return record(desk, code, lambda sheet, at: keeping.close_sheet(sheet, conclusion, at, by))


def _require_auditor_of(desk: Desk, sheet: Sheet, number: int, by: Actor) -> None:
    """An auditor for whom the matter of that finding exists, where it is about one."""
    require_auditor(by)
    matter = finding_of(sheet, number).noted.number
    if matter:
        matter_named(desk, matter, by)
