"""Correcting the record: a correction refers to an event and never edits it."""

from dataclasses import replace
from datetime import datetime
from typing import get_args

import msgspec

from domain import errors
from domain.case import events as e
from domain.case.answer import REPORTER
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    is_accused,
    require_known,
    require_other,
    require_reason,
    require_unit,
    timely,
)
from domain.case.dispatch import require_outcome
from domain.case.fold import apply_correction, corrected, evolve
from domain.case.intake import check_title
from domain.case.order import check_order
from domain.case.recount import DEPENDENT, Clocks, count_clocks, count_windows
from domain.case.state import Case
from domain.case.words import Outcome, PetitionKind, Track, Validity
from domain.sealed import Sealed

# What says who, what is counted, and what decisions took from the rules: no slips of the pen.
FIXED = frozenset(
    {
        "by",
        "late",
        "source",
        "clocks",
        "windows",
        "unurged",
        "form",
        "registered_late",
        "passed_round",
        "notice_owed",
        "number",
        "rules",
        "dispatch",
        "directive",
        "urge",
        "supervision",
        "proposal",
        "complaint",
        "link",
        "party",
        "attempt",
        "enough",
        "ruling_needed",
        "trigger",
        "days",
        # which plan, whom it calls out: chosen and activated anew, not put right
        "plan",
        "plan_proposed",
        "plan_reasons",
        "units",
        "left_out",
        "vacant",
        # which bytes a file is, and whose step it shows
        "sha256",
        "size",
        "media_type",
        "step",
    }
)
# A slip in these is contested or ruled on, and corrected by nobody; nor is who read what.
RULINGS = (
    e.Corrected,
    e.Barred,
    e.DataRead,
    e.DataExported,
    e.UnregisteredFound,
    e.FalseEntryFound,
    e.FailingContested,
    e.FailingContestWithdrawn,
    e.FailingRuled,
)
UNIT_FIELDS = frozenset({"unit", "holder"})

History = list[e.Fact]


class Correct(Command, frozen=True, kw_only=True):
    """State the right value of one field of one event, as JSON text (更正)."""

    event: int
    field: str
    reason: str
    approver: str
    value: str = ""
    sealed: Sealed | None = None


@decides(Correct)
def correct(case: Case, c: Correct, ctx: Context) -> Decision:
    """Clocks it moves are counted anew from the right value; later ones that hang on them follow.

    Errors: no such event, a field that can't be corrected, a value that doesn't fit it or puts
    steps out of order, no reason, no approver other than the actor. What reporters said themselves
    on their page nobody puts right for them.
    """
    require_known(case)
    timely(ctx)
    require_reason(c.reason)
    require_other(ctx, c.approver)
    history = list(corrected(ctx.history))
    event = _correctable(history, c)
    correction = _correction(c, ctx)
    right = _try(event, correction)
    if right == event:
        return []
    if c.field in UNIT_FIELDS and _names_accused(case, getattr(right, c.field), ctx):
        return [e.Barred(**ctx.stamp(), unit=getattr(right, c.field), attempt="correct")]
    _check_right(case, right, getattr(right, c.field), ctx)
    made = _with_clocks(case, history, correction, right, ctx)
    return _with_dependents(case, history, made, ctx)


def _correction(c: Correct, ctx: Context) -> e.Corrected:
    return e.Corrected(
        **ctx.stamp(),
        event=c.event,
        field=c.field,
        reason=c.reason,
        approver=c.approver,
        value=c.value,
        sealed=c.sealed,
    )


def _correctable(history: History, c: Correct) -> e.Fact:
    if not 1 <= c.event <= len(history):
        raise errors.NoSuchEvent(event=c.event)
    event = history[c.event - 1]
    types = {f.name: f.type for f in msgspec.structs.fields(event) if f.name not in FIXED}
    if c.field not in types or isinstance(event, RULINGS) or by_reporter(event):
        raise errors.NotCorrectable(event=c.event, field=c.field)
    if isinstance(event, e.Extended) and c.field == "due":
        raise errors.NotCorrectable(event=c.event, field=c.field)
    if (Sealed in get_args(types[c.field])) != (c.sealed is not None):
        raise errors.WrongValue(field=c.field)
    return event


