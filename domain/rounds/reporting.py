"""What may be done in a round: opened, reported to, withdrawn from, reminded of, called off."""

from collections.abc import Sequence
from datetime import datetime

from domain import errors
from domain.case.events import Actor
from domain.case.words import Role, Track
from domain.rounds import events as e
from domain.rounds.plan import check_text
from domain.rounds.round import Report, Round
from domain.units import CENTRE

OPENERS = frozenset({Role.OPERATOR, Role.LEADER})
REPORTERS = frozenset({Role.RESPONDER, Role.LEADER})
# Petitions are what people bring; how many, or by whom, is nothing anybody is sent to look for.
FOUND = frozenset({Track.DISPUTE, Track.EMERGENCY, Track.HOTLINE})


def open_round(state: Round, opened: e.RoundOpened) -> list[e.RoundEvent]:
    """Ask the units for their reports; opened already changes nothing. Errors: `NoUnitsAsked`."""
    if state.version:
        return []
    if not opened.units:
        raise errors.NoUnitsAsked(field="levels")
    return [opened]


def require_opener(by: Actor) -> None:
    """Rounds by hand are opened at the centre's desk. Errors: `NotYourRole`, `NotYourUnit`."""
    _of_centre(by, OPENERS)


def report_nothing(
    state: Round, looked_at: Sequence[str], at: datetime, by: Actor
) -> list[e.RoundEvent]:
    """零报告; said again it changes nothing.

    Errors: `NotYourRole`, `NotInRound`, `CalledOff`, `FindingsReported`, `WrongValue`.
    """
    report = _own(state, by)
    if report.findings:
        raise errors.FindingsReported(count=len(report.findings))
    if report.nothing:
        return []
    if not set(looked_at) <= set(state.known().points):
        raise errors.WrongValue(field="points")
    return [e.NothingReported(at=at, by=by, unit=by.unit, looked_at=tuple(looked_at))]


def report_finding(
    state: Round, case: str, number: str, track: Track, at: datetime, by: Actor
) -> list[e.RoundEvent]:
    """What was found has become this case. Errors: as above, and `NotAFinding`."""
    report = _own(state, by)
    if track not in FOUND:
        raise errors.NotAFinding(track=track)
    if any(one.case == case for one in report.findings):
        return []
    return [e.FindingReported(at=at, by=by, unit=by.unit, case=case, number=number)]


def withdraw(state: Round, number: str, reason: str, at: datetime, by: Actor) -> list[e.RoundEvent]:
    """Take back a finding, or with no number the zero report; then the report is owed again.

    Errors: as above, and `NoReportYet`, `ReasonMissing`.
    """
    report = _own(state, by)
    reason = reason.strip()
    if not reason:
        raise errors.ReasonMissing
    check_text("reason", reason)
    known = number in {one.number for one in report.findings} if number else report.nothing
    if not known:
        raise errors.NoReportYet(unit=by.unit)
    taken = e.ReportWithdrawn(at=at, by=by, unit=by.unit, reason=reason, number=number)
    left = len(report.findings) - 1 if number else 0
    late = at > state.known().due and report.missed_at is None
    return [taken, e.ReportMissed(at=at, by=by, unit=by.unit)] if late and not left else [taken]


def call_off(state: Round, reason: str, at: datetime, by: Actor) -> list[e.RoundEvent]:
    """Let nobody owe a report of this round. Errors: `NotYourRole`, `RoundUnknown`."""
    _of_centre(by, frozenset({Role.LEADER}))
    if state.opened is None:
        raise errors.RoundUnknown
    if not reason.strip():
        raise errors.ReasonMissing
    check_text("reason", reason)
    if state.called_off_at is not None:
        return []
    return [e.RoundCalledOff(at=at, by=by, reason=reason.strip())]


# --- what happens because time passed ---


def remind(state: Round, at: datetime, by: Actor) -> list[e.RoundEvent]:
    """Tell those who have not reported, once, before it is due."""
    opened = state.known()
    when = opened.remind_at
    if when is None or state.reminded_at is not None or not when <= at <= opened.due:
        return []
    return [e.RoundReminded(at=at, by=by, units=tuple(state.waiting))] if state.waiting else []


def miss(state: Round, at: datetime, by: Actor) -> list[e.RoundEvent]:
    """Record every report that was due and is not there."""
    if not overdue(state, at):
        return []
    return [e.ReportMissed(at=at, by=by, unit=unit) for unit in state.waiting]


def overdue(state: Round, at: datetime) -> bool:
    """Whether reports of this round are due no more, but late."""
    return at > state.known().due


def _own(state: Round, by: Actor) -> Report:
    if by.role not in REPORTERS:
        raise errors.NotYourRole(role=by.role, needed=", ".join(sorted(REPORTERS)))
    if state.opened is None:
        raise errors.RoundUnknown
    if by.unit not in state.reports:
        raise errors.NotInRound(unit=by.unit)
    if state.called_off_at is not None:
        raise errors.CalledOff
    return state.reports[by.unit]


def _of_centre(by: Actor, roles: frozenset[Role]) -> None:
    if by.role not in roles:
        raise errors.NotYourRole(role=by.role, needed=", ".join(sorted(roles)))
    if by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)
