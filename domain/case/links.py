"""外链: a unit without accounts gets a link for one dispatch, which ends by itself or is ended."""

from datetime import datetime
from typing import Final

from domain import errors
from domain.case import dispatch as d
from domain.case import events as e
from domain.case.command import (
    Command,
    Context,
    Decision,
    acts_for,
    decides,
    is_accused,
    not_before,
    require_open,
    timely,
)
from domain.case.record import Attach, ReadData
from domain.case.state import Case
from domain.case.state import Dispatch as DispatchState
from domain.units import CENTRE

BY_LINK: Final = "link:"
"""How the user name of somebody begins who acts by a link; its number follows."""

STEPS: Final[frozenset[type[Command]]] = frozenset(
    {
        d.SignFor,
        d.Return,
        d.ObjectToTransfer,
        d.Arrive,
        d.ReportSituation,
        d.EndHandling,
        d.GiveFeedback,
        d.DoFollowUp,
        Attach,
    }
)
"""What can be done by a link, on its dispatch and on no other; and read what it needs for that."""


class IssueLink(Command, frozen=True, kw_only=True):
    """Open a dispatch to its unit by a link (开通外链)."""

    dispatch: int
    ends: datetime


class RevokeLink(Command, frozen=True, kw_only=True):
    """End a link at once (停用外链)."""

    link: int


@decides(IssueLink)
def issue_link(case: Case, c: IssueLink, ctx: Context) -> Decision:
    """By the centre, for a dispatch that is still the unit's; an earlier link of it ends."""
    acts_for(ctx, CENTRE)  # a unit's head would act in another unit's name
    require_open(case)
    timely(ctx)
    found = d.live_dispatch(case, c.dispatch)
    not_before(ctx, found.at, "dispatch")
    if is_accused(case, found.unit, ctx):
        raise errors.NotDispatched(dispatch=c.dispatch)
    if c.ends <= ctx.at:
        raise errors.OccurredBefore(at=c.ends, earliest=ctx.at, what="link")
    number = len(case.links) + 1
    return [e.LinkIssued(**ctx.stamp(), link=number, dispatch=c.dispatch, until=c.ends)]


@decides(RevokeLink)
def revoke_link(case: Case, c: RevokeLink, ctx: Context) -> Decision:
    """By the centre. Errors: there is no such link, or it has ended."""
    acts_for(ctx, CENTRE)
    timely(ctx)
    link = case.links.get(c.link)
    if link is None or link.ended or link.until <= ctx.now:
        raise errors.LinkEnded(link=c.link)
    return [e.LinkRevoked(**ctx.stamp(), link=c.link, dispatch=link.dispatch)]


def opened(case: Case, number: int, now: datetime) -> DispatchState:
    """The dispatch a link opens now. Errors: `LinkEnded`, `NotDispatched`, closed, ended."""
    link = case.links.get(number)
    if link is None or link.ended or link.until <= now:
        raise errors.LinkEnded(link=number)
    require_open(case)
    return d.live_dispatch(case, link.dispatch)


def check_link(case: Case, command: Command, ctx: Context) -> None:
    """Who acts by a link takes the steps of its dispatch, as long as the link holds."""
    number = ctx.by.user.removeprefix(BY_LINK)
    if number == ctx.by.user:
        return
    found = opened(case, int(number), ctx.now)
    about = getattr(command, "dispatch", found.number)
    if type(command) not in STEPS | {ReadData} or about != found.number:
        raise errors.NotByLink(link=int(number))
