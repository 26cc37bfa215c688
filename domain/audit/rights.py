"""Who may do what on an audit sheet, and what all of its texts are held to.

Auditors keep sheets and follow findings up, and change nothing else; whoever leads the unit a
finding is about answers it, for the inspection office somebody of it. Nobody answers to themselves.
"""

from collections.abc import Collection

from domain import errors
from domain.assessment.course.rights import checked
from domain.audit.state import Finding, Sheet
from domain.audit.words import INSPECTION
from domain.case.events import Actor
from domain.case.words import Role

__all__ = ["answers_for", "checked", "finding_of", "require_auditor", "require_kept"]


def require_auditor(by: Actor) -> None:
    """Errors: `NotYourRole`."""
    if by.role != Role.AUDITOR:
        raise errors.NotYourRole(role=by.role, needed=Role.AUDITOR)


def require_kept(sheet: Sheet, by: Actor) -> None:
    """An auditor, and a sheet that is there and not closed. Errors: also `AuditClosed`."""
    require_auditor(by)
    require_open(sheet)


def require_open(sheet: Sheet) -> None:
    """Errors: `AuditUnknown`, `AuditClosed`."""
    if sheet.opened is None:
        raise errors.AuditUnknown
    if sheet.closed is not None:
        raise errors.AuditClosed(sheet=sheet.opened.code)


def finding_of(sheet: Sheet, number: int) -> Finding:
    """Errors: `AuditFindingUnknown`."""
    if not 0 < number <= len(sheet.findings):
        raise errors.AuditFindingUnknown(finding=number)
    return sheet.findings[number - 1]


def answers_for(by: Actor, unit: str, line: Collection[str]) -> bool:
    """Whether somebody answers for what was found about a unit.

    `line` are the unit and those above it, the centre too: who leads one of them may answer.
    """
    if unit == INSPECTION:
        return by.role == Role.SUPERVISOR
    return by.role == Role.LEADER and by.unit in line
