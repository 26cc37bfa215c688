"""Receipt, screening and acceptance: what makes a report a case, and what ends it early."""

import re
from dataclasses import replace

from domain import errors
from domain.case import events as e
from domain.case.clear import personal, plain
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    require_known,
    require_open,
    require_reason,
    require_unit,
    timely,
)
from domain.case.events import Notice
from domain.case.proposal import Choice, choice, graver
from domain.case.state import Case
from domain.case.words import Channel, PetitionKind, Track, Validity, Weight
from domain.rules.clocks import Clock
from domain.sealed import Sealed

_DIGITS = re.compile(r"\d{7,}|(?:\d[ -]?){11,}")

RECEIPT_CLOCKS: dict[Track, tuple[str, ...]] = {
    Track.EMERGENCY: ("screen", "dispatch", "close"),
    Track.HOTLINE: ("screen", "dispatch", "reply", "close"),
    Track.PETITION: ("screen", "transfer", "notice"),
    Track.DISPUTE: ("screen", "dispatch", "close"),
}


class Receive(Command, frozen=True, kw_only=True):
    """Register a matter (接报登记)."""

    number: str
    track: Track
    channel: Channel
    title: str
    kind: PetitionKind | None = None
    category: str = ""
    place: str = ""
    people: int = 1
    receiver: str = ""
    received_by: str = ""
    accused: tuple[str, ...] = ()
    accused_staff: tuple[str, ...] = ()
    anonymous: bool = False
    grade: str = ""
    reference: str = ""
    narrative: Sealed | None = None
    name: Sealed | None = None
    phone: Sealed | None = None
    address: Sealed | None = None


class Screen(Command, frozen=True, kw_only=True):
    """Settle category, level and class, and whether it is valid (梳理分类)."""

    validity: Validity = Validity.VALID
    category: str = ""
    level: str = ""
    dispute_class: str = ""
    grade: str = ""
    duplicate_of: str = ""
    people: int | None = None
    plan: str = ""
    plan_override: str = ""
    sign_off: str = ""


class LinkDuplicate(Command, frozen=True, kw_only=True):
    """Note on the main case that another is its duplicate (重复件并入)."""

    number: str


class Accept(Command, frozen=True, kw_only=True):
    """Take the matter for handling (受理)."""

    article: str = ""
    reason: str = ""
    notice: Notice | None = None


class Decline(Command, frozen=True, kw_only=True):
    """Don't take it, with reason, article and notice (不予受理)."""

    reason: str
    article: str
    notice: Notice


class Redirect(Command, frozen=True, kw_only=True):
    """Send it to the competent office, on the leader's word (转送)."""

    to: str
    reason: str
    leader: str
    notice: Notice


class ServeNotice(Command, frozen=True, kw_only=True):
    """Serve the notice of receipt and route, or record why it is waived (告知)."""

    notice: Notice


class SignOff(Command, frozen=True, kw_only=True):
    """Sign for a dispatch or refuse it (签批)."""

    grade: str
    approved: bool = True
    reason: str = ""


class Withdraw(Command, frozen=True, kw_only=True):
    """Record that the reporter takes the matter back (撤回诉求)."""

    words: Sealed | None = None


@decides(Receive)
def receive(case: Case, c: Receive, ctx: Context) -> Decision:
    """Errors: received already, title empty or with a number in it, kind or accused missing."""
    if case.version:
        raise errors.CaseExists(number=case.number)
    timely(ctx)
    check_title(c.title)
    if c.track is Track.PETITION and c.kind is None:
        raise errors.PetitionKindNeeded
    _check_accused(c, ctx)
    if c.received_by and ctx.source != "import":
        require_unit(ctx, c.received_by)
    if c.people < 1:
        raise errors.WrongValue(field="people")
    return [_received(case, c, ctx)]


def check_title(title: str) -> None:
    """A title says something, and holds no phone or identity number."""
    if not title.strip():
        raise errors.TitleNeeded
    if _DIGITS.search(plain(title)) or personal(title):
        raise errors.PersonInTitle(title=title)


