"""The office's work on a matter: handlers, transfers, pauses, extensions, opinion and reply."""

from datetime import datetime

from domain import errors
from domain.case import events as e
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    is_accused,
    not_before,
    require_open,
    require_other,
    require_reason,
    require_role,
    require_unit,
    timely,
)
from domain.case.dispatch import require_outcome
from domain.case.duties import require_another
from domain.case.events import Paper
from domain.case.pauses import HEARING, stood_still
from domain.case.state import Case, Obligation
from domain.case.words import Outcome, PetitionKind, Role, Track
from domain.rules.clocks import Clock
from domain.rules.model import ExtensionRule
from domain.rules.moves import extended, resume_clock
from domain.sealed import Sealed


class AppointHandler(Command, frozen=True, kw_only=True):
    """Fix leader, responsible unit and person, scheme and deadline (包案)."""

    leader: str
    unit: str
    person: str
    due: datetime
    scheme: Sealed | None = None


class ChangeHandler(Command, frozen=True, kw_only=True):
    """Let another person answer for the matter (承办人变更)."""

    unit: str
    person: str
    reason: str


class Transfer(Command, frozen=True, kw_only=True):
    """Hand the matter to the next level (逐级移送)."""

    from_level: str
    to_level: str
    to: str
    facts: Sealed | None = None
    solution: Sealed | None = None
    papers: tuple[Paper, ...] = ()
    skip_reason: str = ""


class Pause(Command, frozen=True, kw_only=True):
    """Stop the clocks, where the rule set allows it (中止)."""

    reason: str
    approver: str
    told: bool = False
    until: datetime | None = None


class Resume(Command, frozen=True, kw_only=True):
    """Let the clocks run again (恢复)."""


class AskExtension(Command, frozen=True, kw_only=True):
    """Ask for more time on one clock (申请延期)."""

    kind: str
    ref: int = 0
    days: int
    reason: str


class Extend(Command, frozen=True, kw_only=True):
    """Give more time on one clock (延期)."""

    kind: str
    ref: int = 0
    days: int
    reason: str
    told: bool


class RefuseExtension(Command, frozen=True, kw_only=True):
    """Leave the clock as it was (不予延期)."""

    kind: str
    ref: int = 0
    reason: str


class IssueOpinion(Command, frozen=True, kw_only=True):
    """Serve the written opinion (处理意见书)."""

    outcome: Outcome
    document: Sealed | None = None
    how: str = ""


class Reply(Command, frozen=True, kw_only=True):
    """Serve the reply, or record why nobody can be replied to (答复)."""

    how: str = ""
    document: Sealed | None = None
    exempt: str = ""


@decides(AppointHandler)
def appoint_handler(case: Case, c: AppointHandler, ctx: Context) -> Decision:
    """By a leader. Errors: unit unknown or accused, a person missing, deadline past."""
    require_open(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    if is_accused(case, c.unit, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.unit, attempt="appoint")]
    if not c.leader.strip() or not c.person.strip():
        raise errors.FieldMissing(field="person")
    if c.due <= ctx.at:
        raise errors.OccurredBefore(at=c.due, earliest=ctx.at, what="appointment")
    return [
        e.HandlerAppointed(
            **ctx.stamp(),
            leader=c.leader,
            unit=c.unit,
            person=c.person,
            due=c.due,
            scheme=c.scheme,
            clocks=(Clock(kind="handle", holder=c.unit, due=c.due),),
        )
    ]


@decides(ChangeHandler)
def change_handler(case: Case, c: ChangeHandler, ctx: Context) -> Decision:
    """Errors: nobody appointed before, unit unknown, person or reason missing."""
    require_open(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    require_reason(c.reason)
    if is_accused(case, c.unit, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.unit, attempt="appoint")]
    if not c.person.strip():
        raise errors.FieldMissing(field="person")
    if not case.appointed:
        raise errors.NoHandler(number=case.number)
    if (case.appointed_unit, case.appointed) == (c.unit, c.person):
        return []
    return [e.HandlerChanged(**ctx.stamp(), unit=c.unit, person=c.person, reason=c.reason)]


