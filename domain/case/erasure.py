"""Erasing personal data: asked by one, decided by another, and never while it has to be kept."""

from datetime import datetime

from domain import errors
from domain.case import events as e
from domain.case.clear import require_nameless
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    require_known,
    require_reason,
    timely,
)
from domain.case.sealing import asked_for
from domain.case.state import Case
from domain.case.words import Role
from domain.retention.keeping import class_of, ended_at, kind_of, over_from
from domain.retention.model import Basis


class AskErasure(Command, frozen=True, kw_only=True):
    """Ask that the data of one person, or all of the case, be erased (提出删除)."""

    person: str
    basis: str
    reason: str
    identity: str = ""


class RefuseErasure(Command, frozen=True, kw_only=True):
    """Refuse what was asked, or take it back (不予删除)."""

    asked: int
    reason: str


class EraseData(Command, frozen=True, kw_only=True):
    """Decide that it is erased (个人信息删除)."""

    asked: int


class SetHold(Command, frozen=True, kw_only=True):
    """Let nothing of the case be erased (保全)."""

    reason: str
    authority: str = ""


class LiftHold(Command, frozen=True, kw_only=True):
    """End a hold (解除保全)."""

    hold: int
    reason: str


@decides(AskErasure)
def ask_erasure(case: Case, c: AskErasure, ctx: Context) -> Decision:
    """On a legal basis that allows it now. Asking again changes nothing.

    Errors: as `_require_erasable`, and `NothingToErase`, `ReasonMissing`, `NameInText`: what is
    said of an erasure stays when the data is gone.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    require_nameless(reason=c.reason, identity=c.identity)
    if any(one.person == c.person for one in case.erasures.values()):
        return []
    _require_something(c.person, ctx)
    _require_erasable(case, c.basis, ctx)
    return [
        e.ErasureAsked(
            **ctx.stamp(),
            person=c.person,
            basis=c.basis,
            reason=c.reason,
            identity=c.identity,
            rules=ctx.retention.view().version,
        )
    ]


@decides(RefuseErasure)
def refuse_erasure(case: Case, c: RefuseErasure, ctx: Context) -> Decision:
    """By the inspection office, or by whoever asked. Errors: `NoErasureAsked`, `NotYourRole`."""
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    require_nameless(reason=c.reason)
    asked = case.erasures.get(c.asked)
    if asked is None:
        raise errors.NoErasureAsked(record=c.asked)
    if ctx.by.user != asked.by and ctx.by.role != Role.SUPERVISOR:
        raise errors.NotYourRole(role=ctx.by.role, needed=Role.SUPERVISOR.value)
    return [e.ErasureRefused(**ctx.stamp(), asked=c.asked, reason=c.reason)]


@decides(EraseData)
def erase_data(case: Case, c: EraseData, ctx: Context) -> Decision:
    """By another than who asked, and only while nothing stands against it.

    Errors: `NoErasureAsked`, `OwnErasure`, and as `_require_erasable`.
    """
    require_known(case)
    timely(ctx)
    asked = case.erasures.get(c.asked)
    if asked is None:
        raise errors.NoErasureAsked(record=c.asked)
    if ctx.by.user == asked.by:
        raise errors.OwnErasure(person=asked.by)
    basis = _require_erasable(case, asked.basis, ctx)
    return [
        e.DataErased(
            **ctx.stamp(),
            person=person,
            basis=basis.article,
            approver=ctx.by.user,
            asked=c.asked,
            keys=tuple(sorted(keys)),
        )
        for person, keys in _require_something(asked.person, ctx).items()
    ]


@decides(SetHold)
def set_hold(case: Case, c: SetHold, ctx: Context) -> Decision:
    """At any time, any number of them."""
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    require_nameless(reason=c.reason, authority=c.authority)
    return [e.HoldSet(**ctx.stamp(), reason=c.reason, authority=c.authority)]


@decides(LiftHold)
def lift_hold(case: Case, c: LiftHold, ctx: Context) -> Decision:
    """A lifted one stays lifted. Errors: `NoSuchItem`."""
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    require_nameless(reason=c.reason)
    if c.hold not in case.holds:
        raise errors.NoSuchItem(item="hold", number=c.hold)
    if not case.holds[c.hold]:
        return []
    return [e.HoldLifted(**ctx.stamp(), hold=c.hold, reason=c.reason)]


def _require_something(person: str, ctx: Context) -> dict[str, set[str]]:
    found = asked_for(person, ctx.history)
    if not found:
        raise errors.NothingToErase(person=person)
    return found


def _require_erasable(case: Case, code: str, ctx: Context) -> Basis:
    """Errors: `UnderHold`, `BasisUnknown`, `StillHandled`, `KeptForGood`, `KeptUntil`."""
    rules = ctx.retention.view().rules
    basis = None if rules is None else rules.basis(code)
    if basis is None:
        raise errors.BasisUnknown(basis=code)
    hold = next((number for number, lasts in case.holds.items() if lasts), 0)
    if hold:
        raise errors.UnderHold(hold=hold)
    if case.open and not basis.while_open:
        raise errors.StillHandled(number=case.number)
    if not (basis.early or case.open):
        _require_over(case, ctx)
    return basis


def _require_over(case: Case, ctx: Context) -> None:
    view, ended = ctx.retention.view(), ended_at(case)
    if view.rules is None or ended is None:
        return
    if not view.confirmed:
        raise errors.RetentionUnconfirmed
    years = class_of(view.rules, kind_of(case)).years
    if not years:
        raise errors.KeptForGood(number=case.number)
    over = over_from(years, ended.astimezone(view.zone))
    if ctx.now < over:
        raise errors.KeptUntil(until=_day(over))


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
