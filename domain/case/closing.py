"""Closing a case by its track's gates, and what follows: return visit, reopening, archive."""

from domain import errors
from domain.case import events as e
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    not_before,
    require_closed,
    require_open,
    require_reason,
    timely,
)
from domain.case.dispatch import require_outcome
from domain.case.duties import require_another
from domain.case.events import Paper
from domain.case.state import Case
from domain.case.words import Outcome, PetitionKind, Role, Satisfaction, Track
from domain.rules.clocks import Clock
from domain.rules.model import TrackRule
from domain.sealed import Sealed
from domain.units import CENTRE


class Close(Command, frozen=True, kw_only=True):
    """Close the case with its outcome (办结)."""

    outcome: Outcome
    responsibility: str = ""
    measures: Sealed | None = None
    result: Sealed | None = None


class RecordAttempt(Command, frozen=True, kw_only=True):
    """Record that a return visit reached nobody (回访未接通)."""


class Visit(Command, frozen=True, kw_only=True):
    """Record what the reporter says (回访)."""

    answered: bool = True
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    contacted: bool | None = None
    words: Sealed | None = None


class RuleDissatisfaction(Command, frozen=True, kw_only=True):
    """Decide whether an unhappy answer reopens the case (不满意认定)."""

    reopen: bool
    reason: str


class Reopen(Command, frozen=True, kw_only=True):
    """Take up work on a closed case again (重新办理)."""

    reason: str


class Archive(Command, frozen=True, kw_only=True):
    """Complete the file (归档)."""

    manifest: tuple[Paper, ...] = ()


@decides(Close)
def close(case: Case, c: Close, ctx: Context) -> Decision:
    """Every dispatch has feedback or was returned or recalled, and the track's steps are done."""
    require_open(case)
    timely(ctx)
    require_outcome(case, c.outcome)
    not_before(ctx, case.received_at, "receipt")
    check_gates(case, c, ctx)
    steps = ctx.rules.track(case.track.value)
    return [
        e.Closed(
            **ctx.stamp(),
            outcome=c.outcome,
            responsibility=c.responsibility,
            measures=c.measures,
            result=c.result,
            clocks=visit_clock(case, ctx) if steps.visit else (),
        )
    ]


def visit_clock(case: Case, ctx: Context) -> tuple[Clock, ...]:
    """When the return visit is due, by the class of the dispute."""
    return ctx.clocks(case, "visit", grade=case.dispute_class)


def check_gates(case: Case, c: Close, ctx: Context) -> None:
    """The gates common to all tracks, the steps the rule set asks for, then the track's own."""
    waiting = [d.unit for d in case.dispatches if d.live and d.feedback_at is None]
    if waiting:
        raise errors.FeedbackOutstanding(units=", ".join(waiting))
    if case.activated:
        raise errors.PlanActive(plan=case.activated)
    if case.paused_at is not None:
        raise errors.AlreadyPaused
    _check_three_gates(case, c)
    if c.outcome is Outcome.WITHDRAWN:
        if not case.withdrawn:
            raise errors.WithdrawalNeeded
        return
    _check_steps(case, ctx.rules.track(case.track.value))
    if case.track is Track.EMERGENCY:
        _check_emergency(case, c)
    if case.track is Track.DISPUTE:
        _check_dispute(case, c)


def _check_steps(case: Case, steps: TrackRule) -> None:
    if steps.screening and case.screened_at is None:
        raise errors.ScreeningNeeded(number=case.number)
    if steps.acceptance and case.accepted_at is None:
        raise errors.NotAccepted(number=case.number)
    if _opinion_due(case):
        raise errors.OpinionNeeded(number=case.number)
    if steps.reply and case.replied_at is None:
        raise errors.ReplyNeeded(number=case.number)


def _opinion_due(case: Case) -> bool:
    is_claim = case.track is Track.PETITION and case.kind is PetitionKind.CLAIM
    return is_claim and case.opinion_at is None


def _check_three_gates(case: Case, c: Close) -> None:
    stated = bool(c.responsibility.strip()) and c.measures is not None and c.result is not None
    if case.appointed and not stated:
        raise errors.ThreeGatesNeeded


def _check_emergency(case: Case, c: Close) -> None:
    if c.outcome in (Outcome.FALSE_ALARM, Outcome.REFERRED):
        return
    if c.outcome is Outcome.MEDIATED:
        _agreed_or_failed(case, agreed=True)
    elif not any(d.live and d.feedback_at is not None for d in case.dispatches):
        raise errors.HandlingNeeded(number=case.number)


def _check_dispute(case: Case, c: Close) -> None:
    if c.outcome is Outcome.REFERRED:
        return
    _agreed_or_failed(case, agreed=c.outcome is Outcome.AGREEMENT)