@decides(Transfer)
def transfer(case: Case, c: Transfer, ctx: Context) -> Decision:
    """One level at a time; skipping needs a reason. Errors: unknown level, not upward."""
    require_open(case)
    timely(ctx)
    levels = [level.code for level in ctx.rules.levels]
    for level in (c.from_level, c.to_level):
        if level not in levels:
            raise errors.UnknownLevel(level=level)
    if case.at_level and c.from_level != case.at_level:
        raise errors.OneLevelAtATime(at=case.at_level)
    steps = levels.index(c.to_level) - levels.index(c.from_level)
    if steps < 1 or (steps > 1 and not c.skip_reason.strip()):
        raise errors.OneLevelAtATime(at=c.from_level)
    if not c.to.strip():
        raise errors.FieldMissing(field="to")
    return [
        e.Transferred(
            **ctx.stamp(),
            from_level=c.from_level,
            to_level=c.to_level,
            to=c.to,
            facts=c.facts,
            solution=c.solution,
            papers=c.papers,
            skip_reason=c.skip_reason,
        )
    ]


@decides(Pause)
def pause(case: Case, c: Pause, ctx: Context) -> Decision:
    """For a reason the pinned rule set allows on a clock that runs; hearings have their steps."""
    require_open(case)
    timely(ctx)
    if case.paused_at is not None:
        raise errors.AlreadyPaused
    require_other(ctx, c.approver)
    if c.reason == HEARING or not _pausable(case, c.reason, ctx):
        raise errors.PauseNotAllowed(reason=c.reason, track=case.track.value)
    return [
        e.Paused(**ctx.stamp(), reason=c.reason, approver=c.approver, told=c.told, until=c.until)
    ]


def _pausable(case: Case, reason: str, ctx: Context) -> list[Obligation]:
    return [
        obligation
        for obligation in case.obligations
        if obligation.running and ctx.rules.pause(case.track.value, obligation.kind, reason)
    ]


@decides(Resume)
def resume(case: Case, _: Resume, ctx: Context) -> Decision:
    """The paused clocks get back the time they stood still."""
    require_open(case)
    timely(ctx)
    if case.paused_at is None:
        raise errors.NotPaused
    not_before(ctx, case.paused_at, "pause")
    return [e.Resumed(**ctx.stamp(), clocks=resumed_clocks(case, ctx))]


def resumed_clocks(case: Case, ctx: Context) -> tuple[Clock, ...]:
    """The clocks of a paused case as they run on from `at`."""
    if case.paused_at is None:
        return ()
    paused = _pausable(case, case.pause_reason, ctx)
    return moved_clocks(case, paused, case.pause_reason, case.paused_at, ctx)


def moved_clocks(
    case: Case, obligations: list[Obligation], reason: str, stopped: datetime, ctx: Context
) -> tuple[Clock, ...]:
    """The same clocks as they run on from `at`, after standing still since `stopped`."""
    return tuple(
        resume_clock(
            ctx.rules,
            ctx.calendar,
            Clock(kind=o.kind, holder=o.holder, due=o.due, ref=o.ref, rule=o.rule),
            rule,
            stopped=max(stopped, o.opened_at),
            resumed=ctx.at,
            given=stood_still(ctx.history, reason, o.opened_at, stopped),
        )
        for o in obligations
        if (rule := ctx.rules.pause(case.track.value, o.kind, reason)) is not None
    )


@decides(AskExtension)
def ask_extension(case: Case, c: AskExtension, ctx: Context) -> Decision:
    """Errors: no such clock, rule set knows no extension of it, more than it allows."""
    require_open(case)
    timely(ctx)
    require_reason(c.reason)
    _check_extension(case, c.kind, c.ref, c.days, ctx)
    return [e.ExtensionAsked(**ctx.stamp(), kind=c.kind, ref=c.ref, days=c.days, reason=c.reason)]