def _check_accused(c: Receive, ctx: Context) -> None:
    if (c.kind is PetitionKind.ACCUSATION) != bool(c.accused):
        raise errors.AccusedNeeded
    if c.accused_staff and not c.accused:
        raise errors.AccusedNeeded
    for unit in c.accused:
        require_unit(ctx, unit)


def _received(case: Case, c: Receive, ctx: Context) -> e.Received:
    return e.Received(
        **ctx.stamp(),
        number=c.number,
        track=c.track,
        channel=c.channel,
        title=c.title.strip(),
        rules=ctx.rules.ref,
        kind=c.kind,
        category=c.category,
        place=c.place,
        people=c.people,
        receiver=c.receiver,
        received_by=c.received_by,
        accused=c.accused,
        accused_staff=c.accused_staff,
        anonymous=c.anonymous,
        registered_late=_registered_late(c, ctx),
        grade=c.grade,
        reference=c.reference,
        narrative=c.narrative,
        name=c.name,
        phone=c.phone,
        address=c.address,
        clocks=receipt_clocks(case, c, ctx),
    )


def _registered_late(c: Receive, ctx: Context) -> bool:
    """After the track's limit; a form that waited without line, or another's record, was not."""
    if ctx.source in ("import", "device"):
        return False
    limits = ctx.clocks(Case("", track=c.track, grade=c.grade), "register")
    return any(limit.due < ctx.now for limit in limits)


def receipt_clocks(case: Case, c: Receive | e.Received, ctx: Context) -> tuple[Clock, ...]:
    """What the centre owes from the receipt on; nobody can notify an anonymous reporter."""
    kinds = RECEIPT_CLOCKS[c.track]
    if c.track is Track.PETITION and c.kind is not PetitionKind.CLAIM:
        kinds = (*kinds, "reply")
    if c.anonymous:
        kinds = tuple(kind for kind in kinds if kind != "notice")
    return ctx.clocks(Case(case.id, track=c.track, grade=c.grade), *kinds)


@decides(Screen)
def screen(case: Case, c: Screen, ctx: Context) -> Decision:
    """Errors: screened already; a duplicate names its main case, which is no duplicate of it."""
    require_open(case)
    timely(ctx)
    if case.screened_at is not None:
        raise errors.AlreadyScreened(number=case.number)
    if c.level and c.level not in set(Weight):
        raise errors.WrongValue(field="level")
    if (c.validity is Validity.DUPLICATE) != bool(c.duplicate_of):
        raise errors.DuplicateNeedsMain
    if c.duplicate_of in (case.number, *case.duplicates):
        raise errors.DuplicateOfItself(number=case.number)
    if c.people is not None and c.people < 1:
        raise errors.WrongValue(field="people")
    made = _choice(case, c, ctx)
    return [
        e.Screened(
            **ctx.stamp(),
            validity=c.validity,
            category=c.category,
            level=c.level,
            dispute_class=c.dispute_class,
            grade=c.grade,
            duplicate_of=c.duplicate_of,
            plan=made.plan,
            plan_override=made.override,
            plan_proposed=made.proposed,
            plan_reasons=made.reasons,
            people=c.people,
            sign_off=graver(c.sign_off, made.sign_off),
            clocks=screening_clocks(case, c, ctx),
        )
    ]


def _choice(case: Case, c: Screen, ctx: Context) -> Choice:
    """A plan is for what is handled here."""
    if c.validity is not Validity.VALID:
        return Choice()
    told = {"category": c.category, "level": c.level}
    return choice(case, c.plan, c.plan_override, ctx, **told, people=c.people)


def screening_clocks(case: Case, c: Screen | e.Screened, ctx: Context) -> tuple[Clock, ...]:
    """A grade settled by screening decides the hotline's limits anew, counted from receipt."""
    if c.validity is not Validity.VALID or not c.grade or c.grade == case.grade:
        return ()
    running = tuple(kind for kind in ("reply", "close") if case.running(kind))
    return replace(ctx, at=case.received_at).clocks(case, *running, grade=c.grade)