def by_reporter(event: e.Fact) -> bool:
    """Reporters said it themselves, so it stands."""
    return event.by.role == REPORTER.role


def _try(event: e.Fact, correction: e.Corrected) -> e.Fact:
    try:
        return apply_correction(event, correction)
    except (msgspec.ValidationError, msgspec.DecodeError):
        raise errors.WrongValue(field=correction.field) from None


# --- is the right value possible? ---


def _names_accused(case: Case, unit: str, ctx: Context) -> bool:
    require_unit(ctx, unit)
    return is_accused(case, unit, ctx)


def _check_right(case: Case, right: e.Fact, value: object, ctx: Context) -> None:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise errors.WrongValue(field="at")
    if right.at > ctx.now:
        raise errors.OccurredInFuture(at=right.at, now=ctx.now)
    if isinstance(value, Outcome):
        require_outcome(case, value)
    if isinstance(right, e.Received):
        _check_receipt(right, ctx)
    if isinstance(right, e.Screened):
        _check_screening(case, right)


def _check_receipt(right: e.Received, ctx: Context) -> None:
    check_title(right.title)
    if right.track is Track.PETITION and right.kind is None:
        raise errors.PetitionKindNeeded
    if right.kind is PetitionKind.ACCUSATION and not right.accused:
        raise errors.AccusedNeeded
    if right.accused_staff and not right.accused:
        raise errors.AccusedNeeded
    for unit in right.accused:
        require_unit(ctx, unit)
    if right.people < 1:
        raise errors.WrongValue(field="people")


def _check_screening(case: Case, right: e.Screened) -> None:
    if right.validity is Validity.DUPLICATE and not right.duplicate_of:
        raise errors.DuplicateNeedsMain
    if right.duplicate_of in (case.number, *case.duplicates):
        raise errors.DuplicateOfItself(number=case.number)


# --- what follows from it ---


def _with_clocks(
    case: Case, history: History, correction: e.Corrected, right: e.Fact, ctx: Context
) -> e.Corrected:
    event = history[correction.event - 1]
    before = _state(case, history[: correction.event - 1])
    then, now = replace(ctx, at=event.at), replace(ctx, at=right.at)
    return msgspec.structs.replace(
        correction,
        clocks=_moved(count_clocks(before, event, then), count_clocks(before, right, now)),
        windows=_moved(count_windows(before, event, then), count_windows(before, right, now)),
    )


def _moved(was: Clocks, right: Clocks) -> Clocks | None:
    return None if was == right else right


def _with_dependents(
    case: Case, history: History, correction: e.Corrected, ctx: Context
) -> Decision:
    """The correction, and one more for each later event whose clocks are counted from there."""
    right = list(corrected([*ctx.history, correction]))
    made: Decision = [correction]
    for number in range(correction.event + 1, len(history) + 1):
        event = history[number - 1]
        if isinstance(event, DEPENDENT):
            clocks = _dependent(case, history[:number], right[:number], ctx)
            if clocks is not None:
                made.append(_follow(correction, number, event, clocks))
                right[number - 1] = msgspec.structs.replace(event, clocks=clocks)
    check_order(case, _state(case, right))
    return made


def _dependent(case: Case, was: History, right: History, ctx: Context) -> Clocks | None:
    *earlier, event = was
    at = replace(ctx, at=event.at)
    return _moved(
        count_clocks(_state(case, earlier), event, at),
        count_clocks(_state(case, right[:-1]), event, at),
    )


def _follow(correction: e.Corrected, number: int, event: e.Fact, clocks: Clocks) -> e.Corrected:
    """The event's own values stand; only its clocks follow the correction of another."""
    at = msgspec.json.encode(event.at).decode()
    return msgspec.structs.replace(
        correction, event=number, field="at", value=at, sealed=None, clocks=clocks, windows=None
    )


def _state(case: Case, right_history: History) -> Case:
    """Fold a history whose corrections are in place already."""
    state = Case(case.id)
    for event in right_history:
        evolve(state, event)
    return state