def _check_extension(case: Case, kind: str, ref: int, days: int, ctx: Context) -> ExtensionRule:
    if case.running(kind, ref) is None:
        raise errors.NoSuchClock(kind=kind)
    rule = ctx.rules.extension(case.track.value, kind)
    if rule is None:
        raise errors.ExtensionNotAllowed(kind=kind)
    given = case.extended_days.get(f"{kind}.{ref}", 0)
    times = case.extensions.get(f"{kind}.{ref}", 0)
    if days < 1 or given + days > rule.span or times >= rule.times:
        raise errors.ExtensionTooLong(days=days, given=given, most=rule.span, times=rule.times)
    return rule


@decides(Extend)
def extend(case: Case, c: Extend, ctx: Context) -> Decision:
    """By the role the rule set names, who is not the one who asked; the reporter is told why."""
    require_open(case)
    timely(ctx)
    require_reason(c.reason)
    rule = _check_extension(case, c.kind, c.ref, c.days, ctx)
    require_role(ctx, Role(rule.approver), Role.SUPERVISOR)
    if ctx.by.user == _asker(c, ctx):
        raise errors.ApproverNeeded(approver=ctx.by.user)
    running = case.running(c.kind, c.ref)
    assert running is not None  # noqa: S101 - checked just above
    due = extended(ctx.rules, ctx.calendar, rule, running.due, c.days)
    return [
        e.Extended(
            **ctx.stamp(),
            kind=c.kind,
            ref=c.ref,
            days=c.days,
            due=due,
            reason=c.reason,
            approver=ctx.by.user,
            told=c.told,
            notice_owed=rule.notice and not case.anonymous,
        )
    ]


def _asker(c: Extend, ctx: Context) -> str:
    """Who asked last for more time on that clock; "" when nobody did."""
    asked = (event for event in reversed(ctx.history) if isinstance(event, e.ExtensionAsked))
    return next((ask.by.user for ask in asked if (ask.kind, ask.ref) == (c.kind, c.ref)), "")


@decides(RefuseExtension)
def refuse_extension(case: Case, c: RefuseExtension, ctx: Context) -> Decision:
    """By another than who asked. Errors: `OwnAct`, nothing was asked, reason missing."""
    require_open(case)
    timely(ctx)
    require_reason(c.reason)
    if f"{c.kind}.{c.ref}" not in case.asked:
        raise errors.NoSuchClock(kind=c.kind)
    require_another(ctx, e.ExtensionAsked, kind=c.kind, ref=c.ref)
    return [e.ExtensionRefused(**ctx.stamp(), kind=c.kind, ref=c.ref, reason=c.reason)]


@decides(IssueOpinion)
def issue_opinion(case: Case, c: IssueOpinion, ctx: Context) -> Decision:
    """For accepted claims; opens the reporter's window for asking a review."""
    require_open(case)
    timely(ctx)
    if case.track is not Track.PETITION or case.kind is not PetitionKind.CLAIM:
        raise errors.WrongTrack(track=case.track.value)
    if case.accepted_at is None and ctx.rules.track(case.track.value).acceptance:
        raise errors.NotAccepted(number=case.number)
    if case.opinion_at is not None:
        raise errors.AlreadyReplied(number=case.number)
    require_outcome(case, c.outcome)
    if not c.how.strip():
        raise errors.FieldMissing(field="how")
    return [
        e.OpinionIssued(
            **ctx.stamp(),
            outcome=c.outcome,
            document=c.document,
            how=c.how,
            windows=ctx.clocks(case, "review_request"),
        )
    ]


@decides(Reply)
def reply(case: Case, c: Reply, ctx: Context) -> Decision:
    """Served how, or exempt and why. Emergencies need none."""
    require_open(case)
    timely(ctx)
    if case.track is Track.EMERGENCY:
        raise errors.WrongTrack(track=case.track.value)
    if case.replied_at is not None:
        raise errors.AlreadyReplied(number=case.number)
    not_before(ctx, case.received_at, "receipt")
    if not c.how.strip() and not c.exempt.strip():
        raise errors.FieldMissing(field="how")
    if c.exempt and not case.anonymous:
        raise errors.WrongValue(field="exempt")
    return [e.ReplyServed(**ctx.stamp(), how=c.how, document=c.document, exempt=c.exempt)]