@decides(LinkDuplicate)
def link_duplicate(case: Case, c: LinkDuplicate, ctx: Context) -> Decision:
    """Linking the same case again changes nothing."""
    require_known(case)
    timely(ctx)
    if c.number == case.number:
        raise errors.DuplicateOfItself(number=case.number)
    return (
        [] if c.number in case.duplicates else [e.DuplicateLinked(**ctx.stamp(), number=c.number)]
    )


@decides(Accept)
def accept(case: Case, c: Accept, ctx: Context) -> Decision:
    """Only petitions are accepted. Errors: accepted already, notice incomplete."""
    _may_decide_acceptance(case, ctx)
    if c.notice is not None:
        require_notice(c.notice)
    kinds = ("opinion",) if case.kind is PetitionKind.CLAIM else ("reply",)
    holder = case.lead.unit if case.lead is not None else ctx.by.unit
    clocks = tuple(
        clock for clock in ctx.clocks(case, *kinds, holder=holder) if not case.running(clock.kind)
    )
    return [
        e.Accepted(
            **ctx.stamp(), article=c.article, reason=c.reason, notice=c.notice, clocks=clocks
        )
    ]


def _may_decide_acceptance(case: Case, ctx: Context) -> None:
    require_open(case)
    timely(ctx)
    if not ctx.rules.track(case.track.value).acceptance:
        raise errors.WrongTrack(track=case.track.value)
    if case.accepted_at is not None:
        raise errors.AlreadyAccepted(number=case.number)


def require_notice(notice: Notice) -> None:
    """Served how and when, or waived and why."""
    served = bool(notice.how.strip()) and notice.served_at is not None
    if not served and not notice.waived.strip():
        raise errors.NoticeNeeded


@decides(Decline)
def decline(case: Case, c: Decline, ctx: Context) -> Decision:
    """Ends the case. Errors: reason, article or notice missing."""
    _may_decide_acceptance(case, ctx)
    require_reason(c.reason)
    if not c.article.strip():
        raise errors.FieldMissing(field="article")
    require_notice(c.notice)
    return [e.Declined(**ctx.stamp(), reason=c.reason, article=c.article, notice=c.notice)]


@decides(Redirect)
def redirect(case: Case, c: Redirect, ctx: Context) -> Decision:
    """Ends the case. Errors: leader's word, reason, addressee or notice missing."""
    require_open(case)
    timely(ctx)
    if case.track is Track.EMERGENCY:
        raise errors.WrongTrack(track=case.track.value)
    require_reason(c.reason)
    if not c.to.strip():
        raise errors.FieldMissing(field="to")
    if not c.leader.strip():
        raise errors.LeaderNeeded
    require_notice(c.notice)
    return [e.Redirected(**ctx.stamp(), to=c.to, reason=c.reason, leader=c.leader, notice=c.notice)]


@decides(ServeNotice)
def serve_notice(case: Case, c: ServeNotice, ctx: Context) -> Decision:
    """To the reporter of a duplicate too. Errors: neither served nor waived."""
    require_known(case)
    if case.ended_as != Validity.DUPLICATE:
        require_open(case)
    timely(ctx)
    require_notice(c.notice)
    return [e.NoticeServed(**ctx.stamp(), notice=c.notice)]


@decides(SignOff)
def sign_off(case: Case, c: SignOff, ctx: Context) -> Decision:
    """By a leader; signing again changes nothing. Errors: not asked for, refused without reason."""
    require_open(case)
    timely(ctx)
    if not case.sign_off or case.sign_off != c.grade:
        raise errors.SignOffNotAsked(grade=c.grade)
    if not c.approved:
        require_reason(c.reason)
    if c.approved and case.signed_off == c.grade:
        return []
    return [e.SignedOff(**ctx.stamp(), grade=c.grade, approved=c.approved, reason=c.reason)]


@decides(Withdraw)
def withdraw(case: Case, c: Withdraw, ctx: Context) -> Decision:
    """Said once is enough."""
    require_open(case)
    timely(ctx)
    return [] if case.withdrawn else [e.Withdrawn(**ctx.stamp(), words=c.words)]