def _agreed_or_failed(case: Case, *, agreed: bool) -> None:
    mediation = case.mediation
    if mediation is None or mediation.settled:
        raise errors.MediationNeeded(number=case.number)
    done = mediation.agreed_at if agreed else mediation.failed_at
    if done is None:
        raise errors.MediationNeeded(number=case.number)


def _may_visit(case: Case, ctx: Context) -> None:
    """By the centre or the inspection office, never by a handler or for a handling unit."""
    require_closed(case)
    timely(ctx)
    not_before(ctx, case.closed_at, "closing")
    if case.visited_at is not None:
        raise errors.AlreadyVisited(number=case.number)
    if ctx.source == "import":  # what others did is brought in as it was, and stands as a failing
        return
    involved = set(case.handling_units) - {CENTRE}
    if ctx.by.user in case.handlers or ctx.by.unit in involved:
        raise errors.VisitByHandler(user=ctx.by.user, unit=ctx.by.unit)
    if ctx.by.unit != CENTRE and ctx.by.role != Role.SUPERVISOR:
        raise errors.NotYourUnit(unit=CENTRE, own=ctx.by.unit)


@decides(RecordAttempt)
def record_attempt(case: Case, _: RecordAttempt, ctx: Context) -> Decision:
    """The number of attempts that counts as made stands in the rule set."""
    _may_visit(case, ctx)
    attempt = case.attempts + 1
    enough = attempt >= ctx.rules.visits.attempts_that_count
    return [e.VisitAttempted(**ctx.stamp(), attempt=attempt, enough=enough)]


@decides(Visit)
def visit(case: Case, c: Visit, ctx: Context) -> Decision:
    """Unsolved reopens; solved but unsatisfied waits for the supervisor."""
    _may_visit(case, ctx)
    _check_answer(c)
    visited = e.Visited(
        **ctx.stamp(),
        answered=c.answered,
        solved=c.solved,
        satisfied=c.satisfied,
        words=c.words,
        contacted=c.contacted,
    )
    if c.solved is not False:
        return [visited]
    return [visited, reopened(case, ctx, "", "unsolved")]


def _check_answer(c: Visit) -> None:
    """Who answered said both; of who did not answer nothing is known."""
    said = (c.solved, c.satisfied)
    if c.answered and None in said:
        raise errors.AnswerNeeded
    if not c.answered and any(one is not None for one in (*said, c.contacted)):
        raise errors.AnswerNeeded


def reopened(case: Case, ctx: Context, reason: str, trigger: str) -> e.Reopened:
    """Work begins again, and with it the limits of the track's steps that must be done anew."""
    kinds: tuple[str, ...] = ("dispatch", "reply", "close")
    if case.track is not Track.HOTLINE:
        kinds = ("dispatch", "close")
    if case.track is Track.PETITION:
        kinds = ("opinion",) if case.kind is PetitionKind.CLAIM else ("reply",)
    return e.Reopened(
        **ctx.stamp(), reason=reason, trigger=trigger, clocks=ctx.clocks(case, *kinds)
    )


@decides(RuleDissatisfaction)
def rule_dissatisfaction(case: Case, c: RuleDissatisfaction, ctx: Context) -> Decision:
    """By the supervisor, who did not take the answer. Errors: `OwnAct`, no unhappy answer waits."""
    require_closed(case)
    timely(ctx)
    if not case.unhappy:
        raise errors.NothingToRule(number=case.number)
    require_another(ctx, e.Visited)
    require_reason(c.reason)
    ruled = e.DissatisfactionRuled(**ctx.stamp(), reopen=c.reopen, reason=c.reason)
    return [ruled, reopened(case, ctx, c.reason, "dissatisfied")] if c.reopen else [ruled]


@decides(Reopen)
def reopen(case: Case, c: Reopen, ctx: Context) -> Decision:
    """From any point after closing, archived too; everything before stays."""
    require_closed(case)
    timely(ctx)
    require_reason(c.reason)
    not_before(ctx, case.closed_at, "closing")
    trigger = "centre" if ctx.by.unit == CENTRE else "unit"
    return [reopened(case, ctx, c.reason, trigger)]


@decides(Archive)
def archive(case: Case, c: Archive, ctx: Context) -> Decision:
    """Before or after the return visit. Errors: archived already."""
    require_closed(case)
    timely(ctx)
    not_before(ctx, case.closed_at, "closing")
    if case.archived_at is not None:
        raise errors.AlreadyArchived(number=case.number)
    return [e.Archived(**ctx.stamp(), manifest=c.manifest)]
