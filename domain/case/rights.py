"""Who may take which step: one table by role, and whose matter it has to be.

Roles as domain practice has them: the centre's desk (operator, leader) works on every case;
units and their heads on those they are charged with or received; the inspection office
(supervisor) anywhere, since it also enters what comes over a day late; an auditor changes
nothing; an administrator sees no case.
"""

from domain import errors
from domain.case import (
    answer,
    closing,
    dispatch,
    handling,
    intake,
    links,
    mediation,
    record,
    supervision,
)
from domain.case import events as e
from domain.case.answer import REPORTER
from domain.case.command import Command, Context, Decision, is_accused, lineage
from domain.case.state import Case
from domain.case.words import Role
from domain.units import CENTRE

Roles = frozenset[str]

WORKING: Roles = frozenset({Role.OPERATOR, Role.RESPONDER, Role.LEADER, Role.SUPERVISOR})
DESK: Roles = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
HEADS: Roles = frozenset({Role.LEADER, Role.SUPERVISOR})
INSPECTION: Roles = frozenset({Role.SUPERVISOR})
READING: Roles = WORKING | {Role.AUDITOR}

# What is not listed here, everybody who works may do.
ROLES: dict[type[Command], Roles] = {
    intake.Screen: DESK,
    intake.LinkDuplicate: DESK,
    intake.Redirect: DESK,
    intake.SignOff: HEADS,
    dispatch.Dispatch: DESK,
    dispatch.Recall: DESK,
    dispatch.RuleReturn: INSPECTION,
    dispatch.SendFeedbackBack: DESK,
    handling.AppointHandler: DESK,
    handling.ActivatePlan: DESK,
    links.IssueLink: DESK,
    links.RevokeLink: DESK,
    handling.Extend: HEADS,
    handling.RefuseExtension: HEADS,
    supervision.Direct: DESK,
    supervision.Urge: DESK,
    supervision.Supervise: HEADS,
    supervision.EndSupervision: HEADS,
    supervision.Propose: DESK,
    supervision.Complain: WORKING | {REPORTER.role},
    supervision.RuleComplaint: INSPECTION,
    supervision.DecideReview: HEADS,
    mediation.RuleChallenge: DESK,
    closing.Close: DESK,
    closing.RecordAttempt: DESK,
    closing.Visit: DESK,
    closing.RuleDissatisfaction: INSPECTION,
    closing.Archive: DESK,
    answer.Answer: frozenset({REPORTER.role}),
    record.EraseData: INSPECTION,
    record.ExportData: READING,
    record.ReadData: READING,
}


def check_rights(case: Case, command: Command, ctx: Context) -> None:
    """Errors: `NotYourRole`, `NotYourUnit`, `AccusedUnit`. Imports act as the record says."""
    if ctx.source == "import":
        return
    allowed = ROLES.get(type(command), WORKING)
    if ctx.by.role not in allowed:
        needed = ", ".join(sorted(allowed))
        raise errors.NotYourRole(role=ctx.by.role, needed=needed)
    if ctx.by.role == REPORTER.role:
        return  # the query code opens this one case to them, whomever it accuses
    if case.version and not may_see(case, ctx):
        _refuse(case, ctx)


def may_see(case: Case, ctx: Context) -> bool:
    """The case is the actor's to work on: no accused ever, units only their own."""
    if ctx.by.role in (Role.SUPERVISOR, Role.AUDITOR):
        return True
    if ctx.by.role == Role.ADMIN or is_accused(case, ctx.by.unit, ctx):
        return False
    return ctx.by.unit == CENTRE or ctx.by.unit in involved(case)


def involved(case: Case) -> set[str]:
    """Units with a part in the case: received it, handle it, or owe something in it."""
    owing = {obligation.holder for obligation in case.obligations}
    return {case.received_by} | case.handling_units | owing


def _refuse(case: Case, ctx: Context) -> None:
    if is_accused(case, ctx.by.unit, ctx):
        raise errors.AccusedUnit(unit=ctx.by.unit)
    raise errors.NotYourUnit(unit=case.received_by, own=ctx.by.unit)
