"""Holding units to it: urging, supervision orders, directives, proposals, complaints, reviews."""

from datetime import datetime

from domain import errors
from domain.case import events as e
from domain.case.closing import reopened
from domain.case.command import (
    Command,
    Context,
    Decision,
    acts_for,
    decides,
    is_accused,
    require_known,
    require_open,
    require_reason,
    require_unit,
    timely,
)
from domain.case.duties import require_another
from domain.case.handling import moved_clocks
from domain.case.pauses import HEARING
from domain.case.state import Case
from domain.case.words import PetitionKind, ReviewStage, Track
from domain.rules.clocks import Clock
from domain.sealed import Sealed
from domain.units import CENTRE


class Direct(Command, frozen=True, kw_only=True):
    """Direct what is to be done, with a date for the result (批示)."""

    leader: str
    holder: str
    due: datetime | None = None
    text: Sealed | None = None


class AnswerDirective(Command, frozen=True, kw_only=True):
    """Bring the result back to the leader (批示办结)."""

    directive: int
    result: Sealed | None = None


class Urge(Command, frozen=True, kw_only=True):
    """Urge a unit over one time limit, or the matter as a whole (催办)."""

    unit: str
    reason: str
    kind: str = ""
    ref: int = 0


class AnswerUrge(Command, frozen=True, kw_only=True):
    """Say where it stands (催办答复)."""

    urge: int
    text: Sealed | None = None


class Supervise(Command, frozen=True, kw_only=True):
    """Issue a supervision order to a unit (督办)."""

    unit: str
    reason: str
    due: datetime


class EndSupervision(Command, frozen=True, kw_only=True):
    """Close a supervision order with its result (督办办结)."""

    supervision: int
    result: str


class Propose(Command, frozen=True, kw_only=True):
    """Propose something to a unit (建议)."""

    unit: str
    due: datetime
    text: Sealed | None = None


class AnswerProposal(Command, frozen=True, kw_only=True):
    """Take the proposal or say why not (建议答复)."""

    proposal: int
    adopted: bool
    text: Sealed | None = None


class Complain(Command, frozen=True, kw_only=True):
    """Record a complaint about pressure or bad treatment (投诉)."""

    unit: str
    words: Sealed | None = None


class RuleComplaint(Command, frozen=True, kw_only=True):
    """Uphold a complaint or not (投诉认定)."""

    complaint: int
    upheld: bool
    reason: str


class RequestReview(Command, frozen=True, kw_only=True):
    """Record the reporter's request for review or re-review (申请复查、复核)."""

    stage: ReviewStage
    request: Sealed | None = None


class OpenHearing(Command, frozen=True, kw_only=True):
    """Open the hearing of a re-review; its clock stops (听证开始)."""


class EndHearing(Command, frozen=True, kw_only=True):
    """End the hearing; the clock runs again (听证结束)."""


class DecideReview(Command, frozen=True, kw_only=True):
    """Uphold the opinion or overturn it (复查、复核意见)."""

    stage: ReviewStage
    upheld: bool
    document: Sealed | None = None


def _next(items: dict[int, bool]) -> int:
    return len(items) + 1


def _pending(items: dict[int, bool], number: int) -> None:
    if items.get(number, True):
        raise errors.NoSuchItem(item=number)


@decides(Direct)
def direct(case: Case, c: Direct, ctx: Context) -> Decision:
    """Due at the earlier of the date given and the rule set's limit for directives."""
    require_open(case)
    timely(ctx)
    require_unit(ctx, c.holder)
    if is_accused(case, c.holder, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.holder, attempt="direct")]
    if not c.leader.strip():
        raise errors.LeaderNeeded
    if c.due is not None and c.due <= ctx.at:
        raise errors.OccurredBefore(at=c.due, earliest=ctx.at, what="directive")
    number = _next(case.directives)
    clock = directive_clock(case, c, number, ctx)
    return [
        e.Directed(
            **ctx.stamp(),
            directive=number,
            leader=c.leader,
            holder=c.holder,
            due=clock.due,
            text=c.text,
            clocks=(clock,),
        )
    ]


def directive_clock(case: Case, c: Direct | e.Directed, number: int, ctx: Context) -> Clock:
    """The earlier of the date given and the rule set's limit. Errors: there is neither."""
    limits = ctx.clocks(case, "directive", holder=c.holder, ref=number)
    if c.due is not None:
        given = Clock(kind="directive", holder=c.holder, ref=number, due=c.due)
        limits = (given, *limits)
    if not limits:
        raise errors.FieldMissing(field="due")
    return min(limits, key=lambda clock: clock.due)


