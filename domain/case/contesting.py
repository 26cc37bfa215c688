"""Contesting a failing (申辩): by whom it is held against, within its time, and ruled on by others.

A contest is against a failing as the same events show it. When a correction changes what shows it,
the contest falls with any ruling, and what is shown by then can be contested anew.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain import errors
from domain.case import events as e
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    is_accused,
    lineage,
    require_known,
    require_reason,
    timely,
)
from domain.case.failings import OF_REPORTERS, Found, Key, found
from domain.case.state import Case, Contest
from domain.case.words import Failing, Role
from domain.units import CENTRE

CONTEST: Final = "contest"  # kind of the clock that says within which time
SPEAKING: Final = frozenset({Role.OPERATOR, Role.RESPONDER, Role.LEADER})


class ContestFailing(Command, frozen=True, kw_only=True):
    """Contest a failing with reasons, and the records that bear them out (申辩)."""

    failing: Failing
    proof: tuple[int, ...]
    reason: str
    about: str = ""
    evidence: tuple[int, ...] = ()


class WithdrawContest(Command, frozen=True, kw_only=True):
    """Contest it no more (撤回申辩)."""

    contest: int


class RuleFailing(Command, frozen=True, kw_only=True):
    """Strike the failing, so that it counts nowhere, or uphold it (申辩裁定)."""

    contest: int
    struck: bool
    reason: str


@decides(ContestFailing)
def contest_failing(case: Case, c: ContestFailing, ctx: Context) -> Decision:
    """By the unit it is held against; where that must not know of it, by the inspection office.

    Errors: `NoSuchFailing`, `NotYourUnit`, contested or ruled on already, the time for it is over,
    evidence that is not there.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    one = _shown(case, (c.failing.value, c.about, c.proof))
    if not may_contest(case, one, ctx):
        raise errors.NotYourUnit(unit=one.unit, own=ctx.by.unit)
    _check_new(one)
    until = contest_until(case, one, ctx)
    if until is not None and ctx.at > until:
        raise errors.WindowOver(until=until)
    for version in c.evidence:
        if not 1 <= version <= case.version:
            raise errors.NoSuchEvent(event=version, field="evidence")
    return [
        e.FailingContested(
            **ctx.stamp(),
            contest=len(case.contests) + 1,
            failing=c.failing,
            unit=one.unit,
            proof=c.proof,
            reason=c.reason,
            about=c.about,
            evidence=c.evidence,
        )
    ]


def _shown(case: Case, key: Key) -> Found:
    one = next((one for one in found(case) if one.key == key), None)
    if one is None:
        raise errors.NoSuchFailing(failing=key[0])
    return one


def _check_new(one: Found) -> None:
    if one.state == "contested":
        raise errors.AlreadyContested(contest=one.contest)
    if one.state:
        raise errors.AlreadyRuled(contest=one.contest)


def may_contest(case: Case, one: Found, ctx: Context) -> bool:
    """Whether the actor speaks for whom the failing is held against."""
    if ctx.by.role == Role.SUPERVISOR:
        return not seen_by_unit(case, one, ctx)
    if ctx.by.role not in SPEAKING or not seen_by_unit(case, one, ctx):
        return False
    if ctx.by.unit == one.unit:
        return True
    return ctx.by.role == Role.LEADER and ctx.by.unit in lineage(ctx, one.unit)


def seen_by_unit(case: Case, one: Found, ctx: Context) -> bool:
    """What reporters told of it, and that it is accused, a unit must not know.

    Nor does the centre of an accusation against it, or of pressure it is said to have used.
    """
    if one.unit == CENTRE:
        return CENTRE not in case.accused and one.kind is not Failing.PRESSURE_UPHELD
    return one.kind not in OF_REPORTERS and not is_accused(case, one.unit, ctx)


def contest_until(case: Case, one: Found, ctx: Context) -> datetime | None:
    """Until when it can be contested; None: for now without end.

    As long as the rule set says from when it was shown, and never once its quarter is published.
    """
    shown = _shown_at(one, ctx)
    clocks = replace(ctx, at=shown).clocks(case, CONTEST)
    ends = [clock.due for clock in clocks[:1]]
    published = ctx.quarters.published(one.at)
    return min([*ends, published]) if published is not None else min(ends, default=None)


def _shown_at(one: Found, ctx: Context) -> datetime:
    """When the last event that proves it came in, or the last correction of one of them."""
    proof = set(one.proof)
    moments = [ctx.history[version - 1].at for version in one.proof]
    return max([*moments, *(fix.at for fix in _corrections(ctx.history) if fix.event in proof)])


def _corrections(history: Iterable[e.Fact]) -> Iterable[e.Corrected]:
    return (event for event in history if isinstance(event, e.Corrected))


@decides(WithdrawContest)
def withdraw_contest(case: Case, c: WithdrawContest, ctx: Context) -> Decision:
    """By whoever may contest it. Errors: no such contest, or none that waits."""
    require_known(case)
    timely(ctx)
    contest = pending(case, c.contest)
    one = _shown(case, contest.key)
    if not may_contest(case, one, ctx):
        raise errors.NotYourUnit(unit=one.unit, own=ctx.by.unit)
    return [e.FailingContestWithdrawn(**ctx.stamp(), contest=c.contest)]


def pending(case: Case, number: int) -> Contest:
    """The contest of that number, which waits for a ruling. Errors: `NoSuchItem`."""
    contest = case.contests.get(number)
    if contest is None or contest.state != "contested":
        raise errors.NoSuchItem(item=number)
    return contest


@decides(RuleFailing)
def rule_failing(case: Case, c: RuleFailing, ctx: Context) -> Decision:
    """By the inspection office, and nobody of the unit or who contested it.

    Errors: `NotImpartial`; a correction has made it fall: `NoSuchFailing`.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    contest = pending(case, c.contest)
    _shown(case, contest.key)
    _check_impartial(contest, ctx)
    return [e.FailingRuled(**ctx.stamp(), contest=c.contest, struck=c.struck, reason=c.reason)]


def _check_impartial(contest: Contest, ctx: Context) -> None:
    """The inspection office is above the centre even where it is accounted to it."""
    own = ctx.by.unit == contest.unit and contest.unit != CENTRE
    if own or ctx.by.user == contest.by:
        raise errors.NotImpartial(user=ctx.by.user, unit=contest.unit)
