"""Who may take which step: one table by role, and whose matter it has to be.

Roles as domain practice has them: the centre's desk (operator, leader) works on every case;
units on those they are charged with or received, their leaders on those of the units below too;
the inspection office (supervisor) anywhere, since it also enters what comes over a day late; an
auditor changes nothing; an administrator sees no case. An accusation exists for nobody of the
accused, whatever their role.
"""

from domain import errors
from domain.case import (
    answer,
    closing,
    contesting,
    dispatch,
    erasure,
    finding,
    handling,
    intake,
    links,
    mediation,
    planning,
    record,
    supervision,
    timekeeping,
)
from domain.case import events as e
from domain.case.answer import REPORTER
from domain.case.command import Command, Context, is_accused, lineage
from domain.case.state import Case
from domain.case.timekeeping import KEEPER
from domain.case.words import Role
from domain.units import CENTRE

Roles = frozenset[str]

WORKING: Roles = frozenset({Role.OPERATOR, Role.RESPONDER, Role.LEADER, Role.SUPERVISOR})
DESK: Roles = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
HEADS: Roles = frozenset({Role.LEADER, Role.SUPERVISOR})
INSPECTION: Roles = frozenset({Role.SUPERVISOR})
READING: Roles = WORKING | {Role.AUDITOR}
NOBODY: Roles = frozenset({REPORTER.role, KEEPER.role})  # no accounts, and of no unit
BEYOND_UNITS: Roles = frozenset({Role.SUPERVISOR, Role.AUDITOR})  # inspection and audit

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
    links.IssueLink: DESK,
    links.RevokeLink: DESK,
    handling.AppointHandler: DESK,
    planning.ChoosePlan: DESK,
    planning.ActivatePlan: DESK,
    planning.LiftPlan: DESK,
    planning.NameRepresentatives: DESK,
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
    timekeeping.KeepTime: frozenset({KEEPER.role}),
    finding.FindUnregistered: DESK,
    finding.FindFalse: INSPECTION,
    contesting.RuleFailing: INSPECTION,
    erasure.AskErasure: DESK,
    erasure.RefuseErasure: DESK,
    erasure.EraseData: INSPECTION,
    erasure.SetHold: HEADS,
    erasure.LiftHold: INSPECTION,
    record.ExportData: READING,
    record.ExportPerson: DESK,
    record.ExportBundle: HEADS | {Role.AUDITOR},
    record.ReadData: READING,
}


def check_rights(case: Case, command: Command, ctx: Context) -> None:
    """Errors: `NotYourRole`, `NotYourUnit`. Imports act as the record says."""
    if ctx.source == "import":
        return
    allowed = ROLES.get(type(command), WORKING)
    if ctx.by.role not in allowed:
        needed = ", ".join(sorted(allowed))
        raise errors.NotYourRole(role=ctx.by.role, needed=needed)
    if ctx.by.role in NOBODY:
        return  # the query code opens this one case to reporters; the timekeeper reads nothing
    if case.version and not may_see(case, ctx):
        raise errors.NotYourUnit(unit=case.received_by, own=ctx.by.unit)


def may_see(case: Case, ctx: Context) -> bool:
    """The case exists for the actor: for no accused ever, for units as far as it is theirs."""
    if ctx.by.role not in READING or barred(case, ctx):
        return False
    if ctx.by.role in BEYOND_UNITS or ctx.by.unit == CENTRE:
        return True
    own = ctx.by.unit
    return any(own in _answering(part, ctx) for part in involved(case) | held(case))


def _answering(unit: str, ctx: Context) -> list[str]:
    """The unit, and for a leader the units above it: who sees what it has a part in."""
    return lineage(ctx, unit) if ctx.by.role == Role.LEADER else [unit]


def barred(case: Case, ctx: Context) -> bool:
    """The actor is of the accused, or of a unit above or below them in their line.

    Against the centre or its staff a matter is sealed for the superior body: neither the centre's
    desk nor any unit knows of it, only inspection and audit, and of these nobody named in it.
    """
    if not case.accused or ctx.by.role in NOBODY:
        return False
    if ctx.by.user in case.accused_staff:
        return True
    if CENTRE in case.accused and ctx.by.role not in BEYOND_UNITS:
        return True
    if ctx.by.unit == CENTRE and ctx.by.role in BEYOND_UNITS:
        return False
    return is_accused(case, ctx.by.unit, ctx)


def attempt(ctx: Context, what: str) -> list[e.Barred]:
    """What is recorded of somebody barred who tried: `what` is "open" or "act"."""
    return [e.Barred(**ctx.stamp(), unit=ctx.by.unit, attempt=what)]


def held(case: Case) -> set[str]:
    """Units that have no part in the case, and may answer for what was found against them."""
    return {*case.unregistered, *case.false_entries.values()}


def involved(case: Case) -> set[str]:
    """Units with a part in the case: received it, handle it, or owe something in it."""
    owing = {obligation.holder for obligation in case.obligations}
    return {case.received_by} | case.handling_units | owing