@decides(AnswerDirective)
def answer_directive(case: Case, c: AnswerDirective, ctx: Context) -> Decision:
    """After closing too, since a directive outlasts it."""
    require_known(case)
    timely(ctx)
    _pending(case.directives, c.directive)
    clock = case.running("directive", c.directive)
    if clock is not None:
        acts_for(ctx, clock.holder)
    return [e.DirectiveAnswered(**ctx.stamp(), directive=c.directive, result=c.result)]


@decides(Urge)
def urge(case: Case, c: Urge, ctx: Context) -> Decision:
    """The attempt to urge the accused in an accusation is recorded and refused."""
    require_open(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    require_reason(c.reason)
    if is_accused(case, c.unit, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.unit, attempt="urge")]
    if c.kind and case.running(c.kind, c.ref) is None:
        raise errors.NoSuchClock(kind=c.kind)
    number = _next(case.urges)
    return [
        e.Urged(
            **ctx.stamp(),
            urge=number,
            unit=c.unit,
            reason=c.reason,
            kind=c.kind,
            ref=c.ref,
            clocks=ctx.clocks(case, "urge_answer", holder=c.unit, ref=number),
        )
    ]


@decides(AnswerUrge)
def answer_urge(case: Case, c: AnswerUrge, ctx: Context) -> Decision:
    """By the urged unit."""
    require_known(case)
    timely(ctx)
    _pending(case.urges, c.urge)
    acts_for(ctx, case.urged_units[c.urge])
    return [e.UrgeAnswered(**ctx.stamp(), urge=c.urge, text=c.text)]


@decides(Supervise)
def supervise(case: Case, c: Supervise, ctx: Context) -> Decision:
    """By the inspection office or a leader. Errors: unit unknown, period past, accused."""
    require_open(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    require_reason(c.reason)
    if is_accused(case, c.unit, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.unit, attempt="supervise")]
    if c.due <= ctx.at:
        raise errors.OccurredBefore(at=c.due, earliest=ctx.at, what="supervision")
    number = _next(case.supervisions)
    return [
        e.Supervised(
            **ctx.stamp(),
            supervision=number,
            unit=c.unit,
            reason=c.reason,
            due=c.due,
            clocks=(Clock(kind="supervise", holder=c.unit, ref=number, due=c.due),),
        )
    ]


@decides(EndSupervision)
def end_supervision(case: Case, c: EndSupervision, ctx: Context) -> Decision:
    """By the inspection office or a leader."""
    require_known(case)
    timely(ctx)
    _pending(case.supervisions, c.supervision)
    if not c.result.strip():
        raise errors.FieldMissing(field="result")
    return [e.SupervisionEnded(**ctx.stamp(), supervision=c.supervision, result=c.result)]


@decides(Propose)
def propose(case: Case, c: Propose, ctx: Context) -> Decision:
    """To a unit that is not accused."""
    require_known(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    if is_accused(case, c.unit, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.unit, attempt="propose")]
    number = _next(case.proposals)
    return [
        e.Proposed(
            **ctx.stamp(),
            proposal=number,
            unit=c.unit,
            due=c.due,
            text=c.text,
            clocks=(Clock(kind="proposal", holder=c.unit, ref=number, due=c.due),),
        )
    ]


@decides(AnswerProposal)
def answer_proposal(case: Case, c: AnswerProposal, ctx: Context) -> Decision:
    """By the unit it was made to."""
    require_known(case)
    timely(ctx)
    _pending(case.proposals, c.proposal)
    clock = case.running("proposal", c.proposal)
    if clock is not None:
        acts_for(ctx, clock.holder)
    return [e.ProposalAnswered(**ctx.stamp(), proposal=c.proposal, adopted=c.adopted, text=c.text)]


