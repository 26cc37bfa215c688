"""Findings of an audit: noted by the auditor, answered by the unit, followed up until settled."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from domain import errors
from domain.audit import events as e
from domain.audit.rights import answers_for, checked, finding_of, require_kept, require_open
from domain.audit.state import Finding, Sheet
from domain.audit.words import INSPECTION, Grade
from domain.case.events import Actor


class Noted(NamedTuple):
    """What was found, of which unit, on which matter and by which of its records."""

    unit: str
    grade: Grade
    text: str
    demand: str
    due: datetime
    number: str = ""
    records: tuple[int, ...] = ()


def note(
    sheet: Sheet, noted: Noted, barred: Collection[str], at: datetime, by: Actor
) -> list[e.AuditEvent]:
    """审计发现; the same said twice is one, unless it was withdrawn meanwhile.

    `barred` are the units that must not learn of the matter, as it accuses them.
    Errors: `NotYourRole`, `AuditUnknown`, `AuditClosed`, `AuditAccused`, `WrongValue`, of texts.
    """
    require_kept(sheet, by)
    if noted.unit in barred and noted.unit != INSPECTION:
        raise errors.AuditAccused(unit=noted.unit)
    _require_later("due", noted.due, at)
    text, demand = checked("text", noted.text), checked("demand", noted.demand)
    known = noted._replace(text=text, demand=demand)._asdict()
    found = e.FindingNoted(at=at, by=by, finding=len(sheet.findings) + 1, **known)
    standing = [one for one in sheet.findings if one.withdrawn is None]
    return [] if any(_same(one.noted, found) for one in standing) else [found]


def withdraw(sheet: Sheet, number: int, reason: str, at: datetime, by: Actor) -> list[e.AuditEvent]:
    """撤销; again changes nothing. Errors: as above, `AuditFindingUnknown`, `AuditSettled`."""
    require_kept(sheet, by)
    finding = finding_of(sheet, number)
    if finding.state == "withdrawn":
        return []
    _require_waiting(finding)
    return [e.FindingWithdrawn(at=at, by=by, finding=number, reason=checked("reason", reason))]


class Reply(NamedTuple):
    """What a unit says to a finding."""

    agreed: bool
    text: str


def answer(
    sheet: Sheet, number: int, reply: Reply, line: Collection[str], at: datetime, by: Actor
) -> list[e.AuditEvent]:
    """答复, and again until it is followed up; the same said again changes nothing.

    `line` as in `answers_for`. Errors: `NotYourUnit`, `AuditClosed`, `AuditSettled`, and of texts.
    """
    finding = finding_of(sheet, number)
    if not answers_for(by, finding.noted.unit, line):
        raise errors.NotYourUnit(unit=finding.noted.unit, own=by.unit)
    require_open(sheet)
    _require_waiting(finding)
    text = checked("text", reply.text)
    said = e.Answered(at=at, by=by, finding=number, agreed=reply.agreed, text=text)
    return [] if finding.state == "answered" and _same(finding.answers[-1], said) else [said]


class Look(NamedTuple):
    """What the auditor says after looking again; not settled, until when it is to be answered."""

    settled: bool
    text: str
    due: datetime | None = None


def follow_up(sheet: Sheet, number: int, look: Look, at: datetime, by: Actor) -> list[e.AuditEvent]:
    """跟踪; the same said again changes nothing.

    Errors: as `note`, and `AuditSettled`, `FieldMissing`.
    """
    require_kept(sheet, by)
    finding = finding_of(sheet, number)
    if finding.state == "settled" and look.settled:
        return []
    _require_waiting(finding)
    if not look.settled:
        _require_later("due", look.due, at)
    text, due = checked("text", look.text), None if look.settled else look.due
    unit = finding.noted.unit
    said = e.FollowedUp(
        at=at, by=by, finding=number, unit=unit, settled=look.settled, text=text, due=due
    )
    again = finding.state == "open" and bool(finding.followed)
    return [] if again and _same(finding.followed[-1], said) else [said]


def _require_later(field: str, due: datetime | None, at: datetime) -> None:
    if due is None:
        raise errors.FieldMissing(field=field)
    if due <= at:
        raise errors.WrongValue(field=field)


def _require_waiting(finding: Finding) -> None:
    if not finding.waits:
        raise errors.AuditSettled(finding=finding.id)


def _same(one: e.AuditEvent, other: e.AuditEvent) -> bool:
    return bool(_said(one) == _said(other))


def _said(one: Any) -> Any:
    numbered = {"finding": 0} if isinstance(one, e.FindingNoted) else {}
    return replace(one, at=None, **numbered)