@decides(Complain)
def complain(case: Case, c: Complain, ctx: Context) -> Decision:
    """At any time, about any unit, the centre too."""
    require_known(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    number = _next(case.complaints)
    return [e.Complained(**ctx.stamp(), complaint=number, unit=c.unit, words=c.words)]


@decides(RuleComplaint)
def rule_complaint(case: Case, c: RuleComplaint, ctx: Context) -> Decision:
    """By the inspection office, and nobody of the unit it is about.

    Errors: `OwnAct`, nothing to rule on.
    """
    require_known(case)
    timely(ctx)
    _pending(case.complaints, c.complaint)
    _require_unconcerned(c, ctx)
    require_reason(c.reason)
    return [
        e.ComplaintRuled(**ctx.stamp(), complaint=c.complaint, upheld=c.upheld, reason=c.reason)
    ]


def _require_unconcerned(c: RuleComplaint, ctx: Context) -> None:
    """The inspection office is above the centre even where it is accounted to it."""
    made = (one for one in ctx.history if isinstance(one, e.Complained))
    about = {one.unit for one in made if one.complaint == c.complaint}
    if ctx.by.unit in about - {CENTRE}:
        raise errors.OwnAct(user=ctx.by.user)


@decides(RequestReview)
def request_review(case: Case, c: RequestReview, ctx: Context) -> Decision:
    """Within the window from the opinion (or the review's); a re-review follows a review.

    Errors: wrong track, no opinion there, under way already, final, window over (with its date).
    """
    require_known(case)
    timely(ctx)
    if case.track is not Track.PETITION or case.kind is not PetitionKind.CLAIM:
        raise errors.WrongTrack(track=case.track.value)
    _check_stage(case, c.stage)
    until = case.windows.get("review_request")
    if until is not None and ctx.at > until:
        raise errors.WindowOver(until=until)
    return [
        e.ReviewRequested(
            **ctx.stamp(),
            stage=c.stage,
            request=c.request,
            clocks=ctx.clocks(case, c.stage.value),
        )
    ]


def _check_stage(case: Case, stage: ReviewStage) -> None:
    if case.review:
        raise errors.ReviewUnderWay(stage=case.review)
    if ReviewStage.REREVIEW.value in case.reviewed:
        raise errors.ReviewFinal
    if "review_request" not in case.windows or case.opinion_at is None:
        raise errors.NotReplied(number=case.number)  # an overturned opinion is none to ask about
    asked = ReviewStage.REREVIEW if case.reviewed else ReviewStage.REVIEW
    if stage is not asked:
        raise errors.NoReviewUnderWay(stage=asked.value)


@decides(OpenHearing)
def open_hearing(case: Case, _: OpenHearing, ctx: Context) -> Decision:
    """Only while a re-review is under way."""
    require_known(case)
    timely(ctx)
    if case.review != ReviewStage.REREVIEW.value:
        raise errors.HearingOnlyInRereview
    if case.hearing_at is not None:
        raise errors.AlreadyPaused
    return [e.HearingOpened(**ctx.stamp())]


@decides(EndHearing)
def end_hearing(case: Case, _: EndHearing, ctx: Context) -> Decision:
    """The re-review's clock gets back the hearing's time."""
    require_known(case)
    timely(ctx)
    if case.hearing_at is None:
        raise errors.NotPaused
    if ctx.at < case.hearing_at:
        raise errors.OccurredBefore(at=ctx.at, earliest=case.hearing_at, what="hearing")
    return [e.HearingEnded(**ctx.stamp(), clocks=heard_clocks(case, ctx))]


def heard_clocks(case: Case, ctx: Context) -> tuple[Clock, ...]:
    """The re-review's clock as it runs on from `at`, after the hearing."""
    clock = case.running(ReviewStage.REREVIEW.value)
    if clock is None or case.hearing_at is None:
        return ()
    return moved_clocks(case, [clock], HEARING, case.hearing_at, ctx)


@decides(DecideReview)
def decide_review(case: Case, c: DecideReview, ctx: Context) -> Decision:
    """An overturned opinion is none: another is due, and a closed case reopens.

    Who gave the opinion does not decide on it. Errors: `OwnAct`.
    """
    require_known(case)
    timely(ctx)
    if case.review != c.stage.value:
        raise errors.NoReviewUnderWay(stage=c.stage.value)
    require_another(ctx, e.OpinionIssued)
    if case.hearing_at is not None:
        raise errors.AlreadyPaused
    may_go_on = c.stage is ReviewStage.REVIEW and c.upheld
    decided = e.ReviewDecided(
        **ctx.stamp(),
        stage=c.stage,
        upheld=c.upheld,
        document=c.document,
        clocks=() if c.upheld or case.closed else ctx.clocks(case, "opinion"),
        windows=ctx.clocks(case, "review_request") if may_go_on else (),
    )
    if c.upheld or not case.closed:
        return [decided]
    return [decided, reopened(case, ctx, "", "overturned")]
